"""Comments and block identifiers: marks that a reader never sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.planner.anchors import heading_at
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import BlockId, Comment
    from vaultexport.rewriter.context import Context


_LINE: Final = re.compile(r"\r?\n?")
_LINE_AND_BLANK: Final = re.compile(r"\r?\n?(?:[ \t>]*\r?\n)?")


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
    targeted = ctx.site.is_targeted(ctx.note.path, span.start)
    if span.doubtful and not targeted:
        return None
    if ctx.embedding is not None:
        return _without_line(ctx, span)
    if heading_at(ctx.note.document, span.start) is not None:
        # Links to it lead to the heading's own id.
        return Edit(span.start, span.end, "")
    written = ctx.fill("block-id", {"id": span.id.lower()}, {"targeted": targeted})
    if written is None:
        return None
    start, written = _placed(ctx, span, written)
    return Edit(start, span.end, written)


def _without_line(ctx: Context, span: BlockId) -> Edit:
    """Leave nothing of an embedded note's identifier: its place is in the note's own page."""
    body = ctx.note.body
    start = body.rfind("\n", 0, span.start) + 1
    if body[start : span.start].strip(" \t>"):
        return Edit(span.start, span.end, "")
    above = body[:start].removesuffix("\n").rpartition("\n")[2]
    rest = _LINE_AND_BLANK if not above.strip(" \t>\r") else _LINE
    match = rest.match(body, span.end)
    return Edit(start, match.end() if match else span.end, "")


def _placed(ctx: Context, span: BlockId, written: str) -> tuple[int, str]:
    """Say where an identifier goes that stands on a line below its block.

    Digital Garden puts every one there: running text takes it back at its end. Below a table, a
    list or code it stands by itself, and nobody but Obsidian sees it right below a table.
    """
    body = ctx.note.body
    above = len(body[: span.start].rstrip("> \t\r\n"))
    if "\n" not in body[above : span.start] or not written:
        return span.start, written
    published = body[span.start : span.end].lstrip().startswith("{")
    block = ctx.note.document.block_at(max(above - 1, 0))
    kind = block.kind if block is not None else "paragraph"
    if published and kind in {"paragraph", "item", "heading"}:
        return above, written
    if published or (kind == "table" and body.count("\n", above, span.start) == 1):
        return span.start, ctx.newline + ctx.line_prefix(span.start) + written.lstrip()
    return span.start, written
