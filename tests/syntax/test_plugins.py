"""What plugins leave in notes: drawings, boards, blocks and the text of templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.golden import FIXTURES
from support.pages import BuiltPages, Element, hugo_pages, quartz_pages
from vaultexport import export
from vaultexport.markdown.drawings import without_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Pages = Callable[[str], BuiltPages]

ENGINES = {"hugo": hugo_pages, "quartz": quartz_pages}


@pytest.fixture(scope="module", params=ENGINES)
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Return a function that builds a fixture once with one of the engines."""
    built: dict[str, BuiltPages] = {}

    def page(name: str) -> BuiltPages:
        if name not in built:
            tmp = tmp_path_factory.mktemp(request.param)
            built[name] = ENGINES[request.param](f"syntax/{name}", tmp)
        return built[name]

    return page


def images(element: Element) -> list[tuple[str, str, str]]:
    found = element.all("img")
    return [(i["src"].rpartition("/")[2], i["width"], i["height"]) for i in found]


def paragraphs(element: Element) -> list[str]:
    return [p.text for p in element.all("p")]


def drawing_pages(site: BuiltPages) -> dict[str, Element]:
    """The pages of drawings by the first word of their names, which each engine slugs its way."""
    found = {url.rpartition("/")[2].lower(): page for url, page in site.pages.items()}
    names = ("kettle", "leaf", "new", "unexported")
    return {n: next(p for url, p in found.items() if url.startswith(n)) for n in names}


def test_a_drawing_is_its_exported_image(pages: Pages) -> None:
    drawings = drawing_pages(pages("excalidraw"))
    assert images(drawings["kettle"])[0][0].lower() == "kettle.excalidraw.svg"
    assert images(drawings["leaf"])[0][0].lower() == "leaf.light.svg"
    assert images(drawings["new"])[0][0].lower().replace("%20", "-") == "new-form.svg"


def test_the_author_s_words_beside_a_drawing_stay(pages: Pages) -> None:
    leaf = drawing_pages(pages("excalidraw"))["leaf"]
    assert "Words of the author below the drawing, with a link." in paragraphs(leaf)
    assert leaf.all("p")[-1].one("a").text == "link"


def test_a_drawing_without_an_image_says_so(pages: Pages) -> None:
    site = pages("excalidraw")
    page = drawing_pages(site)["unexported"]
    assert not page.all("img")
    assert "Drawing “Unexported.excalidraw” (it was not exported as an image)" in paragraphs(page)
    path = "Drawings/Unexported.excalidraw.md"
    assert site.finding_lines("drawing-not-exported", path) == [7]


def test_no_data_of_a_drawing_gets_out(pages: Pages) -> None:
    site = pages("excalidraw")
    for file in site.out.rglob("*"):
        if file.is_file():
            assert b"SCENE" not in file.read_bytes(), file
            assert "EXCALIDRAW VIEW" not in file.read_text(encoding="utf-8"), file


def test_an_embedded_drawing_is_an_image(pages: Pages) -> None:
    overview = pages("excalidraw").pages["overview"]
    found = [(name.lower().replace("%20", "-"), *size) for name, *size in images(overview)]
    assert found == [
        ("kettle.excalidraw.svg", "", ""),
        ("leaf.light.svg", "120", ""),
        ("new-form.svg", "120", "60"),
        ("old.excalidraw.svg", "", ""),
        ("kettle.excalidraw.svg", "", ""),
    ]
    assert overview.one(cls="callout").one("img")
    texts = [a.text for p in overview.all("p") for a in p.all("a")]
    assert texts == ["kettle", "Unexported.excalidraw"]


def test_an_unpublished_drawing_stays_private(pages: Pages) -> None:
    site = pages("excalidraw")
    assert "A drawing that is not published:" in paragraphs(site.pages["overview"])
    assert not site.pages["overview"].all("img")[5:]
    assert not [f for f in site.out.rglob("*") if "secret" in f.name.lower()]
    assert site.finding_lines("link-unpublished", "Overview.md") == [19]
    assert site.finding_lines("file-unsupported", "Overview.md") == [15]


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        ("==⚠  Switch ==\n\n# Text Elements\na ^b\n%%\n# Drawing\n```json\n{}\n```\n%%", ""),
        ("Words.\n\n# Excalidraw Data\n\n## Text Elements\n%%\n## Drawing\n", "Words."),
        ("Words.\r\n%%\r\n# Drawing\r\n```json\r\n{}\r\n```\r\n%%", "Words."),
        ("Words.\n```compressed-json\nN4Kg\n```", "Words."),
        ("A note about drawings.\n\n# Drawings\n", None),
        ("Text.\n\n#### Drawing\n", None),
    ],
)
def test_where_the_data_of_a_drawing_begins(body: str, rest: str | None) -> None:
    assert (without_data(body) or "").strip() == (rest or "")
    assert (without_data(body) is None) == (rest is None)


