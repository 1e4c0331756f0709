"""The torture vault, built by every engine: no build ends, no page is lost, no link is dead."""

from __future__ import annotations

import html
import posixpath
import re
import shutil
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from pathvalidate import validate_filename

from support import hugo, quartz
from support.runs import LONG
from torture import KEYS, LINKS, Torture, links_of, torture_vault
from vaultexport import Report, export, verify_site
from vaultexport.strategies import URLS, clash_key
from vaultexport.strategies.filenames import MAX_BYTES
from vaultexport.strategies.quartz import slug4

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ROOT = "https://garden.test/"
REPO = "https://garden.test/repo/"
pytestmark = pytest.mark.fuzz


class Exported(NamedTuple):
    """The torture vault, exported."""

    made: Torture
    vault: Path
    out: Path
    report: Report


def exported(tmp: Path, to: str, *, full: bool = LONG, **options: object) -> Exported:
    made = torture_vault(full=full)
    vault = made.write(tmp / "vault")
    out = hugo.bare_site(tmp) if to == "hugo" else tmp / to / "content"
    report = export(vault, to=to, out=out, publish="all", **options)  # type: ignore[arg-type]
    return Exported(made, vault, out, report)


@pytest.fixture(scope="module")
def for_hugo(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    hugo.require_hugo()
    return exported(tmp_path_factory.mktemp("torture"), "hugo")


@pytest.fixture(scope="module", params=["quartz", "quartz4"])
def for_quartz(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Exported:
    return exported(tmp_path_factory.mktemp("torture"), request.param)


def composed(paths: Iterable[str]) -> set[str]:
    return {unicodedata.normalize("NFC", path) for path in paths}


def sound(site: Path, base: str, binary: str = "") -> Path:
    """Build a site and hold it against the export."""
    built = hugo.build(site, base_url=base, binary=binary)
    assert built.exit_code == 0, built.output[-3000:]
    report = verify_site(built.public, site, base_url=base)
    assert report.findings == ()
    assert report.exported > 450
    return built.public


def test_the_vault_is_hostile_enough() -> None:
    made = torture_vault(full=LONG)
    assert len(made.notes) >= (900 if LONG else 450)


def test_each_note_goes_out(for_hugo: Exported) -> None:
    assert composed(for_hugo.report.exported) == composed(for_hugo.made.notes)
    assert len(for_hugo.report.exported) == len(for_hugo.made.notes)
    assert not for_hugo.report.has_errors
    links = for_hugo.report.links
    assert (links.dead, links.unpublished) == (0, 0)


@pytest.mark.parametrize("base", [ROOT, REPO])
def test_hugo_shows_each_note_and_each_link_leads_to_its_own(for_hugo: Exported, base: str) -> None:
    public = sound(for_hugo.out, base)
    checked = 0
    for page in public.glob("the-links/links-*/index.html"):
        for number, href in links_of(page.read_text("utf-8")):
            path = unquote(urlsplit(href).path).removeprefix(urlsplit(base).path)
            shown = (public / path / "index.html").read_text("utf-8")
            assert for_hugo.made.mark(number) in shown, (number, href)
            checked += 1
    assert checked > 800


def test_the_oldest_hugo_builds_it_too(tmp_path: Path) -> None:
    """Not the full vault: that has letters that old versions do not know for letters."""
    binary = hugo.old_hugo()
    sound(exported(tmp_path, "hugo", full=False).out, REPO, binary)


def test_without_the_kit(tmp_path: Path) -> None:
    hugo.require_hugo()
    sound(exported(tmp_path, "hugo", content_only=True).out, REPO)


@pytest.mark.parametrize("theme", hugo.THEMES)
def test_under_layouts_that_are_strict(for_hugo: Exported, theme: str, tmp_path: Path) -> None:
    site = shutil.copytree(for_hugo.out, tmp_path / "site")
    hugo.dress(site, theme)
    sound(site, REPO)


@pytest.mark.parametrize(
    ("theme", "key"),
    [
        *(("cards", key) for key in ("cover", "images", "videos", "audio", "tags")),
        *(("handbook", key) for key in ("sidebar", "images")),
        *(("magazine", key) for key in ("links", "series", "categories", "author", "menu")),
    ],
)
def test_the_layouts_are_strict(theme: str, key: str, tmp_path: Path) -> None:
    """A property that is passed on as it stands ends the build."""
    site = hugo.bare_site(tmp_path)
    hugo.dress(site, theme)
    assert key in KEYS
    page = site / "content" / "page.md"
    page.parent.mkdir()
    page.write_text(f"---\ntitle: x\n{key}: some text\n---\n", "utf-8")
    assert hugo.build(site).exit_code != 0


def test_every_path_can_be_checked_out_anywhere(for_hugo: Exported, for_quartz: Exported) -> None:
    for out in (for_hugo.out, for_quartz.out):
        paths = [path.relative_to(out) for path in out.rglob("*") if path.is_file()]
        assert len(paths) > 450
        for path in paths:
            name = path.name.removeprefix(".")
            validate_filename(name, platform="universal", max_len=MAX_BYTES, fs_encoding="utf-8")
            assert unicodedata.is_normalized("NFC", path.name)
            assert not path.name.endswith((".", " "))
        keys = [clash_key(path.as_posix()) for path in paths]
        assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_quartz_takes_all_but_what_it_ignores(for_quartz: Exported) -> None:
    left_out = composed(for_quartz.made.notes) - composed(for_quartz.report.exported)
    assert {path.partition("/")[0] for path in left_out} == {"private", "templates"}
    assert not for_quartz.report.has_errors


@pytest.mark.parametrize("mode", ["shortest", *(["absolute", "relative"] if LONG else [])])
def test_quartz_5_shows_each_note_and_each_link_leads_to_its_own(mode: str, tmp_path: Path) -> None:
    quartz.require_quartz()
    config = f"- options:\n    markdownLinkResolution: {mode}\n"
    (tmp_path / "quartz").mkdir()
    (tmp_path / "quartz" / "quartz.config.yaml").write_text(config, "utf-8")
    made = exported(tmp_path, "quartz")
    site = quartz.render(made.out, links=mode)
    assert site.problems == ()
    shown = {re.sub(r"(?<=/)index$", "", f"/{page.slug}"): page.html for page in site.pages}
    assert len(shown) - len(made.report.exported) in {0, 1}
    checked = 0
    for page in site.pages:
        for number, href in links_of(page.html) if page.path.startswith(LINKS) else ():
            path = posixpath.normpath(posixpath.join(f"/{page.slug}/..", unquote(href)))
            path = f"{path.rstrip('/')}/" if href.endswith("/") else path
            mark = made.made.mark(number)
            assert mark in shown.get(path, shown.get(f"{path}/", "")), (number, href)
            checked += 1
    assert checked > 800


def test_quartz_4_by_its_rules(tmp_path: Path) -> None:
    """No two files share a slug or a page, and each link is the slug of a file."""
    made = exported(tmp_path, "quartz4")
    files = [path.relative_to(made.out).as_posix() for path in made.out.rglob("*.*")]
    slugs = {slug4(path): path for path in files if path.endswith(".md")}
    others = [path for path in files if not path.endswith(".md")]
    assert len(slugs) == sum(path.endswith(".md") for path in files)
    assert len({slug4(path) for path in others}) == len(others)
    rule = URLS["quartz4"]
    pages = {rule.file(rule.page(path[:-3])).casefold() for path in slugs.values()}
    assert len(pages) == len(slugs)
    for target in _targets(made.out / LINKS):
        assert slug4(target) in slugs or f"{slug4(target)}/index" in slugs, target


def _targets(folder: Path) -> list[str]:
    targets: list[str] = []
    for note in folder.glob("*.md"):
        text = note.read_text("utf-8")
        targets += re.findall(r"\[\[([^|\]]+)\|to\d+ [mw]\]\]", text)
        links = re.findall(r"\[to\d+ [mw]\]\(([^)]+)\)", text)
        targets += [posixpath.normpath(unquote(html.unescape(link))) for link in links]
    assert len(targets) > 800
    return targets
