"""Describes a parsed note in the shapes of Obsidian's metadata cache.

The span layer says where things stand; Obsidian's cache, on which Dataview builds, names list
items, sections and links a little differently. The differences are here and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import regex

from vaultexport.dataview.notes import Block, Heading, Item, LinkMark, Place
from vaultexport.markdown import parse
from vaultexport.markdown.masks import blank
from vaultexport.markdown.wikilinks import display_text, split_wikilink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vaultexport.markdown import Document
    from vaultexport.markdown.spans import Block as BlockSpan
    from vaultexport.markdown.spans import Link as LinkSpan

_TAG_CHAR: Final = r"[^\u2000-\u200c\u200e-\u206F\u2E00-\u2E7F'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s]"
_TAG: Final = regex.compile(rf"(?<![\p{{L}}\p{{N}}_/#&-])#(?![0-9]+(?!{_TAG_CHAR})){_TAG_CHAR}+")
_BOX: Final = regex.compile(r"(?:[0-9]+[.)]|[*+-])[ \t]+\[(.)\][ \t]")
_INNER_MARKER: Final = regex.compile(r"(?:[0-9]+[.)]|[*+-])[ \t]")
_NEWLINE: Final = re.compile("\n")
_WIDE: Final = re.compile("[\U00010000-\U0010ffff]")
_EXTERNAL: Final = regex.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_FRONT_MATTER_LINK: Final = regex.compile(r"!?\[\[([^\[\]]+)\]\]")
_KINDS: Final = {"rule": "ruling"}


class _Lines:
    """Where characters of a note stand: line, column and offset as Obsidian counts them."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in _NEWLINE.finditer(text))]
        self._wide = [] if text.isascii() else [found.start() for found in _WIDE.finditer(text)]

    def line(self, offset: int) -> int:
        """Return the line of a character, from 0."""
        return bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> Place:
        """Return the place of a character in UTF-16 units."""
        line = self.line(offset)
        start = self._units(self.starts[line])
        units = self._units(offset)
        return Place(line, units - start, units)

    def _units(self, offset: int) -> int:
        return offset + bisect_right(self._wide, offset - 1) if self._wide else offset


