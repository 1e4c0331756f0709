"""Embedded images, sounds, films and documents, as both engines show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.pages import BuiltPages, Element
from vaultexport.rewriter.media import Online, service_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from support.pages import BuiltPages, Element

    Pages = Callable[[str, str], BuiltPages]

FILES = "../attachments/files/"
FILM = "dQw4w9WgXcQ"


@pytest.fixture(scope="module")
def hugo(pages: Pages) -> Element:
    return pages("hugo", "embeds").pages["media"]


@pytest.fixture(scope="module")
def plain(pages: Pages) -> Element:
    return pages("plain", "embeds").pages["media"]


@pytest.fixture(scope="module")
def built_quartz(pages: Pages) -> BuiltPages:
    return pages("quartz", "embeds")


@pytest.fixture(scope="module")
def quartz(built_quartz: BuiltPages) -> Element:
    return built_quartz.pages["media"]


def values(elements: Sequence[Element], *names: str) -> list[tuple[str, ...]]:
    return [tuple(element[name] for name in names) for element in elements]


def test_images_have_their_sizes_texts_and_hooks_in_hugo(hugo: Element) -> None:
    leaf = f"{FILES}leaf.svg"
    assert values(hugo.all("img")[:10], "src", "alt", "width", "height") == [
        (leaf, "leaf.svg", "", ""),
        (leaf, "leaf.svg", "40", ""),
        (leaf, "leaf.svg", "40", "30"),
        (leaf, "A leaf", "", ""),
        (f"{leaf}#center", 'Figure 1: "A" leaf', "100", ""),
        (f"{leaf}#icon", "leaf.svg", "", ""),
        (leaf, "A leaf", "40", ""),
        (leaf, "leaf.svg", "", ""),
        (f"{FILES}%e8%8c%b6%20%26%20cup%20%2850%29.png", "茶 & cup (50%).png", "20", ""),
        (f"{FILES}%E8%8C%B6%20%26%20cup%20%2850%29.png", "茶", "", ""),
    ]


def test_images_without_the_kit(plain: Element) -> None:
    figures = [figure.one("img") for figure in plain.all("figure")]
    assert values(figures, "width", "height", "alt") == [
        ("100", "", 'Figure 1: "A" leaf'),
        ("20", "", "leaf.svg"),
    ]
    assert len(plain.all("img")) == 25


def test_images_in_quartz(quartz: Element) -> None:
    assert values(quartz.all("img")[:10], "src", "alt", "width", "height") == [
        ("./files/leaf.svg", "leaf.svg", "", ""),
        ("./files/leaf.svg", "leaf.svg", "40", ""),
        ("./files/leaf.svg", "leaf.svg", "40", "30"),
        ("./files/leaf.svg", "A leaf", "", ""),
        ("./files/leaf.svg", 'Figure 1: "A" leaf', "100", ""),
        ("./files/leaf.svg#icon", "leaf.svg", "", ""),
        ("./files/leaf.svg", "A leaf", "40", ""),
        ("./files/leaf.svg", "leaf.svg", "", ""),
        ("./files/茶--and--cup-(50).png", "茶 & cup (50%).png", "20", ""),
        ("./files/茶--and--cup-(50).png", "茶", "", ""),
    ]


def test_images_stay_where_they_stand(hugo: Element, quartz: Element) -> None:
    for page in (hugo, quartz):
        item = next(li for li in page.all("li") if li.text == "an item")
        assert len(item.all("img")) == 2
        assert len(item.one("ul").all("img")) == 1
        quote = next(q for q in page.all("blockquote") if q.text.startswith("A quote with"))
        assert len(quote.all("img")) == 3
        assert len(quote.all(cls="callout")[0].all("img")) == 2
        table = next(table for table in page.all("table") if table.all("img"))
        assert values(table.all("img"), "width") == [("20",), ("20",), ("",), ("20",)]
        assert table.all("img")[1]["alt"] == "A B"
        heading = next(h for h in page.all("h2") if h.text.startswith("A heading with"))
        assert heading.one("img")["alt"] == "leaf.svg"
        note = next(li for li in page.all("li") if li.text.startswith("It has"))
        assert note.one("img")["width"] == "20"
    assert next(h for h in hugo.all("h2"))["id"] == "a-heading-with-leafsvg"


def test_sounds_and_films_have_the_browsers_player(hugo: Element) -> None:
    sounds, films = hugo.all("audio"), hugo.all("video")
    kettle, pour = f"{FILES}kettle.wav", f"{FILES}pour.mp4"
    assert values(sounds, "src", "title") == [
        (kettle, "kettle.wav"),
        (kettle, "the kettle"),
        *[(kettle, "kettle.wav")] * 2,
    ]
    assert values(films, "src", "width") == [
        (f"{pour}#t=10", ""),
        (pour, "320"),
        (pour, ""),
        (pour, "100"),
    ]
    for player in (*sounds, *films):
        assert "controls" in player.attributes
        assert player.one("a")["href"] == player["src"]


def test_documents_have_the_browsers_viewer_and_a_link(hugo: Element) -> None:
    prices = f"{FILES}price%20list.pdf"
    viewers = hugo.all("object")
    assert values(viewers, "data", "height", "aria-label", "type") == [
        (prices, "600", "price list.pdf", "application/pdf"),
        (f"{prices}#page=2", "600", "price list.pdf", "application/pdf"),
        (prices, "300", "price list.pdf", "application/pdf"),
        (f"{prices}#page=2", "300", "What it costs", "application/pdf"),
        (f"{prices}#page=2", "600", "price list.pdf", "application/pdf"),
    ]
    for viewer in viewers:
        assert (viewer.one("a")["href"], viewer.text) == (viewer["data"], viewer["aria-label"])


def test_files_are_links_without_the_kit(plain: Element) -> None:
    assert not [*plain.all("audio"), *plain.all("video"), *plain.all("object")]
    links = [(link.text, link["href"]) for link in plain.all("a") if FILES in link["href"]]
    assert links[:8] == [
        ("kettle.wav", f"{FILES}kettle.wav"),
        ("the kettle", f"{FILES}kettle.wav"),
        ("pour.mp4", f"{FILES}pour.mp4#t=10"),
        ("pour.mp4", f"{FILES}pour.mp4"),
        ("price list.pdf", f"{FILES}price%20list.pdf"),
        ("price list.pdf", f"{FILES}price%20list.pdf#page=2"),
        ("price list.pdf", f"{FILES}price%20list.pdf"),
        ("What it costs", f"{FILES}price%20list.pdf#page=2"),
    ]


def test_other_files_are_links(hugo: Element, quartz: Element) -> None:
    for page in (hugo, quartz):
        assert [link.text for link in page.all("a") if "data.csv" in link["href"]] == [
            "data.csv",
            "data.csv",
        ]
    places = [
        link["href"] for link in hugo.all("a") if link.text in {"a page", "price list.pdf > page=2"}
    ]
    assert places == [f"{FILES}price%20list.pdf#page=2"] * 2


def test_players_of_quartz(built_quartz: BuiltPages, quartz: Element) -> None:
    assert values(quartz.all("audio"), "src") == [("./files/kettle.wav",)] * 4
    assert values(quartz.all("video"), "src", "width") == [
        ("", ""),
        ("./files/pour.mp4", "320"),
        ("./files/pour.mp4", ""),
        ("./files/pour.mp4", "100"),
    ]
    assert values(quartz.all("source"), "src") == [("./files/pour.mp4#t=10",)]
    viewers = [frame for frame in quartz.all("iframe") if frame["class"] == "pdf"]
    prices = "./files/price-list.pdf"
    assert values(viewers, "src", "height") == [
        (prices, ""),
        (f"{prices}#page=2", ""),
        (prices, "300"),
        (f"{prices}#page=2", "300"),
        (f"{prices}#page=2", ""),
    ]
    assert not built_quartz.finding_lines("embed-option-lost", "Media.md")


def test_films_of_other_sites_in_hugo(hugo: Element) -> None:
    frames = hugo.all("iframe")
    assert [frame["title"] for frame in frames] == [
        *("YouTube", 'How to "pour"', "YouTube", "Vimeo", *["YouTube"] * 3)
    ]
    film = f"https://www.youtube-nocookie.com/embed/{FILM}"
    assert [frame["src"] for frame in frames] == [
        film,
        f"{film}?start=90",
        film,
        "https://player.vimeo.com/video/55073825?dnt=1",
        *[film] * 3,
    ]
    assert {frame["loading"] for frame in frames} == {"lazy"}
    inline = next(p for p in hugo.all("p") if p.text.startswith("In a line:"))
    assert len(inline.all("iframe")) == 1


def test_films_of_other_sites_without_the_kit(plain: Element) -> None:
    frames = plain.all("iframe")
    assert [FILM in frame["src"] for frame in frames] == [True, True, True, False, True]
    assert ["start=90" in frame["src"] for frame in frames] == [False, True, *[False] * 3]
    inline = next(p for p in plain.all("p") if p.text.startswith("In a line:"))
    assert inline.one("a")["href"] == f"https://youtu.be/{FILM}"


def test_films_of_other_sites_in_quartz(quartz: Element) -> None:
    frames = [frame["src"] for frame in quartz.all("iframe", "external-embed")]
    film = f"https://www.youtube-nocookie.com/embed/{FILM}"
    assert frames == [
        film,
        f"{film}?start=90",
        film,
        "https://player.vimeo.com/video/55073825?dnt=1",
        *[film] * 3,
    ]


def test_a_post_is_a_link(hugo: Element, plain: Element, quartz: Element) -> None:
    for page in (hugo, plain, quartz):
        post = next(p for p in page.all("p") if p.text.startswith("A post"))
        assert post.one("a")["href"] == "https://x.com/obsdmd/status/1580548874246443010"


def test_images_of_other_sites(hugo: Element, quartz: Element) -> None:
    for page in (hugo, quartz):
        line = next(p for p in page.all("p") if p.text.startswith("Images of other sites"))
        found = values(line.all("img"), "alt", "width", "height")
        assert found == [("a", "", ""), ("a", "40", ""), ("", "40", "30"), ("", "", "")]
        sources = [image["src"] for image in line.all("img")]
        assert sources[:2] == ["https://example.com/a.png", "https://example.com/a.png?x=1&y=2"]
        assert sources[3].replace("%28", "(").replace("%29", ")") == "https://example.com/a(1).png"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://www.youtube.com/watch?v={FILM}", Online("youtube", FILM, 0)),
        (f"http://m.youtube.com/watch?list=x&v={FILM}&t=90s", Online("youtube", FILM, 90)),
        (f"https://youtu.be/{FILM}?t=1h2m3s", Online("youtube", FILM, 3723)),
        (f"https://youtu.be/{FILM}#t=5", Online("youtube", FILM, 5)),
        (f"https://www.youtube-nocookie.com/embed/{FILM}?start=7", Online("youtube", FILM, 7)),
        (f"https://youtube.com/live/{FILM}?t=soon", Online("youtube", FILM, 0)),
        ("//player.vimeo.com/video/123", Online("vimeo", "123", 0)),
        ("https://vimeo.com/channels/x/123", Online("vimeo", "123", 0)),
        ("https://twitter.com/a/status/1", Online("post", "", 0)),
        ("https://x.com/a", None),
        ("https://vimeo.com/about", None),
        ("https://www.youtube.com/@channel", None),
        ("https://www.youtube.com/watch?v=a%22b", None),
        ("https://youtu.be/", None),
        ("https://[bad", None),
        ("files/youtube.com.png", None),
    ],
)
def test_which_urls_are_films_and_posts(url: str, expected: Online | None) -> None:
    assert service_of(url) == expected
