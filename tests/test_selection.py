from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from vaultexport import export
from vaultexport.cli import app

if TYPE_CHECKING:
    from pathlib import Path

NOTES = {
    "Home.md": "---\ntags: [start]\n---\n",
    "Diary/Today.md": "---\ntags: [Work/Plans]\n---\n",
    "Diary/Yesterday.md": "text #work here",
    "Diary entry.md": "text",
    "工作/计划.md": "---\ntags: 秘密\npublish: false\n---\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    for path, text in NOTES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def exported(vault: Path, **options: list[str]) -> set[str]:
    out = vault.parent / "out"
    return set(export(vault, to="hugo", out=out, dry_run=True, **options).exported)  # type: ignore[arg-type]


PUBLIC = set(NOTES) - {"工作/计划.md"}


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ("Diary", {"Diary/Today.md", "Diary/Yesterday.md"}),
        ("diary/", {"Diary/Today.md", "Diary/Yesterday.md"}),
        ("Diary/Today", {"Diary/Today.md"}),
        ("Diary/Today.md", {"Diary/Today.md"}),
        ("Diary*", {"Diary/Today.md", "Diary/Yesterday.md", "Diary entry.md"}),
        ("*day.md", {"Diary/Today.md", "Diary/Yesterday.md"}),
        ("#start", {"Home.md"}),
        ("#work", {"Diary/Today.md", "Diary/Yesterday.md"}),
        ("#work/plans", {"Diary/Today.md"}),
        ("#wor", set()),
        ("Nowhere", set()),
    ],
)
def test_a_pattern_names_folders_notes_and_tags(
    vault: Path, pattern: str, matched: set[str]
) -> None:
    assert exported(vault, include=[pattern]) == matched
    assert exported(vault, exclude=[pattern]) == PUBLIC - matched


def test_nothing_private_is_included(vault: Path) -> None:
    assert exported(vault, include=["工作", "#秘密"]) == set()


def test_exclude_wins(vault: Path) -> None:
    assert exported(vault, include=["Diary"], exclude=["#work/plans"]) == {"Diary/Yesterday.md"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Home"], "Home.md goes out."),
        (["today"], "Diary/Today.md goes out."),
        (["工作/计划"], "工作/计划.md stays home: it says that it is private, or"),
        (["Home", "--exclude", "#start"], "--exclude leaves it out"),
        (["Home", "--include", "Diary"], "--include does not name it"),
        (["Home", "--publish", "marked"], "nothing in it says that"),
    ],
)
def test_explain_says_why(vault: Path, arguments: list[str], said: str) -> None:
    note, *options = arguments
    result = CliRunner().invoke(app, [str(vault), "--explain", note, *options])
    assert result.exit_code == 0, result.output
    assert said in result.stdout
    assert list(vault.parent.iterdir()) == [vault]


def test_explain_of_no_note_is_misuse(vault: Path) -> None:
    result = CliRunner().invoke(app, [str(vault), "--explain", "Nobody"])
    assert result.exit_code == 2
    assert "no such note" in result.output


def test_the_configuration_file_holds_patterns(vault: Path) -> None:
    (vault / "vaultexport.toml").write_text('to = "hugo"\nexclude = ["Diary", "#start"]\n')
    result = CliRunner().invoke(app, [str(vault), "--dry-run"])
    assert result.exit_code == 0, result.output
    assert "Exported 1 note of 5" in result.stdout
