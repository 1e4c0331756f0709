"""Clauses, sources and the shape of answers where the conformance lines say little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dataview.probe import ENVIRONMENT, index_of, note
from vaultexport.dataview.context import Context
from vaultexport.dataview.encode import encode_result
from vaultexport.dataview.engine import run
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.index import ItemObject
from vaultexport.dataview.notes import Block, Item, LinkMark, Place
from vaultexport.dataview.query_parser import parse_query
from vaultexport.dataview.results import (
    ListResult,
    Result,
    TableResult,
    TaskGroup,
    TaskResult,
    outermost,
)
from vaultexport.dataview.values import Link, ListPair

if TYPE_CHECKING:
    from vaultexport.dataview.memory import MemoryIndex

INDEX = index_of(
    note("a.md", frontmatter={"n": 1, "kind": "x"}, links=[LinkMark("b", "b")]),
    note("b.md", frontmatter={"n": "two", "kind": "y", "list": [1, 2]}, tags=["#t/u"]),
    note("f/c.md", frontmatter={"n": 3, "kind": "x", "list": []}, embeds=[LinkMark("gone", "g")]),
    files=["f/d.csv", "p.png"],
    csv={"f/d.csv": "Big Name,N\nx,1\n# no\ny,\n"},
)


def answer(query: str, index: MemoryIndex = INDEX, origin: str = "") -> Result:
    return run(parse_query(query), Context(index, ENVIRONMENT, origin))


def listed(query: str, origin: str = "") -> list[Any]:
    result = answer(query, origin=origin)
    assert isinstance(result, ListResult)
    return [value.path if isinstance(value, Link) else value for value in result.values]


def test_rows_that_fail_are_dropped_and_reported() -> None:
    result = answer("TABLE n - 1")
    assert isinstance(result, TableResult)
    assert [row[1] for row in result.rows] == [0, 2]
    assert result.dropped.count == 1
    assert result.dropped.messages == ("No implementation found for 'string - number'",)


def test_a_clause_that_fails_on_every_row_fails_the_query() -> None:
    with pytest.raises(EvaluationError, match="Every row during operation 'where' failed"):
        answer('LIST WHERE n - "a"')


def test_a_clause_on_no_rows_does_not_fail() -> None:
    assert listed('LIST FROM "none" WHERE 1 - "a"') == []


def test_flatten_an_empty_list_leaves_no_row() -> None:
    result = answer("TABLE list FLATTEN list")
    assert isinstance(result, TableResult)
    assert [row[1] for row in result.rows] == [None, 1, 2]


def test_flatten_leaves_the_index_untouched() -> None:
    answer('LIST FLATTEN "other" AS kind')
    assert listed("LIST WITHOUT ID kind") == ["x", "y", "x"]


def test_flattening_the_group_field_restores_the_outer_ids() -> None:
    result = answer("TABLE length(rows) GROUP BY kind FLATTEN kind")
    assert isinstance(result, TableResult)
    assert result.headers[0] == "File"
    assert result.groups == ()


def test_the_last_of_two_columns_with_one_name_stands_in_both() -> None:
    result = answer('TABLE n AS "same", kind AS "same"')
    assert isinstance(result, TableResult)
    assert result.headers == ["File", "same", "same"]
    assert result.rows[0][1:] == ["x", "x"]


def test_later_sorts_are_stable() -> None:
    assert listed("LIST WITHOUT ID file.name SORT n DESC SORT kind") == ["c", "a", "b"]
    assert listed("LIST WITHOUT ID file.name SORT kind, n DESC") == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ('"f"', ["f/c.md"]),
        ('"f/"', []),
        ('"f/c"', ["f/c.md"]),
        ('"/"', ["a.md", "b.md", "f/c.md"]),
        ("#T", ["b.md"]),
        ("#t/u", ["b.md"]),
        ("#t/", []),
        ("[[b]]", ["a.md"]),
        ("outgoing([[a]])", ["b.md"]),
        ("[[gone]]", ["f/c.md"]),
        ('-"f"', ["a.md", "b.md"]),
        ('"f" or #t', ["f/c.md", "b.md"]),
        ('#t or "f" and "f"', ["f/c.md"]),
    ],
)
def test_sources(source: str, paths: list[str]) -> None:
    assert listed(f"LIST FROM {source}") == paths


def test_outgoing_of_what_is_no_note() -> None:
    with pytest.raises(EvaluationError, match="Could not find file"):
        answer("LIST FROM outgoing([[p.png]])")


def test_links_to_the_note_itself() -> None:
    assert listed("LIST FROM [[]]", origin="b.md") == ["a.md"]


def test_csv_rows() -> None:
    result = answer(
        'TABLE WITHOUT ID big-name, row["Big Name"], N FROM csv("d.csv")', INDEX, "f/c.md"
    )
    assert isinstance(result, TableResult)
    assert result.rows == [["x", "x", 1], ["y", "y", None]]
    assert listed('LIST FROM csv("f/d.csv")') == ["f/d.csv#0", "f/d.csv#1"]


@pytest.mark.parametrize("path", ["none.csv", "https://example.org/data.csv", "file:///etc/x.csv"])
def test_csv_that_the_vault_does_not_have(path: str) -> None:
    with pytest.raises(EvaluationError, match="Failed to load data from path"):
        answer(f'LIST FROM csv("{path}")')


def test_a_second_from_can_be_read_but_not_run() -> None:
    with pytest.raises(EvaluationError, match="Unrecognized query operation 'tag'"):
        answer('LIST FROM "f" FROM #t')


def test_pairs_and_ids() -> None:
    result = answer("LIST n")
    assert isinstance(result, ListResult)
    assert result.values[0] == ListPair(Link("a.md"), 1.0)
    assert listed("LIST n GROUP BY kind")[0] == ListPair("x", None)


TASKS = index_of(
    note(
        "t.md",
        text="- [ ] a\n    - [x] b\n        - [ ] c\n- d\n- [x] e",
        frontmatter={"who": "me"},
        blocks=[Block("list", 0, 4)],
        items=[
            Item(Place(line, 0, 0), Place(line, 9, 9), parent, task)
            for line, parent, task in (
                *((0, None, " "), (1, 0, "x"), (2, 1, " ")),
                *((3, None, None), (4, None, "x")),
            )
        ],
    )
)


def tasks_of(query: str) -> list[Any]:
    result = answer(query, TASKS)
    assert isinstance(result, TaskResult)
    return [*result.tasks]


def test_tasks_are_rows_at_every_depth() -> None:
    assert [task["text"] for task in tasks_of("TASK")] == ["a", "b", "c", "e"]


def test_tasks_see_the_fields_of_their_page() -> None:
    assert len(tasks_of('TASK WHERE who = "me" AND file.name = "t"')) == 4


def test_tasks_are_done_when_all_below_them_are() -> None:
    assert [task["text"] for task in tasks_of("TASK WHERE fullyCompleted")] == ["e"]


def test_only_the_outermost_tasks_are_shown() -> None:
    shown = outermost([task for task in tasks_of("TASK") if isinstance(task, ItemObject)])
    assert [task["text"] for task in shown] == ["a", "e"]
    below = outermost(list(tasks_of('TASK WHERE text != "a"')))
    assert [task["text"] for task in below] == ["b", "e"]


def test_groups_of_tasks_nest() -> None:
    (outer,) = tasks_of("TASK GROUP BY completed GROUP BY length(rows)")
    assert isinstance(outer, TaskGroup)
    assert outer.key == 2
    assert [group.key for group in outer.tasks if isinstance(group, TaskGroup)] == [False, True]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("date(today)", "day"),
        ('date("eom")', "day"),
        ('date("now")', "moment"),
        ("list(date(now), date(today))", "moment"),
        ("list(date(today), date(now))", "moment"),
        ('date("10:00", "HH:mm")', "moment"),
        ('date("2024-06-05")', ""),
        ('date("05.06.2024", "dd.MM.yyyy")', ""),
        ('dateformat(date(2024-06-05), "yyyy")', ""),
    ],
)
def test_reading_the_clock_is_noticed(text: str, read: str) -> None:
    context = Context(INDEX, ENVIRONMENT)
    run(parse_query(f"LIST {text}"), context)
    assert context.clock_read == read


def test_names_that_hide_what_a_result_needs() -> None:
    result = answer("TASK FLATTEN 1 AS children FLATTEN 2 AS file", TASKS)
    encoded = encode_result(result)
    assert isinstance(encoded, dict)
    assert isinstance(encoded["values"], list)
    assert len(encoded["values"]) == 4
