"""Fields, tags, dates and list items of a page where the conformance lines say little."""

from __future__ import annotations

from typing import Any

import pytest

from dataview.probe import index_of, note
from vaultexport.dataview.metadata import MAX_LINE, Page
from vaultexport.dataview.notes import Block, Heading, Item, LinkMark, Place
from vaultexport.dataview.values import Link


def prose(text: str, **known: Any) -> Page:
    last = text.count("\n")
    return note("n.md", text=text, blocks=[Block("paragraph", 0, last)], **known)


def test_a_canonical_name_never_hides_a_field() -> None:
    page = prose("Phase:: 1\nphase:: 2\nDue Date:: 3")
    assert page.fields == {"Phase": 1, "phase": 2, "Due Date": 3, "due-date": 3}


def test_values_of_one_key_are_gathered_in_order() -> None:
    page = note(
        "n.md",
        text="k:: line\n- k:: item",
        frontmatter={"k": "front"},
        blocks=[Block("paragraph", 0, 0), Block("list", 1, 1)],
        items=[Item(Place(1, 0, 8), Place(1, 10, 18))],
    )
    assert page.fields["k"] == ["front", "item", "line"]


def test_fields_of_tasks_stay_with_the_task() -> None:
    page = note(
        "n.md",
        text="- [ ] [k:: 1]",
        blocks=[Block("list", 0, 0)],
        items=[Item(Place(0, 0, 0), Place(0, 13, 13), task=" ")],
    )
    assert page.fields == {}
    assert page.items[0].fields == {"k": [1]}


@pytest.mark.parametrize("kind", ["list", "ruling"])
def test_blocks_without_fields(kind: str) -> None:
    assert note("n.md", text="k:: 1", blocks=[Block(kind, 0, 0)]).fields == {}


def test_a_line_too_long_is_passed_over() -> None:
    assert prose("k:: " + "x" * MAX_LINE).fields == {}
    assert prose("k:: " + "x" * (MAX_LINE - 4)).fields


def test_front_matter_that_is_no_field() -> None:
    page = note("n.md", frontmatter={"position": 1, "file": 2, "a": float("inf"), "n": 10**400})
    assert page.fields["n"] == float("inf")
    row: Any = index_of(page).page("n.md")
    assert row["file"]["frontmatter"] == {"file": 2, "a": float("inf"), "n": float("inf")}


@pytest.mark.parametrize(
    ("frontmatter", "tags"),
    [
        ({"Tags": "a, b c"}, ("#a", "#b", "#c")),
        ({"tag": ["#x", None, 2024, ["y z"]]}, ("#x", "#2024", "#y", "#z")),
        ({"tags": {"a": 1}}, ("#{'a':", "#1}")),
        ({"tags": True, "TAG": ""}, ("#true",)),
    ],
)
def test_tags_in_front_matter(frontmatter: dict[str, Any], tags: tuple[str, ...]) -> None:
    assert note("n.md", frontmatter=frontmatter, tags=["#body"]).tags == ("#body", *tags)


def test_aliases() -> None:
    page = note("n.md", frontmatter={"alias": "a, b", "Aliases": [" c, d ", 1, None], "x": 1})
    assert page.aliases == ("a", "b", "c, d", "1", "null")


@pytest.mark.parametrize(
    ("path", "frontmatter", "day"),
    [
        ("f/2024-06-05 x.md", {}, "2024-06-05"),
        ("20240605.md", {}, "2024-06-05"),
        ("2024-06-05.md", {"Date": "2020-01-02T10:00"}, "2020-01-02"),
        ("2024-06-05.md", {"day": "[[2020-01-02]]"}, "2024-06-05"),
        ("f/2024-13-45.md", {}, None),
        ("2024-06-05/n.md", {}, None),
    ],
)
def test_the_day_of_a_note(path: str, frontmatter: dict[str, Any], day: str | None) -> None:
    found = note(path, frontmatter=frontmatter).day
    assert (found and found.iso()[:10]) == day


def test_where_an_item_belongs() -> None:
    page = note(
        "n.md",
        text="- a\n# One: *two*\n- b ^id\n> - c",
        headings=[Heading(1, "One: *two*")],
        blocks=[Block("list", 0, 0), Block("heading", 1, 1), Block("list", 2, 2)],
        items=[
            Item(Place(0, 0, 0), Place(0, 3, 3)),
            Item(Place(2, 0, 17), Place(2, 7, 24), block_id="id"),
            Item(Place(3, 2, 27), Place(3, 5, 30)),
        ],
    )
    first, second, quoted = page.items
    assert (first.section, first.list_line) == (Link("n.md"), 0)
    assert second.section == Link("n.md", "header", "One two")
    assert second.link == Link("n.md", "block", "id")
    assert (quoted.text, quoted.list_line) == ("c", -1)


def test_a_parent_that_is_its_own_ancestor_ends() -> None:
    items = [
        Item(Place(0, 0, 0), Place(0, 5, 5), parent=1, task=" "),
        Item(Place(1, 0, 6), Place(1, 5, 11), parent=0, task="x"),
    ]
    page = note("n.md", text="- [ ]\n- [x]", items=items)
    assert [item.task and item.task.fully_completed for item in page.items] == [False, False]


def test_what_is_concealed_does_not_exist() -> None:
    index = index_of(
        note(
            "n.md",
            text="- [[secret]]",
            frontmatter={"a": "[[secret]]", "b": ["[[secret]]", "[[n]]", 1]},
            links=[LinkMark("secret", "secret"), LinkMark("n", "n", 3)],
            items=[Item(Place(0, 0, 0), Place(0, 12, 12))],
        ),
        conceals=lambda text, _: text == "secret",
    )
    row: Any = index.page("n.md")
    assert row["a"] is None
    assert row["b"] == [Link("n.md"), 1]
    assert row["file"]["outlinks"] == [Link("n.md", display="n")]
    assert row["file"]["lists"][0]["outlinks"] == []
    assert index.linking_to("secret") == ()
