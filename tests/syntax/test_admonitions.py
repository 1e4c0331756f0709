"""Code blocks of the Admonition plugin, as callouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.pages import BuiltPages, Element, hugo_pages, quartz_pages
from vaultexport.markdown.admonitions import as_callouts

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.fixture(scope="module", params=["hugo", "quartz"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuiltPages:
    build = {"hugo": hugo_pages, "quartz": quartz_pages}[request.param]
    return build("syntax/admonitions", tmp_path_factory.mktemp(request.param))


def callouts(page: Element) -> Sequence[tuple[str, str]]:
    found = page.all(cls="callout")
    return [(c["data-callout"], c.all(cls="callout-title")[0].text) for c in found]


def test_each_block_is_a_callout(site: BuiltPages) -> None:
    assert callouts(site.pages["admonitions"]) == [
        ("note", "Note"),
        ("tip", "Better water"),
        ("warning", "Open"),
        ("brewing", "Brewing"),
        ("quote", "Quote"),
        ("example", "One inside another"),
        ("tip", "Inner"),
        ("info", "Info"),
        ("question", "In a quote"),
        ("success", "Success"),
    ]
    assert callouts(site.pages["second-note"]) == [
        ("note", "First"),
        ("tip", "Second"),
        ("bug", "Never closed"),
    ]


def test_the_inside_is_markdown(site: BuiltPages) -> None:
    first, second, *_ = site.pages["admonitions"].all(cls="callout")
    assert first.one("a").text == "Second note"
    assert second.all(cls="callout-title")[0].one("strong").text == "water"
    assert second.all("ul")[1].text == "indented with a tab"
    assert site.pages["second-note"].one("img")["src"].endswith("leaf.svg")


def test_a_block_inside_a_block(site: BuiltPages) -> None:
    outer = site.pages["admonitions"].all(cls="callout")[5]
    assert outer.one(cls="callout").text.endswith("Text of the inner one with Missing note.")
    assert outer.one("pre").source == 'print("code stays code")\n'


def test_a_block_stays_in_its_container(site: BuiltPages) -> None:
    page = site.pages["admonitions"]
    items = page.all("ul")[-1].children
    assert [len(item.all(cls="callout")) for item in items] == [1, 0]
    quotes = [q for q in page.all("blockquote") if "callout" not in q["class"]]
    assert len(quotes) == 1
    assert quotes[0].one(cls="callout").text == "In a quote Text in the quote."


def test_text_right_below_is_not_drawn_in(site: BuiltPages) -> None:
    page = site.pages["admonitions"]
    assert page.all(cls="callout")[-1].text == "Success Tildes do, too."
    assert "Text right below." in [p.text for p in page.children if p.tag == "p"]


def test_source_and_comments_stay_what_they_are(site: BuiltPages) -> None:
    source = site.pages["admonitions"].all("pre")[-1].source
    assert source == "```ad-note\nThis one only shows its source.\n```\n"
    assert "Hidden" not in site.pages["second-note"].text


def test_findings_name_the_lines_of_the_file(site: BuiltPages) -> None:
    assert site.finding_lines("link-unresolved", "Admonitions.md") == [35]
    assert site.finding_lines("admonition-look", "Admonitions.md") == [19, 20]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("```ad-note\nx\n```\n", "> [!note]\n> x\n>\n"),
        ("```ad-note\r\ntitle: T\r\n\r\nx\r\n```\r\n", "> [!note] T\r\n>\r\n>\r\n> x\r\n>\r\n"),
        ("```ad-note\ntitle:\nx  \ny\n```", "> [!note]\n>\n> x  \n> y\n>"),
        ("```ad-note\nx\ntitle: text\n```", "> [!note]\n> x\n> title: text\n>"),
        ("```ad-note\ncollapse: none\n```", "> [!note]\n>\n>"),
        ("```ad-note\n```\n> quote\n", "> [!note]\n\n> quote\n"),
        ("- ```ad-note\n  x\n  ```\n", "- > [!note]\n  > x\n  >\n"),
        (">```ad-note\n>x\n>```\n", ">> [!note]\n>> x\n>>\n"),
        ("```ad-note\nx", "> [!note]\n> x"),
        ("```ad-note\nx\n\n\n", "> [!note]\n> x\n\n\n"),
        ("```ad-note\n\tcode\n```", "> [!note]\n>     code\n>"),
    ],
)
def test_how_a_block_is_written(source: str, expected: str) -> None:
    assert as_callouts(source).text == expected


@pytest.mark.parametrize(
    "source",
    [
        "````md\n```ad-note\nx\n```\n````\n",
        "    ```ad-note\n    x\n    ```\n",
        "> quote\n```ad-note\nx\n```\n",
        "```ad note\nx\n```\n",
        "```lad-note\nx\n```\n",
        "Text `ad-note` and ad-hoc.\n",
        "%%\n```ad-note\nx\n```\n%%\n",
    ],
)
def test_what_is_no_admonition_stays(source: str) -> None:
    assert as_callouts(source).text == source


LINES = st.sampled_from(
    [
        "```ad-note",
        "```",
        "````ad-tip",
        "````",
        "title: x",
        "> ",
        "- ",
        "  ",
        "%%",
        "text",
        "\t",
        "",
    ]
)


@given(st.lists(st.lists(LINES, max_size=3).map("".join), max_size=14))
def test_no_line_moves(lines: list[str]) -> None:
    text = "\n".join(lines)
    result = as_callouts(text).text
    assert result.count("\n") == text.count("\n")
    assert as_callouts(result).text == result
