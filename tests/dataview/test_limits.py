"""What would run away is stopped, by an error of ours, soon."""

from __future__ import annotations

import time

import pytest

from dataview.probe import ENVIRONMENT, index_of, note, value_of
from vaultexport.dataview.context import Context
from vaultexport.dataview.engine import run
from vaultexport.dataview.errors import LimitExceededError
from vaultexport.dataview.limits import Limits
from vaultexport.dataview.query_parser import parse_query

SMALL = Limits(steps=20_000, rows=1000, text=100_000, regex_seconds=0.05)
NUMBERS = f"[{', '.join(map(str, range(60)))}]"


@pytest.mark.parametrize(
    "text",
    [
        f"reduce({NUMBERS}, (a, x) => [a, a])",
        f"string(reduce({NUMBERS}, (a, x) => [a, a]))",
        f"reduce({NUMBERS}, (a, x) => [a, a]) = reduce({NUMBERS}, (a, x) => [a, a])",
        f"unique([reduce({NUMBERS}, (a, x) => [a, a])])",
        f"flat(reduce({NUMBERS}, (a, x) => [a, a]), 99)",
        f"contains(reduce({NUMBERS}, (a, x) => [a, a]), 99)",
        f'reduce({NUMBERS}, (a, x) => "" + a + a)',
        f"map({NUMBERS}, (a) => map({NUMBERS}, (b) => map({NUMBERS}, (c) => a * b * c)))",
        '"x" * 1000000000',
        'padleft("x", 1 / 0)',
        f'replace("{"a" * 400}", "a", "{"b" * 400}")',
        f'regexreplace("{"a" * 400}", "", "{"b" * 400}")',
        f'join({NUMBERS}, "x" * 99999)',
        f'regextest("^(a|aa)+$", "{"a" * 60}b")',
        f'split("{"a" * 40}b", "^(a|a)*$")',
        'display("x" * 99999 * 9)',
    ],
)
def test_expressions(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(LimitExceededError):
        value_of(text, SMALL)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "query",
    [
        f"LIST FLATTEN {NUMBERS} AS a FLATTEN {NUMBERS} AS b",
        f"LIST WHERE any({NUMBERS}, (a) => any({NUMBERS}, (b) => a * b = 0 - 1)) SORT file.name",
    ],
)
def test_queries(query: str) -> None:
    index = index_of(*(note(f"{number}.md") for number in range(20)))
    with pytest.raises(LimitExceededError):
        run(parse_query(query), Context(index, ENVIRONMENT, limits=SMALL))


def test_a_limit_is_not_taken_for_a_row_that_fails() -> None:
    index = index_of(note("a.md"), note("b.md"))
    query = parse_query('LIST WHERE file.name = "a" OR "x" * 1000000000')
    with pytest.raises(LimitExceededError):
        run(query, Context(index, ENVIRONMENT, limits=SMALL))


def test_values_nested_too_deeply() -> None:
    nested = "reduce([0, {}], (a, x) => [a])".format(", ".join("1" for _ in range(5000)))
    with pytest.raises(LimitExceededError, match="deeply"):
        value_of(f"string({nested})")


def test_an_ordinary_chain_may_be_long() -> None:
    assert value_of(" + ".join(["1"] * 3000)) == 3000
    assert value_of("a" + ".a" * 300) is None
