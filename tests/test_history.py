from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from vaultexport import export
from vaultexport.reader import read_vault, with_history

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def git(folder: Path, *arguments: str, when: str = "2024-01-01T00:00:00Z") -> None:
    identity = {
        f"GIT_{who}_{what}": "x@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    environment = {**os.environ, **identity, **dates, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "repository" / "笔记"
    folder.mkdir(parents=True)
    (folder / "茶 tea.md").write_text("one", encoding="utf-8")
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", "-A")
    git(folder.parent, "commit", "-qm", "one", when="2023-02-03T10:00:00Z")
    (folder / "茶 tea.md").write_text(
        '`= dateformat(this.file.mday, "yyyy-MM-dd")`\n```dataview\nLIST\n```\n'
    )
    git(folder.parent, "commit", "-qam", "two", when="2024-05-06T10:00:00Z")
    (folder / "new.md").write_text("not committed", encoding="utf-8")
    return folder


def test_the_first_and_the_last_commit_count(vault: Path) -> None:
    notes = with_history(read_vault(vault)).notes
    assert notes["茶 tea.md"].created == 1675418400000
    assert notes["茶 tea.md"].modified == 1714989600000
    own = int((vault / "new.md").stat().st_mtime * 1000)
    assert notes["new.md"].modified == own


def test_without_a_repository_the_files_own_times_stay(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("text", encoding="utf-8")
    vault = read_vault(tmp_path)
    assert with_history(vault).notes == vault.notes


def test_queries_see_the_history(vault: Path, tmp_path: Path) -> None:
    export(vault, to="quartz", out=tmp_path / "out")
    assert "2024-05-06" in (tmp_path / "out" / "茶 tea.md").read_text(encoding="utf-8")
