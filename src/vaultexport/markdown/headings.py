"""What a heading says: its text without comments and footnotes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.regions import edges
from vaultexport.markdown.spans import Heading, HeadingStart, InlineNote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from vaultexport.markdown.spans import Block, Comment, FootnoteLabel, Link, Span


_HEADING_ID: Final = re.compile(r"(?:\s+|(?<=[^\x00-\x7f]))\^[A-Za-z0-9-]+\Z")


class OpenHeading:
    """A heading of which the parser has not told all yet.

    Attributes:
        pieces: The pieces of the text that a reader sees.
        plain: Whether there was nothing but text.
    """

    __slots__ = ("_verbatim", "pieces", "plain")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.plain = True
        self._verbatim: list[tuple[int, int]] = []

    def add_inline(self, text: str, *, verbatim: bool) -> None:
        """Add an inline construct other than text.

        Args:
            text: What it holds.
            verbatim: Whether it is code or math: text that smart punctuation leaves alone. Of
                others the reader sees nothing.
        """
        self.plain = False
        if verbatim:
            length = sum(map(len, self.pieces))
            self._verbatim.append((length, length + len(text)))
            self.pieces.append(text)

    def closed(self, block: Block, level: str, body: str) -> Heading:
        """Give the heading.

        Args:
            block: Its block.
            level: ``H1`` to ``H6``.
            body: The note's body.
        """
        source, end = _source(body, block)
        shown = "".join(self.pieces)
        text = shown.strip()
        if "^" in text:
            text = _HEADING_ID.sub("", text)
        shift = len(shown) - len(shown.lstrip()) if self._verbatim else 0
        verbatim = tuple([(start - shift, stop - shift) for start, stop in self._verbatim])
        number = int(level.removeprefix("H"))
        return Heading(block.start, block.end, number, source, text, self.plain, end, verbatim)


def _source(body: str, block: Block) -> tuple[str, int]:
    """Give the text between a heading's markers and the offset of its end."""
    raw = body[block.start : block.end].rstrip()
    if raw.startswith("#"):
        open_end = raw.rstrip("#")
        content = open_end.rstrip(" \t") if open_end.endswith((" ", "\t")) else raw
        return content.lstrip("#").strip(" \t"), block.start + len(content.rstrip())
    content = raw.rpartition("\n")[0].rstrip("> \t\r\n")
    return content.strip(), block.start + len(content)


def without_comments(headings: Sequence[Heading], comments: Sequence[Comment]) -> Sequence[Heading]:
    """Take out of headings the blanks that stand for comments."""
    return [*_without_comments(headings, comments)] if comments else headings


def _without_comments(
    headings: Iterable[Heading], comments: Sequence[Comment]
) -> Iterator[Heading]:
    for heading in headings:
        first = bisect_right(comments, heading.start, key=lambda comment: comment.start)
        text = heading.text
        for comment in comments[first:]:
            if comment.start >= heading.end:
                break
            text = text.replace(" " * (comment.end - comment.start), "", 1)
        yield heading if text is heading.text else heading._replace(text=text)


def with_marks(
    source: str,
    headings: Sequence[Heading],
    labels: Sequence[FootnoteLabel],
    links: Sequence[Link],
    others: Iterable[Span],
) -> Sequence[Heading]:
    """Tell the headings that hold more than text, and take inline footnotes out of theirs.

    Args:
        source: The note's body.
        headings: Its headings.
        labels: Its labels of footnotes.
        links: Its links.
        others: Its other marks, inline footnotes among them.
    """
    notes = [mark for mark in others if isinstance(mark, InlineNote)]
    embeds = (link for link in links if link.embed)
    marks = sorted(edges(labels, embeds, notes))
    return [*_with_marks(source, headings, marks, set(edges(notes)))] if marks else headings


def _with_marks(
    source: str,
    headings: Iterable[Heading],
    marks: Sequence[tuple[int, int]],
    notes: Collection[tuple[int, int]],
) -> Iterator[Heading]:
    for heading in headings:
        first, last = bisect_left(marks, (heading.start,)), bisect_left(marks, (heading.end,))
        if first == last:
            yield heading
            continue
        text = heading.text
        for start, end in marks[first:last]:
            if (start, end) in notes:
                text = text.replace(source[start:end], "", 1)
        yield heading._replace(text=text, plain=False, exact=False)


def starts(headings: Iterable[Heading]) -> Iterator[HeadingStart]:
    """Mark the starts of the headings whose ids don't follow from their texts."""
    for heading in headings:
        if not heading.exact:
            yield HeadingStart(heading.start, heading.start, heading)
