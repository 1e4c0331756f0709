"""Dataview's inline fields, as its reading view shows them: only those in brackets change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.converters import looks_secret
from vaultexport.model import Severity
from vaultexport.planner.anchors import heading_at
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import InlineField
    from vaultexport.planner.queries import Queries
    from vaultexport.rewriter.context import Context

_MARKS: Final = re.compile(r"[*_~`=]+")


def edit(ctx: Context, span: InlineField) -> Edit | None:
    """Show a field, where the vault uses Dataview; one that looks secret is left out."""
    queries = ctx.site.queries
    if queries is None or not queries.reads_fields:
        return None
    name = _plain(ctx.note.body[span.key_start : span.key_end])
    if looks_secret(name):
        message = "an inline field looks like a secret; it is left out"
        hint = "take it out of the note if it should not be in the vault; its key is not told here"
        ctx.finding("secret-dropped", span.start, message, hint, Severity.INFO)
        return Edit(span.start, span.end, "")
    opening = ctx.note.body[span.start]
    # Of a heading's text its id is made.
    if opening not in "[(" or heading_at(ctx.note.document, span.start) is not None:
        return None
    return _shown(ctx, span, name, queries) if queries.shows_fields else None


def _shown(ctx: Context, span: InlineField, name: str, queries: Queries) -> Edit | None:
    # Imported late: they bring Dataview's engine along.
    from vaultexport.dataview.values import canonical_name  # noqa: PLC0415
    from vaultexport.rewriter.field_values import shown  # noqa: PLC0415

    slots = {
        "key": ctx.render(span.key_start, span.key_end, within=span).strip(),
        "name": name,
        "norm": canonical_name(name),
        "value": shown(ctx, span, queries),
    }
    facts = {"named": ctx.note.body[span.start] == "["}
    written = ctx.fill("inline-field", slots, facts)
    return None if written is None else Edit(span.start, span.end, written)


def _plain(key: str) -> str:
    return " ".join(_MARKS.sub(" ", key).split())
