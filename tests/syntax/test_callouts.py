"""Callouts in every place and form, as both engines show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from support.golden import FIXTURES
from vaultexport import export

if TYPE_CHECKING:
    from pathlib import Path

    from support.pages import BuiltPages, Element

VAULT = "callouts"

KINDS = {
    "note": "note",
    "abstract": "abstract summary tldr",
    "info": "info",
    "todo": "todo",
    "tip": "tip hint important",
    "success": "success check done",
    "question": "question help faq",
    "warning": "warning caution attention",
    "failure": "failure fail missing",
    "danger": "danger error",
    "bug": "bug",
    "example": "example",
    "quote": "quote cite",
}
ALIASES = [(alias, kind) for kind, names in KINDS.items() for alias in names.split()]
CODE = "> [!note] Title\n> Text\n\n    indented\n"


def title(callout: Element) -> str:
    return next(child for child in callout.all(cls="callout-title")).text


def summary(callout: Element) -> tuple[str, str, str]:
    return callout["data-callout"], callout["data-callout-kind"], title(callout)


def nesting(element: Element, tag: str, cls: str = "") -> list[str]:
    """The titles of the callouts (or first texts of the quotes) from the outermost to the last."""
    found = element.all(tag, cls)
    if not found:
        return []
    return [found[0].children[0].text, *nesting(found[0], tag, cls)]


def test_each_type_and_alias_in_hugo(hugo: BuiltPages) -> None:
    found = [summary(callout) for callout in hugo.pages["types"].all(cls="callout")]
    assert found == [(alias, kind, alias.capitalize()) for alias, kind in ALIASES]


def test_each_type_and_alias_in_quartz(quartz: BuiltPages) -> None:
    found = quartz.pages["types"].all("blockquote", "callout")
    assert [title(callout) for callout in found] == [alias.capitalize() for alias, _kind in ALIASES]


def test_types_of_any_case_or_language_in_hugo(hugo: BuiltPages) -> None:
    found = hugo.pages["kinds-of-type"].all(cls="callout")
    assert [summary(callout) for callout in found] == [
        ("warning", "warning", "Capitals"),
        ("tip", "tip", "Tip"),
        ("recipe", "note", "One word"),
        ("brew-log", "note", "Brew log"),
        ("step 2", "note", "Step 2"),
        ("提示", "tip", "提示"),
        ("提示", "tip", "有标题"),
        ("note", "note", "Beside the text"),
        ("info", "info", "Open"),
    ]
    assert [c["data-callout-metadata"] for c in found[-2:]] == ["right", "left wide"]


def test_types_of_any_case_or_language_in_quartz(quartz: BuiltPages) -> None:
    found = quartz.pages["kinds-of-type"].all("blockquote", "callout")
    assert [(c["data-callout"], title(c)) for c in found] == [
        ("warning", "Capitals"),
        ("tip", "Tip"),
        ("recipe", "One word"),
        ("brew-log", "Brew log"),
        ("note", "Step 2"),
        ("tip", "提示"),
        ("tip", "有标题"),
        ("note", "Beside the text"),
        ("info", "Open"),
    ]
    assert [c["data-callout-metadata"] for c in found[-2:]] == ["right", "left wide"]


def test_a_title_keeps_its_markup(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for site, href in ((hugo, "/types/"), (quartz, "./types")):
        first, second = site.pages["titles"].all(cls="callout-title")[:2]
        assert first.text == "A title with bold, code and a link"
        assert first.one("strong").text == "bold"
        assert first.one("code").text == "code"
        assert first.one("a")["href"] == href
        assert second.text == "Types > Nothing there"
        assert second.one("a")["href"] == href


def test_folding_needs_no_script_in_hugo(hugo: BuiltPages) -> None:
    found = hugo.pages["titles"].all("details")
    assert [(title(c), "open" in c.attributes) for c in found] == [
        ("Closed at first", False),
        ("Open at first", True),
        ("Faq", False),
    ]
    assert all(c.children[0].tag == "summary" for c in found)


def test_folding_in_quartz(quartz: BuiltPages) -> None:
    found = quartz.pages["titles"].all(cls="is-collapsible")
    assert [(title(c), "is-collapsed" in c["class"]) for c in found] == [
        ("Closed at first", True),
        ("Open at first", False),
        ("Faq", True),
    ]


def test_an_empty_callout_has_only_a_title(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for site in (hugo, quartz):
        found = {title(c): c for c in site.pages["titles"].all(cls="callout")}
        for name in ("Only a title", "Todo"):
            assert not found[name].all(cls="callout-content")
        assert found["No blank after the mark"].one(cls="callout-content").text == "Text."


def test_a_callout_stays_where_it_stands(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for site in (hugo, quartz):
        page = site.pages["places"]
        lists, numbers = page.all("ul")[0], page.all("ol")[0]
        outer, inner = lists.all(cls="callout")
        assert (title(outer), title(inner)) == ("In an item", "In a nested item")
        assert lists.all("ul")[0].one(cls="callout") is inner
        assert [item.all("p")[0].text for item in lists.children] == ["In a list", "After"]
        assert title(numbers.one(cls="callout")) == "At once"
        quote = next(q for q in page.all("blockquote") if "callout" not in q["class"])
        assert [child.tag for child in quote.children if child.tag == "p"] == ["p", "p"]
        assert title(quote.one(cls="callout")) == "In a quote"
        assert "Glued to it Text." in [c.text for c in page.all(cls="callout")]


def test_callouts_nest_three_deep(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for site in (hugo, quartz):
        top = site.pages["places"].all(cls="callout")
        for first in ("Can callouts be nested?", "Without blanks"):
            outer = next(c for c in top if title(c) == first)
            (middle, innermost) = outer.all(cls="callout")
            assert middle.one(cls="callout") is innermost
            assert innermost.one(cls="callout-content").text == "The innermost text."


def test_types_that_hugo_has_no_word_for_in_every_place(hugo: BuiltPages) -> None:
    """Their attributes stand below the quote, inside all that the quote itself is in."""
    page = hugo.pages["places"]
    found = {title(c): c for c in page.all(cls="callout")}
    types = {name: c["data-callout"] for name, c in found.items()}
    assert types["First step"] == "step 1"
    assert types["My own"] == "my-own"
    assert types["Middle"] == "brew-log"
    assert types["提示"] == "提示"
    assert types["Two in a row"] == "step 2"
    assert types["Folded"] == "step 3"
    assert types["The last line, without a line end"] == "my-own"
    assert found["First step"].one(cls="callout") is found["My own"]
    assert found["Outer"].children[-1].children[-1].text == "Outer goes on."
    assert found["Folded"].text == "Folded Text Lazy text."
    assert [item.all("p")[-1].text for item in page.all("ul")[2].children] == [
        "The item goes on.",
        "After",
    ]
    assert "data-callout" not in page.text


def test_a_callout_holds_blocks(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for site in (hugo, quartz):
        callout = site.pages["insides"].one(cls="callout")
        assert [a.text for a in callout.all("ul")[0].all("a")] == ["link"]
        assert callout.one("input")["type"] == "checkbox"
        assert callout.one("table").one("a").text == "green"
        assert callout.one("pre").source == 'print("> [!note] no callout")\n'
        assert callout.text.endswith("and a last line continued lazily.")


def test_the_source_of_a_callout_stays_code(
    hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages
) -> None:
    for site in (hugo, plain, quartz):
        blocks = [block.source for block in site.pages["insides"].all("pre")]
        assert blocks[-3:] == [
            CODE,
            "> [!note] Indented code\n",
            "> [!tip] In code in an item\n> Text\n",
        ]
        assert site.pages["windows"].one("pre").source == "> [!note] Code\n> Text\n"


def test_line_ends_of_windows(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for site in (hugo, quartz):
        outer, inner = site.pages["windows"].all(cls="callout")
        assert (title(outer), title(inner)) == ("Title", "Step 2")
        assert outer.one(cls="callout") is inner
    for place in (hugo.out / "content", quartz.out):
        body = (place / "Windows.md").read_bytes().split(b"---\n", 2)[2]
        assert body.count(b"\n") == body.count(b"\r\n")


def test_without_the_kit_a_callout_is_a_quote_with_a_title(plain: BuiltPages) -> None:
    quotes = plain.pages["types"].all("blockquote")
    assert [q.one("strong").text for q in quotes] == [alias.capitalize() for alias, _ in ALIASES]
    assert quotes[0].text == "Note A callout of the type note."
    places = plain.pages["places"].all("blockquote")
    nested = next(q for q in places if q.text.startswith("Can callouts"))
    assert nesting(nested, "blockquote") == ["Yes, they can.", "Even three deep"]
    assert "[!" not in "".join(plain.pages[name].text for name in ("types", "titles", "places"))


def test_nothing_but_the_missing_heading_is_reported(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for site in (hugo, quartz):
        assert site.findings == [("anchor-missing", "Titles.md", 4)]


@pytest.mark.parametrize("target", ["hugo", "quartz", "quartz4"])
def test_callouts_of_letters_stay_as_they_are(tmp_path: Path, target: str) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    body = "> [!tip]- Fold **me**\n> text\n>> [!note]\n>> inner\n"
    (vault / "a.md").write_text(body, encoding="utf-8")
    export(vault, to=target, out=tmp_path / "out")
    (page,) = (tmp_path / "out").rglob("a.md")
    assert page.read_text(encoding="utf-8").endswith(f"---\n{body}")


def test_quartz_4_gets_code_that_it_leaves_alone(tmp_path: Path) -> None:
    """Its pattern for a callout's first line, at the start of any line of the file."""
    export(FIXTURES / "syntax/callouts/vault", to="quartz4", out=tmp_path / "out")
    code = (tmp_path / "out" / "Insides.md").read_text(encoding="utf-8").partition("## Source")[2]
    assert " > [!note] Title" in code
    assert not re.search(r"^> *\[!\w+", code, re.MULTILINE)
