"""``^[…]``: footnotes written where they are used."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.balance import Balance
from vaultexport.markdown.lines import holds, trimmed
from vaultexport.markdown.regions import is_escaped
from vaultexport.markdown.spans import InlineNote, NotesEnd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.regions import Ranges, Regions
    from vaultexport.markdown.spans import Block

_BRACKET: Final = re.compile(r"[\[\]]")
_BLANK: Final = re.compile(r"\s*")


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
    balance = Balance(_brackets(text, opaque))
    offsets: list[int] = []
    start = text.find("^[")
    while start >= 0:
        region = found.at(start)
        plain = start not in opaque and region is not None and not is_escaped(text, start)
        end = _end(text, start + 1, region.end, balance) if plain and region is not None else 0
        if end:
            offsets.append(start)
            yield InlineNote(start, end)
        start = text.find("^[", end or start + 2)
    for block in blocks:
        first = bisect_left(offsets, block.start) if block.parent < 0 else len(offsets)
        if first < len(offsets) and offsets[first] < block.end:
            end = trimmed(text, block.start, block.end)
            yield NotesEnd(end, end, block.start)


def _brackets(text: str, opaque: Ranges) -> Iterator[tuple[int, int]]:
    for match in _BRACKET.finditer(text):
        offset = match.start()
        if offset not in opaque and not is_escaped(text, offset):
            yield offset, 1 if match.group() == "[" else -1


def _end(text: str, start: int, limit: int, balance: Balance) -> int:
    """Give the end of a text in brackets; 0 if they don't close or hold nothing."""
    number = balance.find(start, 0)
    offset = balance.offsets[number] if number >= 0 else limit
    blank = _BLANK.match(text, start + 1)
    is_empty = blank is not None and blank.end() >= offset
    return 0 if offset >= limit or is_empty else offset + 1
