"""Raw HTML: comments go, tags stay or go."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from vaultexport.rewriter import frames, html_breaks, html_urls
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Html
    from vaultexport.rewriter.context import Context

_COMMENT = re.compile(r"<!--(?P<text>.*?)(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*?(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>")
_UNSHOWN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_KEPT_COMMENTS: Final = frozenset({"more"})
"""``<!--more-->`` ends a summary in Hugo and many other generators: a mark, not a comment."""


def edit(ctx: Context, span: Html) -> Edit | None:
    """Take comments out of an HTML span, and the tags too where the site may not have any."""
    line_break = html_breaks.edit(ctx, span)
    if line_break is not None:
        return line_break
    frame = frames.edit(ctx, span)
    if frame is not None:
        return frame
    source = ctx.note.body[span.start : span.end]
    text = _without_strays(ctx, span)
    if ctx.site.options.get("html-comments") == "drop":
        text = _COMMENT.sub(_without_comment, text)
    text = html_urls.rewritten(ctx, span, text)
    if _TAG.search(text):
        if ctx.site.options.get("raw-html") == "drop":
            text = _TAG.sub("", _UNSHOWN.sub("", text))
            _report(ctx, span)
        else:
            ctx.uses.add("raw-html")
    return None if text == source else Edit(span.start, span.end, text)


def _without_strays(ctx: Context, span: Html) -> str:
    """Take out the tags of an embedded note that would end elements of the page around it."""
    body = ctx.note.body
    text = body[span.start : span.end]
    strays = ctx.embedding.strays if ctx.embedding else ()
    for stray in sorted(strays, reverse=True):
        if span.start <= stray < span.end:
            after = body.index(">", stray) + 1
            text = text[: stray - span.start] + text[after - span.start :]
    return text


def _report(ctx: Context, span: Html) -> None:
    """Say once a line that tags are gone."""
    line = ctx.note.line(span.start)
    on_line = takewhile(lambda found: found.line == line, reversed(ctx.findings))
    if all(found.code != "html-dropped" for found in on_line):
        ctx.finding(
            "html-dropped",
            span.start,
            "the site takes no raw HTML; the tags are gone, their text stays",
        )


def _without_comment(match: re.Match[str]) -> str:
    return match.group() if match["text"].strip() in _KEPT_COMMENTS else ""
