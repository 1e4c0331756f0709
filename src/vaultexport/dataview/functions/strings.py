"""Functions on strings. Lengths and places count as in JavaScript: in UTF-16 units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.functions.registry import Builtin, null
from vaultexport.dataview.jsregex import JsRegex
from vaultexport.dataview.text import from_units, to_units
from vaultexport.dataview.values import integral

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.dataview.context import Context
    from vaultexport.dataview.values import Value

_NO_2: Final = {"null *": null, "* null": null}
_NO_3: Final = {"null * *": null, "* null *": null, "* * null": null}


def _regex_test(context: Context, pattern: str, text: str) -> Value:
    return JsRegex(pattern, context.meter).test(text)


def _regex_match(context: Context, pattern: str, text: str) -> Value:
    if not pattern.startswith("^") and not pattern.endswith("$"):
        pattern = f"^{pattern}$"
    return JsRegex(pattern, context.meter).test(text)


def _regex_replace(context: Context, text: str, pattern: str, replacement: str) -> Value:
    try:
        return JsRegex(pattern, context.meter).replace(text, replacement)
    except EvaluationError as error:
        raise EvaluationError(f"Invalid regexp '{pattern}' in regexreplace") from error


def _replace(context: Context, text: str, part: str, replacement: str) -> Value:
    if not part:
        units = to_units(text)
        context.meter.check_size(len(units) * (1 + len(replacement)))
        return from_units(replacement.join(units))
    context.meter.check_size(len(text) + text.count(part) * len(replacement))
    return text.replace(part, replacement)


def _split(context: Context, text: str, pattern: str, *limit: float) -> Value:
    pieces = JsRegex(pattern, context.meter).split(text, _as_count(limit[0]) if limit else None)
    return [*pieces]


def _as_count(limit: float) -> int:
    """Turn a limit into an unsigned number of 32 bits, as JavaScript does."""
    return integral(limit) % 2**32


def _missing(context: Context, text: str, length: float, fill: str) -> str:
    """Return what must be added to a text to make it as long as wanted."""
    missing = integral(length) - len(to_units(text))
    if missing <= 0 or not fill:
        return ""
    context.meter.check_size(missing)
    units = to_units(fill)
    return (units * (missing // len(units) + 1))[:missing]


def _pad_left(context: Context, text: str, length: float, fill: str = " ") -> Value:
    return from_units(_missing(context, text, length, fill)) + text


def _pad_right(context: Context, text: str, length: float, fill: str = " ") -> Value:
    return text + from_units(_missing(context, text, length, fill))


def _substring(_context: Context, text: str, start: float, *end: float) -> Value:
    units = to_units(text)
    places = [integral(start), integral(end[0]) if end else len(units)]
    first, last = sorted(min(max(place, 0), len(units)) for place in places)
    return from_units(units[first:last])


def _truncate(_context: Context, text: str, length: float, suffix: str = "...") -> Value:
    units = to_units(text)
    kept = length - len(to_units(suffix))
    if len(units) <= kept:
        return text
    return from_units(units[: max(0, integral(kept))]) + suffix


def _both(test: Callable[[str, str], bool]) -> dict[str, Callable[..., Value]]:
    return {"string string": lambda _, text, part: test(text, part), **_NO_2}


def _false(_context: Context, *_arguments: Value) -> Value:
    return False


FUNCTIONS: Final[tuple[Builtin, ...]] = (
    Builtin(
        "regextest",
        {"string string": _regex_test, "null *": _false, "* null": _false},
        {2: (0, 1)},
    ),
    Builtin(
        "regexmatch",
        {"string string": _regex_match, "null *": _false, "* null": _false},
        {2: (0, 1)},
    ),
    Builtin("regexreplace", {"string string string": _regex_replace, **_NO_3}, {3: (0, 1, 2)}),
    Builtin("replace", {"string string string": _replace, **_NO_3}, {3: (0, 1, 2)}),
    Builtin("lower", {"string": lambda _, text: text.lower(), "null": null}, {1: (0,)}),
    Builtin("upper", {"string": lambda _, text: text.upper(), "null": null}, {1: (0,)}),
    Builtin(
        "split",
        {
            "string string": _split,
            "string string number": _split,
            **_NO_2,
            "* * null": null,
            "* null *": null,
            "null * *": null,
        },
    ),
    Builtin("startswith", _both(str.startswith), {2: (0, 1)}),
    Builtin("endswith", _both(str.endswith), {2: (0, 1)}),
    Builtin(
        "padleft",
        {"string number": _pad_left, "string number string": _pad_left, **_NO_2, **_NO_3},
        {2: (0, 1), 3: (0, 1, 2)},
    ),
    Builtin(
        "padright",
        {"string number": _pad_right, "string number string": _pad_right, **_NO_2, **_NO_3},
        {2: (0, 1), 3: (0, 1, 2)},
    ),
    Builtin(
        "substring",
        {"string number": _substring, "string number number": _substring, **_NO_2, **_NO_3},
        {2: (0, 1), 3: (0, 1, 2)},
    ),
    Builtin(
        "truncate",
        {"string number": _truncate, "string number string": _truncate, **_NO_2, **_NO_3},
        {2: (0, 1), 3: (0, 1, 2)},
    ),
)
"""Functions on strings, in the order of the manual."""
