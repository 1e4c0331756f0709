"""Line ends, tables, lists and code blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.folders import write
from vaultexport import export
from vaultexport.markdown import LineBreak, TableGap, parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.pages import BuiltPages


def breaks(text: str) -> list[str]:
    """The last word of each line whose end is to be shown."""
    spans = [span for span in parse(text).marks if isinstance(span, LineBreak)]
    return [text[: span.start].rsplit(maxsplit=1)[-1] for span in sorted(spans)]


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_line_ends_are_shown(pages: Callable[[str, str], BuiltPages], target: str) -> None:
    page = pages(target, "line-breaks").pages["lines"]
    first = next(p for p in page.all("p") if p.text.startswith("A line end"))
    assert len(first.all("br")) == 5
    items = page.all("ul")[0]
    assert len(items.children[0].all("br")) == 3
    assert len(items.children[0].one("ul").all("br")) == 1
    quote = next(q for q in page.all("blockquote") if q.text.startswith("In a quote"))
    assert len(quote.all("br")) == 2
    inside = [p for p in page.all("p") if p.text in {"Inside line", "Text line"}]
    assert [len(p.all("br")) for p in inside] == [1, 1]
    assert [len(element.all("br")) for element in page.all("a") if element.text == "two lines"] == [
        1
    ]
    note = page.all(cls="footnotes")[-1]
    assert len(note.all("p")[0].all("br")) == 1


@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_no_break_is_added_elsewhere(pages: Callable[[str, str], BuiltPages], target: str) -> None:
    page = pages(target, "line-breaks").pages["lines"]
    titles = [title.text for title in page.all(cls="callout-title")]
    assert titles[0] == "A title ends with its line"
    for element in (*page.all("pre"), *page.all("table"), *page.all("code"), *page.all("h1")):
        assert not element.all("br")
    block = next(div for div in page.all("div") if div.text == "a block of HTML")
    assert not block.all("br")
    code = next(p for p in page.all("p") if p.text.startswith("No breaks are added"))
    assert not code.all("br")
    identified = next(p for p in page.all("p") if p.text.startswith("Text with an identifier"))
    assert len(identified.all("br")) == 1
    url = next(a for a in page.all("a") if a.text.strip() == "https://example.com")
    assert url["href"] == "https://example.com"


def test_strict_line_breaks_of_the_vault(pages: Callable[[str, str], BuiltPages]) -> None:
    for target in ("hugo", "quartz"):
        page = pages(target, "line-breaks-strict").pages["lines"]
        assert [len(p.all("br")) for p in page.all("p") if p.text.startswith("With strict")] == [1]


def test_line_breaks_can_be_chosen(tmp_path: Path) -> None:
    vault = write(
        tmp_path / "vault",
        {".obsidian/app.json": '{"strictLineBreaks": true}', "Note.md": "a\nb\n"},
    )
    for value, body in (("vault", "a\nb\n"), ("hard", "a  \nb\n"), ("soft", "a\nb\n")):
        for target, file in (("hugo", "content/Note.md"), ("quartz", "Note.md")):
            out = tmp_path / target / value
            export(vault, to=target, out=out, options={"line-breaks": value})
            assert (out / file).read_text(encoding="utf-8").endswith(f"---\n{body}")


def test_a_published_garden_always_breaks(tmp_path: Path) -> None:
    notes = "src/site/notes"
    body = '---\n{"dg-publish":true,"permalink":"/a/"}\n---\n\na\nb\n'
    garden = write(
        tmp_path / "garden",
        {f"{notes}/A.md": body, ".obsidian/app.json": '{"strictLineBreaks": true}'},
    )
    export(garden, to="hugo", out=tmp_path / "out")
    assert "\na  \nb\n" in (tmp_path / "out/content/A.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\nb\nc", ["a", "b"]),
        ("a \nb\t\nc", ["a", "b"]),
        ("a  \nb\\\nc", []),
        ("a\\\\\nb", ["a\\\\"]),
        ("a\r\nb", ["a"]),
        ("> [!note] a\n> b\n> c", ["b"]),
        ("> a\nb", ["a"]),
        ("- a\n  b\n- c", ["a"]),
        ("# a\nb", []),
        ("a\nb\n===", []),
        ("| a |\n| - |\n| b |", []),
        ("```\na\nb\n```", []),
        ("`a\nb` c\nd", ["c"]),
        ("$a\nb$ c\nd", ["c"]),
        ("a\n$$x$$\nb", []),
        ("a $x$\nb", ["$x$"]),
        ("a\n^id", []),
        ("a %%b%%\nc", ["%%b%%"]),
        ("a\n%%b%%\nc", ["a", "%%b%%"]),
        ("%%\na\n%%\nb\nc", ["b"]),
        ("<div>\na\nb\n</div>", []),
        ("a\n\nb", []),
    ],
)
def test_where_a_line_end_is_shown(text: str, found: list[str]) -> None:
    assert breaks(text) == found


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_tables_and_lists_right_below_text(
    pages: Callable[[str, str], BuiltPages], target: str
) -> None:
    page = pages(target, "tables").pages["tables"]
    heads = [[cell.text for cell in table.all("th")] for table in page.all("table")]
    assert heads == [
        *(["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"], ["i", "j"], ["k", "l"], ["m", "n"]),
        ["pipes", "a | b"],
    ]
    assert [item.text for item in page.all("ul")[0].children] == ["one", "two"]
    assert [item.text for item in page.all("ol")[0].children] == ["one", "two"]
    inside = [list_.all("table") for list_ in page.all("ul")]
    assert sum(map(len, inside)) == 1
    assert [cell.text for cell in inside[2][0].all("th")] == ["e", "f"]
    quoted = [len(quote.all("table")) for quote in page.all("blockquote")]
    assert quoted[:2] == [1, 1]
    last = page.all("table")[-1].all("td")
    assert [cell.text for cell in last] == ["alias", "|"]
    assert last[0].one("a")["href"].strip("./") == "other"
    assert "No table: a | b" in page.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- a\n| b | c |\n| - | - |\n| d | e |", ["| b | c |\n| - | - |\n| d | e |"]),
        ("- a\n  | b | c |\n  | - | - |", []),
        ("a\n| b | c |\n| - | - |", []),
        ("- a\nb | c\n--- | ---\n", ["b | c\n--- | ---"]),
        ("- a\n| b | c |\n| - |", []),
        ("- a\nb\n--- | ---", []),
        ("```\n- a\n| b |\n| - |\n```", []),
    ],
)
def test_tables_that_only_look_like_an_item_s_text(text: str, found: list[str]) -> None:
    spans = [span for span in parse(text).marks if isinstance(span, TableGap)]
    assert [text[span.start : span.end] for span in spans] == found


@pytest.mark.parametrize("target", ["hugo", "plain"])
def test_info_strings_that_hugo_can_t_take(
    pages: Callable[[str, str], BuiltPages], target: str
) -> None:
    page = pages(target, "fences").pages["fences"]
    languages = [code["data-lang"] for code in page.all("code") if code["data-lang"]]
    assert [language for language in languages if language != "go"] == [
        *("r", "python", "js", "js", "html", "text", "haskell", "c#", "ts", "mermaid"),
    ]
    numbered = next(table for table in page.all("table"))
    assert "7" in numbered.all("td")[0].text
    wide = page.one(cls="wide")
    assert wide["id"] == "listing"
    assert page.all("ul")[0].one("pre").text == "var x = 4;"
    assert page.one("blockquote").one("pre").text == "let x = 5"


def test_info_strings_stay_in_quartz(pages: Callable[[str, str], BuiltPages]) -> None:
    site = pages("quartz", "fences")
    page = (site.out / "Fences.md").read_text(encoding="utf-8")
    for info in ("```js {1,3}", "```{r}", "~~~c# {4}", '> ```ts title="x" {5}'):
        assert info in page
