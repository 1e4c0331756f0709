"""Turns pyromark's events into spans.

pyromark (pulldown-cmark) gives CommonMark's structure as nested events with ranges in bytes; kept
are the blocks, and of the inline constructs those that Obsidian sees or that hide others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import pyromark

from vaultexport.markdown.spans import (
    Block,
    BlockKind,
    Code,
    EmptyLink,
    Heading,
    Html,
    Link,
    LinkKind,
    Math,
)
from vaultexport.markdown.wikilinks import display_text, split_wikilink

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Payload: TypeAlias = Any
"""What an event carries: a name, or a name with data, as pyromark has it."""

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
_LINKS: Final = frozenset({"Link", "Image"})
_UNSEEN: Final = frozenset({"Html", "TaskListMarker"})
"""Events that tell nothing new: HTML blocks are spans as a whole, tasks show in their text."""

_MARKUP: Final = frozenset({"Emphasis", "Strong", "Strikethrough", "Link", "Image"})
_VERBATIM: Final = frozenset({"Code", "InlineMath", "DisplayMath"})
"""Text that smart punctuation leaves alone."""

_HEADING_ID: Final = re.compile(r"(?:\s+|(?<=[^\x00-\x7f]))\^[A-Za-z0-9-]+\Z")
_ATX_CLOSE: Final = re.compile(r"[ \t]+#+[ \t]*$")


class EventReader:
    """Reads the events of one text.

    Args:
        text: What is parsed.
        source: What texts are taken from: the same length, with everything that was masked.
    """

    def __init__(self, text: str, source: str) -> None:
        self.blocks: list[Block] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.empty_links: list[EmptyLink] = []
        self.codes: list[Code] = []
        self.maths: list[Math] = []
        self.htmls: list[Html] = []
        self.breaks: list[int] = []
        self._text = text
        self._source = source
        self._ascii = text.isascii()
        self._bytes = b"" if self._ascii else text.encode(errors="replace")
        self._last = (0, 0)
        self._open_blocks: list[int] = []
        self._open_links: list[tuple[int, int, Payload, bool]] = []
        self._link_text_end = 0
        self._tables = 0
        self._heading: list[str] | None = None
        self._heading_plain = True
        self._heading_verbatim: list[tuple[int, int]] = []

    def read(self) -> None:
        """Read all events into the lists of spans, each in the order of the text."""
        events = pyromark.events_with_range(self._text, options=_OPTIONS)
        for event, span in cast("list[tuple[Payload, Mapping[str, int]]]", events):
            if event.__class__ is str:
                self._on_unit(event, span)
                continue
            ((name, value),) = event.items()
            if name == "Text":
                self._on_text(value, span)
            elif name == "Start":
                self._on_start(value, span)
            elif name == "End":
                self._on_end(value)
            elif name not in _UNSEEN:
                self._on_inline(name, value, span)
        self.links.sort()

    def add_embeds(self, places: Iterable[tuple[int, int]]) -> None:
        """Add embeds that were hidden from the parser in the texts of links.

        Args:
            places: Where they start and end; those in code or math are none.
        """
        opaque = [(code.start, code.end) for code in self.codes]
        opaque += ((math.start, math.end) for math in self.maths)
        for start, end in places:
            around = [link for link in self.links if link.start < start and end < link.end]
            if not around or any(first <= start < last for first, last in opaque):
                continue
            embed = self._wikilink(start, end, embed=True)
            if embed is not None:
                place = around[-1]
                self.links.append(
                    embed._replace(in_table=place.in_table, in_heading=place.in_heading)
                )
                self.links.sort()

    def _range(self, span: Mapping[str, int]) -> tuple[int, int]:
        """Turn a range of bytes into one of characters; starts come in order, mostly."""
        start, end = span["start"], span["end"]
        if self._ascii:
            return start, end
        last_byte, last_char = self._last if start >= self._last[0] else (0, 0)
        char = last_char + len(self._bytes[last_byte:start].decode())
        self._last = (start, char)
        return char, char + len(self._bytes[start:end].decode())

    def _on_unit(self, event: str, span: Mapping[str, int]) -> None:
        if event == "Rule":
            self._add_block(*self._range(span), "rule")
        elif self._heading is not None:
            self._heading.append("\n")
        else:
            self.breaks.append(self._range(span)[0])

    def _on_text(self, value: str, span: Mapping[str, int]) -> None:
        if self._heading is not None:
            self._heading.append(value)
        if self._open_links:
            self._link_text_end = max(self._link_text_end, self._range(span)[1])

    def _add_block(self, start: int, end: int, kind: BlockKind) -> None:
        parent = self._open_blocks[-1] if self._open_blocks else -1
        self.blocks.append(Block(start, end, kind, parent))

    def _on_start(self, value: Payload, span: Mapping[str, int]) -> None:
        name, data = (value, None) if value.__class__ is str else next(iter(value.items()))
        if self._heading is not None and name in _MARKUP:
            self._heading_plain = False
        if name in _LINKS:
            start, end = self._range(span)
            self._open_links.append((start, end, data, name == "Image"))
            self._link_text_end = start + (2 if name == "Image" else 1)
        elif name in _BLOCKS:
            self._open_block(_BLOCKS[name], data, *self._range(span))

    def _open_block(self, kind: BlockKind, data: Payload, start: int, end: int) -> None:
        if kind in {"list", "item"} and self._text.startswith(("\r", "\n"), start):
            # With tabs before its marker the parser lets it start with the line end above.
            start = end - len(self._text[start:end].lstrip("> \t\r\n"))
        self._add_block(start, end, kind)
        self._open_blocks.append(len(self.blocks) - 1)
        if kind == "heading":
            self._heading, self._heading_plain, self._heading_verbatim = [], True, []
        elif kind == "table":
            self._tables += 1
        elif kind == "code":
            info = data["Fenced"] if data.__class__ is dict else ""
            self.codes.append(Code(start, end, block=True, info=info))
        elif kind == "html":
            self.htmls.append(Html(start, end, block=True))

    def _on_end(self, value: Payload) -> None:
        name, data = (value, None) if value.__class__ is str else next(iter(value.items()))
        if name in _LINKS:
            self._close_link()
        elif name in _BLOCKS:
            block = self.blocks[self._open_blocks.pop()]
            if name == "Heading":
                self._close_heading(block, int(str(data)[1]))
            elif name == "Table":
                self._tables -= 1

    def _on_inline(self, name: str, value: Payload, span: Mapping[str, int]) -> None:
        start, end = self._range(span)
        if self._open_links:
            self._link_text_end = max(self._link_text_end, end)
        if self._heading is not None:
            self._heading_plain = False
            if name in _VERBATIM:
                length = sum(map(len, self._heading))
                self._heading_verbatim.append((length, length + len(value)))
                self._heading.append(value)
        if name == "Code":
            self.codes.append(Code(start, end, block=False, info=""))
        elif name in {"InlineMath", "DisplayMath"}:
            self.maths.append(Math(start, end, display=name == "DisplayMath"))
        elif name == "InlineHtml":
            self.htmls.append(Html(start, end, block=False))

    def _close_heading(self, block: Block, level: int) -> None:
        source, end = _heading_source(self._source, block)
        shown = "".join(self._heading or ())
        text = _HEADING_ID.sub("", shown.strip())
        shift = len(shown) - len(shown.lstrip())
        verbatim = tuple((start - shift, stop - shift) for start, stop in self._heading_verbatim)
        self.headings.append(
            Heading(block.start, block.end, level, source, text, self._heading_plain, end, verbatim)
        )
        self._heading = None

    def _close_link(self) -> None:
        start, end, data, embed = self._open_links.pop()
        link_type = data["link_type"]
        if link_type.__class__ is dict:
            link = self._wikilink(start, end, embed=embed)
        else:
            link = self._markdown_link(start, end, link_type, data["dest_url"], embed=embed)
        if link is not None and (link.target or link.kind == "wikilink"):
            self.links.append(link)
        elif link is not None:
            text = (link.text_start, link.text_end)
            self.empty_links.append(EmptyLink(start, end, embed, *text, link.in_table))
        self._link_text_end = end

    def _wikilink(self, start: int, end: int, *, embed: bool) -> Link | None:
        inner = start + (3 if embed else 2)
        parts = split_wikilink(self._source[inner : end - 2])
        if parts is None:
            return None
        target, subpath, offset = parts
        if offset < 0 and self._heading and not embed:
            self._heading[-1] = display_text(target, subpath)
        text_start = inner + offset if offset >= 0 else end - 2
        return Link(
            *(start, end, "wikilink", embed, target, subpath, text_start, end - 2),
            in_table=self._tables > 0,
            in_heading=self._heading is not None,
        )

    def _markdown_link(
        self, start: int, end: int, link_type: str, target: str, *, embed: bool
    ) -> Link:
        kind: LinkKind = "inline" if link_type == "Inline" else "reference"
        text_start = start + (2 if embed else 1)
        text_end = self._source.find("]", self._link_text_end, end)
        if link_type in {"Autolink", "Email"}:
            kind, text_end = "autolink", end - 1
        return Link(
            *(start, end, kind, embed, target, "", text_start, max(text_start, text_end)),
            in_table=self._tables > 0,
            in_heading=self._heading is not None,
        )


def _heading_source(text: str, block: Block) -> tuple[str, int]:
    """Give the text between a heading's markers and the offset of its end."""
    raw = text[block.start : block.end].rstrip()
    if raw.startswith("#"):
        content = _ATX_CLOSE.sub("", raw)
        marks = len(content) - len(content.lstrip("#"))
        return content[marks:].strip(" \t"), block.start + len(content.rstrip())
    content = raw.rpartition("\n")[0].rstrip("> \t\r\n")
    return content.strip(), block.start + len(content)
