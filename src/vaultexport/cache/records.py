"""What is kept of an export: plain values that say what was made of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from vaultexport.planner.questions import Questions
    from vaultexport.reader.memory import Reading
    from vaultexport.reader.states import Snapshot, State
    from vaultexport.report import Report
    from vaultexport.rewriter import Rewritten
    from vaultexport.writer import Put

Value = TypeVar("Value")


class PageRecord(NamedTuple):
    """A page that was made.

    Attributes:
        source: A digest of what it was made of: the note, the planned page, the options.
        questions: What was asked while it was made.
        answers: A digest of the answers.
        queries: A digest of all that queries can see; empty if the page has none.
        made: What became of the note, without the text.
        put: What became of the file.
        state: The file's state since.
    """

    source: bytes
    questions: Questions
    answers: bytes
    queries: bytes
    made: Rewritten
    put: Put
    state: State | None


class AssetRecord(NamedTuple):
    """An attachment that was copied.

    Attributes:
        source: The state of the file in the vault.
        clean: Whether metadata was to be taken out.
        put: What became of it.
        state: The state of the copy since.
    """

    source: State | None
    clean: bool
    put: Put
    state: State | None


@dataclass(frozen=True, slots=True)
class Rows(Generic[Value]):
    """Values by name, old and new.

    Attributes:
        values: All of them.
        fresh: The names of those that are new.
    """

    values: Mapping[str, Value]
    fresh: Collection[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An export that is done.

    Attributes:
        report: Its report.
        folders: The folders of the vault, and the states that their files had before.
        consulted: The states that other files had.
        outputs: Folders that hold what was written, and what the user has there.
        files: Further files of the output folder that matter.
        readings: What reading each published note came to, with its state, by the file's path.
        pages: What is known of each page, by the note's vault path.
        assets: What is known of each copied attachment, by vault path.
        until: When it is over with the result, in seconds since 1970; ``None`` for never.
    """

    report: Report
    folders: tuple[tuple[Path, Snapshot], ...]
    consulted: Mapping[Path, State | None]
    outputs: tuple[Path, ...]
    files: tuple[Path, ...]
    readings: Rows[tuple[State, Reading]]
    pages: Rows[PageRecord]
    assets: Rows[AssetRecord]
    until: float | None
