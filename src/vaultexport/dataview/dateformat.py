"""Dates and durations as text, by the tokens of Luxon (``yyyy-MM-dd``).

Long names of zones (``Pacific Daylight Time``) are not known to Python: their short form stands
instead.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.jsnumbers import number_text
from vaultexport.dataview.patterns import on_demand
from vaultexport.dataview.zones import NamedZone

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.dataview.dates import Date
    from vaultexport.dataview.durations import Duration
    from vaultexport.dataview.locales import Locale

_TOKENS: Final = on_demand(r"'(?P<quoted>[^']*)(?:'|$)|(?P<token>(?P<char>[^'])(?P=char)*)")
_AMERICAN_ZONES: Final = frozenset(
    ["EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AKST", "AKDT", "HST"]
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

MAX_FORMAT: Final = 10_000
"""Characters of a format that are read."""


@lru_cache(maxsize=256)
def tokenize(pattern: str) -> tuple[tuple[str, bool], ...]:
    """Split a format into pieces.

    Returns:
        Pairs of a piece and whether it is literal text.

    Raises:
        EvaluationError: When the format is unreasonably long.
    """
    if len(pattern) > MAX_FORMAT:
        raise EvaluationError("the date format is too long")
    pieces: list[tuple[str, bool]] = []
    for found in _TOKENS().finditer(pattern):
        if found["token"] is not None:
            pieces.append((found["token"], found["token"].isspace()))
        elif found["quoted"]:
            pieces.append((found["quoted"], True))
    return tuple(pieces)


def format_date(date: Date, pattern: str, locale: Locale) -> str:
    """Write a date by Luxon's tokens; letters that are no token stay as they are.

    Args:
        date: The date, written as its own zone's wall shows it.
        pattern: For example ``MMMM dd, yyyy``; text between single quotes is literal.
        locale: The language of names.
    """
    return "".join(
        piece if literal else _format_token(date, piece, locale)
        for piece, literal in tokenize(pattern)
    )


def _format_token(date: Date, token: str, locale: Locale) -> str:
    writer = _WRITERS.get(token)
    if writer:
        return writer(date, locale)
    macro = locale.macros.get(token)
    return _format_macro(date, macro, locale) if macro else token


def _format_macro(date: Date, macro: str, locale: Locale) -> str:
    """Write a whole pattern as a browser does, which Luxon asks for zones that it knows.

    It knows named zones and those of whole hours. There a plain space stands before the meridiem.
    """
    minutes = 0 if isinstance(date.zone, NamedZone) else date.zone.minutes
    if not isinstance(date.zone, NamedZone) and (minutes == 0 or minutes % 60):
        return format_date(date, macro, locale)
    zone = f"'GMT{_narrow_offset(date)}'" if minutes else "ZZZZ"
    return format_date(date, macro.replace("\u202f", " ").replace("ZZZZ", zone), locale)


def _padded(number: int, width: int) -> str:
    return f"{'-' if number < 0 else ''}{abs(number):0{width}}"


def _number(read: Callable[[Date], int], width: int = 1) -> Callable[[Date, Locale], str]:
    return lambda date, _locale: _padded(read(date), width)


def _last_two(number: int) -> str:
    return str(number)[-2:].rjust(2, "0")


def _hour12(date: Date) -> int:
    return date.hour % 12 or 12


def _zone_name(date: Date) -> str:
    if isinstance(date.zone, NamedZone):
        return date.zone.name
    return "UTC" + (_narrow_offset(date) if date.zone.minutes else "")


def _short_zone(date: Date, _locale: Locale) -> str:
    if isinstance(date.zone, NamedZone):
        moment = _EPOCH + timedelta(milliseconds=min(max(date.millis, 0), 4_000_000_000_000))
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - few formats name the zone

        name = moment.astimezone(ZoneInfo(date.zone.name)).tzname() or ""
        if name in _AMERICAN_ZONES and date.zone.name.startswith(("America/", "US/", "Pacific/")):
            return name
        return "GMT" + (_narrow_offset(date) if date.offset_minutes else "")
    return _zone_name(date)


def _offset_parts(date: Date) -> tuple[str, int, int]:
    minutes = date.offset_minutes
    return "-" if minutes < 0 else "+", *divmod(abs(minutes), 60)


def _narrow_offset(date: Date) -> str:
    sign, hours, minutes = _offset_parts(date)
    return f"{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def _offset(separator: str) -> Callable[[Date, Locale], str]:
    def write(date: Date, _locale: Locale) -> str:
        sign, hours, minutes = _offset_parts(date)
        return f"{sign}{hours:02}{separator}{minutes:02}"

    return write


def _era(date: Date) -> int:
    return int(date.year > 0)


_NUMBERS: Final[tuple[tuple[str, Callable[[Date], int], int], ...]] = (
    ("S", lambda date: date.millisecond, 1),
    ("SSS", lambda date: date.millisecond, 3),
    ("u", lambda date: date.millisecond, 3),
    ("uu", lambda date: date.millisecond // 10, 2),
    ("uuu", lambda date: date.millisecond // 100, 1),
    ("s", lambda date: date.second, 1),
    ("ss", lambda date: date.second, 2),
    ("m", lambda date: date.minute, 1),
    ("mm", lambda date: date.minute, 2),
    ("h", _hour12, 1),
    ("hh", _hour12, 2),
    ("H", lambda date: date.hour, 1),
    ("HH", lambda date: date.hour, 2),
    ("d", lambda date: date.day, 1),
    ("dd", lambda date: date.day, 2),
    ("c", lambda date: date.weekday, 1),
    ("E", lambda date: date.weekday, 1),
    ("L", lambda date: date.month, 1),
    ("LL", lambda date: date.month, 2),
    ("M", lambda date: date.month, 1),
    ("MM", lambda date: date.month, 2),
    ("y", lambda date: date.year, 1),
    ("yyyy", lambda date: date.year, 4),
    ("yyyyyy", lambda date: date.year, 6),
    ("kkkk", lambda date: date.iso_week[0], 4),
    ("W", lambda date: date.iso_week[1], 1),
    ("WW", lambda date: date.iso_week[1], 2),
    ("o", lambda date: date.ordinal, 1),
    ("ooo", lambda date: date.ordinal, 3),
    ("q", lambda date: (date.month + 2) // 3, 1),
    ("qq", lambda date: (date.month + 2) // 3, 2),
    ("X", lambda date: date.millis // 1000, 1),
    ("x", lambda date: date.millis, 1),
)

_NAMES: Final[dict[str, Callable[[Date, Locale], str]]] = {
    "yy": lambda date, _: _last_two(date.year),
    "kk": lambda date, _: _last_two(date.iso_week[0]),
    "MMM": lambda date, locale: locale.months_short[date.month - 1],
    "MMMM": lambda date, locale: locale.months[date.month - 1],
    "MMMMM": lambda date, locale: locale.months[date.month - 1][0],
    "EEE": lambda date, locale: locale.weekdays_short[date.weekday - 1],
    "EEEE": lambda date, locale: locale.weekdays[date.weekday - 1],
    "EEEEE": lambda date, locale: locale.weekdays[date.weekday - 1][0],
    "a": lambda date, locale: locale.meridiems[date.hour >= 12],
    "G": lambda date, locale: locale.eras[_era(date)][0],
    "GG": lambda date, locale: locale.eras[_era(date)][1],
    "GGGGG": lambda date, locale: locale.eras[_era(date)][0][0],
    "Z": lambda date, _: _narrow_offset(date),
    "ZZ": _offset(":"),
    "ZZZ": _offset(""),
    "ZZZZ": _short_zone,
    "ZZZZZ": _short_zone,
    "z": lambda date, _: _zone_name(date),
}

_WRITERS: Final[dict[str, Callable[[Date, Locale], str]]] = {
    **{token: _number(read, width) for token, read, width in _NUMBERS},
    **_NAMES,
    **{token.replace("M", "L"): write for token, write in _NAMES.items() if token[0] == "M"},
    **{token.replace("E", "c"): write for token, write in _NAMES.items() if token[0] == "E"},
}

_DURATION_UNITS: Final = {
    "S": "milliseconds",
    "s": "seconds",
    "m": "minutes",
    "h": "hours",
    "d": "days",
    "w": "weeks",
    "M": "months",
    "y": "years",
}


def format_duration(duration: Duration, pattern: str) -> str:
    """Write a duration by Luxon's tokens, in the units that the format names.

    Args:
        duration: The duration.
        pattern: For example ``hh:mm``; each unit is cut to a whole number.
    """
    pieces = tokenize(pattern)
    units = [
        _DURATION_UNITS[piece[0]]
        for piece, literal in pieces
        if not literal and piece[0] in _DURATION_UNITS
    ]
    shifted = duration.shift_to(*units) if units else duration
    return "".join(
        _duration_count(shifted.get(_DURATION_UNITS[piece[0]]), len(piece))
        if not literal and piece[0] in _DURATION_UNITS
        else piece
        for piece, literal in pieces
    )


def _duration_count(count: float, width: int) -> str:
    if not math.isfinite(count):
        return number_text(count)
    return _padded(math.floor(count), width)
