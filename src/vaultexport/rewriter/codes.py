"""Code blocks: what a plugin shows, what an engine misreads in them, and their info strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.markdown.masks import restored
from vaultexport.rewriter import dataview, fences, plugins, shown_callouts
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Code
    from vaultexport.rewriter.context import Context


def edit(ctx: Context, span: Code) -> Edit | None:
    """Write a code block, an inline query, or inline code that Digital Garden damaged."""
    answered = dataview.edit(ctx, span)
    if answered is not None:
        return answered
    if not span.block:
        return _restored(ctx, span) if ctx.site.published else None
    return plugins.edit(ctx, span) or shown_callouts.edit(ctx, span) or fences.edit(ctx, span)


def _restored(ctx: Context, span: Code) -> Edit | None:
    """Put back what looked like a block's identifier in inline code over several lines."""
    source = ctx.note.body[span.start : span.end]
    text = restored(source)
    return None if text == source else Edit(span.start, span.end, text)
