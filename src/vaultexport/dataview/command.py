"""Answers queries about a folder of notes: what ``python -m vaultexport.dataview`` does.

It reads all notes, published or not: it is for grading the engine and for the curious, not for a
site.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vaultexport.dataview.context import Context
from vaultexport.dataview.dates import Date, parse_literal
from vaultexport.dataview.describe import Description
from vaultexport.dataview.encode import Json, encode, encode_query, encode_result
from vaultexport.dataview.engine import run
from vaultexport.dataview.errors import DataviewError, QuerySyntaxError
from vaultexport.dataview.evaluate import evaluate
from vaultexport.dataview.memory import MemoryIndex
from vaultexport.dataview.metadata import Page
from vaultexport.dataview.parser import parse_expression
from vaultexport.dataview.query_parser import parse_query
from vaultexport.dataview.settings import Environment, Settings
from vaultexport.dataview.zones import UTC_ZONE, Zone, parse_zone
from vaultexport.markdown import parse
from vaultexport.reader.frontmatter import read_front_matter
from vaultexport.reader.index import Index as LinkIndex
from vaultexport.reader.walk import VaultFile, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultexport.dataview.notes import NoteSource

FileTimes = dict[str, dict[str, str]]
"""For a path, ``ctime`` and ``mtime`` as ISO 8601."""

_SETTINGS: Final = Path(".obsidian", "plugins", "dataview", "data.json")
_BOOKMARKS: Final = Path(".obsidian", "bookmarks.json")


@dataclass(frozen=True, slots=True)
class Request:
    """One query, expression or text to parse.

    Attributes:
        kind: ``query``, ``expr`` or ``ast``.
        text: The text.
        origin: The note it stands in.
        settings: Settings that differ from the vault's.
        zone: The name of the local zone, if not that of the whole run.
    """

    kind: str
    text: str
    origin: str = ""
    settings: Mapping[str, object] | None = None
    zone: str = ""


class Folder:
    """The notes of a folder, read once, indexed once for each zone that is asked for."""

    def __init__(self, root: Path, now: Date, file_times: FileTimes | None = None) -> None:
        self._now = now
        files = list(walk(root))
        self._settings = _read_json(root / _SETTINGS)
        self._starred = frozenset(_bookmarked(_read_json(root / _BOOKMARKS)))
        self._files = [file.path for file in files]
        self._notes = [
            _read_note(file, (file_times or {}).get(file.path, {}))
            for file in files
            if file.path.lower().endswith((".md", ".markdown"))
        ]
        self._csv = {
            file.path: Path(file.source).read_text(encoding="utf-8", errors="replace")
            for file in files
            if file.path.lower().endswith(".csv")
        }
        self._indexes: dict[Zone, MemoryIndex] = {}

    def index(self, zone: Zone) -> MemoryIndex:
        """Return the index in which dates are those of a zone."""
        known = self._indexes.get(zone)
        if known is None:
            known = self._indexes[zone] = MemoryIndex(
                (Page(note, zone) for note in self._notes),
                LinkIndex(self._files).resolve,
                files=self._files,
                starred=self._starred,
                csv=self._csv,
            )
        return known

    def answer(self, request: Request) -> dict[str, Json]:
        """Answer a request; a failure is an answer too."""
        try:
            return {"ok": True, **self._answer(request)}
        except QuerySyntaxError as error:
            return {"ok": False, "error": str(error), "parse": True}
        except DataviewError as error:
            return {"ok": False, "error": str(error), "parse": False}

    def _answer(self, request: Request) -> dict[str, Json]:
        zone = (parse_zone(request.zone) if request.zone else None) or self._now.zone
        now = self._now.in_zone(zone)
        if request.kind == "ast":
            return {"ast": encode_query(parse_query(request.text), now)}
        settings = Settings.from_json({**self._settings, **(request.settings or {})})
        context = Context(self.index(zone), Environment(now, settings), request.origin)
        if request.kind == "expr":
            return {"value": encode(evaluate(parse_expression(request.text), context))}
        return {"result": encode_result(run(parse_query(request.text), context))}


def answers(folder: Folder, requests: Iterable[Request]) -> Iterator[str]:
    """Answer requests in their order, each as one line of JSON."""
    for request in requests:
        yield json.dumps(folder.answer(request))


def read_requests(lines: Iterable[str], origin: str) -> Iterator[Request]:
    """Read requests from lines of JSON, each with ``query``, ``expr`` or ``ast``.

    Args:
        lines: The lines; blank ones are passed over.
        origin: The note of lines that name none.

    Raises:
        ValueError: When a line is no such object.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        data = json.loads(line)
        kind = next((name for name in ("query", "expr", "ast") if name in data), None)
        if kind is None:
            raise ValueError(f"line {number} has neither query nor expr nor ast")
        yield Request(
            kind,
            str(data[kind]),
            str(data.get("origin", origin)),
            data.get("settings"),
            str(data.get("zone") or ""),
        )


def read_now(text: str, zone: Zone) -> Date | None:
    """Read the clock: ISO 8601, in the given zone if it names none, or empty for right now."""
    if not text:
        return Date(int(datetime.now(UTC).timestamp() * 1000), zone)
    padded = f"{text[:-1]}:00Z" if text.endswith("Z") and text.count(":") == 1 else text
    date = parse_literal(padded, zone)
    return date.in_zone(zone) if date is not None else None


def _read_note(file: VaultFile, times: Mapping[str, str]) -> NoteSource:
    data = Path(file.source).read_bytes()
    text = data.decode(errors="replace")
    front = read_front_matter(text)
    # Properties below a blank line are none to Obsidian.
    at_top = not text[: front.start].strip("\ufeff")
    body_start = front.end if at_top else 0
    stat = Path(file.source).stat()
    created = _millis(times.get("ctime"), min(stat.st_ctime, stat.st_mtime))
    modified = _millis(times.get("mtime"), stat.st_mtime)
    return Description(
        file.path,
        text,
        body_start,
        parse(text[body_start:]),
        front.data if at_top else None,
        times=lambda: (created, modified),
        size=len(data),
    )


def _millis(text: str | None, otherwise: float) -> int:
    date = read_now(text, UTC_ZONE) if text else None
    return date.millis if date is not None else int(otherwise * 1000)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _bookmarked(group: Mapping[str, Any]) -> Iterator[str]:
    items = group.get("items")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            if item.get("type") == "file":
                yield str(item.get("path", ""))
            yield from _bookmarked(item)
