"""Front matter as text: YAML that every target reads to the same values.

The two readers to please are Go's YAML (Hugo) and js-yaml's JSON schema (Quartz). What both agree
on is small: JSON strings, ``true``, ``false``, ``null`` and ordinary numbers. So every string is
JSON-quoted, and everything else that one of them could misread is written as a string.

This module knows neither a target nor a vault. It must not import the reader or the writer.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


FENCE: Final = "---"

_INLINE_WIDTH: Final = 88
"""A list of scalars stays on its key's line up to this many characters."""

_SAFE_INTEGER: Final = 2**53 - 1
"""JavaScript's largest exact integer; beyond it Quartz would read another number than Hugo."""

_PLAIN_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_WORDS_WITH_A_MEANING: Final = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
)
"""Plain words that YAML 1.1 or 1.2 reads as something else than a string."""

_JSON_TEXT: Final = json.JSONEncoder(ensure_ascii=False).encode
_UNPRINTABLE: Final = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Line breaks of YAML 1.1 and characters that a YAML stream may not hold; JSON leaves them raw."""


def front_matter_block(data: Mapping[str, object]) -> str:
    """Write the whole block, fences included, ready to stand before a body.

    Args:
        data: Keys and values in the order in which they are to appear. An empty map gives an empty
            block: a body that starts with a rule or a brace must not be read as front matter.

    Returns:
        YAML between two ``---`` lines, with LF line ends and a final newline.
    """
    return _fenced(front_matter_lines(data))


def front_matter_lines(data: Mapping[str, object]) -> str:
    """Write the lines between the fences, without a final newline.

    Args:
        data: Keys and values in the order in which they are to appear. What is no `PropertyValue`,
            such as a date, is written as its text.

    Returns:
        One top-level key a line; the empty string for an empty map.
    """
    return "\n".join(_map_lines(data, ""))


def _fenced(lines: str) -> str:
    return f"{FENCE}\n{lines}\n{FENCE}\n" if lines else f"{FENCE}\n{FENCE}\n"


def _map_lines(data: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, value in data.items():
        head = f"{indent}{_key(key)}:"
        if not _has_lines(value):
            yield f"{head} {_scalar(value)}"
        elif inline := _short_list(value, _INLINE_WIDTH - len(head)):
            yield f"{head} {inline}"
        else:
            yield head
            yield from _lines(value, indent + "  ")


def _lines(value: object, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _map_lines(value, indent)
    elif isinstance(value, list):
        for item in value:
            if _has_lines(item):
                first, *rest = _lines(item, indent + "  ")
                yield f"{indent}- {first.lstrip(' ')}"
                yield from rest
            else:
                yield f"{indent}- {_scalar(item)}"


def _has_lines(value: object) -> bool:
    return isinstance(value, (dict, list)) and bool(value)


def _short_list(value: object, width: int) -> str:
    """Write a list of scalars in one line; nothing if lines of its own read better."""
    if not isinstance(value, list) or any(map(_has_lines, value)):
        return ""
    inline = f"[{', '.join(map(_scalar, value))}]"
    return inline if len(inline) < width else ""


def _scalar(value: object) -> str:
    """Write a value that needs no lines of its own, an empty list or map included."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) <= _SAFE_INTEGER else _quoted(_digits(value))
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, (list, dict)):
        return "[]" if isinstance(value, list) else "{}"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """Write a string so that JSON, YAML 1.1 and YAML 1.2 read it alike, and people can too.

    A lone surrogate, which no UTF-8 file can hold, becomes U+FFFD. ``%%`` is broken up because
    Quartz 4 cuts Obsidian comments out of the raw file, front matter included.
    """
    quoted = _JSON_TEXT(text)
    if not quoted.isprintable():
        quoted = _UNPRINTABLE.sub(_escaped, quoted)
    return quoted.replace("%%", "%\\u0025")


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"


def _key(key: str) -> str:
    if _PLAIN_KEY.fullmatch(key) and key.lower() not in _WORDS_WITH_A_MEANING:
        return key
    return _quoted(key)


def _float(value: float) -> str:
    """Write a number with the decimal point that YAML 1.1 wants before an exponent."""
    if not math.isfinite(value):
        return _quoted(".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf")
    digits, mark, exponent = repr(value + 0.0).partition("e")
    return f"{digits if '.' in digits else digits + '.0'}{mark}{exponent}"


def _digits(value: int) -> str:
    """Write any integer in decimal; Python itself refuses above a few thousand digits."""
    try:
        return str(value)
    except ValueError:
        return hex(value)
