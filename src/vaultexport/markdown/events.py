"""Turns pyromark's events into spans.

pyromark (pulldown-cmark) gives CommonMark's structure as nested events with ranges in bytes; kept
are the blocks, and of the inline constructs those that Obsidian sees or that hide others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias, cast

import pyromark

from vaultexport.markdown.headings import OpenHeading
from vaultexport.markdown.offsets import char_offsets
from vaultexport.markdown.regions import Ranges, edges
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
    from collections.abc import Callable, Iterable, Mapping

    Range = Mapping[str, int]
    Handler = Callable[["EventReader", str, Any, Range], object]

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
_UNSEEN: Final = frozenset({"Html", "TaskListMarker"})
"""Events that tell nothing new: HTML blocks are spans as a whole, tasks show in their text."""

_NESTING: Final = frozenset({"Start", "End"})
_MATHS: Final = frozenset({"InlineMath", "DisplayMath"})
_KINDS: Final[dict[str, LinkKind]] = {
    "Inline": "inline",
    "Autolink": "autolink",
    "Email": "autolink",
}
"""Kinds of Markdown links; all others are references."""

_LINE_ENDS: Final = ("\r", "\n")

_OPEN: Final = Block(0, 0, "rule", -1)
"""Keeps the place of a block that has not ended yet."""

_new: Final = tuple.__new__


def opaque_ranges(text: str) -> list[tuple[int, int]]:
    """Give the ranges of code and math of a text, in order: Obsidian looks for no marks there."""
    at = char_offsets(text)
    found: list[tuple[int, int]] = []
    events = pyromark.events_with_range(text, options=_OPTIONS)
    for event, span in cast("Iterable[tuple[Payload, Range]]", events):
        if event.__class__ is str:
            continue
        name, value = event.popitem()
        if name == "Code" or name in _MATHS or (name == "Start" and "CodeBlock" in value):
            found.append((at(span["start"]), at(span["end"])))
    found.sort()
    return found


_OpenLink: TypeAlias = tuple[int, Payload, bool]
"""A link or image that has not ended yet: its start, the parser's data, whether it is an image."""


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
        self._at = char_offsets(text)
        self._open_blocks = [(-1, 0)]
        self._open_links: list[_OpenLink] = []
        self._link_text_end = 0
        self._tables = 0
        self._info = ""
        self._heading: OpenHeading | None = None

    def read(self) -> None:
        """Read all events into the lists of spans, each in the order of the text."""
        events = pyromark.events_with_range(self._text, options=_OPTIONS)
        for event, span in cast("Iterable[tuple[Payload, Range]]", events):
            if event.__class__ is str:
                self._on_unit(event, span)
                continue
            name, value = event.popitem()
            if name == "Text":
                if self._heading is not None:
                    self._heading.pieces.append(value)
                if self._open_links:
                    self._link_text_end = span["end"]
            elif name in _NESTING:
                tag = value if value.__class__ is str else next(iter(value))
                handler = (self._STARTS if name == "Start" else self._ENDS).get(tag)
                if handler is not None:
                    handler(self, tag, value, span)
            elif name not in _UNSEEN:
                self._on_inline(name, value, span)
        self.links.sort()

    def add_embeds(self, places: Iterable[tuple[int, int]]) -> None:
        """Add embeds that were hidden from the parser in the texts of links.

        Args:
            places: Where they start and end; those in code or math are none.
        """
        opaque = Ranges(edges(self.codes, self.maths))
        links = iter(self.links)
        following = next(links, None)
        around: list[Link] = []
        found: list[Link] = []
        for start, end in places:
            while following is not None and following.start < start:
                around.append(following)
                following = next(links, None)
            while around and around[-1].end <= end:
                around.pop()
            if not around or start in opaque:
                continue
            embed = self._wikilink(start, end, embed=True)
            if embed is not None:
                place = around[-1]
                found.append(embed._replace(in_table=place.in_table, in_heading=place.in_heading))
        if found:
            self.links = sorted([*self.links, *found])

    def _on_unit(self, event: str, span: Range) -> None:
        if event == "Rule":
            start, end = self._at(span["start"]), self._at(span["end"])
            self.blocks.append(Block(start, end, "rule", self._open_blocks[-1][0]))
        elif self._heading is not None:
            self._heading.pieces.append("\n")
        else:
            self.breaks.append(self._at(span["start"]))

    def _open_block(self, _name: str, _data: Payload, span: Range) -> None:
        self._open_blocks.append((len(self.blocks), self._at(span["start"])))
        self.blocks.append(_OPEN)

    def _open_heading(self, name: str, data: Payload, span: Range) -> None:
        self._open_block(name, data, span)
        self._heading = OpenHeading()

    def _open_table(self, name: str, data: Payload, span: Range) -> None:
        self._open_block(name, data, span)
        self._tables += 1

    def _open_code(self, name: str, data: Payload, span: Range) -> None:
        self._open_block(name, data, span)
        fence = data[name]
        self._info = fence["Fenced"] if fence.__class__ is dict else ""

    def _close_block(self, name: str, _data: Payload, span: Range) -> Block:
        number, start = self._open_blocks.pop()
        parent = self._open_blocks[-1][0]
        block = _new(Block, (start, self._at(span["end"]), _BLOCKS[name], parent))
        self.blocks[number] = block
        return block

    def _close_list(self, name: str, data: Payload, span: Range) -> None:
        number, start = self._open_blocks[-1]
        block = self._close_block(name, data, span)
        if self._text.startswith(_LINE_ENDS, start):
            # With tabs before its marker the parser lets it start with the line end above.
            start = block.end - len(self._text[start : block.end].lstrip("> \t\r\n"))
            self.blocks[number] = block._replace(start=start)

    def _close_heading(self, name: str, data: Payload, span: Range) -> None:
        block = self._close_block(name, data, span)
        if self._heading is not None:
            self.headings.append(self._heading.closed(block, data[name], self._source))
        self._heading = None

    def _close_table(self, name: str, data: Payload, span: Range) -> None:
        self._close_block(name, data, span)
        self._tables -= 1

    def _close_code(self, name: str, data: Payload, span: Range) -> None:
        start, end, _kind, _parent = self._close_block(name, data, span)
        self.codes.append(_new(Code, (start, end, True, self._info)))

    def _close_html(self, name: str, data: Payload, span: Range) -> None:
        start, end, _kind, _parent = self._close_block(name, data, span)
        self.htmls.append(_new(Html, (start, end, True)))

    def _on_inline(self, name: str, value: Payload, span: Range) -> None:
        start, end = self._at(span["start"]), self._at(span["end"])
        if self._open_links:
            self._link_text_end = span["end"]
        if self._heading is not None:
            self._heading.add_inline(value, verbatim=name == "Code" or name in _MATHS)
        if name == "Code":
            self.codes.append(_new(Code, (start, end, False, "")))
        elif name in _MATHS:
            self.maths.append(_new(Math, (start, end, name == "DisplayMath")))
        elif name == "InlineHtml":
            self.htmls.append(_new(Html, (start, end, False)))

    def _open_emphasis(self, _name: str, _data: Payload, _span: Range) -> None:
        if self._heading is not None:
            self._heading.plain = False

    def _open_link(self, name: str, data: Payload, span: Range) -> None:
        start, embed = span["start"], name == "Image"
        self._open_links.append((self._at(start), data[name], embed))
        self._link_text_end = start + (2 if embed else 1)
        if self._heading is not None:
            self._heading.plain = False

    def _close_link(self, _name: str, _data: Payload, span: Range) -> None:
        start, data, embed = opened = self._open_links.pop()
        if data["link_type"].__class__ is dict:
            link = self._wikilink(start, self._at(span["end"]), embed=embed)
            if link is not None:
                self.links.append(link)
        else:
            text_end = self._at(self._link_text_end)
            self._add_markdown_link(opened, text_end, self._at(span["end"]))
        self._link_text_end = span["end"]

    def _wikilink(self, start: int, end: int, *, embed: bool) -> Link | None:
        inner = start + (3 if embed else 2)
        parts = split_wikilink(self._source[inner : end - 2])
        if parts is None:
            return None
        target, subpath, offset = parts
        heading = self._heading
        if offset < 0 and heading is not None and heading.pieces and not embed:
            heading.pieces[-1] = display_text(target, subpath)
        text_end = end - 2
        text_start = inner + offset if offset >= 0 else text_end
        around = (self._tables > 0, heading is not None)
        return _new(
            Link, (start, end, "wikilink", embed, target, subpath, text_start, text_end, *around)
        )

    def _add_markdown_link(self, opened: _OpenLink, text_end: int, end: int) -> None:
        start, data, embed = opened
        kind, target = _KINDS.get(data["link_type"], "reference"), data["dest_url"]
        text_start = start + (2 if embed else 1)
        closing = end - 1 if kind == "autolink" else self._source.find("]", text_end, end)
        text = (text_start, max(text_start, closing))
        around = (self._tables > 0, self._heading is not None)
        if target:
            self.links.append(_new(Link, (start, end, kind, embed, target, "", *text, *around)))
        else:
            self.empty_links.append(EmptyLink(start, end, embed, *text, around[0]))

    _STARTS: ClassVar[Mapping[str, Handler]] = dict.fromkeys(_BLOCKS, _open_block) | {
        "Heading": _open_heading,
        "Table": _open_table,
        "CodeBlock": _open_code,
        "Link": _open_link,
        "Image": _open_link,
        "Emphasis": _open_emphasis,
        "Strong": _open_emphasis,
        "Strikethrough": _open_emphasis,
    }
    _ENDS: ClassVar[Mapping[str, Handler]] = dict.fromkeys(_BLOCKS, _close_block) | {
        "List": _close_list,
        "Item": _close_list,
        "Heading": _close_heading,
        "Table": _close_table,
        "CodeBlock": _close_code,
        "HtmlBlock": _close_html,
        "Link": _close_link,
        "Image": _close_link,
    }
