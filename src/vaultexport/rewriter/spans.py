"""The spans of a note in the order in which the rewriter meets them."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.markdown import EmbeddedHeading, Heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultexport.markdown import Document
    from vaultexport.markdown.spans import Span
    from vaultexport.model import Note

_PLACE: Final = itemgetter(0)
_END: Final = itemgetter(1)


class Spans(NamedTuple):
    """Spans in the order of their edits, outer ones before inner ones.

    Attributes:
        places: The offset at which the edit of each is due.
        spans: The spans.
    """

    places: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Spans:
        """Bring spans into order; of equal ones the first stays before."""
        # The edit of a heading is its id, which comes after its text.
        due = [
            (span.content_end if isinstance(span, Heading) else span.start, span)
            for span in sorted(spans, key=_END, reverse=True)
        ]
        due.sort(key=_PLACE)
        return cls(*zip(*due, strict=True)) if due else cls()


def spans_of(note: Note) -> Spans:
    """List the spans of a note."""
    return Spans.of(_all_spans(note.document))


def _all_spans(document: Document) -> tuple[Span, ...]:
    return (
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
    )


def embedded_spans_of(note: Note) -> Spans:
    """List the spans for a note that is embedded in another."""
    return Spans.of(
        EmbeddedHeading(span.start, span.end, span) if isinstance(span, Heading) else span
        for span in _all_spans(note.document)
    )
