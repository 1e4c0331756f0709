"""Tags and tasks in every place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.folders import write
from support.hugo import bare_site, build
from support.pages import BuiltPages, hugo_pages, quartz_pages, tree
from support.quartz import render
from vaultexport import export
from vaultexport.markdown import parse
from vaultexport.verify import crawl

if TYPE_CHECKING:
    from pathlib import Path

    from support.pages import Element

VAULT = "tags"

INLINE = [
    *("tea", "second-line", "nested/tag/here", "中文标签", "emoji🎉", "🍵", "2024-review", "again"),
    *("bold", "after-code", "escaped", "one", "two", "标签，后文", "item", "nested", "quote"),
    *("title", "callout", "inner", "cell", "other-cell", "heading-tag", "footnote"),
]
"""The tags of the note's text, in order."""

STATES = ["/", "-", ">", "!", "?", "*", '"', "/", "/", "<", "i", "/"]


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    def page(name: str) -> Path:
        return tmp_path_factory.mktemp(name)

    return {
        "hugo": hugo_pages("syntax/tasks", page("hugo")).pages["tasks"],
        "plain": hugo_pages("syntax/tasks", page("plain"), content_only=True).pages["tasks"],
        "quartz": quartz_pages("syntax/tasks", page("quartz")).pages["tasks"],
    }


def test_tags_lead_to_their_pages_in_hugo(hugo: BuiltPages) -> None:
    page = hugo.pages["places"]
    body = [a for a in page.all("a", "tag") if a.text.startswith("#")]
    assert [a.text[1:] for a in body] == [tag for tag in INLINE if tag != "heading-tag"]
    assert all(a["href"].startswith("/tags/") for a in body)
    assert page.one("h2").text == "A heading with a #heading-tag"


def test_a_tag_without_a_url_of_its_own_gets_one(hugo: BuiltPages) -> None:
    links = {a.text: a["href"] for a in hugo.pages["places"].all("a", "tag")}
    assert links["#🍵"] == "/tags/1f375/"
    assert "tags/1f375" in hugo.pages


def test_tags_of_the_text_join_the_properties(hugo: BuiltPages, quartz: BuiltPages) -> None:
    unique = [tag for tag in INLINE if tag != "again"]
    written = "".join(f'\n  - "{tag}"' for tag in ("property", "Again", *unique))
    for site in (hugo, quartz):
        (file,) = site.out.rglob("Places.md")
        assert f"\ntags:{written}\n---\n" in file.read_text(encoding="utf-8")


def test_tags_without_the_kit_are_text(plain: BuiltPages) -> None:
    page = plain.pages["places"]
    assert not [a for a in page.all("a", "tag") if a.text.startswith("#")]
    assert "A tag: #tea. At the start of the second line: #second-line and" in page.text
    assert "中文标签" in page.one(cls="details").text


def test_tags_in_quartz(quartz: BuiltPages) -> None:
    page = quartz.pages["places"]
    links = [a for a in page.all("a") if a["data-slug"].startswith("tags/")]
    assert [a.text.removeprefix("#") for a in links] == INLINE
    assert all(a["href"] == f"./{a['data-slug']}" for a in links)
    deeper = quartz.pages["folder/deeper"].all("a")
    assert [a["href"] for a in deeper] == ["../tags/tea", "../tags/中文标签"]


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_what_is_no_tag(
    target: str, hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages
) -> None:
    page = {"hugo": hugo, "plain": plain, "quartz": quartz}[target].pages["places"]
    assert "but not #2024. Case" in page.text
    assert "No tags: a#b, (#parentheses), #escaped, #code, #text, " in page.text
    assert page.one("pre").source == "#code\n"


