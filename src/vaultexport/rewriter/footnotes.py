"""References to footnotes: of embedded notes, and where the target can't follow them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vaultexport.markdown import InlineNote
from vaultexport.rewriter.containers import lead, outdent
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Block, FootnoteLabel
    from vaultexport.rewriter.context import Context


def edit(ctx: Context, span: FootnoteLabel) -> Edit | None:
    """Write a label; those of an embedded note get names that no other of the page has."""
    label = ctx.embedding.name(span.label) if ctx.embedding else span.label
    if any(title.start <= span.start < title.end for title in ctx.note.document.callouts):
        text = _text(ctx, span)
        facts = {"in-title": True, "one-line": bool(text)}
        written = ctx.fill("footnote-reference", {"label": label, "text": text}, facts)
        if written is not None:
            _report(ctx, span, written)
            return Edit(span.start, span.end, written)
    return Edit(span.start, span.end, f"[^{label}]") if ctx.embedding else None


def _report(ctx: Context, span: FootnoteLabel, written: str) -> None:
    if not written:
        message = "the site can't show this footnote in a callout's title; it is left out"
        hint = "write it as one paragraph, or refer to it below the title"
        ctx.finding("footnote-not-shown", span.start, message, hint)


def _text(ctx: Context, span: FootnoteLabel) -> str:
    """Give a footnote's text on one line; nothing if it is more than paragraphs of text."""
    block = _definition(ctx, span.label)
    if block is None:
        return ""
    document = ctx.note.document
    inside = (other for other in document.blocks if block.start < other.start < block.end)
    notes = [label.start for label in document.footnote_labels]
    notes += (mark.start for mark in document.marks if isinstance(mark, InlineNote))
    is_text = all(other.kind == "paragraph" for other in inside)
    if not is_text or any(block.start < note < block.end for note in notes):
        return ""
    start = ctx.note.body.index("]:", block.start) + 2
    # What there is to report is reported where the footnote itself stands.
    shown = replace(ctx, findings=[], ledger=ctx.ledger.within(span.start))
    text = outdent(shown.render(start, block.end), lead(document, ctx.note.body, start)[1])
    return " ".join(text.split())


def _definition(ctx: Context, label: str) -> Block | None:
    """Find the text of a footnote: the first definition counts."""
    document = ctx.note.document
    named = {mark.start for mark in document.footnote_labels if mark.label.lower() == label.lower()}
    blocks = (block for block in document.blocks if block.kind == "footnote")
    return next((block for block in blocks if block.start in named), None)
