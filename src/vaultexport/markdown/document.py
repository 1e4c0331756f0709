"""One parse of a note's body into a `Document`: everything later steps know of its text.

CommonMark's structure comes from the parser; Obsidian's own marks are laid over it here. Where the
two disagree about what a text means, Obsidian is right.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from vaultexport.markdown import block_ids, footnotes, garden, headings, masks, maths
from vaultexport.markdown.callouts import callouts
from vaultexport.markdown.comments import comments as find_comments
from vaultexport.markdown.events import EventReader, opaque_ranges
from vaultexport.markdown.inline import Known, inline_marks
from vaultexport.markdown.lines import lines_with, trimmed
from vaultexport.markdown.regions import Ranges, Regions, edges
from vaultexport.markdown.spans import (
    Block,
    BlockId,
    BraceLine,
    Callout,
    CalloutEnd,
    Code,
    Comment,
    FootnoteLabel,
    Heading,
    Html,
    Link,
    LinkDefinition,
    ListItem,
    Math,
    QueryResult,
    ResultForm,
    Span,
    Tag,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_START: Final = itemgetter(0)
_BRACE_LINE: Final = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+|#{1,6}[ \t].*?[ \t])?"
    r"(?P<braces>\{[^\r\n]*\})[ \t]*(?=\r?$)",
    re.MULTILINE,
)
_TASK: Final = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+\[.\][ \t]")


@dataclass(frozen=True, slots=True)
class Document:
    """The spans of one body, each list in the order of the text.

    Offsets are characters of the body. Spans of different lists may nest (a link in a heading, an
    image in a link); spans of one list don't, except blocks, items, and links that hold an image.
    ``marks`` holds everything that only the rewriter asks for, in no order.
    """

    blocks: tuple[Block, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    codes: tuple[Code, ...] = ()
    maths: tuple[Math, ...] = ()
    htmls: tuple[Html, ...] = ()
    comments: tuple[Comment, ...] = ()
    block_ids: tuple[BlockId, ...] = ()
    query_results: tuple[QueryResult, ...] = ()
    brace_lines: tuple[BraceLine, ...] = ()
    callouts: tuple[Callout | CalloutEnd, ...] = ()
    footnote_labels: tuple[FootnoteLabel, ...] = ()
    link_definitions: tuple[LinkDefinition, ...] = ()
    tags: tuple[Tag, ...] = ()
    items: tuple[ListItem, ...] = ()
    marks: tuple[Span, ...] = ()

    def block_at(self, offset: int) -> Block | None:
        """Return the innermost block that holds ``offset``, if any."""
        return block_at(self.blocks, offset)


def block_at(blocks: Sequence[Block], offset: int) -> Block | None:
    """Return the innermost of all blocks of a body that holds ``offset``, if any."""
    index = bisect_right(blocks, offset, key=_START) - 1
    while index >= 0 and blocks[index].end <= offset:
        index = blocks[index].parent
    return blocks[index] if index >= 0 else None


def parse(text: str) -> Document:
    """Parse a note's body.

    Args:
        text: The body, front matter excluded, with its own line ends.

    Returns:
        Its spans. Any text parses; there is no such thing as broken Markdown.
    """
    masked, frames, drawings = garden.without_html(text, opaque_ranges)
    comments, masked = find_comments(masked, opaque_ranges)
    masked, linked = masks.linked_embeds(masks.pipe_links(masked))
    ids = [*masks.published_ids(masked), *block_ids.own_lines(masked)]
    lines = masks.class_lines(masked)
    if ids or lines:
        verbatim = Ranges(opaque_ranges(masked))
        ids = [mark for mark in ids if mark.start not in verbatim]
        lines = [line for line in lines if line[0] not in verbatim]
        masked = masks.overwritten(
            masked,
            [
                *((mark.start, mark.end, " " * (mark.end - mark.start)) for mark in ids),
                *((start, end, masks.divider(start, end)) for start, end, _language in lines),
            ],
        )
    reader = _read(masked, text)
    corrected = maths.corrected(masked, reader)
    if corrected is not None:
        reader = _read(corrected, text)
    reader.add_embeds(linked)
    dividers = {start for start, _end, _language in lines}
    opaque = Ranges(edges(reader.codes, reader.maths, reader.htmls))
    running = Regions(reader.blocks)
    ids += block_ids.block_ids(masked, running, opaque)
    heads = tuple(callouts(text, reader.blocks))
    labels = tuple(footnotes.footnote_labels(masked, reader.blocks, opaque))
    definitions = tuple(footnotes.link_definitions(masked, reader.blocks))
    known = Known(text, masked, reader, running, comments, ids, heads, labels, definitions)
    inline = inline_marks(known)
    shown = headings.without_comments(reader.headings, comments)
    shown = headings.with_marks(text, shown, labels, reader.links, inline.others)
    own, embedded = garden.apart(shown, frames)
    return Document(
        blocks=tuple(reader.blocks),
        headings=own,
        links=tuple(reader.links),
        codes=tuple(reader.codes),
        maths=tuple(reader.maths),
        htmls=tuple([html for html in reader.htmls if html.start not in dividers]),
        comments=tuple(comments),
        block_ids=tuple(sorted(ids)),
        query_results=tuple(_query_results(text, reader.blocks, lines)),
        brace_lines=tuple(_brace_lines(masked, opaque)),
        callouts=heads,
        footnote_labels=labels,
        link_definitions=definitions,
        tags=inline.tags,
        items=inline.items,
        marks=(
            *inline.others,
            *reader.empty_links,
            *frames,
            *drawings,
            *embedded,
            *headings.starts(own),
        ),
    )


def _read(text: str, source: str) -> EventReader:
    reader = EventReader(text, source)
    reader.read()
    return reader


def _query_results(
    text: str, blocks: Sequence[Block], lines: Sequence[tuple[int, int, str]]
) -> Iterator[QueryResult]:
    """Tie each class line to the list or table that it stands below.

    Between the two lie at most blank lines (measured: always one, in 210 of 210 published
    results); a class line below anything else is an empty result.
    """
    html_ends = [block.end for block in blocks if block.kind == "html"] if lines else []
    taken = -1
    for start, end, _language in lines:
        body = _body_above(text, blocks, start)
        if body is None or body.start <= taken:
            html = bisect_left(html_ends, trimmed(text, 0, start))
            form: ResultForm = "html" if html < len(html_ends) and html_ends[html] <= start else ""
            yield QueryResult(start, end, start, form)
            continue
        taken = body.start
        stop = trimmed(text, body.start, min(body.end, start), "> \t\r\n")
        yield QueryResult(body.start, end, stop, _form(text, body))


def _body_above(text: str, blocks: Sequence[Block], offset: int) -> Block | None:
    """Find the outermost list or table that ends right above ``offset``."""
    last = trimmed(text, 0, offset, "> \t\r\n") - 1
    found = None
    block = block_at(blocks, last)
    while block is not None:
        if block.kind in {"list", "table"}:
            found = block
        block = blocks[block.parent] if block.parent >= 0 else None
    return found


def _form(text: str, block: Block) -> ResultForm:
    if block.kind == "table":
        return "table"
    return "task" if _TASK.match(text, block.start) else "list"


def _brace_lines(text: str, opaque: Ranges) -> Iterator[BraceLine]:
    for line, end in lines_with(text, "{"):
        # Without a brace at its end a line is none, but would take long to be found none.
        last = trimmed(text, line, end, " \t\r")
        match = _BRACE_LINE.match(text, line) if text.startswith("}", last - 1) else None
        if match is not None and match.start("braces") not in opaque:
            yield BraceLine(*match.span("braces"))
