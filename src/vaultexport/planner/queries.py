"""What of a note's code is a query, by the vault's settings, and who answers it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from vaultexport.planner.questions import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime, tzinfo

    from vaultexport.dataview.context import ClockUse
    from vaultexport.dataview.metadata import Page
    from vaultexport.dataview.results import Result
    from vaultexport.dataview.settings import Environment
    from vaultexport.dataview.values import Value
    from vaultexport.model import Note
    from vaultexport.planner.answers import Answers
    from vaultexport.reader import Index

DATAVIEW_BLOCK: Final = "```dataview"
"""In whose presence a vault is taken to use Dataview."""


class Query(NamedTuple):
    """A query at its place.

    Attributes:
        kind: Whether it is a block or an inline expression.
        text: Its text.
        origin: The vault path of the note that holds it.
    """

    kind: Literal["block", "inline"]
    text: str
    origin: str


class Answer(NamedTuple):
    """What a query or an inline expression gives.

    Attributes:
        result: The answer to a query; ``None`` for an expression, or when it failed.
        value: The value of an expression.
        error: Why it failed, in Dataview's words; empty if it did not.
        reads_clock: How much of what time it is the answer, or that there is none, depends on.
    """

    result: Result | None = None
    value: Value = None
    error: str = ""
    reads_clock: ClockUse = ""


class Queries:
    """Knows the queries of a vault; Dataview itself is imported when the first one comes.

    Args:
        notes: The notes that queries may see, by vault path.
        files: Vault paths of the attachments.
        index: Obsidian's link resolution over the whole vault.
        csv: The text of the vault's CSV files, by vault path.
        inline: Whether code that starts with the prefix is an expression.
        settings: Dataview's own settings, as its plugin keeps them.
        zone: The local zone; the machine's own when ``None``.
        now: The clock.

    Attributes:
        given: The queries that were answered since it was last told to forget.
        reads_fields: Whether the vault's texts hold fields and inline queries.
        shows_fields: Whether fields in brackets are shown as such.
        script_language: The language of blocks that are scripts, in lower case.
    """

    def __init__(  # noqa: PLR0913 - all that an answer depends on
        self,
        notes: Mapping[str, Note],
        files: tuple[str, ...],
        index: Index,
        *,
        csv: Mapping[str, str],
        inline: bool,
        settings: Mapping[str, object],
        zone: tzinfo | None,
        now: datetime,
    ) -> None:
        self._notes = notes
        self._files = files
        self._index = index
        self._csv = csv
        self._zone = zone
        self._now = now
        self._own = settings
        self.reads_fields = inline
        answers = inline and settings.get("enableInlineDataview") is not False
        runs = inline and self.is_on("enableInlineDataviewJs", default=False)
        self._query_prefix = self.text("inlineQueryPrefix", "=") if answers else ""
        self._script_prefix = self.text("inlineJsQueryPrefix", "$=") if runs else ""
        self.script_language = self.text("dataviewJsKeyword", "dataviewjs").lower()
        self.shows_fields = inline and settings.get("prettyRenderInlineFields") is not False
        self.forget()

    def forget(self) -> None:
        """Forget what was answered so far."""
        self.given: dict[Query, Answer] = {}

    def state(self) -> bytes:
        """Give a digest of all that answers are drawn from, but for the clock."""
        notes = self._notes.values()
        seen = [(n.path, n.stamp, n.created, n.modified, n.size) for n in notes]
        named = sorted(self._index.paths)  # a link may also lead to what no query may see
        return digest((seen, sorted(self._files), sorted(self._csv.items()), named))

    def prepare(self, notes: Iterable[Note]) -> None:
        """Make the index, if one of these notes has a query: processes that follow share it."""
        inline = f"`{self.text('inlineQueryPrefix', '=')}"
        if any(DATAVIEW_BLOCK in note.body or inline in note.body for note in notes):
            self._answers.prepare()

    def is_on(self, key: str, *, default: bool) -> bool:
        """Tell whether a switch of Dataview's settings is on."""
        value = self._own.get(key, default)
        return value if isinstance(value, bool) else default

    def text(self, key: str, default: str) -> str:
        """Give a text of Dataview's settings."""
        value = self._own.get(key, default)
        return value if isinstance(value, str) else default

    def is_script(self, source: str) -> bool:
        """Tell whether inline code is a script, which Dataview would run."""
        return bool(self._script_prefix) and source.startswith(self._script_prefix)

    def expression(self, source: str) -> str:
        """Give the expression that inline code asks for; empty for code that is only code."""
        prefix = self._query_prefix
        return source[len(prefix) :].strip() if prefix and source.startswith(prefix) else ""

    def page(self, note: Note) -> Page:
        """Give a note as queries see it."""
        return self._answers.page(note)

    @cached_property
    def environment(self) -> Environment:
        """What every value of the export is seen with."""
        from vaultexport.planner.environment import environment_of  # noqa: PLC0415 - see below

        return environment_of(self._own, self._zone, self._now)

    def block(self, query: str, origin: str) -> Answer:
        """Answer the text of a ``dataview`` block in the note ``origin``."""
        return self._given(Query("block", query, origin), self._answers.block)

    def inline(self, expression: str, origin: str) -> Answer:
        """Answer an inline expression in the note ``origin``."""
        return self._given(Query("inline", expression, origin), self._answers.inline)

    def _given(self, query: Query, answer: Callable[[str, str], Answer]) -> Answer:
        found = self.given[query] = answer(query.text, query.origin)
        return found

    @cached_property
    def _answers(self) -> Answers:
        from vaultexport.planner.answers import Answers  # noqa: PLC0415 - it imports Dataview

        return Answers(
            self._notes,
            self._files,
            self._index.resolve,
            csv=self._csv,
            environment=self.environment,
            zone=self._zone,
        )
