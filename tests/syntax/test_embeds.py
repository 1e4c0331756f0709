"""Notes, sections and blocks embedded in notes, in every place, as both engines show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from support.pages import BuiltPages, Element

VAULT = "embeds"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
WATER = "Use water that no longer boils."
LIGHT = "Keep it away from light. And from spices."
RATIO = "twenty millilitres of water less for a gaiwan more for a pot"
RATIO_SECTION = f"Ratio one gram of leaves {RATIO}"


def frames(element: Element) -> list[Element]:
    return element.all("div", "markdown-embed")


def label(frame: Element) -> tuple[str, str]:
    """The text of a frame's link to its note, and where that leads."""
    link = frame.children[0].one("a", "markdown-embed-link")
    return link.text, link["href"]


def shown(frame: Element) -> str:
    """What a frame shows below its title."""
    return " ".join(f"{child.text}" for child in frame.children[1:] if child.text)


def outline(element: Element) -> list[tuple[str, str]]:
    """The headings below a page's own title, as elements and texts."""
    return [(item.tag, item.text) for item in element.all() if item.tag in HEADINGS]


def ids(element: Element) -> list[str]:
    return [item["id"] for item in element.all() if item["id"]]


def duplicates(names: Iterable[str]) -> set[str]:
    found = list(names)
    return {name for name in found if found.count(name) > 1}


def footnotes(page: Element) -> dict[str, str]:
    """The text of each footnote by the id that its reference leads to."""
    return {item["id"]: item.text for item in page.all("li") if item["id"]}


def referenced(element: Element, page: Element) -> list[str]:
    """The footnotes that an element's references lead to."""
    notes = footnotes(page)
    links = (link for sup in element.all("sup") for link in sup.all("a"))
    return [notes[link["href"].removeprefix("#")] for link in links]


def test_each_part_is_shown_with_a_link_to_where_it_is_from(hugo: BuiltPages) -> None:
    found = frames(hugo.pages["embeds"])
    assert [label(frame) for frame in found] == [
        ("Green tea", "/tea/green-tea/"),
        ("Wide bowls", "/tea/bowls--cups/"),
        ("Green tea", "/tea/green-tea/#water"),
        ("Green tea", "/tea/green-tea/#ratio"),
        ("How to store it", "/tea/green-tea/#storing"),
        ("Green tea", "/tea/green-tea/#hot"),
        ("Green tea", "/tea/green-tea/#grams"),
        ("Green tea", "/tea/green-tea/#pot"),
        ("Green tea", "/tea/green-tea/#shelf"),
        ("Green tea", "/tea/green-tea/#light"),
        ("Green tea", "/tea/green-tea/#fridge"),
        ("Green tea", "/tea/green-tea/#code"),
        ("Green tea", "/tea/green-tea/#wait"),
        ("Green tea", "/tea/green-tea/#a-heading-in-a-quote"),
        ("Green tea", "/tea/green-tea/#underlined-heading"),
        ("100% 白茶 & 🍃 'new'", "/tea/100-%E7%99%BD%E8%8C%B6---new/"),
        (
            "100% 白茶 & 🍃 'new'",
            "/tea/100-%E7%99%BD%E8%8C%B6---new/#%e6%b3%a1%e6%b3%95%e4%b8%80%e6%b0%b4",
        ),
        ("100% 白茶 & 🍃 'new'", "/tea/100-%E7%99%BD%E8%8C%B6---new/#third"),
        ("Bowls & cups", "/tea/bowls--cups/"),
        ("the bowls", "/tea/bowls--cups/#brewing"),
    ]


