"""Exports built by the real Quartz 4: no build ends, no page is lost, no link is dead."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

import pytest

from support import quartz4
from support.folders import write
from support.golden import FIXTURES
from support.pages import tree
from support.runs import LONG
from torture import LINKS, links_of, torture_vault
from vaultexport import export, verify_site
from vaultexport.strategies import URLS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

pytestmark = pytest.mark.fuzz

MODES = ("shortest", "absolute", "relative")
SITE = "https://garden.test/garden/"
RULE = URLS["quartz4"]


def composed(paths: Iterable[str]) -> set[str]:
    return {unicodedata.normalize("NFC", path) for path in paths}


def built(vault: Path, tmp: Path, mode: str, **options: object) -> tuple[Path, tuple[str, ...]]:
    """Export a vault, build it and hold the site against the export.

    Returns:
        The built site, and the notes that are in it.
    """
    quartz4.require_quartz4()
    links = {"links": "relative" if mode == "relative" else "root"}
    out = tmp / "content"
    report = export(vault, to="quartz4", out=out, options=links, **options)  # type: ignore[arg-type]
    site = quartz4.build(out, links=mode, base="garden.test/garden")
    assert site.exit_code == 0, site.output[-3000:]
    check = verify_site(site.public, out, base_url=SITE)
    assert check.findings == ()
    return site.public, report.exported


@pytest.mark.parametrize("mode", MODES)
def test_torture(mode: str, tmp_path: Path) -> None:
    made = torture_vault(full=LONG)
    vault = made.write(tmp_path / "vault")
    public, exported = built(vault, tmp_path, mode, publish="all")
    left_out = composed(made.notes) - composed(exported)
    assert {path.partition("/")[0] for path in left_out} <= {"private", "templates"}
    assert len(exported) > 450
    found: Counter[int] = Counter()
    for note in made.notes:
        if note.startswith(LINKS):
            url = RULE.page(note.removesuffix(".md"))
            for number, href in links_of((public / RULE.file(url)).read_text("utf-8")):
                target = unquote(urljoin(url, href.replace(";", "%3B")))
                shown = (public / RULE.file(target)).read_text("utf-8")
                assert made.mark(number) in shown, (number, href)
                found[number] += 1
    assert found == made.linked(composed(exported))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["garden", "raw", "digital-garden", "dataview"])
def test_fixtures(name: str, mode: str, tmp_path: Path) -> None:
    built(FIXTURES / name / "vault", tmp_path, mode)


def test_every_construct(tmp_path: Path) -> None:
    """All fixtures of the language as one vault."""
    for folder in (FIXTURES / "syntax").iterdir():
        place = tmp_path / "vault" / folder.name
        shutil.copytree(folder / "vault", place, ignore=shutil.ignore_patterns(".obsidian"))
    built(tmp_path / "vault", tmp_path, "shortest", publish="all")


def test_what_once_ended_a_build(tmp_path: Path) -> None:
    """A site has a file or a folder of one name, and no file of a name that is too long."""
    long = "x" * 300
    vault = write(
        tmp_path / "vault",
        {
            "index.xml/note.md": "",
            "x.md": "[[x.html/note]]",
            "x.html/note.md": "[[x]]",
            "sitemap.xml/pic.png": b"\x89PNG\r\n\x1a\n",
            "pic.png": b"\x89PNG\r\n\x1a\n",
            "a.md": "---\naliases: [pic.png/x, index.xml/y, b.html/z, q/r, static/icon.png/s]\n---",
            "b.md": f"---\naliases: [{long}, a/b, q]\ntags: [{long}, 'a\\b', '../c']\n---\n#{long}",
            "a/b.md": "![[sitemap.xml/pic.png]] ![[pic.png]]",
        },
    )
    built(vault, tmp_path, "shortest")


def test_a_note_beside_a_folder_of_its_name_is_the_folders_page(tmp_path: Path) -> None:
    """Quartz 4 would show it there as well, with links that lead astray."""
    vault = write(
        tmp_path / "vault",
        {
            "tea/green.md": "word1. #leaf [[tea|#Tea]] [[tea]] "
            "[[tea#Brewing]] [[bread]] ![[tea#Brewing]]",
            "tea.md": "word2. [[green]] [[tea/green]] [[#Brewing]]\n\n## Brewing\n\n![[green]]\n",
            "bread/rye.md": "[[bread]] [[bread/index]]",
            "bread/index.md": "word3. [[rye]]",
            "bread.md": "word4. [[rye]] [[bread/index]]",
            "top.md": "[[tea]] [[bread]] [[bread/index]] [[tea#Brewing]]",
        },
    )
    public, exported = built(vault, tmp_path, "shortest")
    assert len(exported) == 6
    assert not (public / "tea.html").exists()
    pages = {path: (public / path).read_text("utf-8") for path in ("tea/index.html", "top.html")}
    assert "word2." in pages["tea/index.html"]
    assert re.findall(r'href="([^"]*)"[^>]*>(?:tea|bread|index)', pages["top.html"])
    assert "word3." in (public / "bread" / "index.html").read_text("utf-8")
    assert "word4." in (public / "bread-note.html").read_text("utf-8")


def test_what_is_no_markup_stays_text(tmp_path: Path) -> None:
    vault = write(
        tmp_path / "vault",
        {
            "a.md": "---\ntitle: 1 %% a\ndescription: 2 %% b\n---\n"
            '`100%%` and\n\n```\nprintf("50%%") %%% c\n```\n\n'
            "\\[[b]], [\\[b]], \\[\\[b\\]] and \\#no-tag; "
            "[[b|TCP/IP]], [u/v](f.zip), end\n",
            "b.md": "",
            "f.zip": b"PK",
        },
    )
    public, _exported = built(vault, tmp_path, "shortest")
    page = (public / "a.html").read_text("utf-8").replace("\u200b", "")
    text = tree(page).one("article").text
    assert "100%% and" in text
    assert 'printf("50%%") %%% c' in text
    assert "[[b]], [[b]], [[b]] and #no-tag" in text
    assert "; TCP/IP, u/v, end" in text
    assert "<title>1 %% a</title>" in page
    assert not (public / "tags" / "no-tag.html").exists()
