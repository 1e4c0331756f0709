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
    around = {block.kind for block in containers(document, span.start)}
    in_title = any(title.start <= span.start < title.end for title in document.callouts)
    facts: dict[str, bool] = {
        "in-line": not _ONE_LINE.isdisjoint(around) or in_title or ctx.is_inline,
        "in-heading": "heading" in around,
        "line-end": ends_line,
        "own-line": ends_line and not body[start : span.start].strip(),
    }
    written = ctx.fill("html-break", {}, facts)
    if written is None:
        return None
    if facts["in-line"] and not written.strip():
        ctx.finding(
            "html-dropped",
            span.start,
            "the site takes no raw HTML; a line break is a blank here",
        )
    return Edit(span.start, span.end, written.replace("\n", ctx.newline + prefix))
