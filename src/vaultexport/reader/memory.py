"""What earlier runs of the same process have read, so that the next reads only what changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.model import Finding, Note
    from vaultexport.reader.walk import VaultFile


class Reading(NamedTuple):
    """What reading one file came to.

    Attributes:
        note: The note; ``None`` if it can't be read, or is none.
        findings: What could not be read as it stands.
    """

    note: Note | None
    findings: tuple[Finding, ...] = ()


class _State(NamedTuple):
    """By what a file is known not to have changed; times in nanoseconds."""

    modified: int
    changed: int
    size: int
    inode: int


class Memory:
    """Keeps notes for as long as their files stay as they are."""

    def __init__(self) -> None:
        self._before: dict[VaultFile, tuple[_State, Reading]] = {}
        self._now: dict[VaultFile, tuple[_State, Reading]] = {}

    def read(self, file: VaultFile, read: Callable[[VaultFile], Reading]) -> Reading:
        """Read a file, unless it is as it was when it was read last.

        Args:
            file: The file.
            read: Reads it.

        Returns:
            What reading it came to, now or then.
        """
        state = _state(file.source)
        known = self._before.get(file)
        if state is None or known is None or known[0] != state:
            known = (state or _State(0, 0, 0, 0), read(file))
        if state is not None:
            self._now[file] = known
        return known[1]

    def turn(self) -> None:
        """End a run: what it did not meet is gone."""
        self._before, self._now = self._now, {}


def _state(source: str) -> _State | None:
    try:
        found = os.stat(source)  # noqa: PTH116 - once for each file of a vault
    except OSError:
        return None
    return _State(found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
