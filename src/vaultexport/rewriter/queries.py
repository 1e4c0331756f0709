"""Frozen query results: the list or table above a published garden's class line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultexport.model import Severity
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import QueryResult
    from vaultexport.rewriter.context import Context


_BODY: Final = "\ufdd1"
"""Holds the result's place while the frame around it is fitted into its containers."""


def edit(ctx: Context, span: QueryResult) -> Edit | None:
    """Put a result into the target's form; an empty one leaves nothing."""
    if span.form == "html":
        return Edit(span.start, span.end, "")
    if not span.form:
        ctx.finding(
            "query-empty",
            span.start,
            "the query had no result when the garden was published; nothing is shown",
            severity=Severity.INFO,
        )
        return Edit(span.start, span.end, "")
    frame = ctx.fill("query-result", {"body": _BODY}, {"form": span.form})
    if frame is None:
        return None
    ctx.in_query = frame != _BODY
    body = ctx.render(span.start, span.body_end, within=span)
    ctx.in_query = False
    ctx.uses.add("query-result")
    return Edit(span.start, span.end, ctx.lines(frame, span.start).replace(_BODY, body))
