"""Which files of a folder are there, in which order, and by what a change of one is known."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultexport.reader.states import Snapshot
from vaultexport.reader.walk import walk

if TYPE_CHECKING:
    from pathlib import Path


def made(folder: Path, *paths: str) -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    return folder


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    paths = ("a/z.md", "a b.md", "a.md", "a-/b.md", "a/b/c.md", "a0.md", "B.md", "日/记.md")
    found = [file.path for file in walk(made(tmp_path, *paths))]
    assert found == sorted(paths)


def test_what_obsidian_hides_is_left_out(tmp_path: Path) -> None:
    made(tmp_path, ".git/a.md", "node_modules/a.md", "x/.trash/a.md", ".a.md", "x/a.md")
    assert [file.path for file in walk(tmp_path)] == ["x/a.md"]


def test_names_are_composed_if_that_leaves_them_different(tmp_path: Path) -> None:
    made(tmp_path, "u\u0308.md", "o\u0308.md", "\u00f6.md")
    found = {file.path: os.path.basename(file.source) for file in walk(tmp_path)}  # noqa: PTH119
    assert found == {
        "\u00fc.md": "u\u0308.md",
        "o\u0308.md": "o\u0308.md",
        "\u00f6.md": "\u00f6.md",
    }


def test_links_are_followed_once_and_never_in_a_circle(tmp_path: Path) -> None:
    made(tmp_path, "a/n.md", "n.md")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "file.md").symlink_to(tmp_path / "n.md")
    assert [file.path for file in walk(tmp_path)] == ["a/n.md", "file.md", "n.md"]


def test_a_snapshot_tells_which_files_changed(tmp_path: Path) -> None:
    made(tmp_path, "a.md", "b.md", "c/d.md")
    before = Snapshot.of(tmp_path)
    os.utime(tmp_path / "c" / "d.md", ns=(1, 1))
    after = Snapshot.of(tmp_path)
    assert after.paths == before.paths == ["a.md", "b.md", "c/d.md"]
    ((file, state),) = after.changes(before.packed())
    assert (file.path, state.modified) == ("c/d.md", 1)
    assert not before.changes(before.packed())
    renewed = before.renewed({str(tmp_path / "c" / "d.md")})
    assert renewed.packed() == after.packed()


def test_a_state_that_is_too_fresh_is_not_kept(tmp_path: Path) -> None:
    made(tmp_path, "fresh.md", "old.md")
    found = Snapshot.of(tmp_path)
    now = max(max(state.modified, state.changed) for _, state in found.pairs())
    settled = found.settled(now + 10**10)
    assert settled.packed() == found.packed()
    assert [file.path for file, _ in found.changes(found.settled(now).packed())] == [
        "fresh.md",
        "old.md",
    ]
