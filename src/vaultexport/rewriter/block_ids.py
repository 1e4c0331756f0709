"""Block identifiers: where in the page a link to a block leads."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, Literal

from vaultexport.planner.anchors import heading_at
from vaultexport.planner.site import PageTarget
from vaultexport.rewriter.containers import containers
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import BlockId
    from vaultexport.profiles import Fact
    from vaultexport.rewriter.context import Context

_LINE: Final = re.compile(r"\r?\n?")
_LINE_AND_BLANK: Final = re.compile(r"\r?\n?(?:[ \t>]*\r?\n)?")
_RUNNING: Final = frozenset({"paragraph", "item", "heading"})
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
    above = _text_end(body, span.start)
    place = _place(ctx, span, above)
    facts: dict[str, Fact] = {"targeted": targeted, "after": _after(ctx, span, above, place)}
    written = ctx.fill("block-id", {"id": ctx.site.block_id(ctx.note.path, span)}, facts)
    if written is None:
        return None
    if place == "end":
        return Edit(above if written else span.start, span.end, written)
    mark = span.end - len(body[span.start : span.end].lstrip())
    gap = ctx.newline + ctx.line_prefix(mark) if written and place == "below" else ""
    return Edit(mark, span.end, gap + written.lstrip(" "))


def _text_end(body: str, offset: int) -> int:
    """Give where the text before an offset ends, marks of quotes on empty lines aside."""
    while offset > 0:
        while offset > 0 and body[offset - 1] in " \t\r\n":
            offset -= 1
        start = body.rfind("\n", 0, offset) + 1
        if body[start:offset].strip(" \t>"):
            break
        offset = start
    return offset


def _after(ctx: Context, span: BlockId, above: int, place: str) -> str:
    """Say what an identifier stands behind, as far as that makes a difference to engines."""
    document = ctx.note.document
    if _has_nested_list(ctx, span):
        return "list"
    if any(math.display and math.end == above for math in document.maths):
        return "formula"
    embeds = (link for link in document.links if link.embed and link.end == above)
    if any(isinstance(ctx.target(link), PageTarget) for link in embeds):
        return "embed"
    ends_in_mark = place == "end" and ctx.note.body[max(above - 1, 0) : above] in _MARKS
    return "markup" if ends_in_mark else "text"


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


def _place(ctx: Context, span: BlockId, above: int) -> Literal["end", "here", "below"]:
    """Say where an identifier goes: to the end of its block, or to a line of its own below.

    Digital Garden puts every one on the line below: running text takes it back at its end. Below a
    table, a list, code or a quote that it is not in it stands by itself; right below a table nobody
    but Obsidian sees it.
    """
    body = ctx.note.body
    if "\n" not in body[above : span.start]:
        return "end"
    around = list(containers(ctx.note.document, max(above - 1, 0)))
    kind = around[0].kind if around else "paragraph"
    quoted = any(block.kind == "quote" and block.end <= span.start for block in around)
    if body[span.start : span.end].lstrip().startswith("{"):
        return "end" if kind in _RUNNING and not quoted else "below"
    right_below = body.count("\n", above, span.start) == 1
    return "below" if kind == "table" and right_below else "here"
