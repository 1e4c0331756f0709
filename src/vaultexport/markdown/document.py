"""One parse of a note's body into a `Document`: everything later steps know of its text.

CommonMark's structure comes from the parser; Obsidian's own marks are laid over it here. Where the
two disagree about what a text means, Obsidian is right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vaultexport.markdown import masks
from vaultexport.markdown.callouts import callouts
from vaultexport.markdown.events import EventReader
from vaultexport.markdown.spans import (
    Block,
    BlockId,
    BraceLine,
    Callout,
    CalloutEnd,
    Code,
    Comment,
    Heading,
    Html,
    Link,
    Math,
    QueryResult,
    ResultForm,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BLOCK_ID: Final = re.compile(r"(?:(?<=\s)|^)\^(?P<id>[A-Za-z0-9-]+)[ \t]*(?=\r?$)", re.MULTILINE)
_BRACE_LINE: Final = re.compile(
    r"^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+|#{1,6}[ \t].*?[ \t])?"
    r"(?P<braces>\{[^\r\n]*\})[ \t]*(?=\r?$)",
    re.MULTILINE,
)
_TASK: Final = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+\[.\][ \t]")


@dataclass(frozen=True, slots=True)
class Document:
    """The spans of one body, each list in the order of the text.

    Offsets are characters of the body. Spans of different lists may nest (a link in a heading, an
    image in a link); spans of one list don't, except blocks, and links that hold an image.
    """

    blocks: tuple[Block, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    codes: tuple[Code, ...] = ()
    maths: tuple[Math, ...] = ()
    htmls: tuple[Html, ...] = ()
    comments: tuple[Comment, ...] = ()
    block_ids: tuple[BlockId, ...] = ()
    query_results: tuple[QueryResult, ...] = ()
    brace_lines: tuple[BraceLine, ...] = ()
    callouts: tuple[Callout | CalloutEnd, ...] = ()

    def block_at(self, offset: int) -> Block | None:
        """Return the innermost block that holds ``offset``, if any."""
        index = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        while index >= 0 and self.blocks[index].end <= offset:
            index = self.blocks[index].parent
        return self.blocks[index] if index >= 0 else None


def parse(text: str) -> Document:
    """Parse a note's body.

    Args:
        text: The body, front matter excluded, with its own line ends.

    Returns:
        Its spans. Any text parses; there is no such thing as broken Markdown.
    """
    comments, masked = masks.comments(text, _opaque_ranges)
    ids = masks.published_ids(masked)
    lines = masks.class_lines(masked)
    if ids or lines:
        opaque = _opaque_ranges(masked)
        ids = [mark for mark in ids if not _inside(mark.start, opaque)]
        lines = [line for line in lines if not _inside(line[0], opaque)]
        for mark in ids:
            masked = masks.blank(masked, mark.start, mark.end)
        for start, end, _language in lines:
            masked = masks.divide(masked, start, end)
    reader = EventReader(masked, text)
    reader.read()
    dividers = {start for start, _end, _language in lines}
    htmls = [html for html in reader.htmls if html.start not in dividers]
    opaque = _ranges(reader.codes, reader.maths, reader.htmls)
    ids.extend(_block_ids(masked, opaque))
    return Document(
        blocks=tuple(reader.blocks),
        headings=tuple(reader.headings),
        links=tuple(reader.links),
        codes=tuple(reader.codes),
        maths=tuple(reader.maths),
        htmls=tuple(htmls),
        comments=tuple(comments),
        block_ids=tuple(sorted(ids)),
        query_results=tuple(_query_results(text, reader.blocks, lines)),
        brace_lines=tuple(_brace_lines(masked, opaque)),
        callouts=tuple(callouts(text, reader.blocks)),
    )


def _inside(offset: int, ranges: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(ranges, offset, key=lambda item: item[0]) - 1
    return index >= 0 and offset < ranges[index][1]


def _opaque_ranges(text: str) -> list[tuple[int, int]]:
    """Give the ranges of code and math, where Obsidian looks for no marks."""
    reader = EventReader(text, text)
    reader.read()
    return _ranges(reader.codes, reader.maths)


def _block_ids(text: str, opaque: Sequence[tuple[int, int]]) -> Iterator[BlockId]:
    if "^" not in text:
        return
    for match in _BLOCK_ID.finditer(text):
        start = match.start()
        if not _inside(start, opaque):
            while start > 0 and text[start - 1] in " \t":
                start -= 1
            yield BlockId(start, match.end(), match["id"])


def _query_results(
    text: str, blocks: Sequence[Block], lines: Iterable[tuple[int, int, str]]
) -> Iterator[QueryResult]:
    """Tie each class line to the list or table that it stands below.

    Between the two lie at most blank lines (measured: always one, in 210 of 210 published
    results); a class line below anything else is an empty result.
    """
    taken = -1
    for start, end, _language in lines:
        body = _block_above(text, blocks, start)
        if body is None or body.start <= taken:
            yield QueryResult(start, end, start, "")
            continue
        taken = body.start
        stop = body.start + len(text[body.start : min(body.end, start)].rstrip("> \t\r\n"))
        yield QueryResult(body.start, end, stop, _form(text, body))


def _block_above(text: str, blocks: Sequence[Block], offset: int) -> Block | None:
    """Find the outermost list or table that ends right above ``offset``."""
    for block in blocks:
        if block.start >= offset:
            break
        if block.kind not in {"list", "table"}:
            continue
        end = block.start + len(text[block.start : min(block.end, offset)].rstrip())
        if not text[end:offset].strip("> \t\r\n"):
            return block
    return None


def _form(text: str, block: Block) -> ResultForm:
    if block.kind == "table":
        return "table"
    return "task" if _TASK.match(text, block.start) else "list"


def _brace_lines(text: str, opaque: Sequence[tuple[int, int]]) -> Iterator[BraceLine]:
    if "{" not in text:
        return
    for match in _BRACE_LINE.finditer(text):
        if not _inside(match.start("braces"), opaque):
            yield BraceLine(match.start("braces"), match.end("braces"))


def _ranges(*lists: Sequence[Code | Math | Html]) -> list[tuple[int, int]]:
    return sorted((span.start, span.end) for spans in lists for span in spans)
