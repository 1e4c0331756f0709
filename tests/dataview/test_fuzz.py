"""Whatever is asked, only our own errors come out.

``VAULTEXPORT_FUZZ`` sets how many examples each test tries.
"""

from __future__ import annotations

import json
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from dataview.probe import ENVIRONMENT, NOW, index_of, lines, note
from vaultexport.dataview.context import Context
from vaultexport.dataview.csvdata import parse_csv
from vaultexport.dataview.encode import encode, encode_query, encode_result
from vaultexport.dataview.engine import run
from vaultexport.dataview.errors import DataviewError, EvaluationError
from vaultexport.dataview.evaluate import evaluate
from vaultexport.dataview.fields import frontmatter_value, inline_value, line_fields
from vaultexport.dataview.functions import FUNCTIONS
from vaultexport.dataview.limits import Limits
from vaultexport.dataview.parser import parse_expression
from vaultexport.dataview.query_parser import parse_query
from vaultexport.dataview.text import to_text
from vaultexport.dataview.zones import UTC_ZONE

EXAMPLES = int(os.environ.get("VAULTEXPORT_FUZZ", "200"))
LIMITS = Limits(steps=100_000, rows=5000, text=100_000, regex_seconds=0.05)
INDEX = index_of(
    note("a.md", frontmatter={"n": 1, "s": "x y", "d": "2024-06-05", "l": [1, "b", None]}),
    note("b.md", frontmatter={"n": None, "s": "[[a]]", "o": {"k": 1}}, tags=["#t"]),
)

ATOMS = st.sampled_from(
    [
        *("null", "true", "1", "-2.5", "0", "100000", "n", "s", "d", "l", "o", "file", "this"),
        *("row", "[]", "{}", "[1, [2], null]", '["b", "a"]', "[[a]]", "![[b#h|x]]", '"[[x|y]]"'),
        *('"a😀\\\\"', '"(a+)+$"', '"[^"', '"2024-06-05"', "\"yyyy 'x' LLLL ZZZZ z\"", '""'),
        *('"hh:mm"', "date(today)", "date(0001-01-01)", "date(9999-12-31)", "dur(1.5 mo, -3 h)"),
        *("dur(99999999999 years)", "1 / 0", "0 / 0", '"EUR"', "(x) => x", "(a, b) => a + b"),
        *("() => null", "(x) => x.file", 'elink("a")', "date(2024-06-05T10:00:00[Asia/Tokyo])"),
    ]
)
OPERATORS = st.sampled_from([*"+-*/%<>=&|", "<=", ">=", "!=", "and", "or"])


def _calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    arguments = st.lists(inner, max_size=4).map(", ".join)
    return st.one_of(
        st.builds("{}({})".format, st.sampled_from(sorted(FUNCTIONS)), arguments),
        st.builds("({} {} {})".format, inner, OPERATORS, inner),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("({}).{}".format, inner, st.sampled_from(["a", "year", "days", "file", "n"])),
        st.builds("!({})".format, inner),
        st.builds("[{}]".format, arguments),
        st.builds("{{a: {}, b: {}}}".format, inner, inner),
        st.builds("((x, n) => {})({})".format, inner, arguments),
    )


EXPRESSIONS = st.recursive(ATOMS, _calls, max_leaves=12)
QUERIES = st.builds(
    "{} {}{}".format,
    st.one_of(
        st.builds("LIST {}".format, EXPRESSIONS),
        st.builds("TABLE WITHOUT ID {} AS x, {}".format, EXPRESSIONS, EXPRESSIONS),
        st.just("TASK"),
        st.builds("CALENDAR {}".format, EXPRESSIONS),
    ),
    st.sampled_from(["", 'FROM ""', "FROM -#t or [[a]]", 'FROM csv("x.csv")']),
    st.lists(
        st.builds(
            " {} {}".format,
            st.sampled_from(["WHERE", "SORT", "GROUP BY", "FLATTEN", "LIMIT"]),
            EXPRESSIONS,
        ),
        max_size=4,
    ).map("".join),
)
KNOWN = [line["query"] for line in lines("ast.jsonl")]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text: str = draw(st.sampled_from(KNOWN))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 5)))
    return text[:start] + draw(st.text(max_size=5)) + text[end:]


def _context() -> Context:
    return Context(INDEX, ENVIRONMENT, "a.md", LIMITS)


@settings(max_examples=EXAMPLES, deadline=None)
@given(EXPRESSIONS)
def test_expressions(text: str) -> None:
    try:
        value = evaluate(parse_expression(text), _context())
    except DataviewError:
        return
    to_text(value, ENVIRONMENT)
    json.dumps(encode(value), allow_nan=False)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.one_of(QUERIES, mutated(), st.text()))
def test_queries(text: str) -> None:
    try:
        query = parse_query(text)
        json.dumps(encode_query(query, NOW), allow_nan=False)
        json.dumps(encode_result(run(query, _context())), allow_nan=False)
    except DataviewError:
        return


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text())
def test_texts_of_notes_always_give_a_value(text: str) -> None:
    for value in (inline_value(text, UTC_ZONE), frontmatter_value(text, UTC_ZONE)):
        encode(value)
    for field in line_fields(text):
        encode(inline_value(field.raw, UTC_ZONE))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(alphabet='a1,;\t\n\r"#| -.T:Z'))
def test_csv_files(text: str) -> None:
    try:
        rows = parse_csv(text, UTC_ZONE)
    except EvaluationError:
        return
    json.dumps([encode(row) for row in rows])