def test_each_part_is_what_its_name_means(hugo: BuiltPages) -> None:
    found = frames(hugo.pages["embeds"])
    assert [shown(frame) for frame in found[1:4]] == [
        "A bowl is wider than it is high. Brewing In a bowl the leaves stay.",
        "Water 80 °C, not more.3",
        RATIO_SECTION,
    ]
    storing = found[4]
    assert outline(storing) == [("h2", "Storing"), ("h2", "A heading in a quote")]
    assert [child.tag for child in storing.children[1:]] == [
        *("h2", "table", "blockquote", "div", "div", "blockquote"),
    ]
    blocks = [(frame.children[1].tag, shown(frame)) for frame in found[5:13]]
    assert blocks == [
        ("p", WATER),
        ("ul", RATIO),
        ("ul", "more for a pot"),
        ("table", "Where How long tin a year paper | bag a month"),
        ("blockquote", LIGHT),
        ("div", "Cold A fridge is fine."),
        ("div", "## no heading [[no link]]"),
        ("ol", "wait"),
    ]
    assert found[10].children[1]["data-callout"] == "tip"
    assert found[12].one("ol")["start"] == "2"
    assert shown(found[13]) == "A heading in a quote belongs to the quote."
    assert outline(found[14])[0] == ("h2", "Underlined heading")
    assert shown(found[16]) == "泡法：一、（水） 水温九十度。 Third form."
    assert shown(found[17]) == "Third form."


def test_links_and_images_of_an_embed_are_right_for_the_page(hugo: BuiltPages) -> None:
    frame = frames(hugo.pages["embeds"])[0]
    links = [(link.text, link["href"]) for link in frame.all("a") if link["href"][0] != "#"]
    assert links == [
        ("Green tea", "/tea/green-tea/"),
        ("the bowls", "/tea/bowls--cups/"),
        ("the rules", "/rules/#rules"),
        ("More about tea", "https://example.com/tea"),
    ]
    images = [(image["alt"], image["src"], image["width"]) for image in frame.all("img")]
    assert images == [
        ("leaf", "../attachments/files/leaf.svg", "40"),
        ("a sign", "../attachments/files/leaf.svg", ""),
    ]


def test_nothing_is_left_of_an_unpublished_note(
    hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages
) -> None:
    for built in (hugo, plain, quartz):
        texts = [item.text for item in built.pages["embeds"].all("p") if item.text]
        start = next(n for n, text in enumerate(texts) if text.startswith("Nothing is left"))
        assert texts[start + 1].startswith("What is not there")
        written = "".join(file.read_text() for file in built.out.rglob("*.md"))
        assert "CANARY" not in written
        assert "Private" not in written
        assert built.finding_lines("link-unpublished", "Embeds.md") == [57, 59, 61]


def test_what_is_not_there_is_text_or_a_link_to_the_note(hugo: BuiltPages) -> None:
    paragraph = next(p for p in hugo.pages["embeds"].all("p") if "not there" in p.text)
    assert paragraph.text.startswith("What is not there: Nowhere, Green tea > Nowhere, ")
    assert [link["href"] for link in paragraph.all("a")] == ["/tea/green-tea/"] * 2


