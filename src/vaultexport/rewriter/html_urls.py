"""URLs of the vault in raw HTML: links and images that Digital Garden published as tags."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from vaultexport.markdown import Link
from vaultexport.markdown.masks import CLASS_LINE
from vaultexport.planner.site import AssetTarget, LostTarget, PageTarget
from vaultexport.rewriter import links
from vaultexport.rewriter.paths import asset_slots, page_slots

if TYPE_CHECKING:
    from vaultexport.markdown import Html
    from vaultexport.planner.site import Target
    from vaultexport.rewriter.context import Context

_TAG: Final = re.compile(r"<(?P<tag>a|img|source|video|audio|embed|iframe)\b[^<>]*>", re.IGNORECASE)
_LOCAL_TAG: Final = re.compile(r"<[a-z][^<>]*[a-z]:[^<>]*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""(?P<before>\s(?P<name>href|src)\s*=\s*)(?P<quote>["'])(?P<url>.*?)(?P=quote)""",
    re.IGNORECASE | re.DOTALL,
)
_NOTE: Final = re.compile(r"""\sdata-href\s*=\s*(?P<quote>["'])(?P<path>.*?)(?P=quote)""")
_ALT: Final = re.compile(r"""\salt\s*=\s*(?P<quote>["'])(?P<text>.*?)(?P=quote)""", re.DOTALL)
_LOCAL: Final = re.compile(
    r"""\s[\w:-]+\s*=\s*(?:(?P<quote>["'])\s*PATH.*?(?P=quote)|PATH[^\s"'>]*)""".replace(
        "PATH", r"(?:(?:file|app):|[a-z]:[\\/])"
    ),
    re.IGNORECASE | re.DOTALL,
)
"""An attribute that tells a path on the author's computer."""

_IMAGES: Final = "/img/user/"


def rewritten(ctx: Context, span: Html, text: str) -> str:
    """Give every tag that means a page or file of the site its URL there.

    A note's own HTML stays as it is: only what names the garden's folder of images, a page's old
    URL, a note by Obsidian's ``data-href``, a private note, or a file of the author's own computer
    is rewritten.

    Args:
        ctx: The note.
        span: Where the HTML stands.
        text: The HTML.
    """
    if ".block-language-" in text:
        text = CLASS_LINE.sub("", text)
    if "=" not in text:
        return text
    return _LOCAL_TAG.sub(_without_paths, _TAG.sub(lambda match: _tag(ctx, span, match), text))


def _without_paths(match: re.Match[str]) -> str:
    return _LOCAL.sub("", match.group())


def _tag(ctx: Context, span: Html, match: re.Match[str]) -> str:
    source = match.group()
    note = _NOTE.search(source)
    if note is not None:
        return _note_link(ctx, span, unescape(note["path"]))
    attribute = _ATTRIBUTE.search(source)
    if attribute is None:
        return source
    url = unescape(attribute["url"])
    if url.startswith("app://"):
        return _local_image(ctx, span, source)
    target = _target(ctx, span, url)
    if isinstance(target, LostTarget):
        return _lost(ctx, span, target, attribute)
    if target is None or not url.startswith("/"):
        return source
    ctx.links += 1
    place = f"{attribute['before']}{attribute['quote']}{_url(ctx, target)}{attribute['quote']}"
    return source[: attribute.start()] + place + source[attribute.end() :]


def _link(span: Html, target: str) -> Link:
    return Link(
        *(span.start, span.end, "inline", False, target, "", span.end, span.end),
        in_table=False,
        in_heading=False,
    )


def _target(ctx: Context, span: Html, url: str) -> Target | None:
    """Say what a URL means; its fragment may be a block's identifier, if the block has an id."""
    target = ctx.target(_link(span, url))
    if isinstance(target, PageTarget) and target.missing_place:
        block = ctx.target(_link(span, url.replace("#", "#^", 1)))
        place = block.meant if isinstance(block, PageTarget) else None
        has_id = place is not None and ctx.site.is_targeted(target.page.note, place.offset)
        return block if has_id else target
    return target


def _note_link(ctx: Context, span: Html, path: str) -> str:
    """Write the start of a link that Obsidian or Dataview rendered; its other attributes go.

    They tell the note's path in the vault to people and to screen readers.
    """
    target = _target(ctx, span, path)
    if target is None or isinstance(target, LostTarget):
        if isinstance(target, LostTarget):
            ctx.lost_links += 1
            links.report_lost(ctx, _link(span, path), target)
        return "<a>"
    ctx.links += 1
    return f'<a href="{_url(ctx, target)}" class="internal-link">'


def _lost(ctx: Context, span: Html, target: LostTarget, attribute: re.Match[str]) -> str:
    """Leave an image's description where the garden has lost it, a tag without a private path."""
    source = attribute.string
    is_image = unescape(attribute["url"]).startswith(_IMAGES)
    if target.public and not is_image:
        return source
    ctx.lost_links += 1
    links.report_lost(ctx, _link(span, ""), target)
    if not is_image:
        return source[: attribute.start()] + source[attribute.end() :]
    alt = _ALT.search(source)
    return alt["text"] if alt else ""


def _local_image(ctx: Context, span: Html, source: str) -> str:
    """Find the image that a URL of the author's computer meant, or drop it: it tells a path."""
    alt = _ALT.search(source)
    path = unescape(alt["text"]) if alt else ""
    target = _target(ctx, span, _IMAGES + path) if path else None
    if isinstance(target, AssetTarget):
        ctx.links += 1
        return f'<img src="{_url(ctx, target)}" alt="{escape(path.rpartition("/")[2])}">'
    ctx.lost_links += 1
    message = "an image has the address of a file on its author's computer; it is left out"
    ctx.finding("attachment-missing", span.start, message)
    return ""


def _url(ctx: Context, target: Target) -> str:
    if isinstance(target, LostTarget):
        return ""
    if isinstance(target, AssetTarget):
        return ctx.fill("asset-url", asset_slots(ctx, target)) or ""
    return ctx.fill("page-url", page_slots(target)) or ""
