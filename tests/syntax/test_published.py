"""What Digital Garden made of embeds, films, drawings and canvases: back to what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.pages import BuiltPages, Element
from vaultexport.markdown import FrozenDrawing, Transclusion, parse
from vaultexport.markdown.masks import restored
from vaultexport.reader.canvas import as_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

VAULT = "published"
SECRET = "The text of a note that was never published, but printed here."
POURING = "Pouring Pour in circles. 水温 & time Ninety degrees, three minutes. small cup large cup"


def frames(element: Element) -> list[Element]:
    return element.all("div", "markdown-embed")


def title(frame: Element) -> tuple[str, str]:
    """The text above a frame and where it leads; empty for none."""
    line = frame.children[0]
    if line["class"] != "markdown-embed-title":
        return "", ""
    return line.text, "".join(link["href"] for link in line.all("a"))


def body(frame: Element) -> str:
    shown = frame.children[1:] if title(frame)[0] else frame.children
    return " ".join(child.text for child in shown)


def section(page: Element, heading: str) -> Element:
    """What stands between one of a page's first-level headings and the next."""
    found = Element("section", {})
    inside = False
    for child in page.children:
        if child.tag == "h1":
            inside = child.text == heading
        elif inside:
            found.content.append(child)
    return found


def values(elements: Sequence[Element], *names: str) -> list[tuple[str, ...]]:
    return [tuple(element[name] for name in names) for element in elements]


def test_frames_of_published_notes_are_embeds_again(hugo: BuiltPages) -> None:
    found = frames(section(hugo.pages["transclusions"], "Published notes"))
    assert [title(frame) for frame in found] == [
        ("The pot", "/the-pot/"),
        ("All about the pot", "/the-pot/"),
        ("The pot", "/the-pot/#%e6%b0%b4%e6%b8%a9--time"),
        ("The pot", "/the-pot/#large"),
        ("一百 % & 茶", "/%E4%B8%80%E7%99%BE-%E8%8C%B6/"),
    ]
    assert [body(frame) for frame in found] == [
        f"A pot keeps its heat.1 {POURING}",
        f"A pot keeps its heat.2 {POURING}",
        "水温 & time Ninety degrees, three minutes. small cup large cup",
        "large cup",
        "A name with everything in it.",
    ]


def test_frames_are_embeds_again_without_the_kit_and_in_quartz(
    plain: BuiltPages, quartz: BuiltPages
) -> None:
    texts = section(plain.pages["transclusions"], "Published notes").text
    assert texts.count("Pour in circles.") == 2
    assert "keeps its heat." in texts
    page = section(quartz.pages["transclusions"], "Published notes")
    quotes = [child for child in page.children if child.tag == "blockquote"]
    assert [quote.children[-1].text for quote in quotes] == [
        *("The pot", "All about the pot", "The pot", "Link to original", "一百 % & 茶")
    ]
    (native,) = page.all("blockquote", "transclude")
    assert native.children[0].text == "large cup"


def test_no_html_of_the_plugin_is_left(
    hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages
) -> None:
    for built in (hugo, plain, quartz):
        for name, page in built.pages.items():
            code = "".join(item.source for item in page.all("pre"))
            assert not page.all(cls="transclusion"), name
            assert not page.all("svg", "lucide-link"), name
            assert page.source.count("transclusion internal") == code.count("transclusion internal")
            assert "$" not in page.text.replace(code, ""), name


def test_text_that_has_no_page_is_kept_in_a_frame(hugo: BuiltPages) -> None:
    page = hugo.pages["transclusions"]
    found = frames(section(page, "Text that has no page"))
    assert [title(frame) for frame in found] == [
        ("", ""),
        ("A title", ""),
        ("The pot", "/the-pot/#pouring"),
        ("Innermost", ""),
        ("", ""),
    ]
    outer = found[1]
    assert frames(outer) == found[2:4]
    assert body(found[0]) == SECRET
    assert body(found[3]) == "Innermost, with </div> and <div>"
    assert body(found[4]) == "Gone, but printed here."
    assert outer.one("img")["src"] == "../attachments/files/leaf.svg"
    assert next(link["href"] for link in outer.all("a") if link.text == "The pot") == "/the-pot/"


