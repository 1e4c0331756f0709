"""The plan of the last export, looked up piece by piece, with a few notes edited since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, NoReturn, TypeVar

from vaultexport.planner import Plan
from vaultexport.planner.anchors import Anchors
from vaultexport.planner.constructs import constructs_by
from vaultexport.planner.queries import Queries, Query
from vaultexport.planner.site import Site
from vaultexport.planner.visibility import NOTE_FILES
from vaultexport.reader import Index
from vaultexport.strategies import ANCHORS

if TYPE_CHECKING:
    from vaultexport.cache import Recall
    from vaultexport.cache.records import Core, PageRecord
    from vaultexport.model import Note
    from vaultexport.planner.aims import Aim
    from vaultexport.planner.pages import Page
    from vaultexport.planner.queries import Answer
    from vaultexport.profiles import Profile
    from vaultexport.request import Request

Value = TypeVar("Value")


class UnknownError(Exception):
    """Only the whole vault can tell."""


def unknown() -> NoReturn:
    """Give up.

    Raises:
        UnknownError: always.
    """
    raise UnknownError


class _Lazy(Mapping[str, Value]):
    """A mapping that finds each value when it is asked for, and never all of them."""

    def __init__(self, find: Callable[[str], Value | None]) -> None:
        self._find = find
        self._found: dict[str, Value | None] = {}

    def __getitem__(self, key: str) -> Value:
        if key not in self._found:
            self._found[key] = self._find(key)
        value = self._found[key]
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        unknown()

    def __len__(self) -> int:
        raise UnknownError


class _Remembered(Queries):
    """Gives the answers that were given before."""

    def __init__(self, recollection: Recollection, core: Core, request: Request) -> None:
        super().__init__(
            {},
            (),
            recollection.index,
            csv={},
            inline=core.reads_fields,
            settings=core.settings.dataview,
            zone=request.timezone,
            now=request.now or datetime.now(UTC),
        )
        self._recollection = recollection
        self._state = core.queried

    def state(self) -> bytes:
        """Give the state at the last export: the next one that sees all notes will compare it."""
        return self._state

    def block(self, query: str, origin: str) -> Answer:
        """Give the answer to a block."""
        return self._answer(Query("block", query, origin))

    def inline(self, expression: str, origin: str) -> Answer:
        """Give the value of an inline expression."""
        return self._answer(Query("inline", expression, origin))

    def _answer(self, query: Query) -> Answer:
        record = self._recollection.record(query.origin)
        answer = self.given[query] = record.answer(query) or unknown()
        return answer


class Recollection:
    """The last export as a plan.

    Args:
        recall: What is known of it.
        core: What is known of the vault as a whole.
        request: What was asked for, then and now.
        exported: The vault paths of the notes that are pages.
        edited: The notes that are not what they were, by vault path.
        profile: The target.

    Attributes:
        site: What pages may ask.
        queries: What may ask queries.
        aims: The places that the links of notes mean, where they are not known to be the same.
        targeted: The places of notes that links mean, where they are not known to be the same.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - all that makes a plan
        self,
        recall: Recall,
        core: Core,
        request: Request,
        exported: frozenset[str],
        edited: Mapping[str, Note],
        profile: Profile,
    ) -> None:
        self._recall = recall
        self._core = core
        self._exported = exported
        self._edited = edited
        self._records: dict[str, PageRecord] = {}
        notes = _Lazy(self._note)
        self.targeted: dict[str, frozenset[int]] = {}
        self.aims: dict[str, frozenset[Aim]] = {}
        self.queries = _Remembered(self, core, request)
        self.site = Site(
            pages=_Lazy(self._page),
            notes=notes,
            assets=_Lazy(self._url),
            resolve=self.index.resolve,
            anchors=Anchors(notes, ANCHORS[profile.strategies["anchor"]]),
            by_permalink=core.by_permalink,
            options=core.options,
            constructs=constructs_by(profile, core.options, content_only=request.content_only),
            content_only=request.content_only,
            drawings=core.drawings,
            terms=core.terms,
            published=core.published,
            queries=self.queries,
            targeted=_Lazy(self._targets),
        )

    @property
    def plan(self) -> Plan:
        """The plan."""
        aims = _Lazy(lambda path: self.aims.get(path, self.record(path).aims))
        return Plan(self.site.pages, (), {}, self.site, (), None, aims)

    def record(self, path: str) -> PageRecord:
        """Give what is known of a page.

        Raises:
            UnknownError: nothing is.
        """
        if path not in self._records:
            self._records[path] = self._recall.page(path) or unknown()
        return self._records[path]

    @cached_property
    def index(self) -> Index:
        """Obsidian's link resolution over all files of the vault."""
        named = compress(self._recall.paths, self._core.kinds)
        return Index([*named, *self._core.images])

    def _page(self, path: str) -> Page | None:
        return self.record(path).page if path in self._exported else None

    def _note(self, path: str) -> Note | None:
        if path in self._edited:
            return self._edited[path]
        if path not in self._exported:
            return None
        known = self._recall.reading(path) or unknown()
        return known[1].note or unknown()

    def _url(self, path: str) -> str | None:
        """Give the place of an attachment; of one that no page used, only the plan knows it."""
        if path in self._core.urls or path.lower().endswith(NOTE_FILES):
            return self._core.urls.get(path)
        return unknown()

    def _targets(self, path: str) -> frozenset[int] | None:
        if path in self.targeted:
            return self.targeted[path]
        return self.record(path).targeted if path in self._exported else None
