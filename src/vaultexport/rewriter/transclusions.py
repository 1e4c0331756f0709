"""Embeds that Digital Garden has filled in: embeds again, or the text that it published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vaultexport.markdown.ranges import Part
from vaultexport.planner.site import PageTarget
from vaultexport.planner.transclusions import embed_of
from vaultexport.rewriter import expansion, note_embeds
from vaultexport.rewriter.context import Edit
from vaultexport.rewriter.standing import fit, stand
from vaultexport.rewriter.text import as_markdown, one_line

if TYPE_CHECKING:
    from vaultexport.markdown import FrozenDrawing, Link, Transclusion
    from vaultexport.rewriter.context import Context


def edit(ctx: Context, span: Transclusion) -> Edit | None:
    """Turn a frame into the embed that it was, if its note is in the site; else keep its text.

    The text of a note that was never published stands in the garden for everybody to read.
    """
    link = embed_of(ctx.site, ctx.note, span)
    target = ctx.target(link) if link.target else None
    if not isinstance(target, PageTarget):
        return _kept(ctx, span, link)
    return note_embeds.edit(ctx, link, target)


def _kept(ctx: Context, span: Transclusion, link: Link) -> Edit:
    """Keep the text of a frame, rewritten like all other text of the note."""
    if span.in_table:
        return _kept_in_cell(ctx, span)
    title = ctx.note.body[span.title_start : span.title_end].strip()
    slots = {"title": title, "text": as_markdown(title)}
    standing = stand(ctx, link)
    facts = {"titled": bool(title), "in-footnote": standing.footnote}
    template = ctx.template("kept-embed", slots, facts)
    part = Part(span.body_start, span.body_end, -1, -1)
    quoted = template is not None and ("body", "blockquote") in template.parts
    body = expansion.expand_own(ctx, span.start, part, "quote" if quoted else "none")
    if not body:
        return Edit(span.start, span.end, "")
    return fit(ctx, standing, template.fill(slots | {"body": body}) if template else body)


def _kept_in_cell(ctx: Context, span: Transclusion) -> Edit:
    """Keep the text of a frame on one line."""
    text = ctx.note.body[span.body_start : span.body_end].strip()
    inner = replace(ctx.note, body=text)
    kinds = [block.kind for block in inner.document.blocks]
    if kinds != ["paragraph"]:
        message = "embedded text stands in a table cell, which holds no more than a line of it"
        ctx.finding("embed-not-shown", span.start, message, "give the embed a line of its own")
    shown = expansion.expand(ctx, span.start, inner, Part(0, len(text), -1, -1), "line")
    return Edit(span.start, span.end, one_line(shown, in_table=True))


def drawing(ctx: Context, span: FrozenDrawing) -> Edit | None:
    """Leave a line in the place of a drawing: scripts from elsewhere would have to show it."""
    message = "the garden's drawing is a script; a line that names it stands in its place"
    hint = "export the vault itself, with the drawings exported as SVG or PNG"
    ctx.finding("drawing-not-exported", span.start, message, hint)
    written = ctx.fill("drawing-missing", {"title": as_markdown(span.title)})
    return None if written is None else Edit(span.start, span.end, written)
