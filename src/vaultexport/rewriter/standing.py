"""Where an embed stands: whether blocks can, and how they are set apart from the text around."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.rewriter.containers import containers, indent, lead, line_end, line_start
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import BlockId, Comment, Link
    from vaultexport.rewriter.context import Context

_BOX: Final = re.compile(r"\[.\]")
_NOTE_INDENT: Final = "    "
_LEAD: Final = re.compile(r"[ \t>]*")


class Standing(NamedTuple):
    """Where an embed stands.

    Attributes:
        start: Where the embed starts.
        end: Where it ends.
        above: Where the text before it ends.
        prefix: What a further line must start with to stay in its containers.
        footnote: Whether it is part of a footnote.
        titled: Whether it is part of a callout's title.
        task: Whether only the box of a task stands before it.
        block: Whether blocks can stand there: no more of a sentence follows on the line.
        cut_above: Whether text of the same paragraph stands on the line above.
        cut_before: Whether text stands before it on its line.
        cut_after: Whether a block identifier stands behind it on its line.
        cut_below: Whether text of the same paragraph stands on the line below.
    """

    start: int
    end: int
    above: int
    prefix: str
    footnote: bool
    titled: bool
    task: bool
    block: bool
    cut_above: bool
    cut_before: bool
    cut_after: bool
    cut_below: bool

    @property
    def is_alone(self) -> bool:
        """Whether it is all of its paragraph."""
        cut = self.cut_above or self.cut_before or self.cut_after or self.cut_below
        return self.block and not cut


def stand(ctx: Context, link: Link) -> Standing:
    """Look at the text around an embed.

    Obsidian shows an embedded note as a block wherever it stands. At the end of a line it can be
    one; inside of a sentence, a heading, a table cell or a callout's title it can't.
    """
    body = ctx.note.body
    document = ctx.note.document
    text_start, prefix = lead(document, body, link.start)
    first = line_start(body, link.start)
    before = body[text_start : link.start].strip()
    last = line_end(body, link.end)
    after = body[link.end : last].strip()
    block = document.block_at(link.start)
    begins_above = block is not None and block.start < first
    goes_on = block is not None and block.end > last < len(body)
    goes_on = goes_on and document.block_at(_next(body, last)) == block
    # A frame of Digital Garden's ends with its line break; the parser saw no paragraph around it.
    is_frame = body.endswith("\n", link.start, link.end)
    goes_on = goes_on or is_frame
    if is_frame and not before.strip("#"):
        # The heading that such a frame was in has no other text.
        link, before = link._replace(start=text_start), ""
    titled = before.startswith("[!") and ">" in prefix
    inside = link.in_table or link.in_heading or titled
    return Standing(
        start=link.start,
        end=link.end,
        above=first + len(body[first : link.start].rstrip(" \t")),
        prefix=prefix,
        footnote=_NOTE_INDENT in prefix.expandtabs(4)
        and any(around.kind == "footnote" for around in containers(document, link.start)),
        titled=titled,
        task=_BOX.fullmatch(before) is not None,
        block=not inside and not ctx.is_inline and not _text_after(ctx, link.end, last),
        cut_above=begins_above and not before and bool(_bare(_line_above(body, first))),
        cut_before=bool(before),
        cut_after=bool(after),
        cut_below=goes_on and bool(_bare(body[last : line_end(body, _next(body, last))])),
    )


def opens_html(ctx: Context, link: Link) -> bool:
    """Tell whether a tag in the place of an embed would open a block of HTML that swallows text.

    One that is all of a line does, up to the next empty line (CommonMark, 4.6).
    """
    body = ctx.note.body
    start, _prefix = lead(ctx.note.document, body, link.start)
    last = line_end(body, link.end)
    below = body[last : line_end(body, _next(body, last))]
    alone = not body[start : link.start].strip() and not _text_after(ctx, link.end, last)
    return alone and bool(_bare(below))


def _next(body: str, line_end: int) -> int:
    """Give where the text of the next line starts, behind quote marks and white space."""
    start = body.find("\n", line_end) + 1
    match = _LEAD.match(body, start) if start else None
    return match.end() if match else len(body)


def _line_above(body: str, start: int) -> str:
    return body[line_start(body, start - 1) : start] if start else ""


def _bare(line: str) -> str:
    return line.strip(" \t\r\n>")


def _text_after(ctx: Context, start: int, end: int) -> bool:
    """Tell whether a line goes on with anything that a reader sees."""
    document = ctx.note.document
    unseen: list[BlockId | Comment] = [*document.block_ids, *document.comments]
    position = start
    for mark in sorted(unseen):
        if position <= mark.start < end:
            if ctx.note.body[position : mark.start].strip():
                return True
            position = mark.end
    return bool(ctx.note.body[position:end].strip())


def fit(ctx: Context, standing: Standing, text: str) -> Edit:
    """Put blocks in the place of an embed, with empty lines towards the paragraph around it."""
    newline = ctx.newline
    prefix = standing.prefix
    empty = newline + prefix.rstrip()
    pieces = [indent(text, prefix, newline)]
    if standing.cut_before:
        # A task's box needs a space behind it.
        pieces[:0] = [" " * standing.task + empty, newline + prefix]
    elif standing.cut_above:
        pieces[:0] = [newline + prefix]
    if standing.cut_after:
        pieces += [empty, newline + prefix]
    elif standing.cut_below:
        pieces.append(empty)
    cut = standing.cut_before or standing.cut_above
    return Edit(standing.above if cut else standing.start, standing.end, "".join(pieces))
