"""The text of an embedded note, rewritten for the page that it is embedded in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from vaultexport.markdown import EmbeddedHeading
from vaultexport.rewriter import list_marks
from vaultexport.rewriter.containers import lead, outdent
from vaultexport.rewriter.context import LAST_LEVEL, Context, Embedding
from vaultexport.rewriter.html_balance import balance
from vaultexport.rewriter.inline_notes import rest
from vaultexport.rewriter.spans import embedded_spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.markdown import Block, Heading
    from vaultexport.markdown.ranges import Part
    from vaultexport.model import Note

Frame = Literal["none", "quote", "line", "bare"]
_BLANK_LINES: Final = re.compile(r"\A(?:[ \t]*\n)+")
_FENCE: Final = re.compile(r"`{3,}|~{3,}")
_OF_THE_PAGE: Final = frozenset({"embed-endless", "embed-limit"})
_MAX_DEPTH: Final = 50
"""Embeds in embeds: far more than anyone writes, few enough for the interpreter's stack."""

_MAX_SIZE: Final = 1_000_000
"""Characters embedded in one page: ten notes that embed one another twice make a thousand."""


def contexts(ctx: Context) -> Iterator[tuple[Context, int]]:
    """Yield the text that ``ctx`` is embedded in, and the place in it, and so on outwards."""
    while ctx.embedding is not None:
        yield ctx.embedding.outer, ctx.embedding.place
        ctx = ctx.embedding.outer


def is_endless(ctx: Context, place: int, note: Note, part: Part) -> bool:
    """Tell whether a part of a note holds the very place at which it is to be embedded."""
    return any(
        outer.note.path == note.path and part.start <= at < part.end
        for outer, at in ((ctx, place), *contexts(ctx))
    )


def is_too_much(ctx: Context) -> bool:
    """Tell whether a page has got enough of embedded notes."""
    depth = sum(1 for _ in contexts(ctx))
    return depth >= _MAX_DEPTH or ctx.expanded.size > _MAX_SIZE


def expand(ctx: Context, place: int, note: Note, part: Part, frame: Frame = "none") -> str:
    """Rewrite a part of a note for the page of ``ctx``.

    Args:
        ctx: The text that it is embedded in.
        place: Where in that text.
        note: The embedded note.
        part: What of it.
        frame: What it goes into: a ``quote``, the middle of a ``line``, anything else, or nothing:
            then it is ``bare``.

    Returns:
        The text with LF, out of its own containers and not yet in those of ``place``, with the
        footnotes that it uses. Its links, images and names are right for the page.
    """
    inner = _open(ctx, place, note, part, frame)
    text = _text(inner, part)
    # Everything else is reported with the note's own page.
    ctx.findings += (
        found
        for found in inner.findings
        if found.code in _OF_THE_PAGE and found.path != ctx.page.note
    )
    return text


def expand_own(ctx: Context, place: int, part: Part, frame: Frame = "none") -> str:
    """Rewrite a part of the note itself as if it were embedded; arguments as in `expand`."""
    inner = _open(ctx, place, ctx.note, part, frame)
    inner.ledger = ctx.ledger
    text = _text(inner, part)
    ctx.findings += inner.findings
    return text


def _open(ctx: Context, place: int, note: Note, part: Part, frame: Frame) -> Context:
    """Give the context for the text of an embedded note."""
    in_quote = frame == "quote" or ctx.is_quoted
    quoted = in_quote or ">" in lead(ctx.note.document, ctx.note.body, place)[1]
    ctx.expanded.number += 1
    ctx.expanded.size += part.end - part.start
    level = level_above(ctx, place)
    shift = _shift(ctx, place, level, note, part)
    number = ctx.expanded.number
    inline = frame == "line" or ctx.is_inline
    strays = balance(note.document, note.body, part).strays
    return Context(
        note,
        ctx.page,
        ctx.site,
        ctx.profile,
        ctx.handlers,
        embedded_spans_of(note),
        assets=ctx.assets,
        uses=ctx.uses,
        ledger=ctx.ledger.within(place),
        in_query=ctx.in_query,
        embedding=Embedding(
            *(ctx, place, part.start, part.end, number, level, shift, quoted, inline, strays),
            marks=list_marks.apart(ctx, place, note, part) if frame == "bare" else {},
        ),
        expanded=ctx.expanded,
    )