@pytest.mark.parametrize("kinds", ['["term", "taxonomy"]', "[]"])
def test_a_site_without_pages_of_tags(kinds: str, tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", {"Note.md": "A #tag.\n"})
    site = bare_site(tmp_path)
    config = site / "hugo.toml"
    config.write_text(f"disableKinds = {kinds}\n{config.read_text(encoding='utf-8')}")
    export(vault, to="hugo", out=site)
    for base in ("https://example.org/", "https://example.org/repo/"):
        built = build(site, base_url=base)
        assert built.exit_code == 0, built.output
        assert not crawl(built.public, base).dead
        html = (built.public / "note/index.html").read_text(encoding="utf-8")
        text = '<span class="tag">#tag</span>' if "term" in kinds else '">#tag</a>'
        assert f"{text}." in html


def test_tags_that_share_a_url_have_pages_of_their_own(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", {"A.md": "#tea #tea🍵 #🎉\n", "B.md": "#Tea #🍵\n"})
    site = bare_site(tmp_path)
    export(vault, to="hugo", out=site)
    built = build(site)
    assert built.exit_code == 0, built.output
    pages = {path.parent.name for path in (built.public / "tags").glob("*/index.html")}
    assert pages == {"tea", "tea-1f375", "1f389", "1f375"}


def test_version_4_of_quartz_misses_tags_at_line_starts(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", {"Note.md": "a #b\n#c\n"})
    for lines, body in (("soft", "a #b\n[#<!---->c](tags/c)\n"), ("hard", "a #b  \n#c\n")):
        out = tmp_path / lines
        export(vault, to="quartz4", out=out, options={"line-breaks": lines})
        assert (out / "Note.md").read_text(encoding="utf-8").endswith(f"---\n{body}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#a b #c-d #e_f #g/h", ["a", "c-d", "e_f", "g/h"]),
        ("#1 #1a #2024 #y2024 #1/2", ["1a", "y2024", "1/2"]),
        ("a#b (#c) ：#d 中#e", []),
        ("#a#b#c", ["a", "b", "c"]),
        (r"\#a \[#b] \[\[#c\]\]", ["b", "c"]),
        ("**#a** ==#b== _#c d_ ~~#e~~", ["a", "b", "c", "e"]),
        ("[x](y)#a `x`#b $x$#c <b>x</b>#d", ["a", "b", "c", "d"]),
        ("`#a` $#a$ [#a](#a) [[#a]] <https://x.y/#a> https://x.y/#a &#65;", []),
        ("> #a\n>#b\n\n- #c\n\n| #d |#e|\n| - | - |", ["a", "b", "c", "d", "e"]),
        ("#", []),
        ("# a\n\n#b", ["b"]),
        ("#标签 #🎉 #👨\u200d👩 #é", ["标签", "🎉", "👨\u200d👩", "é"]),
        ("#a’b #a.b #a, #a+b", ["a", "a", "a", "a"]),
        ("%%#a%% #b\n\n%%c%%#d", ["b", "d"]),
        ("%%\n#a\nlong line %% #b", ["b"]),
        ("[r]: https://x.y/#a\n\n#b", ["b"]),
    ],
)
def test_what_obsidian_takes_for_a_tag(text: str, found: list[str]) -> None:
    document = parse(text)
    assert [tag.name for tag in document.tags] == found
    assert all(text[tag.start : tag.end] == f"#{tag.name}" for tag in document.tags)


def test_custom_states_in_hugo(tasks: dict[str, Element]) -> None:
    page = tasks["hugo"]
    boxes = [box for box in page.all("input") if box["data-task"]]
    assert [box["data-task"] for box in boxes] == STATES
    assert all("checked" in box.attributes and "disabled" in box.attributes for box in boxes)
    others = [("checked" in box.attributes) for box in page.all("input") if not box["data-task"]]
    assert others == [False, True, True, False, False]
    items = {item.text: item for item in page.all("li")}
    assert items["cancelled"].children[0]["data-task"] == "-"
    assert items["important, with a link"].one("a")["href"] == "/other/"


def test_custom_states_without_the_kit_are_text(tasks: dict[str, Element]) -> None:
    texts = [item.text for item in tasks["plain"].all("li")]
    for text in ("[/] half done", "[-] cancelled", "[>] put off", '["] a quote', "[i] inner"):
        assert text.replace('"', "“") in [t.replace('"', "“").replace("”", "“") for t in texts]


def test_custom_states_in_quartz(tasks: dict[str, Element]) -> None:
    page = tasks["quartz"]
    states = [item["data-task"] or item["data-task-char"] for item in page.all("li")]
    assert [state for state in states if state not in {"", " ", "x", "X"}] == STATES
    assert len(page.all("input")) == len(STATES) + 5


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_a_link_is_no_box(target: str, tasks: dict[str, Element]) -> None:
    items = next(ul for ul in tasks[target].all("ul") if "is a link" in ul.children[0].text)
    assert [item.text for item in items.children] == [
        "x is a link",
        "X is one, too",
        "x is one of Obsidian’s",
        "[x]glued is text",
        "is a link without a text",
    ]
    assert not items.all("input")
    assert len(items.all("a")) == 4


def test_several_hashes_are_no_tag(tmp_path: Path) -> None:
    """Quartz lets a tag follow a ``#``, which Obsidian does not."""
    text = "a##b ##c ###**d**\n\n##**e**\n\n## Head ##f\n\n- x##g\n"
    vault = write(tmp_path / "vault", {"d/A.md": text, "index.md": ""})
    export(vault, to="quartz", out=tmp_path / "out")
    site = render(tmp_path / "out")
    assert site.problems == ()
    (page,) = (page for page in site.pages if page.path == "d/A.md")
    assert page.tags == ()
    for shown in ("a##b ##c", "##e", "Head ##f", "x##g"):
        assert shown in tree(page.html).text
