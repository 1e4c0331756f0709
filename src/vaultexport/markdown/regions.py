"""Where running text stands, and which parts of it hold no marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaultexport.markdown.spans import Block, BlockKind


class Ranges:
    """A set of ranges of a text, for look-ups. Most are never asked, so the first one sorts them.

    Args:
        ranges: Starts and ends, in any order; they may overlap.
    """

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._given = ranges
        self._sorted: tuple[list[int], list[int]] | None = None

    def _edges(self) -> tuple[list[int], list[int]]:
        if self._sorted is not None:
            return self._sorted
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for start, end in sorted(self._given):
            if ends and start < last:
                if end > last:
                    ends[-1] = last = end
            else:
                starts.append(start)
                ends.append(end)
                last = end
        self._sorted = starts, ends
        return self._sorted

    def __contains__(self, offset: int) -> bool:
        return self.end(offset) > 0

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(*self._edges(), strict=True)

    def end(self, offset: int) -> int:
        """Give the end of the range that holds an offset; 0 if none does."""
        starts, ends = self._edges()
        index = bisect_right(starts, offset) - 1
        return ends[index] if index >= 0 and offset < ends[index] else 0

    def next_start(self, offset: int, default: int) -> int:
        """Give the first start of a range from an offset on, or ``default`` if that is earlier."""
        starts = self._edges()[0]
        index = bisect_left(starts, offset)
        return min(starts[index], default) if index < len(starts) else default


def edges(*lists: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, int]]:
    """Give the starts and ends of spans."""
    for spans in lists:
        for span in spans:
            yield span[:2]


class Region(NamedTuple):
    """A stretch of running text: marks of emphasis and the like pair only within one.

    Attributes:
        start: Where it starts.
        end: Where it ends.
        kind: The kind of block whose text it is.
    """

    start: int
    end: int
    kind: BlockKind


class Regions:
    """The running text of a note, in order: found when it is first asked for.

    These are the paragraphs, headings and tables, and of items without paragraphs the text between
    the blocks inside.

    Args:
        blocks: All blocks, outer ones before inner ones.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    def __iter__(self) -> Iterator[Region]:
        return iter(self._found)

    def at(self, offset: int) -> Region | None:
        """Give the region that holds an offset, if any does."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        region = self._found[index]
        return region if offset < region.end else None

    @cached_property
    def _starts(self) -> list[int]:
        return [region.start for region in self._found]

    @cached_property
    def _found(self) -> list[Region]:
        found: list[Region] = []
        read: dict[int, int] = {}
        for number, block in enumerate(self._blocks):
            start, end, kind, parent = block
            if kind in _WHOLE:
                found.append(Region(start, end, kind))
            if parent in read:
                if start > read[parent]:
                    found.append(Region(read[parent], start, "item"))
                read[parent] = end
            if kind == "item":
                read[number] = start
        for number, position in read.items():
            if position < self._blocks[number].end:
                found.append(Region(position, self._blocks[number].end, "item"))
        found.sort()
        return found


_WHOLE = frozenset({"paragraph", "heading", "table"})


def is_escaped(text: str, offset: int) -> bool:
    """Tell whether an odd number of backslashes stands before an offset."""
    position = offset
    while position > 0 and text[position - 1] == "\\":
        position -= 1
    return (offset - position) % 2 == 1
