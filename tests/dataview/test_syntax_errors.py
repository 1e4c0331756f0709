"""A syntax error says where reading stopped and what could have stood there."""

from __future__ import annotations

import pytest

from vaultexport.dataview.errors import QuerySyntaxError
from vaultexport.dataview.parser import MAX_DEPTH, parse_expression
from vaultexport.dataview.query_parser import parse_query


@pytest.mark.parametrize(
    ("query", "line", "column", "expected"),
    [
        ("TABEL x", 1, 1, "TABLE, LIST, TASK or CALENDAR"),
        ('LIST FROM not "Books"', 1, 11, "a folder, #tag"),
        ('TABLE rating\nFROM "Books"\nWHERE rating >', 3, 15, "a value"),
        ('LIST rating AS "R"', 1, 13, "WHERE"),
        ("LIST WHERE (a", 1, 14, "')'"),
        ("TABLE a,\n  b,\n  'c'", 3, 3, "a value"),
    ],
)
def test_place_and_expectation(query: str, line: int, column: int, expected: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_query(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert expected in str(caught.value)


def test_message_shows_what_was_found() -> None:
    with pytest.raises(QuerySyntaxError, match=r"line 1, column 4: found '= 2', expected"):
        parse_expression("1 == 2")


def test_end_of_text() -> None:
    with pytest.raises(QuerySyntaxError, match="ends too early: expected a value"):
        parse_query("LIST WHERE ")


@pytest.mark.parametrize("opening", ["(", "[", "!", "f(", "{a: ", "a[", "(x) => "])
def test_depth_is_limited(opening: str) -> None:
    with pytest.raises(QuerySyntaxError, match=f"at most {MAX_DEPTH} levels"):
        parse_expression(opening * 5000 + "1")


@pytest.mark.parametrize("opening", ["(", "-"])
def test_depth_of_sources_is_limited(opening: str) -> None:
    with pytest.raises(QuerySyntaxError, match=f"at most {MAX_DEPTH} levels"):
        parse_query(f'LIST FROM {opening * 5000}"a"')


def test_nesting_without_end_is_read_in_linear_time() -> None:
    with pytest.raises(QuerySyntaxError):
        parse_expression("(a + " * (MAX_DEPTH - 1))