def test_a_board_is_headings_and_task_lists(pages: Pages) -> None:
    site = pages("kanban")
    board = site.pages["board"]
    assert [h.text.rstrip("#") for h in board.all("h2")] == ["To brew", "Brewed", "Archive"]
    checked = ["checked" in box.attributes for box in board.all("input")]
    assert checked == [False, False, True, True]
    assert [a.text for a in board.all("a") if "card" in a["href"]] == ["Card", "Card"]
    assert "kanban" not in board.text
    assert not board.all("pre")
    assert not site.findings


def test_a_plugin_s_block_is_shown_as_code(pages: Pages) -> None:
    site = pages("plugins")
    blocks = [pre.source for pre in site.pages["blocks"].all("pre")]
    assert blocks == [
        "name Brew\ntype command\naction Daily notes\n",
        "not done\ndue before tomorrow\n",
        "tag:#tea\n",
        'dv.list(dv.pages("#tea").file.link)\n',
        'const tasks = "{{< not a shortcode >}}";\n',
        "```tasks\nOnly shown.\n```\n",
    ]
    assert site.finding_lines("plugin-block", "Blocks.md") == [3, 11, 20, 26]
    assert site.pages["blocks"].one("li").one("pre").source == blocks[2]
    assert site.pages["blocks"].one("blockquote").one("pre").source == blocks[3]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_plugin_s_block_may_be_left_out(tmp_path: Path, engine: str) -> None:
    site = ENGINES[engine]("syntax/plugins", tmp_path, options={"plugin-blocks": "drop"})
    assert len(site.pages["blocks"].all("pre")) == 2
    assert len(site.finding_lines("plugin-block", "Blocks.md")) == 4
    messages = [f.message for f in site.report.findings if f.code == "plugin-block"]
    assert all(message.endswith("it is left out") for message in messages)


def test_the_text_of_templates_is_text(pages: Pages) -> None:
    page = pages("plugins").pages["templates-as-text"]
    texts = paragraphs(page)
    assert any(text.startswith("Created <% tp.date.now(") for text in texts)
    assert "{{title}}" in texts
    assert page.one("h2").text.rstrip("#") == "<% tp.file.title %>"
    assert page.all("td")[0].text == "{{key}}"
    assert page.all("pre")[-1].source == "<%* if (a < b) { %>{{x}}<%* } %>\n"
    assert any("{{%- raw -%}} and {{< figure" in text for text in texts)


@pytest.mark.parametrize("name", ["excalidraw", "kanban", "plugins"])
def test_plain_content_builds_too(tmp_path: Path, name: str) -> None:
    site = hugo_pages(f"syntax/{name}", tmp_path, content_only=True)
    assert not (site.out / "layouts" / "_markup").exists()


def test_a_published_garden_keeps_a_drawing_s_html(tmp_path: Path) -> None:
    """The plugin writes a drawing as HTML: a note of that name holds no data to take out."""
    vault = tmp_path / "vault"
    vault.mkdir()
    text = '---\n{"dg-publish":true,"permalink":"/d/"}\n---\nText of the page.\n'
    (vault / "D.excalidraw.md").write_text(text, encoding="utf-8")
    export(vault, to="hugo", out=tmp_path / "out")
    (page,) = (tmp_path / "out" / "content").glob("D*.md")
    assert page.read_text(encoding="utf-8").endswith("---\nText of the page.\n")


def test_the_fixtures_hold_what_must_not_get_out() -> None:
    drawings = list((FIXTURES / "syntax/excalidraw/vault").rglob("*.md"))
    assert sum("SCENE-DATA" in d.read_text(encoding="utf-8") for d in drawings) == 5
