"""Alphabets and letter case as the engines know them, whichever Unicode this Python has."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from vaultexport.strategies import _unicode

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTERS_AND_DIGITS: Final = _unicode.LETTERS_AND_DIGITS
MARKS: Final = _unicode.MARKS
SLUGGER: Final = _unicode.SLUGGER

_UNICODE_SPACE: Final = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

GO_SPACE: Final = f"\t-\r \u0085{_UNICODE_SPACE}"
"""``unicode.IsSpace`` of Go, as the inside of a character class. Python's ``\\s`` has more."""

JS_SPACE: Final = f"\t-\r {_UNICODE_SPACE}\ufeff"
"""``\\s`` of JavaScript: no NEL, but the byte order mark."""

_NEWER_CASE: Final[dict[int, int | str]] = {
    int(capital, 16): int(small, 16)
    for capital, _, small in (pair.partition(":") for pair in _unicode.NEWER_CASE.split())
}
_SIMPLE_CASE: Final[dict[int, int | str]] = {**_NEWER_CASE, ord("İ"): "i", ord("Σ"): "σ"}


def js_lower(text: str) -> str:
    """Lower-case as ``String.prototype.toLowerCase``: a final sigma is a final sigma."""
    return text.lower() if text.isascii() else text.translate(_NEWER_CASE).lower()


def go_lower(text: str) -> str:
    """Lower-case as ``strings.ToLower`` of Go: one letter for one letter, no context."""
    return text.lower() if text.isascii() else text.translate(_SIMPLE_CASE).lower()


class _Only(dict[int, int | None]):
    """A table for `str.translate` that keeps some characters; it learns each when it is met.

    A regular expression with all of these ranges takes ten milliseconds to compile.

    Args:
        plain: The inside of a character class.
        tables: Ranges in the notation of `_unicode`, none within another.
    """

    def __init__(self, plain: str, tables: tuple[str, ...]) -> None:
        super().__init__()
        self._plain = re.compile(f"[{plain}]")
        parts = (item.partition("-") for table in tables for item in table.split())
        self._ranges = sorted((int(low, 16), int(high or low, 16)) for low, _, high in parts)

    def __missing__(self, point: int) -> int | None:
        index = bisect_right(self._ranges, point, key=itemgetter(0)) - 1
        listed = index >= 0 and point <= self._ranges[index][1]
        self[point] = point if listed or self._plain.match(chr(point)) else None
        return self[point]


@cache
def only(plain: str, *tables: str) -> Mapping[int, int | None]:
    """Give a table for `str.translate` that deletes every character outside of a class and tables.

    Args:
        plain: The inside of a character class.
        tables: Ranges in the notation of `_unicode`.
    """
    return _Only(plain, tables)
