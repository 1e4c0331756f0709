"""One parse of a note's body into a `Document`: everything later steps know of its text.

pyromark (pulldown-cmark) gives CommonMark's structure as events with byte ranges; this module
turns the ones that matter into spans with character offsets and lays Obsidian's marks over them.
Where the two disagree about what a text means, Obsidian is right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyromark

from vaultexport.markdown import masks
from vaultexport.markdown.spans import (
    Block,
    BlockId,
    BlockKind,
    Code,
    Comment,
    Heading,
    Html,
    Link,
    Math,
    QueryResult,
)
from vaultexport.markdown.wikilinks import split_wikilink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "Block",
    "BlockId",
    "Code",
    "Comment",
    "Document",
    "Heading",
    "Html",
    "Link",
    "Math",
    "QueryResult",
    "parse",
]

_OPTIONS: Final = (
    pyromark.Options.ENABLE_WIKILINKS
    | pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_STRIKETHROUGH
)

_BLOCKS: Final[dict[str, BlockKind]] = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "List": "list",
    "Item": "item",
    "BlockQuote": "quote",
    "Table": "table",
    "CodeBlock": "code",
    "HtmlBlock": "html",
    "FootnoteDefinition": "footnote",
}

_MARKUP_IN_HEADING: Final = frozenset({"Emphasis", "Strong", "Strikethrough", "Link", "Image"})

_BLOCK_ID = re.compile(r"(?:(?<=\s)|^)\^(?P<id>[A-Za-z0-9-]+)[ \t]*(?=\r?$)", re.MULTILINE)


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
        for start, end, *_ in (*ids, *lines):
            masked = masks.blank(masked, start, end)
    reader = _EventReader(masked, text)
    reader.read()
    opaque = reader.opaque()
    ids.extend(_block_ids(masked, opaque))
    return Document(
        blocks=tuple(reader.blocks),
        headings=tuple(reader.headings),
        links=tuple(reader.links),
        codes=tuple(reader.codes),
        maths=tuple(reader.maths),
        htmls=tuple(reader.htmls),
        comments=tuple(comments),
        block_ids=tuple(sorted(ids)),
        query_results=tuple(_query_results(text, reader.blocks, lines)),
    )


def _inside(offset: int, ranges: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(ranges, offset, key=lambda item: item[0]) - 1
    return index >= 0 and offset < ranges[index][1]


def _opaque_ranges(text: str) -> list[tuple[int, int]]:
    """Give the ranges of code and math, where Obsidian looks for no marks."""
    reader = _EventReader(text, text)
    reader.read()
    return sorted((span.start, span.end) for span in (*reader.codes, *reader.maths))


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
        yield QueryResult(body.start, end, stop, _form(text, body, stop))


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


def _form(text: str, block: Block, end: int) -> Any:  # noqa: ANN401 - a Literal of QueryResult
    if block.kind == "table":
        return "table"
    return "task" if re.match(r"[-*+] \[.\] ", text[block.start : end]) else "list"


class _EventReader:
    """Reads pyromark's events of one text; offsets are turned from bytes into characters."""

    def __init__(self, text: str, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.codes: list[Code] = []
        self.maths: list[Math] = []
        self.htmls: list[Html] = []
        self._text = text
        self._ascii = text.isascii()
        self._bytes = b"" if self._ascii else text.encode()
        self._last = (0, 0)
        self._open_blocks: list[int] = []
        self._open_links: list[tuple[int, int, Any, bool]] = []
        self._link_text_end = 0
        self._table_depth = 0
        self._heading: list[str] | None = None
        self._heading_plain = True

    def opaque(self) -> list[tuple[int, int]]:
        """Give the ranges in which Obsidian looks for no marks of its own."""
        spans = (*self.codes, *self.maths, *self.htmls)
        return sorted((span.start, span.end) for span in spans)

    def read(self) -> None:
        for event, span in pyromark.events_with_range(self._text, options=_OPTIONS):
            if event.__class__ is str:
                self._on_unit(event, span)
                continue
            ((name, value),) = event.items()
            if name == "Text":
                self._on_text(value, span)
            elif name == "Start":
                self._on_start(value, span)
            elif name == "End":
                self._on_end(value, span)
            else:
                self._on_leaf(name, value, span)
        self.links.sort()

    def _range(self, span: Any) -> tuple[int, int]:  # noqa: ANN401 - pyromark's own dict
        start, end = span["start"], span["end"]
        if self._ascii:
            return start, end
        last_byte, last_char = self._last
        if start < last_byte:
            last_byte, last_char = 0, 0
        char = last_char + len(self._bytes[last_byte:start].decode())
        self._last = (start, char)
        return char, char + len(self._bytes[start:end].decode())

    def _on_unit(self, event: str, span: Any) -> None:  # noqa: ANN401
        if event == "Rule":
            start, end = self._range(span)
            self._add_block(start, end, "rule")
        elif self._heading is not None:
            self._heading.append(" ")

    def _on_text(self, value: str, span: Any) -> None:  # noqa: ANN401
        if self._heading is not None:
            self._heading.append(value)
        if self._open_links:
            self._link_text_end = max(self._link_text_end, self._range(span)[1])

    def _add_block(self, start: int, end: int, kind: BlockKind) -> None:
        parent = self._open_blocks[-1] if self._open_blocks else -1
        self.blocks.append(Block(start, end, kind, parent))

    def _on_start(self, value: Any, span: Any) -> None:  # noqa: ANN401
        name, data = (value, None) if value.__class__ is str else next(iter(value.items()))
        if self._heading is not None and name in _MARKUP_IN_HEADING:
            self._heading_plain = False
        if name in {"Link", "Image"}:
            start, end = self._range(span)
            self._open_links.append((start, end, data, name == "Image"))
            self._link_text_end = start + (2 if name == "Image" else 1)
        kind = _BLOCKS.get(name)
        if kind is None:
            return
        start, end = self._range(span)
        self._add_block(start, end, kind)
        self._open_blocks.append(len(self.blocks) - 1)
        if kind == "heading":
            self._heading, self._heading_plain = [], True
        elif kind == "table":
            self._table_depth += 1
        elif kind == "code":
            info = data["Fenced"] if data.__class__ is dict else ""
            self.codes.append(Code(start, end, block=True, info=info))
        elif kind == "html":
            self.htmls.append(Html(start, end, block=True))

    def _on_end(self, value: Any, span: Any) -> None:  # noqa: ANN401
        name, data = (value, None) if value.__class__ is str else next(iter(value.items()))
        if name in {"Link", "Image"}:
            self._close_link()
        elif name in _BLOCKS:
            block = self.blocks[self._open_blocks.pop()]
            if name == "Heading":
                self._close_heading(block, int(data[1]))
            elif name == "Table":
                self._table_depth -= 1

    def _on_leaf(self, name: str, value: Any, span: Any) -> None:  # noqa: ANN401
        if name in {"Html", "TaskListMarker"}:
            return
        start, end = self._range(span)
        if self._open_links:
            self._link_text_end = max(self._link_text_end, end)
        if self._heading is not None:
            self._heading_plain = False
            if name == "Code":
                self._heading.append(value)
        if name == "Code":
            self.codes.append(Code(start, end, block=False, info=""))
        elif name in {"InlineMath", "DisplayMath"}:
            self.maths.append(Math(start, end, display=name == "DisplayMath"))
        elif name == "InlineHtml":
            self.htmls.append(Html(start, end, block=False))

    def _close_heading(self, block: Block, level: int) -> None:
        source, content_end = _heading_source(self.source, block)
        text = "".join(self._heading or ()).strip()
        self.headings.append(
            Heading(block.start, block.end, level, source, text, self._heading_plain, content_end)
        )
        self._heading = None

    def _close_link(self) -> None:
        start, end, data, embed = self._open_links.pop()
        link_type = data["link_type"]
        opening = start + (2 if embed else 1)
        if link_type.__class__ is dict:
            link = self._wikilink(start, end, embed=embed)
        elif link_type in {"Autolink", "Email"}:
            link = self._link(start, end, "autolink", data["dest_url"], (opening, end - 1))
        else:
            kind: Any = "inline" if link_type == "Inline" else "reference"
            close = self.source.find("]", self._link_text_end, end)
            text_range = (opening, close if close >= 0 else opening)
            link = self._link(start, end, kind, data["dest_url"], text_range, embed=embed)
        if link is not None:
            self.links.append(link)
        self._link_text_end = end

    def _wikilink(self, start: int, end: int, *, embed: bool) -> Link | None:
        inner = start + (3 if embed else 2)
        parts = split_wikilink(self.source[inner : end - 2])
        if parts is None:
            return None
        target, subpath, text_start = parts
        text = (inner + text_start, end - 2) if text_start >= 0 else (end - 2, end - 2)
        return self._link(start, end, "wikilink", target, text, embed=embed, subpath=subpath)

    def _link(  # noqa: PLR0913 - the fields of a Link
        self,
        start: int,
        end: int,
        kind: Any,  # noqa: ANN401 - a LinkKind
        target: str,
        text: tuple[int, int],
        *,
        embed: bool = False,
        subpath: str = "",
    ) -> Link:
        in_heading = self._heading is not None
        in_table = self._table_depth > 0
        return Link(start, end, kind, embed, target, subpath, *text, in_table, in_heading)


_ATX_CLOSE = re.compile(r"[ \t]+#+[ \t]*$")


def _heading_source(text: str, block: Block) -> tuple[str, int]:
    """Give the text between a heading's markers and the offset of its end."""
    raw = text[block.start : block.end].rstrip()
    if raw.startswith("#"):
        content = _ATX_CLOSE.sub("", raw)
        marks = len(content) - len(content.lstrip("#"))
        return content[marks:].strip(" \t"), block.start + len(content.rstrip())
    content = raw.rpartition("\n")[0].rstrip("> \t\r\n")
    return content.strip(), block.start + len(content)
