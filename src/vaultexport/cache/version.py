"""What tells one version of the program, and of all that it is built on, from another."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_INSTALLED: Final = ".dist-info"
"""Ends the name of the folder that says which version of a package is installed."""

_LAYOUT: Final = 1
"""Of what is kept: goes up when the same code would read it in another way."""


def code_version() -> str:
    """Give a digest of the program: also a file of a checkout that was edited makes another."""
    digest = hashlib.blake2b(digest_size=16)
    for text in (sys.version, str(_LAYOUT), *_states(), *_machine()):
        digest.update(text.encode(errors="replace") + b"\0")
    return digest.hexdigest()


def _states() -> Iterator[str]:
    yield from _files(str(_PACKAGE))
    profiles = _PACKAGE.parents[1] / "profiles"
    if not (_PACKAGE / "_profiles").is_dir() and profiles.is_dir():
        yield from _files(str(profiles))
    for folder in sys.path:
        yield from sorted(name for name in _names(folder) if name.endswith(_INSTALLED))


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - names are all that is wanted
    except OSError:
        return []


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                yield _state(entry.path, entry.stat())


def _state(name: str, found: os.stat_result) -> str:
    return f"{name} {found.st_size} {found.st_mtime_ns}"


def _machine() -> Iterator[str]:
    """Give what the machine's own time zone is told by."""
    yield from (*time.tzname, os.environ.get("TZ", ""), os.path.realpath("/etc/localtime"))
