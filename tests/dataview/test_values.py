"""Order, text and parts of values where the conformance lines say little."""

from __future__ import annotations

import itertools
import json
import math

import pytest

from dataview.probe import DATA, lines, value_of
from vaultexport.dataview.collation import compare_strings
from vaultexport.dataview.compare import compare, distinct, equal
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.jsnumbers import number_text
from vaultexport.dataview.jsregex import JsRegex
from vaultexport.dataview.limits import Limits, Meter
from vaultexport.dataview.sortkeys import sort_keys
from vaultexport.dataview.text import from_units, to_units
from vaultexport.dataview.values import Link, Value


def test_strings_sort_as_in_javascript() -> None:
    expected = json.loads((DATA / "collation.json").read_text(encoding="utf-8"))
    for before, after in itertools.pairwise(expected):
        assert compare_strings(before, after) <= 0, (before, after)


@pytest.mark.parametrize(
    ("left", "right"), [("e\u0301", "é"), ("a\u00adb", "ab"), ("\u2126", "Ω"), ("a\x00", "a")]
)
def test_what_collation_does_not_see_is_equal(left: str, right: str) -> None:
    assert equal(left, right)


@pytest.mark.parametrize(("left", "right"), [("ß", "ss"), ("a", "A"), ("ａ", "a"), ("ø", "o")])
def test_what_looks_alike_is_not_equal(left: str, right: str) -> None:
    assert not equal(left, right)
    assert not equal(right, left)


def test_regular_expressions_are_those_of_javascript() -> None:
    wrong = []
    for line in lines("javascript-regex.jsonl"):
        try:
            pattern = JsRegex(line["pattern"], Meter(Limits()))
        except EvaluationError:
            mine = {}
        else:
            mine = {
                "test": pattern.test(line["text"]),
                "replaced": pattern.replace(line["text"], line["replacement"]),
                "split": pattern.split(line["text"]),
            }
        if mine != {key: line[key] for key in ("test", "replaced", "split") if key in line}:
            wrong.append((line, mine))
    assert wrong == []


def test_the_end_is_the_end_and_not_the_last_line() -> None:
    assert not JsRegex("a$", Meter(Limits())).test("a\n")
    assert not JsRegex("^b", Meter(Limits())).test("a\nb")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1 + 0.2, "0.30000000000000004"),
        (1e21, "1e+21"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e-6, "0.000001"),
        (1.5e-7, "1.5e-7"),
        (-0.0, "0"),
        (-12.5, "-12.5"),
        (math.inf, "Infinity"),
        (math.nan, "NaN"),
    ],
)
def test_numbers_as_text(number: float, text: str) -> None:
    assert number_text(number) == text


def test_nan_is_greater_than_anything_and_not_itself() -> None:
    assert compare(math.nan, 1.0) == 1
    assert compare(1.0, math.nan) == 1
    assert not equal(math.nan, math.nan)
    assert value_of("(0 / 0) = (0 / 0)") is False


def test_types_are_in_the_order_of_their_names() -> None:
    texts = ("null", "[1]", "true", "date(2024-01-01)", "dur(1 d)", "(x) => x", "[[a]]", "1", "{}")
    values = [value_of(text) for text in texts]
    assert all(compare(before, after) < 0 for before, after in itertools.pairwise(values))


def test_fast_keys_order_as_comparing_does() -> None:
    values: list[Value] = [
        *(None, True, False, 2.0, -1.0, 10.0, "b", "B", "a", "é", ""),
        *(Link("b"), Link("a", "header", "x"), Link("a"), Link("a", "block", "x", embed=True)),
    ]
    keys = sort_keys(values, str)
    assert keys is not None
    for left, left_key in zip(values, keys, strict=True):
        for right, right_key in zip(values, keys, strict=True):
            faster = (left_key > right_key) - (left_key < right_key)
            slower = compare(left, right)
            assert faster == (slower > 0) - (slower < 0), (left, right)


@pytest.mark.parametrize("text", ["[1]", "{}", "dur(1 d)", "0 / 0"])
def test_no_fast_key_where_order_is_no_order(text: str) -> None:
    assert sort_keys([value_of(text)], str) is None


def test_distinct_keeps_the_first_of_equals() -> None:
    first, second = Link("a", display="one"), Link("a", display="two")
    assert distinct([2.0, first, 1.0, second, 1.0]) == [first, 1.0, 2.0]


def test_links_inside_lists_are_compared_as_written() -> None:
    assert value_of("[[[a]]] = [[[b]]]") is False
    assert compare([Link("a")], [Link("a.md")], lambda _: "same") != 0
    assert compare(Link("a"), Link("a.md"), lambda _: "same") == 0


@pytest.mark.parametrize("text", ["", "abc", "é", "a😀b", "\ud83d", "👩\u200d🚀"])
def test_units_there_and_back(text: str) -> None:
    assert from_units(to_units(text)) == text


def test_lengths_are_in_utf16() -> None:
    assert value_of('length("a😀")') == 3
    assert value_of('reverse("ab😀")') == "\ude00\ud83dba"
    assert value_of('substring("😀b", 2)') == "b"
