"""Text that is no markup to Obsidian, but is to one engine or another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.lines import Leads, holds, trimmed
from vaultexport.markdown.regions import Ranges, is_escaped
from vaultexport.markdown.spans import PlainMark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.events import EventReader
    from vaultexport.markdown.regions import Region, Regions
    from vaultexport.markdown.spans import Heading, Highlight, Link, ListItem, Math

_BOX: Final = re.compile(r"\[(?P<char>[xX ])\](?=\S)")
_COLON: Final = re.compile(r":(?=[ \t])")
_GUILLEMET: Final = re.compile(r"<<|>>")
_EQUALS: Final = re.compile(r"={2,}")
_REST_OF_UNDERLINE: Final = re.compile(r"[ \t]*\r?$", re.MULTILINE)
_DOLLARS: Final = re.compile(r"\$+")
_TILDE: Final = re.compile(r"~(?<!~~)(?!~)")
_NO_TAG: Final = re.compile(r"#(?:(?<!\S#)(?=[#\ufe0f\u20e3])|(?<=##)(?=\S))")
_LAST_CARET: Final = re.compile(r"\^(?!\[\S+\]\s*\Z)[^\s^]+\s*\Z")
"""What ends a text and starts with a caret, but is no inline footnote."""

_PARENTHESIS: Final = re.compile(r"\\\(")
_OPENING: Final = re.compile(r"#{1,6}(?=[ \t\r\n])")
"""The marks that open a heading (CommonMark 4.2)."""
_ESCAPED: Final = re.compile(r"(?P<link>\\\[\\?\[|\[\\\[)|\\#(?=\w)(?<!\S\\#)")


class PlainMarks:
    """Looks for such text in one note.

    Args:
        text: The note's body, comments taken out.
        found: Its running text.
        opaque: Where there are no marks: code, math, HTML, destinations of links.
    """

    def __init__(self, text: str, found: Regions, opaque: Ranges) -> None:
        self._text = text
        self._regions = found
        self._opaque = opaque

    def all(self, reader: EventReader, highlights: Sequence[Highlight]) -> Iterator[PlainMark]:
        """Find all of it that stands within running text."""
        text = self._text
        if "$" in text:
            yield from self._dollars(reader.maths)
        if holds(text, "=="):
            yield from self._equals(highlights)
        if holds(text, "\\("):
            yield from self._parentheses()
        if holds(text, "<<") or holds(text, ">>"):
            yield from self._guillemets()
        if "\n" in text and ":" in text:
            yield from self._colons()
        if "^" in text:
            yield from self._carets()
        if "~" in text:
            yield from self._tildes()
        if "#" in text:
            yield from self._hashes(reader.headings)
        if "\\[" in text or "\\#" in text:
            yield from self._escaped()

    def _here(self, start: int) -> Region | None:
        """Give the region of a mark; none if it is hidden or escaped."""
        if start in self._opaque or is_escaped(self._text, start):
            return None
        return self._regions.at(start)

    def _dollars(self, maths: Sequence[Math]) -> Iterator[PlainMark]:
        """Find dollars that others could pair, with each other or with those of a formula."""
        found: dict[Region, list[tuple[int, int]]] = {}
        for match in _DOLLARS.finditer(self._text):
            region = self._here(match.start())
            if region is not None:
                found.setdefault(region, []).append(match.span())
        busy = {self._regions.at(math.start) for math in maths} if found else set()
        for region, spans in found.items():
            if len(spans) > 1 or region in busy:
                for start, end in spans:
                    yield PlainMark(start, end, "$" if end - start == 1 else "$$")

    def _equals(self, highlights: Sequence[Highlight]) -> Iterator[PlainMark]:
        marks = {offset for span in highlights for offset in (span.start, span.end - 2)}
        leads = Leads(self._text)
        found: dict[Region, list[tuple[int, int]]] = {}
        for match in _EQUALS.finditer(self._text):
            region = self._here(match.start())
            if region is None or match.start() in marks:
                continue
            if leads.reach(match.start()) and _REST_OF_UNDERLINE.match(self._text, match.end()):
                continue
            found.setdefault(region, []).append(match.span())
        for spans in found.values():
            if len(spans) > 1:
                yield from (PlainMark(start, end, "==") for start, end in spans)

    def _parentheses(self) -> Iterator[PlainMark]:
        last: dict[Region, int] = {}
        for match in _PARENTHESIS.finditer(self._text):
            region = self._here(match.start())
            if region is None:
                continue
            if region not in last:
                last[region] = self._text.rfind("\\)", region.start, region.end)
            if last[region] >= match.end():
                yield PlainMark(match.start(), match.end(), "\\(")

    def _guillemets(self) -> Iterator[PlainMark]:
        leads = Leads(self._text)
        for match in _GUILLEMET.finditer(self._text):
            starts_tag = match.start() + 1 in self._opaque
            if not leads.reach(match.start()) and self._here(match.start()) and not starts_tag:
                yield PlainMark(match.start(), match.end(), match.group())

    def _colons(self) -> Iterator[PlainMark]:
        leads = Leads(self._text)
        for match in _COLON.finditer(self._text):
            if leads.reach(match.start()):
                region = self._here(match.start())
                if region is not None and region.kind in {"paragraph", "item"}:
                    yield PlainMark(match.start(), match.end(), ":")

    def _carets(self) -> Iterator[PlainMark]:
        for region in self._regions:
            caret = self._text.rfind("^", region.start, region.end)
            match = _LAST_CARET.match(self._text, caret, region.end) if caret >= 0 else None
            if match is not None and self._here(caret) is not None:
                end = trimmed(self._text, region.start, region.end)
                yield PlainMark(end - 1, end, "^")

    def _hashes(self, headings: Sequence[Heading]) -> Iterator[PlainMark]:
        """Find the ``#`` of ``##`` in running text and of the emoji ``#️⃣``: no tags."""
        text = self._text
        opened = 0
        heads = {heading.start for heading in headings}
        titles: dict[Region, tuple[int, int]] = {}
        for match in _NO_TAG.finditer(text):
            start = match.start()
            if start in heads:
                marks = _OPENING.match(text, start)
                opened = marks.end() if marks else opened
            region = self._here(start) if start >= opened else None
            if region is not None and region.kind == "heading":
                if region not in titles:
                    titles[region] = self._title(region)
                first, last = titles[region]
                region = region if first < start < last else None
            if region is not None:
                yield PlainMark(start, match.end(), "#")

    def _title(self, heading: Region) -> tuple[int, int]:
        """Give where a heading's opening marks end and its closing ones start."""
        start, end, _kind = heading
        text = self._text
        source = text[start:end]
        first = start + len(source) - len(source.lstrip("#"))
        shown = source.rstrip(" \t\r\n")
        last = start + len(shown.rstrip("#"))
        return first, (last if text[last - 1] in " \t" else last + 1)

    def _escaped(self) -> Iterator[PlainMark]:
        """Find escaped wikilinks and tags, for engines that look for those in finished text."""
        for match in _ESCAPED.finditer(self._text):
            if self._here(match.start()) is not None:
                yield PlainMark(match.start(), match.end(), "[[" if match["link"] else "\\#")

    def _tildes(self) -> Iterator[PlainMark]:
        """Find single tildes that pair: Obsidian strikes out between double ones only."""
        opening, around = -1, None
        for match in _TILDE.finditer(self._text):
            start = match.start()
            region = self._here(start)
            if region is None:
                continue
            if region is around and not self._text[start - 1].isspace():
                yield PlainMark(opening, opening + 1, "~")
                yield PlainMark(start, start + 1, "~")
                around = None
            elif not self._text[start + 1 : start + 2].isspace():
                opening, around = start, region


def boxes(text: str, items: Sequence[ListItem], links: Sequence[Link]) -> Iterator[PlainMark]:
    """Find what stands at the start of an item and looks like the box of a task, but is none.

    Args:
        text: The note's body, comments taken out.
        items: The items of its lists.
        links: Its links.
    """
    starts = {link.start for link in links if link.kind in {"inline", "reference"}}
    for item in items:
        match = _BOX.match(text, item.text_start)
        if match is not None and (item.text_start in starts or not item.task):
            yield PlainMark(match.start("char"), match.end("char"), "box")
