"""Block identifiers: where in the page a link to a block leads."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from vaultexport.planner.anchors import heading_at
from vaultexport.rewriter.containers import containers
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import BlockId
    from vaultexport.rewriter.context import Context

_LINE: Final = re.compile(r"\r?\n?")
_LINE_AND_BLANK: Final = re.compile(r"\r?\n?(?:[ \t>]*\r?\n)?")
_MARKS: Final = frozenset(")]}*_~=`$>")
"""What text ends with that is markup, as far as one character tells."""


def edit(ctx: Context, span: BlockId) -> Edit | None:
    """Write a block's identifier, in Obsidian's place for it, in the target's form."""
    targeted = ctx.site.is_targeted(ctx.note.path, span.start)
    if span.doubtful and not targeted:
        return None
    if ctx.embedding is not None:
        return _without_line(ctx, span)
    if heading_at(ctx.note.document, span.start) is not None:
        # Links to it lead to the heading's own id.
        return Edit(span.start, span.end, "")
    body = ctx.note.body
    above = len(body[: span.start].rstrip("> \t\r\n"))
    own_line = "\n" in body[above : span.start]
    facts = {
        "targeted": targeted,
        "after-mark": not own_line and body[max(above - 1, 0) : above] in _MARKS,
        "nested-list": _has_nested_list(ctx, span),
    }
    written = ctx.fill("block-id", {"id": span.id.lower()}, facts)
    if written is None:
        return None
    if not own_line or not written:
        return Edit(span.start, span.end, written)
    start, written = _below(ctx, span, above, written)
    return Edit(start, span.end, written)


def _has_nested_list(ctx: Context, span: BlockId) -> bool:
    """Tell whether an identifier ends the first line of an item that a list is nested in."""
    blocks = ctx.note.document.blocks
    around = ctx.note.document.block_at(max(span.start - 1, 0))
    if around is None or around.kind != "item":
        return False
    later = bisect_left(blocks, span.end, key=lambda block: block.start)
    return later < len(blocks) and blocks[later].start < around.end


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


def _below(ctx: Context, span: BlockId, above: int, written: str) -> tuple[int, str]:
    """Say where an identifier goes that stands on a line below its block.

    Digital Garden puts every one there: running text takes it back at its end. Below a table, a
    list, code or a quote that it is not in it stands by itself; right below a table nobody but
    Obsidian sees it.
    """
    body = ctx.note.body
    published = body[span.start : span.end].lstrip().startswith("{")
    around = list(containers(ctx.note.document, max(above - 1, 0)))
    kind = around[0].kind if around else "paragraph"
    quoted = any(block.kind == "quote" and block.end <= span.start for block in around)
    if published and kind in {"paragraph", "item", "heading"} and not quoted:
        return above, written
    if published or (kind == "table" and body.count("\n", above, span.start) == 1):
        return span.start, ctx.newline + ctx.line_prefix(span.start) + written.lstrip()
    return span.start, written
