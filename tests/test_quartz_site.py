"""The fixtures and the seed garden as Quartz 5 itself sees them: its own plugins, from npm."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from support.folders import corpora, write
from support.golden import FIXTURES
from support.quartz import QuartzSite, render, require_quartz
from vaultexport import Report, export
from vaultexport.reader import read_vault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vaultexport.model import Note

SEED = "cat0825__my_garden@2dca70ff"


class Exported(NamedTuple):
    """A vault, its content folder, and what Quartz makes of that."""

    vault: Path
    content: Path
    report: Report
    site: QuartzSite


@pytest.fixture(scope="module", params=["garden", "raw", SEED])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    require_quartz()
    name = request.param
    vault = corpora() / name if name == SEED else FIXTURES / name / "vault"
    content = tmp_path_factory.mktemp("quartz") / "content"
    report = export(vault, to="quartz", out=content)
    return Exported(vault, content, report, render(content))


def test_nothing_is_wrong_with_the_site(exported: Exported) -> None:
    assert exported.site.problems == ()


def test_each_note_is_one_page(exported: Exported) -> None:
    pages = [page.path for page in exported.site.pages]
    assert len({page.slug for page in exported.site.pages}) == len(pages)
    assert len(pages) - len(exported.report.exported) in {0, 1}, "one home may be added"
    assert not any(page.draft for page in exported.site.pages)


def test_each_link_that_was_kept_is_a_link(exported: Exported) -> None:
    links = sum(len(page.links) for page in exported.site.pages)
    if exported.report.links:
        assert links > 0


def test_full_paths_resolve_in_the_other_mode_too(exported: Exported) -> None:
    """Sites whose `markdownLinkResolution` is `absolute` are sound; `relative` ones can't be."""
    assert render(exported.content, links="absolute").problems == ()


def test_the_syntax_fixtures_have_no_fault(tmp_path: Path) -> None:
    """All in one content folder, each below a folder of its own: Node is started once."""
    require_quartz()
    fixtures = sorted((FIXTURES / "syntax").glob("*/vault"))
    if not fixtures:
        pytest.skip("there are no syntax fixtures yet")
    content = tmp_path / "content"
    for fixture in fixtures:
        name = fixture.parent.name
        vault = shutil.copytree(fixture, tmp_path / name)
        report = export(vault, to="quartz", out=content, under=name)
        assert report.removed == ()
    site = render(content)
    assert site.problems == ()
    assert len(site.pages) >= len(fixtures)


def test_every_old_url_leads_to_its_page(exported: Exported) -> None:
    """On a static host: the URL's folder has an index file, or its name with ``.html`` exists."""
    notes = read_vault(exported.vault).notes
    lost = {f.path for f in exported.report.findings if f.code in {"url-clash", "url-unusable"}}
    checked = 0
    for path in exported.report.exported:
        permalink = notes[path].properties.get("permalink")
        if not isinstance(permalink, str) or path in lost or is_home(notes[path]):
            continue
        old = re.sub("/+", "/", permalink).strip("/")
        if not old:
            continue
        assert leads_to(exported.site, old), f"{permalink} of {path}"
        checked += 1
    if any("permalink" in note.properties for note in notes.values()):
        assert checked > 10


def leads_to(site: QuartzSite, url: str) -> bool:
    files = {page.slug for page in site.pages} | set(site.redirects)
    return f"{url}/index" in files or url in files


def is_home(note: Note) -> bool:
    tags = note.properties.get("tags")
    return bool(note.properties.get("dg-home")) or "gardenEntry" in str(tags)


def test_redirects_lead_to_pages(exported: Exported) -> None:
    slugs = {page.slug.removesuffix("index").rstrip("/") for page in exported.site.pages}
    for source, target in exported.site.redirects.items():
        assert target.removesuffix("index").rstrip("/") in slugs, source
        assert not source.startswith("../")


def test_nothing_private_is_in_the_properties_that_quartz_shows(exported: Exported) -> None:
    for page in exported.site.pages:
        keys = {key.lower() for key in page.frontmatter}
        assert not [key for key in keys if key.startswith(("dg", "excalidraw"))], page.path
        assert not keys & {"hide", "pinned", "noteicon", "metatags"}, page.path


def test_dates_and_titles_survive(exported: Exported) -> None:
    for page in exported.site.pages:
        assert isinstance(page.frontmatter["title"], str)
        assert page.frontmatter["title"]
        assert "在此输入" not in str(page.frontmatter)


def published(permalink: str, body: str) -> str:
    return f'---\n{{"dg-publish":true,"permalink":"{permalink}"}}\n---\n{body}\n'


def contents(names: Mapping[str, str], tmp_path: Path) -> QuartzSite:
    vault = write(tmp_path / "vault", dict(names))
    content = tmp_path / "content"
    export(vault, to="quartz", out=content)
    return render(content)


def test_an_old_url_equal_to_the_page_does_not_bend_its_links(tmp_path: Path) -> None:
    """Quartz takes a page ``x`` for a folder's as soon as some alias is ``x/index``."""
    require_quartz()
    site = contents(
        {
            "src/site/notes/a/b.md": published("/a/b/", "[[c/d\\|d]]"),
            "src/site/notes/c/d.md": published("/a/e/", "[[a/b\\|b]]"),
            "src/site/notes/a/e.md": published("/x/", "[[c/d\\|d]]"),
        },
        tmp_path,
    )
    assert site.problems == ()
    assert leads_to(site, "a/b")
    assert leads_to(site, "x")


def test_names_that_quartz_reserves_are_pages_too(tmp_path: Path) -> None:
    require_quartz()
    site = contents(
        {
            "404.md": "[[tags/a]] #a",
            "tags/a.md": "[[404]] [[index]]",
            "index.md": "#a",
            "a.md": "",
            "A/A.md": "[[a]] [[A/A]]",
        },
        tmp_path,
    )
    assert site.problems == ()
    assert len(site.pages) == 5
