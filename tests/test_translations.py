"""Vaults in several languages, built by the real Hugo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.hugo import bare_site, build
from vaultexport import Cache, export, verify_site
from vaultexport.verify import crawl

if TYPE_CHECKING:
    from pathlib import Path

    from vaultexport import Finding, Report

NOTES = {
    "index.md": "[[about]] [[about.zh-cn]] [[index.zh-cn]] [[深处.zh-cn]] [[only.zh-cn]] #tea",
    "index.zh-cn.md": "[[index]] [[about.zh-cn]] #茶 #tea #🍵",
    "about.md": "## First part\n\n[[about.zh-cn#第一节]] [[only.zh-cn]]\n\n![[only.zh-cn]]",
    "about.zh-cn.md": "## 第一节\n\n[[about#First part]] [[index]] ![[dot.svg]]\n\n![[Docs/guide]]",
    "about.EN.md": "The second of its name: [[about]]",
    "Docs/guide.md": "[[about.zh-cn#第一节|there]] #tea #🍵",
    "Docs/guide.zh-cn.md": "[[guide]] [[index.zh-cn]]",
    "Docs/only.zh-cn.md": "Only here: [[index]] #tea",
    "笔记/深/深处.zh-cn.md": '[[guide.zh-cn]] <a href="about.md">HTML</a>',
    "zh-cn/about.md": "Wants the URL of a translation: [[about.zh-cn]]",
    "C.zh-cn.md": "[[C#.zh-cn]] [[C]] [[🍵.zh-cn]]",
    "C#.zh-cn.md": "The URL that Hugo makes of it is taken: [[C.zh-cn]]",
    "C.md": "[[C.zh-cn]] [[index.xml.zh-cn]] [[zh-cn/tags]]",
    "🍵.zh-cn.md": "Hugo makes no URL of it: [[C]]",
    "index.xml.zh-cn.md": "A name that Hugo needs: [[C]]",
    "Docs/index.zh-cn.md": "A folder's page: [[C]] [[guide.zh-cn]]",
    "zh-cn/tags.md": "Where the tags are: [[C]]",
    "en/x.md": "[[tags/x]]",
    "tags/x.md": "[[en/x]]",
    "v1.0.md": "No language: [[zh-cn/about]]",
    "dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Write a vault in English and Chinese."""
    for name, text in NOTES.items():
        file = tmp_path / "vault" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path / "vault"


def multilingual(tmp: Path, more: str = "", top: str = "") -> Path:
    """Lay out a site in English and Chinese."""
    site = bare_site(tmp)
    with (site / "hugo.toml").open("a", encoding="utf-8") as config:
        config.write(
            f"\n{top}\n[languages.en]\nweight = 1\n[languages.zh-cn]\nweight = 2\n{more}\n"
        )
    return site


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("content_only", [False, True])
def test_each_note_is_a_page_in_its_language(
    vault: Path, tmp_path: Path, prefix: str, *, content_only: bool
) -> None:
    top = f"defaultContentLanguageInSubdir = {'true' if prefix else 'false'}"
    site = multilingual(tmp_path, top=top)
    options = {"translations": "names"}
    export(vault, to="hugo", out=site, options=options, content_only=content_only)
    for base in ("https://garden.test/", "https://garden.test/repo/"):
        built = build(site, base_url=base)
        assert built.exit_code == 0, built.output
        assert verify_site(built.public, site, base_url=base).findings == ()
        assert crawl(built.public, base).dead == ()
        pages = {
            p.parent.relative_to(built.public).as_posix() for p in built.public.rglob("*.html")
        }
        expected = ("about", "docs/guide", "docs/only", "笔记/深", "笔记/深/深处", "tags/茶")
        assert {f"zh-cn/{name}" for name in expected} <= pages
        assert {f"{prefix}{name}" for name in ("about", "about-2", "docs/guide", "v1.0")} <= pages
        assert f"{prefix}docs/only" not in pages
        sitemap = (built.public / "zh-cn/sitemap.xml").read_text("utf-8")
        entry = next(e for e in sitemap.split("<url>") if f"<loc>{base}zh-cn/about/</loc>" in e)
        assert f'href="{base}{prefix}about/"' in entry


