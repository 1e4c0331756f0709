"""URLs of the vault in raw HTML: links and images that Digital Garden published as tags."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.masks import CLASS_LINE
from vaultexport.planner.html_links import html_link, html_target
from vaultexport.planner.site import AssetTarget, LostTarget
from vaultexport.rewriter import links
from vaultexport.rewriter.paths import asset_slots, page_facts, page_slots

if TYPE_CHECKING:
    from vaultexport.markdown import Html
    from vaultexport.planner.site import Target
    from vaultexport.rewriter.context import Context
    from vaultexport.rewriter.ledger import Ending

_TAG: Final = re.compile(r"<(?P<tag>a|img|source|video|audio|embed|iframe)\b[^<>]*>", re.IGNORECASE)
_LOCAL_TAG: Final = re.compile(r"<[a-z][^<>]*[a-z]:[^<>]*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""\s(?P<name>href|src)\s*=\s*(?:"(?P<d>[^"]*)"|'(?P<s>[^']*)'|(?P<u>[^\s"'=<>`]+))""",
    re.IGNORECASE,
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

    All other HTML stays as it is. A link loses a URL whose target the site does not have, and so
    does every tag that names a private note or a file of the author's own computer.

    Args:
        ctx: The note.
        span: Where the HTML stands.
        text: The HTML.
    """
    if "=" in text:
        text = _TAG.sub(lambda match: _tag(ctx, span.start + match.start(), match), text)
        text = _LOCAL_TAG.sub(_without_paths, text)
    return CLASS_LINE.sub("", text) if ".block-language-" in text else text


def _without_paths(match: re.Match[str]) -> str:
    return _LOCAL.sub("", match.group())


def _tag(ctx: Context, start: int, match: re.Match[str]) -> str:
    source = match.group()
    note = _NOTE.search(source)
    if note is not None:
        return _note_link(ctx, start, unescape(note["path"]))
    attribute = _ATTRIBUTE.search(source)
    if attribute is None:
        return source
    url = _value(attribute)
    if url.startswith("app://"):
        return _local_image(ctx, start, source)
    target = html_target(ctx.site, html_link(start, url), ctx.note.path)
    if isinstance(target, LostTarget):
        return _lost(ctx, start, target, match["tag"].lower(), attribute)
    if target is None:
        return _with_scheme(ctx, attribute)
    return _to_target(ctx, start, target, match["tag"].lower(), attribute)


def _to_target(ctx: Context, start: int, target: Target, tag: str, attribute: re.Match[str]) -> str:
    """Give a tag the URL of a page or file of the site."""
    source = attribute.string
    if not _is_kept(ctx, start, "linked" if tag == "a" else "shown"):
        return source
    before = source[: attribute.start()] + f" {attribute['name']}="
    return f'{before}"{_url(ctx, target)}"{source[attribute.end() :]}'


def _with_scheme(ctx: Context, attribute: re.Match[str]) -> str:
    """Put a scheme before the URL ``//host/path`` of a tag, where the target needs one."""
    source, value = attribute.string, attribute.start(attribute.lastgroup or "u")
    if not source.startswith("//", value):
        return source
    return f"{source[:value]}{ctx.fill('scheme', {}) or ''}{source[value:]}"


def _is_kept(ctx: Context, start: int, ending: Ending) -> bool:
    """Say what becomes of a tag whose target is in the site: nothing where there are no tags."""
    is_kept = ctx.site.options.get("raw-html") != "drop"
    ctx.ledger.put(start, ending if is_kept else "unsupported")
    return is_kept


def _note_link(ctx: Context, start: int, path: str) -> str:
    """Write the start of a link that Obsidian or Dataview rendered; its other attributes go.

    They tell the note's path in the vault to people and to screen readers.
    """
    target = html_target(ctx.site, html_link(start, path), ctx.note.path)
    if isinstance(target, LostTarget):
        links.report_lost(ctx, html_link(start, ""), target)
    if target is None or isinstance(target, LostTarget) or not _is_kept(ctx, start, "linked"):
        return "<a>"
    return f'<a href="{_url(ctx, target)}" class="internal-link">'


def _lost(ctx: Context, start: int, target: LostTarget, tag: str, attribute: re.Match[str]) -> str:
    """Leave an image's description where the garden has lost it, else the tag without the URL."""
    source = attribute.string
    is_image = _value(attribute).startswith(_IMAGES)
    if target.public and not is_image and tag != "a":
        return source
    links.report_lost(ctx, html_link(start, ""), target)
    if tag == "a" or not is_image:
        return source[: attribute.start()] + source[attribute.end() :]
    alt = _ALT.search(source)
    return alt["text"] if alt else ""


def _value(attribute: re.Match[str]) -> str:
    return unescape(attribute["d"] or attribute["s"] or attribute["u"] or "")


def _local_image(ctx: Context, start: int, source: str) -> str:
    """Find the image that a URL of the author's computer meant, or drop it: it tells a path."""
    alt = _ALT.search(source)
    path = unescape(alt["text"]) if alt else ""
    image = html_link(start, _IMAGES + path)
    target = html_target(ctx.site, image, ctx.note.path) if path else None
    if isinstance(target, AssetTarget):
        if not _is_kept(ctx, start, "shown"):
            return source
        return f'<img src="{_url(ctx, target)}" alt="{escape(path.rpartition("/")[2])}">'
    ctx.ledger.put(start, "dead")
    message = "an image has the address of a file on its author's computer; it is left out"
    ctx.finding("attachment-missing", start, message)
    return ""


def _url(ctx: Context, target: Target) -> str:
    if isinstance(target, LostTarget):
        return ""
    if isinstance(target, AssetTarget):
        return ctx.fill("asset-url", asset_slots(ctx, target)) or ""
    return ctx.fill("page-url", page_slots(ctx, target), page_facts(target)) or ""
