"""Highlighted text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Highlight
    from vaultexport.rewriter.context import Context

_MARKUP: Final = re.compile(r"[\n\\`*_\[\]<>$~#!&{^]")
_INVISIBLE: Final = "\u200b"


def edit(ctx: Context, span: Highlight) -> Edit | None:
    """Write a highlight, its inside rewritten."""
    body = ctx.note.body
    text = ctx.render(span.start + 2, span.end - 2, within=span)
    before = body[span.start - 1] if span.start else " "
    after = body[span.end : span.end + 1] or " "
    slots = {
        "text": text,
        "padded": f"{_pad(before, text[:1])}{text}{_pad(after, text[-1:])}",
    }
    facts = {
        "plain": not _MARKUP.search(text),
        "in-title": any(c.start <= span.start < c.end for c in ctx.note.document.callouts),
    }
    written = ctx.fill("highlight", slots, facts)
    if written is None:
        return None
    ctx.uses.add("highlight")
    return Edit(span.start, span.end, written)


def _pad(outside: str, inside: str) -> str:
    """Give what makes a mark pair by CommonMark's rule for emphasis: a letter's stand-in.

    A mark between a letter outside and punctuation inside would be text.
    """
    is_letter = not outside.isspace() and unicodedata.category(outside)[0] not in "PS"
    return _INVISIBLE if is_letter and unicodedata.category(inside)[0] in "PS" else ""
