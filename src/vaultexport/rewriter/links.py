"""Links to notes, headings, blocks and attachments."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.wikilinks import display_text
from vaultexport.planner.site import AssetTarget, LostTarget, PageTarget
from vaultexport.rewriter import embeds, urls
from vaultexport.rewriter.context import Edit
from vaultexport.rewriter.paths import asset_slots, page_facts, page_slots
from vaultexport.rewriter.text import as_markdown, without_comments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport.markdown import Link
    from vaultexport.profiles import Fact
    from vaultexport.rewriter.context import Context
    from vaultexport.rewriter.ledger import Ending

_BOX_CHARS: Final = frozenset("xX")


def edit(ctx: Context, link: Link) -> Edit | None:
    """Write a link or embed in the target's surest form; links that leave the vault stay."""
    target = ctx.target(link)
    if target is None:
        return _leaving(ctx, link)
    if link.embed:
        return embeds.edit(ctx, link, target)
    if isinstance(target, LostTarget):
        return lost(ctx, link, target)
    ctx.ledger.put(link.start, "linked")
    plain, text = link_text(ctx, link)
    if isinstance(target, AssetTarget):
        slots = {"text": text} | asset_slots(ctx, target)
        written = ctx.fill("asset-link", slots, facts(link))
    else:
        warn_of_missing_anchor(ctx, link, target)
        written = to_page(ctx, link, target, {"text": text, "plain": plain})
    return None if written is None else Edit(link.start, link.end, written)


def to_page(ctx: Context, link: Link, target: PageTarget, texts: Mapping[str, str]) -> str | None:
    """Write a link to a page of the site.

    Args:
        ctx: The note.
        link: The link.
        target: The page.
        texts: The slots ``text`` and ``plain``.
    """
    construct = "same-note-link" if target.same_page and target.anchor else "note-link"
    slots = {**page_slots(ctx, target), **texts, "pipe": pipe(link)}
    return ctx.fill(construct, slots, facts(link) | page_facts(target))


def _leaving(ctx: Context, link: Link) -> Edit | None:
    """Write a link that leads to no place of the vault: to another site, or to nowhere."""
    dropped = urls.without_target(ctx, link)
    if dropped is not None:
        return dropped
    ctx.ledger.put(link.start, "outside")
    written = embeds.edit(ctx, link, None) if link.embed else _moved_reference(ctx, link)
    return written or urls.with_scheme(ctx, link)


def _moved_reference(ctx: Context, link: Link) -> Edit | None:
    """Give a link its URL where the line that defines it is not in the page."""
    if ctx.embedding is None or link.kind != "reference":
        return None
    text = ctx.render(link.text_start, link.text_end, within=link)
    written = ctx.fill("external-link", {"text": text, "url": link.target}, facts(link))
    return None if written is None else Edit(link.start, link.end, written)


def lost(ctx: Context, link: Link, target: LostTarget) -> Edit:
    """Leave only the text of a link, or of an embed, whose target is not in the site."""
    report_lost(ctx, link, target)
    if link.kind != "wikilink" or link.text_end > link.text_start:
        text = link_text(ctx, link)[1]
    else:
        name = link.target.rpartition("/")[2]
        text = as_markdown(display_text(name, link.subpath), in_table=link.in_table)
    written = ctx.fill("lost-link", {"text": text}, facts(link))
    return Edit(link.start, link.end, text if written is None else written)


def report_lost(ctx: Context, link: Link, target: LostTarget) -> None:
    """Say why a link became text, without a word about unpublished notes."""
    ctx.ledger.put(link.start, ending_of(target))
    if target.unsupported:
        ctx.finding(
            "file-unsupported",
            link.start,
            "the link's target is of a kind that the site can't show; the link is plain text",
        )
    elif target.public:
        ctx.finding(
            "link-unresolved",
            link.start,
            "the link's target is not in the vault; the link is plain text",
        )
    else:
        ctx.finding(
            "link-unpublished",
            link.start,
            "the link's target is not published; the link is plain text",
        )


def ending_of(target: LostTarget) -> Ending:
    """Say what becomes of a link to such a target."""
    if target.unsupported:
        return "unsupported"
    return "dead" if target.public else "unpublished"


def warn_of_missing_anchor(ctx: Context, link: Link, target: PageTarget) -> None:
    """Report a link to a heading or block that the note does not have."""
    if target.missing_place:
        ctx.finding(
            "anchor-missing",
            link.start,
            "the note has no such heading or block; the link leads to the note's top",
        )


def link_text(ctx: Context, link: Link) -> tuple[str, str]:
    """Give the text of a link: as plain characters, and as Markdown of the target.

    The text of a Markdown link is Markdown; the alias of a wikilink is shown by Obsidian as it is.
    """
    source = without_comments(ctx.note.body[link.text_start : link.text_end])
    if link.kind != "wikilink":
        return source, ctx.render(link.text_start, link.text_end, within=link)
    plain = source.strip() or display_text(link.target, link.subpath)
    if link.in_table:
        plain = plain.replace("\\|", "|")
    if plain in _BOX_CHARS and _starts_item(ctx, link):
        return plain, f"&#{ord(plain)};"
    return plain, as_markdown(plain, in_table=link.in_table)


def _starts_item(ctx: Context, link: Link) -> bool:
    """Tell whether a link starts a list item, where ``[x](…)`` would be the box of a task."""
    items = ctx.note.document.items
    index = bisect_right(items, link.start, key=lambda item: item.start) - 1
    return index >= 0 and items[index].text_start == link.start


def facts(link: Link) -> dict[str, Fact]:
    """Say where a link stands."""
    return {"in-table": link.in_table, "in-heading": link.in_heading}


def pipe(link: Link) -> str:
    """Give the pipe of a wikilink: it needs a backslash in a table."""
    return "\\|" if link.in_table else "|"
