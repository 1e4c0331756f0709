"""``<br>``, the one tag that Markdown has a mark of its own for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.rewriter.containers import containers, lead, line_end
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Html
    from vaultexport.rewriter.context import Context

_TAG: Final = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_ONE_LINE: Final = frozenset({"table", "heading"})


def edit(ctx: Context, span: Html) -> Edit | None:
    """Write a break in the target's own way, where it has one."""
    document, body = ctx.note.document, ctx.note.body
    if span.block or not _TAG.fullmatch(body, span.start, span.end):
        return None
    start, prefix = lead(document, body, span.start)
    ends_line = not body[span.end : line_end(body, span.end)].strip()
    facts = {
        "in-line": any(block.kind in _ONE_LINE for block in containers(document, span.start))
        or any(title.start <= span.start < title.end for title in document.callouts),
        "line-end": ends_line,
        "own-line": ends_line and not body[start : span.start].strip(),
    }
    written = ctx.fill("html-break", {}, facts)
    if written is None:
        return None
    return Edit(span.start, span.end, written.replace("\n", ctx.newline + prefix))
