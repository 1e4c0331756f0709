"""Frames of other sites and of PDFs that a garden published as raw HTML: embeds again."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from vaultexport.markdown import Link
from vaultexport.planner.site import AssetTarget
from vaultexport.rewriter import media
from vaultexport.rewriter.description import Description

if TYPE_CHECKING:
    from vaultexport.markdown import Html
    from vaultexport.rewriter.context import Context, Edit

_FRAME: Final = re.compile(
    r'(?P<wrapper><div class="youtube-embed">\s*)?<iframe\s(?P<attributes>[^<>]*)>\s*</iframe>'
    r"(?(wrapper)\s*</div>)\s*"
)
_ATTRIBUTE: Final = re.compile(
    r"""\b(?P<name>[\w-]+)\s*=\s*(?P<quote>["'])(?P<value>.*?)(?P=quote)"""
)
_PIXELS: Final = re.compile(r"(\d+)(?:px)?")


def edit(ctx: Context, span: Html) -> Edit | None:
    """Write the film or document of a frame as an embed.

    Args:
        ctx: The note.
        span: An HTML block or tag.

    Returns:
        The edit; ``None`` if the HTML is anything but one frame, or one of the author's own that
        the site can show as it is.
    """
    source = ctx.note.body[span.start : span.end]
    match = _FRAME.fullmatch(source) if "<iframe" in source else None
    if match is None:
        return None
    attributes = {
        m["name"].lower(): unescape(m["value"]) for m in _ATTRIBUTE.finditer(match["attributes"])
    }
    url = attributes.get("src", "")
    end = span.start + len(source.rstrip())
    link = Link(
        *(span.start, end, "inline", True, url, "", end, end), in_table=False, in_heading=False
    )
    if media.service_of(url):
        kept = not match["wrapper"] and ctx.site.options.get("raw-html") != "drop"
        return None if kept else media.online(ctx, link, Description("", "", ""))
    target = ctx.target(link) if url.startswith("/img/user/") else None
    if not isinstance(target, AssetTarget):
        return None
    height = _PIXELS.fullmatch(attributes.get("height", ""))
    description = Description(attributes.get("title", ""), "", height[1] if height else "")
    return media.edit(ctx, link, target, description)
