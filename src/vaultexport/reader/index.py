"""Who is called what: Obsidian's rules for what a link points to."""

from __future__ import annotations

import posixpath
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def name_key(name: str) -> str:
    """Give the form in which Obsidian compares names: NFC, without case, NBSP as a space."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", name.replace("\xa0", " ")).lower()


class Index:
    """Resolves link targets over all files of a vault, published or not.

    The index is built once; a look-up costs as much as there are files of one name, and nothing
    the second time.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._exact: dict[str, str] = {}
        self._by_path: dict[str, str] = {}
        self._by_name: dict[str, list[tuple[str, str]]] = {}
        self._everywhere: dict[str, str | None] = {}
        self._from_folder: dict[tuple[str, str], str | None] = {}
        ordered = sorted(sorted(paths), key=len)
        self._exact.update(zip(ordered, ordered, strict=True))
        for path in ordered:
            key = name_key(path)
            self._by_path.setdefault(key, path)
            self._by_name.setdefault(key.rpartition("/")[2], []).append((key, path))

    @property
    def paths(self) -> Collection[str]:
        """All paths, on which every answer depends."""
        return self._exact.keys()

    def resolve(self, target: str, source: str) -> str | None:
        """Find the file that a link means.

        Obsidian looks for an exact path, then for a file of that name (or whose path ends so),
        first in the folder of the note that links and below it, then in the whole vault, the
        shortest path first. Case and Unicode form don't matter, and ``.md`` need not be written.
        A target that starts with ``./`` or ``../`` is relative to the note, one that starts with
        ``/`` is meant from the vault's root.

        Args:
            target: The link's destination without subpath, percent escapes resolved.
            source: The vault path of the note that holds the link.

        Returns:
            The vault path, or ``None`` when the vault has no such file. An empty target is the
            note itself.
        """
        if not target:
            return source
        if target in self._everywhere:
            return self._everywhere[target]
        key = (target, source.rpartition("/")[0])
        if key in self._from_folder:
            return self._from_folder[key]
        return self._look_up(*key)

    def _look_up(self, target: str, folder: str) -> str | None:
        """Find a file, and keep the answer for the folder, or for all if it is the same there."""
        if target.startswith(("./", "../")):
            joined = posixpath.normpath(posixpath.join(folder, target))
            found = None if joined.startswith("../") else self._at(joined)
            self._from_folder[target, folder] = found
            return found
        place = target.strip("/")
        found = self._at(place)
        if found is None and not target.startswith("/"):
            candidates = self._candidates(name_key(place))
            if len(candidates) > 1:
                found = self._from_folder[target, folder] = _nearest(candidates, name_key(folder))
                return found
            found = candidates[0][1] if candidates else None
        self._everywhere[target] = found
        return found

    def _at(self, path: str) -> str | None:
        for candidate in (path, f"{path}.md"):
            if candidate in self._exact:
                return candidate
        key = name_key(path)
        return self._by_path.get(key) or self._by_path.get(f"{key}.md")

    def _candidates(self, key: str) -> list[tuple[str, str]]:
        """Give the files whose path is this or ends so, each with its key, the shortest first."""
        for wanted in (key, f"{key}.md"):
            candidates = [
                (path_key, path)
                for path_key, path in self._by_name.get(wanted.rpartition("/")[2], ())
                if path_key == wanted or path_key.endswith(f"/{wanted}")
            ]
            if candidates:
                return candidates
        return []


def _nearest(candidates: list[tuple[str, str]], folder: str) -> str:
    """Choose of several files the first in a folder or below it, else the first."""
    inside = f"{folder}/" if folder else ""
    near = (path for path_key, path in candidates if path_key.startswith(inside))
    return next(near, candidates[0][1])
