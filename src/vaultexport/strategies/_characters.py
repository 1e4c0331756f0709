"""Alphabets and letter case as the engines know them, whichever Unicode this Python has."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from vaultexport.strategies import _unicode

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


@cache
def all_but(ascii_class: str, *tables: str) -> re.Pattern[str]:
    """Compile a pattern for every character outside some ASCII class and some tables.

    Args:
        ascii_class: The inside of a character class.
        tables: Ranges in the notation of `_unicode`.
    """
    ranges = (item for table in tables for item in table.split())
    wide = "".join(
        f"{chr(int(low, 16))}-{chr(int(high or low, 16))}"
        for low, _, high in (item.partition("-") for item in ranges)
    )
    return re.compile(f"[^{ascii_class}{wide}]")
