"""Reads dates in a format of Luxon's tokens, as ``date(text, format)`` does.

Not read: eras (``G``), which need no year to mean anything, and the macros (``D``, ``t`` …).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from vaultexport.dataview.dateformat import tokenize
from vaultexport.dataview.dates import (
    Date,
    civil_from_days,
    days_from_civil,
    days_in_month,
    from_civil,
)
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.zones import DAY, HOUR, MINUTE, SECOND, Zone, parse_zone

if TYPE_CHECKING:
    from vaultexport.dataview.locales import Locale

_YEAR: Final = r"[0-9]{4}"
_TWO: Final = r"[0-9]{2}"
_ONE_OR_TWO: Final = r"[0-9]{1,2}"
_OFFSET: Final = r"[+-][0-9]{1,2}(?::[0-9]{2})?"

_PATTERNS: Final = {
    "y": ("year", r"[0-9]{1,6}"),
    "yy": ("short_year", r"[0-9]{2,4}"),
    "yyyy": ("year", _YEAR),
    "yyyyy": ("year", r"[0-9]{4,6}"),
    "yyyyyy": ("year", r"[0-9]{6}"),
    "M": ("month", _ONE_OR_TWO),
    "MM": ("month", _TWO),
    "d": ("day", _ONE_OR_TWO),
    "dd": ("day", _TWO),
    "o": ("ordinal", r"[0-9]{1,3}"),
    "ooo": ("ordinal", r"[0-9]{3}"),
    "H": ("hour_of_24", _ONE_OR_TWO),
    "HH": ("hour_of_24", _TWO),
    "h": ("hour", _ONE_OR_TWO),
    "hh": ("hour", _TWO),
    "m": ("minute", _ONE_OR_TWO),
    "mm": ("minute", _TWO),
    "s": ("second", _ONE_OR_TWO),
    "ss": ("second", _TWO),
    "S": ("millisecond", r"[0-9]{1,3}"),
    "SSS": ("millisecond", r"[0-9]{3}"),
    "u": ("fraction", r"[0-9]{1,9}"),
    "uu": ("fraction", r"[0-9]{1,2}"),
    "uuu": ("fraction", r"[0-9]"),
    "kkkk": ("week_year", _YEAR),
    "kk": ("short_week_year", r"[0-9]{2,4}"),
    "W": ("week", _ONE_OR_TWO),
    "WW": ("week", _TWO),
    "E": ("weekday", r"[1-7]"),
    "q": ("quarter", r"[1-4]"),
    "Z": ("zone", _OFFSET),
    "ZZ": ("zone", _OFFSET),
    "ZZZ": ("zone", r"[+-][0-9]{1,2}[0-9]{2}"),
    "z": ("zone", r"[a-z_+-/]{1,256}?"),
}
"""What a token reads: a name for the part, and a pattern."""

_SAME: Final = {"L": "M", "c": "E"}
_WEEK_PARTS: Final = frozenset({"week", "week_year", "short_week_year"})
_DATE_PARTS: Final = _WEEK_PARTS | {
    *("year", "short_year", "month", "month_name", "day", "ordinal", "quarter"),
    *("weekday", "weekday_name"),
}
_MONTH_AND_DAY: Final = frozenset({"month", "month_name", "day", "quarter"})
_YEAR_PARTS: Final = _MONTH_AND_DAY | {"year", "short_year", "ordinal"}
_TIME_PARTS: Final = frozenset({"hour", "minute", "second", "millisecond", "fraction"})
_CLOCK: Final = (("hour", HOUR, 24), ("minute", MINUTE, 60), ("second", SECOND, 60))


def parse_format(text: str, pattern: str, now: Date, locale: Locale) -> Date | None:
    """Read a date.

    Fields above the first that the format names come from the clock, those below are the least.

    Args:
        text: The date.
        pattern: Luxon's tokens.
        now: The clock, whose zone is that of a text that names none, and of the result.
        locale: The language of month and weekday names.

    Returns:
        The date, or None when the text doesn't fit or names a day that doesn't exist.

    Raises:
        EvaluationError: When the format mixes what can't go together.
    """
    reader, names = _compile(pattern, locale)
    found = reader.fullmatch(text)
    if found is None:
        return None
    # Of a part that is named twice the last counts.
    parts = dict(zip(names, found.groups(), strict=True))
    _check_mix(parts)
    if "hour_of_24" in parts:
        parts["hour"] = [parts[name] for name in parts if name.startswith("hour")][-1]
    zone = _zone(parts, now)
    time = _time(parts, now, locale)
    civil = _civil(parts, now, locale)
    if zone is None or time is None or civil is None:
        return None
    return from_civil(zone, *civil, time).in_zone(now.zone)


def _check_mix(parts: dict[str, str]) -> None:
    """Raise where two ways to say a time or a day are mixed, in Luxon's words and order."""
    if {"hour_of_24", "meridiem"} <= parts.keys():
        raise EvaluationError("Can't include meridiem when specifying 24-hour format")
    if _WEEK_PARTS & parts.keys() and _YEAR_PARTS & parts.keys():
        what = "weekYear/weekNumber units with year/month/day or ordinals"
        raise EvaluationError(f"Can't mix {what}")
    if "ordinal" in parts and _MONTH_AND_DAY & parts.keys():
        raise EvaluationError("Can't mix ordinal dates with month/day")


