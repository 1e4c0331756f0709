"""The files of a folder as Obsidian lists them."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_IGNORED_FOLDERS = frozenset({"node_modules"})


class VaultFile(NamedTuple):
    """A file below a vault's root: its vault path (``/``, NFC) and where it is on disk."""

    path: str
    source: str


def walk(root: Path) -> Iterator[VaultFile]:
    """List the files below ``root``, sorted by path, the same on every machine.

    Obsidian shows no file or folder whose name starts with a dot (its settings, its trash, git);
    ``node_modules`` is left out as well. Links to folders are followed, each folder once. Names
    are given in NFC; two files whose names differ only in their Unicode form keep their own.

    Args:
        root: A readable folder.

    Yields:
        Each file once. A folder that can't be read is passed over.
    """
    found = sorted(_walk(str(root), "", {os.path.realpath(root)}))
    taken = {path for path, _source in found}
    for path, source in found:
        name = unicodedata.normalize("NFC", path)
        name = path if name in taken else name
        taken.add(name)
        yield VaultFile(name, source)


def _walk(folder: str, prefix: str, visited: set[str]) -> Iterator[VaultFile]:
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except OSError:
        return
    for entry in listed:
        if entry.name.startswith("."):
            continue
        path = prefix + entry.name
        if entry.is_dir():
            if entry.name in _IGNORED_FOLDERS:
                continue
            if _is_link(entry) and not _first_visit(entry.path, visited):
                continue
            yield from _walk(entry.path, path + "/", visited)
        elif entry.is_file():
            yield VaultFile(path, entry.path)


def _is_link(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a link; Windows has junctions, too, which lead to folders."""
    is_junction = getattr(entry, "is_junction", None)  # Python 3.12
    return entry.is_symlink() or (is_junction is not None and is_junction())


def _first_visit(folder: str, visited: set[str]) -> bool:
    real = os.path.realpath(folder)
    if any(real == other or other.startswith(real + os.sep) for other in visited):
        return False
    visited.add(real)
    return True
