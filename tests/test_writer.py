"""The output folder: nothing half-written, nothing of the user's touched, nothing left behind."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.folders import read, times, write
from vaultexport import MisuseError, Report, export
from vaultexport.writer import MANIFEST, Manifest, Origin, OutputFile, Written, tree, write_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


def put(
    out: Path, files: Mapping[str, bytes], vault: str = "v", *, dry_run: bool = False
) -> Written:
    wanted = [OutputFile(path, "page", content) for path, content in files.items()]
    return write_tree(out, vault, wanted, dry_run=dry_run)


def codes(report: Report) -> set[tuple[str, str]]:
    return {(finding.path, finding.code) for finding in report.findings}


# One run


def test_files_are_written_with_their_folders(out: Path) -> None:
    written = put(out, {"a/b/c.md": b"1", "d.md": b"2"})
    assert written.written == ("a/b/c.md", "d.md")
    assert {k: v for k, v in read(out).items() if k != MANIFEST} == {"a/b/c.md": b"1", "d.md": b"2"}


def test_written_files_are_readable_by_a_web_server(out: Path) -> None:
    put(out, {"a.md": b"1"})
    assert (out / "a.md").stat().st_mode & 0o777 == 0o644


def test_a_failure_leaves_the_old_file_and_no_other(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(out, {"a.md": b"old"})
    before = read(out)

    def fail(source: str, target: Path) -> None:
        assert Path(source).read_bytes() == b"new", "the whole content stands beside its place"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        put(out, {"a.md": b"new"})
    assert read(out) == before


def test_a_full_disk_is_misuse_in_one_line(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_place: str, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tree, "write_atomically", fail)
    vault = write(tmp_path / "vault", {"a.md": "a"})
    with pytest.raises(MisuseError, match=r"can't be written .No space left on device") as caught:
        export(vault, to="hugo", out=out)
    assert "\n" not in str(caught.value)


def test_an_unreadable_attachment_is_left_out_and_said(tmp_path: Path, out: Path) -> None:
    vault = write(tmp_path / "vault", {"a.md": "![[gone.png]] ![[there.png]]", "there.png": PNG})
    (vault / "gone.png").symlink_to(vault / "there.png")
    wanted = [
        OutputFile("gone.png", "asset", tmp_path / "nowhere"),
        OutputFile("there.png", "asset", vault / "there.png"),
    ]
    written = write_tree(out, "v", wanted)
    assert (written.unreadable, written.written) == (("gone.png",), ("there.png",))
    assert (out / "there.png").read_bytes() == PNG


def test_a_dry_run_says_what_it_would_do(out: Path) -> None:
    put(out, {"a.md": b"1", "b.md": b"1"})
    before, stamps = read(out), times(out)
    dry = put(out, {"a.md": b"2", "c.md": b"1"}, dry_run=True)
    assert (read(out), times(out)) == (before, stamps)
    assert dry == put(out, {"a.md": b"2", "c.md": b"1"})


def test_a_dry_run_makes_no_folder(out: Path) -> None:
    put(out, {"a.md": b"1"}, dry_run=True)
    assert not out.exists()


# Further runs


def test_what_is_right_already_is_not_touched(out: Path) -> None:
    put(out, {"a.md": b"1", "b/b.md": b"1"})
    for path in out.rglob("*"):
        os.utime(path, ns=(10**18, 10**18))
    before = times(out)
    written = put(out, {"a.md": b"1", "b/b.md": b"1"})
    assert (written.unchanged, written.written) == (("a.md", "b/b.md"), ())
    assert times(out) == before, "the manifest's time too"
    put(out, {"a.md": b"1", "b/b.md": b"2"})
    after = times(out)
    assert after["a.md"] == before["a.md"]
    assert after["b/b.md"] != before["b/b.md"]


def test_what_is_no_longer_wanted_goes_with_its_folder(out: Path) -> None:
    put(out, {"a/b/c.md": b"1", "a/d.md": b"1", "e/f.md": b"1"})
    written = put(out, {"a/d.md": b"1"})
    assert written.removed == ("a/b/c.md", "e/f.md")
    assert sorted(path.name for path in out.rglob("*")) == [MANIFEST, "a", "d.md"]


def test_a_folder_with_a_file_of_the_users_stays(out: Path) -> None:
    put(out, {"a/b.md": b"1"})
    write(out, {"a/theirs.md": "mine"})
    put(out, {"c.md": b"1"})
    assert (out / "a" / "theirs.md").read_bytes() == b"mine"
    assert not (out / "a" / "b.md").exists()


def test_the_last_note_can_go(out: Path) -> None:
    put(out, {"a.md": b"1"})
    put(out, {})
    assert list(read(out)) == [MANIFEST]


def test_a_page_that_the_user_deleted_comes_back(out: Path) -> None:
    put(out, {"a.md": b"1"})
    (out / "a.md").unlink()
    assert put(out, {"a.md": b"1"}).written == ("a.md",)


# The user's own files


def test_a_file_of_the_users_is_never_changed(out: Path) -> None:
    write(out, {"a.md": "theirs", "b.md": "same"})
    written = put(out, {"a.md": b"ours", "b.md": b"same", "c.md": b"ours"})
    assert written.occupied == ("a.md",)
    assert (out / "a.md").read_bytes() == b"theirs"
    assert set(json.loads((out / MANIFEST).read_bytes())["vaults"]["v"]) == {"c.md"}


def test_a_file_of_the_users_is_never_removed_even_if_it_is_the_same(out: Path) -> None:
    write(out, {"a.md": "same"})
    put(out, {"a.md": b"same", "b.md": b"ours"})
    written = put(out, {})
    assert written.removed == ("b.md",)
    assert (out / "a.md").read_bytes() == b"same"


@pytest.mark.parametrize(
    "theirs",
    [{"a": "a file where a folder is needed"}, {"a/b.md/c": "a folder where a file is needed"}],
)
def test_what_blocks_a_place_stays(out: Path, theirs: dict[str, str]) -> None:
    write(out, theirs)
    before = read(out)
    written = put(out, {"a/b.md": b"ours", "c.md": b"ours"})
    assert (written.occupied, written.written) == (("a/b.md",), ("c.md",))
    assert before.items() <= read(out).items()


def test_a_link_of_the_users_to_nowhere_stays(out: Path) -> None:
    out.mkdir()
    (out / "a.md").symlink_to(out / "not yet")
    assert put(out, {"a.md": b"ours"}).occupied == ("a.md",)
    assert (out / "a.md").is_symlink()


def test_a_kit_file_that_the_user_edited_stays(out: Path) -> None:
    kit = [OutputFile("layouts/a.html", "kit", b"1")]
    write_tree(out, "v", kit)
    newer = [OutputFile("layouts/a.html", "kit", b"2")]
    assert write_tree(out, "v", newer).written == ("layouts/a.html",)
    write(out, {"layouts/a.html": "edited"})
    for _run in range(2):
        written = write_tree(out, "v", [OutputFile("layouts/a.html", "kit", b"3")])
        assert written.kept == ("layouts/a.html",)
    assert (out / "layouts" / "a.html").read_bytes() == b"edited"


def test_only_pages_and_attachments_below_the_users_files_are_ours(tmp_path: Path) -> None:
    """A site with everything a user may have: not one byte or time of it changes."""
    theirs: dict[str, str | bytes] = {
        "hugo.toml": 'title = "mine"\n',
        "archetypes/default.md": "---\n---\n",
        "content/posts/first.md": "---\ntitle: first\n---\n[[a]]\n",
        "content/_index.md": "my home",
        "static/attachments/a.png": b"theirs",
        "static/favicon.ico": b"icon",
        "layouts/_shortcodes/dataview.html": "mine",
        "layouts/baseof.html": "mine",
        "config/_default/markup.toml": "[goldmark.renderer]\nunsafe = true\n",
        ".git/config": "[core]\n",
    }
    out = write(tmp_path / "site", theirs)
    before, stamps = read(out), times(out)
    vault = write(
        tmp_path / "vault",
        {"index.md": "home", "a.md": "![[a.png]] <b>x</b>\n[[index]]", "a.png": PNG},
    )
    report = export(vault, to="hugo", out=out)
    assert before.items() <= read(out).items()
    assert stamps.items() <= times(out).items()
    assert codes(report) >= {
        ("index.md", "place-taken"),
        ("static/attachments/a.png", "place-taken"),
        ("layouts/_shortcodes/dataview.html", "kit-file-kept"),
        ("config/_default/markup.toml", "kit-file-kept"),
    }
    assert report.has_errors
    (vault / "a.md").unlink()
    export(vault, to="hugo", out=out)
    assert before.items() <= read(out).items()
    assert "content/a.md" not in read(out)


@pytest.mark.parametrize(
    ("to", "file", "text"),
    [
        ("hugo", "content/a.md", "theirs"),
        ("hugo", "content/A.md", "theirs, and the same page to Hugo"),
        ("hugo", "content/a.html", "theirs"),
        ("hugo", "content/a/index.md", "a bundle"),
        ("hugo", "content/posts/x.md", '---\nurl: "/a/"\n---\n'),
        ("hugo", "content/posts/x.md", '+++\nurl = "/a/"\n+++\n'),
        ("hugo", "content/posts/x.md", '{"url": "a"}\n\ntext'),
        ("hugo", "content/posts/x.md", '---\naliases: ["/z/", "/A"]\n---\n'),
        ("hugo", "content/x.md", "---\nslug: a\n---\n"),
        ("quartz", "a.md", "theirs"),
        ("quartz", "posts/x.md", "---\npermalink: a\n---\n"),
        ("quartz", "posts/x.md", "---\naliases: [A]\n---\n"),
    ],
)
def test_a_page_whose_place_or_url_is_the_users_is_not_written(
    to: str, file: str, text: str, tmp_path: Path, out: Path
) -> None:
    write(out, {file: text})
    vault = write(tmp_path / "vault", {"a.md": "a", "b.md": "see [[a]] and [[c]]", "c.md": "c"})
    report = export(vault, to=to, out=out)
    assert codes(report) == {("a.md", "place-taken"), ("b.md", "link-unpublished")}
    assert report.has_errors
    assert report.exported == ("b.md", "c.md")
    top = out / "content" if to == "hugo" else out
    assert "see a and [" in (top / "b.md").read_text(encoding="utf-8")
    assert (out / file).read_bytes() == text.encode()
    assert {path.name.lower() for path in top.glob("*.md")} - {
        "index.md",
        "_index.md",
        "a.md",
        "x.md",
    } == {
        "b.md",
        "c.md",
    }
    again = export(vault, to=to, out=out, under="notes")
    assert codes(again) == set()


@pytest.mark.parametrize(
    "text",
    [
        "---\nurl: [1, {a: b}]\n---\n",
        "+++\nurl = broken\n+++\n",
        '{"url": ',
        "---\nurl: /\n---\n",
        "\0",
    ],
)
def test_front_matter_that_claims_nothing_usable_is_no_claim(
    text: str, tmp_path: Path, out: Path
) -> None:
    write(out, {"content/x.md": text})
    vault = write(tmp_path / "vault", {"a.md": "a"})
    report = export(vault, to="hugo", out=out)
    assert (report.exported, codes(report)) == (("a.md",), set())


def test_an_old_url_that_the_user_gave_to_a_page_is_not_taken(tmp_path: Path, out: Path) -> None:
    write(out, {"content/new/place.md": '---\nurl: "/旧/茶/"\n---\n'})
    note = '---\n{"dg-publish":true,"permalink":"/旧/茶/"}\n---\n'
    vault = write(tmp_path / "garden", {"src/site/notes/茶.md": note})
    report = export(vault, to="hugo", out=out)
    assert codes(report) == {("茶.md", "place-taken")}
    assert not (out / "content" / "茶.md").exists()


# Two vaults, one site


def test_two_vaults_share_a_site(tmp_path: Path, out: Path) -> None:
    first = write(tmp_path / "tea", {"a.md": "![[i.png]]", "i.png": PNG})
    second = write(tmp_path / "bread", {"a.md": "![[i.png]] <b>x</b>", "i.png": PNG + b"2"})
    export(first, to="hugo", out=out, under="tea")
    export(second, to="hugo", out=out, under="bread")
    both = read(out)
    assert {path for path in both if path.endswith((".md", ".png"))} == {
        *("content/tea/_index.md", "content/tea/a.md"),
        *("content/bread/_index.md", "content/bread/a.md"),
        *("static/attachments/tea/i.png", "static/attachments/bread/i.png"),
    }
    report = export(first, to="hugo", out=out, under="tea")
    assert report.removed == ()
    (first / "a.md").unlink()
    write(first, {"b.md": "b"})
    export(first, to="hugo", out=out, under="tea")
    left = read(out)
    assert "content/bread/a.md" in left
    assert "content/tea/a.md" not in left
    assert not [path for path in both if path.startswith("layouts/") and path not in left]


# The manifest


def test_two_vaults_of_one_name_keep_their_files(tmp_path: Path) -> None:
    vaults = [write(tmp_path / who / "notes", {"Page.md": who}) for who in ("ann", "ben")]
    out = tmp_path / "site"
    for vault in vaults:
        export(vault, to="hugo", out=out, under=vault.parent.name)
    again = export(vaults[0], to="hugo", out=out, under="ann")
    assert (again.written, again.removed) == ((), ())
    assert {"content/ann/Page.md", "content/ben/Page.md"} <= read(out).keys()
    moved = export(vaults[1], to="hugo", out=out, under="moved")
    assert "content/ben/Page.md" in moved.removed


def test_a_vault_in_another_place_is_still_the_same(tmp_path: Path) -> None:
    here, there = (write(tmp_path / name / "notes", {"A.md": "", "B.md": ""}) for name in "xy")
    out = tmp_path / "site"
    export(here, to="quartz", out=out)
    manifest = (out / MANIFEST).read_bytes()
    assert export(there, to="quartz", out=out).written == ()
    assert (out / MANIFEST).read_bytes() == manifest
    (there / "B.md").unlink()
    assert export(there, to="quartz", out=out).removed == ("B.md",)


def test_the_manifest_names_files_and_digests_only(out: Path) -> None:
    put(out, {"a.md": b"1"})
    data = json.loads((out / MANIFEST).read_bytes())
    assert set(data) == {"version", "origins", "vaults"}
    assert set(data["origins"]["v"]) == {"target", "under", "place"}
    assert set(data["vaults"]["v"]) == {"a.md"}
    assert len(data["vaults"]["v"]["a.md"]) == 64


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"vaults": []}',
        b'{"vaults": {"v": 1}}',
        b"<<<<<<< HEAD\n",
        b"\xff",
        b"[" * 100_000,
        b'{"vaults": {"v": {"../../victim.md": "x"}}}',
        b'{"vaults": {"v": {"/etc/victim.md": "x"}}}',
        b'{"vaults": {"v": {"": "x"}}}',
    ],
)
def test_a_damaged_manifest_stops_the_export(content: bytes, tmp_path: Path, out: Path) -> None:
    vault = write(tmp_path / "vault", {"a.md": "a"})
    write(out, {MANIFEST: content, "a.md": "whose?"})
    before = read(tmp_path)
    with pytest.raises(MisuseError, match="damaged") as caught:
        export(vault, to="quartz", out=out)
    assert "\n" not in str(caught.value)
    assert MANIFEST in str(caught.value)
    assert read(tmp_path) == before


def test_a_folder_without_manifest_is_not_ours(out: Path) -> None:
    assert Manifest.load(out) is None
    out.mkdir()
    assert Manifest.load(out) is None
    put(out, {"a.md": b"1"})
    assert Manifest.load(out) is not None


def test_an_interrupted_run_is_finished_by_the_next(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = write(tmp_path / "vault", {f"{n}.md": f"{n}" for n in range(9)})
    write_all, done = tree.write_atomically, []

    def interrupted(place: str, content: bytes) -> None:
        done.append(place)
        if len(done) == 5:
            raise KeyboardInterrupt
        write_all(place, content)

    monkeypatch.setattr(tree, "write_atomically", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export(vault, to="quartz", out=out)
    assert 0 < len(list(out.glob("*.md"))) < 9
    monkeypatch.undo()
    (vault / "0.md").unlink()
    report = export(vault, to="quartz", out=out)
    assert not report.has_errors
    assert {path.stem for path in out.glob("*.md")} == {"index", *map(str, range(1, 9))}


def test_the_kits_configuration_stays_from_run_to_run(tmp_path: Path, out: Path) -> None:
    vault = write(tmp_path / "vault", {"a.md": "<b>x</b>"})
    config = out / "config" / "_default" / "markup.toml"
    export(vault, to="hugo", out=out)
    first = config.read_bytes()
    assert b"unsafe = true" in first
    again = export(vault, to="hugo", out=out)
    assert (again.written, again.removed, codes(again)) == ((), (), set())
    assert config.read_bytes() == first


def test_a_configuration_that_the_user_edited_counts_as_theirs(tmp_path: Path, out: Path) -> None:
    vault = write(tmp_path / "vault", {"a.md": "<b>x</b>"})
    export(vault, to="hugo", out=out)
    edited = "[goldmark.renderer]\nunsafe = false\n"
    write(out, {"config/_default/markup.toml": edited})
    report = export(vault, to="hugo", out=out)
    assert ("a.md", "html-dropped") in codes(report)
    assert read(out)["config/_default/markup.toml"] == edited.encode()


def test_what_a_users_configuration_withholds_is_done_without(tmp_path: Path, out: Path) -> None:
    """Their file can't be written, so its key is not to be had: the page needs none."""
    theirs = "# nothing about the renderer\n[tableOfContents]\nendLevel = 4\n"
    write(out, {"config/_default/markup.toml": theirs})
    vault = write(tmp_path / "vault", {"a.md": "<b>x</b>"})
    report = export(vault, to="hugo", out=out)
    assert "<b>" not in (out / "content" / "a.md").read_text(encoding="utf-8")
    assert read(out)["config/_default/markup.toml"] == theirs.encode()
    assert ("config/_default/markup.toml", "kit-file-kept") in codes(report)
    assert any("goldmark.renderer.unsafe = true" in line for line in report.summary())


def test_pages_below_a_folder_bring_no_home_for_the_whole_site(tmp_path: Path, out: Path) -> None:
    vault = write(tmp_path / "vault", {"a.md": "a"})
    export(vault, to="quartz", out=out, under="notes")
    assert {path for path in read(out) if path.endswith(".md")} == {"notes/a.md"}
    export(vault, to="quartz", out=out)
    assert {path for path in read(out) if path.endswith(".md")} == {"a.md", "index.md"}


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.dictionaries(texts, st.dictionaries(texts, texts, max_size=4), max_size=3))
def test_the_manifest_is_written_as_json_writes_it(vaults: dict[str, dict[str, str]]) -> None:
    origins = {name: Origin("target", "", name) for name in vaults}
    data = {
        "version": 1,
        "origins": {name: origin._asdict() for name, origin in origins.items()},
        "vaults": vaults,
    }
    expected = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert Manifest(vaults, origins).to_bytes() == expected.encode()
