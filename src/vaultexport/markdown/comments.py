"""Obsidian's ``%%`` comments, found and taken out before CommonMark's structure is read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.lines import holds, is_blank, line_end, line_start
from vaultexport.markdown.masks import blanks
from vaultexport.markdown.regions import Ranges
from vaultexport.markdown.spans import Comment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MARK: Final = "%%"
_BLANK_LINE: Final = re.compile(r"\n(?=[ \t>]*\r?\n)")
_EDGE: Final = " \t>\r"
_BLANK: Final = f"{_EDGE}\n"


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
    finder = _Finder(text, opaque)
    return finder.comments(), finder.text()


class _Finder:
    """Takes the comments of one text out, the first one first.

    Args:
        text: A note's body.
        opaque: Gives the ranges of code and math of a text.
    """

    def __init__(self, text: str, opaque: Callable[[str], Sequence[tuple[int, int]]]) -> None:
        self._text = text
        self._chars = list(text)
        self._opaque = opaque
        self._ranges = opaque(text)
        self._hidden = Ranges(self._ranges)
        self._starts = [start for start, _end in self._ranges]
        self._is_stale = False
        self._end = 0
        self._is_line_blank = True
        self._chunk = (0, -1)

    def text(self) -> str:
        """Give the text without the comments that were found."""
        return "".join(self._chars)

    def comments(self) -> list[Comment]:
        """Find all comments."""
        found: list[Comment] = []
        position = self._next_mark(0)
        while position >= 0:
            end = self._end_of(position)
            if end:
                found.append(Comment(position, end))
                self._take_out(position, end)
                hides_code = bisect_right(self._starts, position) < bisect_left(self._starts, end)
                self._is_stale = self._is_stale or hides_code
            position = self._next_mark(end or position + 2)
        return found

    def _next_mark(self, position: int) -> int:
        """Give the next mark outside of code and math, or -1."""
        start = self._text.find(_MARK, position)
        if start >= 0 and self._is_stale:
            self._ranges = self._opaque(self.text())
            self._hidden = Ranges(self._ranges)
            self._starts = [first for first, _end in self._ranges]
            self._is_stale = False
        while start >= 0:
            end = self._hidden.end(start)
            if not end:
                return start
            start = self._text.find(_MARK, max(end, start + 2))
        return -1

    def _end_of(self, start: int) -> int:
        """Give the end of the comment that a mark opens; 0 if it opens none."""
        text = self._text
        if self._starts_line(start):
            close = text.find(_MARK, start + 2)
            return close + 2 if close >= 0 else len(text)
        limit = self._chunk_end(start)
        close = text.find(_MARK, start + 2, limit)
        return close + 2 if close >= 0 else self._end_below(limit)

    def _end_below(self, position: int) -> int:
        """Give the end of a comment that goes on below a blank line: a mark without a partner."""
        while (first := self._next_mark(position)) >= 0:
            if self._starts_line(first):
                break
            limit = self._chunk_end(first)
            marks = 0
            mark = first
            while 0 <= mark < limit:
                marks += 1
                mark = self._next_mark(mark + 2)
            if marks % 2:
                return first + 2
            position = limit
        return 0

    def _chunk_end(self, position: int) -> int:
        """Give where the next blank line starts; the answer is kept for the positions up to it."""
        first, end = self._chunk
        if not first <= position <= end:
            match = _BLANK_LINE.search(self._text, position)
            self._chunk = position, match.start() if match else len(self._text)
        return self._chunk[1]

    def _starts_line(self, offset: int) -> bool:
        """Tell whether nothing stands before an offset in its line, with comments taken out."""
        while offset > self._end and self._text[offset - 1] in _EDGE:
            offset -= 1
        if offset == self._end:
            return self._is_line_blank
        return self._text[offset - 1] == "\n"

    def _take_out(self, start: int, end: int) -> None:
        """Overwrite a comment so that the text around it is read as if it were not there.

        Blanks would make code of the text behind a comment at the start of a line, and part the
        lines above and below a comment that is all of a line: letters stand in for those.
        """
        text = self._text
        last = max(text.rfind("\n", start, end) + 1, start)
        rest = end
        while rest < len(text) and text[rest] in _EDGE:
            rest += 1
        follows = rest < len(text) and text[rest] != "\n"
        starts_line = last > start or self._starts_line(last)
        is_between = last == start and not follows and self._is_between_text(start, rest)
        self._chars[start:end] = blanks(text, start, end)
        if starts_line and (follows or is_between):
            self._chars[last:end] = "x" * (end - last)
            starts_line = False
        self._end, self._is_line_blank = end, starts_line

    def _is_between_text(self, start: int, end: int) -> bool:
        """Tell whether there is text on the line above and on the line below."""
        line = line_start(self._text, start)
        above = line_start(self._text, max(line - 1, 0))
        below = line_end(self._text, end + 1)
        return not is_blank(self._chars, above, line, _BLANK) and not is_blank(
            self._text, end + 1, below, _BLANK
        )
