"""The manual lists every fixture of the language."""

from __future__ import annotations

import re
from pathlib import Path

from support.golden import FIXTURES


def test_the_manual_lists_every_fixture() -> None:
    page = (Path(__file__).parents[2] / "docs" / "Syntax.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    folders = {folder.name for folder in (FIXTURES / "syntax").iterdir() if folder.is_dir()}
    listed = {name for row in rows for name in re.findall("`([a-z-]+)`", row)}
    assert listed == folders
