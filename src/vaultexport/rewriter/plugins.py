"""Code blocks that a plugin of Obsidian shows as something else.

What they show is made of the whole vault, or does something in the app, so no page can have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Code
    from vaultexport.rewriter.context import Context

_ROLES: Final = {
    "button": "control",
    "meta-bind": "control",
    "meta-bind-button": "control",
    "contributiongraph": "view",
    "dataviewjs": "view",
    "expander": "view",
    "query": "view",
    "tasks": "view",
    "todoist": "view",
    "tracker": "view",
    "yaml:dbfolder": "view",
}
"""For each language what its plugin makes of it: a view of notes, or something to press."""

_SHOWN: Final = {
    "control": "a “{}” block works only in Obsidian",
    "view": "a “{}” block is filled in only by Obsidian",
}


def edit(ctx: Context, span: Code) -> Edit | None:
    """Show a plugin's block as code, or leave it out: the profile decides."""
    words = span.info.split()
    role = _ROLES.get(words[0].lower()) if words else None
    return leave(ctx, span, words[0], _SHOWN[role].format(words[0]), role) if role else None


def leave(ctx: Context, span: Code, language: str, why: str, role: str = "view") -> Edit | None:
    """Leave code to its reader, as the profile says, and report it.

    Args:
        ctx: The note.
        span: The code.
        language: What it is written in.
        why: Why the page can't have what it shows.
        role: ``view`` or ``control``.
    """
    slots = {"source": ctx.note.body[span.start : span.end], "language": language}
    written = ctx.fill("plugin-block", slots, {"role": role})
    became = "it is shown as code" if written is None else "the site has the profile's text for it"
    if written == "":
        became = "it is left out"
    ctx.finding("plugin-block", span.start, f"{why}; {became}")
    return None if written is None else Edit(span.start, span.end, written)
