"""Notes, sections and blocks embedded in a note."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from vaultexport.markdown.wikilinks import display_text
from vaultexport.planner.anchors import heading_at
from vaultexport.planner.site import PageTarget
from vaultexport.rewriter import embed_tree, expansion, links
from vaultexport.rewriter.context import Edit
from vaultexport.rewriter.paths import page_slots
from vaultexport.rewriter.standing import fit, stand
from vaultexport.rewriter.text import as_markdown, one_line, without_comments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport.markdown import Link
    from vaultexport.markdown.ranges import Part
    from vaultexport.model import Note
    from vaultexport.planner.anchors import Anchor
    from vaultexport.profiles import Fact, Template
    from vaultexport.rewriter.context import Context


def edit(ctx: Context, link: Link, target: PageTarget) -> Edit | None:
    """Write an embedded note in the target's form, or a link where it can't stand."""
    links.warn_of_missing_anchor(ctx, link, target)
    note = ctx.site.notes[target.page.note]
    part = None if target.missing_place else embed_tree.part_of(note, target.meant)
    if part is None:
        return _link(ctx, link, target)
    if expansion.is_endless(ctx, link.start, note, part):
        if ctx.embedding is None or target.same_page:
            message = "the note is embedded in itself here; a link stands"
            _report(ctx, link, "embed-endless", message)
        return _link(ctx, link, target)
    if expansion.is_too_much(ctx):
        if not ctx.expanded.is_full:
            ctx.expanded.is_full = True
            _report(ctx, link, "embed-limit", "the page embeds too many notes; a link stands")
        return _link(ctx, link, target)
    return _embed(ctx, link, target, note, part)


def _embed(ctx: Context, link: Link, target: PageTarget, note: Note, part: Part) -> Edit | None:
    standing = stand(ctx, link)
    slots = _slots(ctx, link, target)
    is_text = _is_paragraph(ctx, note, part, bare=link.in_heading)
    is_block = standing.block and not (standing.task and is_text)
    facts: dict[str, Fact] = {
        **_facts(link, target, note, part),
        "place": "block" if is_block else "inline",
        "in-footnote": standing.footnote,
        "in-heading": link.in_heading or standing.titled,
        "fits": is_text and not is_block,
    }
    tree, brings = _tree(ctx, target, part)
    template = ctx.template("note-embed", slots, {**facts, **tree})
    ctx.ledger.put(link.start, "embedded")
    if template is None:
        if "note-embed" not in ctx.profile.constructs:
            return None
        message = "an embedded note can't be shown in the middle of a line; a link stands"
        _report(ctx, link, "embed-not-shown", message)
        return _link(ctx, link, target)
    if "body" not in template.slots:
        ctx.expanded.shown += brings
        return Edit(standing.start, link.end, template.fill(slots))
    frame = _frame(template) if is_block else "line"
    slots["body"] = expansion.expand(ctx, link.start, note, part, frame)
    text = template.fill(slots)
    if not is_block:
        return Edit(link.start, link.end, one_line(text, in_table=link.in_table))
    return fit(ctx, standing, text)


def _frame(template: Template) -> expansion.Frame:
    """Say what a template puts around an embedded text."""
    if ("body", "blockquote") in template.parts:
        return "quote"
    return "bare" if template.parts == (("body", ""),) else "none"


def _report(ctx: Context, link: Link, code: str, what: str) -> None:
    ctx.finding(code, link.start, f"{what} in its place")


def _link(ctx: Context, link: Link, target: PageTarget) -> Edit:
    """Leave a link where the note itself can't be shown."""
    ctx.ledger.put(link.start, "linked")
    return Edit(link.start, link.end, _source_link(ctx, link, target, _text(ctx, link, target)))


def _source_link(ctx: Context, link: Link, target: PageTarget, plain: str) -> str:
    text = as_markdown(plain, in_table=link.in_table)
    written = links.to_page(ctx, link, target, {"text": text, "plain": plain})
    return text if written is None else written


