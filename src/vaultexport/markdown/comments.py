"""Obsidian's ``%%`` comments, found and taken out before CommonMark's structure is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.lines import holds
from vaultexport.markdown.masks import blank
from vaultexport.markdown.regions import Ranges
from vaultexport.markdown.spans import Comment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MARK: Final = "%%"
_BLANK_LINE: Final = re.compile(r"\n(?=[ \t>]*\r?\n)")
_EDGE: Final = " \t>\r"


def comments(
    text: str, opaque: Callable[[str], Sequence[tuple[int, int]]]
) -> tuple[list[Comment], str]:
    """Find comments and take them out of a text.

    A mark at the start of a line opens a comment up to the next mark, whatever lies between: code
    that starts inside a comment is no code. Without a next mark the rest of the note is hidden.
    Within a line a mark pairs with the next one up to a blank line. If there is none, it pairs
    with the first mark below that has no partner of its own; else it is text (``100%% sure``).

    Args:
        text: The note's body.
        opaque: Gives the ranges of code and math of a text, in order.

    Returns:
        The comments in order, and the text with something harmless in their place.
    """
    if not holds(text, _MARK):
        return [], text
    found: list[Comment] = []
    ranges = opaque(text)
    hidden = Ranges(ranges)
    position = _next_mark(text, 0, hidden)
    while position >= 0:
        end = _end(text, position, hidden)
        if end:
            found.append(Comment(position, end))
            text = _without(text, position, end)
            if any(position < start < end for start, _end in ranges):
                ranges = opaque(text)
                hidden = Ranges(ranges)
        position = _next_mark(text, end or position + 2, hidden)
    return found, text


def _next_mark(text: str, position: int, hidden: Ranges) -> int:
    """Give the next mark outside of code and math, or -1."""
    start = text.find(_MARK, position)
    while start >= 0:
        end = hidden.end(start)
        if not end:
            return start
        start = text.find(_MARK, max(end, start + 2))
    return -1


def _end(text: str, start: int, hidden: Ranges) -> int:
    """Give the end of the comment that a mark opens; 0 if it opens none."""
    if _starts_line(text, start):
        close = text.find(_MARK, start + 2)
        return close + 2 if close >= 0 else len(text)
    limit = _chunk_end(text, start)
    close = text.find(_MARK, start + 2, limit)
    return close + 2 if close >= 0 else _end_below(text, limit, hidden)


def _end_below(text: str, position: int, hidden: Ranges) -> int:
    """Give the end of a comment that goes on below a blank line: a mark without a partner."""
    while (first := _next_mark(text, position, hidden)) >= 0:
        if _starts_line(text, first):
            break
        limit = _chunk_end(text, first)
        marks = 0
        mark = first
        while 0 <= mark < limit:
            marks += 1
            mark = _next_mark(text, mark + 2, hidden)
        if marks % 2:
            return first + 2
        position = limit
    return 0


def _chunk_end(text: str, position: int) -> int:
    match = _BLANK_LINE.search(text, position)
    return match.start() if match else len(text)


def _starts_line(text: str, position: int) -> bool:
    return not text[text.rfind("\n", 0, position) + 1 : position].strip(_EDGE)


def _without(text: str, start: int, end: int) -> str:
    """Overwrite a comment so that the text around it is read as if it were not there.

    Blanks would make code of the text behind a comment at the start of a line, and part the lines
    above and below a comment that is all of a line: letters stand in for those.
    """
    last = max(text.rfind("\n", start, end) + 1, start)
    line_end = _line_end(text, end)
    if _starts_line(text, last):
        follows = text[end:line_end].strip(_EDGE)
        if follows or (last == start and _is_between_text(text, start, line_end)):
            return f"{blank(text[:end], start, last)[:last]}{'x' * (end - last)}{text[end:]}"
    return blank(text, start, end)


def _is_between_text(text: str, start: int, line_end: int) -> bool:
    """Tell whether there is text on the line above and on the line below."""
    line_start = text.rfind("\n", 0, start) + 1
    above = text[text.rfind("\n", 0, max(line_start - 1, 0)) + 1 : line_start]
    below = text[line_end : _line_end(text, line_end + 1)]
    return bool(above.strip(_EDGE + "\n")) and bool(below.strip(_EDGE + "\n"))


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return end if end >= 0 else len(text)
