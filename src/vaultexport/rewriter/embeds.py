"""Images, other embedded attachments, and embedded notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.wikilinks import display_text
from vaultexport.planner.site import AssetTarget, LostTarget
from vaultexport.rewriter import links
from vaultexport.rewriter.context import Edit
from vaultexport.rewriter.paths import asset_slots, page_slots
from vaultexport.rewriter.text import as_markdown

if TYPE_CHECKING:
    from vaultexport.markdown import Link
    from vaultexport.planner.site import PageTarget, Target
    from vaultexport.rewriter.context import Context

_IMAGES: Final = (
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".apng", ".ico"),
)

_SIZE = re.compile(r"(?P<width>\d+)(?:x(?P<height>\d+))?")
_PIPE = re.compile(r"\\?\|")


def edit(ctx: Context, link: Link, target: Target) -> Edit | None:
    """Write an embed: an image, another attachment, or a note."""
    if isinstance(target, LostTarget):
        if link.kind == "wikilink" or not ctx.note.body[link.text_start : link.text_end]:
            return links.lost(ctx, link, target)
        return _lost_image(ctx, link, target)
    if isinstance(target, AssetTarget):
        is_image = target.path.lower().endswith(_IMAGES)
        written = _image(ctx, link, target) if is_image else _file(ctx, link, target)
    else:
        written = _note(ctx, link, target)
    return None if written is None else Edit(link.start, link.end, written)


def _lost_image(ctx: Context, link: Link, target: LostTarget) -> Edit:
    """Leave an image's description where the image itself is not to be had."""
    links.report_lost(ctx, link, target)
    alt, _ = _description(ctx, link)
    text = as_markdown(alt, in_table=link.in_table)
    written = ctx.fill("lost-link", {"text": text}, links.facts(link))
    return Edit(link.start, link.end, text if written is None else written)


def _description(ctx: Context, link: Link) -> tuple[str, re.Match[str] | None]:
    """Split what stands after the pipe into the alternative text and the size.

    Obsidian writes ``![[i.png|300]]``, ``![[i.png|text|300x200]]`` and ``![text|300](i.png)``;
    Digital Garden escapes the pipe.
    """
    source = ctx.note.body[link.text_start : link.text_end]
    parts = [part.strip() for part in _PIPE.split(source)]
    size = _SIZE.fullmatch(parts[-1])
    if size:
        parts.pop()
    return " ".join(part for part in parts if part), size


def _image(ctx: Context, link: Link, target: AssetTarget) -> str | None:
    alt, size = _description(ctx, link)
    alt = alt or target.path.rpartition("/")[2]
    slots = asset_slots(ctx, target) | {
        "alt": alt,
        "alt-text": as_markdown(alt, in_table=link.in_table),
        "width": size["width"] if size else "",
        "height": (size["height"] or "") if size else "",
    }
    facts: dict[str, bool | str] = {"size": _size_fact(size), "own-block": _is_own_block(ctx, link)}
    return ctx.fill("image", slots, facts | links.facts(link))


def _size_fact(size: re.Match[str] | None) -> str:
    if size is None:
        return "none"
    return "both" if size["height"] else "width"


def _file(ctx: Context, link: Link, target: AssetTarget) -> str | None:
    alt, _ = _description(ctx, link)
    name = alt or target.path.rpartition("/")[2]
    slots = asset_slots(ctx, target) | {"text": as_markdown(name, in_table=link.in_table)}
    return ctx.fill("file-embed", slots, links.facts(link))


def _note(ctx: Context, link: Link, target: PageTarget) -> str | None:
    links.warn_of_missing_anchor(ctx, link, target)
    source = ctx.note.body[link.text_start : link.text_end].strip()
    plain = source or display_text(link.target, link.subpath)
    slots = page_slots(target) | {
        "plain": plain,
        "text": as_markdown(plain, in_table=link.in_table),
        "pipe": links.pipe(link),
    }
    facts = {"own-block": _is_own_block(ctx, link), "same-page": target.same_page}
    return ctx.fill("note-embed", slots, facts | links.facts(link))


def _is_own_block(ctx: Context, link: Link) -> bool:
    """Tell whether an embed is all of its paragraph."""
    block = ctx.note.document.block_at(link.start)
    if block is None or block.kind != "paragraph":
        return False
    return not ctx.note.body[block.start : link.start].strip() and not (
        ctx.note.body[link.end : block.end].strip()
    )
