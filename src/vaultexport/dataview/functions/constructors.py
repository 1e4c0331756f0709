"""Functions that make a value of a type: ``date``, ``link``, ``number`` and their like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from vaultexport.dataview import durations
from vaultexport.dataview.dateparse import parse_format
from vaultexport.dataview.dates import MAX_MILLIS, SHORTHANDS, Date, parse_literal
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.functions.registry import ANY_NUMBER, Builtin, null, same
from vaultexport.dataview.patterns import SPACES
from vaultexport.dataview.values import ExternalLink, Link, type_name

if TYPE_CHECKING:
    from vaultexport.dataview.context import Context
    from vaultexport.dataview.values import Value

_NUMBER: Final = regex.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def _list(context: Context, *elements: Value) -> Value:
    context.meter.spend(len(elements))
    return list(elements)


def _object(_context: Context, *arguments: Value) -> Value:
    if len(arguments) % 2:
        raise EvaluationError("object() requires an even number of arguments")
    result: dict[str, Value] = {}
    for key, value in zip(arguments[::2], arguments[1::2], strict=True):
        if not isinstance(key, str):
            raise EvaluationError("keys should be of type string for object(key1, value1, ...)")
        result[key] = value
    return result


def _date_from_text(context: Context, text: str) -> Value:
    return context.shorthand(text) if text in SHORTHANDS else parse_literal(text, context.zone)


def _date_from_link(context: Context, link: Link) -> Value:
    for text in (link.display or "", link.path):
        date = parse_literal(text, context.zone)
        if date is not None:
            return date
    page = context.page(link.path)
    file = page.get("file") if page is not None else None
    return file.get("day") if isinstance(file, dict) else None


def _date_by_format(context: Context, text: str, pattern: str) -> Value:
    if pattern in ("x", "X"):
        return _date_from_number(context, text, 1000 if pattern == "X" else 1)
    environment = context.environment
    # A format without a year takes it from the clock.
    now = environment.now if "y" in pattern or "k" in pattern else context.now()
    date = parse_format(text, pattern, now, environment.locale)
    if date is None:
        raise EvaluationError(f"Can't handle format ({pattern}) on date string ({text})")
    return date


def _date_from_number(context: Context, text: str, unit: int) -> Value:
    found = _NUMBER.search(text)
    if found is None:
        raise EvaluationError("Not a number for format( (${ f }): ${ d }")  # as it is there
    digits = found[0].partition(".")[0]
    if len(digits) > len(str(MAX_MILLIS)) + 1:
        raise EvaluationError("the date is too far from now to be one")
    return Date(int(digits) * unit, context.zone)


def _duration_from_text(_context: Context, text: str) -> Value:
    return durations.parse_literal(text.strip(SPACES))


def _number_from_text(_context: Context, text: str) -> Value:
    found = _NUMBER.search(text)
    return float(found[0]) if found else None


def _string(context: Context, value: Value) -> Value:
    return context.text(value)


def _link(context: Context, path: str) -> Value:
    return Link(context.normalize(path))


def _link_shown(context: Context, path: str, display: str) -> Value:
    return Link(context.normalize(path), display=display)


def _link_embedded(context: Context, path: str, display: str, embed: bool) -> Value:  # noqa: FBT001 - the arguments of the language are positional.
    return Link(context.normalize(path), display=display, embed=embed)


def _first_as_link(context: Context, value: Value, _none: None) -> Value:
    return LINK(context, [value])


FUNCTIONS: Final[tuple[Builtin, ...]] = (
    Builtin("object", {ANY_NUMBER: _object}),
    Builtin("list", {ANY_NUMBER: _list}),
    Builtin("array", {ANY_NUMBER: _list}),
    Builtin(
        "date",
        {
            "string": _date_from_text,
            "date": same,
            "link": _date_from_link,
            "string string": _date_by_format,
            "null string": null,
            "null": null,
        },
        {1: (0,)},
    ),
    Builtin("dur", {"string": _duration_from_text, "duration": same, "null": null}, {1: (0,)}),
    Builtin("number", {"number": same, "string": _number_from_text, "null": null}, {1: (0,)}),
    Builtin("string", {"*": _string}),
    LINK := Builtin(
        "link",
        {
            "string": _link,
            "link": same,
            "null": null,
            "string string": _link_shown,
            "string string boolean": _link_embedded,
            "link string": lambda _, link, display: link.with_display(display),
            "null *": null,
            "* null": _first_as_link,
        },
        {1: (0,), 2: (0, 1)},
    ),
    Builtin(
        "embed",
        {
            "link": lambda _, link: link.with_embed(embed=True),
            "link boolean": lambda _, link, embed: link.with_embed(embed=embed),
            "null": null,
            "null *": null,
            "* null": null,
        },
        {1: (0,), 2: (0, 1)},
    ),
    Builtin(
        "elink",
        {
            "string string": lambda _, url, display: ExternalLink(url, display),
            "string null": lambda _, url, _none: ExternalLink(url, url),
            "null *": null,
            "string": lambda _, url: ExternalLink(url, url),
            "null": null,
        },
        {1: (0,), 2: (0,)},
    ),
    Builtin("typeof", {"*": lambda _, value: type_name(value)}, shown="type"),
)
"""Constructors, in the order of the manual."""
