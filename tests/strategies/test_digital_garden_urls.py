"""URLs of Digital Garden, by tables of its slug library and by published gardens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies.tables.rows import load
from vaultexport.strategies.digital_garden import (
    derived_permalink,
    given_permalink,
    rewritten_path,
    slug,
)


def test_slugs_are_those_of_the_plugins_library() -> None:
    rows = load("digital-garden-slugs")
    assert len(rows) > 500
    assert {row["name"]: slug(row["name"]) for row in rows} == {
        row["name"]: row["slug"] for row in rows
    }


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
def test_a_slug_is_made_of_words_and_hyphens(text: str) -> None:
    result = slug(text)
    assert result.isascii()
    assert result == "-".join(word for word in result.split("-") if word.isalnum()).lower()
    assert slug(result.replace("-", " ")).replace("-", "") == result.replace("-", "")


@pytest.mark.parametrize(
    ("path", "slugified", "plain"),
    [
        ("Folder/My Note.md", "/folder/my-note/", "/Folder/My Note/"),
        ("My Note.md", "/my-note/", "/My Note/"),
        ("大语言/碎碎念.md", "///", "/大语言/碎碎念/"),
        ("yum/技巧点/Yum clear.md", "/yum//yum-clear/", "/yum/技巧点/Yum clear/"),
        ("v1.2 notes.md", "/v1-2-notes/", "/v1.2 notes/"),
        ("x/v1.2 notes", "/x/v1/", "/x/v1/"),
        ("/setup", "//setup/", "//setup/"),
        ("a.b/note", "/a/", "/a/"),
        ("note", "/note/", "/note/"),
        ("Board.canvas", "/board.canvas/", "/Board.canvas/"),
        ("", "//", "//"),
    ],
)
def test_a_path_gives_a_permalink(path: str, slugified: str, plain: str) -> None:
    assert derived_permalink(path, slugify=True) == slugified
    assert derived_permalink(path, slugify=False) == plain


@pytest.mark.parametrize(
    ("text", "permalink"),
    [
        ("x", "/x/"),
        ("/x", "/x/"),
        ("x/", "/x/"),
        ("/X y/中/", "/X y/中/"),
        ("/", "/"),
    ],
)
def test_a_given_permalink_only_gets_slashes(text: str, permalink: str) -> None:
    assert given_permalink(text) == permalink


@pytest.mark.parametrize(
    ("path", "rules", "expected"),
    [
        pytest.param("Inbox/a.md", "Inbox:Fresh", "Fresh/a.md", id="folder"),
        pytest.param("Inboxes/a.md", "Inbox:Fresh", "Freshes/a.md", id="not-by-segment"),
        pytest.param("My/Inbox/a.md", "Inbox:Fresh", "My/Inbox/a.md", id="only-at-the-start"),
        pytest.param("A/A/n.md", "A:B", "B/A/n.md", id="once"),
        pytest.param("A/n.md", "A:", "n.md", id="to-the-root"),
        pytest.param("A/n.md", "A/:", "n.md", id="to-the-root-with-slash"),
        pytest.param("A/n.md", "A://x", "/x/n.md", id="one-slash-goes"),
        pytest.param("A/n.md", "A/n:B\nA:C", "B.md", id="first-rule-wins"),
        pytest.param("A/n.md", "B:C\r\nA:D", "D/n.md", id="line-ends-of-windows"),
        pytest.param("A/n.md", "A\nA:B", "B/n.md", id="line-without-colon"),
        pytest.param("A/n.md", "A:B:C", "B/n.md", id="second-colon"),
        pytest.param("A/n.md", "a:B", "A/n.md", id="case-matters"),
        pytest.param("A/n.md", "", "A/n.md", id="no-rules"),
        pytest.param("A/n.md", ":B/", "B/A/n.md", id="empty-from"),
    ],
)
def test_rewrite_rules(path: str, rules: str, expected: str) -> None:
    assert rewritten_path(path, rules) == expected
