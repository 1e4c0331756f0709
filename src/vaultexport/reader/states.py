"""By what a file is known not to have changed, without reading it."""

from __future__ import annotations

import os
import stat
from array import array
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.reader.walk import VaultFile, list_files

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


_SIZE: Final = len(State._fields)

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
    return State(*_state(found))


def _state(found: os.stat_result) -> tuple[int, int, int, int]:
    inode = found.st_ino & 0x7FFF_FFFF_FFFF_FFFF
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, inode


class Snapshot:
    """The files below a folder, with their states.

    Args:
        paths: The path of each file below the folder, in order.
        sources: Where each is on disk.
        numbers: The four numbers of the state of each.

    Attributes:
        paths: The path of each file below the folder, in order.
    """

    def __init__(self, paths: list[str], sources: list[str], numbers: array[int]) -> None:
        self.paths = paths
        self._sources = sources
        self._numbers = numbers

    @classmethod
    def of(cls, folder: Path) -> Snapshot:
        """Look at a folder; one that does not exist has no files."""
        paths, sources = list_files(folder)
        numbers = array("q")
        for source in sources:
            try:
                found = os.stat(source)  # noqa: PTH116 - once for each file
            except OSError:
                numbers.extend(UNSURE)
            else:
                numbers.extend(_state(found))
        return cls(paths, sources, numbers)

    def files(self) -> Iterator[VaultFile]:
        """Give the files, in the order of their paths."""
        return map(VaultFile, self.paths, self._sources)

    def pairs(self) -> Iterator[tuple[VaultFile, State]]:
        """Give each file with its state."""
        return zip(self.files(), states_in(self._numbers), strict=True)

    def changes(self, before: bytes) -> list[tuple[VaultFile, State]]:
        """Give the files whose states were others before, with those that they have now.

        Args:
            before: What `packed` gave of the same files.
        """
        if self.packed() == before:
            return []
        then = array("q", before)
        places = range(0, len(self._numbers), _SIZE)
        changed = (p for p in places if self._numbers[p : p + _SIZE] != then[p : p + _SIZE])
        return [(self._file(p // _SIZE), State(*self._numbers[p : p + _SIZE])) for p in changed]

    def _file(self, place: int) -> VaultFile:
        return VaultFile(self.paths[place], self._sources[place])

    def packed(self) -> bytes:
        """Give the states as bytes."""
        return self._numbers.tobytes()

    def renewed(self, places: Collection[str]) -> Snapshot:
        """Look again at files, given by where they are on disk."""
        numbers = self._numbers[:]
        for place, source in enumerate(self._sources):
            if source in places:
                start = place * _SIZE
                numbers[start : start + _SIZE] = array("q", state_of(source) or UNSURE)
        return Snapshot(self.paths, self._sources, numbers)

    def settled(self, now: int) -> Snapshot:
        """Give the same without the states of files that changed right before.

        A file that is changed twice within a tick of the clock has the same state both times.

        Args:
            now: When the states were taken, in nanoseconds since 1970.
        """
        numbers, limit = self._numbers[:], now - _COARSE
        columns = (numbers[0::_SIZE], numbers[1::_SIZE])
        fresh = {n for times in columns for n, time in enumerate(times) if time >= limit}
        for place in fresh:
            modified, changed = (times[place] for times in columns)
            if not _is_settled(modified, changed, now):
                numbers[place * _SIZE : (place + 1) * _SIZE] = array("q", UNSURE)
        return Snapshot(self.paths, self._sources, numbers)


def states_in(numbers: array[int]) -> Iterator[State]:
    """Give the states that numbers stand for, four each."""
    return map(State, *(iter(numbers),) * _SIZE)


def _is_settled(modified: int, changed: int, now: int) -> bool:
    window = _FINE if modified % _SECOND else _COARSE
    return max(modified, changed) < now - window
