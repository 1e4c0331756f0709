"""What earlier runs have read, so that the next reads only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from vaultexport.reader.states import UNSURE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultexport.model import Finding, Note
    from vaultexport.reader.states import State
    from vaultexport.reader.walk import VaultFile


class Reading(NamedTuple):
    """What reading one file came to.

    Attributes:
        note: The note; ``None`` if it can't be read, or is none.
        findings: What could not be read as it stands.
    """

    note: Note | None
    findings: tuple[Finding, ...] = ()


class Shelf(Protocol):
    """Keeps readings for longer than a process lives."""

    def reading(self, path: str) -> tuple[State, Reading] | None:
        """Give what reading a file came to, and the state that it had then.

        Args:
            path: Its vault path.
        """


class Memory:
    """Keeps notes for as long as their files stay as they are.

    Attributes:
        shelf: Where to look for what this process has not read.
        fresh: The paths of the files that the last run has read itself.
    """

    def __init__(self) -> None:
        self.shelf: Shelf | None = None
        self.fresh: set[str] = set()
        self._before: dict[VaultFile, tuple[State, Reading]] = {}
        self._now: dict[VaultFile, tuple[State, Reading]] = {}
        self._reading: set[str] = set()

    def read(self, file: VaultFile, state: State, read: Callable[[VaultFile], Reading]) -> Reading:
        """Read a file, unless it is as it was when it was read last.

        Args:
            file: The file.
            state: Its state, taken before it is read.
            read: Reads it.

        Returns:
            What reading it came to, now or then.
        """
        known = self._before.get(file)
        if known is None and self.shelf is not None:
            known = self.shelf.reading(file.path)
        if known is None or known[0] != state or state == UNSURE:
            known = (state, _same(read(file), known))
            self._reading.add(file.path)
        self._now[file] = known
        return known[1]

    def turn(self) -> None:
        """End a run: what it did not meet is gone."""
        self._before, self._now = self._now, {}
        self.fresh, self._reading = self._reading, set()

    def known(self) -> Mapping[VaultFile, tuple[State, Reading]]:
        """Give what the last run knew of each file, and the state that it had."""
        return self._before


def _same(reading: Reading, known: tuple[State, Reading] | None) -> Reading:
    """Keep what is known of a note whose file was touched but holds what it held."""
    before = known[1].note if known is not None else None
    note = reading.note
    if note is not None and before is not None and before.is_known and before.body == note.body:
        note.know(before.parse)
    return reading
