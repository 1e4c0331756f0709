"""Values, results and syntax trees as JSON.

JSON has no dates, links or durations, so such a value is an object with one key that starts with
``$``:

==================  ===============================================================================
``{"$date"}``       ISO 8601 with milliseconds and offset
``{"$dur"}``        counts of units
``{"$link"}``       ``path``, ``type``, and where present ``subpath``, ``display``, ``embed``
``{"$elink"}``      ``url``, ``display``
``{"$pair"}``       the id and the value of a row of a LIST
``{"$item"}``       a list item or task; its ``children`` are items without the mark
``{"$page"}``       the path of a page that stands as a whole
``{"$function"}``   true
``{"$num"}``        ``NaN``, ``Infinity`` or ``-Infinity``
==================  ===============================================================================
"""

from __future__ import annotations

import math
from functools import singledispatch
from typing import TYPE_CHECKING, Final, TypeAlias

from vaultexport.dataview import syntax
from vaultexport.dataview.dates import SHORTHANDS, Date, parse_literal
from vaultexport.dataview.durations import Duration
from vaultexport.dataview.index import ItemObject, PageObject
from vaultexport.dataview.jsnumbers import number_text
from vaultexport.dataview.results import (
    CalendarResult,
    ListResult,
    TableResult,
    TaskGroup,
    TaskResult,
)
from vaultexport.dataview.values import ExternalLink, Function, Link, ListPair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultexport.dataview.results import Result, Tasks
    from vaultexport.dataview.values import Value

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_ITEM_KEYS: Final = (
    *("path", "line", "lineCount", "list", "parent", "symbol", "text", "task", "status"),
    *("checked", "completed", "fullyCompleted", "annotated", "blockId"),
    *("created", "due", "completion", "start", "scheduled"),
    *("section", "link", "tags", "outlinks"),
)


def encode(value: Value) -> Json:
    """Turn a value into JSON."""
    return _encode(value)


def encode_number(number: float) -> Json:
    """Turn a number into JSON: whole numbers without a decimal point."""
    if not math.isfinite(number):
        name = "NaN" if math.isnan(number) else "-Infinity" if number < 0 else "Infinity"
        return {"$num": name}
    if number != math.trunc(number) or abs(number) >= 1e21:
        return number
    # JavaScript pads a large number with zeros behind its shortest digits.
    return int(number_text(number))


@singledispatch
def _encode(value: object) -> Json:
    raise TypeError(f"not a value: {type(value).__name__}")


@_encode.register
def _(value: None) -> Json:
    return value


@_encode.register
def _(value: bool) -> Json:  # noqa: FBT001 - singledispatch passes the value by position.
    return value


@_encode.register
def _(value: str) -> Json:
    return value


@_encode.register(int)
@_encode.register(float)
def _(value: float) -> Json:
    return encode_number(value)


@_encode.register
def _(value: Date) -> Json:
    return {"$date": value.iso()}


@_encode.register
def _(value: Duration) -> Json:
    return {"$dur": {unit: encode_number(count) for unit, count in value.units.items()}}


@_encode.register
def _(value: Link) -> Json:
    parts: dict[str, Json] = {"path": value.path, "type": value.type}
    if value.type != "file":
        parts["subpath"] = value.subpath
    if value.display is not None:
        parts["display"] = value.display
    if value.embed:
        parts["embed"] = True
    return {"$link": parts}


@_encode.register
def _(value: ExternalLink) -> Json:
    return {"$elink": {"url": value.url, "display": value.display}}


@_encode.register
def _(value: ListPair) -> Json:
    return {"$pair": [encode(value.key), encode(value.value)]}


@_encode.register
def _(_value: Function) -> Json:
    return {"$function": True}


@_encode.register(list)
def _(value: list[Value]) -> Json:
    return [encode(element) for element in value]


@_encode.register(dict)
def _(value: dict[str, Value]) -> Json:
    file = value.get("file")
    if isinstance(file, dict) and "path" in file and "frontmatter" in file:
        # A page with more fields, such as ``this + {a: 1}``, is known by its file.
        return {"$page": encode(file["path"])}
    return {key: encode(child) for key, child in value.items()}


