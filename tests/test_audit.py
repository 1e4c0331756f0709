"""`--verify`: what a finished site must be like, and each way in which it is not."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from support import quartz
from support.folders import write
from support.golden import FIXTURES
from support.hugo import bare_site, build
from vaultexport import MisuseError, export, verify_site
from vaultexport.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BASE = "https://garden.test/repo/"

VAULT: dict[str, str | bytes] = {
    "A.md": "---\npermalink: /old/place/\naliases: [Other]\n---\n# One\n\n[[B#Two]] ![[p.png]]",
    "d/B.md": "## Two\n\n[[A]] #tag",
    "p.png": b"\x89PNG\r\n\x1a\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Hugo site, exported and built."""
    tmp = tmp_path_factory.mktemp("built")
    site = bare_site(tmp)
    export(write(tmp / "vault", VAULT), to="hugo", out=site)
    done = build(site, base_url=BASE, destination=site / "public")
    assert done.exit_code == 0, done.output
    return site


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "site")


def codes(public: Path) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in verify_site(public).findings]


def test_a_sound_site_has_no_findings(site: Path) -> None:
    report = verify_site(site / "public")
    assert report.findings == ()
    assert not report.has_errors
    assert report.base_url == BASE
    assert report.exported == 3
    assert report.summary()[-1].startswith("Every exported page is there")


def _edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(public: Path) -> None:
        text = (public / file).read_text(encoding="utf-8")
        assert old in text
        (public / file).write_text(text.replace(old, new), encoding="utf-8")

    return change


def _add(file: str, text: str = "<title>x</title>") -> Callable[[Path], None]:
    def change(public: Path) -> None:
        write(public, {file: text})

    return change


def _remove(file: str) -> Callable[[Path], None]:
    return lambda public: (public / file).unlink()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_remove("attachments/p.png"), ("file-missing", "static/attachments/p.png")),
        (_remove("d/b/index.html"), ("page-missing", "content/d/B.md")),
        (_remove("d/index.html"), ("page-missing", "content/d/_index.md")),
        (
            _edit("d/b/index.html", "<title>", '<meta http-equiv=refresh content="0;url=/repo/">'),
            ("page-missing", "content/d/B.md"),
        ),
        (_edit("d/b/index.html", 'id="two"', 'id="2"'), ("anchor-dead", "/old/place/")),
        (_edit("d/b/index.html", "/repo/old/place/", "/repo/gone/"), ("link-dead", "/d/b/")),
        (_edit("d/b/index.html", "/repo/old/place/", "/old/"), ("link-outside", "/d/b/")),
        (_add("d/secret-note/index.html"), ("page-unknown", "/d/secret-note/")),
        (
            _add("d/c/index.html", '<meta name="vaultexport:note" content="d/B.md">'),
            ("page-twice", "content/d/B.md"),
        ),
        (_add(".git/HEAD", ""), ("private-file", ".git/HEAD")),
        (_add("notes/.obsidian/app.json", ""), ("private-file", "notes/.obsidian/app.json")),
    ],
)
def test_each_fault_is_found(
    site: Path, change: Callable[[Path], None], expected: tuple[str, str]
) -> None:
    change(site / "public")
    assert expected in codes(site / "public")


def test_a_secret_in_front_matter_is_found(site: Path) -> None:
    page = site / "content" / "A.md"
    page.write_text(page.read_text("utf-8").replace("---\n", "---\npassword: x\n", 1), "utf-8")
    assert ("secret-shown", "content/A.md") in codes(site / "public")


def test_pages_of_the_users_own_are_no_strangers(built: Path, tmp_path: Path) -> None:
    site = shutil.copytree(built, tmp_path / "site")
    write(site, {"content/mine.md": "---\ntitle: x\n---\n", "static/app/index.html": "<title>"})
    shutil.rmtree(site / "public")
    assert build(site, base_url=BASE, destination=site / "public").exit_code == 0
    assert codes(site / "public") == []


def test_quartz_redirects_must_answer(tmp_path: Path) -> None:
    quartz.require_quartz()
    vault = FIXTURES / "garden" / "vault"
    content = tmp_path / "quartz" / "content"
    export(vault, to="quartz", out=content)
    public = quartz.write_site(quartz.render(content), tmp_path / "quartz" / "public")
    with (public / "index.html").open("a", encoding="utf-8") as home:
        home.write('<a href="">a breadcrumb</a>')  # so Quartz calls a page in itself
    report = verify_site(public, base_url=BASE)
    assert report.findings == ()
    assert report.exported > 30
    pages = [path.read_text("utf-8") for path in content.rglob("*.md")]
    old = next(m[1] for page in pages if (m := re.search(r'aliases: \["([^"]+/index)"\]', page)))
    (public / f"{old}.html").unlink()
    found = {finding.code for finding in verify_site(public, base_url=BASE).findings}
    assert "old-url-dead" in found


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    return result.exit_code, result.output


def test_the_command_tells_all_and_exits_with_one(site: Path, tmp_path: Path) -> None:
    assert run("--verify", site / "public")[0] == 0
    (site / "public" / "d" / "b" / "index.html").unlink()
    code, output = run("--verify", site / "public", "--report", tmp_path / "report.json")
    assert code == 1
    assert "error: page-missing: content/d/B.md" in output
    data = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert {finding["code"] for finding in data["findings"]} >= {"page-missing", "link-dead"}
    assert data["base_url"] == BASE


def test_a_warning_is_no_failure(site: Path) -> None:
    _add("d/old/index.html")(site / "public")
    code, output = run("--verify", site / "public")
    assert code == 0
    assert "warning: page-unknown: /d/old/" in output


def test_the_export_may_be_elsewhere(site: Path, tmp_path: Path) -> None:
    public = shutil.move(site / "public", tmp_path / "a" / "b" / "c")
    with pytest.raises(MisuseError, match="--out"):
        verify_site(public)
    assert verify_site(public, site).findings == ()
    assert run("--verify", public, "--out", site)[0] == 0


@pytest.mark.parametrize("arguments", [["nowhere"], [".", "--base-url", "garden.test"]])
def test_misuse_is_one_line(site: Path, arguments: list[str]) -> None:
    place, *more = arguments
    code, output = run("--verify", site / "public" / place, *more, "--out", site)
    assert code == 2
    assert len(output.splitlines()) == 1
