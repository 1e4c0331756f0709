"""The files of a folder as Obsidian lists them."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
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
    return map(VaultFile, *list_files(root))


def list_files(root: Path) -> tuple[list[str], list[str]]:
    """Give the files of `walk` as two lists: their paths, and where they are on disk."""
    paths: list[str] = []
    sources: list[str] = []
    _list(str(root), "", {os.path.realpath(root)}, paths, sources)
    if not unicodedata.is_normalized("NFC", "\n".join(paths)):
        paths = _normalized(paths)
    return paths, sources


def _normalized(paths: Sequence[str]) -> list[str]:
    taken, names = set(paths), []
    for path in paths:
        name = unicodedata.normalize("NFC", path)
        names.append(path if name in taken else name)
        taken.add(name)
    return names


def _list(
    folder: str, prefix: str, visited: set[str], paths: list[str], sources: list[str]
) -> None:
    """List a folder: in the order of names, where those of folders end in a slash."""
    try:
        with os.scandir(folder) as entries:
            shown = [entry for entry in entries if entry.name[0] != "."]
    except OSError:
        return
    found = {entry.name + "/" * _is(entry.is_dir): entry for entry in shown}
    for name in sorted(found):
        entry = found[name]
        if name[-1] != "/":
            if _is(entry.is_file):
                paths.append(prefix + name)
                sources.append(entry.path)
        elif entry.name not in _IGNORED_FOLDERS and (
            not _is_link(entry) or _first_visit(entry.path, visited)
        ):
            _list(entry.path, prefix + name, visited, paths, sources)


def _is(kind: Callable[[], bool]) -> bool:
    """Tell whether an entry is of a kind; a link that leads in a circle is of none."""
    try:
        return kind()
    except OSError:
        return False


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