class Description:
    """A note as Obsidian's cache describes it, each part made when it is asked for.

    Args:
        path: Relative to the vault, with ``/``.
        text: The whole text, or what gives it: an index of many notes holds no copies of them.
        body_start: Where the body starts in it, behind the front matter.
        document: The spans of the body.
        frontmatter: What the front matter holds; None when there is none or it is broken.
        times: Gives the times of creation and of the last change, in milliseconds since 1970.
        size: Bytes of the file.
    """

    def __init__(  # noqa: PLR0913 - what a file system and a parser know of a note.
        self,
        path: str,
        text: str | Callable[[], str],
        body_start: int,
        document: Document,
        frontmatter: Mapping[str, object] | None,
        *,
        times: Callable[[], tuple[int, int]],
        size: int,
    ) -> None:
        self.path = path
        self._text = text
        self.size = size
        self.frontmatter = frontmatter
        self._times = times
        self.shift = body_start
        self.document = document

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text if isinstance(self._text, str) else self._text()

    @cached_property
    def body(self) -> str:
        """The text behind the front matter."""
        return self.text[self.shift :]

    @cached_property
    def visible(self) -> str:
        """The body without comments."""
        visible = self.body
        for comment in self.document.comments:
            visible = blank(visible, comment.start, comment.end)
        return visible

    @cached_property
    def lines(self) -> _Lines:
        """The lines of the text."""
        return _Lines(self.text)

    @property
    def created(self) -> int:
        """Milliseconds since 1970."""
        return self._times()[0]

    @property
    def modified(self) -> int:
        """Milliseconds since 1970."""
        return self._times()[1]

    @property
    def tags(self) -> Sequence[str]:
        """The tags of the body."""
        return list(self._tags())

    @cached_property
    def headings(self) -> Sequence[Heading]:
        """The headings."""
        headings = self.document.headings
        return [Heading(self._line(span.start), span.source) for span in headings]

    @cached_property
    def blocks(self) -> Sequence[Block]:
        """The blocks at the top."""
        return list(self._blocks())

    @cached_property
    def items(self) -> Sequence[Item]:
        """The list items."""
        return list(self._items())

    @cached_property
    def links(self) -> Sequence[LinkMark]:
        """The links of the body."""
        return list(self._links(embed=False))

    @cached_property
    def embeds(self) -> Sequence[LinkMark]:
        """The embeds of the body."""
        return list(self._links(embed=True))

    @property
    def frontmatter_links(self) -> Sequence[LinkMark]:
        """The links of the front matter."""
        return list(_frontmatter_links(self.frontmatter or {}))

    def _line(self, offset: int) -> int:
        return self.lines.line(self.shift + offset)

    def _last(self, start: int, end: int) -> int:
        """Return the end of a range without the blank lines at its end."""
        return start + len(self.visible[start:end].rstrip("> \t\r\n"))

    # --- blocks --------------------------------------------------------------------------------

    def _blocks(self) -> Iterator[Block]:
        """Give the blocks at the top, and as blocks also front matter and hidden comments."""
        if self.shift:
            yield Block("yaml", 0, self.lines.line(self.shift - 1))
        next_line = 0
        spans = [span for span in self.document.blocks if span.parent < 0]
        comments = [(span.start, span.end, "comment") for span in self.document.comments]
        for start, end, kind in sorted([*((s.start, s.end, s.kind) for s in spans), *comments]):
            first = self._line(start)
            stop = end if kind == "comment" else self._last(start, end)
            last = self._line(max(start, stop - 1))
            if last >= next_line:
                yield Block(_KINDS.get(kind, kind), max(first, next_line), last)
                next_line = last + 1

    # --- list items ----------------------------------------------------------------------------

    def _items(self) -> Iterator[Item]:
        blocks = self.document.blocks
        nested: dict[int, int] = {}
        followed: set[int] = set()
        previous: dict[int, int] = {}
        for number, span in enumerate(blocks):
            if span.kind == "list" and span.parent >= 0 and blocks[span.parent].kind == "item":
                nested.setdefault(span.parent, span.start)
            if span.kind == "item":
                if span.parent in previous:
                    followed.add(previous[span.parent])
                previous[span.parent] = number
        for number, span in enumerate(blocks):
            if span.kind == "item":
                yield from self._item(number, span, nested.get(number), followed=number in followed)

    def _item(
        self, number: int, span: BlockSpan, nested: int | None, *, followed: bool
    ) -> Iterator[Item]:
        marker = self._marker(span)
        if nested is not None:
            end = self._last(span.start, nested)
        else:
            end = self._last(span.start, span.end)
            newline = self.visible.find("\n", end, span.end)
            if followed and 0 <= newline < span.end - 1:
                end = newline + 1
        end = max(end, marker + 1)
        start = marker if "\n" in self.visible[span.start : marker] else span.start
        box = _BOX.match(self.visible, marker)
        yield Item(
            start=self.lines.place(self.shift + start),
            end=self.lines.place(self.shift + end),
            parent=self._parent_line(number),
            task=box[1] if box else None,
            block_id=self._block_id(marker, end),
        )
        if box and _INNER_MARKER.match(self.visible, box.end()):
            # To Obsidian a list may start behind the box; it then is a list item of its own.
            yield Item(
                start=self.lines.place(self.shift + box.end()),
                end=self.lines.place(self.shift + end),
                parent=self._line(marker),
            )

    def _parent_line(self, number: int) -> int | None:
        blocks = self.document.blocks
        above = blocks[number].parent
        while above >= 0 and blocks[above].kind != "item":
            above = blocks[above].parent
        if above < 0:
            return None
        return self._line(self._marker(blocks[above]))

    def _marker(self, span: BlockSpan) -> int:
        source = self.visible[span.start : span.end]
        return span.start + len(source) - len(source.lstrip("> \t\r\n"))

    def _block_id(self, start: int, end: int) -> str:
        ids = self.document.block_ids
        place = bisect_right(ids, start, key=lambda mark: mark.start)
        return ids[place].id if place < len(ids) and ids[place].start < end else ""

    # --- tags and links ------------------------------------------------------------------------

    def _tags(self) -> Iterator[str]:
        if "#" not in self.body:
            return
        hidden = self._without_tags()
        for found in _TAG.finditer(self.body):
            place = bisect_right(hidden, found.start(), key=lambda span: span[0]) - 1
            if place < 0 or found.start() >= hidden[place][1]:
                yield found[0]

    def _without_tags(self) -> list[tuple[int, int]]:
        """Give the ranges in which no tag can stand, in order, without overlap."""
        document = self.document
        spans = sorted(
            (span.start, span.end)
            for group in (document.codes, document.maths, document.htmls, document.links)
            for span in group
        )
        merged: list[tuple[int, int]] = []
        for start, end in spans:
            if merged and start < merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        return merged

    def _links(self, *, embed: bool) -> Iterator[LinkMark]:
        found = [(span, 0, self.body) for span in self.document.links if span.embed == embed]
        for comment in self.document.comments:
            inner = self.body[comment.start + 2 : comment.end - 2]
            if "](" in inner or "[[" in inner:
                found += [(span, comment.start + 2, inner) for span in parse(inner).links]
        for span, shift, text in sorted(found, key=lambda link: link[1] + link[0].start):
            if span.embed == embed:
                mark = _link_mark(span, text, self._line(shift + span.start))
                if mark is not None:
                    yield mark


def _link_mark(span: LinkSpan, text: str, line: int) -> LinkMark | None:
    shown = text[span.text_start : span.text_end]
    if span.kind == "wikilink":
        target = f"{span.target}#{span.subpath}" if span.subpath else span.target
        return LinkMark(target, shown or display_text(span.target, span.subpath), line)
    if span.kind == "autolink" or _EXTERNAL.match(span.target):
        return None
    if text.startswith("![[", span.start) or "![[" in shown:
        # ``[![[image]]](target)``: Obsidian sees the embed and no link around it.
        return None
    target = unquote(span.target) if "%" in span.target else span.target
    return LinkMark(target, shown, line)


def _frontmatter_links(value: object) -> Iterator[LinkMark]:
    if isinstance(value, str):
        found = _FRONT_MATTER_LINK.fullmatch(value)
        parts = split_wikilink(found[1]) if found else None
        if found is not None and parts is not None:
            target, subpath, shown = parts
            text = found[1][shown:] if shown >= 0 else display_text(target, subpath)
            yield LinkMark(f"{target}#{subpath}" if subpath else target, text)
        return
    for child in _children(value):
        yield from _frontmatter_links(child)


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