@_encode.register
def _(value: PageObject) -> Json:
    return {"$page": value.path}


@_encode.register
def _(value: ItemObject) -> Json:
    return {"$item": _item(value)}


def _item(item: ItemObject) -> Json:
    parts: dict[str, Json] = {key: encode(item[key]) for key in _ITEM_KEYS if key in item}
    if item.own_fields:
        parts["fields"] = {key: encode(value) for key, value in item.own_fields.items()}
    children = item.get("children")
    below = children if isinstance(children, list) else []
    parts["children"] = [_item(child) for child in below if isinstance(child, ItemObject)]
    return parts


def encode_page(page: PageObject) -> Json:
    """Turn a page with all its fields into JSON."""
    return {key: encode(value) for key, value in page.items()}


def encode_result(result: Result) -> Json:
    """Turn the answer to a query into JSON."""
    match result:
        case ListResult(values, groups):
            listed = [encode(value) for value in values]
            return {"type": "list", "values": listed, "idMeaning": _id_meaning(groups)}
        case TableResult(headers, rows, groups):
            names: list[Json] = [*headers]
            table: list[Json] = [[encode(value) for value in row] for row in rows]
            meaning = _id_meaning(groups)
            return {"type": "table", "headers": names, "values": table, "idMeaning": meaning}
        case TaskResult(tasks):
            return {"type": "task", "values": _tasks(tasks)}
        case CalendarResult(days):
            dated: list[Json] = [
                {"date": encode(date), "link": encode(link)} for date, link in days
            ]
            return {"type": "calendar", "values": dated}


def _id_meaning(groups: Sequence[str]) -> Json:
    meaning: Json = {"type": "path"}
    for name in reversed(groups):
        meaning = {"type": "group", "name": name, "on": meaning}
    return meaning


def _tasks(tasks: Tasks) -> list[Json]:
    return [
        {"key": encode(task.key), "rows": _tasks(task.tasks)}
        if isinstance(task, TaskGroup)
        else encode(task)
        for task in tasks
    ]


# --- syntax trees ----------------------------------------------------------------------------


def encode_query(query: syntax.Query, now: Date) -> Json:
    """Turn a query's syntax tree into JSON.

    Args:
        query: The tree.
        now: What ``date(today)`` counts from; its zone is that of dates that name none.
    """
    return {
        "header": _header(query.header, now),
        "source": _source(query.source),
        "operations": [_clause(clause, now) for clause in query.clauses],
    }


def _named(named: syntax.NamedExpression, now: Date) -> Json:
    return {"name": named.name, "field": encode_expression(named.expression, now)}


def _header(header: syntax.Header, now: Date) -> Json:
    match header:
        case syntax.ListHeader(expression, show_id):
            shown: dict[str, Json] = {"type": "list", "showId": show_id}
            if expression is not None:
                shown["format"] = encode_expression(expression, now)
            return shown
        case syntax.TableHeader(columns, show_id):
            fields: list[Json] = [_named(column, now) for column in columns]
            return {"type": "table", "fields": fields, "showId": show_id}
        case syntax.CalendarHeader(date):
            return {"type": "calendar", "showId": True, "field": _named(date, now)}
    return {"type": "task"}


def _source(source: syntax.Source) -> dict[str, Json]:
    match source:
        case syntax.FolderSource(folder):
            return {"type": "folder", "folder": folder}
        case syntax.TagSource(tag):
            return {"type": "tag", "tag": tag}
        case syntax.CsvSource(path):
            return {"type": "csv", "path": path}
        case syntax.LinkSource(file, direction):
            return {"type": "link", "file": file, "direction": direction}
        case syntax.NegatedSource(child):
            return {"type": "negate", "child": _source(child)}
        case syntax.BinarySource():
            return _binary_source(source)


def _binary_source(source: syntax.BinarySource) -> dict[str, Json]:
    """Encode a chain, which leans to the left, without recursion along its spine."""
    spine = [source]
    while isinstance(spine[-1].left, syntax.BinarySource):
        spine.append(spine[-1].left)
    encoded = _source(spine[-1].left)
    for node in reversed(spine):
        encoded = {
            "type": "binaryop",
            "left": encoded,
            "op": node.operator,
            "right": _source(node.right),
        }
    return encoded


