"""Digital Garden's dialect: each property and setting by its own rules, to both targets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from vaultexport import MisuseError, Report, export
from vaultexport.cli import app
from vaultexport.reader.frontmatter import read_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TARGETS = ("hugo", "quartz")
NAME = "Some Note"


def make_vault(folder: Path, notes: Mapping[str, str], settings: Mapping[str, Any]) -> Path:
    """Write a vault in which Digital Garden is in use."""
    plugin = folder / ".obsidian" / "plugins" / "digitalgarden"
    plugin.mkdir(parents=True)
    (plugin / "data.json").write_text(json.dumps({"githubToken": "CANARY", **settings}))
    write_notes(folder, notes)
    return folder


def make_garden(folder: Path, notes: Mapping[str, Mapping[str, Any]], env: str = "") -> Path:
    """Write a clone of a published garden."""
    texts = {path: f"---\n{json.dumps(data)}\n---\n\ntext\n" for path, data in notes.items()}
    write_notes(folder / "src" / "site" / "notes", texts)
    (folder / ".env").write_text(env)
    return folder


def write_notes(folder: Path, notes: Mapping[str, str]) -> None:
    for path, text in notes.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())


def properties(page: Path) -> Mapping[str, Any]:
    return read_front_matter(page.read_text(encoding="utf-8")).data


def raw(tmp_path: Path, lines: str, to: str, /, **settings: Any) -> Mapping[str, Any] | None:
    """Export one note of a vault; give its front matter, or None if it stays home."""
    options = settings.pop("options", {})
    text = f"---\n{lines}\n---\ntext\n"
    vault = make_vault(tmp_path / "vault", {f"{NAME}.md": text}, settings)
    exported: Mapping[str, Any] | None = _exported(vault, tmp_path / "out", to, options)
    return exported


def published(tmp_path: Path, data: Mapping[str, Any], to: str, env: str = "") -> Any:
    """Export one note of a published garden; give its front matter."""
    note = {"dg-publish": True, "permalink": "/some-note/", **data}
    garden = make_garden(tmp_path / "garden", {f"{NAME}.md": note}, env)
    return _exported(garden, tmp_path / "out", to, {})


def _exported(vault: Path, out: Path, to: str, options: Mapping[str, str]) -> Any:
    report = export(vault, to=to, out=out, content_only=True, options=options)
    if not report.exported:
        return None
    top = out / "content" if to == "hugo" else out
    pages = [top / f"{NAME}.md", top / ("_index.md" if to == "hugo" else "index.md")]
    return properties(next(page for page in pages if page.is_file()))


def is_home(out: Path, to: str) -> bool:
    top = out / "content" if to == "hugo" else out
    return not (top / f"{NAME}.md").exists()


@pytest.mark.parametrize(
    ("value", "goes_out"),
    [
        ("true", True),
        ('"true"', True),
        ("yes", True),
        ("on", True),
        ("1", True),
        ("false", False),
        ('"false"', False),
        ("0", False),
        ("null", False),
        ("", False),
        ('""', False),
        # Digital Garden would publish these; nobody can tell whether they were meant so.
        ("no", False),
        ('"no"', False),
        ('"0"', False),
        ("[]", False),
        ("maybe", False),
    ],
)
def test_dg_publish(tmp_path: Path, value: str, *, goes_out: bool) -> None:
    assert (raw(tmp_path, f"dg-publish: {value}", "hugo") is not None) is goes_out


SHOW = [
    ("true", True),
    ('"true"', False),
    ('"false"', False),
    ('"0"', False),
    ("no", False),
    ("[]", False),
    ("1", False),
    # unset: the garden's default counts, true here
    ("false", True),
    ("0", True),
    ("null", True),
    ('""', True),
]


@pytest.mark.parametrize(("value", "shown"), SHOW)
def test_a_switch_of_a_vaults_note(tmp_path: Path, value: str, *, shown: bool) -> None:
    defaults = {"dgShowToc": True}
    lines = f"dg-publish: true\ndg-show-toc: {value}"
    hugo = raw(tmp_path / "h", lines, "hugo", defaultNoteSettings=defaults)
    quartz = raw(tmp_path / "q", lines, "quartz", defaultNoteSettings=defaults)
    assert hugo is not None
    assert quartz is not None
    assert (hugo["params"]["toc"], quartz["enableToc"]) == (shown, shown)


@pytest.mark.parametrize(
    ("data", "env", "shown"),
    [
        ({"dgShowToc": True}, "", True),
        ({"dgShowToc": False}, "dgShowToc=true", False),
        ({"dgShowToc": "true"}, "", False),
        ({"dgShowToc": "false"}, "dgShowToc=true", False),
        ({}, "dgShowToc=true\r\n", True),
        ({}, 'SITE_NAME_HEADER="x"\ndgShowToc="true"', True),
        ({}, "dgShowToc=false", False),
        ({}, "dgShowToc=yes", None),
        ({}, "#dgShowToc=true", None),
        ({}, "", None),
    ],
)
def test_a_switch_of_a_published_note(
    tmp_path: Path, data: Mapping[str, Any], env: str, shown: object
) -> None:
    assert published(tmp_path / "h", data, "hugo", env).get("params", {}).get("toc") is shown
    assert published(tmp_path / "q", data, "quartz", env).get("enableToc") is shown


SET = [
    ("true", True),
    ('"true"', True),
    ('"false"', True),
    ('"no"', True),
    ("no", True),
    ("1", True),
    ("[]", True),
    ("false", False),
    ("0", False),
    ("null", False),
    ('""', False),
]


@pytest.mark.parametrize(("value", "is_set"), SET)
def test_marks(tmp_path: Path, value: str, *, is_set: bool) -> None:
    hugo = raw(tmp_path / "h", f"dg-publish: true\ndg-hide: {value}", "hugo") or {}
    assert ("build" in hugo, "sitemap" in hugo) == (is_set, is_set)
    quartz = raw(tmp_path / "q", f"dg-publish: true\ndg-hide: {value}", "quartz") or {}
    assert ("unlisted" in quartz) is is_set
    pinned = raw(tmp_path / "p", f"dg-publish: true\ndg-pinned: {value}", "hugo") or {}
    assert pinned.get("weight") == (1 if is_set else None)
    for to in TARGETS:
        raw(tmp_path / to, f"dg-publish: true\ndg-home: {value}", to)
        assert is_home(tmp_path / to / "out", to) is is_set


@pytest.mark.parametrize("to", TARGETS)
def test_hide_once_meant_the_file_tree_alone(tmp_path: Path, to: str) -> None:
    lines = "dg-publish: true\ndg-hide: true"
    page = raw(tmp_path, lines, to, options={"hide": "tree"}) or {}
    assert page["title"] == NAME
    assert not {"build", "sitemap", "unlisted"} & set(page)


NO_COUNTERPART = (
    *("dg-hide-in-filetree", "dg-hide-in-graph", "dg-home-link", "dg-enable-search"),
    *("dg-show-backlinks", "dg-show-local-graph", "dg-show-graph-depth-control"),
    *("dg-show-inline-title", "dg-show-file-tree", "dg-show-tags", "dg-link-preview"),
    # of a note template that is often copied
    *("dg-hide-title", "dg-enable-mathjax", "dg-enable-mermaid", "dg-enable-uml"),
    *("dg-enable-dataview", "dg-publish-dm", "dg-foo", "dg_foo"),
    # the author's own, which the plugin does not know, and Obsidian's
    *("author", "tag", "cssclasses", "aliases", "cover", "date", "position", "type", "description"),
)


@pytest.mark.parametrize("key", NO_COUNTERPART)
@pytest.mark.parametrize("to", TARGETS)
def test_properties_without_a_counterpart_do_not_go_out(tmp_path: Path, key: str, to: str) -> None:
    page = raw(tmp_path, f"dg-publish: true\ndg-pass-frontmatter: true\n{key}: CANARY", to)
    assert page is not None
    assert "canary" not in str(page).lower()


NO_COUNTERPART_IN_A_GARDEN = (
    *("hideInFiletree", "hideInGraph", "dgHomeLink", "dgPassFrontmatter", "dgShowBacklinks"),
    *("dgShowLocalGraph", "dgShowGraphDepthControl", "dgShowInlineTitle", "dgShowFileTree"),
    *("dgShowTags", "dgEnableSearch", "dgLinkPreview", "author", "tag", "aliases"),
)


@pytest.mark.parametrize("key", NO_COUNTERPART_IN_A_GARDEN)
@pytest.mark.parametrize("to", TARGETS)
def test_published_properties_without_a_counterpart(tmp_path: Path, key: str, to: str) -> None:
    assert "canary" not in str(published(tmp_path, {key: "CANARY.md"}, to)).lower()


@pytest.mark.parametrize(
    ("default", "toc"),
    [(True, True), ("true", True), (False, False), ("false", False), (1, None), (None, None)],
)
def test_defaults_of_a_vaults_settings(tmp_path: Path, default: object, toc: object) -> None:
    settings = {"defaultNoteSettings": {"dgShowToc": default}}
    page = raw(tmp_path, "dg-publish: true", "quartz", **settings) or {}
    assert page.get("enableToc") is toc


@pytest.mark.parametrize(
    ("lines", "home"),
    [
        ("tags: gardenEntry", True),
        ("tags: [a, gardenEntry]", True),
        ("tags: a, gardenEntry", True),
        ("tags: gardenEntries", False),
    ],
)
@pytest.mark.parametrize("to", TARGETS)
def test_the_home_before_there_was_a_property_for_it(
    tmp_path: Path, lines: str, to: str, *, home: bool
) -> None:
    page = raw(tmp_path, f"dg-publish: true\n{lines}", to) or {}
    assert is_home(tmp_path / "out", to) is home
    assert "gardenEntry" not in page.get("tags", [])


@pytest.mark.parametrize("to", TARGETS)
def test_of_several_homes_the_shallowest_is_one(tmp_path: Path, to: str) -> None:
    notes = dict.fromkeys(("A/A.md", "B.md"), "---\ndg-publish: true\ndg-home: true\n---\n")
    report = export(make_vault(tmp_path / "v", notes, {}), to=to, out=tmp_path / "out")
    top = tmp_path / "out" / ("content" if to == "hugo" else "")
    home = top / ("_index.md" if to == "hugo" else "index.md")
    assert properties(home)["title"] == "B"
    assert (top / "A" / "A.md").is_file()
    assert [(f.code, f.path) for f in report.findings] == [("home-again", "A/A.md")]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("title: Of its own", "Of its own"),
        ("title:", NAME),
        ('title: ""', NAME),
        ("title: {pt: Um, en: One}", NAME),
        ("title: '{{title}}'", NAME),
        ("title: 2024", "2024"),
        ("title: false", NAME),
        ("title: 0", NAME),
        ('title: "false"', "false"),
    ],
)
@pytest.mark.parametrize("to", TARGETS)
def test_title(tmp_path: Path, lines: str, title: str, to: str) -> None:
    assert (raw(tmp_path, f"dg-publish: true\n{lines}", to) or {})["title"] == title


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        ("tags: [a, b/c]", ["a", "b/c"]),
        ("tags: a, b", ["a", "b"]),
        ("tags: ['#a', null, 7, ' b ']", ["a", "7", "b"]),
        ("tags: [gardenEntry, note, a]", ["a"]),
        ("tags: [null]", None),
        ("tags: [a b, 2024, 'c#']", ["a b", "2024", "c#"]),
        ("tags:", None),
        ("tag: a", None),
    ],
)
@pytest.mark.parametrize("to", TARGETS)
def test_tags(tmp_path: Path, lines: str, tags: object, to: str) -> None:
    assert (raw(tmp_path, f"dg-publish: true\n{lines}", to) or {}).get("tags") == tags


@pytest.mark.parametrize(
    ("lines", "description"),
    [
        ("dg-metatags: {description: Of tea}", "Of tea"),
        ("dg-metatags: [{name: description, content: Of tea}]", "Of tea"),
        ("dg-metatags:", None),
        ("dg-metatags: {description: ''}", None),
        ("dg-metatags: {description: 在此输入笔记的描述}", None),
        ("dg-description: Of tea", "Of tea"),
        ("dg-description: Enter a description here", None),
        ("dg-metatags: {description: First}\ndg-description: Second", "First"),
        ("description: the author's own, which the plugin does not know", None),
    ],
)
@pytest.mark.parametrize("to", TARGETS)
def test_description(tmp_path: Path, lines: str, description: object, to: str) -> None:
    assert (raw(tmp_path, f"dg-publish: true\n{lines}", to) or {}).get("description") == description


@pytest.mark.parametrize(
    "lines",
    [
        "dg-metatags: {'og:description': x, robots: noindex}",
        "dg-metatags: [{name: 'og:description', content: x}, {name: robots, content: noindex}]",
    ],
)
def test_other_metatags(tmp_path: Path, lines: str) -> None:
    hugo = raw(tmp_path / "h", f"dg-publish: true\n{lines}", "hugo") or {}
    wanted = {"og:description": "x", "robots": "noindex"}
    assert hugo["params"]["obsidian"]["metatags"] == wanted
    quartz = raw(tmp_path / "q", f"dg-publish: true\n{lines}", "quartz") or {}
    assert quartz["socialDescription"] == "x"


@pytest.mark.parametrize(
    ("value", "icon"),
    [
        ("1", "1"),
        ("signpost", "signpost"),
        ('"0"', "0"),
        ("0", None),
        ("null", None),
        ('""', None),
    ],
)
@pytest.mark.parametrize("key", ["dg-note-icon", "my-icon"])
def test_icon(tmp_path: Path, value: str, icon: object, key: str) -> None:
    page = raw(tmp_path, f"dg-publish: true\n{key}: {value}", "hugo", noteIconKey=key) or {}
    assert page.get("params", {}).get("obsidian", {}).get("icon") == icon


@pytest.mark.parametrize(
    ("value", "classes"),
    [
        ("wide", ["wide"]),
        ("wide cards", ["wide", "cards"]),
        ("[wide, cards]", ["wide", "cards"]),
        ("", None),
        ("canvas-page", None),
        ("{a: b}", None),
    ],
)
@pytest.mark.parametrize("key", ["dg-content-classes", "cssClasses"])
def test_content_classes(tmp_path: Path, value: str, classes: object, key: str) -> None:
    lines = f"dg-publish: true\n{key}: {value}"
    hugo = raw(tmp_path / "h", lines, "hugo", contentClassesKey=key) or {}
    assert hugo.get("params", {}).get("obsidian", {}).get("cssclasses") == classes
    quartz = raw(tmp_path / "q", lines, "quartz", contentClassesKey=key) or {}
    assert quartz.get("cssclasses") == classes


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2020-01-01T10:20:30+08:00", "2020-01-01T10:20:30+08:00"),
        ("2024-10-01T22:18:00.000Z", "2024-10-01T22:18:00+00:00"),
        ("", None),
        ("<% tp.date.now() %>", None),
        ("someday", None),
        # the template asks luxon for ISO, then SQL, then HTTP
        ("2020-01-01", "2020-01-01T00:00:00+00:00"),
        ("2024-10-01 22:18", "2024-10-01T22:18:00+00:00"),
        ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37+00:00"),
    ],
)
def test_dates_by_the_keys_of_the_settings(tmp_path: Path, value: str, date: object) -> None:
    keys = {"createdTimestampKey": "born", "updatedTimestampKey": "seen"}
    lines = f"dg-publish: true\nborn: {value}\nseen: {value}"
    hugo = raw(tmp_path / "h", lines, "hugo", **keys) or {}
    assert (hugo.get("date"), hugo.get("lastmod")) == (date, date)
    quartz = raw(tmp_path / "q", lines, "quartz", **keys) or {}
    assert (quartz.get("created"), quartz.get("modified")) == (date, date)


@pytest.mark.parametrize(
    ("data", "date"),
    [
        ({"created": "2020-01-01T00:00:00Z"}, "2020-01-01T00:00:00+00:00"),
        (
            {"created": "", "dg-note-properties": {"created": "2020-01-01T00:00:00Z"}},
            "2020-01-01T00:00:00+00:00",
        ),
        ({"dg-created": "2020-01-01T00:00:00Z"}, "2020-01-01T00:00:00+00:00"),
        ({"created": ""}, None),
    ],
)
def test_dates_of_a_published_note(tmp_path: Path, data: Mapping[str, Any], date: object) -> None:
    assert published(tmp_path, data, "hugo").get("date") == date


PUBLISHED = {
    "hide": (True, "build", {"list": "never"}),
    "pinned": (True, "weight", 1),
    "metatags": ({"description": "Of tea"}, "description", "Of tea"),
    "updated": ("2020-01-01T00:00:00Z", "lastmod", "2020-01-01T00:00:00+00:00"),
    "noteIcon": ("2", "params", {"obsidian": {"icon": "2"}}),
    "contentClasses": ("wide cards", "params", {"obsidian": {"cssclasses": ["wide", "cards"]}}),
}


@pytest.mark.parametrize("key", PUBLISHED)
def test_published_properties(tmp_path: Path, key: str) -> None:
    value, target, expected = PUBLISHED[key]
    assert published(tmp_path, {key: value}, "hugo")[target] == expected


@pytest.mark.parametrize("to", TARGETS)
def test_the_properties_that_the_plugin_passes_on_stay_out(tmp_path: Path, to: str) -> None:
    data = {
        "dgPassFrontmatter": True,
        "phone": "CANARY",
        "dg-passphrase": "CANARY",
        "dg-note-properties": {"salary": "CANARY", "aliases": ["CANARY"]},
    }
    assert "CANARY" not in str(published(tmp_path, data, to))


URLS = [
    pytest.param("A b.md", "", {}, "/a-b/", id="path"),
    pytest.param("A b.md", "", {"slugifyEnabled": False}, "/A b/", id="unslugified"),
    pytest.param("A/B.md", "dg-permalink: Some/Where", {}, "/Some/Where/", id="given"),
    pytest.param("A/B.md", "dg-path: C d/E.md", {}, "/c-d/e/", id="moved"),
    pytest.param("A/B.md", "dg-path: /setup", {}, "/setup/", id="leading-slash"),
    pytest.param("A/B.md", "dg-path: C.md\ndg-permalink: /p", {}, "/p/", id="given-and-moved"),
    pytest.param("In/B.md", "", {"pathRewriteRules": "In:Out\nIn:No"}, "/out/b/", id="rewritten"),
    pytest.param("In/B.md", "", {"pathRewriteRules": "In:"}, "/b/", id="rewritten-to-the-root"),
    pytest.param("In/B.md", "dg-path: C.md", {"pathRewriteRules": "In:Out"}, "/c/", id="path-wins"),
    pytest.param("茶/碎 Tea.md", "", {}, "/tea/", id="empty-segment"),
    pytest.param("A/B.md", "permalink: /else/", {}, "/a/b/", id="no-property-of-the-plugin"),
    pytest.param("A/B.md", "permalink: /old/\nnoteIcon: 1", {}, "/old/", id="copied-back"),
    pytest.param("A/B.md", "dg-permalink: 7", {}, "/a/b/", id="number"),
    pytest.param("A/B.md", "dg-permalink: ''", {}, "/a/b/", id="empty"),
    pytest.param("A/B.md", "dg-permalink: false", {}, "/a/b/", id="false"),
    pytest.param("A/B.md", "dg-permalink: /X y/茶", {}, "/X y/茶/", id="as-given"),
    pytest.param("A/B.md", "dg-path: x/v1.2 notes", {}, "/x/v1/", id="no-extension"),
    pytest.param("A/B.md", "dg-path: 7", {}, "/a/b/", id="path-is-a-number"),
    pytest.param("Inbox/B.md", "", {"pathRewriteRules": "In:Out"}, "/outbox/b/", id="prefix"),
    pytest.param("In/B.md", "", {"pathRewriteRules": "Out\nIn:Out:No"}, "/out/b/", id="colons"),
    pytest.param("A/PD1 Größe.md", "", {}, "/a/pd-1-groesse/", id="decamelized"),
]


@pytest.mark.parametrize(("path", "lines", "settings", "url"), URLS)
def test_urls_of_a_vault(
    tmp_path: Path, path: str, lines: str, settings: Mapping[str, Any], url: str
) -> None:
    text = f"---\ndg-publish: true\n{lines}\n---\n"
    vault = make_vault(tmp_path / "vault", {path: text}, settings)
    out = tmp_path / "out"
    export(vault, to="hugo", out=out)
    (page,) = (p for p in (out / "content").rglob("*.md") if p.name != "_index.md")
    own = page.relative_to(out / "content").with_suffix("").as_posix().lower().replace(" ", "-")
    assert properties(page).get("url", f"/{own}/") == url


def test_a_url_that_nobody_can_serve(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "vault", {"茶/介绍.md": "---\ndg-publish: true\n---\n"}, {})
    report = export(vault, to="hugo", out=tmp_path / "out")
    assert [(f.code, f.path) for f in report.findings] == [("url-unusable", "茶/介绍.md")]
    assert "url" not in properties(tmp_path / "out" / "content" / "茶" / "介绍.md")


def test_quartz_redirects_from_the_url_of_a_vaults_note(tmp_path: Path) -> None:
    text = "---\ndg-publish: true\ndg-permalink: old/place\n---\n"
    export(make_vault(tmp_path / "v", {"A.md": text}, {}), to="quartz", out=tmp_path / "out")
    assert properties(tmp_path / "out" / "A.md")["aliases"] == ["old/place/index"]


@pytest.mark.parametrize(
    ("lines", "file"),
    [
        ("dg-path: C/D.md", "C/D.md"),
        ("dg-path: C/D", "C/D.md"),
        ("dg-path: /C//D.md", "C/D.md"),
        ("dg-path: ../../C/./D.md", "C/D.md"),
        ("dg-path: '..'", "A/B.md"),
    ],
)
@pytest.mark.parametrize("to", TARGETS)
def test_a_note_moves_and_links_to_it_follow(
    tmp_path: Path, lines: str, file: str, to: str
) -> None:
    notes = {
        "A/B.md": f"---\ndg-publish: true\n{lines}\n---\nmoved\n",
        "Links.md": "---\ndg-publish: true\n---\n[[A/B]]\n",
    }
    out = tmp_path / "out"
    report = export(make_vault(tmp_path / "vault", notes, {}), to=to, out=out)
    top = out / "content" if to == "hugo" else out
    assert report.links.lost == 0
    assert (top / file).read_text(encoding="utf-8").endswith("moved\n")
    assert file.removesuffix(".md") in (top / "Links.md").read_text(encoding="utf-8")
    assert not [path for path in tmp_path.iterdir() if path.name not in {"vault", "out"}]


def test_the_order_of_the_file_tree(tmp_path: Path) -> None:
    names = ("A", "B", "C", "Folder/D", "Folder/E")
    notes = {f"{name}.md": {"permalink": f"/{name}/"} for name in names}
    garden = make_garden(tmp_path / "garden", {**notes, "C.md": {"pinned": True}})
    data = garden / "src" / "site" / "_data"
    data.mkdir()
    order = {"/": ["B", "C", "Folder", "A", "Gone"], "/Folder": ["E"], "x": 3}
    (data / "navigationOrder.json").write_text(json.dumps(order))
    export(garden, to="hugo", out=tmp_path / "out")
    pages = {name: properties(tmp_path / "out" / "content" / f"{name}.md") for name in names}
    weights = {name: page.get("weight") for name, page in pages.items()}
    assert weights == {"C": 1, "B": 2, "A": 3, "Folder/E": 4, "Folder/D": None}


def test_a_garden_below_a_prefix_folder(tmp_path: Path) -> None:
    make_garden(tmp_path / "repo" / "web", {"A.md": {"permalink": "/x/"}}, "dgShowToc=true")
    export(tmp_path / "repo", to="hugo", out=tmp_path / "out")
    page = properties(tmp_path / "out" / "content" / "A.md")
    assert (page["url"], page["params"]["toc"]) == ("/x/", True)


@pytest.mark.parametrize(
    ("protected", "goes_out"), [("skip", False), ("plain", True)], ids=["skip", "plain"]
)
def test_passphrases_of_a_vault(tmp_path: Path, protected: Any, *, goes_out: bool) -> None:
    note = "---\ndg-publish: true\ndg-passphrase: CANARY\n---\n"
    vault = make_vault(tmp_path / "vault", {"A.md": note}, {})
    report = export(vault, to="hugo", out=tmp_path / "out", protected=protected)
    assert bool(report.exported) is goes_out
    assert [f.code for f in report.findings] == (["passphrase-public"] if goes_out else [])
    assert "CANARY" not in report.to_json()


def test_an_unknown_way_with_passphrases(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="known are skip, plain"):
        export(tmp_path, to="hugo", protected="open")  # type: ignore[arg-type]


def filtered(tmp_path: Path, body: str, *filters: Mapping[str, Any], lines: str = "") -> str:
    note = f"---\ndg-publish: true\n{lines}---\n{body}"
    vault = make_vault(tmp_path / "vault", {"A.md": note}, {"customFilters": list(filters)})
    options = {"line-breaks": "soft"}
    export(vault, to="hugo", out=tmp_path / "out", content_only=True, options=options)
    return (tmp_path / "out" / "content" / "A.md").read_bytes().decode()


def rule(pattern: str, flags: str = "g", replacement: str = "") -> dict[str, str]:
    return {"pattern": pattern, "flags": flags, "replace": replacement}


@pytest.mark.parametrize(
    ("text", "rules", "expected"),
    [
        pytest.param("a a", [rule("a", "", "b")], "b a", id="once"),
        pytest.param("a a", [rule("a", "g", "b")], "b b", id="g"),
        pytest.param("a A", [rule("a", "gi", "b")], "b b", id="i"),
        pytest.param("a\na", [rule("^a$", "g", "b")], "a\na", id="no-m"),
        pytest.param("a\na", [rule("^a$", "gm", "b")], "b\nb", id="m"),
        pytest.param("a\r\na", [rule("^a$", "gm", "b")], "b\r\nb", id="m-windows"),
        pytest.param("x\ny", [rule("x.y", "g", "b")], "x\ny", id="no-s"),
        pytest.param("x\ny", [rule("x.y", "gs", "b")], "b", id="s"),
        pytest.param("a🍵b", [rule("a..b", "g", "x")], "x", id="units"),
        pytest.param("a🍵b", [rule("a.b", "gu", "x")], "x", id="u"),
        pytest.param("a🍵b", [rule(r"\u{1F375}", "gu", "x")], "axb", id="u-number"),
        pytest.param("茶 tea", [rule(r"\p{Script=Han}+", "gu", "x")], "x tea", id="u-property"),
        pytest.param("茶 tea", [rule(r"[\p{L}]+", "gu", "x")], "x x", id="u-class"),
        pytest.param("aab a", [rule("a", "y", "x")], "xab a", id="y"),
        pytest.param("aab a", [rule("a", "gy", "x")], "xxb a", id="gy"),
        pytest.param("baa", [rule("a", "gy", "x")], "baa", id="gy-not-at-start"),
        pytest.param("ab", [rule("(a)(b)", "g", "$2$1")], "ba", id="numbers"),
        pytest.param("ab", [rule("(?<l>a)", "g", "$<l>$<l>")], "aab", id="names"),
        pytest.param("ab", [rule("a", "g", "$&$&$$")], "aa$b", id="whole"),
        pytest.param("ab cb", [rule("(?<=a)b", "g", "x")], "ax cb", id="lookbehind"),
        pytest.param("ab cb", [rule("(?<!a+)b", "g", "x")], "ab cx", id="no-lookbehind"),
        pytest.param("aa ab", [rule(r"(.)\1", "g", "x")], "x ab", id="back-reference"),
        pytest.param("a", [rule("a", "g", "b"), rule("b", "g", "c")], "c", id="in-order"),
        pytest.param("a", [rule("", "g", "b")], "a", id="empty-pattern"),
        pytest.param("a", [{"pattern": "a"}], "", id="no-flags-no-replacement"),
    ],
)
def test_filters(tmp_path: Path, text: str, rules: list[dict[str, str]], expected: str) -> None:
    assert filtered(tmp_path, text, *rules).partition("\n---\n")[2] == expected


def test_a_filter_cuts_a_private_block_before_anything_reads_it(tmp_path: Path) -> None:
    body = "a\n:::hidden\n# CANARY\n[[CANARY]] ![[CANARY.png]] #CANARY ^CANARY\n:::\nz\n"
    page = filtered(tmp_path, body, rule(r":::hidden[\s\S]*?:::\n"))
    assert page.endswith("---\na\nz\n")
    assert "CANARY" not in page


def test_a_filter_also_cuts_what_properties_say(tmp_path: Path) -> None:
    lines = "title: With CANARY\ntags: [CANARY, tea]\ndg-metatags: {description: CANARY x}\n"
    page = filtered(tmp_path, "a", rule("CANARY", "g", "A."), lines=lines)
    assert "CANARY" not in page
    assert 'title: "With A."' in page


def test_an_embedded_note_is_filtered(tmp_path: Path) -> None:
    mark = "---\ndg-publish: true\n---\n"
    notes = {"A.md": f"{mark}![[B]]\n", "B.md": f"{mark}b CANARY\n"}
    settings = {"customFilters": [rule("CANARY")]}
    export(make_vault(tmp_path / "vault", notes, settings), to="hugo", out=tmp_path / "out")
    assert all(
        b"CANARY" not in path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    )


@pytest.mark.parametrize(
    "broken",
    [
        rule("("),
        rule("[a&&b]", "gv"),
        rule("a", "gg"),
        rule("a", "x"),
        rule(r"\ud83c\udf75", "gu"),
        rule(r"\p{NoSuchThing}", "gu"),
        {"pattern": 3, "flags": "g", "replace": ""},
        {"flags": "g"},
        "a",
        rule("a" * 10_001),
    ],
    ids=str,
)
def test_a_filter_that_nobody_understands_lets_nothing_pass(tmp_path: Path, broken: Any) -> None:
    notes = {"A.md": "---\ndg-publish: true\n---\n"}
    vault = make_vault(tmp_path / "vault", notes, {"customFilters": [rule("b"), broken]})
    report = export(vault, to="hugo", out=tmp_path / "out")
    assert report.exported == ()
    assert report.left_out == {"to which a custom filter could not be applied": 1}
    (finding,) = report.findings
    assert (finding.code, finding.path) == ("filter-untranslatable", "")
    assert "custom filter 2" in finding.message
    assert report.has_errors


def test_a_filter_without_end_costs_one_note(tmp_path: Path) -> None:
    mark = "---\ndg-publish: true\n---\n"
    notes = {"A.md": f"{mark}{'a' * 60}!\n", "B.md": f"{mark}fine\n"}
    settings = {"customFilters": [rule("(a|aa)+$")]}
    vault = make_vault(tmp_path / "vault", notes, settings)
    report = export(vault, to="hugo", out=tmp_path / "out")
    assert report.exported == ("B.md",)
    assert [(f.code, f.path) for f in report.findings] == [("filter-untranslatable", "A.md")]


def with_garden(tmp_path: Path, to: str) -> tuple[Path, Report]:
    mark = "---\ndg-publish: true\ncreated: 1999-01-01\n---\n"
    notes = {
        "A.md": f"{mark}new text\n",
        "New.md": mark,
        "CANARY private.md": "x",
        "CANARY withdrawn.md": "---\ndg-publish: false\n---\n",
    }
    prints = {
        "A.md": {
            "permalink": "/old/place/",
            "created": "2020-01-01T00:00:00Z",
            "updated": "2021-01-01T00:00:00Z",
        },
        "Renamed.md": {"permalink": "/renamed/"},
        "CANARY withdrawn.md": {"permalink": "/w/"},
    }
    vault = make_vault(tmp_path / "vault", notes, {})
    garden = make_garden(tmp_path / "garden", prints)
    return tmp_path / "out", export(vault, to=to, out=tmp_path / "out", garden=garden)


@pytest.mark.parametrize("to", TARGETS)
def test_the_vault_gives_the_text_and_the_garden_the_rest(tmp_path: Path, to: str) -> None:
    out, report = with_garden(tmp_path, to)
    top = out / "content" if to == "hugo" else out
    page = properties(top / "A.md")
    created, updated = ("date", "lastmod") if to == "hugo" else ("created", "modified")
    if to == "hugo":
        assert page["url"] == "/old/place/"
    else:
        assert page["aliases"] == ["old/place/index"]
    assert page[created] == "2020-01-01T00:00:00+00:00"
    assert page[updated] == "2021-01-01T00:00:00+00:00"
    assert (top / "A.md").read_text(encoding="utf-8").endswith("new text\n")
    assert properties(top / "New.md")[created].startswith("1999-01-01")
    assert report.exported == ("A.md", "New.md")


def test_notes_of_only_one_side_are_told(tmp_path: Path) -> None:
    _out, report = with_garden(tmp_path, "hugo")
    assert [(f.code, f.path) for f in report.findings] == [
        ("garden-only", ""),
        ("vault-only", "New.md"),
        ("garden-only", "Renamed.md"),
    ]
    assert "1 note of the published garden" in report.findings[0].message
    assert "CANARY" not in report.to_json()


def test_no_garden(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "vault", {}, {})
    garden = make_garden(tmp_path / "garden", {"A.md": {"permalink": "/a/"}})
    with pytest.raises(MisuseError, match="no clone of a Digital Garden"):
        export(vault, to="hugo", out=tmp_path / "out", garden=vault)
    with pytest.raises(MisuseError, match="published garden itself"):
        export(garden, to="hugo", out=tmp_path / "out", garden=garden)
    with pytest.raises(MisuseError, match="no folder"):
        export(vault, to="hugo", out=tmp_path / "out", garden=tmp_path / "none")


def test_the_command_knows_the_garden(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "vault", {"A.md": "---\ndg-publish: true\n---\n"}, {})
    garden = make_garden(tmp_path / "garden", {"A.md": {"permalink": "/kept/"}})
    arguments = ["--to", "hugo", str(vault), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(app, [*arguments, "--garden", str(garden), "--protected", "plain"])
    assert done.exit_code == 0, done.output
    assert properties(tmp_path / "out" / "content" / "A.md")["url"] == "/kept/"


def test_secrets_of_the_settings_stay_there(tmp_path: Path) -> None:
    vault = make_vault(tmp_path / "vault", {"A.md": "---\ndg-publish: true\n---\n"}, {})
    report = export(vault, to="hugo", out=tmp_path / "out")
    assert "CANARY" not in report.to_json()
    assert all(
        b"CANARY" not in path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    )


# Section 2.8: what is what

JSON_NOTE = '---\n{"dg-publish":true,"permalink":"/n/"}\n---\n'
YAML_NOTE = "---\ndg-publish: true\n---\n"
KINDS = {
    "clone": ({"src/site/notes/N.md": JSON_NOTE, ".env": ""}, "published garden"),
    "clone without settings": ({"src/site/notes/N.md": JSON_NOTE}, "published garden"),
    "below a prefix": ({"web/src/site/notes/N.md": JSON_NOTE, "web/.eleventy.js": ""}, "published"),
    "vault with the plugin": (
        {".obsidian/plugins/digitalgarden/data.json": "{}", "N.md": YAML_NOTE},
        "Digital Garden would publish",
    ),
    "vault with the plugin's development copy": (
        {".obsidian/plugins/obsidian-digital-garden/data.json": "{}", "N.md": YAML_NOTE},
        "Digital Garden would publish",
    ),
    "vault with a mark": (
        {".obsidian/app.json": "{}", "N.md": YAML_NOTE},
        "Digital Garden would publish",
    ),
    "vault": ({".obsidian/app.json": "{}", "N.md": "text"}, "not marked private"),
    "loose prints": ({"N.md": JSON_NOTE}, "published garden"),
    "loose notes": ({"N.md": "text"}, "not marked private"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_input_is_recognised(tmp_path: Path, kind: str) -> None:
    files, rule = KINDS[kind]
    write_notes(tmp_path / "in", files)
    report = export(tmp_path / "in", to="quartz", out=tmp_path / "out")
    assert rule in report.rule
    assert report.exported == ("N.md",)


@pytest.mark.parametrize(
    ("alias", "title"),
    [("{{title}}", "Inner"), ("## Its {{title}}", "Its Inner"), ("Given", "Given"), ("", "Inner")],
)
def test_the_title_of_an_embed(tmp_path: Path, alias: str, title: str) -> None:
    notes = {
        "Outer.md": f"---\ndg-publish: true\n---\n![[Inner|{alias}]]\n",
        "Deep/Inner.md": "---\ndg-publish: true\n---\ntext\n",
    }
    export(make_vault(tmp_path / "vault", notes, {}), to="hugo", out=tmp_path / "out")
    page = (tmp_path / "out" / "content" / "Outer.md").read_text(encoding="utf-8")
    assert f'title="{title}"' in page
