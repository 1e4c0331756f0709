"""Real notes show the same text in an embed, wherever it stands, as on their own pages."""

from __future__ import annotations

import random
import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from support.folders import corpora
from support.hugo import bare_site, build
from support.pages import Element, tree
from vaultexport import export

if TYPE_CHECKING:
    from pathlib import Path

NOTES = 40
HOST = "# Alone\n\n{0}\n\n# Listed\n\n- a\n  - b {0}\n- c\n\n# Quoted\n\n> q\n> {0}\n> end\n"
UNLINKABLE = re.compile(r"[#^|\[\]]")
UNCOMPARED = {"markdown-embed-title", "footnotes", "footnote-ref", "footnote-backref"}
CORPORA = ["kepano__kepano-obsidian", "syalsr__Base", "cat0825__my_garden@2dca70ff"]


def add_hosts(vault: Path, notes: list[str]) -> None:
    """Add a note for each of the given that embeds it in three places."""
    garden = vault / "src/site/notes"
    top = garden if garden.is_dir() else vault
    (top / "Hosts").mkdir()
    for number, note in enumerate(notes):
        head = f'---\n{{"dg-publish":true,"permalink":"/hosts/{number}/"}}\n---\n'
        body = HOST.format(f"![[{note.removesuffix('.md')}]]")
        (top / f"Hosts/{number}.md").write_text((head if top is garden else "") + body, "utf-8")


def words(element: Element) -> str:
    """Everything that a reader reads, without white space, numbers of footnotes and the frame."""
    texts = (
        item if isinstance(item, str) else words(item)
        for item in element.content
        if isinstance(item, str) or not UNCOMPARED.intersection(item["class"].split())
    )
    return re.sub(r"\s+", "", "".join(texts))


def body(public: Path, url: str) -> Element:
    document = tree((public / unquote(url).strip("/") / "index.html").read_text("utf-8"))
    (article,) = document.all("article")
    return article


@pytest.mark.parametrize("name", CORPORA)
def test_an_embed_shows_what_the_page_shows(name: str, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(corpora() / name, vault)
    exported = export(vault, to="hugo", out=tmp_path / "none", dry_run=True).exported
    notes = [note for note in exported if not UNLINKABLE.search(note)]
    random.Random(1).shuffle(notes)
    add_hosts(vault, notes[:NOTES])
    site = bare_site(tmp_path)
    export(vault, to="hugo", out=site)
    built = build(site)
    assert built.exit_code == 0, built.output
    compared = 0
    for number in range(min(NOTES, len(notes))):
        host = body(built.public, f"hosts/{number}")
        outer = [frame for frame in host.all("div", "markdown-embed") if is_outer(host, frame)]
        assert len(outer) == 3, notes[number]
        url = outer[0].children[0].one("a")["href"]
        if url.strip("/"):
            page = words(body(built.public, url))
            assert all(page.endswith(words(frame)) for frame in outer), notes[number]
            compared += 1
    assert compared > NOTES / 2


def is_outer(page: Element, frame: Element) -> bool:
    others = (other for other in page.all("div", "markdown-embed") if other is not frame)
    return not any(frame is inner for other in others for inner in other.all())
