"""Tasks whose box holds a character of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import ListItem
    from vaultexport.rewriter.context import Context

_NATIVE: Final = frozenset(" xX")
_BOX: Final = len("[ ]")


def edit(ctx: Context, span: ListItem) -> Edit | None:
    """Write the box of a task with a custom state; the usual ones are GFM."""
    if not span.task or span.task in _NATIVE:
        return None
    written = ctx.fill("task", {"char": span.task})
    if written is None:
        return None
    ctx.uses.add("task")
    return Edit(span.text_start, span.text_start + _BOX, written)
