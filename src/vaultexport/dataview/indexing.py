"""The parts of a value: ``value.name`` and ``value[index]``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from vaultexport.dataview.dates import Date
from vaultexport.dataview.durations import Duration
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.text import from_units, to_units
from vaultexport.dataview.values import Link, type_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.dataview.context import Context
    from vaultexport.dataview.values import Value


def index_value(context: Context, value: Value, key: Value) -> Value:
    """Return a part of a value.

    Args:
        context: Where links lead.
        value: The whole.
        key: A name or a place, not null.

    Returns:
        The part; null when there is none.

    Raises:
        EvaluationError: When such a value has no such parts.
    """
    indexer = _INDEXERS.get(type_name(value))
    return indexer(context, value, key) if indexer else None


def _index_object(_context: Context, value: Value, key: Value) -> Value:
    assert isinstance(value, dict)
    if not isinstance(key, str):
        raise EvaluationError('can only index into objects with strings (a.b or a["b"])')
    return value.get(key)


def _index_link(context: Context, value: Value, key: Value) -> Value:
    assert isinstance(value, Link)
    if not isinstance(key, str):
        raise EvaluationError('can only index into links with strings (a.b or a["b"])')
    page = context.page(value.path)
    return None if page is None else page.get(key)


def _index_list(context: Context, value: Value, key: Value) -> Value:
    assert isinstance(value, list)
    if isinstance(key, int | float):
        return value[int(key)] if _is_place(key, len(value)) else None
    context.meter.spend(len(value))
    parts: list[Value] = []
    for element in value:
        if isinstance(element, dict):
            parts.append(element.get(key) if isinstance(key, str) else None)
            continue
        try:
            parts.append(index_value(context, element, key))
        except EvaluationError:
            continue
    return parts


def _index_string(_context: Context, value: Value, key: Value) -> Value:
    assert isinstance(value, str)
    if not isinstance(key, int | float):
        raise EvaluationError("string indexing requires a numeric index (string[index])")
    units = to_units(value)
    return from_units(units[int(key)]) if _is_place(key, len(units)) else None


def _is_place(key: float, length: int) -> bool:
    return math.isfinite(key) and key == int(key) and 0 <= key < length


_DATE_PARTS: Final[dict[str, Callable[[Date], int]]] = {
    "year": lambda date: date.year,
    "month": lambda date: date.month,
    "weekyear": lambda date: date.iso_week[1],
    "week": lambda date: date.day // 7 + 1,
    "weekday": lambda date: date.weekday,
    "day": lambda date: date.day,
    "hour": lambda date: date.hour,
    "minute": lambda date: date.minute,
    "second": lambda date: date.second,
    "millisecond": lambda date: date.millisecond,
}
"""What ``date.part`` gives; ``weekyear`` and ``week`` are misnamed in Dataview too."""

_DURATION_PARTS: Final = {
    **{unit: unit for unit in ("years", "months", "weeks", "days", "hours", "minutes")},
    **{unit[:-1]: unit for unit in ("years", "months", "days", "hours", "minutes", "seconds")},
    "seconds": "seconds",
    "millisecond": "milliseconds",
    "milliseconds": "milliseconds",
}


def _index_date(_context: Context, value: Value, key: Value) -> Value:
    assert isinstance(value, Date)
    if not isinstance(key, str):
        raise EvaluationError("date indexing requires a string representing the unit")
    part = _DATE_PARTS.get(key)
    return part(value) if part else None


def _index_duration(_context: Context, value: Value, key: Value) -> Value:
    assert isinstance(value, Duration)
    if not isinstance(key, str):
        raise EvaluationError("duration indexing requires a string representing the unit")
    unit = _DURATION_PARTS.get(key)
    return value.shift_to(unit).get(unit) if unit else None


_INDEXERS: Final[dict[str, Callable[[Context, Value, Value], Value]]] = {
    "object": _index_object,
    "link": _index_link,
    "array": _index_list,
    "string": _index_string,
    "date": _index_date,
    "duration": _index_duration,
}
