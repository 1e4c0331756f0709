"""Tags in running text, by Obsidian's own grammar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.lines import Leads
from vaultexport.markdown.regions import is_escaped
from vaultexport.markdown.spans import Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from vaultexport.markdown.regions import Ranges

TAG: Final = re.compile(
    r"#(?P<name>[^\u2000-\u200c\u200e-\u206F\u2E00-\u2E7F'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s]+)"
)
"""What a tag may hold: anything but white space, ASCII punctuation other than ``-_/``, and general
punctuation; emoji and full-width punctuation are in (Obsidian Help, "Tags"; the character class is
the one that Obsidian's own importer has)."""

_MARKERS: Final = frozenset("*_~=")
_PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def tags(text: str, hidden: Ranges, ends: Callable[[], Collection[int]]) -> Iterator[Tag]:
    r"""Find the tags of a text.

    A tag stands behind white space or right behind another mark: an escaped character, a link, a
    tag, a marker of emphasis (recorded from the app: ``\[\[#a`` holds a tag, ``(#a)`` and ``b#a``
    hold none).

    Args:
        text: The note's body, comments taken out.
        hidden: Where Obsidian looks for no tags: code, math, HTML, links, URLs.
        ends: Gives where other inline marks end.

    Yields:
        The tags in order. One of digits alone is none.
    """
    if "#" not in text:
        return
    leads = Leads(text)
    known_ends: Collection[int] | None = None
    last_end = 0
    for match in TAG.finditer(text):
        start = match.start()
        if match["name"].isdecimal() or start in hidden:
            continue
        if start != last_end and not _may_follow(text, start, leads):
            known_ends = ends() if known_ends is None else known_ends
            if start not in known_ends:
                continue
        last_end = match.end()
        yield Tag(start, last_end, match["name"])


def _may_follow(text: str, start: int, leads: Leads) -> bool:
    """Tell whether what stands before a ``#`` lets a tag begin there."""
    if start == 0 or text[start - 1].isspace():
        return True
    before = text[start - 1]
    if before == "|":
        return True
    if before == ">":
        return leads.reach(start)
    if before in _PUNCTUATION and is_escaped(text, start - 1):
        return True
    return before in _MARKERS
