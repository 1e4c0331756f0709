"""Lengths of time, as Dataview (which uses Luxon) counts them.

A year is 12 months, 52 weeks or 365 days; a month 4 weeks or 30 days; a week 7 days. The numbers
don't fit together, so the units in which a duration was given matter: ``dur(1 d)`` and
``dur(24 h)`` are as long as each other but not equal.
"""

from __future__ import annotations

import itertools
import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Final

from vaultexport.dataview.patterns import SPACE_CLASS, on_demand

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS: Final = (
    "years",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "seconds",
    "milliseconds",
)
"""All units, the longest first."""

_DAY: Final = {
    "days": 1,
    "hours": 24,
    "minutes": 24 * 60,
    "seconds": 24 * 60 * 60,
    "milliseconds": 24 * 60 * 60 * 1000,
}


def _in_days(days: int) -> dict[str, int]:
    return {unit: count * days for unit, count in _DAY.items()}


RATIOS: Final[dict[str, dict[str, int]]] = {
    "years": {"months": 12, "weeks": 52, **_in_days(365)},
    "months": {"weeks": 4, **_in_days(30)},
    "weeks": _in_days(7),
    "days": _in_days(1),
    "hours": {"minutes": 60, "seconds": 3600, "milliseconds": 3_600_000},
    "minutes": {"seconds": 60, "milliseconds": 60_000},
    "seconds": {"milliseconds": 1000},
}
"""How many of a shorter unit make one of a longer."""

_THREE_DECIMALS: Final = Decimal("0.001")
_WIDE: Final = Context(prec=400)
"""Holds any finite number to three decimals."""

_NAMES: Final = {
    "years": ("year", "years", "yr", "yrs"),
    "months": ("month", "months", "mo", "mos"),
    "weeks": ("week", "weeks", "wk", "wks", "w"),
    "days": ("day", "days", "d"),
    "hours": ("hour", "hours", "hr", "hrs", "h"),
    "minutes": ("minute", "minutes", "min", "mins", "m"),
    "seconds": ("second", "seconds", "sec", "secs", "s"),
}
_UNIT_OF_NAME: Final = {name: unit for unit, names in _NAMES.items() for name in names}
_NAME: Final = "|".join(sorted(_UNIT_OF_NAME, key=len, reverse=True))
_PART: Final = rf"(-?[0-9]+(?>\.[0-9]+)?)[{SPACE_CLASS}]*(?>({_NAME}))"
_SPACES: Final = f"[{SPACE_CLASS}]*"
_LITERAL: Final = on_demand(rf"(?>{_PART})(?>(?>{_SPACES},{_SPACES}|{_SPACES}){_PART})*")
_ONE_PART: Final = on_demand(_PART)


