"""Dataview's queries: blocks and inline expressions, answered at export."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vaultexport.markdown import parse
from vaultexport.model import Note, Severity
from vaultexport.rewriter import plugins
from vaultexport.rewriter.context import Edit
from vaultexport.rewriter.list_marks import BULLETS, neighbours
from vaultexport.rewriter.spans import spans_of

if TYPE_CHECKING:
    from vaultexport.markdown import Code
    from vaultexport.planner.queries import Answer, Queries
    from vaultexport.rewriter.context import Context
    from vaultexport.rewriter.results import Piece, Writer

_BARE_PIPE: Final = re.compile(r"(?<!\\)\|")
_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>|~$#=^&]")
"""What a backslash makes plain text of."""

_WORDS: Final = re.compile(r"[^\W_]+(?:,? [^\W_]+)*")
"""A text without anything that could be a mark of Markdown, such as most dates and numbers."""

_BODY: Final = "\ufdd1"
"""Holds a result's place while the frame around it is filled."""


def edit(ctx: Context, span: Code) -> Edit | None:
    """Answer a ``dataview`` block or an inline query; any other code stays."""
    queries = ctx.site.queries
    if queries is None or ctx.answering:
        return None
    if not span.block:
        return _inline(ctx, span, queries)
    language = span.info.split(maxsplit=1)[0].lower() if span.info.strip() else ""
    if language == queries.script_language != "dataviewjs":
        return plugins.leave(ctx, span, language, "a script of Dataview is never run")
    return _block(ctx, span, queries) if language == "dataview" else None


def _block(ctx: Context, span: Code, queries: Queries) -> Edit | None:
    answer = queries.block(_source(ctx, span), ctx.note.path)
    _report(ctx, span, answer)
    if answer.error or answer.result is None:
        return _failed(ctx, span, answer)
    counts = queries.is_on("showResultCount", default=True)
    pieces = _writer(queries, _bullet(ctx, span), counts=counts).pieces(answer.result)
    if not pieces:
        return _empty(ctx, span, answer)
    text = "\n\n".join(_framed(ctx, span, *piece) for piece in enumerate(pieces))
    return Edit(span.start, span.end, ctx.lines(text, span.start))


def _writer(queries: Queries, bullet: str = BULLETS[0], *, counts: bool = True) -> Writer:
    from vaultexport.rewriter.results import Writer  # noqa: PLC0415 - it imports Dataview

    return Writer(queries.environment, bullet, counts)


def _framed(ctx: Context, span: Code, number: int, piece: Piece) -> str:
    """Rewrite a piece of a result and put the target's frame around it."""
    if not piece.form:
        return rewritten(ctx, span.start, piece.text, number, in_query=False)
    frame = ctx.fill("query-result", {"body": _BODY}, {"form": piece.form}) or _BODY
    if frame != _BODY:
        ctx.uses.add("query-result")
    text = rewritten(ctx, span.start, piece.text, number, in_query=frame != _BODY)
    return frame.replace(_BODY, text)


def _inline(ctx: Context, span: Code, queries: Queries) -> Edit | None:
    source = ctx.note.body[span.start : span.end].strip("`").strip()
    if queries.is_script(source):
        return plugins.leave(ctx, span, "dataviewjs", "an inline script of Dataview is never run")
    expression = queries.expression(source)
    if not expression:
        return None
    block = ctx.note.document.block_at(span.start)
    in_table = block is not None and block.kind == "table"
    if in_table:
        expression = expression.replace("\\|", "|")
    answer = queries.inline(expression, ctx.note.path)
    _report(ctx, span, answer)
    if answer.error:
        return _failed(ctx, span, answer, f"Dataview (for inline query '{expression}'): ")
    text = _writer(queries).inline(answer.value)
    written = rewritten(ctx, span.start, text, in_query=ctx.in_query)
    return Edit(span.start, span.end, _BARE_PIPE.sub(r"\\|", written) if in_table else written)


def rewritten(ctx: Context, offset: int, text: str, number: int = 0, *, in_query: bool) -> str:
    """Rewrite text that an answer brings along as if it stood in the note itself.

    Args:
        ctx: The note.
        offset: Where in it the query stands.
        text: The text.
        number: Which of the answer's texts it is.
        in_query: Whether the frame of a result is around it.
    """
    if _WORDS.fullmatch(text):
        return text
    note = Note(ctx.note.path, {}, "", text, ctx.note.line(offset), parse)
    inner = replace(
        ctx,
        note=note,
        spans=spans_of(note),
        findings=[],
        ledger=ctx.ledger.within(offset, number),
        in_query=in_query,
        answering=True,
    )
    written = inner.render(0, len(text) + 1)
    found = ((f.code, offset, f.message, f.hint, f.severity) for f in inner.findings)
    for code, place, message, hint, severity in dict.fromkeys(found):
        ctx.finding(code, place, message, hint, severity)
    return written


def _source(ctx: Context, span: Code) -> str:
    """Give the text of a fenced block without its fences and its containers' marks."""
    lines = ctx.note.body[span.start : span.end].splitlines()
    prefix = ctx.line_prefix(span.start)
    inner = (
        lines[1:-1] if len(lines) > 1 and set(lines[-1].strip(" >\t")) <= {"`", "~"} else lines[1:]
    )
    return "\n".join(_without_prefix(line, prefix) for line in inner)


def _without_prefix(line: str, prefix: str) -> str:
    if line.startswith(prefix):
        return line[len(prefix) :]
    return line.lstrip(" \t>") if ">" in prefix else line


def _bullet(ctx: Context, span: Code) -> str:
    """Choose a list mark that no list right above or below the block has."""
    above, below = neighbours(ctx.note.document, ctx.note.body, span.start, span.end)
    taken = above | below
    return next((mark for mark in BULLETS if mark not in taken), BULLETS[0])


def _report(ctx: Context, span: Code, answer: Answer) -> None:
    if answer.reads_clock and not answer.error:
        message = "the query depends on today: its answer is that of the day of the export"
        ctx.finding("query-clock", span.start, message, severity=Severity.INFO)


def _empty(ctx: Context, span: Code, answer: Answer) -> Edit | None:
    from vaultexport.rewriter.results import empty_message  # noqa: PLC0415 - it imports Dataview

    ctx.finding(
        "query-empty",
        span.start,
        "the query has no result among the published notes",
        severity=Severity.INFO,
    )
    return _instead(ctx, span, "query-empty", empty_message(answer.result))


def _failed(ctx: Context, span: Code, answer: Answer, lead: str = "Dataview: ") -> Edit | None:
    first = answer.error.split("\n", 1)[0]
    ctx.finding("query-failed", span.start, f"the query failed: {first}", "correct the query")
    return _instead(ctx, span, "query-failed", f"{lead}{first}")


def _instead(ctx: Context, span: Code, option: str, message: str) -> Edit | None:
    """Write what the user wants where there is no answer."""
    match ctx.site.options.get(option):
        case "message":
            return Edit(span.start, span.end, _MARKUP.sub(r"\\\g<0>", message))
        case "code":
            return None
    return Edit(span.start, span.end, "")
