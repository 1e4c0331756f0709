"""Text in braces that a target would take for attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import BraceLine
    from vaultexport.rewriter.context import Context


def edit(ctx: Context, span: BraceLine) -> Edit | None:
    """Escape the opening brace, so that the line stays the author's text."""
    written = ctx.fill("attribute-line", {"brace": ctx.note.body[span.start]})
    return None if written is None else Edit(span.start, span.start + 1, written)
