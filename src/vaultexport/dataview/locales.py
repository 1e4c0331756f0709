"""The words of a language that dates need."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Locale:
    """Names and patterns of one language.

    Attributes:
        months: January first.
        months_short: The same, abbreviated.
        weekdays: Monday first.
        weekdays_short: The same, abbreviated.
        meridiems: The words for the first and the second half of a day.
        eras: Before and after year 1: short, then long.
        macros: The meaning of the tokens that stand for a whole pattern, in simple tokens.
            CLDR puts a narrow no-break space before the meridiem.
    """

    months: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    meridiems: tuple[str, str]
    eras: tuple[tuple[str, str], tuple[str, str]]
    macros: dict[str, str] = field(hash=False)


_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def _short(names: str) -> tuple[str, ...]:
    return tuple(name[:3] for name in names.split())


_DATES = {
    "": "M/d/y",
    "med": "MMM d, y",
    "full": "MMMM d, y",
    "huge": "EEEE, MMMM d, y",
}

EN_US = Locale(
    months=tuple(_MONTHS.split()),
    months_short=_short(_MONTHS),
    weekdays=tuple(_WEEKDAYS.split()),
    weekdays_short=_short(_WEEKDAYS),
    meridiems=("AM", "PM"),
    eras=(("BC", "Before Christ"), ("AD", "Anno Domini")),
    macros={
        "D": _DATES[""],
        "DD": _DATES["med"],
        "DDD": _DATES["full"],
        "DDDD": _DATES["huge"],
        "t": "h:mm\u202fa",
        "tt": "h:mm:ss\u202fa",
        "ttt": "h:mm:ss\u202fa ZZZZ",
        "tttt": "h:mm:ss\u202fa ZZZZ",
        "T": "HH:mm",
        "TT": "HH:mm:ss",
        "TTT": "HH:mm:ss ZZZZ",
        "TTTT": "HH:mm:ss ZZZZ",
        "f": f"{_DATES['']}, h:mm\u202fa",
        "ff": f"{_DATES['med']}, h:mm\u202fa",
        "fff": f"{_DATES['full']} 'at' h:mm\u202fa ZZZZ",
        "ffff": f"{_DATES['huge']} 'at' h:mm\u202fa ZZZZ",
        "F": f"{_DATES['']}, h:mm:ss\u202fa",
        "FF": f"{_DATES['med']}, h:mm:ss\u202fa",
        "FFF": f"{_DATES['full']} 'at' h:mm:ss\u202fa ZZZZ",
        "FFFF": f"{_DATES['huge']} 'at' h:mm:ss\u202fa ZZZZ",
    },
)
"""American English, the language of Dataview's results everywhere but in its date names."""
