"""Real published gardens: their URLs, made again and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from support.folders import corpora
from support.hugo import bare_site, build
from support.quartz import render
from vaultexport import export
from vaultexport.reader import read_vault
from vaultexport.strategies import URLS
from vaultexport.strategies.digital_garden import derived_permalink, given_permalink

if TYPE_CHECKING:
    from pathlib import Path

    from vaultexport.model import Note, Vault

GARDENS: Final = (
    "AgedLace__AgedLace.github.io",
    "BabakHamidfar__DG",
    "LukeBriton__mathematics-deployed",
    "XR-Y__my-digital-garden",
    "cat0825__my_garden@2dca70ff",
    "frustratedrocka__project-spacefuture",
    "oldwinter__digitalgarden",
)

UNEXPLAINED: Final[dict[str, dict[str, str]]] = {}
"""Notes, by garden, whose permalink the algorithm does not give, each with the reason."""

LOST: Final = {
    "oldwinter__digitalgarden": {
        "🍀 花园导览/🍀 花园导览.md": "`///`: no letter of its path is Latin, so its slug is empty",
    },
}
"""Notes, by garden, whose old URL does not lead to them any more, each with the reason."""


def garden(name: str) -> Vault:
    folder = corpora() / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not among the corpora")
    return read_vault(folder)


def old_urls(vault: Vault) -> dict[str, str]:
    """Give the published URL of each note that has one, by vault path; the home's is the root."""
    urls = {path: note.properties.get("permalink") for path, note in vault.notes.items()}
    return {
        path: "/" if _is_home(vault.notes[path]) else url
        for path, url in urls.items()
        if isinstance(url, str)
    }


def _is_home(note: Note) -> bool:
    tags = note.properties.get("tags")
    return isinstance(tags, list) and "gardenEntry" in tags


def is_made(note: Note, permalink: str) -> bool:
    """Tell whether the plugin's algorithm gives this permalink, with either setting.

    Owners flip "Slugify note URL", and notes keep what they were published with.
    """
    given = note.properties.get("dg-permalink")
    if isinstance(given, str) and given:
        return permalink == given_permalink(given)
    moved = note.properties.get("dg-path")
    path = moved if isinstance(moved, str) else note.path
    return permalink in {derived_permalink(path, slugify=on) for on in (True, False)}


def test_no_garden_of_the_corpora_is_forgotten() -> None:
    folders = (path for path in sorted(corpora().iterdir()) if path.is_dir())
    found = {path.name for path in folders if read_vault(path).dialect == "published"}
    assert found == set(GARDENS)


@pytest.mark.parametrize("name", GARDENS)
def test_the_algorithm_gives_every_permalink(name: str) -> None:
    vault = garden(name)
    permalinks = ((path, note.properties.get("permalink")) for path, note in vault.notes.items())
    urls = {path: url for path, url in permalinks if isinstance(url, str)}
    failed = {path for path, url in urls.items() if not is_made(vault.notes[path], url)}
    assert failed == set(UNEXPLAINED.get(name, {}))
    assert len(urls) > len(vault.notes) * 0.9


@pytest.mark.parametrize("name", GARDENS)
def test_every_old_url_answers_in_the_built_hugo_site(name: str, tmp_path: Path) -> None:
    vault = garden(name)
    site = bare_site(tmp_path)
    report = export(vault.root, to="hugo", out=site)
    built = build(site)
    assert built.exit_code == 0, built.output[-2000:]
    urls = old_urls(vault)
    page_file = URLS["hugo"].file
    told = {f.path for f in report.findings if f.code in {"url-clash", "url-unusable"}}
    assert told == set(LOST.get(name, {}))
    # Of the others each has its URL alone, so what answers there is its page.
    for path in urls.keys() - told:
        assert path in report.exported
        assert (built.public / page_file(urls[path])).is_file(), urls[path]


@pytest.mark.parametrize("name", GARDENS)
def test_every_old_url_leads_to_its_page_in_quartz(name: str, tmp_path: Path) -> None:
    vault = garden(name)
    out = tmp_path / "content"
    export(vault.root, to="quartz", out=out)
    site = render(out)
    assert not site.lost_pages
    slugs = {page.path: page.slug for page in site.pages}
    lost = set()
    for path, url in old_urls(vault).items():
        file = f"{url.strip('/')}/index".lstrip("/")
        page = slugs["index.md"] if url == "/" else slugs[path]
        if page not in {file, site.redirects.get(file)}:
            lost.add(path)
    assert lost == set(LOST.get(name, {}))
