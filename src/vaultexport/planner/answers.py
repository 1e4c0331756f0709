"""Answers Dataview queries over the published notes: an unpublished one does not exist for them."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from vaultexport.converters import (
    CONVERTERS,
    MACHINE_ZONE,
    ConverterContext,
    looks_secret,
    without_secrets,
)
from vaultexport.dataview.context import Context
from vaultexport.dataview.describe import Description
from vaultexport.dataview.engine import run
from vaultexport.dataview.errors import DataviewError
from vaultexport.dataview.evaluate import evaluate
from vaultexport.dataview.memory import MemoryIndex
from vaultexport.dataview.metadata import Page
from vaultexport.dataview.parser import parse_expression
from vaultexport.dataview.query_parser import parse_query
from vaultexport.dataview.values import canonical_name
from vaultexport.markdown import InlineField
from vaultexport.planner.queries import Answer
from vaultexport.planner.visibility import NOTE_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import tzinfo

    from vaultexport.dataview.settings import Environment
    from vaultexport.model import Note

_NOT_NEWLINE: Final = re.compile(r"[^\r\n]")


class Answers:
    """Answers queries; the index is made when the first one comes.

    Args:
        notes: The notes that queries may see, by vault path.
        files: Vault paths of the attachments.
        resolve: Obsidian's link resolution over the whole vault.
        csv: The text of the vault's CSV files, by vault path.
        environment: What every value is seen with.
        zone: The local zone; the machine's own when ``None``.
    """

    def __init__(  # noqa: PLR0913 - all that an answer depends on
        self,
        notes: Mapping[str, Note],
        files: tuple[str, ...],
        resolve: Callable[[str, str], str | None],
        *,
        csv: Mapping[str, str],
        environment: Environment,
        zone: tzinfo | None,
    ) -> None:
        self._notes = notes
        self._files = files
        self._resolve = resolve
        self._csv = csv
        self._zone = zone
        self.environment = environment

    def prepare(self) -> None:
        """Make the index: processes that are started afterwards share it."""
        _ = self._index

    def block(self, query: str, origin: str) -> Answer:
        """Answer the text of a ``dataview`` block in the note ``origin``."""
        context = self._context(origin)
        try:
            result = run(parse_query(query), context)
        except DataviewError as error:
            return Answer(error=str(error), reads_clock=context.clock_read)
        return Answer(result=result, reads_clock=context.clock_read)

    def inline(self, expression: str, origin: str) -> Answer:
        """Answer an inline expression in the note ``origin``."""
        context = self._context(origin)
        try:
            value = evaluate(parse_expression(expression), context)
        except DataviewError as error:
            return Answer(error=str(error), reads_clock=context.clock_read)
        return Answer(value=value, reads_clock=context.clock_read)

    def _context(self, origin: str) -> Context:
        return Context(self._index, self.environment, origin)

    @cached_property
    def _index(self) -> MemoryIndex:
        return MemoryIndex(
            map(self.page, self._notes.values()),
            self._public,
            files=self._files,
            csv=self._csv,
            conceals=self._conceals,
        )

    def _public(self, target: str, origin: str) -> str | None:
        path = self._resolve(target, origin)
        return None if path is None or self._is_private(path) else path

    def _conceals(self, target: str, origin: str) -> bool:
        path = self._resolve(target, origin)
        return path is not None and self._is_private(path)

    def _is_private(self, path: str) -> bool:
        return path.lower().endswith(NOTE_FILES) and path not in self._notes

    def page(self, note: Note) -> Page:
        """Give a note as queries see it."""
        public = without_secrets(dict(note.properties))
        source = Description(
            note.path,
            partial(_public_text, note),
            note.body_line - 1,
            note.document,
            public if isinstance(public, dict) else {},
            times=partial(self._times, note),
            size=note.size,
        )
        return Page(source, self.environment.now.zone)

    def _times(self, note: Note) -> tuple[int, int]:
        """Give the times of creation and of the last change."""
        created = self._time(note, ("created", "date created"), note.created)
        changed = self._time(note, ("updated", "modified", "date modified"), note.modified)
        return created, changed

    def _time(self, note: Note, keys: tuple[str, ...], of_file: int) -> int:
        """Give a file's time: what the note itself says, else the file's own."""
        for key in keys:
            converted = CONVERTERS["datetime"](
                note.properties.get(key), ConverterContext(zone=self._zone or MACHINE_ZONE)
            )
            if isinstance(converted.value, str):
                return int(datetime.fromisoformat(converted.value).timestamp() * 1000)
        return of_file


def _public_text(note: Note) -> str:
    """Blank out what no query may see: properties, comments, and fields that look secret."""
    body = note.body
    ranges = [(span.start, span.end) for span in note.document.comments]
    if "<!--" in body:
        ranges += [
            (span.start, span.end)
            for span in note.document.htmls
            if body.startswith("<!--", span.start)
        ]
    if "::" in body:
        ranges += [
            (span.start, span.end)
            for span in note.document.marks
            if isinstance(span, InlineField) and looks_secret(body[span.key_start : span.key_end])
        ]
    for start, end in ranges:
        body = body[:start] + _NOT_NEWLINE.sub(" ", body[start:end]) + body[end:]
    return "\n" * (note.body_line - 1) + body


def differences(before: Page, after: Page) -> set[str]:
    """Give the names that queries have for what is not the same in two states of a note."""
    old, new = _facts(before), _facts(after)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def _facts(page: Page) -> dict[str, str]:
    """Give what queries can know of a note, by the names that they have for it."""
    found = dict(_parts(page))
    for key, value in page.fields.items():
        for name in {key.casefold(), canonical_name(key).casefold()}:
            found[name] = found.get(name, "") + repr(value)
    return found


def _parts(page: Page) -> Iterator[tuple[str, str]]:
    links = repr(page.links)
    items = repr(page.items)
    yield from (("outlinks", links), ("inlinks", links), ("lists", items), ("tasks", items))
    for name in ("created", "modified"):
        for part in ("time", "day"):
            yield f"{name[0]}{part}", repr(getattr(page, name))
    yield from (("tags", repr(page.tags)), ("etags", repr(page.tags)), ("size", repr(page.size)))
    yield from (("aliases", repr(page.aliases)), ("day", repr(page.day)))
