"""Explicit ids of headings that links mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.rewriter.containers import indent, lead
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Heading, HeadingStart
    from vaultexport.rewriter.context import Context


def edit(ctx: Context, span: Heading) -> Edit | None:
    """Write a heading's id after its text, where the target's own would not be sure."""
    identifier = ctx.site.heading_id(ctx.note.path, span)
    written = ctx.fill("heading-id", {"id": identifier}) if identifier else None
    return Edit(span.content_end, span.content_end, written) if written else None


def start(ctx: Context, span: HeadingStart) -> Edit | None:
    """Write an id above a heading of which the target can't make that id itself."""
    identifier = ctx.site.heading_id(ctx.note.path, span.heading) if not ctx.embedding else ""
    written = ctx.fill("heading-mark", {"id": identifier}) if identifier else None
    if not written:
        return None
    prefix = lead(ctx.note.document, ctx.note.body, span.start)[1]
    # The heading itself goes on behind the last line's prefix.
    return Edit(span.start, span.start, indent(f"{written}#", prefix, ctx.newline)[:-1])
