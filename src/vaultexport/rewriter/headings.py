"""Explicit ids on headings that links mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Heading
    from vaultexport.rewriter.context import Context


def edit(ctx: Context, span: Heading) -> Edit | None:
    """Write a heading's id after its text, where the target's own would not be sure."""
    identifier = ctx.site.heading_id(ctx.note.path, span)
    written = ctx.fill("heading-id", {"id": identifier}) if identifier else None
    return Edit(span.content_end, span.content_end, written) if written else None
