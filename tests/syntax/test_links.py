"""Links of every kind, in every place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.folders import write
from vaultexport import Links, export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.pages import BuiltPages, Element

KINDS = ["Tea house", "house with a name", "Tea house > Opening hours", "heading with a name"]
KINDS += ["Tea house > ^rule", "In a heading", "path", "tea HOUSE", "Markdown link", "heading"]
KINDS += ["this note’s own", "reference", "file"]

PLACES = {
    "list items": ["Tea house", "by tabs", "one", "x", "Tea house", "Tea house"],
    "quotes": ["Tea house"],
    "callouts": ["Tea house", "Tea house", "a", "In a heading"],
    "table": ["pipe", "Tea house", "a"],
    "heading": ["Tea house"],
    "marks": ["Tea house", "Tea house", "a link with code and more"],
    "footnote": ["Tea house"],
}

GONE = [
    "a Missing note, a with a name, a Markdown one, a Private one, an The house that is only an",
    "a disk’s file and a program.",
    "Without a target: text, bold text, picture, .",
    "nested empty Missing note",
    "With empty in it",
    "[[Tea house]] and are none.",
]


def links(page: Element) -> list[str]:
    """The texts of the page's links within the site, besides those that engines add."""
    found = (link for link in page.all("a") if link["role"] != "anchor")
    return [
        link.text.strip("\u200b")
        for link in found
        if not any(mark in link["href"] for mark in (":", "#fn", "#user-content"))
    ]


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_links_in_every_place(pages: Callable[[str, str], BuiltPages], target: str) -> None:
    built = pages(target, "links")
    page = built.pages["links"]
    around = [text for nav in page.all("nav") for text in links(nav)]
    expected = [*around, *KINDS, *(text for texts in PLACES.values() for text in texts)]
    assert links(page) == expected
    for text in GONE:
        assert text in page.text
    counts = built.report.links
    assert counts == Links(linked=33, outside=4, dead=5, unpublished=1, unsupported=2, empty=12)
    assert counts.total == 57


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_what_is_lost_is_told(pages: Callable[[str, str], BuiltPages], target: str) -> None:
    built = pages(target, "links")
    lines = [9, 9, 9, 9, 13, 15, 22, 24, 32, 32, 38, 42]
    assert built.finding_lines("link-empty", "Links.md") == lines
    assert built.finding_lines("link-unresolved", "Links.md") == [7, 7, 7, 7, 22]
    assert built.finding_lines("link-unpublished", "Links.md") == [7]
    assert built.finding_lines("link-dropped", "Links.md") == [7, 7]


def test_a_note_embedded_in_an_item_that_tabs_nest(tmp_path: Path) -> None:
    """The parser gives such an item the line end above: it is no text above the embed."""
    notes = {"Other.md": "## Part\n\n- item\n", "A.md": "- a\n\t- ![[Other]]\n\t- b\n"}
    export(write(tmp_path / "vault", notes), to="hugo", out=tmp_path / "out")
    text = (tmp_path / "out/content/A.md").read_text(encoding="utf-8")
    assert '- a\n\t- {{< vault-embed ref="/Other.md"' in text


def test_answers_add_links(tmp_path: Path) -> None:
    notes = {
        "A.md": '```dataview\nLIST FROM "n"\n```\n\n[[B]] ![[B]]\n\n![[B]]\n',
        "B.md": "[[A]] [[n/1]] [[missing]]\n",
        "n/1.md": "",
        "n/2.md": "",
    }
    vault = write(tmp_path / "vault", notes | {".obsidian/community-plugins.json": '["dataview"]'})
    links = export(vault, to="hugo", out=tmp_path / "out").links
    # Two answers; each embed of B brings along its two links that are alive.
    assert links == Links(linked=3, embedded=2, dead=1, added=6)


def test_links_to_tags_of_the_notes_own_html(tmp_path: Path) -> None:
    text = '[a](#there) [b](B.md#by-name) [c](#nowhere) [d](#There)\n\n<p id="there">x</p>\n'
    notes = {"A.md": text, "B.md": 'b <a name="by-name"></a>\n'}
    vault = write(tmp_path / "vault", notes)
    report = export(vault, to="hugo", out=tmp_path / "out")
    page = (tmp_path / "out/content/A.md").read_text(encoding="utf-8")
    assert '[a](#there) [b]({{< relref "/B.md#by-name" >}}) [c]({{< relref "/A.md" >}})' in page
    assert sum(f.code == "anchor-missing" for f in report.findings) == 2
    plain = export(vault, to="hugo", out=tmp_path / "plain", options={"raw-html": "drop"})
    assert sum(f.code == "anchor-missing" for f in plain.findings) == 4


def test_a_missing_image_leaves_its_name(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", {"A.md": "![](a%20b.png) ![|100](c.png) ![alt](d.png)\n"})
    export(vault, to="quartz", out=tmp_path / "out")
    assert (tmp_path / "out/A.md").read_text(encoding="utf-8").endswith("\na b.png c.png alt\n")
