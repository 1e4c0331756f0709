"""Headings and blocks that links lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.folders import write
from vaultexport import export
from vaultexport.markdown import parse
from vaultexport.planner.anchors import heading_anchors
from vaultexport.strategies import ANCHORS

if TYPE_CHECKING:
    from pathlib import Path

    from support.pages import BuiltPages, Element

VAULT = "anchors"

HEADINGS = {
    "Headings > Plain heading": "Plain heading",
    "code and bold": "Code and bold italic",
    "Headings > 中文（标题）：一、二": "中文（标题）：一、二",
    "Headings > C++ & C": "C++ & C#",
    "Headings > Emoji 🎉 party": "Emoji 🎉 party",
    "Headings > Dashes – and — more, dots…": "Dashes – and — more, dots…",
    "Headings > `–option` – explained": "--option – explained",
    "Headings > A link and one": "A link and one",
    "Headings > Same": "Same",
    "Headings > Setext heading > Same": "Same",
    "Headings > Marked tag x 2": "Marked #tag x2x^2",
    "Headings > With an id": "With an id",
    "Headings > ^heading-id": "With an id",
    "Headings > Comment inside": "Comment inside",
    "Headings > {braces}": "{braces}",
    "Headings > Setext heading": "Setext heading",
    "Headings > In a quote": "In a quote",
    "Headings > In an item": "In an item",
    "by Markdown": "Plain heading",
    "in a table": "C++ & C#",
}
"""The text of each link, and of the heading that it leads to, as Hugo shows them."""

BLOCKS = {
    "paragraph": "A paragraph with an identifier.",
    "upper": "Capitals in an identifier.",
    "item": "An item a nested one",
    "nested": "a nested one",
    "after-link": "ends in a Links",
    "glued": "一句话。",
    "latin": "An identifier glued to Latin letters",
    "quote": "A quote",
    "callout": "with text",
}
"""The identifiers inside of running text, and the text around them."""

BELOW = {"list": "ul", "whole-quote": "blockquote", "table": "table", "code": "pre"}
"""The identifiers on lines of their own, and what stands above."""


def identified(page: Element) -> dict[str, Element]:
    """What has an id, in a page where no two share one."""
    found = [element for element in page.all() if element["id"]]
    ids = {element["id"]: element for element in found}
    assert len(ids) == len(found)
    return ids


def led_to(links: Element, page: Element, path: str) -> dict[str, Element]:
    """For each link's text the element that it leads to."""
    ids = identified(page)
    found = {}
    for link in links.all("a"):
        start, mark, fragment = link["href"].partition("#")
        if mark and path in start:
            found[link.text] = ids[fragment]
    return found


def test_headings_in_hugo(hugo: BuiltPages, plain: BuiltPages) -> None:
    for site in (hugo, plain):
        found = led_to(site.pages["links"], site.pages["headings"], "/headings/")
        shown = {text: element.text for text, element in found.items()}
        wanted = dict(HEADINGS)
        if site is plain:
            wanted["Headings > Marked tag x 2"] = "Marked #tag x^2"
        assert shown == wanted
        same = [found["Headings > Same"].tag, found["Headings > Setext heading > Same"].tag]
        assert same == ["h2", "h3"]


def test_headings_in_quartz(quartz: BuiltPages) -> None:
    found = led_to(quartz.pages["links"], quartz.pages["headings"], "headings")
    tags = {text: element.tag for text, element in found.items()}
    assert set(tags.values()) == {"h1", "h2", "h3"}
    assert len(found) == len(HEADINGS)
    assert tags["Headings > Setext heading > Same"] == "h3"
    assert found["Headings > C++ & C"].text == "C++ & C#"
    assert found["Headings > ^heading-id"].text == "With an id"
    assert found["Headings > Marked tag x 2"].text.startswith("Marked tag")


def test_blocks_in_hugo(hugo: BuiltPages) -> None:
    page = hugo.pages["blocks"]
    led_to(hugo.pages["links"], page, "/blocks/")
    around = {
        child["id"]: element
        for element in page.all()
        for child in element.children
        if child["id"] and element.tag in {"p", "li"}
    }
    assert {name: around[name].text for name in BLOCKS} == BLOCKS
    parts = page.children
    for name, tag in BELOW.items():
        place = next(i for i, part in enumerate(parts) if part["id"] == name)
        above = parts[place - 1]
        assert tag in {above.tag, *(child.tag for child in above.children)}
    assert not {"unused", "unused-heading", "unused-after-link"} & set(identified(page))


def test_blocks_in_quartz(quartz: BuiltPages) -> None:
    page = quartz.pages["blocks"]
    ids = identified(page)
    led_to(quartz.pages["links"], page, "blocks")
    texts = {name: ids[name].text.strip("\u200b") for name in BLOCKS}
    assert texts == BLOCKS | {"item": ""}  # Quartz sees none above a nested list
    assert {name: ids[name].tag for name in BELOW} == BELOW
    assert {ids[name].tag for name in ("paragraph", "glued", "quote", "callout")} == {"p"}
    assert ids["nested"].tag == "li"
    assert ids["after-link"].tag == "li"
    assert ids["links"].tag == "h2"


