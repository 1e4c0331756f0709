"""The binary operators: what they do to which types."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

from vaultexport.dataview.dates import Date, difference, plus
from vaultexport.dataview.durations import Duration
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.jsnumbers import divide, number_text, remainder
from vaultexport.dataview.values import integral, is_truthy, type_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.dataview.context import Context
    from vaultexport.dataview.values import Value

_Operator: TypeAlias = "Callable[[Context, Value, Value], Value]"


def _add_numbers(_context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, int | float)
    assert isinstance(right, int | float)
    return float(left) + float(right)


def _subtract_numbers(_context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, int | float)
    assert isinstance(right, int | float)
    return float(left) - float(right)


def _multiply_numbers(_context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, int | float)
    assert isinstance(right, int | float)
    return float(left) * float(right)


def _divide_numbers(_context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, int | float)
    assert isinstance(right, int | float)
    return divide(float(left), float(right))


def _remainder(_context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, int | float)
    assert isinstance(right, int | float)
    return remainder(float(left), float(right))


def _concatenate(context: Context, left: Value, right: Value) -> Value:
    joined = context.text(left) + context.text(right)
    context.meter.check_size(len(joined))
    return joined


def _repeat(context: Context, left: Value, right: Value) -> Value:
    text, count = (left, right) if isinstance(left, str) else (right, left)
    assert isinstance(text, str)
    assert isinstance(count, int | float)
    if count < 0:
        return ""
    if math.isinf(count):
        raise EvaluationError(f"Invalid count value: {number_text(count)}")
    context.meter.check_size(len(text) * count)
    return text * integral(count)


def _date_difference(_context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, Date)
    assert isinstance(right, Date)
    return difference(left, right)


def _date_plus(_context: Context, left: Value, right: Value) -> Value:
    date, duration = (left, right) if isinstance(left, Date) else (right, left)
    assert isinstance(date, Date)
    assert isinstance(duration, Duration)
    return plus(date, duration)


def _date_minus(_context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, Date)
    assert isinstance(right, Duration)
    return plus(left, right, -1)


def _add_durations(_context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, Duration)
    assert isinstance(right, Duration)
    return left.plus(right).normalized()


def _subtract_durations(_context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, Duration)
    assert isinstance(right, Duration)
    return left.plus(right, -1).normalized()


def _divide_duration(_context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, Duration)
    assert isinstance(right, int | float)
    return _finite(left.divided(float(right))).normalized()


def _scale_duration(_context: Context, left: Value, right: Value) -> Value:
    duration, factor = (left, right) if isinstance(left, Duration) else (right, left)
    assert isinstance(duration, Duration)
    assert isinstance(factor, int | float)
    return _finite(duration.scaled(float(factor))).normalized()


def _finite(duration: Duration) -> Duration:
    for count in duration.units.values():
        if not math.isfinite(count):
            raise EvaluationError(f"Invalid unit value {number_text(count)}")
    return duration


def _add_lists(context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, list)
    assert isinstance(right, list)
    context.meter.check_size(len(left) + len(right))
    context.meter.spend(len(left) + len(right))
    return left + right


def _add_objects(context: Context, left: Value, right: Value) -> Value:
    assert isinstance(left, dict)
    assert isinstance(right, dict)
    context.meter.spend(len(left) + len(right))
    return {**left, **right}


def _null(_context: Context, _left: Value, _right: Value) -> Value:
    return None


_TYPED: Final[dict[tuple[str, str, str], _Operator]] = {
    ("number", "+", "number"): _add_numbers,
    ("number", "-", "number"): _subtract_numbers,
    ("number", "*", "number"): _multiply_numbers,
    ("number", "/", "number"): _divide_numbers,
    ("number", "%", "number"): _remainder,
    ("string", "*", "number"): _repeat,
    ("number", "*", "string"): _repeat,
    ("date", "-", "date"): _date_difference,
    ("date", "-", "duration"): _date_minus,
    ("date", "+", "duration"): _date_plus,
    ("duration", "+", "date"): _date_plus,
    ("duration", "+", "duration"): _add_durations,
    ("duration", "-", "duration"): _subtract_durations,
    ("duration", "/", "number"): _divide_duration,
    ("duration", "*", "number"): _scale_duration,
    ("number", "*", "duration"): _scale_duration,
    ("array", "+", "array"): _add_lists,
    ("object", "+", "object"): _add_objects,
    **{("null", sign, "null"): _null for sign in "+-*/%"},
    **{("date", sign, "null"): _null for sign in "+-"},
    **{("null", sign, "date"): _null for sign in "+-"},
}


def _arithmetic(sign: str) -> _Operator:
    def apply(context: Context, left: Value, right: Value) -> Value:
        kind, other_kind = type_name(left), type_name(right)
        operator = _TYPED.get((kind, sign, other_kind))
        if operator is None and sign == "+" and "string" in (kind, other_kind):
            operator = _concatenate
        if operator is None:
            raise EvaluationError(f"No implementation found for '{kind} {sign} {other_kind}'")
        return operator(context, left, right)

    return apply


OPERATORS: Final[dict[str, _Operator]] = {
    **{sign: _arithmetic(sign) for sign in "+-*/%"},
    "&": lambda _, left, right: is_truthy(left) and is_truthy(right),
    "|": lambda _, left, right: is_truthy(left) or is_truthy(right),
    "=": lambda context, left, right: context.equal(left, right),
    "!=": lambda context, left, right: not context.equal(left, right),
    "<": lambda context, left, right: context.compare(left, right) < 0,
    "<=": lambda context, left, right: context.compare(left, right) <= 0,
    ">": lambda context, left, right: context.compare(left, right) > 0,
    ">=": lambda context, left, right: context.compare(left, right) >= 0,
}
"""Each operator as a function of context, left and right.

Raises:
    EvaluationError: When the operator means nothing for the types.
"""
