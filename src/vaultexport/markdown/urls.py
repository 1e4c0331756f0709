"""URLs in running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.spans import BareUrl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.markdown.regions import Ranges

_URL: Final = re.compile(
    r"(?<![A-Za-z0-9])https?://(?P<host>[^\s/?#<>()\[\]\"'`|\\]+)(?P<rest>[/?#][^\s<>\"`|]*)?",
    re.IGNORECASE,
)
_FOREIGN: Final = re.compile(
    r"[\u2018-\u201d\u3000-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
)
"""Quotation marks, CJK and full-width punctuation: the text goes on there."""

_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_TRAILING: Final = re.compile(r"(?:[?!.,:;*_~'\"]|==|&\w+;)+\Z")


def bare_urls(text: str, hidden: Ranges) -> Iterator[BareUrl]:
    """Find the URLs of a text that are not marked as links.

    A URL ends at white space and at CJK punctuation; its host also where letters follow that no
    host of Latin letters has, the rest of it may hold any letter.

    Args:
        text: The note's body, comments taken out.
        hidden: Where Obsidian looks for none: code, math, HTML, links.
    """
    if "://" not in text:
        return
    position = 0
    while match := _URL.search(text, position):
        position = match.end("host")
        if match.start() in hidden:
            continue
        end = _end(text, match, hidden)
        if end > match.start("host"):
            position = end
            yield BareUrl(match.start(), end)


def _end(text: str, match: re.Match[str], hidden: Ranges) -> int:
    start, end = match.span("host")
    cut = _FOREIGN.search(text, start, match.end())
    if text[start].isascii():
        cut = _NOT_ASCII.search(text, start, end) or cut
    stop = min(cut.start() if cut else match.end(), hidden.next_start(start, match.end()))
    url = _unclosed(text[match.start() : stop])
    return match.start() + len(_unclosed(_TRAILING.sub("", url)))


def _unclosed(url: str) -> str:
    """Take closing parentheses off that the URL does not open."""
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1]
    return url