@lru_cache(maxsize=64)
def _compile(pattern: str, locale: Locale) -> tuple[regex.Pattern[str], tuple[str, ...]]:
    words = {
        "MMM": ("month_name", locale.months_short),
        "MMMM": ("month_name", locale.months),
        "EEE": ("weekday_name", locale.weekdays_short),
        "EEEE": ("weekday_name", locale.weekdays),
        "a": ("meridiem", locale.meridiems),
    }
    source, names = [], []
    for piece, literal in tokenize(pattern):
        token = piece.replace(piece[0], _SAME.get(piece[0], piece[0]))
        if literal or token not in _PATTERNS.keys() | words.keys():
            source.append(regex.escape(piece))
        elif token in words:
            names.append(words[token][0])
            source.append(f"({'|'.join(map(regex.escape, words[token][1]))})")
        else:
            names.append(_PATTERNS[token][0])
            source.append(f"({_PATTERNS[token][1]})")
    return regex.compile("".join(source), regex.IGNORECASE), tuple(names)


def _zone(parts: dict[str, str], now: Date) -> Zone | None:
    name = parts.get("zone")
    if name is None:
        return now.zone
    if name[0] not in "+-":
        return parse_zone(name)
    if ":" not in name and len(name) > 3:
        name = f"{name[:-2]}:{name[-2:]}"
    return parse_zone(f"UTC{name}")


def _time(parts: dict[str, str], now: Date, locale: Locale) -> int | None:
    """Return milliseconds since midnight, or None when there is no such time."""
    fields = {name: int(parts[name]) for name, _, _ in _CLOCK if name in parts}
    meridiem = parts.get("meridiem")
    if meridiem is not None and "hour" in fields:
        afternoon = meridiem.lower() == locale.meridiems[1].lower()
        fields["hour"] = fields["hour"] % 12 + 12 * afternoon
    if not _DATE_PARTS & parts.keys():
        fields = _from_clock(fields, now)
    fraction = f"{parts['fraction'][:3]:0<3}" if "fraction" in parts else "0"
    rest = int(parts.get("millisecond", fraction))
    total = sum(fields.get(name, 0) * unit for name, unit, _ in _CLOCK) + rest
    fits = all(fields.get(name, 0) < limit for name, _, limit in _CLOCK)
    return total if fits or total == DAY else None


def _from_clock(fields: dict[str, int], now: Date) -> dict[str, int]:
    """Fill in the hour, and the minute, that a text with smaller units leaves out."""
    filled = dict(fields)
    for name, value in (("hour", now.hour), ("minute", now.minute)):
        if name in fields:
            break
        filled[name] = value
    return filled


def _civil(parts: dict[str, str], now: Date, locale: Locale) -> tuple[int, int, int] | None:
    named = _DATE_PARTS & parts.keys()
    if not named:
        return now.civil if parts.keys() & _TIME_PARTS else None
    if _WEEK_PARTS & named or named <= {"weekday", "weekday_name"}:
        return _from_week(parts, now, locale)
    if "ordinal" in named:
        return _year(parts, "year") or now.year, 1, int(parts["ordinal"])
    return _from_calendar(parts, now, locale)


def _from_calendar(parts: dict[str, str], now: Date, locale: Locale) -> tuple[int, int, int] | None:
    year = _year(parts, "year")
    month = _month(parts, locale)
    if year is None:
        year, month = now.year, month or now.month
    month, day = month or 1, int(parts.get("day", 1))
    if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        return None
    weekday = _weekday(parts, locale)
    if weekday and (days_from_civil(year, month, day) + 3) % 7 + 1 != weekday:
        return None
    return year, month, day


def _weekday(parts: dict[str, str], locale: Locale) -> int | None:
    if "weekday_name" in parts:
        return _place(parts["weekday_name"], (locale.weekdays, locale.weekdays_short))
    return int(parts["weekday"]) if "weekday" in parts else None


def _year(parts: dict[str, str], name: str) -> int | None:
    short = parts.get(f"short_{name}")
    if short is not None and len(short) == 2:
        # Luxon's pivot: 00 to 60 is this century, the rest the last one.
        return int(short) + (1900 if int(short) > 60 else 2000)
    text = parts.get(name, short)
    return int(text) if text is not None else None


def _month(parts: dict[str, str], locale: Locale) -> int | None:
    if "month" in parts:
        return int(parts["month"])
    if "month_name" in parts:
        return _place(parts["month_name"], (locale.months, locale.months_short))
    if "quarter" in parts:
        return int(parts["quarter"]) * 3 - 2
    return None


def _place(word: str, lists: tuple[tuple[str, ...], ...]) -> int | None:
    for names in lists:
        lower = [name.lower() for name in names]
        if word.lower() in lower:
            return lower.index(word.lower()) + 1
    return None


def _from_week(parts: dict[str, str], now: Date, locale: Locale) -> tuple[int, int, int] | None:
    year = _year(parts, "week_year") or now.iso_week[0]
    named = _WEEK_PARTS & parts.keys()
    week = int(parts.get("week", 1 if named else now.iso_week[1]))
    fourth = days_from_civil(year, 1, 4)
    monday = fourth - (fourth + 3) % 7
    day = monday + 7 * (week - 1) + (_weekday(parts, locale) or 1) - 1
    return civil_from_days(day) if 1 <= week <= 53 else None
