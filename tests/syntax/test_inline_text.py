"""Highlights, comments, footnotes, emphasis and URLs in every place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.folders import write
from vaultexport import export
from vaultexport.markdown import Comment, Flank, Highlight, InlineNote, PlainMark, parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.pages import BuiltPages, Element


def spans(text: str, kind: type) -> list[str]:
    return [text[span.start : span.end] for span in parse(text).marks if type(span) is kind]


def marked(element: Element) -> list[str]:
    return [mark.text for mark in element.all("mark")] + [
        mark.text for mark in element.all("span", "text-highlight")
    ]


HIGHLIGHTS = [
    "highlighted",
    "高亮",
    "“引号”",
    "bold and a link",
    "a == b",
    "one two",
    "item",
    "nested",
    "quote",
    "title",
    "callout",
    "inner",
    "cell",
    "heading",
    "footnote",
]


@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_highlights(pages: Callable[[str, str], BuiltPages], target: str) -> None:
    page = pages(target, "highlight").pages["highlights"]
    found = [text.strip("\u200b") for text in marked(page)]
    assert sorted(found) == sorted(HIGHLIGHTS)
    both = next(m for m in page.all("mark") if m.text == "bold and a link")
    assert both.one("strong").text == "bold"
    assert both.one("a")["href"].strip("./") == "other"
    assert "a == b == c, ==code==, ==escaped==, ==unclosed" in page.text
    assert page.one("pre").source == "==code==\n"
    assert page.one("table").all("td")[0].text == "cell"
    assert page.all("h2")[0].text.startswith("In a heading")


def test_highlights_without_the_kit(pages: Callable[[str, str], BuiltPages]) -> None:
    page = pages("plain", "highlight").pages["highlights"]
    strong = [text.text.strip("\u200b") for text in page.all("strong")]
    for text in ("highlighted", "高亮", "“引号”", "item", "cell", "heading", "footnote", "bold"):
        assert text in strong
    assert page.text.count("==") == 10  # in code, escaped, without a partner


def test_highlights_need_the_configuration(pages: Callable[[str, str], BuiltPages]) -> None:
    config = (pages("hugo", "highlight").out / "config/_default/markup.toml").read_text()
    assert config.endswith("\n[goldmark.extensions.extras.mark]\nenable = true\n")


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_comments(pages: Callable[[str, str], BuiltPages], target: str) -> None:
    site = pages(target, "comments")
    page = site.pages["comments"]
    everything = "".join(file.read_text(encoding="utf-8") for file in site.out.rglob("*.md"))
    assert "hidden" not in everything
    assert "hid" not in page.one("table").text
    assert "A line with a comment goes on as if it were not there." in page.text
    assert "Across the comment ends." in page.text
    items = page.all("ul")[0].children
    assert [item.text for item in items] == ["an item nested", "another item"]
    assert page.all("h2")[0].text.startswith("A heading")
    assert "Code keeps it: %%shown%% and 100%% sure." in page.text
    assert page.one("pre").source == "%%shown%%\n"
    assert len(page.all("hr")) >= 1
    assert page.text.count("Text before an open comment.") == 1


def test_a_line_of_a_comment_is_no_break(pages: Callable[[str, str], BuiltPages]) -> None:
    for target in ("hugo", "quartz"):
        first = pages(target, "comments").pages["comments"].all("p")
        text = next(p for p in first if p.text.startswith("A comment"))
        assert len(text.all("br")) == 1


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_footnotes(pages: Callable[[str, str], BuiltPages], target: str) -> None:
    page = pages(target, "footnotes").pages["footnotes"]
    notes = page.all(cls="footnotes")[-1].all("ol")[0].children
    texts = [note.text.rstrip(" ↩︎\xa02") for note in notes]
    wanted = {
        "With markup, code, a link and a tag.",
        "Brackets [inside] stay.",
        "Of an item.",
        "Of a nested item.",
        "Of a quote.",
        "Of a callout.",
        "Of an inner callout.",
        "Of a | head.",
        "Of a cell.",
        "Of a heading.",
        "One two.",
        "Of a footnote.",
        "A label that looks like ours, used here.",
    }
    assert wanted <= {text.replace("#tag", "tag") for text in texts}
    title = page.all(cls="callout-title")[0].text if target != "plain" else ""
    if target == "quartz":
        assert title == "In a title (Of a title.)"
    else:
        assert any(text == "Of a title." for text in texts)
    assert "None: x^2, ^[code], ^[escaped], ^[] and ^[unclosed" in page.text
    linked = next(note for note in notes if note.text.startswith("With markup"))
    assert linked.one("em").text == "markup"
    assert linked.all("a")[0]["href"].strip("./") == "other"


def test_a_label_is_never_taken_twice(pages: Callable[[str, str], BuiltPages]) -> None:
    page = pages("hugo", "footnotes").pages["footnotes"]
    use = next(p for p in page.all("p") if p.text.startswith("Its use."))
    note = next(li for li in page.all("li") if "#" + li["id"] == use.one("a")["href"])
    assert note.text.startswith("A label that looks like ours")


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_emphasis_next_to_cjk_punctuation(
    pages: Callable[[str, str], BuiltPages], target: str
) -> None:
    page = pages(target, "emphasis").pages["emphasis"]
    strong = [element.text.strip("\u200b") for element in page.all("strong")]
    for text in (
        "粗体：",
        "“引号”",
        "代码",
        "（括号）",
        "链接",
        "要点：",
        "嵌套：",
        "引用：",
        "单元：",
    ):
        assert text in strong
    assert "小标题：" in strong
    assert [e.text.strip("\u200b") for e in page.all("em")][:2] == ["“斜体”", "“两者”"]
    assert [e.text.strip("\u200b") for e in page.all("del")] == ["“删除”", "two tildes"]
    assert "*" not in page.text.replace("**代码：**后", "").replace("**“quoted”**text", "")


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_what_looks_like_markup(pages: Callable[[str, str], BuiltPages], target: str) -> None:
    page = pages(target, "emphasis").pages["emphasis"]
    assert "H~2~O and ~one~ are as they are; about ~5 and ~6 and ~/path." in page.text
    assert "1 << 2 and 8 >> 1." in page.text
    assert not page.all("dl")
    assert "Term : not a definition" in page.text
    assert len(page.all("hr")) - len(page.all(cls="footnotes")) == 2
    titles = [heading.text for heading in page.all("h2")]
    assert "Text above a line of hyphens is a heading" in titles


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
def test_urls(pages: Callable[[str, str], BuiltPages], target: str) -> None:
    site = pages(target, "urls")
    links = {a.text.strip(): a["href"] for a in site.pages["urls"].all("a") if a.text}
    start = "https://" if target == "quartz" else "//"  # a path, to Quartz
    assert links["of the page itself"] == f"{start}example.com/a"
    if target != "plain":  # which has no HTML
        assert links["in HTML"] == f"{start}example.com/b"
    for url in (
        "https://example.com/path?q=1#x",
        "https://example.com/a_(b)",
        "https://example.com/",
        "https://example.com",
        "https://example.com/bold",
        "https://example.com/marked",
    ):
        assert links[url] == url
    assert links["https://example.com/项目"].startswith("https://example.com/%E9%A1%B9")
    assert links["https://example.com/路径"].startswith("https://example.com/%E8%B7%AF")
    assert links["https://example.com/表格"].startswith("https://example.com/%E8%A1%A8")
    assert links["note"] == "obsidian://open?vault=v&file=f"
    assert links["paper"] == "zotero://select/items/1"
    text = site.pages["urls"].text
    assert "What a website can’t follow: file, script, data, x." in text
    assert not any(href.startswith(("file:", "javascript:", "data:")) for href in links.values())
    assert site.finding_lines("link-dropped", "URLs.md") == [17, 17, 17, 17]


def test_addresses_of_the_author_s_machine_are_nowhere(
    pages: Callable[[str, str], BuiltPages],
) -> None:
    for target in ("hugo", "plain", "quartz"):
        for file in pages(target, "urls").out.rglob("*.md"):
            assert "secret.txt" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("==a== b ==c==", ["==a==", "==c=="]),
        ("中==高亮==文", ["==高亮=="]),
        ("== a ==", []),
        ("==a ==", []),
        ("==a == b==", ["==a == b=="]),
        ("a == b == c", []),
        (r"\==a==", []),
        ("`==a==` ==b==", ["==b=="]),
        ("===a===", []),
        ("==a\n\nb==", []),
        ("| ==a | b== |\n| - | - |\n| ==c== | |", ["==c=="]),
        ("- ==a\n- b==", []),
        ("[==a==](https://x.y/==/b==)", ["==a=="]),
        ("$==a==$ ==b==", ["==b=="]),
    ],
)
def test_what_obsidian_highlights(text: str, found: list[str]) -> None:
    assert spans(text, Highlight) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a %%b%% c", ["%%b%%"]),
        ("a %%b%% c %%d%% e", ["%%b%%", "%%d%%"]),
        ("%%\na\n\nb\n%%\nc", ["%%\na\n\nb\n%%"]),
        ("%%\n```\n%%\n```\n", ["%%\n```\n%%"]),
        ("`%%a%%` %%b%%", ["%%b%%"]),
        ("100%% sure\n\n%%a%%", ["%%a%%"]),
        ("100%% sure\n\nb %%a%% c", ["%%a%%"]),
        ("a %%b\n\nc%% d", ["%%b\n\nc%%"]),
        ("a %%b\n\n`%%` c %%d%% e\n\nf%% g", ["%%b\n\n`%%` c %%d%% e\n\nf%%"]),
        ("a %%b", []),
        ("%%a\n\nb", ["%%a\n\nb"]),
        ("> %%\n> a\n\nb", ["%%\n> a\n\nb"]),
        ("$a %% b$ %%c%%", ["%%c%%"]),
    ],
)
def test_what_obsidian_hides(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in parse(text).comments] == found
    assert all(isinstance(span, Comment) for span in parse(text).comments)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a^[b] c", ["^[b]"]),
        ("a^[b [c](d) e]", ["^[b [c](d) e]"]),
        (r"a^[b \] c]", [r"^[b \] c]"]),
        ("^[`]` b]", ["^[`]` b]"]),
        ("a^[] ^[ ]", []),
        ("a^[b\n\nc]", []),
        (r"\^[a] `^[b]` $x^[c]$", []),
    ],
)
def test_inline_footnotes(text: str, found: list[str]) -> None:
    assert spans(text, InlineNote) == found


def test_only_markers_of_a_pair_get_a_stand_in() -> None:
    assert len(spans("**粗体：**后文", Flank)) == 1
    assert len(spans("前**“x”**后", Flank)) == 2
    assert spans("**粗体**后文 **a:** b **“x”** y", Flank) == []
    assert spans("一**：二", Flank) == []
    assert spans("`**粗体：**后` $**：**x$", Flank) == []
    assert len(spans("**一：**二**三：**四", Flank)) == 2


def test_a_power_at_the_end_is_kept_in_quartz(tmp_path: Path) -> None:
    """Its plugin takes everything behind the last ``^`` of a paragraph for an identifier."""
    vault = write(tmp_path / "vault", {"Note.md": "10^6\n\nmc^2.\n\na[^1]\n\n[^1]: b\n\nc ^id\n"})
    export(vault, to="quartz", out=tmp_path / "out")
    page = (tmp_path / "out/Note.md").read_text(encoding="utf-8")
    assert "10^6&nbsp;\n\nmc^2.&nbsp;\n\na[^1]\n\n[^1]: b\n\nc ^id\n" in page


def test_marks_that_others_would_pair() -> None:
    assert spans("~a~ ~~b~~ ~c", PlainMark) == ["~", "~"]
    assert spans("a == b == c ==d", PlainMark) == ["==", "==", "=="]
    assert spans("a == b", PlainMark) == []
    assert spans("Title\n=====", PlainMark) == []
    assert spans(r"\(a\) \[b\]", PlainMark) == [r"\("]
    assert spans(r"\(a", PlainMark) == []
    assert spans("a\n: b", PlainMark) == [":"]
    assert spans("> a << b\n\n>> c", PlainMark) == ["<<"]
    assert spans("`a << b == c == d ~e~`", PlainMark) == []
