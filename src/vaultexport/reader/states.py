"""By what a file is known not to have changed, without reading it."""

from __future__ import annotations

import os
import stat
from array import array
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.reader.walk import VaultFile, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_SECOND: Final = 10**9
_COARSE: Final = 2 * _SECOND
"""Nanoseconds within which a file system that counts seconds (FAT, HFS+) can miss a change."""

_FINE: Final = _SECOND // 20
"""The same of all others: the kernel's clock ticks at least every 10 ms."""


class State(NamedTuple):
    """What changes with a file; times in nanoseconds since 1970.

    Attributes:
        modified: When its content was last changed.
        changed: When it, its name or its rights were last changed.
        size: Its size in bytes.
        inode: Its number on the disk: another one after a file was replaced.
    """

    modified: int
    changed: int
    size: int
    inode: int


UNSURE: Final = State(0, 0, 0, 0)
"""Of a file that may have changed unnoticed: no file has this state."""


FOLDER: Final = State(1, 0, 0, 0)
"""Of a folder, whatever is in it."""


def state_of(place: str | Path) -> State | None:
    """Give the state of a file; ``None`` if there is none."""
    try:
        found = os.stat(place)  # noqa: PTH116 - once for each file of a vault
    except OSError:
        return None
    if stat.S_ISDIR(found.st_mode):
        return FOLDER
    inode = found.st_ino & 0x7FFF_FFFF_FFFF_FFFF
    return State(found.st_mtime_ns, found.st_ctime_ns, found.st_size, inode)


class Snapshot:
    """The files below a folder, with their states.

    Attributes:
        files: The files, in the order of their paths.
        states: The state of each.
    """

    def __init__(self, files: list[VaultFile], states: list[State]) -> None:
        self.files = files
        self.states = states

    @classmethod
    def of(cls, folder: Path) -> Snapshot:
        """Look at a folder; one that does not exist has no files."""
        if not folder.is_dir():
            return cls([], [])
        files = [*walk(folder)]
        return cls(files, [state_of(file.source) or UNSURE for file in files])

    def pairs(self) -> Iterator[tuple[VaultFile, State]]:
        """Give each file with its state."""
        return zip(self.files, self.states, strict=True)

    def names(self) -> str:
        """Give the paths as one text."""
        return "\n".join(file.path for file in self.files)

    def packed(self) -> bytes:
        """Give the states as bytes."""
        return array("q", (number for state in self.states for number in state)).tobytes()

    def renewed(self, places: Collection[str]) -> Snapshot:
        """Look again at files, given by where they are on disk."""
        states = [
            (state_of(file.source) or UNSURE) if file.source in places else state
            for file, state in self.pairs()
        ]
        return Snapshot(self.files, states)

    def settled(self, now: int) -> Snapshot:
        """Give the same without the states of files that changed right before.

        A file that is changed twice within a tick of the clock has the same state both times.

        Args:
            now: When the states were taken, in nanoseconds since 1970.
        """
        states = [state if _is_settled(state, now) else UNSURE for state in self.states]
        return Snapshot(self.files, states)


def states_in(data: bytes) -> Iterator[State]:
    """Give the states of `Snapshot.packed`."""
    numbers = array("q", data)
    yield from map(State, *(iter(numbers),) * len(State._fields))


def _is_settled(state: State, now: int) -> bool:
    window = _FINE if state.modified % _SECOND else _COARSE
    return max(state.modified, state.changed) < now - window
