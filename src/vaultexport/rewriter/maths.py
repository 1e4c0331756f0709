"""Formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.masks import restored
from vaultexport.rewriter.containers import containers, lead, line_end, outdent
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Math
    from vaultexport.rewriter.context import Context

_ESCAPED_PIPE: Final = re.compile(r"\\\|")
_TOKEN: Final = re.compile(r"\\\\(?=[()])|\\[()]")
_COMMENT: Final = re.compile(r"(?<!\\)%[^\n]*")
_OPENS_BLOCK: Final = re.compile(
    r"^[ \t]*(?:[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|>|#{1,6}(?:[ \t]|$)|```|~~~|<|\||:[ \t]"
    r"|[-=_* \t]*$)",
    re.MULTILINE,
)
"""Lines that are no more of a paragraph: blank ones, and what starts or ends another block."""

_MARKERS: Final = "*_=~["
_RUNS: Final = re.compile("`+")


def edit(ctx: Context, span: Math) -> Edit | None:
    """Write a formula in the target's own delimiters."""
    ctx.uses.add("math")
    body = ctx.note.body
    source = body[span.start : span.end]
    source = restored(source) if ctx.site.published else source
    width = 2 if span.display else 1
    in_table = _in(ctx, span, "table")
    lines = _lines(ctx, span, source[width:-width])
    tex = _one_line(lines, in_table=in_table)
    slots = {
        "source": source,
        "tex": tex,
        "inline-tex": _TOKEN.sub(_without_parentheses, tex),
        "lines": "\n".join(lines[not lines[0].strip() : len(lines) - (not lines[-1].strip())]),
        "code": _code(tex, in_table=in_table),
        "before": "\n" if span.display and not _starts_line(ctx, span) else "",
        "after": "\n" if span.display and not _ends_line(ctx, span) else "",
    }
    facts: dict[str, bool | str] = {
        "display": span.display,
        "in-line": in_table or _is_in_line(ctx, span),
        "in-heading": _in(ctx, span, "heading"),
        "own-lines": _has_own_lines(lines) and not slots["before"] and not slots["after"],
        "joined": "\n" in source and (ctx.is_quoted or ">" in _prefix(ctx, span) or _breaks(lines)),
        "in-table": in_table,
    }
    template = ctx.template("math", slots, facts)
    written = template.fill(slots) if template else source
    if written == body[span.start : span.end]:
        return None
    if template is None:
        return Edit(span.start, span.end, written)
    start, end = span.start, span.end
    if "before" in template.slots and slots["before"]:
        start = len(body[:start].rstrip(" \t"))
    # The white space before a block's identifier is part of that.
    has_id = any(mark.start == end for mark in ctx.note.document.block_ids)
    if "after" in template.slots and slots["after"] and not has_id:
        end += len(body[end:]) - len(body[end:].lstrip(" \t"))
    return Edit(start, end, written.replace("\n", ctx.newline + _prefix(ctx, span)))


def _prefix(ctx: Context, span: Math) -> str:
    return lead(ctx.note.document, ctx.note.body, span.start)[1]


def _lines(ctx: Context, span: Math, inner: str) -> list[str]:
    """Give the lines of a formula without what its containers put before them."""
    if "\n" not in inner:
        return [inner]
    return [line.rstrip() for line in outdent(inner, _prefix(ctx, span)).split("\n")]


def _one_line(lines: list[str], *, in_table: bool) -> str:
    """Write a formula on one line.

    TeX's comments, which end with their line, go. In a table the backslash before a pipe is
    Markdown's, and no engine but Obsidian takes it off.
    """
    if len(lines) > 1:
        lines = [_COMMENT.sub("", line).strip() for line in lines]
    tex = " ".join(line for line in lines if line)
    return _ESCAPED_PIPE.sub(r"\\vert ", tex) if in_table else tex


def _without_parentheses(match: re.Match[str]) -> str:
    r"""Keep ``\(`` and ``\)`` out of a formula that they delimit: ``$`` says the same in text."""
    return "\\\\ " if match.group() == "\\\\" else "$"


def _code(tex: str, *, in_table: bool) -> str:
    """Write a formula as inline code."""
    fence = "`" * (max(map(len, _RUNS.findall(tex)), default=0) + 1)
    pad = " " if tex.startswith("`") or tex.endswith("`") else ""
    shown = tex.replace("|", "\\|") if in_table else tex
    return f"{fence}{pad}{shown}{pad}{fence}"


def _in(ctx: Context, span: Math, kind: str) -> bool:
    return any(block.kind == kind for block in containers(ctx.note.document, span.start))


def _is_in_line(ctx: Context, span: Math) -> bool:
    """Tell whether a formula stands where no other block can: a heading, a title, a link."""
    document, body = ctx.note.document, ctx.note.body
    around = body[max(span.start - 1, 0) : span.start] + body[span.end : span.end + 1]
    return (
        any(char in _MARKERS for char in around)
        or _in(ctx, span, "heading")
        or any(title.start <= span.start < title.end for title in document.callouts)
        or any(link.text_start <= span.start < link.text_end for link in document.links)
    )


def _starts_line(ctx: Context, span: Math) -> bool:
    start, _prefix = lead(ctx.note.document, ctx.note.body, span.start)
    return not ctx.note.body[start : span.start].strip()


def _ends_line(ctx: Context, span: Math) -> bool:
    return not ctx.note.body[span.end : line_end(ctx.note.body, span.end)].strip()


def _has_own_lines(lines: list[str]) -> bool:
    """Tell whether both delimiters stand on lines of their own."""
    return len(lines) > 1 and not lines[0].strip() and not lines[-1].strip()


def _breaks(lines: list[str]) -> bool:
    """Tell whether some line of a formula would end the paragraph that the formula is in."""
    return any(_OPENS_BLOCK.match(line) for line in lines[1:-1])
