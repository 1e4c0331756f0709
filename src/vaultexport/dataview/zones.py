"""Time zones: fixed distances from UTC, and the named ones with their summer times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from vaultexport.dataview.patterns import on_demand

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SECOND: Final = 1000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PYTHON_MIN: Final = -62_135_596_800_000 + 2 * DAY
_PYTHON_MAX: Final = 253_402_300_799_999 - 2 * DAY


@dataclass(frozen=True, slots=True)
class FixedZone:
    """A zone that is always the same number of minutes east of UTC."""

    minutes: int

    def offset(self, _millis: int) -> int:
        """Return the distance from UTC in milliseconds."""
        return self.minutes * MINUTE


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A zone of the IANA data base, with its changes to summer time."""

    name: str

    def offset(self, millis: int) -> int:
        """Return the distance from UTC in milliseconds at an instant."""
        inside = min(max(millis, _PYTHON_MIN), _PYTHON_MAX)
        moment = _EPOCH + timedelta(milliseconds=inside)
        distance = moment.astimezone(_zone_info(self.name)).utcoffset()
        assert distance is not None
        return int(distance.total_seconds() * SECOND)


Zone: TypeAlias = FixedZone | NamedZone
UTC_ZONE: Final = FixedZone(0)

_FIXED_ZONE: Final = on_demand(r"utc(?:([+-][0-9]{1,2})(?::([0-9]{2}))?)?", any_case=True)


@lru_cache(maxsize=64)
def _zone_info(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few values have a zone

    return ZoneInfo(name)


def parse_zone(name: str) -> Zone | None:
    """Find a zone by its name: ``UTC``, ``UTC+2``, ``UTC-03:30`` or an IANA name.

    Returns:
        The zone, or None when there is no such zone.
    """
    if name.lower() == "gmt":
        return UTC_ZONE
    fixed = _FIXED_ZONE().fullmatch(name)
    if fixed:
        hours, minutes = fixed[1] or "0", int(fixed[2] or 0)
        return FixedZone(int(hours) * 60 + (-minutes if hours.startswith("-") else minutes))
    try:
        _zone_info(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError.
        return None
    return NamedZone(name)
