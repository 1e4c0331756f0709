"""``^[…]``: footnotes written where they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.markdown.lines import holds
from vaultexport.markdown.regions import is_escaped
from vaultexport.markdown.spans import InlineNote, NotesEnd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.regions import Ranges, Regions
    from vaultexport.markdown.spans import Block


def inline_notes(
    text: str, blocks: Sequence[Block], found: Regions, opaque: Ranges
) -> Iterator[InlineNote | NotesEnd]:
    """Find inline footnotes, and the ends of the blocks that hold some.

    Args:
        text: The note's body, comments taken out.
        blocks: Its blocks.
        found: Its running text.
        opaque: Where there are no marks: code, math, HTML, destinations of links.
    """
    if not holds(text, "^["):
        return
    offsets: list[int] = []
    start = text.find("^[")
    while start >= 0:
        region = found.at(start)
        plain = start not in opaque and region is not None and not is_escaped(text, start)
        end = _end(text, start + 1, region.end, opaque) if plain and region is not None else 0
        if end:
            offsets.append(start)
            yield InlineNote(start, end)
        start = text.find("^[", end or start + 2)
    for block in blocks:
        if block.parent < 0 and any(block.start <= offset < block.end for offset in offsets):
            end = block.start + len(text[block.start : block.end].rstrip())
            yield NotesEnd(end, end, block.start)


def _end(text: str, start: int, limit: int, opaque: Ranges) -> int:
    """Give the end of a text in brackets; 0 if they don't close or hold nothing."""
    depth = 0
    for offset in range(start, limit):
        char = text[offset]
        if char not in "[]" or offset in opaque or is_escaped(text, offset):
            continue
        depth += 1 if char == "[" else -1
        if not depth:
            return offset + 1 if text[start + 1 : offset].strip() else 0
    return 0