def _text(ctx: Context, link: Link, target: PageTarget) -> str:
    source = _given(ctx, link, target)
    if source or link.kind == "wikilink":
        return source or display_text(link.target, link.subpath)
    return target.page.title


def _given(ctx: Context, link: Link, target: PageTarget) -> str:
    """Give the text that an embed has for a title, if it has one.

    Digital Garden takes ``{{title}}`` for the name of the note's file, and number signs in front
    for the level of a heading.
    """
    text = without_comments(ctx.note.body[link.text_start : link.text_end])
    return (
        text.strip().lstrip("#").strip().replace("{{title}}", ctx.site.notes[target.page.note].name)
    )


def _slots(ctx: Context, link: Link, target: PageTarget) -> dict[str, str]:
    title = _given(ctx, link, target) or target.page.title
    plain = _text(ctx, link, target)
    return page_slots(ctx, target) | {
        "title": title,
        "source": _source_link(ctx, link, target, title),
        "plain": plain,
        "text": as_markdown(plain, in_table=link.in_table),
        "pipe": links.pipe(link),
    }


def _facts(link: Link, target: PageTarget, note: Note, part: Part) -> dict[str, Fact]:
    kind = "whole" if target.meant is None else "block" if target.meant.block else "section"
    return {
        "part": kind,
        "same-page": target.same_page,
        "addressable": _is_addressable(note, part, target.meant),
        **links.facts(link),
    }


def _tree(ctx: Context, target: PageTarget, part: Part) -> tuple[Mapping[str, Fact], list[str]]:
    """Look into the embedded note, if the profile asks, and list the notes that come with it."""
    asked = (variant.when for variant in ctx.profile.constructs.get("note-embed", ()))
    if all(embed_tree.FACTS.isdisjoint(when) for when in asked):
        return {}, []
    return embed_tree.facts(ctx.site, ctx.page.note, ctx.expanded.shown, target, part)


def _is_addressable(note: Note, part: Part, place: Anchor | None) -> bool:
    """Tell whether targets that take parts from a page find this one there.

    Measured on Quartz: a section must stand at the top level, and its heading be all text; of
    blocks it does not see headings, display math, embeds and items with more than their text, it
    numbers no item, and an identifier inside of a quote is its paragraph's.
    """
    document = note.document
    if part.block < 0:
        heading = heading_at(document, place.offset) if place else None
        return part.parent < 0 and (heading is None or heading.exact)
    block = document.blocks[part.block]
    if block.kind == "quote" and place is not None and place.offset < block.end:
        return False
    if block.kind == "item":
        blocks = document.blocks[part.block + 1 :]
        inside = (inner.kind for inner in blocks if inner.start < part.end)
        if note.body[part.start].isdigit() or any(kind != "paragraph" for kind in inside):
            return False
    formulas = any(part.start <= math.start < part.end and math.display for math in document.maths)
    embeds = any(part.start <= link.start < part.end and link.embed for link in document.links)
    return block.kind != "heading" and not formulas and not embeds


def _is_paragraph(ctx: Context, note: Note, part: Part, *, bare: bool) -> bool:
    """Tell whether a part is one paragraph, which can stand inside of another.

    What brings blocks with it is none: a formula on lines of its own, a footnote, an embedded note.
    In a ``bare`` place, a heading, its id is made of it: tags and images would be in the way.
    """
    document = note.document
    if part.block >= 0:
        found = [document.blocks[part.block]]
    else:
        first = bisect_left(document.blocks, part.start, key=lambda block: block.start)
        found = [block for block in document.blocks[first : first + 2] if block.start < part.end]
    source = note.body[part.start : part.end]
    has_notes = "$$" in source or "[^" in source or "^[" in source
    if has_notes or [block.kind for block in found] != ["paragraph"]:
        return False
    links = (link for link in document.links if part.start <= link.start < part.end)
    targets = [ctx.site.target(link, note.path) for link in links if link.embed]
    tags = any(part.start <= tag.start < part.end for tag in document.tags)
    if bare and (targets or tags):
        return False
    return not any(isinstance(target, PageTarget) for target in targets)
