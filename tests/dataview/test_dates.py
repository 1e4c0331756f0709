"""Dates, durations and their formats count as in Luxon."""

from __future__ import annotations

import pytest

from dataview.probe import NOW, alike, lines, value_of
from vaultexport.dataview.dateformat import format_date, format_duration
from vaultexport.dataview.dateparse import parse_format
from vaultexport.dataview.dates import (
    SHORTHANDS,
    Date,
    civil_from_days,
    days_from_civil,
    difference,
    parse_literal,
    plus,
)
from vaultexport.dataview.durations import Duration, human
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.locales import EN_US
from vaultexport.dataview.zones import UTC_ZONE, FixedZone, NamedZone, parse_zone


def test_as_luxon() -> None:
    wrong = []
    for line in lines("luxon.jsonl"):
        zone = parse_zone(line["zone"])
        assert zone is not None
        date, other = Date(line["millis"], zone), Date(line["other"], zone)
        duration = Duration(line["duration"])
        mine = {
            "iso": date.iso(),
            "plus": plus(date, duration).iso(),
            "minus": plus(date, duration, -1).iso(),
            "difference": difference(date, other).units,
            "formatted": format_date(date, line["pattern"], EN_US),
            "duration_formatted": format_duration(duration, line["duration_pattern"]),
            "normalized": duration.normalized().units,
            "start_of_week": SHORTHANDS["sow"](date).iso(),
            "end_of_month": SHORTHANDS["eom"](date).iso(),
            "week": date.iso_week[1],
            "length": duration.millis(),
        }
        wrong += [(key, line) for key, value in mine.items() if not alike(value, line[key])]
    assert wrong == []


@pytest.mark.parametrize("days", [-800_000, -719_469, -719_468, -1, 0, 59, 60, 20_000, 4_000_000])
def test_calendar_there_and_back(days: int) -> None:
    assert days_from_civil(*civil_from_days(days)) == days


def test_months_carry_into_years() -> None:
    assert days_from_civil(2024, 14, 1) == days_from_civil(2025, 2, 1)
    assert days_from_civil(2024, 0, 31) == days_from_civil(2023, 12, 31)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-06", "2024-06-01T00:00:00.000Z"),
        ("2024-02-30", "2024-03-01T00:00:00.000Z"),
        ("2024-06-05T25:00", "2024-06-06T01:00:00.000Z"),
        ("2024-06-05T10:30:15.250-3", "2024-06-05T10:30:15.250-03:00"),
        ("2024-06-05T10:30:15[Asia/Tokyo]", "2024-06-05T10:30:15.000+09:00"),
    ],
)
def test_literals(text: str, iso: str) -> None:
    date = parse_literal(text, UTC_ZONE)
    assert date is not None
    assert date.iso() == iso


@pytest.mark.parametrize(
    "text",
    [
        *("2024-13-01", "2024-6-5", "24-06-05", "2024-06-05 10:30", "2024-06-05T10+01:00", ""),
        *("2024-06-05T10:30:15[Nowhere/Land]", "2024-06-05T10:30:15[America/New_York]"),
    ],
)
def test_no_literals(text: str) -> None:
    assert parse_literal(text, UTC_ZONE) is None


@pytest.mark.parametrize(
    ("text", "pattern", "iso"),
    [
        ("2024-06-05 14:30", "yyyy-MM-dd HH:mm", "2024-06-05T14:30:00.000Z"),
        ("June 5, 2024", "MMMM d, yyyy", "2024-06-05T00:00:00.000Z"),
        ("12:30 AM", "h:mm a", "2024-06-15T00:30:00.000Z"),
        ("10.5", "s.S", "2024-06-15T10:30:10.005Z"),
        ("61", "yy", "1961-01-01T00:00:00.000Z"),
        ("2024-W23-3", "kkkk-'W'WW-E", "2024-06-05T00:00:00.000Z"),
        ("Wed", "EEE", "2024-06-12T00:00:00.000Z"),
        ("2024 157", "yyyy ooo", "2024-06-05T00:00:00.000Z"),
        ("2 2024", "q yyyy", "2024-04-01T00:00:00.000Z"),
        ("2024-06-05 24:00", "yyyy-MM-dd HH:mm", "2024-06-06T00:00:00.000Z"),
        ("2024-06-05T10:00+02:00", "yyyy-MM-dd'T'HH:mmZZ", "2024-06-05T08:00:00.000Z"),
        ("2024-06-05 10:00 Asia/Tokyo", "yyyy-MM-dd HH:mm z", "2024-06-05T01:00:00.000Z"),
        ("2024-02-30", "yyyy-MM-dd", None),
        ("25:00", "HH:mm", None),
        ("Thu 2024-06-05", "EEE yyyy-MM-dd", None),
        ("abc", "'abc'", None),
        ("1 2", "d d", "2024-06-02T00:00:00.000Z"),
    ],
)
def test_reading_a_format(text: str, pattern: str, iso: str | None) -> None:
    date = parse_format(text, pattern, NOW, EN_US)
    assert (date and date.iso()) == iso


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("157 6", "ooo M"), ("2024 23", "yyyy W"), ("23 157", "W ooo"), ("11 PM 3", "h a H")],
)
def test_what_can_not_go_together_in_a_format(text: str, pattern: str) -> None:
    with pytest.raises(EvaluationError, match=r"Can't (mix|include)"):
        parse_format(text, pattern, NOW, EN_US)


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("UTC", UTC_ZONE),
        ("gmt", UTC_ZONE),
        ("UTC+2", FixedZone(120)),
        ("utc-03:30", FixedZone(-210)),
        ("Europe/Berlin", NamedZone("Europe/Berlin")),
        ("Middle-earth/Shire", None),
        ("../etc/passwd", None),
        ("", None),
    ],
)
def test_zones(name: str, zone: object) -> None:
    assert parse_zone(name) == zone


def test_what_is_out_of_range_is_no_date() -> None:
    for text in ("date(2024-01-01) + dur(300000 years)", "date(2024-01-01) - dur(9999999999 mo)"):
        with pytest.raises(EvaluationError, match="too far"):
            value_of(text)


def test_human_durations() -> None:
    assert human(Duration({"days": 400})) == "1 year, 2 months, 1 week, 1 day"
    assert human(Duration({"minutes": -90})) == "-1 hour, -30 minutes"
    assert human(Duration({"seconds": 0})) == ""


def test_equal_length_is_not_equality() -> None:
    assert value_of("dur(1 d) = dur(24 h)") is False
    assert value_of("dur(1 d, 0 h) = dur(1 d)") is True
    assert value_of("date(2024-06-05T10:00:00Z) = date(2024-06-05T12:00:00+2)") is False