def test_canvases_and_bases_leave_their_names(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for built in (hugo, quartz):
        (last,) = [p for p in built.pages["embeds"].all("p") if "canvas and a base" in p.text]
        assert [item.text for item in last.all("em")] == ["Map.canvas", "Notes.base"]
        assert built.finding_lines("file-unsupported", "Embeds.md") == [65, 65]


def test_no_id_of_an_embed_is_one_of_the_page(hugo: BuiltPages, plain: BuiltPages) -> None:
    for built in (hugo, plain):
        found = {url: duplicates(ids(page)) for url, page in built.pages.items()}
        assert not any(found.values()), found


def test_the_page_keeps_its_own_anchors(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for built, own in ((hugo, "own"), (quartz, "own")):
        page = built.pages["twice"]
        headings = {item["id"]: item.text for item in page.all() if item.tag in HEADINGS}
        assert headings["brewing"] == "Brewing"
        assert headings["water"] == "Water"
        links = {link.text: link["href"] for link in page.all("a")}
        assert (links["Brewing"], links["Water"], links["^own"]) == ("#brewing", "#water", "#own")
        assert own in ids(page)


def test_each_copy_of_an_embed_has_its_own_footnotes(hugo: BuiltPages, plain: BuiltPages) -> None:
    page = hugo.pages["twice"]
    withering = "Withering is for white tea. ↩︎"
    measured = "Measured in the pot, see Ratio. A second line. ↩︎"
    assert [referenced(frame, page) for frame in frames(page)] == [
        [withering, measured],
        [withering, measured],
        [measured],
    ]
    own = ["The page’s own footnote. ↩︎"]
    assert referenced(page, page)[:1] == own
    assert referenced(plain.pages["twice"], plain.pages["twice"]) == referenced(page, page)
    assert len(set(footnotes(page))) == 6


def test_footnotes_of_an_embed_work_in_quartz(quartz: BuiltPages) -> None:
    page = quartz.pages["twice"]
    texts = referenced(page, page)
    assert [text.split(",")[0].split(".")[0] for text in texts] == [
        "The page’s own footnote",
        *("Withering is for white tea", "Measured in the pot") * 2,
        "Measured in the pot",
    ]
    notes = [item["id"] for item in page.all("li") if item["id"]]
    assert not duplicates(notes)


def test_references_of_the_page_stay_its_own(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for built in (hugo, quartz):
        page = built.pages["twice"]
        assert [a["href"] for a in page.all("a") if a.text == "tea"] == ["https://example.com/own"]
        assert {a["href"] for a in page.all("a") if a.text == "More about tea"} == {
            "https://example.com/tea"
        }


def test_headings_of_an_embed_stay_below_those_above_it(hugo: BuiltPages) -> None:
    assert outline(hugo.pages["levels"]) == [
        ("h1", "Levels"),
        ("h1", "Title"),
        ("h2", "Section"),
        ("h3", "Below"),
        ("h4", "Brewing"),
        ("h5", "Water"),
        ("h5", "Ratio"),
        ("h4", "Deeper"),
        ("h5", "Green tea"),
        ("h6", "Brewing"),
        ("h6", "Water"),
        ("h6", "Ratio"),
        ("h6", "Storing"),
        ("h6", "A heading in a quote"),
        ("h6", "Underlined heading"),
        ("h5", "Fifth"),
        ("h6", "Sixth"),
        ("h6", "Brewing"),
    ]
    assert outline(hugo.pages["levels-without-a-heading-above"])[1:] == [
        ("h3", "Brewing"),
        ("h4", "Water"),
        ("h4", "Ratio"),
        ("h3", "Only now a heading"),
    ]


def test_embeds_in_embeds_to_the_last(hugo: BuiltPages, plain: BuiltPages) -> None:
    one = hugo.pages["chain/one"]
    two = frames(one)[0]
    three = two.one("li").all("div", "markdown-embed")[0]
    four = three.one("blockquote").one("div", "markdown-embed")
    assert [label(frame)[0] for frame in (two, three, four)] == ["Two", "Three", "Four"]
    assert shown(four) == "Part The last of four1, with in it, and back to One."
    assert four.one("img")["src"] == "../../attachments/files/leaf.svg"
    assert referenced(four, one) == ["The footnote of the fourth. ↩︎"]
    assert plain.pages["chain/one"].all("li")[0].one("blockquote").one("h2").text == "Part"


def test_a_ring_of_embeds_ends_in_a_link(
    hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages
) -> None:
    (night,) = frames(hugo.pages["loops/day"])
    assert shown(night) == "Night. Day"
    assert [a["href"] for a in night.children[-1].all("a")] == ["/loops/day/"]
    assert plain.pages["loops/day"].all("p")[-1].text == "Day"
    assert [p.text for p in quartz.pages["loops/day"].all("p")] == [
        "Day.",
        "Night.",
        "Day",
        "Night",
    ]
    for built in (hugo, plain, quartz):
        found = [place for code, *place in built.findings if code == "embed-endless"]
        assert found == [
            ["Loops/Day.md", 3],
            ["Loops/Itself.md", 1],
            ["Loops/Itself.md", 5],
            ["Loops/Night.md", 3],
        ]


def test_a_note_that_embeds_parts_of_itself(hugo: BuiltPages, quartz: BuiltPages) -> None:
    page = hugo.pages["loops/itself"]
    part, block = frames(page)
    assert label(part) == ("Itself", "/loops/itself/#part")
    assert shown(part).startswith("Part This part is embedded below")
    assert part.children[2].one("a")["href"] == "#part"
    assert shown(block) == "A paragraph."
    quotes = quartz.pages["loops/itself"].all("blockquote")
    assert [quote.children[0].text for quote in quotes] == ["Part", "A paragraph."]
    assert "Circular" not in quartz.pages["loops/itself"].text


def test_notes_that_embed_parts_of_each_other_are_no_ring(
    hugo: BuiltPages, quartz: BuiltPages
) -> None:
    (frame,) = frames(hugo.pages["loops/parts"])
    assert shown(frame) == "B The second part."
    (embed,) = quartz.pages["loops/parts"].all("blockquote", "transclude")
    assert embed.children[0].text == "B"


def where(element: Element, target: Element) -> list[str]:
    """The elements around one, from the outermost to the innermost."""
    for child in element.children:
        if child is target:
            return []
        if any(item is target for item in child.all()):
            return [child.tag, *where(child, target)]
    raise AssertionError(target)


def test_embeds_stay_inside_of_what_they_stand_in(hugo: BuiltPages) -> None:
    page = hugo.pages["containers"]
    found = [(where(page, frame), shown(frame)[:24]) for frame in frames(page)]
    item, nested = ["ul", "li"], ["ul", "li", "ul", "li", "ul", "li"]
    callout = ["div", "div"]
    assert found == [
        ([], WATER[:24]),
        ([], LIGHT[:24]),
        (item, RATIO[:24]),
        (item, "Water 80 °C, not more.1"),
        (item, "Where How long tin a yea"),
        (nested, LIGHT[:24]),
        (["ol", "li"], "wait"),
        (["ol", "li"], "## no heading [[no link]"),
        (["blockquote"], RATIO_SECTION[:24]),
        (["blockquote", "ul", "li"], "Cold A fridge is fine."),
        (callout, "Water 80 °C, not more.3"),
        ([*callout, "details", "div"], RATIO[:24]),
        ([], WATER[:24]),
    ]


def test_text_around_an_embed_is_a_paragraph_of_its_own(hugo: BuiltPages) -> None:
    page = hugo.pages["containers"]
    start = next(n for n, child in enumerate(page.children) if child.text == "A paragraph.")
    around = [(child.tag, child["class"] or child.text) for child in page.children[start:][:5]]
    assert around == [
        ("p", "A paragraph."),
        ("div", "markdown-embed"),
        ("p", "And more of it."),
        ("p", "At the end of a line:"),
        ("div", "markdown-embed"),
    ]
    item = next(li for li in page.all("li") if li.text.startswith("text "))
    assert [child.tag for child in item.children] == ["p", "div", "p", "ul"]
    assert item.children[2].text == "more text"


def test_inside_a_sentence_a_paragraph_fits_and_all_else_is_a_link(hugo: BuiltPages) -> None:
    page = hugo.pages["containers"]
    (sentence,) = [p for p in page.all("p") if p.text.startswith("In the")]
    assert sentence.text == (
        f"In the {WATER} middle of a sentence a paragraph fits, "
        "Green tea > Storing a section does not."
    )
    assert sentence.one("a")["href"] == "/tea/green-tea/#storing"
    assert hugo.finding_lines("embed-not-shown", "Containers.md") == [7, 37, 38]
    box = page.one("input")
    (task,) = [item for item in page.all("li") if box in item.all() and not item.all("ul")]
    assert task.text == WATER


def test_headings_titles_and_table_cells_hold_a_paragraph_or_a_link(
    hugo: BuiltPages, plain: BuiltPages, quartz: BuiltPages
) -> None:
    for built in (hugo, plain, quartz):
        page = built.pages["containers"]
        heading = next(item for item in page.all("h1") if "Heading with" in item.text)
        assert heading.text == f"Heading with {WATER} in it"
    title = hugo.pages["containers"].all("p", "callout-title")[1]
    assert title.text == f"A title with {WATER}"
    assert plain.pages["containers"].all("strong")[-2].text == f"A title with {WATER}"
    titles = [title.text for title in quartz.pages["containers"].all("div", "callout-title")]
    assert f"A title with {WATER}" in titles
    page = hugo.pages["containers"]
    cells = [(cell.text, [a["href"] for a in cell.all("a")]) for cell in page.all("td")]
    assert cells[-4:] == [
        (WATER, []),
        ("bowls", ["/tea/bowls--cups/"]),
        ("Green tea > Water", ["/tea/green-tea/#water"]),
        ("![[Green tea]]", []),
    ]
    native = [len(cell.all(cls="transclude")) for cell in quartz.pages["containers"].all("td")]
    assert native[-4:] == [1, 1, 0, 0]


def test_an_embed_is_a_footnotes_text(hugo: BuiltPages, plain: BuiltPages) -> None:
    for built in (hugo, plain):
        notes = footnotes(built.pages["containers"]).values()
        (note,) = [text for text in notes if text.startswith("Water 80 °C")]
        assert note.endswith("and more ↩︎")


def test_code_and_comments_hold_no_embeds(hugo: BuiltPages) -> None:
    page = hugo.pages["containers"]
    assert page.all("pre")[-1].text == "![[Green tea]]"
    assert "%%" not in page.text


def test_quartz_embeds_itself_what_it_shows_rightly(quartz: BuiltPages) -> None:
    page = quartz.pages["embeds"]
    native = page.all("blockquote", "transclude")
    assert [quote.children[0].text.partition("\n")[0][:20] for quote in native] == [
        "Bowls & cups",
        "Ratio",
        "Storing",
        WATER[:20],
        "more for a pot",
        "WhereHow longtina ye",
        LIGHT[:20],
        "## no heading [[no l",
        "Bowls & cups",
        "Brewing",
    ]
    assert "Transclude of" not in page.text
    own = [quote for quote in page.children if quote.tag == "blockquote"]
    first = own[0]
    assert [(h.tag, h["id"]) for h in first.all("h2")][:1] == [("h2", "embed-1:brewing")]
    assert first.children[-1].one("a")["href"] == "./tea/green-tea"
    (heading,) = [item for item in first.all("div") if item["role"] == "heading"]
    assert (heading["aria-level"], heading.one("em").text) == ("2", "heading")


def test_quartz_keeps_embeds_inside_too(quartz: BuiltPages) -> None:
    page = quartz.pages["containers"]
    items = [item for item in page.all("li") if item.all("blockquote")]
    assert items[0].text == f"an item: {RATIO} Green tea"
    assert items[1].one("h3")["id"] == "embed-3:water"
    callouts = page.all("blockquote", "callout")
    inner = callouts[-1]
    assert "callout" in inner["class"]
    assert inner.all("blockquote")[0].text == f"{RATIO} Green tea"


def test_line_ends_of_windows_stay(hugo: BuiltPages, quartz: BuiltPages) -> None:
    for built, name in ((hugo, "content/CRLF.md"), (quartz, "CRLF.md")):
        body = (built.out / name).read_bytes().split(b"---\n", 2)[2]
        assert b"\n" not in body.replace(b"\r\n", b"")
    page = hugo.pages["crlf"]
    assert [where(page, frame) for frame in frames(page)] == [["ul", "li"], ["blockquote"], []]
    assert shown(frames(page)[2]) == "Two lines in a quote."
