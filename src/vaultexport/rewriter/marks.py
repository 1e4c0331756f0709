"""Comments and block identifiers: marks that a reader never sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.rewriter.containers import line_start
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import BlockId, Comment
    from vaultexport.rewriter.context import Context


def comment(ctx: Context, span: Comment) -> Edit:
    """Take a comment out, with its line where nothing else stands on it."""
    body = ctx.note.body
    line_start = body.rfind("\n", 0, span.start) + 1
    line_end = body.find("\n", span.end)
    line_end = len(body) if line_end < 0 else line_end + 1
    alone = not body[line_start : span.start].strip(" \t>")
    if not alone or body[span.end : line_end].strip():
        return Edit(span.start, span.end, "")
    if "\n" in body[span.start : span.end] and _between_text(body, line_start, line_end):
        return Edit(line_start, line_end, body[line_start : span.start].rstrip() + ctx.newline)
    return Edit(line_start, line_end, "")


def _between_text(body: str, start: int, end: int) -> bool:
    """Tell whether text stands on the line above and on the line below."""
    above = body[:start].removesuffix("\n").rpartition("\n")[2]
    below = body[end:].partition("\n")[0]
    return bool(above.strip(" \t>\r")) and bool(below.strip(" \t>\r"))


def block_id(ctx: Context, span: BlockId) -> Edit | None:
    """Write a block's identifier, in Obsidian's place for it, in the target's form."""
    if ctx.embedding is not None:
        return _without_line(ctx, span)
    targeted = ctx.site.is_targeted(ctx.note.path, span.start)
    written = ctx.fill("block-id", {"id": span.id.lower()}, {"targeted": targeted})
    if written is None:
        return None
    start = span.start
    if ctx.note.body[start : span.end].lstrip().startswith("{"):
        start, written = _published_id(ctx, span, written)
    return Edit(start, span.end, written)


def _without_line(ctx: Context, span: BlockId) -> Edit:
    """Leave nothing of an embedded note's identifier: its place is in the note's own page."""
    body = ctx.note.body
    start = line_start(body, span.start)
    match = _REST_OF_LINE.match(body, span.end)
    if body[start : span.start].strip(" \t>") or match is None:
        return Edit(span.start, span.end, "")
    return Edit(start, match.end(), "")


def _published_id(ctx: Context, span: BlockId, written: str) -> tuple[int, str]:
    """Undo what Digital Garden did: it puts the identifier on a line below its block.

    Running text takes it back at its end; below a table, a list or code it stands by itself.
    """
    body = ctx.note.body
    above = len(body[: span.start].rstrip())
    block = ctx.note.document.block_at(max(above - 1, 0))
    if "\n" not in body[above : span.start] or not written:
        return span.start, written
    if block is not None and block.kind in {"paragraph", "item", "heading"}:
        return above, written
    return span.start, ctx.newline + written.lstrip()
