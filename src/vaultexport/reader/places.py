"""Where a vault is; this takes no more than a look at folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

GARDEN_NOTES: Final = "src/site/notes"
"""The folder of the notes in a clone of a Digital Garden repository."""


def find_vault(start: Path) -> Path:
    """Find the vault that a folder belongs to: itself, or the nearest folder above that is one.

    Args:
        start: Any folder.

    Returns:
        The nearest folder with ``.obsidian`` or ``src/site/notes``; ``start`` if there is none.
    """
    for folder in (start, *start.parents):
        if (folder / ".obsidian").is_dir() or (folder / GARDEN_NOTES).is_dir():
            return folder
    return start
