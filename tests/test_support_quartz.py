"""The Quartz harness against small folders whose faults are known.

What Quartz 5 does with them was measured on real builds; a test here fails when the harness stops
seeing it.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Protocol

import pytest

from support import quartz
from support.quartz import Collision, DeadLink, LostPage, QuartzSite, render, require_quartz

if TYPE_CHECKING:
    from pathlib import Path


class Site(Protocol):
    """Writes the given files and renders them."""

    def __call__(self, files: dict[str, str], *, links: str = "shortest") -> QuartzSite: ...


def write(content: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    def write_and_render(files: dict[str, str], *, links: str = "shortest") -> QuartzSite:
        write(tmp_path, files)
        return render(tmp_path, links=links)

    return write_and_render


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> QuartzSite:
    """A folder with one fault a note, all of them about links."""
    notes = {
        "live": "[[folder/child|text]], [[folder/child#Two Words|t]], [[#Own]][^注]\n\n# Own\n\n"
        "[^注]: Quartz percent-encodes the id of a footnote\n",
        "missing-note": "[[nowhere|text]]",
        "missing-heading": "[[folder/child#Nope|text]]",
        "missing-own-heading": "[[#Nope]]",
        "missing-block": "[[folder/child#^nope|text]]",
        "ambiguous": "[[介绍]]",
        "unambiguous": "[[甲/介绍|x]], [[乙/介绍|y]]",
        "missing-image": "![](gone.png)",
        "image-of-a-note": "![](folder/child.md)",
        "missing-media": "![[gone.mp4]] ![[gone.mp3]] ![[gone.pdf]]",
        "raw-source": '<video><source src="gone.webm"></video>',
        "svg-elsewhere": "![[drawing.svg]]",
        "scheme": "[[Note: x]]",
        "schemes": "[a](mailto:a@b.c) [b](zotero://select/x) [c](https://quartz.invalid/nope)",
        "encoded": "[t](a%26b.md)",
        "above": "[t](../../folder/child.md)",
        "to-draft": "[[draft|text]]",
        "by-alias": "[[Nickname]], [[Nickname#Two Words]]",
        "embed-note": "![[nowhere]]",
        "embed-section": "![[folder/child#Nope]]",
        "embed-block": "![[folder/child#^nope]]",
        "embed-nested-section": "![[folder/child#In a quote]]",
        "embed-self": "![[#Own]]\n\n# Own\n",
        "embed-loop": "![[embed-back]]",
        "embed-back": "![[embed-loop]]",
        "embed-a-loop": "![[embed-loop]]",
        "embed-whole": "![[folder/child]]",
        "embed-twice": "![[folder/child#Two Words]]\n\n![[folder/child#Next]]",
        "embed-by-stem": "![[folder/child.csv]]",
        "embed-part": "![[folder/child#Two Words]]",
        "embed-line": "![[folder/child#^line]]",
        "embed-dead": "![[folder/has-dead]]",
        "embed-alias": "![[Nickname]]",
        "draft": "---\ndraft: true\n---\n[[nowhere-from-draft]]",
    }
    files = {f"{name}.md": text for name, text in notes.items()} | {
        "folder/child.md": "---\naliases: [Nickname]\n---\nIntro\n\n## Two Words\n\n"
        "A ![](picture.png) here ^line\n\nBelow\n\n## Next\n\nBeyond\n\n> # In a quote\n",
        "folder/has-dead.md": "![[picture.png]] [[#Nope]]",
        "folder/picture.png": "",
        "folder/drawing.svg": "",
        "folder/child.csv": "",
        "甲/介绍.md": "",
        "乙/介绍.md": "",
        "a&b.md": "",
    }
    content = tmp_path_factory.mktemp("faulty")
    write(content, files)
    return render(content)


NO_TARGET = "no such page or file"
NO_ANCHOR = "the page has no such anchor"
NO_PART = "the page has no such section or block"
IN_ITSELF = "embeds a page that it is part of"


@pytest.mark.parametrize(
    ("note", "dead"),
    [
        ("live", []),
        ("missing-note", [("a", "./nowhere", NO_TARGET)]),
        ("ambiguous", [("a", "./介绍", NO_TARGET)]),
        ("unambiguous", []),
        ("missing-image", [("img", "./gone.png", NO_TARGET)]),
        ("image-of-a-note", [("img", "./folder/child", "a page, not a file")]),
        (
            "missing-media",
            [
                ("audio", "./gone.mp3", NO_TARGET),
                ("iframe", "./gone.pdf", NO_TARGET),
                ("video", "./gone.mp4", NO_TARGET),
            ],
        ),
        ("raw-source", [("source", "gone.webm", NO_TARGET)]),
        ("svg-elsewhere", [("object", "drawing.svg", NO_TARGET)]),
        ("scheme", [("a", "Note:%20x", "not a URL scheme")]),
        ("schemes", []),
        ("encoded", [("a", "./a-percent26b", NO_TARGET)]),
        ("above", [("a", "././../folder/child", "leaves the site")]),
        ("to-draft", [("a", "./draft", NO_TARGET)]),
        ("by-alias", []),
        ("embed-note", [("transclude", "nowhere", "no such page")]),
        ("embed-section", []),
        ("embed-self", [("transclude", "embed-self#own", IN_ITSELF)]),
        ("embed-loop", [("transclude", "embed-loop", IN_ITSELF)]),
        ("embed-a-loop", [("transclude", "embed-loop", IN_ITSELF)]),
        ("embed-whole", []),
        ("embed-twice", []),
        ("embed-by-stem", []),
        ("embed-part", []),
        ("embed-line", []),
        ("embed-alias", [("transclude", "nickname", "no such page")]),
        ("draft", []),
    ],
)
def test_dead_links(faulty: QuartzSite, note: str, dead: list[tuple[str, str, str]]) -> None:
    found = [link for link in faulty.dead_links if link.page == f"{note}.md"]
    assert sorted(found) == [DeadLink(f"{note}.md", *expected) for expected in dead]


@pytest.mark.parametrize(
    ("note", "dead"),
    [
        ("live", []),
        ("missing-heading", [("a", "./folder/child#nope", NO_ANCHOR)]),
        ("missing-own-heading", [("a", "#nope", NO_ANCHOR)]),
        ("missing-block", [("a", "./folder/child#nope", NO_ANCHOR)]),
        ("by-alias", [("a", "./nickname#two-words", "the redirect drops the anchor")]),
        ("embed-section", [("transclude", "folder/child#nope", NO_PART)]),
        ("embed-block", [("transclude", "folder/child#^nope", NO_PART)]),
        ("embed-nested-section", [("transclude", "folder/child#in-a-quote", NO_PART)]),
        ("embed-part", []),
        ("embed-line", []),
        ("embed-dead", [("a", "#nope", NO_ANCHOR)]),
        ("draft", []),
    ],
)
def test_dead_anchors(faulty: QuartzSite, note: str, dead: list[tuple[str, str, str]]) -> None:
    found = [link for link in faulty.dead_anchors if link.page == f"{note}.md"]
    assert sorted(found) == [DeadLink(f"{note}.md", *expected) for expected in dead]


@pytest.mark.parametrize(
    ("note", "shown", "hidden"),
    [
        ("embed-whole", ["Intro", "Below", "Beyond", "picture.png"], []),
        ("embed-twice", ["Below", "Beyond"], ["Intro"]),
        ("embed-by-stem", ["Intro"], []),
        ("embed-part", ["Below", "picture.png"], ["Intro", "Beyond"]),
        ("embed-line", ["picture.png"], ["Intro", "Below"]),
        ("embed-section", ["Transclude of folder/child#nope"], ["Intro"]),
        ("draft", [], ["nowhere"]),
    ],
)
def test_pages_hold_what_they_embed(
    faulty: QuartzSite, note: str, shown: list[str], hidden: list[str]
) -> None:
    html = faulty.page(f"{note}.md").html
    assert [text for text in shown if text not in html] == []
    assert [text for text in hidden if text in html] == []


def test_a_sound_folder_has_no_problems(site: Site) -> None:
    sound = site(
        {
            "index.md": "\n\n---\ntitle: Home\ntags: [Top/Inner]\n---\n"
            "[[笔记/深度（DPO）|x]] #丙 [t](笔记/)\n",
            "笔记/深度（DPO）.md": "# 小节：一\n\n"
            "[[index|home]] [[#小节：一]] ![[图 片.PNG|100]] [s](图%20片.PNG)",
            "笔记/图 片.PNG": "",
            "LoRA+.md": "---\naliases: [old/lora/index]\n---\n"
            "<a href='tags/top'>t</a> [[board.canvas]] [[table.base]]",
            "board.canvas": "{}",
            "table.base": "views: []",
        }
    )
    assert sound.problems == ()
    assert sound.errors == {}
    home = sound.page("index.md")
    assert (home.slug, home.frontmatter["title"]) == ("index", "Home")
    assert home.tags == ("top/inner", "丙")
    assert home.links == ("笔记/深度（dpo）", "tags/丙", "笔记/")
    assert '<a href="./笔记/深度（dpo）"' in home.html
    assert sound.page("LoRA+.md").aliases == ("old/lora/index",)
    assert sound.assets == ("笔记/图-片.PNG",)
    assert set(sound.generated) == {
        *("404", "board.canvas", "table.base", "笔记/index"),
        *("tags/index", "tags/top", "tags/top/inner", "tags/丙"),
    }
    assert sound.redirects == {
        "old/lora/index": "lora+",
        "LoRA+": "lora+",
        "笔记/深度（DPO）": "笔记/深度（dpo）",
    }
    with pytest.raises(KeyError, match="nowhere"):
        sound.page("nowhere.md")


ABORTING = {
    "colon in a value": "---\ntitle: a: b\n---\n",
    "duplicate key": "---\na: 1\na: 2\n---\n",
    "custom tag": "---\na: !x 1\n---\n",
    "prose between rules": "---\nSome words\n---\n",
    "number as description": "---\ndescription: 5\n---\n",
    "percent sign in a link": "[[100%correct]]",
    "script as front matter": '---js\n{title: "x"}\n---\n',
}
HARMLESS = {
    "percent sign before a space": "[[100% sure]]",
    "100% sure": "",
    "list as front matter": "---\n- a\n---\n",
    "no description": "---\ndescription:\n---\n",
}


def test_every_aborting_note_is_named(site: Site) -> None:
    notes = ABORTING | HARMLESS | {"sound": "[[harmless]]", "harmless": "[[colon in a value#x]]"}
    mixed = site({f"{name}.md": text for name, text in notes.items()})
    assert set(mixed.errors) == {f"{name}.md" for name in ABORTING}
    assert "bad indentation of a mapping entry" in mixed.errors["colon in a value.md"]
    assert "./harmless" in mixed.page("sound.md").html
    assert mixed.page("list as front matter.md").frontmatter["title"] == "list as front matter"
    assert mixed.dead_links == ()
    # Nobody knows the anchors of a note that Quartz can't read.
    assert mixed.dead_anchors == ()
    assert [problem for problem in mixed.problems if "colon in a value.md" in problem]


def test_lost_pages(site: Site) -> None:
    lost = site(
        {
            "404.md": "",
            "Plugins/Canvas.md": "---\npermalink: plugins/canvas\n---\n",
            "other.md": "---\naliases: [Victim, harmless, folder/index]\n---\n",
            "victim.md": "",
            "unlisted/index.md": "---\nunlisted: true\n---\n",
            "unlisted/listed.md": "#tags",
            "folder/note.md": "",
        }
    )
    assert lost.lost_pages == (
        LostPage("404.md", "404", "generated page"),
        LostPage("Plugins/Canvas.md", "plugins/canvas", "redirect of Plugins/Canvas.md"),
        LostPage("unlisted/index.md", "unlisted/index", "generated page"),
        LostPage("victim.md", "victim", "redirect of other.md"),
        LostPage("", "folder/index", "redirect of other.md"),
        # Quartz takes the page of the tag "tags" for a folder's note.
        LostPage("", "tags/index", "redirect of tags/tags"),
    )
    assert "victim.md: overwritten by redirect of other.md" in lost.problems


def test_a_lost_page_is_no_source_of_dead_links(site: Site) -> None:
    lost = site({"a.md": "---\naliases: [b]\n---\n", "b.md": "[[nowhere]]", "c.md": "[[gone]]"})
    assert lost.dead_links == (DeadLink("c.md", "a", "./gone", NO_TARGET),)
    assert [page.path for page in lost.lost_pages] == ["b.md"]


def test_collisions(site: Site) -> None:
    files = ["A B.md", "A-B.md", "Case.md", "case.md", "f/f.md", "f/index.md", "a b.png", "a-b.png"]
    aliases = {f"{name}.md": "---\naliases: [same]\n---\n" for name in ("x", "y")}
    collided = site({file: file for file in files} | aliases | {"lone.md": "![[A B]]"})
    assert collided.collisions == (
        Collision("a-b", ("A B.md", "A-B.md")),
        Collision("case", ("Case.md", "case.md")),
        Collision("f/index", ("f/f.md", "f/index.md")),
        Collision("a-b.png", ("a b.png", "a-b.png")),
        Collision("same", ("x.md", "y.md")),
    )
    assert "<p>A B.md</p>" in collided.page("lone.md").html
    assert collided.redirects["same"] == "y"
    assert "case: shared by Case.md, case.md" in collided.problems


def test_redirects_that_nobody_can_reach(site: Site) -> None:
    redirected = site(
        {
            "garden.md": "---\npermalink: /old/garden/\n---\n",
            "deep/escaping.md": '---\naliases: ["../../escaped"]\n---\n',
            "empty.md": '---\naliases: [""]\n---\n',
            "fine.md": "---\naliases: [old/fine/index, 'with space']\n---\n",
        }
    )
    nameless = "no server serves a file without a name"
    assert sorted(redirected.dead_links) == [
        DeadLink("deep/escaping.md", "redirect", "../escaped", "written outside the site"),
        DeadLink("empty.md", "redirect", "", nameless),
        DeadLink("garden.md", "redirect", "old/garden/", nameless),
    ]
    assert redirected.redirects["old/fine/index"] == "fine"
    assert redirected.redirects["with-space"] == "fine"


@pytest.mark.parametrize(
    ("links", "dead"),
    [
        ("shortest", []),
        ("absolute", [("folder/from.md", "../child"), ("index.md", "./child")]),
        ("relative", [("folder/from.md", "./folder/child"), ("index.md", "./child")]),
    ],
)
def test_link_resolution(site: Site, links: str, dead: list[tuple[str, str]]) -> None:
    files = {"folder/from.md": "[[child]] [[folder/child|t]]", "folder/child.md": ""}
    resolved = site(files | {"index.md": "[[child]]"}, links=links)
    assert [(link.page, link.href) for link in resolved.dead_links] == dead


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> [!note] A **title**\n> Body", '<div class="callout-content">\n<p>Body</p>'),
        ("- [/] half", 'data-task="/"'),
        ("Speed $x^2$", '<span class="katex">'),
        ("| a |\n| - |\n| b |", "<td>b</td>"),
        ("He said -- so", "He said — so"),
    ],
)
def test_the_plugins_of_the_shipped_configuration_are_at_work(
    site: Site, text: str, html: str
) -> None:
    assert html in site({"a.md": text}).page("a.md").html


def test_a_block_id_after_inline_markup_replaces_the_anchor_of_the_heading_above(
    site: Site,
) -> None:
    files = {"a.md": "# Above\n\nA [[b]] ^id\n", "b.md": "[[a#Above]] [[a#^id]]"}
    assert [link.href for link in site(files).dead_anchors] == ["./a#above"]


@pytest.mark.parametrize(("count", "dead"), [(191, ["./ribbon"]), (192, [])])
def test_aliases_confuse_links_until_quartz_starts_workers(
    site: Site, count: int, dead: list[str]
) -> None:
    files = {f"filler/{number}.md": "" for number in range(count - 2)}
    files |= {"ui/ribbon.md": "---\naliases: [old/ribbon]\n---\n", "from.md": "[[ribbon]]"}
    assert [link.href for link in site(files).dead_links] == dead


def test_quartz_does_not_see_every_file(site: Site) -> None:
    seen = site(
        {
            ".hidden.md": "",
            ".obsidian/app.json": "",
            "private/a.md": "",
            "private/a.png": "",
            "templates/a.md": "",
            "sub/private/a.md": "",
            ".gitignore": "ignored.md\n",
            "ignored.md": "",
            "upper.MD": "",
            "files/page.html": "",
        }
    )
    assert [page.path for page in seen.pages] == ["sub/private/a.md"]
    assert seen.assets == ("files/page", "upper.MD")


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        render(tmp_path / "nowhere")


def test_a_failing_harness_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="usage: node render"):
        render(tmp_path, links="shortest path")


def test_without_node_the_test_is_skipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(pytest.skip.Exception, match="need Node"):
        render(tmp_path)


def test_without_the_plugins_the_test_is_skipped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/node")
    monkeypatch.setattr(quartz, "HARNESS", tmp_path)
    with pytest.raises(pytest.skip.Exception, match="npm ci"):
        require_quartz()
