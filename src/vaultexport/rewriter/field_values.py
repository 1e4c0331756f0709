"""The values of inline fields, read as Dataview reads them: dates get the vault's format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.dataview.dates import Date
from vaultexport.dataview.durations import Duration
from vaultexport.dataview.fields import inline_value
from vaultexport.rewriter.dataview import rewritten
from vaultexport.rewriter.results import Writer

if TYPE_CHECKING:
    from vaultexport.dataview.values import Value
    from vaultexport.markdown import InlineField
    from vaultexport.planner.queries import Queries
    from vaultexport.rewriter.context import Context


def shown(ctx: Context, span: InlineField, queries: Queries) -> str:
    """Write the value of a field as Dataview shows it; what is only text stays as it is.

    Args:
        ctx: The note.
        span: The field.
        queries: What the vault's settings say.
    """
    source = ctx.note.body[span.value_start : span.value_end].strip()
    value = inline_value(source, queries.environment.now.zone)
    is_quoted = isinstance(value, str) and value != source
    if is_quoted or _is_plain(value):
        text = Writer(queries.environment).inline(value)
        return rewritten(ctx, span.start, text, in_query=ctx.in_query)
    return ctx.render(span.value_start, span.value_end, within=span).strip()


def _is_plain(value: Value) -> bool:
    """Tell whether a value is shown by what it means and not by how it is written.

    A link is HTML before Dataview sees it, and so is a list with one.
    """
    if isinstance(value, list):
        return all(isinstance(element, str) or _is_plain(element) for element in value)
    return value is None or isinstance(value, Date | Duration | bool | int | float)
