"""Notes that the user names to go out or stay home, by folder, path, pattern or tag."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from typing import TYPE_CHECKING

from vaultexport.converters import ConverterContext
from vaultexport.converters.tags import tag_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultexport.model import Note


@dataclass(frozen=True, slots=True)
class Selection:
    """What ``--include`` and ``--exclude`` say.

    A pattern is a tag with its ``#`` (``#work`` also means ``#work/plans``), a folder or a note
    (``Diary``, ``Diary/Today.md``), or a path with ``*`` and ``?``. Case does not matter.

    Attributes:
        include: If there are any, only notes that match one go out.
        exclude: Notes that match one stay home, whatever else says that they go out.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def excludes(self, note: Note) -> bool:
        """Tell whether a note is to stay home."""
        return any(_matches(pattern, note) for pattern in self.exclude)

    def includes(self, note: Note) -> bool:
        """Tell whether a note may go out as far as the selection is concerned."""
        return not self.include or any(_matches(pattern, note) for pattern in self.include)


def _matches(pattern: str, note: Note) -> bool:
    wanted = pattern.strip().casefold()
    if wanted.startswith("#"):
        return any(_is_below(tag, wanted[1:]) for tag in _tags(note))
    path = note.path.casefold()
    wanted = wanted.replace("\\", "/").removeprefix("./").strip("/")
    if "*" in wanted or "?" in wanted:
        return re.match(translate(wanted), path) is not None
    return path in (wanted, f"{wanted}.md") or path.startswith(f"{wanted}/")


def _is_below(tag: str, wanted: str) -> bool:
    return tag == wanted or tag.startswith(f"{wanted}/")


def _tags(note: Note) -> Iterator[str]:
    for key in ("tags", "tag"):
        converted = tag_list(note.properties.get(key), ConverterContext()).value
        yield from _folded(converted if isinstance(converted, list) else ())
    yield from _folded(tag.name for tag in note.document.tags)


def _folded(tags: Iterable[object]) -> Iterator[str]:
    return (str(tag).lstrip("#").casefold() for tag in tags)