class Duration:
    """A length of time as counts of units; a unit may be absent, which compares like zero."""

    __slots__ = ("units",)

    def __init__(self, units: Mapping[str, float]) -> None:
        self.units: Final = {unit: units[unit] for unit in UNITS if unit in units}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Duration):
            return NotImplemented
        return all(self.get(unit) == other.get(unit) for unit in UNITS)

    def __hash__(self) -> int:
        return hash(tuple(self.get(unit) for unit in UNITS))

    def __repr__(self) -> str:
        return f"Duration({self.units!r})"

    def get(self, unit: str) -> float:
        """Return the count of a unit, 0 when it is absent."""
        return self.units.get(unit, 0)

    def millis(self) -> float:
        """Return the length in milliseconds, by the ratios of this module."""
        total = self.get("milliseconds")
        for unit in reversed(UNITS[:-1]):
            total += self.get(unit) * RATIOS[unit]["milliseconds"]
        return total

    def plus(self, other: Duration, sign: int = 1) -> Duration:
        """Add unit by unit, or subtract with a sign of -1."""
        present = self.units.keys() | other.units.keys()
        return Duration({unit: self.get(unit) + sign * other.get(unit) for unit in present})

    def scaled(self, factor: float) -> Duration:
        """Multiply each unit."""
        return Duration({unit: count * factor for unit, count in self.units.items()})

    def divided(self, divisor: float) -> Duration:
        """Divide each unit, by JavaScript's rules for zero."""
        return Duration({unit: _divide(count, divisor) for unit, count in self.units.items()})

    def shift_to(self, *units: str) -> Duration:
        """Express the duration in the given units; only the shortest may keep a fraction."""
        built: dict[str, float] = {}
        waiting: dict[str, float] = {}
        last = ""
        for unit in UNITS:
            if unit not in units:
                if unit in self.units:
                    waiting[unit] = self.units[unit]
                continue
            last = unit
            own = sum((RATIOS[longer][unit] * count for longer, count in waiting.items()), 0.0)
            own += self.get(unit)
            waiting = dict.fromkeys(waiting, 0.0)
            built[unit] = _truncate(own)
            waiting[unit] = (own * 1000 - built[unit] * 1000) / 1000
        for unit, count in waiting.items():
            if count:
                built[last] += count if unit == last else count / RATIOS[last][unit]
        return Duration(_normalize(built))

    def normalized(self) -> Duration:
        """Express the duration in all units, each smaller than one of the next longer."""
        return Duration(_normalize(self.shift_to(*UNITS).units))


def _divide(count: float, divisor: float) -> float:
    if divisor:
        return count / divisor
    if not count or math.isnan(count):
        return math.nan
    return math.copysign(math.inf, count) * math.copysign(1, divisor)


def _truncate(number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else number


def _floor(number: float) -> float:
    return float(math.floor(number)) if math.isfinite(number) else number


def _fraction(number: float) -> float:
    return math.fmod(number, 1) if math.isfinite(number) else math.nan


def _normalize(units: Mapping[str, float]) -> dict[str, float]:
    """Carry whole longer units up, then fractions down.

    The sign of the whole decides the direction, so that ``2 years, -2 days`` becomes less than
    two years, and a negative duration has no positive part.
    """
    counts = dict(units)
    present = [unit for unit in UNITS if unit in counts]
    sign = -1 if Duration(counts).millis() < 0 else 1
    for longer, shorter in reversed(list(itertools.pairwise(present))):
        ratio = RATIOS[longer][shorter]
        carried = _floor(counts[shorter] * sign / ratio)
        counts[longer] += carried * sign
        counts[shorter] -= carried * ratio * sign
    for longer, shorter in itertools.pairwise(present):
        fraction = _fraction(counts[longer])
        counts[longer] -= fraction
        counts[shorter] += fraction * RATIOS[longer][shorter]
    return counts


def match_literal(text: str, position: int = 0) -> tuple[Duration, int] | None:
    """Read the duration literal that starts at a place.

    Returns:
        The duration and the place behind it, or None.
    """
    found = _LITERAL().match(text, position)
    if found is None:
        return None
    total = Duration({})
    for part in _ONE_PART().finditer(found[0]):
        total = total.plus(Duration({_UNIT_OF_NAME[part[2]]: float(part[1])}))
    return total, found.end()


def parse_literal(text: str) -> Duration | None:
    """Read a text that is a duration literal and nothing else, such as ``1 h 30 min``."""
    found = match_literal(text)
    return found[0] if found and found[1] == len(text) else None


def human(duration: Duration) -> str:
    """Write a duration in words: ``1 year, 2 months``; a zero duration is empty."""
    parts = []
    for unit, count in duration.normalized().units.items():
        if count:
            name = unit[:-1] if abs(count) == 1 else unit
            parts.append(f"{_three_decimals(count)} {name}")
    return ", ".join(parts)


def _three_decimals(number: float) -> str:
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "-∞" if number < 0 else "∞"
    rounded = Decimal(repr(float(number))).quantize(_THREE_DECIMALS, ROUND_HALF_UP, _WIDE)
    return f"{rounded:f}".rstrip("0").rstrip(".")
