"""When files were made and last changed, by the git history of the vault.

A clone has the time of cloning on every file, and a synced vault that of the last sync; the
history knows better.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from vaultexport.model import Note, Vault

_FILE_TIMES: Final = ("ctime", "mtime", "cday", "mday")
"""One of these stands in every query that asks for a file's times."""

_TIMEOUT = 60
"""Seconds that git may take; beyond it the files' own times have to do."""


def asks_history(note: Note) -> bool:
    """Tell whether a query in a note may ask for the times of files."""
    return any(name in note.body for name in _FILE_TIMES)


def with_history(vault: Vault) -> Vault:
    """Give the vault with its notes' times by git, where git knows them.

    Args:
        vault: A vault, under git or not.

    Returns:
        The vault; without git or a repository the times are the files' own.
    """
    times = _times(vault.notes_root)
    notes = {
        path: note.dated(*times[path]) if path in times else note
        for path, note in vault.notes.items()
    }
    return replace(vault, notes=notes, has_history=True)


def _times(root: Path) -> dict[str, tuple[int, int]]:
    """Give first and last commit time of each file below ``root``, in milliseconds since 1970."""
    git = shutil.which("git")
    if git is None:
        return {}
    options = ("--no-renames", "--name-only", "--relative", "-z", "--format=%x01%ct")
    try:
        done = subprocess.run(  # noqa: S603 - git itself, with fixed options
            [git, "log", *options],
            cwd=root,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    times: dict[str, tuple[int, int]] = {}
    for commit in done.stdout.decode(errors="replace").split("\x01")[1:]:
        stamp, _, names = commit.partition("\0")
        millis = int(stamp.strip() or 0) * 1000
        for name in names.strip("\n\0").split("\0"):
            path = name.strip("\n")
            if path:
                times[path] = (millis, times.get(path, (0, millis))[1])
    return times
