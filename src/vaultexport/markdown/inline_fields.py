"""Dataview's inline fields: ``[key:: value]``, ``(key:: value)``, and lines ``Key:: value``.

How brackets pair is Dataview's own rule (measured on its 0.5.70): the key holds no bracket, the
value may hold pairs, and a backslash takes a bracket out of the count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.markdown.balance import Balance
from vaultexport.markdown.lines import holds
from vaultexport.markdown.regions import is_escaped
from vaultexport.markdown.spans import InlineField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.markdown.regions import Ranges, Regions

CLOSING: Final = {"[": "]", "(": ")"}
"""The brackets of a field."""

MARK: Final = "::"
"""What stands between key and value."""

_HIDDEN: Final = "\ufdd2"
"""Stands for what holds no fields: code, formulas, HTML and links."""

_KEY: Final = re.compile(r"[^\[\]():]*+(?::(?!:)[^\[\]():]*+)*+::")
_BRACKET: Final = re.compile(r"\\[\s\S]|[\[\]()]")
_CELL_EDGE: Final = re.compile(r"(?<!\\)\|")
_WHOLE_LINE: Final = re.compile(r"[^\w\n:]*(?:\d+[.)]\s+)?(?P<key>\w[^\n:]*)::(?P<value>[^\n]*)")


class Brackets(NamedTuple):
    """A field in brackets.

    Attributes:
        start: Where its bracket opens.
        separator: Where the colons between key and value start.
        end: Where it ends, behind the closing bracket.
    """

    start: int
    separator: int
    end: int


def fields_in_brackets(line: str) -> Iterator[Brackets]:
    """Find the fields in brackets of a line: all in square brackets, then all in round ones.

    Of two that overlap or touch, Dataview drops the later one; that is left to the caller.
    """
    for opening in CLOSING:
        values: Balance | None = None
        start = line.find(opening)
        while start >= 0:
            key = _KEY.match(line, start + 1)
            end = 0
            if key is not None:
                values = values or Balance(_pairs(line, opening))
                number = values.find(key.end(), -1)
                end = values.offsets[number] + 1 if number >= 0 else 0
            if key is not None and end:
                yield Brackets(start, key.end() - len(MARK), end)
            start = line.find(opening, end or start + 1)


def _pairs(line: str, opening: str) -> Iterator[tuple[int, int]]:
    """Find the brackets of a kind, but for those behind a backslash."""
    for match in _BRACKET.finditer(line):
        char = match.group()
        if char in {opening, CLOSING[opening]}:
            yield match.start(), 1 if char == opening else -1


def inline_fields(text: str, found: Regions, opaque: Ranges) -> Iterator[InlineField]:
    """Find the fields that a reader sees.

    Args:
        text: The note's body, comments taken out.
        found: Its running text.
        opaque: Where there are none: code, formulas, HTML and links.
    """
    if not holds(text, MARK):
        return
    shown = _hide(text, opaque)
    for region in found:
        position = region.start
        while (mark := shown.find(MARK, position, region.end)) >= 0:
            first = max(shown.rfind("\n", 0, mark) + 1, region.start)
            last = shown.find("\n", mark, region.end)
            last = region.end if last < 0 else last
            cells = _CELL_EDGE.split(shown[first:last]) if region.kind == "table" else ()
            for cell in cells or (shown[first:last],):
                yield from _in_line(cell, first)
                first += len(cell) + 1
            position = last


def _hide(text: str, opaque: Ranges) -> str:
    pieces: list[str] = []
    position = 0
    for start, end in opaque:
        pieces += (text[position:start], _HIDDEN * (end - start))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _in_line(line: str, shift: int) -> Iterator[InlineField]:
    """Find the fields of a line, or of a table's cell."""
    last = -1
    for field in sorted(fields_in_brackets(line)):
        if field.start <= last:
            continue
        last = field.end
        key, value = line[field.start + 1 : field.separator], (field.separator + 2, field.end - 1)
        if not key.strip() or _HIDDEN in key or is_escaped(line, field.start):
            continue
        key_span = (shift + field.start + 1, shift + field.separator)
        yield InlineField(
            shift + field.start, shift + field.end, *key_span, shift + value[0], shift + value[1]
        )
    whole = _WHOLE_LINE.match(line) if last < 0 else None
    if whole is not None and _HIDDEN not in whole["key"]:
        key_span = (shift + whole.start("key"), shift + whole.end("key"))
        start, end = shift + whole.start("key"), shift + len(line.rstrip())
        yield InlineField(start, end, *key_span, shift + whole.start("value"), end)