def test_marks_are_never_shown(hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages) -> None:
    for site in (hugo, plain, quartz):
        text = site.pages["blocks"].text
        assert "In the middle ^middle of a paragraph it is text." in text
        assert "Powers are no identifiers: 10^6" in text
        assert "or x^2." in text
        shown = [word for word in text.split() if word.startswith("^")]
        assert shown == ["^middle"]


def test_blocks_without_the_kit_lead_to_their_page(plain: BuiltPages) -> None:
    links = {a.text: a["href"] for a in plain.pages["links"].all("a")}
    assert links["Blocks > ^paragraph"] == "/blocks/"


def test_links_that_obsidian_reads_oddly(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for site in (hugo, quartz):
        assert site.pages["links"].all("li")[-1].text == "|pipe and |"
        assert site.finding_lines("link-unresolved", "Links.md") == [27, 27]
        assert site.finding_lines("anchor-missing", "Links.md") == [26, 26]


def test_identifiers_stay_in_their_containers(tmp_path: Path) -> None:
    vault = write(
        tmp_path / "vault",
        {"Note.md": "- a\n\n  ^a\n- b\n\n> c\n>\n> ^c\n\n[[#^a]] [[#^c]]\n"},
    )
    export(vault, to="hugo", out=tmp_path / "hugo")
    body = (tmp_path / "hugo/content/Note.md").read_text(encoding="utf-8")
    assert '- a\n\n  {{< block-id "a" >}}\n- b\n\n> c\n>\n> {{< block-id "c" >}}\n' in body


def test_published_identifiers(tmp_path: Path) -> None:
    body = (
        "text\n{ #a}\n\n> [!aside|x] T\n> quote\n{ #b}\n\n| t |\n| - |\n| u |\n{ #c}\n\n"
        "<b>v</b>\n{ #d}\n\n[[A#^a\\|1]] [[A#^b\\|2]] [[A#^c\\|3]] [[A#^d\\|4]]\n"
    )
    note = f'---\n{{"dg-publish":true,"permalink":"/a/"}}\n---\n{body}'
    garden = write(tmp_path / "garden", {"src/site/notes/A.md": note})
    export(garden, to="quartz", out=tmp_path / "quartz")
    assert (
        "text ^a\n\n> [!aside|x] T\n> quote\n\n^b\n\n"
        "| t |\n| - |\n| u |\n\n^c\n\n<b>v</b>\u200b ^d\n"
    ) in (tmp_path / "quartz/A.md").read_text(encoding="utf-8")
    export(garden, to="hugo", out=tmp_path / "hugo")
    assert ('\n{data-callout="aside" data-callout-metadata="x"}\n\n{{< block-id "b" >}}\n') in (
        tmp_path / "hugo/content/A.md"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "ids", "doubtful"),
    [
        ("a ^b\n\nc ^d-1", ["b", "d-1"], []),
        ("a\n^b\n\n^c", ["b", "c"], []),
        ("一。^b 二\n\n三^c", ["c"], []),
        ("a^b\n\n10^6", [], ["b", "6"]),
        ("a ^b\nc", [], []),
        ("- a ^b\n  - c ^d", ["b", "d"], []),
        ("| a |\n| - |\n| b |\n^c", ["c"], []),
        ("`^a`\n\n```\n^b\n```", [], []),
        ("$x ^2$\n\n`a ^b`", [], []),
        ("# a ^b", ["b"], []),
        ("a[^b]\n\n[^b]: c ^d", ["d"], []),
        ("> a ^b\n> c\n\n> d ^e", ["e"], []),
        ("a ^b c", [], []),
    ],
)
def test_what_obsidian_takes_for_an_identifier(
    text: str, ids: list[str], doubtful: list[str]
) -> None:
    found = parse(text).block_ids
    assert [mark.id for mark in found if not mark.doubtful] == ids
    assert [mark.id for mark in found if mark.doubtful] == doubtful


@pytest.mark.parametrize(
    ("rule", "text", "anchor"),
    [
        ("github", "a -- b `--c` d", "a--b---c-d"),
        ("github-slugger", "a -- b `--c` d", "a--b---c-d"),
        ("github-slugger", "a -> b", "a---b"),
        ("github-slugger-arrows", "a -> b => c `->`", "a--b--c--"),
        ("github-slugger", "a %%comment%% b", "a--b"),
        ("github-slugger", "a $x_1$ ^id", "a-x_1"),
        ("github-slugger", "a [[b|c]] [d](e) ==f== #g", "a-c-d-f-g"),
    ],
)
def test_ids_of_headings_with_markup(rule: str, text: str, anchor: str) -> None:
    document = parse(f"# {text}\n")
    (found,) = heading_anchors(document.headings, ANCHORS[rule]).values()
    assert found.id == anchor
