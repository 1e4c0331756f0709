"""Makes the pages of a plan, by as many processes as there are; what is still right stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultexport.cache.records import PageRecord, Rows
from vaultexport.emit import front_matter_block
from vaultexport.planner.questions import Listener, digest
from vaultexport.rewriter import contents, rewrite
from vaultexport.strategies.escapes import ESCAPES
from vaultexport.writer import OutputFile, Put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from vaultexport.cache import Recall
    from vaultexport.markdown import Document
    from vaultexport.model import Note, PropertyValue
    from vaultexport.planner import Plan
    from vaultexport.planner.pages import Page
    from vaultexport.planner.site import Site
    from vaultexport.profiles import Profile
    from vaultexport.rewriter import Rewritten
    from vaultexport.workers import Workers
    from vaultexport.writer import OutputTree


@dataclass(frozen=True)
class Press:
    """What a page is made of.

    Attributes:
        plan: The plan.
        profile: The target.
        tree: The output folder.
        basis: A digest of all else that pages depend on; empty if nobody will ask again.
        clock_is_set: Whether queries have a clock that stands still.
    """

    plan: Plan
    profile: Profile
    tree: OutputTree
    basis: bytes = b""
    clock_is_set: bool = False

    @cached_property
    def listener(self) -> Listener:
        """Hears what the making of a page asks."""
        return Listener(self.plan.site)

    @cached_property
    def queries(self) -> bytes:
        """A digest of all that answers of queries are drawn from."""
        queries = self.plan.site.queries
        return queries.state() if queries is not None else b""

    def source(self, path: str) -> bytes:
        """Give a digest of what a page is made of, but for what its making asks."""
        note = self.plan.site.notes[path]
        return digest((self.basis, note.stamp, repr(self.plan.pages[path])))

    def is_fresh(self, path: str, record: PageRecord) -> bool:
        """Tell whether a page would be made again as it was, and is still there."""
        return (
            record.source == self.source(path)
            and (not record.queries or record.queries == self.queries)
            and (not record.questions.clocked or self.clock_is_set)
            and record.answers == record.questions.answers(self.plan.site)
            and record.state == self.tree.state(record.put.path)
        )


class Made(NamedTuple):
    """The pages of a plan.

    Attributes:
        pages: What became of each note, without its text, by vault path.
        puts: What became of each file.
        records: What is worth keeping of each page, by vault path.
    """

    pages: Mapping[str, Rewritten]
    puts: Sequence[Put]
    records: Rows[PageRecord]


class _Pressed(NamedTuple):
    """One page that was made."""

    made: Rewritten
    put: Put
    record: PageRecord | None = None


def share_parsing(notes: Mapping[str, Note], workers: Workers) -> None:
    """Parse notes ahead of their use, where several processes can do it at the same time.

    Args:
        notes: By vault path.
        workers: Who does it.
    """
    if workers.number == 1:
        return
    unknown = [path for path, note in notes.items() if not note.is_parsed]
    for path, document in zip(unknown, workers.map(_document, notes, unknown), strict=True):
        notes[path].know(document)


def make_pages(
    press: Press,
    workers: Workers,
    recall: Recall | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Made:
    """Make and write the pages of all notes that need it, and those that we add.

    Args:
        press: What they are made of.
        workers: Who does it.
        recall: What is known of an earlier export.
        progress: Called with the number of notes done and of all notes.

    Returns:
        What became of them.

    Raises:
        OSError: the output folder can't be written.
    """
    plan, site = press.plan, press.plan.site
    kept = dict(_fresh(press, recall)) if recall is not None else {}
    todo = [path for path in plan.pages if path not in kept]
    if workers.number > 1 and site.queries is not None:
        site.queries.prepare(site.notes[path] for path in todo)
    press.tree.announce(page.output for page in (*(plan.pages[p] for p in todo), *plan.added))
    for path, pressed in zip(todo, workers.map(_page, press, todo), strict=True):
        kept[path] = pressed
        if progress is not None:
            progress(len(kept), len(plan.pages))
    puts = [kept[path].put for path in plan.pages]
    for added in plan.added:
        body = contents(added, site, press.profile)
        puts.append(press.tree.put(_file(press.profile, added, added.front_matter, body)))
    records = {path: record for path in plan.pages if (record := kept[path].record) is not None}
    return Made({path: kept[path].made for path in plan.pages}, puts, Rows(records, set(todo)))


def _fresh(press: Press, recall: Recall) -> Iterator[tuple[str, _Pressed]]:
    """Give the pages that need not be made again."""
    for path in press.plan.pages:
        record = recall.page(path)
        if record is not None and press.is_fresh(path, record):
            yield path, _Pressed(record.made, record.put._replace(what="unchanged"), record)


def _document(notes: Mapping[str, Note], path: str) -> Document:
    return notes[path].document


def _page(press: Press, path: str) -> _Pressed:
    if not press.basis:
        return _pressed(press, path, press.plan.site)
    listener = press.listener
    listener.start()
    pressed = _pressed(press, path, listener.listening)
    if not pressed.put.digest or pressed.put.what not in {"written", "unchanged"}:
        return pressed
    questions = listener.heard()
    record = PageRecord(
        source=press.source(path),
        questions=questions,
        answers=questions.answers(press.plan.site),
        queries=press.queries if questions.queried else b"",
        made=pressed.made,
        put=pressed.put,
        state=press.tree.state(pressed.put.path),
    )
    return pressed._replace(record=record)


def _pressed(press: Press, path: str, site: Site) -> _Pressed:
    page = press.plan.pages[path]
    made = rewrite(press.plan.site.notes[path], page, site, press.profile)
    front_matter = _merged(page.front_matter, made.front_matter)
    put = press.tree.put(_file(press.profile, page, front_matter, made.body))
    return _Pressed(replace(made, body=""), put)


def _file(
    profile: Profile, page: Page, front_matter: Mapping[str, PropertyValue], body: str
) -> OutputFile:
    block = ESCAPES[profile.strategies["escape"]].block(front_matter_block(front_matter))
    text = block + body
    return OutputFile(page.output, "page", text.encode(errors="replace"))


def _merged(data: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(data)
    for key, value in more.items():
        inner = result.get(key)
        is_map = isinstance(value, dict) and isinstance(inner, dict)
        result[key] = _merged(inner, value) if is_map else value  # type: ignore[arg-type]
    return result
