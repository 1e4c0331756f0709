"""List items: their marks and the boxes of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultexport.rewriter import list_marks
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import ListItem
    from vaultexport.rewriter.context import Context

_NATIVE: Final = frozenset(" xX")
_BOX: Final = len("[ ]")


def edit(ctx: Context, span: ListItem) -> Edit | None:
    """Write an item's mark and box: marks differ from those next to them, custom states are kept.

    The usual boxes are GFM.
    """
    body = ctx.note.body
    start, mark = list_marks.renamed(ctx, span)
    written = _box(ctx, span)
    if written is None:
        return Edit(start, start + 1, mark) if mark else None
    ctx.uses.add("task")
    end = span.text_start + _BOX
    if not mark:
        return Edit(span.text_start, end, written)
    return Edit(start, end, mark + body[start + 1 : span.text_start] + written)


def _box(ctx: Context, span: ListItem) -> str | None:
    custom = span.task and span.task not in _NATIVE
    return ctx.fill("task", {"char": span.task}) if custom else None
