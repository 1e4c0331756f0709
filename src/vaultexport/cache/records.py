"""What is kept of an export: plain values that say what was made of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultexport.cache.pickles import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from vaultexport.dataview.context import ClockUse
    from vaultexport.model import Dialect, Settings
    from vaultexport.planner.aims import Aim
    from vaultexport.planner.pages import Page
    from vaultexport.planner.queries import Answer, Query
    from vaultexport.planner.questions import Questions
    from vaultexport.reader.states import Snapshot, State
    from vaultexport.report import Report
    from vaultexport.rewriter import Rewritten
    from vaultexport.writer import Put


class PageRecord(NamedTuple):
    """A page that was made.

    Attributes:
        page: The page as it was planned.
        aims: The places in notes that the note's links mean.
        targeted: The offsets of the note's own places that links mean.
        source: A digest of what it was made of: the note, the planned page, the options.
        questions: What was asked while it was made.
        answers: A digest of the answers.
        queries: A digest of all that queries can see; empty if the page has none.
        asked: The texts of the queries that were answered.
        given: The queries with their answers, packed: Dataview is imported to read them.
        day: The day on which they were.
        made: What became of the note, without the text.
        put: What became of the file.
        state: The file's state since.
    """

    page: Page
    aims: frozenset[Aim]
    targeted: frozenset[int]
    source: bytes
    questions: Questions
    answers: bytes
    queries: bytes
    asked: tuple[str, ...]
    given: bytes
    day: str
    made: Rewritten
    put: Put
    state: State | None

    def brief(self) -> PageBrief:
        """Give what of it must be at hand."""
        texts = {*self.questions.texts, *(aim.path for aim in self.aims)} - {self.page.note}
        return PageBrief(tuple(sorted(texts)), self.asked, self.questions.clocked)

    def answer(self, query: Query) -> Answer | None:
        """Give the answer to a query; ``None`` if it was not asked."""
        given: Mapping[Query, Answer] = unpacked(self.given) if self.given else {}
        return given.get(query)


class PageBrief(NamedTuple):
    """What must be at hand of every page.

    Attributes:
        texts: The other notes whose texts the page depends on, by vault path.
        queries: The texts of its queries.
        clocked: How much of what time it is the answer to one depends on.
    """

    texts: tuple[str, ...]
    queries: tuple[str, ...]
    clocked: ClockUse


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


class Rows(NamedTuple):
    """What is to be kept in one table.

    Attributes:
        names: The names of all rows.
        fresh: The names of those that are new.
        row: Gives the content of a row.
    """

    names: Collection[str]
    fresh: Collection[str]
    row: Callable[[str], bytes]


class Core(NamedTuple):
    """What an export knows of a vault as a whole.

    Attributes:
        settings: What the vault's own settings say.
        dialect: Which kind of input it is.
        uses_garden: Whether Digital Garden's rules for properties hold.
        has_history: Whether a published note asks for the times that git knows.
        options: The export's options.
        published: Whether the notes are what Digital Garden published.
        by_permalink: Notes by their old URL.
        drawings: For each drawing the attachment that shows it.
        terms: The URLs of the pages that tags have; each is true.
        urls: The place in the site of each attachment that is used, by vault path.
        reads_fields: Whether Dataview's inline fields count.
        basis: A digest of all that every page depends on.
        queried: A digest of all that queries can see.
        folder: The output folder.
        under: The folder below the pages' folder that the export may use.
        is_settled: Whether the properties of a note that stays home concern no other note, as long
            as they don't bring in Digital Garden.
        kinds: For each file of the vault, in order, 1 if links can mean it and else 0.
        images: Further files that links can mean.
        askers: For each published note those whose pages depend on its text.
        texts: The texts of all queries.
    """

    settings: Settings
    dialect: Dialect
    uses_garden: bool
    has_history: bool
    options: Mapping[str, str]
    published: bool
    by_permalink: Mapping[str, str]
    drawings: Mapping[str, str]
    terms: Mapping[str, bool]
    urls: Mapping[str, str]
    reads_fields: bool
    basis: bytes
    queried: bytes
    folder: Path
    under: str
    is_settled: bool
    kinds: bytes
    images: tuple[str, ...]
    askers: Mapping[str, tuple[str, ...]]
    texts: frozenset[str]


class Patch(NamedTuple):
    """What is new about a few notes.

    Attributes:
        report: The report.
        core: What is known of the vault as a whole; ``None`` if that is what it was.
        readings: What reading the notes came to, packed, by the file's path.
        pages: What is known of the pages that were made again, packed, by the note's vault path.
        written: The files of the output folder that were written, with their whole paths.
    """

    report: Report
    core: Core | None
    readings: Mapping[str, bytes]
    pages: Mapping[str, bytes]
    written: Collection[str]


class Outcome(NamedTuple):
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
        core: What is known of the vault as a whole; ``None`` if any change concerns all of it.
    """

    report: Report
    core: Core | None
    folders: tuple[tuple[Path, Snapshot], ...]
    consulted: Mapping[Path, State | None]
    outputs: tuple[Path, ...]
    files: tuple[Path, ...]
    readings: Rows
    pages: Rows
    assets: Rows
    until: float | None
