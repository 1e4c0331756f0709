"""URLs in running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.spans import BareUrl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.markdown.regions import Ranges

_SEPARATOR: Final = "://"
_SCHEMES: Final = ("https", "http")
_START: Final = re.compile(
    r"(?<![A-Za-z0-9])https?://(?P<host>[^\s/?#<>()\[\]\"'`|\\]+)", re.IGNORECASE
)
_FOREIGN: Final = (
    r"\u2018-\u201d\u3000-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
"""Quotation marks, CJK and full-width punctuation: the text goes on there."""

_HOST_END: Final = re.compile(f"[{_FOREIGN}]")
_LATIN_HOST_END: Final = re.compile(r"[^\x00-\x7f]")
_REST_END: Final = re.compile(rf"[\s<>\"`|{_FOREIGN}]")
_TRAILING: Final = "?!.,:;*_~'\""


def bare_urls(text: str, hidden: Ranges) -> Iterator[BareUrl]:
    """Find the URLs of a text that are not marked as links.

    A URL ends at white space and at CJK punctuation; its host also where letters follow that no
    host of Latin letters has, the rest of it may hold any letter.

    Args:
        text: The note's body, comments taken out.
        hidden: Where Obsidian looks for none: code, math, HTML, links.
    """
    position = 0
    separator = text.find(_SEPARATOR)
    while separator >= 0:
        match = _start(text, position, separator)
        if match is not None:
            position = match.end("host")
            end = 0 if match.start() in hidden else _end(text, match, hidden)
            if end > match.start("host"):
                position = end
                yield BareUrl(match.start(), end)
        separator = text.find(_SEPARATOR, max(position, separator + 1))


def _start(text: str, position: int, separator: int) -> re.Match[str] | None:
    """Match scheme and host around a separator, from a position on."""
    starts = (separator - len(scheme) for scheme in _SCHEMES)
    matches = (_START.match(text, start) for start in starts if start >= position)
    return next(filter(None, matches), None)


def _end(text: str, match: re.Match[str], hidden: Ranges) -> int:
    start, end = match.span("host")
    host_end = _LATIN_HOST_END if text[start].isascii() else _HOST_END
    cut = host_end.search(text, start, end)
    if cut is None and text.startswith(("/", "?", "#"), end):
        cut = _REST_END.search(text, end)
        end = len(text)
    stop = hidden.next_start(start, cut.start() if cut else end)
    url = _unclosed(text[match.start() : stop])
    return match.start() + len(_unclosed(_without_trailing(url)))


def _unclosed(url: str) -> str:
    """Take closing parentheses off that the URL does not open."""
    closing = len(url) - len(url.rstrip(")"))
    excess = min(closing, url.count(")") - url.count("("))
    return url[: len(url) - max(excess, 0)]


def _without_trailing(url: str) -> str:
    """Take off punctuation, the marks of a highlight, and entities."""
    end = len(url)
    while end:
        entity = _entity_start(url, end)
        if entity >= 0:
            end = entity
        elif url[end - 1] in _TRAILING:
            end -= 1
        elif url.endswith("==", 0, end):
            end -= 2
        else:
            break
    return url[:end]


def _entity_start(url: str, end: int) -> int:
    """Give where the entity starts that ends at an offset, ``&amp;``; -1 for none."""
    if url[end - 1] != ";":
        return -1
    start = end - 1
    while start and (url[start - 1].isalnum() or url[start - 1] == "_"):
        start -= 1
    return start - 1 if 0 < start < end - 1 and url[start - 1] == "&" else -1
