"""Marks of lists: two lists beside each other stay two only if their marks differ.

Changing the bullet or the ordered list's delimiter starts a new list (CommonMark, 5.3).
"""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.rewriter.containers import containers, line_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultexport.markdown import Block, Document, ListItem
    from vaultexport.markdown.ranges import Part
    from vaultexport.model import Note
    from vaultexport.rewriter.context import Context

_MARK: Final = re.compile(r"[ \t>]*(?P<number>\d{1,9})?(?P<mark>[-*+.)])(?=\s|\Z)")
_EMPTY: Final = "> \t\r\n"
BULLETS: Final = "-*+"
_DELIMITERS: Final = ".)"
_LISTS: Final = frozenset({"list", "item"})
_CONTAINERS: Final = frozenset({"item", "quote", "footnote"})


class Neighbours(NamedTuple):
    """The marks of the lists right above and right below a place."""

    above: frozenset[str]
    below: frozenset[str]


def neighbours(document: Document, body: str, start: int, end: int) -> Neighbours:
    """Find the lists that what stands at a place could become a part of.

    Args:
        document: The spans of ``body``.
        body: A note's body.
        start: Where the place starts.
        end: Where it ends.
    """
    above, below = set(), set()
    for block in document.blocks:
        if block.kind != "list":
            continue
        stop = block.start + len(body[block.start : block.end].rstrip(_EMPTY))
        if stop <= start and not body[stop:start].strip(_EMPTY):
            above.add(_mark(body, block.start))
        elif block.start >= end and not body[end : block.start].strip(_EMPTY):
            below.add(_mark(body, block.start))
    return Neighbours(frozenset(above), frozenset(below))


def apart(ctx: Context, place: int, note: Note, part: Part) -> Mapping[str, str]:
    """Choose other marks for the lists of an embedded note that are next to one of the page's own.

    Args:
        ctx: The text that it is embedded in.
        place: Where in that text.
        note: The embedded note.
        part: What of it.

    Returns:
        The mark for each mark; empty if they can stay, or if no choice sets them apart.
    """
    body = ctx.note.body
    end = line_end(body, place)
    above, below = neighbours(ctx.note.document, body, place, end)
    path, stop, mark = ctx.expanded.last_list
    if path == ctx.note.path and stop <= place and not body[stop:place].strip(_EMPTY):
        above |= {mark}
    first, last = _edges(note, part)
    chosen = next(_choices(first, last, Neighbours(above, below)), {})
    ctx.expanded.last_list = (ctx.note.path, end, chosen.get(last, last))
    return chosen


def _choices(first: str, last: str, around: Neighbours) -> Iterator[Mapping[str, str]]:
    """Yield the exchanges of marks that set lists apart; none joins two that were apart."""
    for bullets in permutations(BULLETS):
        for delimiters in permutations(_DELIMITERS):
            marks = dict(zip(BULLETS + _DELIMITERS, (*bullets, *delimiters), strict=True))
            if marks.get(first) not in around.above and marks.get(last) not in around.below:
                yield marks


def _edges(note: Note, part: Part) -> tuple[str, str]:
    """Give the marks of the lists that a part begins and ends with; empty for other blocks."""
    outer = [
        block
        for block in note.document.blocks
        if part.start <= block.start < part.end and not _is_inside(note.document, block, part)
    ]
    if not outer:
        return "", ""
    marks = [_mark(note.body, b.start) if b.kind in _LISTS else "" for b in (outer[0], outer[-1])]
    return marks[0], marks[1]


def _is_inside(document: Document, block: Block, part: Part) -> bool:
    return block.parent >= 0 and document.blocks[block.parent].start >= part.start


def renamed(ctx: Context, span: ListItem) -> tuple[int, str]:
    """Give the place of an item's mark, and the mark that it gets; empty if it keeps its own."""
    if ctx.embedding is None or not ctx.embedding.marks:
        return span.start, ""
    match = _MARK.match(ctx.note.body, span.start)
    if match is None:
        return span.start, ""
    start = match.start("mark")
    around = (b for b in containers(ctx.note.document, start) if b.kind in _CONTAINERS)
    own = next(around, None)
    if own is None or any(block.start >= ctx.embedding.start for block in around):
        return start, ""
    mark = ctx.embedding.marks[match["mark"]]
    return start, mark if mark != match["mark"] else ""


def _mark(body: str, start: int) -> str:
    match = _MARK.match(body, start)
    return match["mark"] if match else ""
