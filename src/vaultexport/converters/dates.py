"""Times, in every notation that has one clear meaning.

``01/02/2024`` has two, ``2024`` and ``2024-03`` name no day, ``2025-02-30`` is none: those are
problems, not guesses.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Final

from vaultexport.converters.base import (
    NOTHING,
    Converted,
    ConverterContext,
    lost,
    scalar_text,
    unquoted_link,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.model import PropertyValue

_MONTHS: Final = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_ORDINAL: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]m)?"
)
_OFFSET: Final = (
    r"\s*(?P<offset>z|utc|gmt|(?:utc|gmt)?(?P<east>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?"
    r"(?:\s*\([^()]*\)|\[[^\[\]]*\])?"
)

_WITH_SIGNS: Final = tuple(
    re.compile(rf"{day}(?:(?:\s*t\s*|,?\s+(?:at\s+)?){_CLOCK}{_OFFSET})?", re.IGNORECASE)
    for day in (
        r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
        rf"{_WEEKDAY}{_ORDINAL}[\s-]{_MONTH}[\s,-]\s*(?P<year>\d{{4}})",
        rf"{_WEEKDAY}{_MONTH}\s+{_ORDINAL},?\s+(?P<year>\d{{4}})",
    )
)
"""``2025-02-27``, ``2025/2/7``; ``27 Feb 2025``, RFC 2822, HTTP; ``Feb 27th, 2025``."""

_DIGITS: Final = re.compile(
    r"(?P<year>19\d\d|20\d\d)(?P<month>\d{2})(?P<day>\d{2})"
    rf"(?:t?(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?{_OFFSET})?",
    re.IGNORECASE,
)
"""``20250227``, ``202502271207`` (a note's number) and ``20250227T120719Z``."""

_ISO: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:[+-](?:0\d|1[0-5]):[0-5]\d)?)?", re.ASCII
)
"""What Obsidian and its plugins write: Python reads it many times faster than the rest."""

_UNIX: Final = re.compile(r"(?P<seconds>\d{10})(?P<milli>\d{3})?")
_LAST_UNIX: Final = 4_102_444_800
"""The year 2100. Ten digits start in 2001; with three more they are milliseconds."""

_CJK: Final = (
    (re.compile(r"(?<=\d)\s*[年년月월]\s*(?=\d)"), "-"),
    (re.compile(r"(?<=\d)\s*[日号號일]\s*"), " "),
    (re.compile(r"(?<=\d)\s*[时時点點시分분]\s*(?=\d)"), ":"),
    (re.compile(r"(?<=\d)\s*[分분秒초]"), ""),
)
"""``2025年2月27日 12时07分`` and its relatives, brought to ``2025-2-27 12:07``."""

_LINK: Final = re.compile(r"!?\[\[([^\[\]|#]*)(?:#[^\[\]|]*)?(?:\|([^\[\]]*))?\]\]")


