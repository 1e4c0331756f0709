"""Destinations that leave the vault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from vaultexport.markdown import Link
from vaultexport.planner.site import LostTarget
from vaultexport.rewriter.context import Edit
from vaultexport.rewriter.description import describe
from vaultexport.rewriter.text import as_markdown

if TYPE_CHECKING:
    from vaultexport.markdown import BareUrl, EmptyLink
    from vaultexport.rewriter.context import Context

_LOCAL: Final = re.compile(r"(?P<scheme>file|app|javascript|vbscript|data|[a-z]):", re.IGNORECASE)
_DISK: Final = re.compile(r"(?:file|app|[a-z]):", re.IGNORECASE)
_FOLDERS: Final = re.compile(r"[/\\]")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def bare(ctx: Context, span: BareUrl) -> Edit | None:
    """Mark a URL as a link where the letters around or in it would hide it, or where it ends."""
    body = ctx.note.body
    if not _NOT_ASCII.search(body, max(span.start - 1, 0), span.end + 1):
        return None
    written = ctx.fill("bare-url", {"url": body[span.start : span.end]})
    return None if written is None else Edit(span.start, span.end, written)


def without_target(ctx: Context, link: Link) -> Edit | None:
    """Take a link off its text where a browser must not or can't follow it.

    ``file:``, Obsidian's ``app:`` and ``C:`` are the author's own disk, of which at most the name
    of a file is told; ``javascript:`` and its like are programs.
    """
    scheme = _LOCAL.match(link.target)
    if scheme is None or (link.embed and scheme["scheme"].lower() == "data"):
        return None
    if link.kind == "autolink":
        shown = ctx.note.body[link.text_start : link.text_end]
        if _DISK.match(shown):
            shown = unquote(_FOLDERS.split(shown.rstrip("/\\"))[-1])
        text = as_markdown(shown, in_table=link.in_table)
    else:
        text = ctx.render(link.text_start, link.text_end, within=link)
    ctx.ledger.put(link.start, "unsupported")
    ctx.finding(
        "link-dropped",
        link.start,
        f"a website can't link to {scheme['scheme'].lower()}: addresses; the link is plain text",
    )
    return Edit(link.start, link.end, text)


def with_scheme(ctx: Context, link: Link) -> Edit | None:
    """Put a scheme before the destination ``//host/path``, where the target needs one."""
    if link.kind != "inline" or not link.target.startswith("//"):
        return None
    scheme = ctx.fill("scheme", {})
    place = ctx.note.body.find("//", link.text_end, link.end)
    if scheme is None or place < 0:
        return None
    body = ctx.note.body
    text = ctx.render(link.text_start, link.text_end, within=link)
    before, after = body[link.start : link.text_start], body[link.text_end : place]
    return Edit(link.start, link.end, f"{before}{text}{after}{scheme}{body[place : link.end]}")


def empty(ctx: Context, span: EmptyLink) -> Edit:
    """Leave the text of a link without a target: a browser would take it for one to the page."""
    if span.embed:
        text = as_markdown(describe(ctx, span).text, in_table=span.in_table)
    else:
        text = ctx.render(span.text_start, span.text_end, within=span)
    ctx.ledger.put(span.start, "empty")
    message = "the link names no target; it is plain text"
    ctx.finding("link-empty", span.start, message, "write the target into its round brackets")
    return Edit(span.start, span.end, text)


def leads_home(ctx: Context, destination: str) -> bool:
    """Tell whether a destination names a place on the author's computer, or a private note."""
    if _LOCAL.match(destination):
        return True
    link = Link(0, 0, "inline", False, destination, "", 0, 0, in_table=False, in_heading=False)  # noqa: FBT003 - a named tuple
    target = ctx.target(link)
    return isinstance(target, LostTarget) and not target.public
