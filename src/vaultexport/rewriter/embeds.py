"""Embeds: images here, everything else by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from vaultexport.model import Severity
from vaultexport.planner.site import AssetTarget, LostTarget
from vaultexport.profiles import OnDemand
from vaultexport.rewriter import links, media, note_embeds
from vaultexport.rewriter.context import Edit
from vaultexport.rewriter.description import describe
from vaultexport.rewriter.paths import asset_slots
from vaultexport.rewriter.standing import opens_html, stand
from vaultexport.rewriter.text import as_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultexport.markdown import Link
    from vaultexport.planner.site import Target
    from vaultexport.profiles import Fact
    from vaultexport.rewriter.context import Context
    from vaultexport.rewriter.description import Description

_IMAGES: Final = (
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".apng", ".ico"),
)


def edit(ctx: Context, link: Link, target: Target | None) -> Edit | None:
    """Write an embed: an image, a video, a note, or what is left of one that can't be shown."""
    if target is None:
        return _external(ctx, link)
    if isinstance(target, LostTarget):
        return _lost(ctx, link, target)
    if not isinstance(target, AssetTarget):
        return note_embeds.edit(ctx, link, target)
    if target.path.lower().endswith(_IMAGES):
        return _image(ctx, link, target)
    return media.edit(ctx, link, target, describe(ctx, link))


def _lost(ctx: Context, link: Link, target: LostTarget) -> Edit:
    """Leave the description of what is not to be had, and nothing of what is not published."""
    place = links.facts(link)
    if not target.public and not target.unsupported:
        ctx.ledger.put(link.start, "unpublished")
        message = "the embedded file is not published; nothing is shown in its place"
        ctx.finding("link-unpublished", link.start, message)
        return Edit(link.start, link.end, ctx.fill("unpublished-embed", {}, place) or "")
    if target.unsupported:
        ctx.ledger.put(link.start, "unsupported")
        message = "the site can't show an embedded file of this kind; its name stands in its place"
        ctx.finding("file-unsupported", link.start, message)
        name = link.target.rpartition("/")[2]
        slots = {"name": as_markdown(name, in_table=link.in_table)}
        return Edit(link.start, link.end, ctx.fill("unsupported-embed", slots, place) or name)
    if link.kind == "wikilink":
        return links.lost(ctx, link, target)
    links.report_lost(ctx, link, target)
    name = unquote(link.target.partition("#")[0]).rpartition("/")[2]
    text = as_markdown(describe(ctx, link).text or name, in_table=link.in_table)
    written = ctx.fill("lost-link", {"text": text}, place)
    return Edit(link.start, link.end, text if written is None else written)


def _image(ctx: Context, link: Link, target: AssetTarget) -> Edit | None:
    ctx.ledger.put(link.start, "shown")
    description = describe(ctx, link)
    name = target.path.rpartition("/")[2]
    slots = asset_slots(ctx, target) | _image_slots(link, description, name)
    return _sized(ctx, link, "image", slots, description)


def _external(ctx: Context, link: Link) -> Edit | None:
    """Write what is embedded from another site, where the note's own form would not show it."""
    description = describe(ctx, link)
    if media.service_of(link.target):
        return media.online(ctx, link, description)
    moved = ctx.embedding is not None and link.kind == "reference"
    if link.kind != "wikilink" and description.size == "none" and not moved:
        return None
    url = f"{link.target}#{link.subpath}" if link.subpath else link.target
    slots = {"url": url} | _image_slots(link, description, "")
    return _sized(ctx, link, "external-image", slots, description)


def _sized(
    ctx: Context, link: Link, construct: str, slots: dict[str, str], description: Description
) -> Edit | None:
    """Write an image, and report it where the target can't give it its size."""
    facts = OnDemand(_IMAGE_FACTS, (ctx, link, description))
    template = ctx.template(construct, slots, facts)
    if template is None:
        return None
    if description.size != "none" and "dimensions" not in template.slots:
        message = "the site can't size an image at this place; it has its own size"
        ctx.finding("embed-option-lost", link.start, message, severity=Severity.INFO)
    return Edit(link.start, link.end, template.fill(slots))


def _image_slots(link: Link, description: Description, name: str) -> dict[str, str]:
    alt = description.text or name
    return {
        "alt": alt,
        "alt-text": as_markdown(alt, in_table=link.in_table),
        "dimensions": description.dimensions(),
    }


_IMAGE_FACTS: Final[Mapping[str, Callable[[Context, Link, Description], Fact]]] = {
    "size": lambda _ctx, _link, description: description.size,
    "own-block": lambda ctx, link, _description: stand(ctx, link).is_alone,
    "opens-html": lambda ctx, link, _description: opens_html(ctx, link),
    "in-table": lambda _ctx, link, _description: link.in_table,
    "in-heading": lambda _ctx, link, _description: link.in_heading,
}