class _MachineZone(tzinfo):
    """The zone that this machine is set to, with its summer times."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return moment.replace(tzinfo=None).astimezone().utcoffset() if moment else None

    def dst(self, _moment: datetime | None) -> None:
        return None

    def tzname(self, _moment: datetime | None) -> None:
        return None

    def fromutc(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)


_MINUTE: Final = timedelta(minutes=1)

MACHINE_ZONE: Final = _MachineZone()
"""For times that name no zone, where nobody has said which is meant."""

LONG_AGO: Final = "1970-01-01T00:00:00+00:00"
"""When a page is said to be published that has a date to come."""


def shown_since(value: PropertyValue, context: ConverterContext) -> Converted:
    """Give a date of publication long ago for a page whose own date is still to come.

    Hugo holds back a page until its date, and a link to it fails the build; a `publishDate` in the
    past shows it (measured on 0.147 and 0.168). A date is a property, not a rule of publishing.
    """
    written = datetime_offset(value, context).value
    if not isinstance(written, str) or context.present is None:
        return NOTHING
    is_to_come = context.present.is_before(datetime.fromisoformat(written))
    return Converted(LONG_AGO) if is_to_come else NOTHING


def datetime_offset(value: PropertyValue, context: ConverterContext) -> Converted:
    """Give a time by RFC 3339, always with its offset from UTC.

    A day without a time starts at midnight, and a time without an offset is meant in the
    context's zone. Seconds are kept, and so are fractions of them that are not zero.
    """
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list):
        value = value[0]
    link = unquoted_link(value)
    if value is None or value in ("", []):
        return NOTHING
    if link is None and isinstance(value, (list, dict, bool)):
        return lost(value, "is no date")
    text = link or (scalar_text(value).strip() if not isinstance(value, (list, dict)) else "")
    if not text:
        return NOTHING
    iso = _from_iso(text, context.zone or UTC)
    if iso:
        return Converted(iso)
    for candidate in _candidates(text):
        found = _match(candidate)
        if found is not None:
            return _written(found, text, context.zone or UTC)
    return lost(text, "is no date that has one clear meaning")


def _from_iso(text: str, zone: tzinfo) -> str:
    """Read the commonest notation; empty for any other, and for a day that there is not."""
    if not _ISO.fullmatch(text):
        return ""
    try:
        moment = datetime.fromisoformat(text)
        return _rfc3339(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    except (ValueError, OverflowError, OSError):
        return ""


def _candidates(text: str) -> Iterator[str]:
    """The texts that could be a date: of a link, the name of its target and its own text."""
    link = _LINK.fullmatch(text)
    if link is None:
        yield text
    else:
        yield link[1].rstrip("\\").rpartition("/")[2].removesuffix(".md").strip()
        yield (link[2] or "").strip()


def _match(text: str) -> re.Match[str] | None:
    if not text.isascii():
        for pattern, plain in _CJK:
            text = pattern.sub(plain, text)
        text = text.strip()
    for notation in (*_WITH_SIGNS, _DIGITS, _UNIX):
        found = notation.fullmatch(text)
        if found is not None:
            return found
    return None


def _written(found: re.Match[str], text: str, zone: tzinfo) -> Converted:
    try:
        if found.re is _UNIX:
            moment = _from_unix(found, zone)
        else:
            moment = _from_parts(found.groupdict(), zone)
        return Converted(_rfc3339(moment))
    except (ValueError, OverflowError, OSError):
        return lost(text, "is no possible date")


def _from_unix(found: re.Match[str], zone: tzinfo) -> datetime:
    seconds = int(found["seconds"])
    if seconds >= _LAST_UNIX:
        raise ValueError("too far away to be meant")
    start = datetime(1970, 1, 1, tzinfo=UTC)
    moment = start + timedelta(seconds=seconds, milliseconds=int(found["milli"] or 0))
    return moment.astimezone(zone)


def _from_parts(parts: dict[str, str | None], zone: tzinfo) -> datetime:
    month = parts["month"] or ""
    return datetime(
        int(parts["year"] or ""),
        int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) // 3 + 1,
        int(parts["day"] or ""),
        _hour(int(parts["hour"] or 0), parts.get("half")),
        int(parts["minute"] or 0),
        int(parts["second"] or 0),
        int((parts.get("fraction") or "0").ljust(6, "0")[:6]),
        tzinfo=_zone(parts, zone),
    )


def _hour(hour: int, half: str | None) -> int:
    """The hour of the day; ``12:00 am`` is midnight."""
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no hour of a half day")
    return hour % 12 + (12 if half.lower() == "pm" else 0)


def _zone(parts: dict[str, str | None], default: tzinfo) -> tzinfo:
    if parts["offset"] is None:
        return default
    hours, minutes = int(parts["hours"] or 0), int(parts["minutes"] or 0)
    if hours > 15 or minutes > 59:
        raise ValueError("no such offset")
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if parts["east"] == "-" else shift)


def _rfc3339(moment: datetime) -> str:
    """Write a time; its offset loses the seconds that zones had before about 1900."""
    offset = moment.utcoffset() or timedelta()
    if offset % _MINUTE:
        moment = moment.replace(tzinfo=timezone(offset // _MINUTE * _MINUTE))
    if not moment.microsecond:
        return moment.isoformat(timespec="seconds")
    fine = moment.microsecond % 1000
    return moment.isoformat(timespec="microseconds" if fine else "milliseconds")
