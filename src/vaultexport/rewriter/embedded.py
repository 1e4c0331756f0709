"""Marks inside of an embedded note that would be taken for marks of the page around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.markdown import EmbeddedHeading
from vaultexport.planner.anchors import smart_text
from vaultexport.rewriter.containers import indent, lead, line_end, outdent
from vaultexport.rewriter.context import LAST_LEVEL, Edit
from vaultexport.rewriter.urls import leads_home
from vaultexport.strategies import ANCHORS

if TYPE_CHECKING:
    from vaultexport.markdown import LinkDefinition
    from vaultexport.rewriter.context import Context, Embedding


def heading(ctx: Context, span: EmbeddedHeading) -> Edit | None:
    """Write a heading of an embedded note: one that can't be taken for a heading of the page."""
    embedding = ctx.embedding
    if embedding is None:
        return None
    found = span.heading
    body = ctx.note.body
    start, end = found.start, found.content_end
    underlined = not body.startswith("#", start)
    if not underlined:
        start = end - len(body[start:end].lstrip("#").lstrip(" \t"))
    prefix = lead(ctx.note.document, body, span.start)[1]
    text = " ".join(outdent(ctx.render(start, end, within=span), prefix).split("\n")).strip()
    level = min(found.level + embedding.shift, LAST_LEVEL)
    anchor = ctx.site.anchors(ctx.note.path).get(found.start)
    name = anchor.id if anchor else _frame_anchors(ctx, embedding)[found.start]
    slots = {
        "marks": "#" * level,
        "level": str(level),
        "text": text,
        "plain": found.text,
        "id": embedding.name(name),
    }
    written = ctx.fill("embedded-heading", slots, {"plain": found.plain})
    if written is None:
        written = f"{slots['marks']} {text}"
    last = _last_line_end(body, end, underlined=underlined)
    if not body[last : line_end(body, last + len(ctx.newline))].strip(" \t\r\n>"):
        written = written.rstrip("\n")
    return Edit(span.start, last, indent(written, prefix, ctx.newline))


def _frame_anchors(ctx: Context, embedding: Embedding) -> dict[int, str]:
    """Give the ids of the headings in a frame that a garden published: the note has none there."""
    rule = ANCHORS[ctx.profile.strategies["anchor"]]
    page = rule.page()
    return {
        mark.start: page.add(smart_text(mark.heading, rule))
        for mark in ctx.note.document.marks
        if isinstance(mark, EmbeddedHeading) and embedding.start <= mark.start < embedding.end
    }


def _last_line_end(body: str, offset: int, *, underlined: bool) -> int:
    """Give where a heading ends: with the line of its text, or with the line below that."""
    end = line_end(body, offset)
    return line_end(body, body.index("\n", offset) + 1) if underlined else end


def link_definition(ctx: Context, span: LinkDefinition) -> Edit | None:
    """Take out what would define links of the whole page, and what tells where private things are.

    The links of an embedded note need it no more, nor do those to what the site does not have.
    """
    is_needed = ctx.embedding is None and not leads_home(ctx, span.target)
    return None if is_needed else Edit(span.start, span.end, "")
