"""Real vaults, built by the real Hugo without a warning; every link of the HTML is followed."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest

from support.folders import corpora
from support.hugo import bare_site, build
from support.pages import Element, tree
from support.watch import watched_pages
from test_corpora import VAULTS
from vaultexport import export, verify_site

if TYPE_CHECKING:
    from pathlib import Path

BASE: Final = "https://garden.test/repo/"
OURS: Final = {"footnote-ref", "footnote-backref", "markdown-embed-link", "tag"}
"""Classes of links that the engine and the kit make of something that is no link in the note."""

SOURCES: Final = {
    "a": "href",
    "img": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "iframe": "src",
    "embed": "src",
    "object": "data",
}


@pytest.mark.parametrize("variant", ["kit", "content-only"])
@pytest.mark.parametrize("name", VAULTS)
def test_the_html_has_the_links_of_the_report(name: str, variant: str, tmp_path: Path) -> None:
    """Nothing is dead, and each page has as many links as the report says: no more, no fewer."""
    site = bare_site(tmp_path)
    for layout in (site / "layouts").glob("*.html"):
        text = layout.read_text(encoding="utf-8")
        marked = text.replace("{{ .Content }}", "<section>{{ .Content }}</section>")
        layout.write_text(marked, encoding="utf-8")
    with watched_pages() as pages:
        vault = corpora() / name
        report = export(vault, to="hugo", out=site, content_only=variant == "content-only")
    built = build(site, base_url=BASE)
    assert built.exit_code == 0, built.output[-2000:]
    check = verify_site(built.public, site, base_url=built.base_url)
    assert check.findings == ()
    assert check.exported >= len(report.exported)
    expected = {
        page.output: rewritten.links.linked + rewritten.links.shown + rewritten.links.added
        for _note, page, rewritten in pages
    }
    found = {note: count for note, count in map(counted, built.public.rglob("*.html")) if note}
    assert {note: found[note] for note in expected} == expected
    links = report.links
    assert sum(expected.values()) == links.linked + links.shown + links.added
    assert len(expected) == len(report.exported)


def counted(page: Path) -> tuple[str, int]:
    """Give the note of a page, and how many links and files of the site its text has."""
    text = page.read_text(encoding="utf-8")
    note = re.search(r'<meta name="vaultexport:note" content="([^"]*)"', text)
    if note is None:
        return "", 0
    (section,) = tree(text).all("section")[:1]
    return f"content/{html.unescape(note[1])}", sum(map(is_internal, section.all()))


def is_internal(element: Element) -> bool:
    attribute = SOURCES.get(element.tag, "")
    if attribute not in element.attributes or OURS.intersection(element["class"].split()):
        return False
    url = urlsplit(element[attribute])
    return not url.scheme and not url.netloc
