"""Functions on numbers, and those that find the least, the greatest and the sum."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.functions.registry import ANY_NUMBER, Builtin, null, same
from vaultexport.dataview.jsnumbers import round_half_up, to_fixed
from vaultexport.dataview.operators import OPERATORS
from vaultexport.dataview.values import integral

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.dataview.context import Context
    from vaultexport.dataview.values import Function, Value

_REDUCERS: Final = frozenset("+-*/&|")


def _whole(cut: Callable[[float], int]) -> Callable[[Context, float], Value]:
    return lambda _, number: _signed(cut(number), number) if math.isfinite(number) else number


def _signed(whole: float, number: float) -> float:
    """Give a whole number the sign of the one it was made from: JavaScript has a negative zero."""
    return math.copysign(whole, number)


def _round(_context: Context, number: float) -> Value:
    return _signed(round_half_up(number), number)


def _round_to(_context: Context, number: float, digits: float) -> Value:
    if digits <= 0:
        return _round(_context, number)
    places = integral(digits)
    if places > 100:
        raise EvaluationError("toFixed() digits argument must be between 0 and 100")
    return to_fixed(number, places)


def _pick(wanted: Callable[[int], bool]) -> Callable[[Context, Value, Value], Value]:
    return lambda context, left, right: left if wanted(context.compare(left, right)) else right


def _extreme(name: str, wanted: Callable[[int], bool]) -> Builtin:
    def of_list(context: Context, values: list[Value]) -> Value:
        return extreme(context, values)

    def of_all(context: Context, *values: Value) -> Value:
        if not values:
            return None
        result = values[0]
        for value in values[1:]:
            result = extreme(context, [result, value])
        return result

    extreme = Builtin(
        name,
        {
            "* null": same,
            "null *": lambda _context, _null, value: value,
            "* *": _pick(wanted),
            "array": of_list,
            ANY_NUMBER: of_all,
        },
    )
    return extreme


def _extreme_by(name: str, wanted: Callable[[int], bool]) -> Builtin:
    def pick(context: Context, values: list[Value], function: Function) -> Value:
        keyed = [(function.call([value]), value) for value in values]
        known = [pair for pair in keyed if pair[0] is not None]
        if not known:
            return values[0] if values else None
        best = known[0]
        for candidate in known[1:]:
            if not wanted(context.compare(best[0], candidate[0])):
                best = candidate
        return best[1]

    return Builtin(name, {"array function": pick, "null function": null})


def reduce_list(context: Context, values: list[Value], sign: str) -> Value:
    """Fold a list with a binary operator; an empty list gives null.

    Raises:
        EvaluationError: When the operator means nothing for the elements.
    """
    if not values:
        return None
    operator = OPERATORS[sign]
    context.meter.spend(len(values))
    result = values[0]
    for value in values[1:]:
        result = operator(context, result, value)
    return result


def _reduce_by_sign(context: Context, values: list[Value], sign: str) -> Value:
    if values and sign not in _REDUCERS:
        raise EvaluationError("reduce(array, op) supports '+', '-', '/', '*', '&', and '|'")
    return reduce_list(context, values, sign)


def _reduce(_context: Context, values: list[Value], function: Function) -> Value:
    if not values:
        return None
    result = values[0]
    for value in values[1:]:
        if value is not None:
            result = function.call([result, value])
    return result


def _average(context: Context, values: list[Value]) -> Value:
    total = reduce_list(context, values, "+")
    if total is None:
        return None
    return OPERATORS["/"](context, total, float(len(values)))


FUNCTIONS: Final[tuple[Builtin, ...]] = (
    Builtin(
        "round",
        {
            "number": _round,
            "null": null,
            "number number": _round_to,
            "number null": lambda context, number, _: _round(context, number),
            "null *": null,
        },
        {1: (0,), 2: (0,)},
    ),
    Builtin("trunc", {"number": _whole(math.trunc), "null": null}, {1: (0,)}),
    Builtin("floor", {"number": _whole(math.floor), "null": null}, {1: (0,)}),
    Builtin("ceil", {"number": _whole(math.ceil), "null": null}, {1: (0,)}),
    _extreme("min", lambda order: order <= 0),
    _extreme("max", lambda order: order > 0),
    Builtin("sum", {"array": lambda context, values: reduce_list(context, values, "+"), "*": same}),
    Builtin(
        "product", {"array": lambda context, values: reduce_list(context, values, "*"), "*": same}
    ),
    Builtin("average", {"array": _average, "*": same}),
    _extreme_by("minby", lambda order: order <= 0),
    _extreme_by("maxby", lambda order: order > 0),
    Builtin(
        "reduce",
        {
            "array string": _reduce_by_sign,
            "array function": _reduce,
            "null *": null,
            "* null": null,
        },
        {2: (1,)},
    ),
)
"""Functions on numbers, in the order of the manual."""