def test_links_name_the_language(vault: Path, tmp_path: Path) -> None:
    site = multilingual(tmp_path)
    export(vault, to="hugo", out=site, options={"translations": "names"})
    text = (site / "content/about.md").read_text("utf-8")
    assert 'relref path="/about.zh-cn.md#第一节" lang="zh-cn"' in text


@pytest.mark.parametrize("more", ["contentDir = 'content/zh'", "baseURL = 'https://zh.test/'"])
def test_a_language_apart_leaves_names_whole(vault: Path, tmp_path: Path, more: str) -> None:
    site = multilingual(tmp_path, more)
    export(vault, to="hugo", out=site, options={"translations": "names"})
    assert (site / "content/about-zh-cn.md").is_file()


@pytest.mark.parametrize("options", [{}, {"translations": "off"}])
def test_it_is_off_by_default(vault: Path, tmp_path: Path, options: dict[str, str]) -> None:
    site = multilingual(tmp_path)
    export(vault, to="hugo", out=site, options=options)
    assert (site / "content/about-zh-cn.md").is_file()
    assert "lang=" not in (site / "content/about.md").read_text("utf-8")


def test_a_site_of_one_language_is_as_without(vault: Path, tmp_path: Path) -> None:
    trees = []
    for name, options in (("a", {}), ("b", {"translations": "names"})):
        export(vault, to="hugo", out=tmp_path / name, options=options)
        content = tmp_path / name / "content"
        trees.append({p.relative_to(content): p.read_bytes() for p in content.rglob("*.md")})
    assert trees[0] == trees[1]


def ignored(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == "option-ignored"]


@pytest.mark.parametrize(
    ("more", "options", "number"),
    [
        (None, {"translations": "names"}, 1),
        (None, {"translations": "off"}, 0),
        (None, {}, 0),
        ("baseURL = 'https://zh.test/'", {"translations": "names"}, 1),
        ("", {"translations": "names"}, 0),
    ],
)
def test_the_report_says_where_the_option_has_no_effect(
    vault: Path, tmp_path: Path, more: str | None, options: dict[str, str], number: int
) -> None:
    site = bare_site(tmp_path) if more is None else multilingual(tmp_path, more)
    found = ignored(export(vault, to="hugo", out=site, options=options))
    assert len(found) == number
    assert all("translations=names" in finding.message and finding.hint for finding in found)


def test_it_says_so_again_when_nothing_or_a_text_has_changed(vault: Path, tmp_path: Path) -> None:
    site, kept = bare_site(tmp_path), Cache(tmp_path / "cache")
    options = {"translations": "names"}
    first = export(vault, to="hugo", out=site, options=options, cache=kept)
    assert len(ignored(first)) == 1
    assert export(vault, to="hugo", out=site, options=options, cache=kept).findings == (
        first.findings
    )
    with (vault / "about.md").open("a", encoding="utf-8") as note:
        note.write("\nOne more line.\n")
    edited = export(vault, to="hugo", out=site, options=options, cache=kept)
    assert edited.written == ("content/about.md",)
    assert ignored(edited) == ignored(first)
    with (site / "hugo.toml").open("a", encoding="utf-8") as config:
        config.write("\n[languages.en]\nweight = 1\n[languages.zh-cn]\nweight = 2\n")
    assert not ignored(export(vault, to="hugo", out=site, options=options, cache=kept))


def test_a_default_of_the_profile_that_the_site_cannot_have_is_no_finding(
    vault: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "own.yaml"
    text = "profile: own\nextends: hugo\noptions:\n  translations: [names, off]\n"
    profile.write_text(text, encoding="utf-8")
    site = bare_site(tmp_path)
    assert not ignored(export(vault, profile=profile, out=site))
    assert "lang=" not in (site / "content/about.md").read_text("utf-8")
