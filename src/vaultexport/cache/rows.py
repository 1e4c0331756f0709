"""What is kept of each page and of each note, as bytes.

An export writes two rows for every note, so it counts what one costs: of plain values `marshal`
makes one in a tenth of the time that pickling takes.
"""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, cast

from vaultexport.cache.pickles import packed_plain, unpacked_plain
from vaultexport.cache.records import PageRecord
from vaultexport.markdown import parse
from vaultexport.markdown.packing import Unpacking
from vaultexport.model import Finding, Links, Note, Severity
from vaultexport.planner.aims import Aim
from vaultexport.planner.pages import Page
from vaultexport.planner.questions import Questions
from vaultexport.reader.memory import Reading
from vaultexport.reader.states import State
from vaultexport.rewriter import Rewritten
from vaultexport.writer import Put

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARSING: Final = ("parse", "is_known")
"""The attributes of a note that are kept as the document that they lead to."""


def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind) if field.name not in _PARSING]


_of_links: Final = attrgetter(*_names(Links))
_of_note: Final = attrgetter(*_names(Note))
_NOTE: Final = _names(Note)


def page_row(record: PageRecord) -> bytes:
    """Write what is known of a page."""
    made = record.made
    front_matter, links = made.front_matter, _of_links(made.links)
    row = (
        record.page.values(),
        [*map(tuple, record.aims)],
        record.targeted,
        record.source,
        tuple(record.questions),
        *(record.answers, record.queries, record.asked, record.given, record.day),
        (made.body, front_matter, made.assets, made.uses, links, _plain(made.findings)),
        tuple(record.put),
        record.state and tuple(record.state),
    )
    return packed_plain(row)


def page_record(row: bytes) -> PageRecord:
    """Read what `page_row` wrote; the bytes must be known to be those."""
    record = PageRecord._make(unpacked_plain(row))
    body, front_matter, assets, uses, links, findings = cast("tuple[Any, ...]", record.made)
    return record._replace(
        page=Page(*cast("tuple[Any, ...]", record.page)),
        aims=frozenset(map(Aim._make, record.aims)),
        questions=Questions._make(record.questions),
        made=Rewritten(body, front_matter, assets, uses, Links(*links), _findings(findings)),
        put=Put._make(record.put),
        state=record.state and State._make(record.state),
    )


def reading_row(state: State, reading: Reading) -> bytes:
    """Write what reading a file came to: a note with its spans in the compact form, if any.

    The note keeps them in that form, too.
    """
    note = reading.note
    if note is not None and not note.is_known and note.is_parsed:
        note.know(Unpacking.of(note.body, note.document))
    elif note is not None:
        note.rest()
    row = (tuple(state), note and _note_row(note), _plain(reading.findings))
    return packed_plain(row)


def _note_row(note: Note) -> tuple[object, ...]:
    known = note.parse
    spans = (known.data, known.check) if isinstance(known, Unpacking) else None
    return spans, _of_note(note)


def reading_record(row: bytes) -> tuple[State, Reading]:
    """Read what `reading_row` wrote; the bytes must be known to be those."""
    state, note, findings = unpacked_plain(row)
    return State(*state), Reading(note and _note(*note), _findings(findings))


def _note(spans: tuple[bytes, int] | None, values: Iterable[Any]) -> Note:
    known = dict(zip(_NOTE, values, strict=True))
    return Note(**known, parse=Unpacking(*spans) if spans else parse, is_known=bool(spans))


def _plain(findings: Iterable[Finding]) -> list[tuple[object, ...]]:
    return [
        (found.path, found.line, found.code, found.severity.value, found.message, found.hint)
        for found in findings
    ]


def _findings(rows: Iterable[tuple[Any, ...]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(path, line, code, Severity(severity), message, hint)
        for path, line, code, severity, message, hint in rows
    )
