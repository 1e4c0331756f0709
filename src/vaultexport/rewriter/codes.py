"""Code blocks: what a plugin shows, what an engine misreads in them, and their info strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.rewriter import dataview, fences, plugins, shown_callouts

if TYPE_CHECKING:
    from vaultexport.markdown import Code
    from vaultexport.rewriter.context import Context, Edit


def edit(ctx: Context, span: Code) -> Edit | None:
    """Write a code block, or an inline query; other inline code stays."""
    answered = dataview.edit(ctx, span)
    if answered is not None or not span.block:
        return answered
    return plugins.edit(ctx, span) or shown_callouts.edit(ctx, span) or fences.edit(ctx, span)
