"""Lays Obsidian's own marks over the running text that the parser found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultexport.markdown.emphasis import flanks
from vaultexport.markdown.highlights import highlights
from vaultexport.markdown.inline_fields import inline_fields
from vaultexport.markdown.inline_notes import inline_notes
from vaultexport.markdown.items import list_items
from vaultexport.markdown.line_breaks import line_breaks
from vaultexport.markdown.plain_marks import PlainMarks, boxes
from vaultexport.markdown.regions import Ranges
from vaultexport.markdown.tables import table_gaps
from vaultexport.markdown.tags import tags
from vaultexport.markdown.urls import bare_urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.events import EventReader
    from vaultexport.markdown.regions import Region
    from vaultexport.markdown.spans import (
        BlockId,
        Callout,
        CalloutEnd,
        Comment,
        FootnoteLabel,
        LineBreak,
        Link,
        LinkDefinition,
        ListItem,
        Span,
        TableGap,
        Tag,
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What was found before.

    Attributes:
        source: The note's body.
        text: The same without comments.
        reader: The parser's spans.
        regions: Its running text.
        comments: The comments.
        block_ids: The identifiers of blocks.
        callouts: The callouts and their ends.
        footnote_labels: The labels of footnotes.
        link_definitions: The lines that say where references lead.
    """

    source: str
    text: str
    reader: EventReader
    regions: Sequence[Region]
    comments: Sequence[Comment]
    block_ids: Sequence[BlockId]
    callouts: Sequence[Callout | CalloutEnd]
    footnote_labels: Sequence[FootnoteLabel]
    link_definitions: Sequence[LinkDefinition]


@dataclass(frozen=True, slots=True)
class InlineMarks:
    """What Obsidian sees in running text besides CommonMark's own marks.

    Attributes:
        tags: The tags.
        items: The items of lists.
        others: All other marks, in no order.
    """

    tags: tuple[Tag, ...]
    items: tuple[ListItem, ...]
    others: tuple[Span, ...]


def inline_marks(known: Known) -> InlineMarks:
    """Find the marks of a note's running text."""
    text, reader = known.text, known.reader
    links = [(span.start, span.end) for span in reader.links]
    verbatim = [
        (span.start, span.end)
        for spans in (reader.codes, reader.maths, reader.htmls, known.link_definitions)
        for span in spans
    ]
    urls = list(bare_urls(text, Ranges(verbatim + links)))
    verbatim += ((url.start, url.end) for url in urls)
    items = list_items(text, reader.blocks)
    ends = {
        span.end
        for spans in (reader.codes, reader.maths, reader.htmls, reader.links, known.comments)
        for span in spans
    }
    opaque = [*verbatim, *_unmarked(reader.links)]
    fields = inline_fields(text, known.regions, Ranges(verbatim + links))
    return InlineMarks(
        tags=tuple(tags(text, Ranges(verbatim + links), ends)),
        items=tuple(items),
        others=(*urls, *fields, *boxes(text, items, reader.links), *_in_text(known, opaque)),
    )


def _unmarked(links: Sequence[Link]) -> Iterator[tuple[int, int]]:
    """Give the parts of links that hold no marks: all but the text of a Markdown link."""
    for link in links:
        if link.embed or link.kind in {"wikilink", "autolink"}:
            yield link.start, link.end
        else:
            yield link.start, link.text_start
            yield link.text_end, link.end


def _in_text(known: Known, opaque: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Find the marks that pair, and what only looks like one."""
    text, reader, found = known.text, known.reader, known.regions
    hidden = Ranges(opaque)
    marked = list(highlights(text, found, hidden))
    yield from marked
    yield from inline_notes(text, reader.blocks, found, hidden)
    yield from flanks(text, hidden)
    gaps = list(table_gaps(text, found, hidden))
    yield from gaps
    yield from _line_breaks(known, gaps)
    labels = ((span.start, span.end) for span in known.footnote_labels)
    ids = ((span.start, span.end) for span in known.block_ids if not span.doubtful)
    plain = PlainMarks(text, found, Ranges([*opaque, *labels, *ids]))
    yield from plain.all(reader.maths, marked)


def _line_breaks(known: Known, gaps: Sequence[TableGap]) -> Iterator[LineBreak]:
    """Find the line ends to be shown: those of a table, and the one above it, are not."""
    comments = Ranges((span.start, span.end) for span in known.comments)
    maths = known.reader.maths
    found = line_breaks(known.source, known.reader.breaks, comments, maths, known.callouts)
    for span in found:
        if not any(gap.start - 2 <= span.end < gap.end for gap in gaps):
            yield span
