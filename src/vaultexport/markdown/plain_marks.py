"""Text that is no markup to Obsidian, but is to one engine or another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.regions import Ranges, is_escaped, region_at
from vaultexport.markdown.spans import PlainMark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.regions import Region
    from vaultexport.markdown.spans import Highlight, Link, ListItem, Math

_BOX: Final = re.compile(r"\[(?P<char>[xX ])\](?=\S)")
_COLON: Final = re.compile(r"^[ \t>]*(?P<mark>:)(?=[ \t])", re.MULTILINE)
_GUILLEMET: Final = re.compile(r"<<|>>")
_EQUALS: Final = re.compile(r"={2,}")
_UNDERLINE: Final = re.compile(r"[ \t>]*=+[ \t]*\r?\Z")
_DOLLARS: Final = re.compile(r"\$+")
_TILDE: Final = re.compile(r"(?<!~)~(?!~)")
_NO_TAG: Final = re.compile(r"#(?<!\S#)(?=[#\ufe0f\u20e3])|(?<=#)#(?=\S)")
_LAST_CARET: Final = re.compile(r"\^(?!\[\S+\]\s*\Z)[^\s^]+\s*\Z")
"""What ends a text and starts with a caret, but is no inline footnote."""

_CLOSING: Final = re.compile(r"(?<=[ \t#])#+[ \t\r\n]*\Z")
"""The marks that may close a heading (CommonMark 4.2)."""


class PlainMarks:
    """Looks for such text in one note.

    Args:
        text: The note's body, comments taken out.
        found: Its running text.
        opaque: Where there are no marks: code, math, HTML, destinations of links.
    """

    def __init__(self, text: str, found: Sequence[Region], opaque: Ranges) -> None:
        self._text = text
        self._regions = found
        self._opaque = opaque

    def all(self, maths: Sequence[Math], highlights: Sequence[Highlight]) -> Iterator[PlainMark]:
        """Find all of it that stands within running text."""
        text = self._text
        if "$" in text:
            yield from self._dollars(maths)
        if "==" in text:
            yield from self._equals(highlights)
        if "\\(" in text:
            yield from self._parentheses()
        if "<<" in text or ">>" in text:
            yield from self._guillemets()
        if "\n" in text and ":" in text:
            yield from self._colons()
        if "^" in text:
            yield from self._carets()
        if "~" in text:
            yield from self._tildes()
        if "#" in text:
            yield from self._hashes()

    def _here(self, start: int) -> Region | None:
        """Give the region of a mark; none if it is hidden or escaped."""
        if start in self._opaque or is_escaped(self._text, start):
            return None
        return region_at(self._regions, start)

    def _dollars(self, maths: Sequence[Math]) -> Iterator[PlainMark]:
        """Find dollars that others could pair, with each other or with those of a formula."""
        found: dict[Region, list[tuple[int, int]]] = {}
        for match in _DOLLARS.finditer(self._text):
            region = self._here(match.start())
            if region is not None:
                found.setdefault(region, []).append(match.span())
        busy = {region_at(self._regions, math.start) for math in maths} if found else set()
        for region, spans in found.items():
            if len(spans) > 1 or region in busy:
                for start, end in spans:
                    yield PlainMark(start, end, "$" if end - start == 1 else "$$")

    def _equals(self, highlights: Sequence[Highlight]) -> Iterator[PlainMark]:
        marks = {offset for span in highlights for offset in (span.start, span.end - 2)}
        found: dict[Region, list[tuple[int, int]]] = {}
        for match in _EQUALS.finditer(self._text):
            region = self._here(match.start())
            if region is None or match.start() in marks or _UNDERLINE.match(self._line(match)):
                continue
            found.setdefault(region, []).append(match.span())
        for spans in found.values():
            if len(spans) > 1:
                yield from (PlainMark(start, end, "==") for start, end in spans)

    def _line(self, match: re.Match[str]) -> str:
        start = self._text.rfind("\n", 0, match.start()) + 1
        end = self._text.find("\n", match.end())
        return self._text[start : end if end >= 0 else len(self._text)]

    def _parentheses(self) -> Iterator[PlainMark]:
        for match in re.finditer(r"\\\(", self._text):
            region = self._here(match.start())
            if region is not None and self._text.find("\\)", match.end(), region.end) >= 0:
                yield PlainMark(match.start(), match.end(), "\\(")

    def _guillemets(self) -> Iterator[PlainMark]:
        for match in _GUILLEMET.finditer(self._text):
            line = self._text[self._text.rfind("\n", 0, match.start()) + 1 : match.start()]
            starts_tag = match.start() + 1 in self._opaque
            if line.strip(" \t>") and self._here(match.start()) is not None and not starts_tag:
                yield PlainMark(match.start(), match.end(), match.group())

    def _colons(self) -> Iterator[PlainMark]:
        for match in _COLON.finditer(self._text):
            region = self._here(match.start("mark"))
            if region is not None and region.kind in {"paragraph", "item"}:
                yield PlainMark(match.start("mark"), match.end("mark"), ":")

    def _carets(self) -> Iterator[PlainMark]:
        for region in self._regions:
            text = self._text[region.start : region.end]
            match = _LAST_CARET.search(text) if "^" in text else None
            if match is not None and self._here(region.start + match.start()) is not None:
                end = region.start + len(text.rstrip())
                yield PlainMark(end - 1, end, "^")

    def _hashes(self) -> Iterator[PlainMark]:
        """Find the ``#`` of ``##`` in running text and of the emoji ``#️⃣``: no tags."""
        for match in _NO_TAG.finditer(self._text):
            region = self._here(match.start())
            if region is None:
                continue
            # A heading's own marks come first in it.
            before = self._text[region.start : match.start()]
            if region.kind == "heading" and not before.strip("#"):
                continue
            closes = _CLOSING.match(self._text, match.start(), region.end)
            if region.kind != "heading" or not closes:
                yield PlainMark(match.start(), match.end(), "#")

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
