"""Footnotes written where they are used: to engines that know only labels and texts apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import InlineNote, NotesEnd
    from vaultexport.rewriter.context import Context

_LINE_END: Final = re.compile(r"[ \t]*\r?\n[ \t>]*")
_ESCAPED_PIPE: Final = re.compile(r"\\\|")


def edit(ctx: Context, span: InlineNote) -> Edit | None:
    """Leave a label in the place of an inline footnote; its text follows below the block."""
    label = _label(ctx)
    text = ctx.render(span.start + 2, span.end - 1, within=span).strip()
    text = _ESCAPED_PIPE.sub("|", _LINE_END.sub(" ", text))
    slots = {"label": label, "text": text}
    in_title = any(c.start <= span.start < c.end for c in ctx.note.document.callouts)
    reference = ctx.template("inline-note", slots, {"in-title": in_title})
    written = ctx.fill("inline-note-text", slots)
    if reference is None or written is None:
        return None
    if "label" in reference.slots:
        ctx.pending.texts.append(written)
    return Edit(span.start, span.end, reference.fill(slots))


def end(ctx: Context, span: NotesEnd) -> Edit | None:
    """Write the texts of the inline footnotes above."""
    written = rest(ctx)
    return Edit(span.start, span.end, written) if written else None


def rest(ctx: Context) -> str:
    """Give the texts of inline footnotes that are still to be written."""
    if not ctx.pending.texts:
        return ""
    gap = ctx.newline * 2
    written = "".join(gap + text for text in ctx.pending.texts)
    ctx.pending.texts.clear()
    return written


def _label(ctx: Context) -> str:
    """Give a label that no footnote of the note has."""
    taken = {label.label.lower() for label in ctx.note.document.footnote_labels}
    while True:
        ctx.pending.number += 1
        label = f"note-{ctx.pending.number}"
        if label not in taken:
            return ctx.embedding.name(label) if ctx.embedding else label
