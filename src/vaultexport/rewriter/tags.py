"""Tags in running text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from vaultexport.planner.anchors import heading_at
from vaultexport.planner.serving import has_page
from vaultexport.rewriter.containers import line_start
from vaultexport.rewriter.context import Edit
from vaultexport.rewriter.paths import linked
from vaultexport.strategies import URLS

if TYPE_CHECKING:
    from vaultexport.markdown import Tag
    from vaultexport.rewriter.context import Context

_ASTRAL: Final = "\U00010000"
_WORDS: Final = re.compile(r"[0-9_-]+")


def edit(ctx: Context, span: Tag) -> Edit | None:
    """Write a tag so that it leads to the tag's page."""
    name = span.name.strip("/")
    rule = URLS[ctx.profile.strategies["url"]]
    term = rule.term("tags", name)
    line = ctx.note.body[line_start(ctx.note.body, span.start) : span.start]
    slots = {"source": f"#{span.name}", "name": name, "slug": linked(ctx, term.strip("/"))}
    facts = {
        "in-heading": heading_at(ctx.note.document, span.start) is not None,
        "own-block": not ctx.is_inline and _is_own_block(ctx, span),
        "in-folder": ctx.page.url.strip("/").count("/") > 0,
        "plain": _is_plain(ctx, span),
        "pageless": term not in ctx.site.terms or not has_page(rule, name),
        "line-start": not line.strip(" \t>"),
    }
    written = ctx.fill("tag", slots, facts)
    if written is None or written == slots["source"]:
        return None
    ctx.uses.add("tag")
    return Edit(span.start, span.end, written)


def _is_own_block(ctx: Context, span: Tag) -> bool:
    """Tell whether a tag is all of its paragraph."""
    block = ctx.note.document.block_at(span.start)
    if block is None or block.kind != "paragraph":
        return False
    return ctx.note.body[block.start : block.end].strip() == f"#{span.name}"


def _is_plain(ctx: Context, span: Tag) -> bool:
    """Tell whether nobody can misread a tag: words with white space, or nothing, around them."""
    body = ctx.note.body
    before = body[span.start - 1 : span.start]
    if (before and not before.isspace()) or not all(map(_is_word, span.name.split("/"))):
        return False
    later = bisect_left(ctx.note.document.tags, span.end, key=lambda tag: tag.start)
    following = ctx.note.document.tags[later : later + 1]
    return not following or following[0].start > span.end


def _is_word(segment: str) -> bool:
    """Tell whether a tag's segment is of letters and digits, and nothing from higher planes."""
    letters = _WORDS.sub("", segment)
    return bool(segment) and max(segment) < _ASTRAL and (not letters or letters.isalpha())