def test_headings_and_footnotes_of_kept_text_are_its_own(
    hugo: BuiltPages, quartz: BuiltPages
) -> None:
    for built, number in ((hugo, 7), (quartz, 6)):
        page = built.pages["transclusions"]
        names = {item["id"]: item.text for item in page.all("h1") + page.all("h2") if item["id"]}
        assert names["its-heading"] == "Its heading"
        assert names[f"embed-{number}:its-heading"] == "Its heading"
        notes = {item["id"]: item.text for item in page.all("li") if item["id"]}
        own = next(p for p in page.all("p") if p.text.startswith("The page’s own heading"))
        kept = next(p for p in page.all("p") if p.text.startswith(SECRET) and p.all("sup"))
        texts = [notes[p.one("sup").one("a")["href"].removeprefix("#")] for p in (own, kept)]
        assert [text.partition(".")[0] for text in texts] == ["The page’s own", "Its footnote"]


def test_kept_text_without_the_kit_and_in_quartz_is_a_quote(
    plain: BuiltPages, quartz: BuiltPages
) -> None:
    for built in (plain, quartz):
        page = section(built.pages["transclusions"], "Text that has no page")
        quotes = [child for child in page.children if child.tag == "blockquote"]
        assert [quote.children[0].text for quote in quotes] == [
            *(SECRET, "A title", "Gone, but printed here.")
        ]
        assert quotes[1].all("blockquote")[-1].children[0].text == "Innermost"


def test_frames_go_back_to_where_they_stood(hugo: BuiltPages) -> None:
    page = section(hugo.pages["transclusions"], "Places")
    items = page.children[2].children
    assert [child.tag for child in page.children[:3]] == ["p", "div", "ul"]
    assert [[child.tag for child in item.children] for item in items] == [
        ["p", "div"],
        ["div", "ul"],
        ["p"],
    ]
    assert items[1].one("ul").one("li").children[0].text == "nested"
    quote = next(child for child in page.children if child.tag == "blockquote")
    assert [child.text for child in quote.children] == ["A quote", SECRET, "and more"]
    inner = next(item for item in page.all(cls="callout") if item["data-callout"] == "tip")
    assert body(frames(inner)[0]) == "large cup"
    assert not [heading for heading in page.all("h2") if not heading.text]
    last = next(p for p in page.all("p") if p.text.startswith("follows"))
    assert last.one("a")["href"] == "/the-pot/"
    assert SECRET in page.all("pre")[-1].source


def test_line_ends_of_windows_stay(hugo: BuiltPages) -> None:
    text = (hugo.out / "content/Windows.md").read_bytes().split(b"---\n", 2)[2]
    assert b"\n" not in text.replace(b"\r\n", b"")
    page = hugo.pages["windows"]
    assert title(frames(page)[0]) == ("The pot", "/the-pot/#pouring")
    assert [child.text for child in page.one("blockquote").children] == [
        *("A quote", SECRET, "and more")
    ]


def test_films_and_documents_in_frames_are_embeds_again(
    hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages
) -> None:
    page = hugo.pages["html"]
    film, mine = page.all("iframe")
    assert film["src"] == "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    assert mine.attributes == {
        "width": "560",
        "height": "315",
        "src": "https://www.youtube.com/embed/dQw4w9WgXcQ?start=30",
        "title": "mine",
    }
    prices = "../attachments/files/price%20list.pdf"
    assert values(page.all("object"), "data", "height") == [(prices, "900")]
    # Without the kit the site shows no raw HTML, so the author's own frame is an embed too.
    assert len(plain.pages["html"].all("iframe")) == 2
    assert [a["href"] for a in plain.pages["html"].all("a") if a.text == "price list.pdf"] == [
        prices
    ]
    found = quartz.pages["html"].all("iframe")
    assert [frame["class"] for frame in found] == ["external-embed youtube", "pdf", ""]


