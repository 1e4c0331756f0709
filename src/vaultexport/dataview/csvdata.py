"""Rows of a CSV file, typed as Dataview (which uses Papa Parse) types them."""

from __future__ import annotations

import csv
import math
from io import StringIO
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

import regex

from vaultexport.dataview.dates import Date, parse_literal
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.fields import frontmatter_value
from vaultexport.dataview.values import canonical_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultexport.dataview.values import Value
    from vaultexport.dataview.zones import Zone

_NUMBER: Final = regex.compile(r"\s*-?(?:[0-9]+\.?|\.[0-9]+|[0-9]+\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*")
_TIMESTAMP: Final = regex.compile(
    r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
    r"(?:[+-][0-2][0-9]:[0-5][0-9]|Z)"
)
_BOOLEANS: Final = {"true": True, "TRUE": True, "false": False, "FALSE": False}
_DELIMITERS: Final = (",", "\t", "|", ";")
_GUESSED_RECORDS: Final = 10
_EXACT: Final = 2.0**53


def parse_csv(text: str, zone: Zone) -> list[dict[str, Value]]:
    """Read a CSV file with a header.

    Lines that start with ``#``, and empty ones, are passed over. Cells are typed like front
    matter; an empty cell is null. Each column is there under its own and its canonical name.

    Args:
        text: The content of the file.
        zone: The zone of dates that name none.

    Raises:
        EvaluationError: When a cell is unreasonably long.
    """
    lines = [*_uncommented(StringIO(text.removeprefix("\ufeff"), newline=""))]
    records = _records(lines, _delimiter(lines))
    header = next(records, None)
    if header is None:
        return []
    names = _unique(header)
    return [_row(names, cells, zone) for cells in records]


def _uncommented(lines: Iterable[str]) -> Iterator[str]:
    """Leave out comment lines, but not lines of a quoted cell that look like one."""
    quoted = False
    for line in lines:
        if quoted or not line.startswith("#"):
            yield line
            quoted ^= line.count('"') % 2 == 1


def _records(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if cells not in ([], [""]):
                yield cells
    except csv.Error as error:
        raise EvaluationError(f"the CSV file can't be read: {error}") from error


def _delimiter(lines: list[str]) -> str:
    """Guess the delimiter: that under which the first records differ least in length.

    Of several such it is the one that makes most columns; at least two are needed.
    """
    best, least, most = ",", math.inf, 0.0
    for delimiter in _DELIMITERS:
        lengths = [len(cells) for cells in islice(_records(lines, delimiter), _GUESSED_RECORDS)]
        mean = sum(lengths) / len(lengths) if lengths else 0
        jumps = sum(abs(after - before) for before, after in pairwise(lengths))
        if jumps <= least and mean > max(most, 1.99):
            best, least, most = delimiter, jumps, mean
    return best


def _unique(header: list[str]) -> list[str]:
    """Number columns of the same name."""
    names: list[str] = []
    for name in header:
        candidate, number = name, 0
        while candidate in names:
            number += 1
            candidate = f"{name}_{number}"
        names.append(candidate)
    return names


def _row(header: list[str], cells: list[str], zone: Zone) -> dict[str, Value]:
    row: dict[str, Value] = {}
    for name, cell in zip(header, cells, strict=False):
        value = _cell(cell, zone)
        row[name] = value
        row[canonical_name(name)] = value
    if len(cells) > len(header):
        row["__parsed_extra"] = [_cell(cell, zone) for cell in cells[len(header) :]]
    return row


def _cell(text: str, zone: Zone) -> Value:
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _NUMBER.fullmatch(text):
        number = float(text)
        return number if abs(number) < _EXACT else text
    if _TIMESTAMP.fullmatch(text):
        return _timestamp(text, zone)
    return frontmatter_value(text, zone) if text else None


def _timestamp(text: str, zone: Zone) -> Date | None:
    """Read a time with an offset; it is shown in the local zone."""
    seconds = text if text.count(":") > 1 + ("Z" not in text) else f"{text[:16]}:00{text[16:]}"
    main, point, rest = seconds.partition(".")
    if point:
        digits = regex.match(r"[0-9]+", rest)
        assert digits is not None
        main = f"{main}.{digits[0][:3]:0<3}{rest[digits.end() :]}"
    date = parse_literal(main, zone)
    return date.in_zone(zone) if date is not None else None
