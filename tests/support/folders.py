"""Small vaults and sites as dictionaries of files, and real ones where the machine has them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder; text as UTF-8, line ends as they are."""
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder, hidden ones too, by its path with ``/``."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def times(folder: Path) -> dict[str, int]:
    """Give the time of the last change, in nanoseconds, of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def corpora() -> Path:
    """Return the folder of real vaults, or skip the test that asks."""
    folder = os.environ.get("VAULTEXPORT_CORPORA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("VAULTEXPORT_CORPORA names no folder of vaults")
    return Path(folder)
