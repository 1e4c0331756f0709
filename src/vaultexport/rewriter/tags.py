"""Tags in running text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from vaultexport.planner.anchors import heading_at
from vaultexport.planner.serving import has_page
from vaultexport.profiles import OnDemand
from vaultexport.rewriter.containers import line_start
from vaultexport.rewriter.context import Edit
from vaultexport.rewriter.paths import linked
from vaultexport.strategies import URLS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultexport.markdown import Tag
    from vaultexport.profiles import Fact
    from vaultexport.rewriter.context import Context
    from vaultexport.strategies import UrlRule

_ASTRAL: Final = "\U00010000"
_WORDS: Final = re.compile(r"[0-9_-]+")


def edit(ctx: Context, span: Tag) -> Edit | None:
    """Write a tag so that it leads to the tag's page."""
    written = ctx.fill("tag", OnDemand(_SLOTS, (ctx, span)), OnDemand(_FACTS, (ctx, span)))
    if written is None or written == _source(ctx, span):
        return None
    ctx.uses.add("tag")
    return Edit(span.start, span.end, written)


def _source(_ctx: Context, span: Tag) -> str:
    return f"#{span.name}"


def _name(_ctx: Context, span: Tag) -> str:
    return span.name.strip("/")


def _slug(ctx: Context, span: Tag) -> str:
    return linked(ctx, _term(ctx, span).strip("/"))


def _term(ctx: Context, span: Tag) -> str:
    """Give the URL of the tag's page."""
    return _rule(ctx).term("tags", _name(ctx, span))


def _rule(ctx: Context) -> UrlRule:
    return URLS[ctx.profile.strategies["url"]]


def _is_in_heading(ctx: Context, span: Tag) -> bool:
    return heading_at(ctx.note.document, span.start) is not None


def _is_own_block(ctx: Context, span: Tag) -> bool:
    """Tell whether a tag is all of its paragraph, and that no part of a line."""
    block = None if ctx.is_inline else ctx.note.document.block_at(span.start)
    if block is None or block.kind != "paragraph":
        return False
    return ctx.note.body[block.start : block.end].strip() == _source(ctx, span)


def _is_in_folder(ctx: Context, _span: Tag) -> bool:
    return ctx.page.url.strip("/").count("/") > 0


def _is_plain(ctx: Context, span: Tag) -> bool:
    """Tell whether nobody can misread a tag: words with white space, or nothing, around them."""
    body = ctx.note.body
    before = body[span.start - 1 : span.start]
    if (before and not before.isspace()) or not all(map(_is_word, span.name.split("/"))):
        return False
    later = bisect_left(ctx.note.document.tags, span.end, key=lambda tag: tag.start)
    following = ctx.note.document.tags[later : later + 1]
    return not following or following[0].start > span.end


def _is_pageless(ctx: Context, span: Tag) -> bool:
    is_known = _term(ctx, span) in ctx.site.terms
    return not is_known or not has_page(_rule(ctx), _name(ctx, span))


def _starts_line(ctx: Context, span: Tag) -> bool:
    body = ctx.note.body
    return not body[line_start(body, span.start) : span.start].strip(" \t>")


def _is_word(segment: str) -> bool:
    """Tell whether a tag's segment is of letters and digits, and nothing from higher planes."""
    letters = _WORDS.sub("", segment)
    return bool(segment) and max(segment) < _ASTRAL and (not letters or letters.isalpha())


_SLOTS: Final[Mapping[str, Callable[[Context, Tag], str]]] = {
    "source": _source,
    "name": _name,
    "slug": _slug,
}
_FACTS: Final[Mapping[str, Callable[[Context, Tag], Fact]]] = {
    "in-heading": _is_in_heading,
    "own-block": _is_own_block,
    "in-folder": _is_in_folder,
    "plain": _is_plain,
    "pageless": _is_pageless,
    "line-start": _starts_line,
}
