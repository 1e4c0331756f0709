"""Anchors of headings: what id an engine gives to a heading with a certain text.

The *text* of a heading is what its text leaves hold: markers of emphasis, links and code are
gone, escapes and entities are best left as written (`goldmark_github` reads named ones itself).

Smart punctuation changes text before the ids are made, so an `AnchorRule` has a `smart` function
of its own. It goes over each piece of prose, never over inline code, when the site has smart
punctuation on (both targets have by default)::

    rule = ANCHORS["github"]
    text = rule.smart("Options ") + "--verbose"      # ## Options `--verbose`
    anchor = rule.page().add(text)                   # options---verbose
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import html5
from typing import Final, Protocol

from vaultexport.strategies._characters import (
    GO_SPACE,
    LETTERS_AND_DIGITS,
    SLUGGER,
    all_but,
    go_lower,
    js_lower,
)

_NAMED_ENTITY: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_EDGE_SPACE: Final = re.compile(rf"\A[{GO_SPACE}]+|[{GO_SPACE}]+\Z")
_DASHES: Final = re.compile("---?")
_TWO_HYPHENS: Final = re.compile("(?<!-)--(?!-)")
_SPLITS_CONTAINER: Final = re.compile(r"[\"'*_~`\[<\n@]|--|\.\.\.|>>|://|www\.")


class PageAnchors(Protocol):
    """The ids of one page, in the order of its headings."""

    def add(self, text: str) -> str:
        """Give the id of the next heading; empty when the engine gives it none."""
        ...

    def reserve(self, anchor: str) -> None:
        """Note an explicit id (``{#…}``) where it stands; later headings avoid it."""
        ...


def goldmark_github(text: str) -> str:
    """Give the id that Hugo's ``autoIDType: github`` makes of a heading's text.

    Letters, digits and ``_`` stay, in lower case; each space or hyphen is a hyphen; all else goes,
    combining marks too. Named entities count as their characters, numeric ones as typed (``&#120;``
    is ``120``). Measured on Hugo 0.168.

    Args:
        text: The heading's text, after `goldmark_typographer` where that applies.

    Returns:
        The id without regard to other headings; ``heading`` when nothing is left of the text, and
        empty for an empty text, to which Hugo gives no id.
    """
    if not text:
        return ""
    text = _NAMED_ENTITY.sub(lambda entity: html5.get(entity[1], entity[0]), text)
    text = _EDGE_SPACE.sub("", text)
    kept = all_but(r"\- _A-Za-z0-9", LETTERS_AND_DIGITS).sub("", text)
    return go_lower(kept.replace(" ", "-")) or "heading"


def goldmark_typographer(text: str) -> str:
    """Apply Hugo's typographer (on by default) as far as ids can see it.

    Two or three hyphens in a row become a dash, which ids drop, from left to right; quotes and
    dots are dropped either way. Escaped hyphens (``\\--``) are not taken for a dash by Hugo.
    """
    return _DASHES.sub("", text)


def goldmark_keeps(container: str) -> bool:
    """Tell whether Hugo's id counts the whole of an emphasis, strikethrough or link.

    Of the children of such a container Hugo reads only the first: ``## **it's on**`` has the id
    ``it``, ``## [a **b** c](x)`` is ``a``. What starts a second child: other marks and entities of
    the typographer. The test is careful: it may say no where the id would have been whole. A
    heading with a container that it refuses needs an explicit ``{#id}`` to be linked to.

    Args:
        container: The source between the container's marks.
    """
    return _SPLITS_CONTAINER.search(container) is None


def github_slugger(text: str) -> str:
    """Give the id that github-slugger 2 (Quartz) makes of a heading's text.

    Lower case; letters, marks, decimal and letter numbers and connectors of Unicode 13 stay;
    spaces become hyphens. Nothing is trimmed and nothing replaces an empty result.
    """
    kept = all_but(r"\- _a-z0-9", SLUGGER).sub("", js_lower(text))
    return kept.replace(" ", "-")


def smartypants(text: str) -> str:
    """Apply Quartz's smart punctuation (on by default) as far as ids can see it.

    Two hyphens become a dash, three or more stay. Escaped hyphens count as hyphens.
    """
    return _TWO_HYPHENS.sub("", text)


class GoldmarkAnchors:
    """Ids of one page in Hugo: a taken id gets ``-1``, ``-2``… until it is free."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def add(self, text: str) -> str:
        """Give the id of the next heading."""
        base = anchor = goldmark_github(text)
        number = 0
        while anchor in self._taken:
            number += 1
            anchor = f"{base}-{number}"
        if anchor:
            self._taken.add(anchor)
        return anchor

    def reserve(self, anchor: str) -> None:
        """Note an explicit id; Hugo never renames those, not even when they repeat."""
        self._taken.add(anchor)


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

    def reserve(self, anchor: str) -> None:
        """Do nothing: rehype-slug leaves explicit ids alone and does not count them."""


@dataclass(frozen=True, slots=True)
class AnchorRule:
    """How an engine names its headings.

    Attributes:
        slug: The id of one heading's text, without regard to other headings.
        smart: What smart punctuation makes of a piece of prose, as far as ids can see it.
        keeps: Whether the source inside an emphasis or a link counts as a whole for the id.
        page: Makes the state for the headings of one page.
    """

    slug: Callable[[str], str]
    smart: Callable[[str], str]
    keeps: Callable[[str], bool]
    page: Callable[[], PageAnchors]
