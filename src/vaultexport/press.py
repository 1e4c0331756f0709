"""Makes the pages of a plan, by as many processes as there are; what is still right stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultexport.cache.pickles import packed
from vaultexport.cache.records import PageBrief, PageRecord
from vaultexport.cache.rows import page_row
from vaultexport.cache.spool import Spool
from vaultexport.emit import front_matter_block
from vaultexport.planner.order import MANY
from vaultexport.planner.questions import Listener, digest
from vaultexport.rewriter import contents, rewrite
from vaultexport.strategies.escapes import ESCAPES
from vaultexport.writer import OutputFile, Put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from vaultexport.cache import Recall
    from vaultexport.model import PropertyValue
    from vaultexport.planner import Plan
    from vaultexport.planner.pages import Page
    from vaultexport.planner.queries import Answer, Query
    from vaultexport.planner.questions import Questions
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
        day: Which day it is for queries; empty if their clock stands still.
    """

    plan: Plan
    profile: Profile
    tree: OutputTree
    basis: bytes = b""
    day: str = ""

    @cached_property
    def listener(self) -> Listener:
        """Hears what the making of a page asks."""
        return Listener(self.plan.site)

    @cached_property
    def queries(self) -> bytes:
        """A digest of all that answers of queries are drawn from."""
        queries = self.plan.site.queries
        return queries.state() if queries is not None else b""

    def targeted(self, path: str) -> frozenset[int]:
        """Give the offsets of a note's places that links mean."""
        return self.plan.site.targeted.get(path, frozenset())

    def source(self, path: str) -> bytes:
        """Give a digest of what a page is made of, but for what its making asks."""
        note = self.plan.site.notes[path]
        return digest((self.basis, note.stamp, self.plan.pages[path].values()))

    def is_fresh(self, path: str, record: PageRecord) -> bool:
        """Tell whether a page would be made again as it was, and is still there."""
        return (
            record.source == self.source(path)
            and (not record.queries or record.queries == self.queries)
            and self._is_timely(record)
            and record.answers == record.questions.answers(self.plan.site)
            and record.state == self.tree.state(record.put.path)
        )

    def _is_timely(self, record: PageRecord) -> bool:
        """Tell whether what it read of the clock is what it would read now."""
        clocked = record.questions.clocked
        return not clocked or not self.day or (clocked == "day" and record.day == self.day)


class Made(NamedTuple):
    """The pages of a plan.

    Attributes:
        pages: What became of each note, without its text, by vault path.
        puts: What became of each file.
        briefs: What must be at hand of each page that is worth keeping, by vault path.
        rows: What is to be kept of those that are new, by vault path.
    """

    pages: Mapping[str, Rewritten]
    puts: Sequence[Put]
    briefs: Mapping[str, PageBrief]
    rows: Spool


class Proof(NamedTuple):
    """A page that is made and not yet written.

    Attributes:
        page: The page as it was planned.
        file: The file.
        made: What became of the note, without its text.
        questions: What was asked while it was made.
        given: The queries that were answered, and the answers.
    """

    page: Page
    file: OutputFile
    made: Rewritten
    questions: Questions
    given: Mapping[Query, Answer]


class Pressed(NamedTuple):
    """One page that was made.

    Attributes:
        made: What became of the note, without its text.
        put: What became of the file.
        brief: What must be at hand of it later; ``None`` if nothing of it is worth keeping.
        row: What is to be kept of it; empty if that is kept already.
    """

    made: Rewritten
    put: Put
    brief: PageBrief | None = None
    row: bytes = b""


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
    rows = Spool()
    for path, pressed in kept.items():
        if pressed.row:
            rows.put(path, pressed.row)
    for path, pressed in zip(todo, workers.map(_page, press, todo), strict=True):
        if pressed.row:
            rows.put(path, pressed.row)
        kept[path] = pressed._replace(row=b"")
        if progress is not None:
            progress(len(kept), len(plan.pages))
    puts = [kept[path].put for path in plan.pages]
    for added in plan.added:
        body = contents(added, site, press.profile)
        puts.append(press.tree.put(_file(press.profile, added, added.front_matter, body)))
    return Made(
        pages={path: kept[path].made for path in plan.pages},
        puts=puts,
        briefs={path: brief for path in plan.pages if (brief := kept[path].brief) is not None},
        rows=rows,
    )


def _fresh(press: Press, recall: Recall) -> Iterator[tuple[str, Pressed]]:
    """Give the pages that need not be made again."""
    for path in press.plan.pages:
        record = recall.page(path)
        if record is None or not press.is_fresh(path, record):
            continue
        row = b""
        aims, targeted = press.plan.aims[path], press.targeted(path)
        if (record.aims, record.targeted) != (aims, targeted):
            record = record._replace(aims=aims, targeted=targeted)
            row = page_row(record)
        put = record.put._replace(what="unchanged")
        yield path, Pressed(record.made, put, record.brief(), row)


def _page(press: Press, path: str) -> Pressed:
    pressed = issue(press, prove(press, path))
    if len(press.plan.pages) >= MANY:
        press.plan.site.notes[path].rest()
    return pressed


def prove(press: Press, path: str) -> Proof:
    """Make the page of a note, and write nothing.

    Args:
        press: What it is made of.
        path: The note's vault path.
    """
    page, listener = press.plan.pages[path], press.listener
    listener.start()
    asked = listener.listening if press.basis else press.plan.site
    made = rewrite(press.plan.site.notes[path], page, asked, press.profile)
    front_matter = _merged(page.front_matter, made.front_matter)
    questions, given = listener.heard(), dict(listener.given())
    return Proof(
        page,
        _file(press.profile, page, front_matter, made.body),
        replace(made, body=""),
        questions,
        given,
    )


def issue(press: Press, proof: Proof) -> Pressed:
    """Write a page.

    Args:
        press: What it was made of.
        proof: The page.

    Raises:
        OSError: the output folder can't be written.
    """
    put = press.tree.put(proof.file)
    pressed = Pressed(proof.made, put)
    if not press.basis or not put.digest or put.what not in {"written", "unchanged"}:
        return pressed
    page, questions = proof.page, proof.questions
    record = PageRecord(
        page=page,
        aims=press.plan.aims[page.note],
        targeted=press.targeted(page.note),
        source=press.source(page.note),
        questions=questions,
        answers=questions.answers(press.plan.site),
        queries=press.queries if questions.queried else b"",
        asked=tuple(sorted({query.text for query in proof.given})),
        given=packed(proof.given) if proof.given else b"",
        day=press.day,
        made=proof.made,
        put=put,
        state=press.tree.state(put.path),
    )
    return pressed._replace(brief=record.brief(), row=page_row(record))


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
