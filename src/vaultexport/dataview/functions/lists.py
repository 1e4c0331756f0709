"""Functions on lists and objects, and those that look for something inside a value."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Final

from vaultexport.dataview.compare import distinct
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.functions.registry import ANY_NUMBER, Builtin, null, same
from vaultexport.dataview.indexing import index_value
from vaultexport.dataview.jsregex import JsRegex
from vaultexport.dataview.text import from_units, to_units
from vaultexport.dataview.values import integral, is_truthy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultexport.dataview.context import Context
    from vaultexport.dataview.values import Function, Value

_SPECIAL: Final = frozenset(".*+?^${}()|[]\\")


# --- looking inside ----------------------------------------------------------------------------


def _same_values(context: Context, left: Value, right: Value) -> Value:
    return context.equal(left, right)


def _has_key(_context: Context, value: dict[str, Value], key: str) -> Value:
    return key in value


def _contains_text(_context: Context, text: str, part: str) -> Value:
    return part in text


def _contains_text_of_any_case(_context: Context, text: str, part: str) -> Value:
    return part.lower() in text.lower()


def _contains_exactly(context: Context, values: list[Value], wanted: Value) -> Value:
    context.meter.spend(len(values))
    return any(context.equal(wanted, value) for value in values)


def _contains_word(context: Context, text: str, word: str) -> Value:
    escaped = "".join(f"\\{char}" if char in _SPECIAL else char for char in word)
    return JsRegex(f"\\b{escaped}\\b", context.meter, flags="gi").test(text)


def _contains(name: str, in_text: Callable[[Context, str, str], Value]) -> Builtin:
    def in_list(context: Context, values: list[Value], wanted: Value) -> Value:
        return any(contains(context, [value, wanted]) for value in values)

    contains = _searching(name, in_list, in_text)
    return contains


def _searching(
    name: str,
    in_list: Callable[[Context, list[Value], Value], Value],
    in_text: Callable[[Context, str, str], Value],
) -> Builtin:
    return Builtin(
        name,
        {
            "array *": in_list,
            "string string": in_text,
            "object string": _has_key,
            "* *": _same_values,
        },
        {2: (1,)},
    )


def _extract(context: Context, *arguments: Value) -> Value:
    if not arguments:
        return "extract(object, key1, ...) requires at least 1 argument"
    value, *keys = arguments
    if isinstance(value, list):
        return [_extract(context, element, *keys) for element in value]
    result: dict[str, Value] = {}
    for key in keys:
        if not isinstance(key, str):
            raise EvaluationError("extract(object, key1, ...) must be called with string keys")
        result[key] = index_value(context, value, key)
    return result


# --- order and length --------------------------------------------------------------------------


def _sort(context: Context, values: list[Value]) -> Value:
    return _sorted(context, [(value, value) for value in values])


def _sort_by(context: Context, values: list[Value], function: Function) -> Value:
    if len(values) < 2:
        return [*values]  # nothing is compared, so the function is not asked
    return _sorted(context, [(function.call([value]), value) for value in values])


def _sorted(context: Context, keyed: list[tuple[Value, Value]]) -> Value:
    context.meter.spend(len(keyed))

    def order(left: tuple[Value, Value], right: tuple[Value, Value]) -> int:
        return context.compare(left[0], right[0])

    return [value for _, value in sorted(keyed, key=cmp_to_key(order))]


def _reverse_list(context: Context, values: list[Value]) -> Value:
    context.meter.spend(len(values))
    return values[::-1]


def _reverse_text(_context: Context, text: str) -> Value:
    return from_units(to_units(text)[::-1])


def _unique(context: Context, values: list[Value]) -> Value:
    context.meter.weigh(values)
    return distinct(values)


def _flatten(context: Context, values: list[Value], depth: float) -> Iterable[Value]:
    context.meter.spend(len(values))
    for value in values:
        if isinstance(value, list) and depth >= 1:
            yield from _flatten(context, value, depth - 1)
        else:
            yield value


def _slice(context: Context, values: list[Value], start: float = 0, *end: float) -> Value:
    context.meter.spend(len(values))
    return values[integral(start) : integral(end[0]) if end else None]


# --- choosing ----------------------------------------------------------------------------------


def _not_null(_context: Context, *values: Value) -> Value:
    return [value for value in values if value is not None]


def _first_value(_context: Context, values: list[Value]) -> Value:
    return next((value for value in values if value is not None), None)


def _holds(function: Function) -> Callable[[Value], bool]:
    return lambda value: is_truthy(function.call([value]))


def _quantifier(name: str, test: Callable[[Iterable[bool]], bool]) -> Builtin:
    return Builtin(
        name,
        {
            "array": lambda _, values: test(map(is_truthy, values)),
            "array function": lambda _, values, function: test(map(_holds(function), values)),
            ANY_NUMBER: lambda _, *values: test(map(is_truthy, values)),
        },
    )


def _filter(_context: Context, values: list[Value], function: Function) -> Value:
    return list(filter(_holds(function), values))


def _map(_context: Context, values: list[Value], function: Function) -> Value:
    return [function.call([value]) for value in values]


def _join(context: Context, values: list[Value], separator: str | None = None) -> Value:
    comma = ", " if separator is None else separator
    context.meter.check_size(len(comma) * len(values))
    joined = comma.join(context.text(value) for value in values)
    context.meter.check_size(len(joined))
    context.meter.spend(len(values))
    return joined


def _as_text(context: Context, value: Value, *_separator: str) -> Value:
    return context.text(value)


FUNCTIONS: Final[tuple[Builtin, ...]] = (
    _contains("contains", _contains_text),
    _contains("icontains", _contains_text_of_any_case),
    _searching("econtains", _contains_exactly, _contains_text),
    Builtin(
        "containsword",
        {"string string": _contains_word, "null *": null, "* null": null},
        {2: (0, 1)},
    ),
    Builtin("extract", {ANY_NUMBER: _extract}),
    Builtin("sort", {"array": _sort, "array function": _sort_by, "*": same}),
    Builtin("reverse", {"array": _reverse_list, "string": _reverse_text, "*": same}),
    Builtin(
        "length",
        {
            "array": lambda _, values: len(values),
            "object": lambda _, value: len(value),
            "string": lambda _, text: len(to_units(text)),
            "null": lambda _context, _null: 0,
        },
    ),
    Builtin(
        "nonnull",
        {"array": lambda context, values: _not_null(context, *values), ANY_NUMBER: _not_null},
    ),
    Builtin("firstvalue", {"array": _first_value, "null": null}),
    _quantifier("all", all),
    _quantifier("any", any),
    _quantifier("none", lambda tests: not any(tests)),
    Builtin(
        "join",
        {
            "array string": _join,
            "array null": _join,
            "* string": _as_text,
            "array": _join,
            "*": _as_text,
        },
        {2: (1,)},
    ),
    Builtin("filter", {"array function": _filter, "null *": null}),
    Builtin("map", {"array function": _map, "null *": null}),
    Builtin(
        "flat",
        {
            "array": lambda context, values: list(_flatten(context, values, 1)),
            "array number": lambda context, values, depth: list(_flatten(context, values, depth)),
            "null": null,
        },
    ),
    Builtin(
        "slice",
        {"array": _slice, "array number": _slice, "array number number": _slice, "null": null},
    ),
    Builtin("unique", {"array": _unique, "null": null}),
)
"""Functions on lists and objects, in the order of the manual."""