def _clause(clause: syntax.Clause, now: Date) -> Json:
    match clause:
        case syntax.Where(condition):
            return {"type": "where", "clause": encode_expression(condition, now)}
        case syntax.Sort(keys):
            return {"type": "sort", "fields": [_sort_key(key, now) for key in keys]}
        case syntax.Limit(amount):
            return {"type": "limit", "amount": encode_expression(amount, now)}
        case syntax.Flatten(field):
            return {"type": "flatten", "field": _named(field, now)}
        case syntax.Group(field):
            return {"type": "group", "field": _named(field, now)}
        case syntax.MisplacedSource(source):
            return _source(source)


def _sort_key(key: syntax.SortKey, now: Date) -> Json:
    direction = "descending" if key.descending else "ascending"
    return {"field": encode_expression(key.expression, now), "direction": direction}


def encode_expression(tree: syntax.Expression, now: Date) -> Json:
    """Turn an expression's syntax tree into JSON; dates are counted from ``now``."""
    match tree:
        case syntax.Constant() | syntax.DateText() | syntax.DateShorthand():
            return {"type": "literal", "value": _literal(tree, now)}
        case syntax.Variable(name):
            return {"type": "variable", "name": name}
        case syntax.Binary():
            return _binary(tree, now)
        case syntax.IndexAccess() | syntax.Call():
            return _postfixed(tree, now)
    return _composite(tree, now)


def _composite(
    tree: syntax.Negation | syntax.ListDisplay | syntax.ObjectDisplay | syntax.Lambda, now: Date
) -> Json:
    match tree:
        case syntax.Negation(operand):
            return {"type": "negated", "child": encode_expression(operand, now)}
        case syntax.ListDisplay(elements):
            return {"type": "list", "values": [encode_expression(part, now) for part in elements]}
        case syntax.ObjectDisplay(entries):
            values = {key: encode_expression(value, now) for key, value in entries}
            return {"type": "object", "values": values}
        case syntax.Lambda(parameters, body):
            names: list[Json] = [*parameters]
            return {"type": "lambda", "arguments": names, "value": encode_expression(body, now)}


def _literal(tree: syntax.Constant | syntax.DateText | syntax.DateShorthand, now: Date) -> Json:
    match tree:
        case syntax.Constant(value):
            return encode(value)
        case syntax.DateShorthand(name):
            return encode(SHORTHANDS[name](now))
        case syntax.DateText(text):
            return encode(parse_literal(text, now.zone))


def _binary(tree: syntax.Binary, now: Date) -> Json:
    """Encode a chain, which leans to the left, without recursion along its spine."""
    spine = [tree]
    while isinstance(spine[-1].left, syntax.Binary):
        spine.append(spine[-1].left)
    encoded = encode_expression(spine[-1].left, now)
    for node in reversed(spine):
        right = encode_expression(node.right, now)
        encoded = {"type": "binaryop", "left": encoded, "op": node.operator, "right": right}
    return encoded


def _postfixed(tree: syntax.IndexAccess | syntax.Call, now: Date) -> Json:
    """Encode ``a.b.c(d)``, which leans to the left, without recursion along its spine."""
    spine: list[syntax.IndexAccess | syntax.Call] = [tree]
    subject = _subject(tree)
    while isinstance(subject, syntax.IndexAccess | syntax.Call):
        spine.append(subject)
        subject = _subject(subject)
    encoded = encode_expression(subject, now)
    for node in reversed(spine):
        if isinstance(node, syntax.IndexAccess):
            index = encode_expression(node.index, now)
            encoded = {"type": "index", "object": encoded, "index": index}
        else:
            arguments = [encode_expression(argument, now) for argument in node.arguments]
            encoded = {"type": "function", "func": encoded, "arguments": arguments}
    return encoded


def _subject(tree: syntax.IndexAccess | syntax.Call) -> syntax.Expression:
    return tree.subject if isinstance(tree, syntax.IndexAccess) else tree.function
