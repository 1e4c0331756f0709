"""What the making of one page asks of the site: by that a later run knows what to make again.

The rewriter knows the world only through a `Site`. A `Listener` gives it one that takes note of
every question; while the answers are what they were, so is the page.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from vaultexport.dataview.context import ClockUse
    from vaultexport.planner.anchors import Anchor
    from vaultexport.planner.queries import Answer, Query
    from vaultexport.planner.site import Site

Value = TypeVar("Value")

_FORMAT: Final = 2
"""Of `marshal`: the last that writes equal values as equal bytes."""


class Questions(NamedTuple):
    """What was asked, each thing once, sorted.

    Attributes:
        resolved: Texts of links, each with the path of the note that it was resolved for.
        pages: Notes whose page was asked for, by vault path.
        texts: Notes whose text was looked at.
        assets: Attachments whose place in the site was asked for.
        permalinks: Old URLs.
        drawings: Drawings whose image was asked for.
        targeted: Notes of which it was asked which of their places are linked to.
        terms: URLs of tags' pages of which it was asked whether there are such pages.
        shown: Whether it was asked which attachments answers of queries may show.
        queried: Whether a query was answered.
        clocked: How much of what time it is an answer depends on.
    """

    resolved: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    permalinks: tuple[str, ...] = ()
    drawings: tuple[str, ...] = ()
    targeted: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    shown: bool = False
    queried: bool = False
    clocked: ClockUse = ""

    def answers(self, site: Site) -> bytes:
        """Give a digest of what a site answers, but for queries."""
        notes = (site.notes.get(path) for path in self.texts)
        meant = [site.resolve(text, source) for text, source in self.resolved]
        found = (
            [_meaning(site, path) for path in meant],
            [_face(site, path) for path in self.pages],
            [note and note.stamp for note in notes],
            [site.assets.get(path) for path in self.assets],
            [site.by_permalink.get(url) for url in self.permalinks],
            [site.drawings.get(path) for path in self.drawings],
            [sorted(site.targeted.get(path, ())) for path in self.targeted],
            [url in site.terms for url in self.terms],
            sorted(site.answer_assets or ()) if self.shown else None,
        )
        return digest(found)


def _meaning(site: Site, path: str | None) -> tuple[str, object, str | None] | None:
    """Give what a link leads to: a page, an attachment, or nothing of the site."""
    return None if path is None else (path, _face(site, path), site.assets.get(path))


def _face(site: Site, path: str) -> tuple[str, ...] | None:
    """Give what others may know of a page."""
    page = site.pages.get(path)
    if page is None:
        return None
    return (page.output, page.ref, page.url, page.role, page.title, page.language)


def digest(value: Any) -> bytes:  # noqa: ANN401 - any plain value
    """Give a digest of plain values: texts, numbers, ``None``, and lists and tuples of them."""
    return hashlib.blake2b(marshal.dumps(value, _FORMAT), digest_size=16).digest()


class _Heard(Mapping[str, Value]):
    """A mapping that takes note of what it is asked for.

    Args:
        answers: The mapping.
        asked: Takes the keys.
        absent: Whether also those that are not there. Where a link leads to a note that stays home
            they would tell its name; whether it is there is part of what the link means.
    """

    def __init__(
        self, answers: Mapping[str, Value], asked: set[str], *, absent: bool = False
    ) -> None:
        self._answers = answers
        self._asked = asked
        self._absent = absent

    def __getitem__(self, key: str) -> Value:
        if self._absent or key in self._answers:
            self._asked.add(key)
        return self._answers[key]

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - as in `Mapping`
        """Give an answer, or another value where there is none."""
        found = self._answers.get(key)
        if found is not None or self._absent:
            self._asked.add(key)
        return default if found is None else found

    def __iter__(self) -> Iterator[str]:
        """Go through everything: that is to ask for everything."""
        self._asked.update(self._answers)
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)


class Listener:
    """Hears what is asked.

    Args:
        site: Knows the answers.

    Attributes:
        listening: The same for who asks.
    """

    def __init__(self, site: Site) -> None:
        self._resolved: set[tuple[str, str]] = set()
        self._pages: set[str] = set()
        self._notes: set[str] = set()
        self._assets: set[str] = set()
        self._permalinks: set[str] = set()
        self._drawings: set[str] = set()
        self._targeted: set[str] = set()
        self._terms: set[str] = set()
        self._site = site
        self.listening = replace(
            site,
            pages=_Heard(site.pages, self._pages),
            notes=_Heard(site.notes, self._notes),
            assets=_Heard(site.assets, self._assets),
            resolve=self._resolve,
            anchors=self._anchors,
            by_permalink=_Heard(site.by_permalink, self._permalinks, absent=True),
            drawings=_Heard(site.drawings, self._drawings),
            targeted=_Heard(site.targeted, self._targeted, absent=True),
            terms=_Heard(site.terms, self._terms, absent=True),
        )

    def _resolve(self, text: str, source: str) -> str | None:
        self._resolved.add((text, source))
        return self._site.resolve(text, source)

    def _anchors(self, path: str) -> Mapping[int, Anchor]:
        self._notes.add(path)
        return self._site.anchors(path)

    def start(self) -> None:
        """Begin to listen: a new page is made."""
        for asked in (
            *(self._resolved, self._pages, self._notes, self._assets),
            *(self._permalinks, self._drawings, self._targeted, self._terms),
        ):
            asked.clear()
        if self._site.queries is not None:
            self._site.queries.forget()

    def given(self) -> Mapping[Query, Answer]:
        """Give the queries that were answered since the start."""
        return self._site.queries.given if self._site.queries is not None else {}

    def heard(self) -> Questions:
        """Give what was asked since the start."""
        given = self.given()
        return Questions(
            resolved=tuple(sorted(self._resolved)),
            pages=tuple(sorted(self._pages)),
            texts=tuple(sorted(self._notes)),
            assets=tuple(sorted(self._assets)),
            permalinks=tuple(sorted(self._permalinks)),
            drawings=tuple(sorted(self._drawings)),
            targeted=tuple(sorted(self._targeted)),
            terms=tuple(sorted(self._terms)),
            shown=bool(given),
            queried=bool(given),
            clocked=max((answer.reads_clock for answer in given.values()), default=""),
        )
