"""The same answers as the real engine, on everything that was asked of it.

``ast``, ``expressions``, ``fields`` and ``queries`` are results of Dataview 0.5.70 on the probe
vault; ``language`` and ``ast-mutated`` are generated texts and what its language core made of
them, outside of any vault.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from dataview.probe import DATA, ENVIRONMENT, NOW, alike, lines, outside
from vaultexport.dataview.command import Folder, Request
from vaultexport.dataview.context import Context
from vaultexport.dataview.encode import encode, encode_page, encode_query
from vaultexport.dataview.errors import EvaluationError, QuerySyntaxError
from vaultexport.dataview.evaluate import evaluate
from vaultexport.dataview.fields import (
    bracketed_fields,
    frontmatter_value,
    full_line_field,
    inline_value,
)
from vaultexport.dataview.memory import tag_family
from vaultexport.dataview.parser import parse_expression
from vaultexport.dataview.query_parser import parse_query
from vaultexport.dataview.text import to_text
from vaultexport.dataview.values import canonical_name, header_subpath, type_name
from vaultexport.dataview.zones import UTC_ZONE

if TYPE_CHECKING:
    from collections.abc import Callable

Line = dict[str, Any]


@pytest.mark.parametrize("name", ["ast.jsonl", "ast-mutated.jsonl"])
def test_syntax_trees_are_equal(name: str) -> None:
    wrong = []
    for line in lines(name):
        try:
            tree = encode_query(parse_query(line["query"]), NOW)
        except QuerySyntaxError:
            tree = None
        if not alike(tree, line.get("ast")):
            wrong.append(line["query"])
    assert wrong == []


def test_expressions_have_the_same_value_text_and_type(probe: Folder) -> None:
    index = probe.index(UTC_ZONE)
    wrong = [
        line["expr"]
        for line in lines("expressions.jsonl")
        if not _same_value(line, Context(index, ENVIRONMENT, "Home.md"))
    ]
    assert wrong == []


def test_generated_expressions_have_the_same_value_and_text(probe: Folder) -> None:
    empty = Folder(DATA / "probe-vault" / "scripts", NOW).index(UTC_ZONE)
    wrong = [
        line["expr"]
        for line in lines("language.jsonl")
        if not _same_value(line, Context(empty, ENVIRONMENT), message=True)
    ]
    assert wrong == []


def _same_value(line: Line, context: Context, *, message: bool = False) -> bool:
    try:
        tree = parse_expression(line["expr"])
    except QuerySyntaxError:
        return bool(line.get("parse"))
    if line.get("parse"):
        return False
    try:
        value = evaluate(tree, context)
    except EvaluationError as error:
        return not line["ok"] and (not message or str(error) == line["error"])
    if not line["ok"]:
        return False
    assert line.get("type", type_name(value)) == type_name(value), line["expr"]
    assert to_text(value, ENVIRONMENT) == line["string"], line["expr"]
    return alike(encode(value), line["value"])


def test_fields_are_found_and_typed_alike(probe: Folder) -> None:
    index = probe.index(UTC_ZONE)
    wrong = []
    for line in lines("fields.jsonl"):
        if line["kind"] == "page":
            page = index.page(line["path"])
            same = page is not None and alike(encode_page(page), line["page"])
        else:
            same = _same_field(line)
        if not same:
            wrong.append(line)
    assert wrong == []


def _same_field(line: Line) -> bool:
    text = line["text"]
    match line["kind"]:
        case "line":
            full = full_line_field(text)
            found = [
                {"key": field.key, "raw": field.raw, "value": _inline(field.raw)}
                | {"wrapping": field.wrapping}
                for field in bracketed_fields(text)
            ]
            whole = full and {"key": full.key, "raw": full.raw, "value": _inline(full.raw)}
            return bool(found == line["inline"] and whole == line["full"])
        case "task-line":
            found = [
                {"key": field.key, "value": _inline(field.raw), "wrapping": field.wrapping}
                for field in bracketed_fields(text, task_emoji=True)
            ]
            return bool(found == line["inline"])
    return alike(_READERS[line["kind"]](text), line["value"])


def _inline(text: str) -> Any:
    return encode(inline_value(text, UTC_ZONE))


_READERS: dict[str, Callable[[str], Any]] = {
    "inline-value": _inline,
    "frontmatter-string": lambda text: encode(frontmatter_value(text, UTC_ZONE)),
    "canonical-key": canonical_name,
    "header-subpath": header_subpath,
    "subtags": tag_family,
}


def test_queries_have_the_same_answer_in_the_same_order(probe: Folder) -> None:
    wrong = [line["query"] for line in lines("queries.jsonl") if not _same_answer(probe, line)]
    assert wrong == []


def _same_answer(folder: Folder, line: Line) -> bool:
    answer: Line = folder.answer(
        Request("query", line["query"], line["origin"], line.get("settings"), line.get("zone", ""))
    )
    if "result" in line:
        return alike(answer.get("result"), line["result"])
    if answer["ok"] or answer["parse"] != line["parse"]:
        return False
    return bool(line["parse"]) or " ".join(str(answer["error"]).split()) == line["error"]


def test_the_queries_of_a_real_vault_have_the_same_answer() -> None:
    vault = outside("VAULTEXPORT_CORPORA", "xDovos__Dataview-Deep-Dive")
    results = outside("VAULTEXPORT_CONFORMANCE", "dataview", "deep-dive-queries.jsonl")
    times = {
        path.relative_to(vault).as_posix(): {
            "ctime": "2024-01-01T00:00:00Z",
            "mtime": "2024-01-02T00:00:00Z",
        }
        for path in vault.rglob("*.md")
    }
    folder = Folder(vault, NOW, times)
    wrong = []
    for line in lines(results.name, results.parent):
        kind, key = ("query", "result") if line["kind"] == "dql" else ("expr", "value")
        answer: Line = folder.answer(
            Request(kind, line["text"], line["origin"], line.get("settings"))
        )
        expected = line.get("result", line.get("value"))
        if answer["ok"] != line["ok"] or not _same_rows(answer.get(key), expected):
            wrong.append((line["origin"], line["text"]))
    assert wrong == []


def _same_rows(mine: Any, real: Any) -> bool:
    """Compare answers whose rows may stand in another order."""
    if not (isinstance(mine, dict) and isinstance(real, dict) and "values" in real):
        return alike(mine, real)
    mine_rest = {key: value for key, value in mine.items() if key != "values"}
    real_rest = {key: value for key, value in real.items() if key != "values"}
    return mine_rest == real_rest and _bag(mine["values"]) == _bag(real["values"])


def _bag(rows: list[Any]) -> Counter[str]:
    return Counter(repr(_plain(row)) for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, _plain(child)) for key, child in value.items())
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return float(value) if type(value) is int else value
