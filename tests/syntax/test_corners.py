"""Constructs at the places where one engine or the other does not see them by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from support import quartz
from support.folders import write
from support.pages import hugo_pages, tree
from vaultexport import export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.pages import BuiltPages, Element

    Pages = Callable[[str, str], BuiltPages]

TARGETS = ("hugo", "plain", "quartz")
HEADINGS = {
    "Headings > A footnote in it": "A footnote1 in it",
    "an inline one": "An inline one2 in it",
    "Headings > Twice": "Twice",
    "twice again": "Twice1",
    "a picture": "A picture in it",
    "Headings > Over two lines": "Over two lines",
    "Headings > Closed": "Closed",
    "Headings > Quoted 1": "Quoted1",
    "Headings > Listed 1": "Listed1",
}
"""The text of each link, and of the heading that it leads to."""

BLOCKS = ("embed", "quoted-embed", "listed-embed", "embed-below", "formula", "formula-below")
LATER_BLOCKS = ("listed-formula", "picture")


def identified(page: Element) -> dict[str, Element]:
    """What has an id; no two may share one."""
    found = [element for element in page.all() if element["id"]]
    ids = {element["id"]: element for element in found}
    assert len(ids) == len(found)
    return ids


def elements(page: Element) -> list[Element]:
    return list(page.all())


def heading_at(page: Element, place: Element) -> Element:
    """The heading that an element is, or that follows it."""
    rest = elements(page)
    start = next(index for index, element in enumerate(rest) if element is place)
    return next(element for element in rest[start:] if re.fullmatch("h[1-6]", element.tag))


@pytest.mark.parametrize("target", TARGETS)
def test_links_to_headings_with_more_than_text(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["headings"]
    ids = identified(page)
    found = {}
    for link in pages(target, "corners").pages["links"].all("a"):
        if "headings" in link["href"]:
            place = ids[link["href"].partition("#")[2]]
            found[link.text] = heading_at(page, place).text
    assert found == HEADINGS


@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_links_to_blocks_behind_embeds_and_formulas(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["blocks"]
    ids = identified(page)
    links = pages(target, "corners").pages["links"].all("a")
    meant = [link["href"].partition("#")[2] for link in links if "blocks" in link["href"]]
    assert meant == [*BLOCKS, *LATER_BLOCKS]
    order = elements(page)
    positions = [next(n for n, e in enumerate(order) if e is ids[name]) for name in meant]
    assert positions == sorted(positions)
    assert "^" not in "".join(text(page))
    assert not {"unused-embed", "unused-formula"} & set(ids)


def text(element: Element) -> Iterator[str]:
    """The texts that readers see, formulas aside."""
    for item in element.content:
        if isinstance(item, str):
            yield item
        elif "katex" not in item["class"]:
            yield from text(item)


def test_parts_that_quartz_does_not_find_are_there(pages: Pages) -> None:
    page = pages("quartz", "corners").pages["parts"]
    heading, formula, item = page.children[:3]
    assert [part.text for part in heading.all("", "") if part["role"] == "heading"] == [
        *("A footnote1 in it", "An inline one2 in it", "Twice1", "A picture in it"),
        *("Over two lines", "Quoted1", "Listed1"),
    ]
    assert formula.all("span", "katex-display")
    assert item.one("ul").one("blockquote", "transclude").all("p")[0].text == "A short note."


@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_footnotes_in_titles(pages: Pages, target: str) -> None:
    site = pages(target, "corners")
    titles = [title.text for title in site.pages["titles"].all("", "callout-title")]
    shown = "1" if target == "hugo" else " (Its text on two lines.)"
    lost = "2" if target == "hugo" else ""
    assert titles == [
        *(f"A footnote{shown} in a title", f"Too much{lost} for a title"),
        *("A marked title", "Code in a title", "Faq", "Short"),
    ]
    assert site.finding_lines("footnote-not-shown", "Titles.md") == [4] * (target == "quartz")
    bodies = [part.children[-1].text for part in site.pages["titles"].all("", "callout")]
    assert bodies == [*("and below.", "Text."), *("Its text.",) * 2, "Short Its list.", "Its list."]


@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_films_start_where_they_should(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["films"]
    players = [*page.all("video"), *page.all("audio")]
    sources = [player["src"] or player.one("source")["src"] for player in players]
    assert [source.partition("#")[2] for source in sources] == ["t=10,20", "t=1", "t=7", "t=3"]
    assert players[1]["width"] == "300"
    assert not pages(target, "corners").finding_lines("embed-option-lost", "Films.md")


def test_a_place_that_is_lost_is_reported(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", {"Note.md": "![[rows.csv#row=2]]\n", "rows.csv": "1\n2\n"})
    (found,) = export(vault, to="quartz", out=tmp_path / "out").findings
    assert (found.code, found.line) == ("embed-option-lost", 1)


@pytest.mark.parametrize("target", TARGETS)
def test_equals_signs_are_no_highlights(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["equals"]
    assert "a == b == c and d and e == f ===" in [p.text for p in page.all("p")]


def test_equals_signs_in_quartz_4(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", {"Note.md": "a == b == c and ==d== and e == f ===\n"})
    export(vault, to="quartz4", out=tmp_path / "out")
    body = (tmp_path / "out/Note.md").read_text(encoding="utf-8").rpartition("---\n")[2]
    # Quartz 4 looks for its marks in each text between the nodes that Markdown made.
    texts = re.split("<!---->", body.replace("\\", ""))
    assert [mark for text in texts for mark in re.findall("==([^=]+)==", text)] == ["d"]
    assert "".join(texts).strip() == "a == b == c and ==d== and e == f ==="


@pytest.mark.parametrize("target", TARGETS)
def test_links_out_of_an_embedded_part_lead_to_its_note(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["parts"]
    links = {link.text: link["href"].lstrip("./") for link in page.all("a")}
    assert links["Second"].replace("/", "") == "outward#second"
    assert links["Third"].replace("/", "") == "outward#third"


@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_a_block_and_a_heading_of_one_name_are_two_places(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["same"]
    ids = identified(page)
    links = {link.text: ids[link["href"].partition("#")[2]] for link in page.all("p")[-1].all("a")}
    assert links["Plan"].tag == "h2"
    for name, start in (
        ("^plan", "A block with the name of"),
        ("^plan-1", "A block with the name"),
    ):
        found = links[name] if links[name].text else parent(page, links[name])
        assert found.text.startswith(start)


def parent(page: Element, child: Element) -> Element:
    return next(element for element in page.all() if child in element.children)


@pytest.mark.parametrize("target", TARGETS)
def test_unbalanced_html_stays_in_its_frame(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["frames"]
    paragraphs = [child.text for child in page.children if child.tag == "p" and child.text]
    assert paragraphs[0] == "Before."
    assert paragraphs[-2:] == ["Between.", "After. A note, a block, nowhere."]


def test_unbalanced_html_is_balanced_in_hugo(pages: Pages) -> None:
    site = pages("hugo", "corners")
    written = (site.out / "content/Frames.md").read_text(encoding="utf-8")
    assert written.count("</div>") == 2
    assert written.count("</details>") == 2
    frames = site.pages["frames"].all("div", "markdown-embed")
    assert [frame.all("details")[0].all("div", "inner")[0].text for frame in frames] == [
        "Never ended, not even this, but and are."
    ] * 2


@pytest.mark.parametrize(("target", "start"), [("hugo", "/"), ("quartz", "./")])
def test_links_of_raw_html(pages: Pages, target: str, start: str) -> None:
    site = pages(target, "corners")
    links = site.pages["frames"].children[-1].all("a")
    slash = "/" if target == "hugo" else ""
    assert [(link.text, link["href"]) for link in links] == [
        ("A note", f"{start}short{slash}"),
        ("a block", f"{start}blocks{slash}#formula"),
        ("nowhere", ""),
    ]
    assert site.finding_lines("link-unresolved", "Frames.md") == [9]


def lists(element: Element) -> list[list[str]]:
    """The texts of the items of each list right inside."""
    found = [child for child in element.children if child.tag in {"ul", "ol"}]
    return [[item.text for item in child.children] for child in found]


def test_embedded_lists_do_not_merge_with_those_beside_them(pages: Pages) -> None:
    page = pages("plain", "corners").pages["lists"]
    assert lists(page) == [
        ["a list of the page"],
        ["one", "two"],
        ["an item below it", "a task"],
        ["a list of its own"],
        ["another one"],
        ["first"],
        *[["one", "two"]] * 2,
        ["an item nested one two"],
    ]
    (last,) = page.all("ul")[-2].children
    assert [child.tag for child in last.children] == ["p", "ul", "ol"]


SHORT = "A short note."
CELL = "with Text with a|b, a link and {}tag on two lines. in it"


@pytest.mark.parametrize("target", TARGETS)
def test_a_paragraph_embedded_in_one_line(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["cells"]
    heading = next(item for item in page.all("h1") if item.text.startswith("Heading"))
    assert heading.text == f"Heading with {SHORT} in it"
    title = next(
        item for item in page.all() if item.tag in {"p", "strong"} and "Title" in item.text
    )
    blank = "" if target == "hugo" else " "
    assert title.text == f"Title with {SHORT}{blank}on two lines"
    cells = [cell.text for cell in page.all("td")]
    if target == "quartz":
        assert [len(cell.all(cls="transclude")) for cell in page.all("td")] == [1, 1, 1, 0]
    else:
        assert cells[:3] == [SHORT, CELL.format("#"), "Items"]
    broken = [len(cell.all("br")) for cell in page.all("td")]
    assert broken[-1] == (0 if target == "plain" else 2)


def test_a_break_that_is_a_blank_is_reported(pages: Pages) -> None:
    assert pages("plain", "corners").finding_lines("html-dropped", "Cells.md") == [3, 9, 9]


def test_breaks_in_cells_without_raw_html(tmp_path: Path) -> None:
    site = hugo_pages("syntax/corners", tmp_path, options={"raw-html": "drop"})
    page = site.pages["cells"]
    assert len(page.all("td")[-1].all("br")) == 2
    assert len(page.one("p", "callout-title").all("br")) == 1
    assert not site.finding_lines("html-dropped", "Cells.md")


@pytest.mark.parametrize("target", TARGETS)
def test_the_very_end_of_a_note_is_a_part_of_it(pages: Pages, target: str) -> None:
    site = pages(target, "corners")
    for name in ("power", "equals"):
        found = [p.text for p in site.pages[name].all("p")]
        assert "An inline footnote1 and the last word of the note is 10^6" in found


@pytest.mark.parametrize("target", TARGETS)
def test_text_below_an_image_or_frame_is_markdown(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["captions"]
    assert "*" not in page.text
    assert [em.text for em in page.all("em")] == [
        *("markup", "caption", "item", "item", "more", "more")
    ]
    assert [len(item.all("li")) for item in page.all("li") if item.all("ul")] == [1, 1]
    links = {link.text: link["href"] for link in page.all("a")}
    assert "short" in links["link"]


@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_a_film_of_a_task_keeps_its_box(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["captions"]
    item = page.all("input")[0]
    (task,) = [li for li in page.all("li") if any(child is item for child in li.all())]
    assert len(task.all("iframe")) == 1


@pytest.mark.parametrize("target", TARGETS)
def test_the_first_paragraph_of_a_note_that_ends_with_a_list(pages: Pages, target: str) -> None:
    texts = [p.text for p in pages(target, "corners").pages["parts"].all("p")]
    assert "First of all." in texts


@pytest.mark.parametrize("target", TARGETS)
def test_embeds_in_the_text_of_links(pages: Pages, target: str) -> None:
    page = pages(target, "corners").pages["captions"]
    first, second = [link for link in page.all("a") if link.all("img")]
    assert first["href"] == "https://example.com/one"
    assert "short" in second["href"]
    assert second.text == "see"
    for link in (first, second):
        assert link.one("img")["src"].endswith("leaf.svg")
    assert first.one("img")["width"] == ("" if target == "plain" else "20")


def test_what_a_place_cannot_show_is_reported(pages: Pages) -> None:
    hugo, plain, quartz = (pages(target, "corners") for target in TARGETS)
    assert hugo.finding_lines("embed-not-shown", "Cells.md") == [9, 11, 11]
    assert hugo.finding_lines("embed-option-lost", "Cells.md") == [11]
    assert plain.finding_lines("embed-option-lost", "Captions.md") == [1, 4, 13, 19]
    for name in ("Cells.md", "Captions.md"):
        assert not quartz.finding_lines("embed-not-shown", name)
        assert not quartz.finding_lines("embed-option-lost", name)


def test_hashes_in_headings(tmp_path: Path) -> None:
    note = "### ## 1. one\n\n### two ###\n\n### ### three ####\n"
    vault = write(tmp_path / "vault", {"Note.md": note})
    export(vault, to="quartz", out=tmp_path / "out")
    page = quartz.render(tmp_path / "out").page("Note.md")
    found = [(h.tag, h.text, len(h.all(cls="tag-link"))) for h in tree(page.html).all("h3")]
    assert found == [("h3", "## 1. one", 0), ("h3", "two", 0), ("h3", "### three", 0)]
