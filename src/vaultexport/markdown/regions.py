"""Where running text stands, and which parts of it hold no marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaultexport.markdown.spans import Block, BlockKind


class Ranges:
    """A set of ranges of a text, for look-ups.

    Args:
        ranges: Starts and ends, in any order; they may overlap.
    """

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        return self.end(offset) > 0

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._starts, self._ends, strict=True)

    def end(self, offset: int) -> int:
        """Give the end of the range that holds an offset; 0 if none does."""
        index = bisect_right(self._starts, offset) - 1
        return self._ends[index] if index >= 0 and offset < self._ends[index] else 0

    def next_start(self, offset: int, default: int) -> int:
        """Give the first start of a range from an offset on, or ``default`` if that is earlier."""
        index = bisect_left(self._starts, offset)
        return min(self._starts[index], default) if index < len(self._starts) else default


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


def regions(blocks: Sequence[Block]) -> list[Region]:
    """Find the running text of a note, in order.

    Args:
        blocks: All blocks, outer ones before inner ones.

    Returns:
        Paragraphs, headings and tables, and of items without paragraphs the text between the
        blocks inside.
    """
    found: list[Region] = []
    for index, block in enumerate(blocks):
        if block.kind in {"paragraph", "heading", "table"}:
            found.append(Region(block.start, block.end, block.kind))
        elif block.kind == "item":
            found += _between(blocks, index)
    found.sort()
    return found


def _between(blocks: Sequence[Block], index: int) -> Iterator[Region]:
    item = blocks[index]
    position = item.start
    for child in range(index + 1, len(blocks)):
        block = blocks[child]
        if block.start >= item.end:
            break
        if block.parent == index:
            if block.start > position:
                yield Region(position, block.start, "item")
            position = block.end
    if position < item.end:
        yield Region(position, item.end, "item")


def region_at(found: Sequence[Region], offset: int) -> Region | None:
    """Give the region that holds an offset, if any does."""
    index = bisect_right(found, offset, key=lambda region: region.start) - 1
    return found[index] if index >= 0 and offset < found[index].end else None


def is_escaped(text: str, offset: int) -> bool:
    """Tell whether an odd number of backslashes stands before an offset."""
    position = offset
    while position > 0 and text[position - 1] == "\\":
        position -= 1
    return (offset - position) % 2 == 1
