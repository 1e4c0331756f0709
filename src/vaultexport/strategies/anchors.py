"""Anchors of headings: what id an engine gives to a heading with a certain text.

The text is what a reader sees: no markers of emphasis, links or code, escapes and entities undone.
Smart punctuation, on by default in Hugo and Quartz, comes before the ids and leaves inline code
alone: `AnchorRule.smart` goes over each piece of prose, then the pieces are joined::

    rule = ANCHORS["github"]
    page = rule.page()
    page.add(rule.smart("Options -- see ") + "--help")     # options--see---help

Hugo's own ids depart from that text where a heading has markup: of the children of an emphasis or a
link it reads the first alone (``## **it's on**`` is ``it``), it reads named entities in code too,
and numeric ones as digits. Such a heading needs an explicit id to be linked to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from vaultexport.strategies._characters import (
    GO_SPACE,
    LETTERS_AND_DIGITS,
    SLUGGER,
    go_lower,
    js_lower,
    only,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_EDGE_SPACE: Final = re.compile(rf"\A[{GO_SPACE}]+|[{GO_SPACE}]+\Z")
_DASHES: Final = re.compile("---?")
_ARROWS: Final = re.compile("-{1,2}>|={1,2}>|<-{1,2}|<={1,2}")
_TWO_HYPHENS: Final = re.compile("(?<!-)--(?!-)")


class PageAnchors(Protocol):
    """The ids of one page, in the order of its headings."""

    def add(self, text: str) -> str:
        """Give the id of the next heading; empty when the engine gives it none."""
        ...


def _is_plain(text: str) -> bool:
    """Tell whether a text is nothing but ASCII letters, digits and blanks, as most headings are."""
    return text.isascii() and text.replace(" ", "").isalnum()


def goldmark_github(text: str) -> str:
    """Give the id that Hugo's ``autoIDType: github`` makes of a heading's text.

    Letters, digits and ``_`` stay, in lower case; each space or hyphen is a hyphen; all else goes,
    combining marks too. Measured on Hugo 0.168.

    Returns:
        The id without regard to other headings; ``heading`` when nothing is left of the text, and
        empty for an empty text (a bare URL, say), to which Hugo gives no id.
    """
    if _is_plain(text):
        return text.strip().replace(" ", "-").lower()
    if not text:
        return ""
    kept = _EDGE_SPACE.sub("", text).translate(only(r"\- _A-Za-z0-9", LETTERS_AND_DIGITS))
    return go_lower(kept.replace(" ", "-")) or "heading"


def goldmark_typographer(prose: str) -> str:
    """Apply Hugo's typographer as far as ids can see it.

    Three hyphens or two become a dash, from left to right. Quotes and dots need no care: ids drop
    them either way. Of a heading over two lines Hugo reads the last alone: it needs an explicit id,
    for which the line end is a blank.
    """
    text = prose.replace("\n", " ")
    return _DASHES.sub("—", text) if "--" in text else text


def github_slugger(text: str) -> str:
    """Give the id that github-slugger 2 (Quartz) makes of a heading's text.

    Lower case; letters, marks, decimal and letter numbers and connectors of Unicode 13 stay;
    spaces become hyphens. Nothing is trimmed and nothing replaces an empty result.
    """
    if _is_plain(text):
        return text.replace(" ", "-").lower()
    kept = js_lower(text).translate(only(r"\- _a-z0-9", SLUGGER))
    return kept.replace(" ", "-")


def remark_smartypants(prose: str) -> str:
    """Apply Quartz's smart punctuation as far as ids can see it.

    Exactly two hyphens become a dash; three and more stay.
    """
    return _TWO_HYPHENS.sub("—", prose) if "--" in prose else prose


def quartz4_punctuation(prose: str) -> str:
    """Apply the smart punctuation of Quartz 4: arrows, then dashes (``ofm.ts``)."""
    return remark_smartypants(_ARROWS.sub("→", prose))


class GoldmarkAnchors:
    """Ids of one page in Hugo: a taken id gets ``-1``, ``-2``… until it is free."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def add(self, text: str) -> str:
        """Give the id of the next heading."""
        base = anchor = goldmark_github(text)
        number = self._last.get(base, 0)  # all up to this one stay taken
        while anchor in self._taken:
            number += 1
            anchor = f"{base}-{number}"
        self._last[base] = number
        if anchor:
            self._taken.add(anchor)
        return anchor


class SluggerAnchors:
    """Ids of one page in Quartz: numbers count on from the last one given to a text."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def add(self, text: str) -> str:
        """Give the id of the next heading."""
        base = anchor = github_slugger(text)
        while anchor in self._last:
            self._last[base] += 1
            anchor = f"{base}-{self._last[base]}"
        self._last[anchor] = 0
        return anchor


@dataclass(frozen=True, slots=True)
class AnchorRule:
    """How an engine names its headings.

    Attributes:
        slug: The id of one heading's text, without regard to other headings.
        smart: What smart punctuation makes of a piece of prose.
        page: Makes the state for the headings of one page.
        text_only: Whether ids are made of texts alone; else of the numbers of footnotes, too, and
            not of what stands for an image that can't be shown.
    """

    slug: Callable[[str], str]
    smart: Callable[[str], str]
    page: Callable[[], PageAnchors]
    text_only: bool


ANCHORS: Final = MappingProxyType(
    {
        "github": AnchorRule(
            goldmark_github, goldmark_typographer, GoldmarkAnchors, text_only=True
        ),
        "github-slugger": AnchorRule(
            github_slugger, remark_smartypants, SluggerAnchors, text_only=False
        ),
        "github-slugger-arrows": AnchorRule(
            github_slugger, quartz4_punctuation, SluggerAnchors, text_only=False
        ),
    }
)
"""Anchor strategies by the name that profiles use."""
