"""Points in time with a zone, as Dataview (which uses Luxon) counts them.

Python's own datetime stops at the year 9999 and raises on the way; queries can leave that range,
so this is plain arithmetic on milliseconds and the proleptic Gregorian calendar.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vaultexport.dataview.durations import Duration
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.patterns import on_demand
from vaultexport.dataview.zones import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    UTC_ZONE,
    Zone,
    parse_zone,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_MILLIS: Final = 8_640_000_000_000_000
"""JavaScript's dates end here, about 275,000 years from 1970 in both directions."""


def days_from_civil(year: int, month: int, day: int) -> int:
    """Count the days from 1970-01-01; month and day may lie outside their range."""
    extra_years, month0 = divmod(month - 1, 12)
    year += extra_years
    shifted_year = year - (month0 < 2)
    era, year_of_era = divmod(shifted_year, 400)
    day_of_year = (153 * ((month0 + 10) % 12) + 2) // 5
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146_097 + day_of_era - 719_468 + day - 1


def civil_from_days(days: int) -> tuple[int, int, int]:
    """Turn days since 1970-01-01 into year, month and day."""
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (
        day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    return year_of_era + era * 400 + (month <= 2), month, day


def days_in_month(year: int, month: int) -> int:
    """Count the days of a month; months outside 1 to 12 carry into the year."""
    return days_from_civil(year, month + 1, 1) - days_from_civil(year, month, 1)


@dataclass(frozen=True, slots=True)
class Date:
    """An instant in a zone.

    Two dates are the same value only if instant and zone are the same; order is by instant.

    Attributes:
        millis: Milliseconds since 1970-01-01T00:00Z.
        zone: Where the clock on the wall hangs.
        local: The wall clock as milliseconds since 1970-01-01T00:00 on that wall.
    """

    millis: int
    zone: Zone
    local: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if abs(self.millis) > MAX_MILLIS:
            raise EvaluationError("the date is too far from now to be one")
        object.__setattr__(self, "local", self.millis + self.zone.offset(self.millis))

    @property
    def civil(self) -> tuple[int, int, int]:
        """Year, month (1 to 12) and day (1 to 31)."""
        return civil_from_days(self.local // DAY)

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.civil[0]

    @property
    def month(self) -> int:
        """The month, January is 1."""
        return self.civil[1]

    @property
    def day(self) -> int:
        """The day of the month."""
        return self.civil[2]

    @property
    def hour(self) -> int:
        """The hour, 0 to 23."""
        return self.local % DAY // HOUR

    @property
    def minute(self) -> int:
        """The minute of the hour."""
        return self.local % HOUR // MINUTE

    @property
    def second(self) -> int:
        """The second of the minute."""
        return self.local % MINUTE // SECOND

    @property
    def millisecond(self) -> int:
        """The millisecond of the second."""
        return self.local % SECOND

    @property
    def weekday(self) -> int:
        """The day of the week, Monday is 1 and Sunday 7."""
        return (self.local // DAY + 3) % 7 + 1

    @property
    def ordinal(self) -> int:
        """The day of the year, from 1."""
        return self.local // DAY - days_from_civil(self.year, 1, 1) + 1

    @property
    def iso_week(self) -> tuple[int, int]:
        """The year and the number of the ISO week."""
        thursday = self.local // DAY - self.weekday + 4
        year = civil_from_days(thursday)[0]
        return year, (thursday - days_from_civil(year, 1, 1)) // 7 + 1

    @property
    def offset_minutes(self) -> int:
        """Minutes east of UTC, cut towards zero."""
        return int((self.local - self.millis) / MINUTE)

    @property
    def at_midnight(self) -> bool:
        """Whether hour, minute and second are all zero."""
        return self.local % DAY < SECOND

    def in_zone(self, zone: Zone) -> Date:
        """Return the same instant on another wall."""
        return self if zone == self.zone else Date(self.millis, zone)

    def start_of_day(self) -> Date:
        """Return midnight of this day in the same zone."""
        return self.midnight_of(self.local // DAY)

    def midnight_of(self, day: int) -> Date:
        """Return midnight of another day on the same wall.

        Args:
            day: Days since 1970-01-01.
        """
        return from_local(day * DAY, self.zone, self.local - self.millis)

    def iso(self) -> str:
        """Return the date as ISO 8601 with milliseconds and offset."""
        year, month, day = self.civil
        sign = "-" if year < 0 else "+" if year > 9999 else ""
        width = 6 if sign else 4
        return (
            f"{sign}{abs(year):0{width}}-{month:02}-{day:02}"
            f"T{self.hour:02}:{self.minute:02}:{self.second:02}.{self.millisecond:03}"
            f"{self._iso_offset()}"
        )

    def _iso_offset(self) -> str:
        if self.zone == UTC_ZONE:
            return "Z"
        minutes = self.offset_minutes
        hours, rest = divmod(abs(minutes), 60)
        return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def from_local(local: int, zone: Zone, guess: int = 0) -> Date:
    """Find the instant at which a wall clock shows a time.

    A time that the clocks skip in spring is moved forward, one that they show twice in autumn is
    taken as the guessed offset says.

    Args:
        local: The wall clock in milliseconds since 1970-01-01T00:00 on that wall.
        zone: The zone of the wall.
        guess: The offset, in milliseconds, to try first.

    Raises:
        EvaluationError: When the date lies outside what JavaScript can count.
    """
    instant = local - guess
    first = zone.offset(instant)
    if first == guess:
        return Date(instant, zone)
    instant -= first - guess
    second = zone.offset(instant)
    if first == second:
        return Date(instant, zone)
    return Date(local - min(first, second), zone)


def from_civil(zone: Zone, year: int, month: int, day: int, time: int = 0) -> Date:
    """Make a date from calendar fields; a day or time outside its range carries over.

    Args:
        zone: The zone of the fields.
        year: The year.
        month: The month, from 1.
        day: The day, from 1.
        time: Milliseconds since midnight.

    Raises:
        EvaluationError: When the date lies outside what JavaScript can count.
    """
    local = days_from_civil(year, month, day) * DAY + time
    return from_local(local, zone, zone.offset(min(max(local, -MAX_MILLIS), MAX_MILLIS)))


def plus(date: Date, duration: Duration, sign: int = 1) -> Date:
    """Move a date: calendar units on the calendar, clock units on the clock.

    A month's end is kept within the month: January 31st plus a month is the last of February.

    Args:
        date: The date to start from.
        duration: How far.
        sign: 1 to add, -1 to subtract.

    Raises:
        EvaluationError: When the date lies outside what JavaScript can count.
    """
    if not all(math.isfinite(count) for count in duration.units.values()):
        raise EvaluationError("the duration is not finite")
    whole = {unit: int(sign * duration.get(unit)) for unit in ("years", "months", "weeks", "days")}
    if any(abs(count) > MAX_MILLIS for count in whole.values()):
        raise EvaluationError("the date is too far from now to be one")
    rest = Duration(
        {unit: sign * count - whole.get(unit, 0) for unit, count in duration.units.items()}
    )
    year, month, day = date.civil
    year, month = year + whole["years"], month + whole["months"]
    day = min(day, days_in_month(year, month)) + whole["days"] + 7 * whole["weeks"]
    local = days_from_civil(year, month, day) * DAY + date.local % DAY
    if abs(local) > 2 * MAX_MILLIS:
        raise EvaluationError("the date is too far from now to be one")
    moved = from_local(local, date.zone, date.local - date.millis)
    extra = rest.millis()
    return Date(int(moved.millis + extra), date.zone) if extra else moved


def difference(later: Date, earlier: Date) -> Duration:
    """Count years, months, days and clock time from one date to another.

    Returns:
        The duration in all units from years to milliseconds, negative when ``later`` is not.
    """
    if earlier.millis > later.millis:
        return _difference(earlier, later).scaled(-1).normalized()
    return _difference(later, earlier).normalized()


def _difference(later: Date, earlier: Date) -> Duration:
    cursor = earlier
    counted: dict[str, float] = {}
    for unit, count in _CALENDAR_DIFFERS:
        counted[unit] = count(cursor, later)
        reached = plus(earlier, Duration(counted))
        tries = 0
        while reached.millis > later.millis and tries < 2:
            counted[unit] -= 1
            reached = plus(earlier, Duration(counted))
            tries += 1
        cursor = reached
    clock = Duration({"milliseconds": later.millis - cursor.millis})
    return clock.shift_to("hours", "minutes", "seconds", "milliseconds").plus(Duration(counted))


def _days_between(start: Date, end: Date) -> int:
    return end.local // DAY - start.local // DAY


_CALENDAR_DIFFERS: Final[tuple[tuple[str, Callable[[Date, Date], int]], ...]] = (
    ("years", lambda a, b: b.year - a.year),
    ("months", lambda a, b: b.month - a.month + (b.year - a.year) * 12),
    ("days", _days_between),
)


# --- text ----------------------------------------------------------------------------------

_LITERAL: Final = on_demand(
    r"([0-9]{4})-([0-9]{2})(?>-([0-9]{2})(?>T([0-9]{2})(?>:([0-9]{2})(?>:([0-9]{2})"
    r"(?>\.([0-9]{3}))?(?>[+-][0-9]{1,2}(?>:[0-9]{2})?|Z|\[[0-9A-Za-z+,./-]+\])?)?)?)?)?"
)
_LITERAL_ZONE: Final = on_demand(r":[0-9]{2}(?:\.[0-9]{3})?([+Z\[-].*)$")
_TIME_UNITS: Final = (HOUR, MINUTE, SECOND, 1)


def match_literal(text: str, position: int = 0) -> str | None:
    """Return the date literal that starts at a place, or None.

    The grammar is ``YYYY-MM[-DD[THH[:mm[:ss[.SSS]]]]]``; after seconds may stand ``Z``, an
    offset, or a zone's name in brackets. The month must exist; a day, hour, minute or second
    outside its range carries over.
    """
    found = _LITERAL().match(text, position)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    literal: str = found[0]
    zone = _LITERAL_ZONE().search(literal)
    if zone and _literal_zone(zone[1]) is None:
        return None
    return literal


def parse_literal(text: str, zone: Zone) -> Date | None:
    """Read a text that is a date literal and nothing else.

    Args:
        text: For example ``2024-06-05T14:30``.
        zone: The zone for a text that names none.
    """
    literal = match_literal(text)
    if literal is None or len(literal) != len(text):
        return None
    found = _LITERAL().match(text)
    assert found is not None
    year, month, day, *clock = (int(part or 0) for part in found.groups())
    named = _LITERAL_ZONE().search(text)
    own_zone = (_literal_zone(named[1]) if named else None) or zone
    time = sum(count * unit for count, unit in zip(clock, _TIME_UNITS, strict=True))
    return from_civil(own_zone, year, month, day if found[3] else 1, time)


def _literal_zone(text: str) -> Zone | None:
    if text == "Z":
        return UTC_ZONE
    if text.startswith("["):
        return parse_zone(text[1:-1])
    return parse_zone("UTC" + text)


def _start_of_week(now: Date) -> Date:
    return now.midnight_of(now.local // DAY + 1 - now.weekday)


def _start_of_month(now: Date) -> Date:
    return now.midnight_of(days_from_civil(now.year, now.month, 1))


def _start_of_year(now: Date) -> Date:
    return now.midnight_of(days_from_civil(now.year, 1, 1))


def _end_of(start: Callable[[Date], Date], unit: str) -> Callable[[Date], Date]:
    def end(now: Date) -> Date:
        following = start(plus(now, Duration({unit: 1})))
        return Date(following.millis - 1, now.zone)

    return end


def _days_from_today(days: int) -> Callable[[Date], Date]:
    return lambda now: plus(now.start_of_day(), Duration({"days": days}))


SHORTHANDS: Final[dict[str, Callable[[Date], Date]]] = {
    "now": lambda now: now,
    "today": lambda now: now.start_of_day(),
    "yesterday": _days_from_today(-1),
    "tomorrow": _days_from_today(1),
    "sow": _start_of_week,
    "start-of-week": _start_of_week,
    "eow": _end_of(_start_of_week, "weeks"),
    "end-of-week": _end_of(_start_of_week, "weeks"),
    "som": _start_of_month,
    "start-of-month": _start_of_month,
    "eom": _end_of(_start_of_month, "months"),
    "end-of-month": _end_of(_start_of_month, "months"),
    "soy": _start_of_year,
    "start-of-year": _start_of_year,
    "eoy": _end_of(_start_of_year, "years"),
    "end-of-year": _end_of(_start_of_year, "years"),
}
"""The words that ``date(...)`` knows, each a function of the clock. Weeks start on Monday."""
