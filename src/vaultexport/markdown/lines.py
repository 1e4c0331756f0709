"""Lines and parts of a text, looked at without copying them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEAD: Final = re.compile(r"[ \t>]*")


def holds(text: str, mark: str) -> bool:
    """Tell whether a text holds a mark of several characters.

    Looking for single characters is about thirty times faster, and most texts lack one of them.
    """
    return mark[-1] in text and mark[0] in text and mark in text


def line_start(text: str, offset: int) -> int:
    """Give where the line of an offset starts."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Give where the line of an offset ends, its line break excluded."""
    end = text.find("\n", offset)
    return end if end >= 0 else len(text)


def lines_with(text: str, mark: str) -> Iterator[tuple[int, int]]:
    """Find the lines that hold a mark: where each starts, and where it ends."""
    offset = text.find(mark)
    while offset >= 0:
        start, end = line_start(text, offset), line_end(text, offset)
        yield start, end
        offset = text.find(mark, end)


class Leads:
    """The marks of quotes and the blanks that lines start with.

    It keeps the line that it was asked for last, so that many questions about one long line don't
    each go back to its start.

    Args:
        text: A text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = self._lead = 0
        self._end = -1

    def reach(self, offset: int) -> bool:
        """Tell whether nothing else stands before an offset in its line."""
        if not self._line <= offset <= self._end:
            self._line = line_start(self._text, offset)
            self._end = line_end(self._text, offset)
            lead = _LEAD.match(self._text, self._line)
            self._lead = lead.end() if lead else self._line
        return offset <= self._lead


def trimmed(text: str, start: int, end: int, marks: str = "") -> int:
    """Give where ``text[start:end]`` ends without some characters at its end.

    Args:
        text: A text.
        start: Where a part of it starts.
        end: Where that ends.
        marks: The characters; white space if there are none.
    """
    while end > start and (text[end - 1] in marks if marks else text[end - 1].isspace()):
        end -= 1
    return end


def is_blank(text: Sequence[str], start: int, end: int, marks: str) -> bool:
    """Tell whether ``text[start:end]`` holds nothing but some characters."""
    while start < end and text[start] in marks:
        start += 1
    return start >= end
