"""The spans of a note in the order in which the rewriter meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.markdown import EmbeddedHeading, Heading
from vaultexport.rewriter.context import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.markdown.spans import Span
    from vaultexport.model import Note


def spans_of(note: Note) -> tuple[Span, ...]:
    """List the spans in the order of their edits, outer ones before inner ones."""
    document = note.document
    spans: list[Span] = [
        *document.links,
        *document.comments,
        *document.block_ids,
        *document.query_results,
        *document.headings,
        *document.htmls,
        *document.codes,
        *document.brace_lines,
        *document.callouts,
        *document.footnote_labels,
        *document.link_definitions,
        *document.maths,
        *document.tags,
        *document.items,
        *document.marks,
    ]
    return tuple(sorted(spans, key=lambda span: (place(span), -span.end)))


def embedded_spans_of(note: Note) -> tuple[Span, ...]:
    """List the spans for a note that is embedded in another."""
    spans: Iterator[Span] = (
        EmbeddedHeading(span.start, span.end, span) if isinstance(span, Heading) else span
        for span in spans_of(note)
    )
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end)))
