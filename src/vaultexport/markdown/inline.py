"""Lays Obsidian's own marks over the running text that the parser found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from vaultexport.markdown.emphasis import flanks
from vaultexport.markdown.highlights import highlights
from vaultexport.markdown.inline_fields import inline_fields
from vaultexport.markdown.inline_notes import inline_notes
from vaultexport.markdown.items import list_items
from vaultexport.markdown.line_breaks import line_breaks
from vaultexport.markdown.lines import holds
from vaultexport.markdown.plain_marks import PlainMarks, boxes
from vaultexport.markdown.regions import Ranges, edges
from vaultexport.markdown.tables import table_gaps
from vaultexport.markdown.tags import tags
from vaultexport.markdown.urls import bare_urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.events import EventReader
    from vaultexport.markdown.regions import Regions
    from vaultexport.markdown.spans import (
        BareUrl,
        BlockId,
        Callout,
        CalloutEnd,
        Comment,
        FootnoteLabel,
        LineBreak,
        LinkDefinition,
        ListItem,
        Span,
        TableGap,
        Tag,
    )


@dataclass(frozen=True)
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
    regions: Regions
    comments: Sequence[Comment]
    block_ids: Sequence[BlockId]
    callouts: Sequence[Callout | CalloutEnd]
    footnote_labels: Sequence[FootnoteLabel]
    link_definitions: Sequence[LinkDefinition]

    @cached_property
    def verbatim(self) -> tuple[Span, ...]:
        """What holds no marks whatever its kind."""
        reader = self.reader
        return (*reader.codes, *reader.maths, *reader.htmls, *self.link_definitions)


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
    urls: list[BareUrl] = []
    if holds(text, "://"):
        urls += bare_urls(text, Ranges(edges(known.verbatim, reader.links)))
    hidden = Ranges(edges(known.verbatim, urls, reader.links))
    fields = inline_fields(text, known.regions, hidden)
    items = list_items(text, reader.blocks)
    return InlineMarks(
        tags=tuple(tags(text, hidden, lambda: _ends(known))),
        items=tuple(items),
        others=(*urls, *fields, *boxes(text, items, reader.links), *_in_text(known, urls)),
    )


def _ends(known: Known) -> set[int]:
    """Give where marks end behind which a tag may stand."""
    reader = known.reader
    marks = (reader.codes, reader.maths, reader.htmls, reader.links, known.comments)
    return {end for _start, end in edges(*marks)}


def _opaque(known: Known, urls: Sequence[BareUrl]) -> Iterator[tuple[int, int]]:
    """Give what holds no marks: of a Markdown link all but its text."""
    yield from edges(known.verbatim, urls)
    for link in known.reader.links:
        if link.embed or link.kind in {"wikilink", "autolink"}:
            yield link[:2]
        else:
            yield link.start, link.text_start
            yield link.text_end, link.end


def _in_text(known: Known, urls: Sequence[BareUrl]) -> Iterator[Span]:
    """Find the marks that pair, and what only looks like one."""
    text, reader, found = known.text, known.reader, known.regions
    hidden = Ranges(_opaque(known, urls))
    marked = list(highlights(text, found, hidden))
    yield from marked
    yield from inline_notes(text, reader.blocks, found, hidden)
    yield from flanks(text, hidden)
    gaps = list(table_gaps(text, reader.blocks, found, hidden))
    yield from gaps
    yield from _line_breaks(known, gaps)
    ids = (mark for mark in known.block_ids if not mark.doubtful)
    opaque = chain(_opaque(known, urls), edges(known.footnote_labels, ids))
    plain = PlainMarks(text, found, Ranges(opaque))
    yield from plain.all(reader, marked)


def _line_breaks(known: Known, gaps: Sequence[TableGap]) -> Iterator[LineBreak]:
    """Find the line ends to be shown: those of a table, and the one above it, are not."""
    comments = Ranges(edges(known.comments))
    in_tables = Ranges((gap.start - 2, gap.end) for gap in gaps)
    maths = known.reader.maths
    found = line_breaks(known.source, known.reader.breaks, comments, maths, known.callouts)
    return (span for span in found if span.end not in in_tables)
