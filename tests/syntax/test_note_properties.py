"""Properties in every form that people write, as front matter of both targets."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from support.golden import FIXTURES
from support.hugo import bare_site, build
from support.pages import BuiltPages, hugo_pages, quartz_pages
from vaultexport import export

if TYPE_CHECKING:
    from pathlib import Path

FORMS = {
    "text": ["tea", "water"],
    "commas": ["tea", "water"],
    "list": ["tea", "water"],
    "hashes": ["tea", "water"],
    "null": None,
    "null item": None,
    "nested": ["tea/green", "tea/black"],
    "numbers": ["2024", "7"],
    "list in list": ["tea", "green", "water"],
    "map": ["169", "ratio: 1"],
    "twice": ["Tea"],
    "blank": ["machine learning"],
    "alias key": ["tea"],
}
TIMES = {
    "minute": "22:27:00+00:00",
    "iso": "22:27:10+00:00",
    "offset": "22:27:10+08:00",
}


@pytest.fixture(scope="module")
def hugo(tmp_path_factory: pytest.TempPathFactory) -> BuiltPages:
    return hugo_pages("syntax/properties", tmp_path_factory.mktemp("hugo"), timezone=UTC)


@pytest.fixture(scope="module")
def quartz(tmp_path_factory: pytest.TempPathFactory) -> BuiltPages:
    return quartz_pages("syntax/properties", tmp_path_factory.mktemp("quartz"), timezone=UTC)


def front_matter(file: Path) -> dict[str, Any]:
    block = file.read_text(encoding="utf-8").split("---\n")[1]
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(block)
    return data


def of_hugo(site: BuiltPages, note: str) -> dict[str, Any]:
    return front_matter(site.out / "content" / f"{note}.md")


def of_quartz(site: BuiltPages, note: str) -> dict[str, Any]:
    return front_matter(site.out / f"{note}.md")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_tags(hugo: BuiltPages, quartz: BuiltPages, form: str) -> None:
    note = f"Forms of tags/{form}"
    assert of_hugo(hugo, note).get("tags") == FORMS[form]
    assert of_quartz(quartz, note).get("tags") == FORMS[form]


def test_hugo_has_a_page_for_each_tag(hugo: BuiltPages) -> None:
    terms = {page for page in hugo.pages if page.startswith("tags/")}
    assert terms >= {
        *("tags/tea", "tags/water", "tags/tea/green", "tags/tea/black", "tags/2024"),
        *("tags/169", "tags/machine-learning", "tags/drinks", "tags/leaves"),
    }
    assert not [term for term in terms if "null" in term or "#" in term]


@pytest.mark.parametrize(
    "form", [p.stem for p in (FIXTURES / "syntax/properties/vault/Dates").iterdir()]
)
def test_every_form_of_a_date(hugo: BuiltPages, quartz: BuiltPages, form: str) -> None:
    expected = f"2024-05-01T{TIMES.get(form, '00:00:00+00:00')}"
    data = (FIXTURES / f"syntax/properties/vault/Dates/{form}.md").read_text(encoding="utf-8")
    assert "created: " in data
    for text in (raw_date(hugo.out / "content", form), raw_date(quartz.out, form)):
        assert text == expected


def raw_date(content: Path, form: str) -> str:
    lines = (content / f"Dates/{form}.md").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(("date: ", "created: "))]
    return line.partition(": ")[2].strip('"')


@pytest.mark.parametrize("form", ["month", "ambiguous", "impossible", "words"])
def test_what_is_no_date_is_reported(hugo: BuiltPages, quartz: BuiltPages, form: str) -> None:
    note = f"No dates/{form}"
    assert "date" not in of_hugo(hugo, note)
    assert "created" not in of_quartz(quartz, note)
    for site in (hugo, quartz):
        assert ("property-unusable", f"{note}.md", 0) in site.findings


@pytest.mark.parametrize("form", ["template", "templater", "empty"])
def test_an_unfilled_date_is_none(hugo: BuiltPages, quartz: BuiltPages, form: str) -> None:
    assert "date" not in of_hugo(hugo, f"No dates/{form}")
    assert "created" not in of_quartz(quartz, f"No dates/{form}")
    assert not [f for f in hugo.findings if f[1] == f"No dates/{form}.md"]


def test_links_in_properties_become_their_text(hugo: BuiltPages, quartz: BuiltPages) -> None:
    data = of_hugo(hugo, "Links")
    assert data["title"] == "About green tea"
    assert data["tags"] == ["drinks", "leaves"]
    assert data["description"] == "See Tea > Water first"
    assert data["params"]["obsidian"]["aliases"] == ["Verde", "Sencha", "Plain"]
    assert "[[" not in str(of_quartz(quartz, "Links"))
    assert "up" not in data


def test_other_keys_for_tags_aliases_and_classes(hugo: BuiltPages) -> None:
    params = of_hugo(hugo, "Forms of tags/alias key")["params"]["obsidian"]
    assert params["aliases"] == ["Kettle", "12", "Part 2: the end"]
    assert params["cssclasses"] == ["wide"]


def test_names_of_properties_in_capitals(hugo: BuiltPages, quartz: BuiltPages) -> None:
    data = of_hugo(hugo, "Capitals")
    assert data["title"] == "Written large"
    assert data["tags"] == ["Tea", "Water"]
    assert data["params"]["obsidian"] == {
        "aliases": ["Grand"],
        "cover": "attachments/attachments/leaf.svg",
    }
    assert of_quartz(quartz, "Capitals")["title"] == "Written large"


def test_images_that_properties_name(hugo: BuiltPages) -> None:
    place = "attachments/attachments"
    images = {key: of_hugo(hugo, "Links")["params"]["obsidian"][key] for key in IMAGES}
    assert images == {
        "cover": f"{place}/leaf.svg",
        "banner": f"{place}/banner.svg",
        "image": "https://example.org/tea.jpg",
    }
    images = {key: of_hugo(hugo, "Cover by path")["params"]["obsidian"][key] for key in IMAGES}
    assert images == {
        "cover": f"{place}/tea%20tray%20茶盘.svg",
        "banner": f"{place}/banner.svg",
        "image": f"{place}/leaf.svg",
    }


IMAGES = ("cover", "banner", "image")


def test_a_missing_image_is_left_out(hugo: BuiltPages) -> None:
    assert "params" not in of_hugo(hugo, "Cover missing")
    assert hugo.finding_lines("property-unusable", "Cover missing.md") == [0]


def test_quartz_gets_no_image_that_it_can_not_show(quartz: BuiltPages) -> None:
    keys = {key for page in quartz.out.rglob("*.md") for key in front_matter(page)}
    assert not keys & {"cover", "banner", "image", "socialImage"}
    assert not list(quartz.out.rglob("*.svg"))


def test_a_theme_shows_the_image_under_any_base_url(tmp_path: Path) -> None:
    site = bare_site(tmp_path)
    export(FIXTURES / "syntax/properties/vault", to="hugo", out=site)
    template = '{{ with .Params.obsidian.cover }}<img src="{{ . | relURL }}">{{ end }}'
    (site / "layouts" / "page.html").write_text(template, encoding="utf-8")
    built = build(site, base_url="https://example.org/repo/")
    assert built.exit_code == 0, built.output
    html = (built.public / "cover-by-path" / "index.html").read_text(encoding="utf-8")
    assert html == ('<img src="/repo/attachments/attachments/tea%20tray%20%e8%8c%b6%e7%9b%98.svg">')
    assert (built.public / "attachments/attachments/tea tray 茶盘.svg").is_file()


def test_properties_of_a_garden_stay_private(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "leaf.svg").write_text("<svg/>", encoding="utf-8")
    text = "---\ndg-publish: true\ncover: leaf.svg\naliases: Secret\n---\n"
    (vault / "a.md").write_text(text, encoding="utf-8")
    export(vault, to="hugo", out=tmp_path / "out")
    assert front_matter(tmp_path / "out" / "content" / "a.md") == {"title": "a"}
    assert not list((tmp_path / "out").rglob("leaf.svg"))
