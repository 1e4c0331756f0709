"""Text that the target would read as markup, and markup that it would read as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.rewriter.containers import lead, line_end
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Flank, LineBreak, PlainMark, TableGap
    from vaultexport.rewriter.context import Context

_CHARACTER: Final = re.compile(r"\\.|.", re.DOTALL)
"""A character, with the backslash that escapes it."""


def plain(ctx: Context, span: PlainMark) -> Edit | None:
    """Keep text from being read as markup."""
    if span.mark == "^" and _is_identifier(ctx, span.start):
        return None
    text = ctx.note.body[span.start : span.end]
    pieces = _CHARACTER.findall(text)
    slots = {
        "text": text,
        "escaped": "".join(f"\\{char}" for char in text.lstrip("\\")),
        "split": "<!---->".join(pieces if len(pieces) > 1 else (text, "")),
        "code": str(ord(text[-1])) if text else "",
    }
    written = ctx.fill("plain-mark", slots, {"mark": span.mark})
    return None if written is None else Edit(span.start, span.end, written)


def _is_identifier(ctx: Context, end: int) -> bool:
    """Tell whether a doubtful identifier that ends here is one after all."""
    ends = (mark for mark in ctx.note.document.block_ids if mark.end >= end >= mark.start)
    return any(ctx.site.is_targeted(ctx.note.path, mark.start) for mark in ends)


def flank(ctx: Context, span: Flank) -> Edit | None:
    """Make a marker of emphasis one that CommonMark sees."""
    written = ctx.fill("flank", {})
    return None if written is None else Edit(span.start, span.end, written)


def line_break(ctx: Context, span: LineBreak) -> Edit | None:
    """Make a line end one that readers see."""
    written = ctx.fill("line-break", {})
    return None if written is None else Edit(span.start, span.end, written)


def table_gap(ctx: Context, span: TableGap) -> Edit:
    """Set a table apart from the list or quote above, in the containers of its own line."""
    body = ctx.note.body
    line = body[span.start : line_end(body, span.start)]
    start, _prefix = lead(
        ctx.note.document, body, span.start + len(line) - len(line.lstrip(" \t>"))
    )
    return Edit(span.start, span.start, body[span.start : start].rstrip(" \t") + ctx.newline)
