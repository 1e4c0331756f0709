"""Exporting again and again: what the command does while its user writes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from support.folders import read, write
from vaultexport import export
from vaultexport.reader import Memory
from vaultexport.reader import vault as vaults
from vaultexport.watch import is_relevant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vaultexport.reader.walk import VaultFile


VAULT: dict[str, str | bytes] = {
    "a.md": "See [[b]].",
    "b.md": "# B",
    "sub/c.md": "![[b]]",
    "x.png": b"x",
}
PATIENCE = 30
"""Seconds after which a test gives up."""


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The vault paths of the notes that are read from disk."""
    done: list[str] = []
    read_note = vaults.read_note

    def spy(file: VaultFile) -> object:
        done.append(file.path)
        return read_note(file)

    monkeypatch.setattr(vaults, "read_note", spy)
    return done


def test_only_what_changed_is_read_again(tmp_path: Path, reads: list[str]) -> None:
    vault, memory = write(tmp_path / "vault", VAULT), Memory()
    export(vault, to="hugo", out=tmp_path / "out", memory=memory)
    assert sorted(reads) == ["a.md", "b.md", "sub/c.md"]
    reads.clear()
    write(vault, {"b.md": "# B again"})
    (vault / "a.md").unlink()
    write(vault, {"d.md": "[[b]]"})
    export(vault, to="hugo", out=tmp_path / "out", memory=memory)
    assert sorted(reads) == ["b.md", "d.md"]
    export(vault, to="hugo", out=tmp_path / "fresh")
    assert read(tmp_path / "out") == read(tmp_path / "fresh")


def test_a_finding_of_a_note_that_is_not_read_again_stays(tmp_path: Path) -> None:
    vault, memory = write(tmp_path / "vault", {**VAULT, "bad.md": b"\xff"}), Memory()
    first = export(vault, to="hugo", out=tmp_path / "out", memory=memory)
    again = export(vault, to="hugo", out=tmp_path / "out", memory=memory)
    assert [f.code for f in first.findings] == ["encoding-invalid"]
    assert again.findings == first.findings


def test_what_is_new_is_said(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", VAULT)
    first = export(vault, to="hugo", out=tmp_path / "out")
    write(vault, {"a.md": "One\n\nSee [[nobody]]."})
    second = export(vault, to="hugo", out=tmp_path / "out")
    files, finding = second.news(first)
    assert files.startswith("Files: 1 written, ")
    assert finding.startswith("warning: link-unresolved: a.md:3: ")
    assert list(second.news(second)) == [files]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("v/a.md", True),
        ("v/img/a b.png", True),
        ("v/.obsidian/app.json", True),
        ("v/.obsidian/plugins/dataview/data.json", True),
        ("v/.obsidian/workspace.json", False),
        ("v/.obsidian/workspace-mobile.json", False),
        ("v/workspace.md", True),
        ("v/.git/index", False),
        ("v/.trash/a.md", False),
    ],
)
def test_what_a_change_must_be_to_matter(path: str, *, expected: bool) -> None:
    from watchfiles import Change  # noqa: PLC0415 - only this test needs it

    assert is_relevant(Change.modified, path) is expected


class Watching:
    """The command, at work with ``--watch``."""

    def __init__(self, vault: Path, out: Path) -> None:
        self._out = out
        self._said = out.with_name("said.txt")
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "vaultexport", vault, "--out", out, "--to=hugo", "--watch"],
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        self.until(lambda: self.said("Watching "))

    def said(self, text: str) -> bool:
        return text in self._said.read_text(encoding="utf-8")

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something to come true."""
        for _ in range(PATIENCE * 20):
            if holds():
                return
            time.sleep(0.05)
        raise AssertionError("it did not come true")

    def holds(self, page: str, text: str) -> bool:
        place = self._out / "content" / page
        return place.is_file() and text in place.read_text(encoding="utf-8")

    def stop(self) -> int:
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(PATIENCE)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    vault = write(tmp_path / "vault", VAULT)
    # Without a settings folder of its own the next change of one might be missed on some systems.
    write(vault, {".obsidian/app.json": "{}"})
    watching = Watching(vault, tmp_path / "out")
    yield watching
    watching.end()


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_every_kind_of_change_is_exported(watching: Watching, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    write(vault, {"b.md": "# Changed"})
    watching.until(lambda: watching.holds("sub/c.md", "Changed"))
    write(vault, {"new/d.md": "Fresh"})
    watching.until(lambda: watching.holds("new/d.md", "Fresh"))
    (vault / "new/d.md").rename(vault / "e.md")
    watching.until(lambda: watching.holds("e.md", "Fresh") and not watching.holds("new/d.md", ""))
    write(vault, {"e.md": "---\npublish: false\n---\nFresh"})
    watching.until(lambda: not watching.holds("e.md", ""))
    write(vault, {".obsidian/app.json": '{"userIgnoreFilters": ["sub/"]}'})
    watching.until(lambda: not watching.holds("sub/c.md", ""))
    assert watching.stop() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_a_storm_of_saves_ends_with_the_last(watching: Watching, tmp_path: Path) -> None:
    for number in range(100):
        write(tmp_path / "vault", {"a.md": f"Save {number}.", f"{number % 7}.md": f"{number}"})
    watching.until(lambda: watching.holds("a.md", "Save 99.") and watching.holds("1.md", "99"))
    assert watching.stop() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_it_goes_on_after_a_mistake(watching: Watching, tmp_path: Path) -> None:
    config = tmp_path / "vault" / "vaultexport.toml"
    config.write_text("nonsense = 1", encoding="utf-8")
    watching.until(lambda: watching.said("no option is called 'nonsense'"))
    config.unlink()
    write(tmp_path / "vault", {"a.md": "Mended"})
    watching.until(lambda: watching.holds("a.md", "Mended"))
    assert watching.stop() == 0
