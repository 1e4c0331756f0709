"""Quartz slugs, row by row against the published packages (5) and a checkout (4)."""

from __future__ import annotations

import pytest

from strategies.tables.rows import load
from vaultexport.strategies import URLS, quartz

STRATEGIES = {
    "quartz4-slugs": (quartz.slug4, "path"),
    "quartz5-slugs": (quartz.slug5, "path"),
    "quartz4-tags": (quartz.tag_slug4, "tag"),
    "quartz5-tags": (quartz.tag_slug5, "tag"),
    "quartz4-aliases": (quartz.alias_slug4, "alias"),
    "quartz5-aliases": (quartz.alias_slug5, "alias"),
}


@pytest.mark.parametrize("table", STRATEGIES)
def test_slugs(table: str) -> None:
    slugify, key = STRATEGIES[table]
    rows = load(table)
    assert len(rows) > 400
    assert {row[key]: slugify(row[key]) for row in rows} == {row[key]: row["slug"] for row in rows}


@pytest.mark.parametrize("table", ["quartz4-redirects", "quartz5-redirects"])
def test_redirects_are_written_there(table: str) -> None:
    rows = load(table)
    assert len(rows) > 300
    got = {
        (row["target"], row["page"]): quartz.redirect_file(row["target"], row["page"])
        for row in rows
    }
    assert got == {(row["target"], row["page"]): row["file"] for row in rows}


def test_quartz_4_does_not_know_that_an_alias_is_a_file() -> None:
    assert [quartz.alias_slug4("A b"), quartz.alias_slug4("x.md")] == ["A-b", "x.md"]


@pytest.mark.parametrize(
    ("path", "url", "file"),
    [
        ("A/B c", "/a/b-c", "a/b-c.html"),
        ("A/index", "/a/", "a/index.html"),
        ("A/A", "/a/", "a/index.html"),
        ("index", "/", "index.html"),
        ("v1.2", "/v1.2", "v1.2.html"),
    ],
)
def test_url_and_file_of_a_note(path: str, url: str, file: str) -> None:
    assert URLS["quartz5"].page(path) == url
    assert URLS["quartz5"].file(url) == file


def test_quartz_4_keeps_case_and_has_no_folder_notes() -> None:
    assert URLS["quartz4"].page("A/A") == "/A/A"


def test_tags_have_pages_below_the_taxonomy() -> None:
    assert URLS["quartz5"].term("tags", "A b/C") == "/tags/a-b/c"
    assert URLS["quartz4"].term("tags", "A b/C") == "/tags/A-b/C"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/大语言/碎碎念/", "大语言/碎碎念/index"),
        ("/Some Path/x", "Some Path/x"),
        ("a%20b/", "a b/index"),
        ("/a/../b/", "b/index"),
        ("/", None),
        ("/.hidden/", None),
    ],
)
def test_an_old_url_becomes_a_permalink_that_quartz_writes_there(
    url: str, target: str | None
) -> None:
    assert quartz.redirect_target(url) == target
    if target:
        assert quartz.redirect_file(target, "page") == f"{target}.html"


def test_no_page_of_quartz_chooses_its_url() -> None:
    assert URLS["quartz5"].wanted("/a/") is None
