"""Comments: marks that a reader never sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Comment
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
