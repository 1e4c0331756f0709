"""Heading ids, row by row against what Hugo 0.168 and github-slugger 2 made."""

from __future__ import annotations

import pytest

from strategies.tables.rows import Row, load
from vaultexport.strategies import ANCHORS
from vaultexport.strategies.anchors import github_slugger, goldmark_github

HUGO = load("hugo-anchors")


def test_goldmark_makes_these_ids() -> None:
    smart = ANCHORS["github"].smart
    texts = [smart(row["text"]) if row["smart"] else row["text"] for row in HUGO]
    got = [(row["text"], goldmark_github(text)) for row, text in zip(HUGO, texts, strict=True)]
    assert got == [(row["text"], row["id"]) for row in HUGO]


def test_github_slugger_makes_these_ids() -> None:
    rows = load("slugger-ids")
    assert {row["text"]: github_slugger(row["text"]) for row in rows} == {
        row["text"]: row["id"] for row in rows
    }


def test_quartz_4_makes_these_ids() -> None:
    rows = load("quartz4-anchors")
    assert len(rows) > 800
    rule = ANCHORS["github-slugger-arrows"]
    assert {row["text"]: rule.slug(rule.smart(row["text"])) for row in rows} == {
        row["text"]: row["id"] for row in rows
    }


def test_quartz_makes_these_ids_of_prose() -> None:
    rows = load("quartz5-prose")
    smart = ANCHORS["github-slugger"].smart
    assert {row["text"]: github_slugger(smart(row["text"])) for row in rows} == {
        row["text"]: row["id"] for row in rows
    }


@pytest.mark.parametrize("row", load("hugo-anchor-pages"), ids=lambda row: row["ids"][0])
def test_goldmark_numbers_duplicates_of_a_page(row: Row) -> None:
    page = ANCHORS["github"].page()
    assert [page.add(text) for text in row["headings"]] == row["ids"]


@pytest.mark.parametrize("row", load("slugger-pages"), ids=lambda row: row["ids"][0])
def test_github_slugger_numbers_duplicates_of_a_page(row: Row) -> None:
    page = ANCHORS["github-slugger"].page()
    assert [page.add(text) for text in row["texts"]] == row["ids"]


def test_goldmark_gives_a_heading_without_text_no_id() -> None:
    page = ANCHORS["github"].page()
    assert [page.add(""), page.add(""), page.add("?"), page.add("!")] == [
        "",
        "",
        "heading",
        "heading-1",
    ]


def test_goldmark_trims_what_an_address_before_the_text_leaves() -> None:
    # `## me@example.org says` has the text ` says` in Hugo, and in Quartz the whole.
    assert goldmark_github(" says\u3000") == "says"
    assert github_slugger(" says ") == "-says-"


def test_smart_punctuation_spares_code() -> None:
    rule = ANCHORS["github"]
    assert rule.slug(rule.smart("Options -- see ") + "--help") == "options--see---help"


def test_letters_are_those_of_the_engines_and_not_of_this_python() -> None:
    unicode_17_han, unicode_16_capital = "\U000323b0", "\U00010d50"
    assert goldmark_github(unicode_17_han + unicode_16_capital) == unicode_17_han + "\U00010d70"
    assert github_slugger("a" + unicode_17_han) == "a"
