"""Raw HTML of an embedded note that would reach out of its frame."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.markdown import Transclusion
from vaultexport.markdown.regions import Ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultexport.markdown import Document, Html
    from vaultexport.markdown.ranges import Part

_TOKEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea)\b.*?(?:(?P<closed></(?P=raw)\s*>)|\Z)"
    r"|<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*?(?P<self>/?)>",
    re.DOTALL | re.IGNORECASE,
)
_VOID: Final = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    )
)
_FOREIGN: Final = frozenset({"svg", "math"})
"""Elements inside of which a slash at a tag's end counts."""

_OPTIONAL: Final = frozenset(
    (
        *("p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody"),
        *("tfoot", "colgroup", "rp", "rt"),
    )
)
"""Elements whose end tags may be left out: what follows ends them (HTML, 13.1.2.4)."""


class Balance(NamedTuple):
    """What is wrong with the HTML of a text.

    Attributes:
        strays: Where the end tags start that end nothing.
        missing: The names of the elements that are never ended, inner ones first.
    """

    strays: frozenset[int]
    missing: tuple[str, ...]


def balance(document: Document, body: str, part: Part) -> Balance:
    """Pair the tags of a part of a note.

    Args:
        document: The spans of the note.
        body: Its body.
        part: The part; what it holds of frames of Digital Garden's is paired with their own text.
    """
    spans = [span for span in document.htmls if part.start <= span.start < part.end]
    frames = (mark for mark in document.marks if isinstance(mark, Transclusion)) if spans else ()
    inner = Ranges((f.start, f.end) for f in frames if part.start <= f.start < part.end)
    return _paired(body, (span for span in spans if span.start not in inner))


def _paired(body: str, spans: Iterable[Html]) -> Balance:
    opened: list[str] = []
    strays: list[int] = []
    for span in spans:
        for match in _TOKEN.finditer(body, span.start, span.end):
            name = (match["name"] or match["raw"] or "").lower()
            is_whole = match["closed"] or (match["self"] and not _FOREIGN.isdisjoint(opened))
            if not name or is_whole or name in _VOID or name in _OPTIONAL:
                continue
            if not match["slash"]:
                opened.append(name)
            elif name in opened:
                # What is still open inside ends with it, as in every browser.
                del opened[len(opened) - 1 - opened[::-1].index(name) :]
            else:
                strays.append(match.start())
    return Balance(frozenset(strays), tuple(reversed(opened)))