def test_links_and_images_in_raw_html_lead_to_the_site(
    hugo: BuiltPages, quartz: BuiltPages
) -> None:
    page = hugo.pages["html"]
    leaf = "../attachments/files/leaf.svg"
    assert values(page.all("img"), "src", "width", "alt") == [
        (leaf, "20", "a leaf"),
        *[(leaf, "20", "")] * 3,
        (leaf, "", "leaf.svg"),
    ]
    links = [(link.text, link["href"]) for link in page.all("a") if link.text != "price list.pdf"]
    assert links[1:] == [
        ("a page", "/the-pot/"),
        ("a site", "https://example.com/"),
        ("a block", "/the-pot/#time"),
        ("a page", "/%E4%B8%80%E7%99%BE-%E8%8C%B6/"),
        ("The pot", "/the-pot/"),
        ("a private note", ""),
    ]
    assert "a missing one gone," in page.text
    found = quartz.pages["html"].all("a")
    assert [link["href"] for link in found if link.text == "The pot"] == ["./pots/the-pot"]
    assert {image["src"] for image in quartz.pages["html"].all("img")} == {"./files/leaf.svg"}


def test_frames_in_cells_leave_the_table_whole(
    hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages
) -> None:
    for built in (hugo, plain, quartz):
        page = built.pages["cells"]
        rows = [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")]
        assert rows[2:] == [
            ["no page: Kept text with a link on two lines.", "next"],
            ["no page: - kept - list | bar", "last"],
        ]
        links = [[link["href"] for link in row.all("a")] for row in page.one("tbody").all("tr")]
        assert [len(row) for row in links] == [1, 1, 1, 0]
        assert "the-pot" in "".join(href for row in links for href in row)
        assert 37 in built.finding_lines("embed-not-shown", "Cells.md")


def test_exponents_come_back_in_code(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for built in (hugo, quartz):
        codes = [" ".join(code.source.split()) for code in built.pages["cells"].all("code")]
        assert codes == ["a ^2 b", "c { #3}"]


def test_links_in_raw_html_lead_to_their_places(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for built, pot in ((hugo, "/the-pot/"), (quartz, "./pots/the-pot")):
        found = built.pages["cells"].all("p")[-1].all("a")
        assert [(link.text, link["href"]) for link in found if not link["id"]] == [
            ("a section", f"{pot}#pouring"),
            ("a block", f"{pot}#large"),
            ("gone", ""),
            ("here", "#here"),
            ("a site", "https://example.com/?a=1&b=2"),
        ]
        assert built.finding_lines("link-unresolved", "Cells.md") == [52]


def test_nothing_tells_private_paths(
    hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages
) -> None:
    for built in (hugo, plain, quartz):
        assert "CANARY" not in "".join(p.read_text() for p in built.out.rglob("*.md"))
        assert "app://" not in "".join(p.read_text() for p in built.out.rglob("*.md"))
        assert built.finding_lines("attachment-missing", "HTML.md") == [28]


def test_the_class_line_of_a_script_is_gone(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for built in (hugo, quartz):
        assert "block-language" not in built.pages["html"].text
        assert len(built.pages["html"].all("table", "table-view-table")) == 1
        assert not built.finding_lines("query-empty", "HTML.md")


def test_exponents_are_no_block_identifiers(hugo: BuiltPages, quartz: BuiltPages) -> None:
    formulas = [item.source for item in hugo.pages["html"].all("annotation")]
    assert [" ".join(formula.split()) for formula in formulas] == [
        r"E = \tfrac{1}{2} m \omega_0 ^2 x^2",
        "a ^2 b",
    ]
    written = (quartz.out / "HTML.md").read_text()
    assert "$$\nE = \\tfrac{1}{2} m \\omega_0 ^2\n x^2\n$$" in written


@pytest.mark.parametrize(
    ("damaged", "formula"),
    [
        ("$a\n{ #2}\nb$", "$a ^2\nb$"),
        ("$$a\r\n{ #2}\r\n b\r\n$$", "$$a ^2\r\n b\r\n$$"),
        ("$a{ #2}$", "$a{ #2}$"),
        ("$a\n{ #2} b$", "$a\n{ #2} b$"),
    ],
)
def test_which_exponents_come_back(damaged: str, formula: str) -> None:
    assert restored(damaged) == formula


def test_drawings_leave_a_line_with_their_names(
    hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages
) -> None:
    for built in (hugo, plain, quartz):
        page = built.pages["drawing"]
        assert [item.text for item in page.all("em")] == [
            "Drawing “The shelf” (it was not exported as an image)",
            "Drawing “The tin” (it was not exported as an image)",
        ]
        assert "InitialData" not in page.text
        assert page.all("p")[-1].text == "Text after it."
        assert built.finding_lines("drawing-not-exported", "Drawing.md") == [7, 11]


def test_a_canvas_is_a_page_with_its_cards_in_reading_order(
    hugo: BuiltPages, quartz: BuiltPages
) -> None:
    for built, slug in ((hugo, "tea-map.canvas"), (quartz, "tea-map.canvas")):
        page = built.pages[slug]
        texts = [
            text for item in page.all() if (text := item.text) and item.tag in {"p", "h1", "h2"}
        ]
        order = ["The first card.", "Pots & cups", "第二", "The second card, linked.", "Pouring"]
        places = [texts.index(text) for text in order]
        assert places == sorted(places)
        assert page.all("img")[0]["alt"] == "leaf.svg"
        assert "https://example.com/a?b=1&c=2" in [link["href"] for link in page.all("a")]
        assert ("canvas-as-text", "Tea map.canvas.md", 0) in built.findings
    link = next(a for a in hugo.pages["windows"].all("a") if a.text == "The canvas")
    assert link["href"] == "/tea-map.canvas/"


def test_what_is_no_published_canvas() -> None:
    assert as_markdown('{"nodes":[],"edges":[]}') is None
    broken = '<div class="canvas-node canvas-node-text " style="transform: translate(1px, 2px);">'
    assert as_markdown(f'{broken}<div data-markdown="%%%"></div></div>') == ""
    assert as_markdown(f'{broken}<div data-markdown="gIA="></div></div>') == "��\n\n"


OPEN = '<div class="transclusion internal-embed is-loaded">'
INNER = '<div class="markdown-embed">'


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"{OPEN}{INNER}\n\ntext\n\n</div></div>", 1),
        (f"{OPEN}{INNER}\n\n{OPEN}{INNER}\n\ntext\n\n</div></div>\n\n</div></div>", 2),
        (f"{OPEN}{INNER}\n\n<div>x</div>\n\n</div></div>\n", 1),
        (f"{OPEN}{INNER}\n\nnever closed", 0),
        (f"```\n{OPEN}{INNER}\n\n</div></div>\n```\n", 0),
        (f"`{OPEN}{INNER}` and more\n\n</div></div>", 0),
        ('<div class="transclusion internal-embed is-loaded">mine</div>', 0),
    ],
)
def test_which_frames_are_the_plugins(text: str, count: int) -> None:
    marks = parse(text).marks
    assert sum(isinstance(mark, Transclusion) for mark in marks) == count


def test_headings_in_a_frame_are_none_of_the_note() -> None:
    document = parse(f"# Own\n\n{OPEN}{INNER}\n\n# Theirs\n\n</div></div>\n\n# Own too\n")
    assert [heading.source for heading in document.headings] == ["Own", "Own too"]


def test_a_drawings_name_comes_from_its_id() -> None:
    script = "<script>(function(){const InitialData={};})();</script>"
    names = [
        mark.title
        for identifier in ("My_map.excalidraw.md1", "2024-10-03excalidraw.md12", "x")
        for mark in parse(f'<div id="{identifier}"></div>{script}').marks
        if isinstance(mark, FrozenDrawing)
    ]
    assert names == ["My map", "2024-10-03", "x"]