def _text(ctx: Context, part: Part) -> str:
    """Rewrite a part, with the footnotes that it uses."""
    text = _taken_out(ctx, part.start, part.end) + _closing_fence(ctx, part)
    text += rest(ctx).replace("\r\n", "\n") + _closing_tags(ctx, part)
    return text + "".join(f"\n\n{definition}" for definition in _footnotes(ctx, part))


def _taken_out(ctx: Context, start: int, end: int) -> str:
    """Rewrite a range and take it out of its containers."""
    body = ctx.note.body
    text = ctx.render(start, end)
    prefix = lead(ctx.note.document, body, start)[1]
    return _BLANK_LINES.sub("", outdent(text, prefix)).rstrip()


def _closing_fence(ctx: Context, part: Part) -> str:
    """Close the code that a note forgot to close: it must not go on behind the embed.

    In a quote or list item such code ends with its container.
    """
    document = ctx.note.document
    for code in reversed(document.codes):
        if code.block and part.start <= code.start < part.end:
            lines = ctx.note.body[code.start : min(code.end, part.end)].rstrip().split("\n")
            fence = _FENCE.match(lines[0])
            block = document.block_at(code.start)
            is_last = not ctx.note.body[code.end : part.end].strip()
            if fence is None or block is None or block.parent != part.parent or not is_last:
                return ""
            is_closed = len(lines) > 1 and set(lines[-1].strip(" \t>")) == {fence.group()[0]}
            return "" if is_closed else f"\n{fence.group()}"
    return ""


def _closing_tags(ctx: Context, part: Part) -> str:
    """End what the HTML of a note forgot to end: it must not go on behind the embed."""
    if ctx.site.options.get("raw-html") == "drop":
        return ""
    missing = balance(ctx.note.document, ctx.note.body, part).missing
    return "\n\n" + "\n".join(f"</{name}>" for name in missing) if missing else ""


def _footnotes(ctx: Context, part: Part) -> Iterator[str]:
    """Rewrite the footnotes that a part uses and does not hold, and those that these use."""
    document = ctx.note.document
    blocks = {block.start: block for block in document.blocks if block.kind == "footnote"}
    defined: dict[str, Block] = {}
    for label in document.footnote_labels:
        if label.start in blocks:
            name, inside = label.label.lower(), part.start <= label.start < part.end
            # The first definition counts, and one in the part itself more than any other.
            if name not in defined or (inside and not _holds(part, defined[name])):
                defined[name] = blocks[label.start]
    ranges = [(part.start, part.end)]
    done = {name for name, block in defined.items() if _holds(part, block)}
    while ranges:
        start, end = ranges.pop(0)
        for label in document.footnote_labels:
            name = label.label.lower()
            if start <= label.start < end and name in defined and name not in done:
                done.add(name)
                block = defined[name]
                ranges.append((block.start, block.end))
                yield _taken_out(ctx, block.start, block.end)


def _holds(part: Part, block: Block) -> bool:
    return part.start <= block.start < part.end


def level_above(ctx: Context, place: int) -> int:
    """Give the level, as the page has it, of the heading that ``place`` is below; 0 for none."""
    embedding = ctx.embedding
    start = embedding.start if embedding else 0
    found = 0
    for heading in ctx.note.document.headings:
        if heading.start > place:
            break
        if heading.start >= start:
            found = heading.level
    if embedding is None:
        return found
    return min(found + embedding.shift, LAST_LEVEL) if found else embedding.level


def _shift(ctx: Context, place: int, level: int, note: Note, part: Part) -> int:
    """Tell how far the headings of a part go down to be below the heading that they stand under.

    Where there is none, they must not swallow the page's next heading either.
    """
    top = min((heading.level for heading in _headings(note, part)), default=0)
    if not top:
        return 0
    if level:
        return max(level + 1 - top, 0)
    following = (h.level for h in ctx.note.document.headings if h.start > place)
    return max(next(following, top) - top, 0)


def _headings(note: Note, part: Part) -> Iterator[Heading]:
    document = note.document
    embedded = (mark.heading for mark in document.marks if isinstance(mark, EmbeddedHeading))
    found = (*document.headings, *embedded)
    return (heading for heading in found if part.start <= heading.start < part.end)
