"""Functions that choose, show and format values."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

import regex

from vaultexport.dataview.dateformat import format_date, format_duration
from vaultexport.dataview.dates import Date, from_civil
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.functions.registry import Builtin, null
from vaultexport.dataview.plaintext import strip_markdown
from vaultexport.dataview.text import to_units
from vaultexport.dataview.values import Link, integral, is_truthy

if TYPE_CHECKING:
    from vaultexport.dataview.context import Context
    from vaultexport.dataview.durations import Duration
    from vaultexport.dataview.values import Value

_SIGNS: Final = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "AUD": "A$",
    "BRL": "R$",
    "CAD": "CA$",
    "CNY": "CN¥",
    "HKD": "HK$",
    "ILS": "₪",
    "INR": "₹",
    "KRW": "₩",
    "MXN": "MX$",
    "NZD": "NZ$",
    "PHP": "₱",
    "TWD": "NT$",
    "VND": "₫",
    "XAF": "FCFA",
    "XCD": "EC$",
    "XOF": "F\u202fCFA",
    "XPF": "CFPF",
}
"""Currency signs of en-US; other currencies stand by their code, before a no-break space."""

_NO_CENTS: Final = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
_MILS: Final = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_CODE: Final = regex.compile(r"[A-Za-z]{3}")


def _or_default(_context: Context, value: Value, default: Value) -> Value:
    return default if value is None else value


def _choice(_context: Context, condition: Value, yes: Value, no: Value) -> Value:
    return yes if is_truthy(condition) else no


def _display_link(context: Context, link: Link) -> Value:
    if link.display:
        return strip_markdown(link.display, context.meter)
    # The pattern that takes the brackets away leaves the mark of an embed.
    shown = f"!{link.title}" if link.embed else link.title
    return shown if link.type == "file" else f"{shown} > {link.subpath}"


def _display_list(context: Context, values: list[Value]) -> Value:
    shown = [_DISPLAY(context, [value]) for value in values]
    return ", ".join(text for text in shown if isinstance(text, str))


def _strip_time(context: Context, date: Date) -> Value:
    return from_civil(context.zone, *date.civil)


def _format_date(context: Context, date: Date, pattern: str) -> Value:
    return format_date(date, pattern, context.environment.locale)


def _format_duration(_context: Context, duration: Duration, pattern: str) -> Value:
    return format_duration(duration, pattern)


def _format_currency(_context: Context, number: float, code: str = "USD") -> Value:
    if not _CODE.fullmatch(code):
        raise EvaluationError(f"Invalid currency code : {code}")
    code = code.upper()
    sign = _SIGNS.get(code, f"{code}\u00a0")
    if sign[-1].isalpha():
        sign += "\u00a0"
    places = 0 if code in _NO_CENTS else 3 if code in _MILS else 2
    minus = "-" if math.copysign(1, number) < 0 and not math.isnan(number) else ""
    return f"{minus}{sign}{_grouped(abs(float(number)), places)}"


def _grouped(number: float, places: int) -> str:
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "∞"
    exact = Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact:,f}"


def _imul(left: int, right: int) -> int:
    return left * right & 0xFFFFFFFF


def cyrb53(text: str, seed: float = 0) -> int:
    """Hash a text to 53 bits, by the public-domain function cyrb53."""
    start = integral(seed) & 0xFFFFFFFF
    high, low = 0xDEADBEEF ^ start, 0x41C6CE57 ^ start
    for unit in to_units(text):
        high = _imul(high ^ ord(unit), 2654435761)
        low = _imul(low ^ ord(unit), 1597334677)
    high = _imul(high ^ high >> 16, 2246822507)
    high ^= _imul(low ^ low >> 13, 3266489909)
    low = _imul(low ^ low >> 16, 2246822507)
    low ^= _imul(high ^ high >> 13, 3266489909)
    return 4294967296 * (2097151 & low) + high


def _meta(_context: Context, link: Link) -> Value:
    return {
        "display": link.display,
        "embed": link.embed,
        "path": link.path,
        "subpath": None if link.type == "file" else link.subpath,
        "type": link.type,
    }


FUNCTIONS: Final[tuple[Builtin, ...]] = (
    Builtin("default", {"* *": _or_default}, {2: (0, 1)}),
    Builtin("ldefault", {"* *": _or_default}),
    _DISPLAY := Builtin(
        "display",
        {
            "null": lambda _context, _null: "",
            "array": _display_list,
            "string": lambda context, text: strip_markdown(text, context.meter),
            "link": _display_link,
            "*": lambda context, value: context.text(value),
        },
    ),
    Builtin("choice", {"* * *": _choice}, {3: (0,)}),
    Builtin("striptime", {"date": _strip_time, "null": null}, {1: (0,)}),
    Builtin("dateformat", {"date string": _format_date, "null string": null}, {2: (0,)}),
    Builtin(
        "durationformat", {"duration string": _format_duration, "null string": null}, {2: (0,)}
    ),
    Builtin(
        "currencyformat",
        {
            "number string": _format_currency,
            "null string": null,
            "number": _format_currency,
            "null": null,
        },
        {2: (0,)},
    ),
    Builtin(
        "localtime",
        {"date": lambda context, date: date.in_zone(context.zone), "null": null},
        {1: (0,)},
    ),
    Builtin(
        "hash",
        {
            "string number": lambda _, seed, variant: cyrb53(seed, variant),
            "string string": lambda _, seed, text: cyrb53(seed + text),
            "string string number": lambda _, seed, text, variant: cyrb53(seed + text, variant),
        },
    ),
    Builtin("meta", {"link": _meta}),
)
"""Choosing, showing and formatting, in the order of the manual."""
