"""What a heading says: its text without comments and footnotes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from vaultexport.markdown.spans import HeadingStart, InlineNote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaultexport.markdown.spans import Comment, FootnoteLabel, Heading, Link, Span


def without_comments(headings: Iterable[Heading], comments: Sequence[Comment]) -> Iterator[Heading]:
    """Take out of headings the blanks that stand for comments."""
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
    headings: Iterable[Heading],
    labels: Sequence[FootnoteLabel],
    links: Sequence[Link],
    others: Iterable[Span],
) -> Iterator[Heading]:
    """Tell the headings that hold more than text, and take inline footnotes out of theirs.

    Args:
        source: The note's body.
        headings: Its headings.
        labels: Its labels of footnotes.
        links: Its links.
        others: Its other marks, inline footnotes among them.
    """
    notes = sorted(mark for mark in others if isinstance(mark, InlineNote))
    embeds = (link.start for link in links if link.embed)
    references = (label.start for label in labels)
    starts = sorted((*references, *embeds, *(note.start for note in notes)))
    for heading in headings:
        first = bisect_left(starts, heading.start)
        if first == len(starts) or starts[first] >= heading.end:
            yield heading
            continue
        text = heading.text
        for note in notes:
            if heading.start <= note.start < heading.end:
                text = text.replace(source[note.start : note.end], "", 1)
        yield heading._replace(text=text, plain=False, exact=False)


def starts(headings: Iterable[Heading]) -> Iterator[HeadingStart]:
    """Mark the starts of the headings whose ids don't follow from their texts."""
    for heading in headings:
        if not heading.exact:
            yield HeadingStart(heading.start, heading.start, heading)
