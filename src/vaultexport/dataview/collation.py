"""Compares strings like a reader of English: the root collation of CLDR, as in Obsidian.

Blanks come first, then punctuation, symbols, digits and letters. Letters are compared first
without accents and case; accents decide between equals, then case, lower before upper. Strings
that differ only in characters that don't count (a soft hyphen, a control character) are equal.

No library fits: PyICU needs the C library ICU at installation, and pyuca implements the order of
the Unicode standard without CLDR's changes. What this leaves out: contractions (Thai and Lao
vowels, some Indic scripts), and the order within scripts other than Latin, Greek, Cyrillic and
Georgian is that of the code points.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from vaultexport.dataview import collation_table as table

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGIT: Final = 0x10000
_LETTER: Final = {
    **{letter: 0x10100 + rank for rank, letter in enumerate(table.LATIN)},
    **{letter: 0x11000 + rank for rank, letter in enumerate(table.GREEK)},
    **{letter: 0x12000 + rank for rank, letter in enumerate(table.CYRILLIC)},
    **{letter: 0x13000 + rank for rank, letter in enumerate(table.GEORGIAN)},
}
_OTHER_SYMBOL: Final = 0x8000
_OTHER_LETTER: Final = 0x20000
_VARIANTS: Final = ("", "<wide>", "<circle>", "<compat>", "<font>", "<super>", "<sub>", "<square>")

_Weight: TypeAlias = tuple[int, int, int]
_Key: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def _runs(text: str) -> Iterator[tuple[int, bool]]:
    for run in text.split():
        first, _, last = run.lstrip("=").partition("-")
        for code in range(int(first, 16), int(last or first, 16) + 1):
            yield code, run.startswith("=")


def _symbols() -> dict[str, tuple[int, int]]:
    places: dict[str, tuple[int, int]] = {}
    primary = secondary = 0
    for code, same in _runs(table.SYMBOLS):
        primary, secondary = (primary, secondary + 1) if same else (primary + 1, 0)
        places[chr(code)] = primary, secondary
    return places


_SYMBOL: Final = _symbols()
_MARK: Final = {chr(code): rank for rank, (code, _) in enumerate(_runs(table.MARKS), start=1)}
_IGNORED: Final = frozenset(chr(code) for code, _ in _runs(table.IGNORED))


@lru_cache(maxsize=4096)
def _weights(char: str) -> tuple[_Weight, ...]:
    """Return the weights of one character of a canonically decomposed text."""
    if char in _IGNORED:
        return ()
    if char in _SYMBOL:
        return ((*_SYMBOL[char], 0),)
    decomposed = unicodedata.decomposition(char)
    if decomposed.startswith("<"):
        return _variant(char, decomposed.split()[0])
    if unicodedata.combining(char) or unicodedata.category(char) == "Mn":
        return ((0, _MARK.get(char, len(_MARK) + ord(char)), 0),)
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return ((_DIGIT + digit, ord(char) if ord(char) > 127 else 0, 0),)
    return _letter_weights(char)


def _variant(char: str, kind: str) -> tuple[_Weight, ...]:
    rank = _VARIANTS.index(kind) if kind in _VARIANTS else len(_VARIANTS)
    plain = unicodedata.normalize("NFKD", char)
    return tuple(
        (primary, secondary, tertiary + rank)
        for part in plain
        for primary, secondary, tertiary in _weights(part)
    )


def _letter_weights(char: str) -> tuple[_Weight, ...]:
    lower = char.lower()
    upper = 0 if lower == char else len(_VARIANTS) + 1
    like = table.LIKE.get(char) or table.LIKE.get(lower)
    if like:
        weights = [(primary, 0, upper) for part in like for primary, _, _ in _weights(part)]
        return (*weights, (0, ord(lower), 0))
    letter = _LETTER.get(char) or _LETTER.get(lower)
    if letter:
        return ((letter, 0, upper),)
    if not char.isalpha():
        return ((_OTHER_SYMBOL + ord(char), 0, 0),)
    # Katakana stands with hiragana.
    code = ord(lower[0])
    small = code - 0x60 if 0x30A1 <= code <= 0x30F6 else code
    return ((_OTHER_LETTER + small, 0, upper + (code != small)),)


@lru_cache(maxsize=65_536)
def collation_key(text: str) -> _Key:
    """Return the key by which strings sort; equal keys mean equal strings.

    Args:
        text: Any string, lone surrogates included.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFD", text)
    weights = [weight for char in text for weight in _weights(char)]
    return (
        tuple(primary for primary, _, _ in weights if primary),
        tuple(secondary for _, secondary, _ in weights),
        tuple(tertiary for _, _, tertiary in weights),
    )


def compare_strings(left: str, right: str) -> int:
    """Compare two strings: negative, zero or positive as the left is less, equal or greater."""
    if left == right:
        return 0
    left_key, right_key = collation_key(left), collation_key(right)
    return (left_key > right_key) - (left_key < right_key)
