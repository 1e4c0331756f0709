"""What an export tells of itself: findings, and what became of links.

Apart from the rest of the model, because a repeated export that has nothing to do needs no more.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from operator import add, attrgetter, sub
from typing import Final, NamedTuple


class Severity(StrEnum):
    """How much a finding matters for the finished site."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(NamedTuple):
    """One thing the export could not carry over, or changed, that its user should know.

    Attributes:
        path: The note or asset, relative to the vault, with ``/``; empty for the export as a whole.
        line: The line in that file, counted from 1; 0 when no line says more than the file.
        code: A stable kebab-case name, documented in the manual's page on findings.
        severity: Whether the site is wrong (error), poorer (warning) or just different (info).
        message: What happened to the output. Never a secret or the title of an unpublished note.
        hint: What the user can do about it; may be empty.
    """

    path: str
    line: int
    code: str
    severity: Severity
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """What became of the links of notes that are in the site: each is counted in one place.

    A link is a wikilink, a Markdown link, an image or an embed, and an HTML tag or a frame of a
    published garden that names a note or file of the vault. URLs in running text are none, and
    neither is what stands in code, comments or properties.

    Attributes:
        linked: Lead to a page of the site, to a place in one, or to an attachment.
        shown: Attachments that the page shows.
        embedded: Notes, sections and blocks that the page shows.
        outside: Lead out of the vault, to other sites; they are as they were.
        dead: Lead nowhere in the vault; their text stays.
        unpublished: Lead to something that is not published; their text stays, of embeds nothing.
        unsupported: Lead to something that a website can't show or link to.
        empty: Name no target: ``[text]()``.
        replaced: Stand in something that the page shows in another form, such as the published
            copy of an embedded note.
        added: Links and attachments that embedded notes, answers of queries and drawings bring
            into the pages. They are no links of the notes' own, so `total` is without them.
    """

    linked: int = 0
    shown: int = 0
    embedded: int = 0
    outside: int = 0
    dead: int = 0
    unpublished: int = 0
    unsupported: int = 0
    empty: int = 0
    replaced: int = 0
    added: int = 0

    def __add__(self, other: Links) -> Links:
        """Count two sets of links together."""
        return Links(*map(add, _COUNTS(self), _COUNTS(other)))

    def __sub__(self, other: Links) -> Links:
        """Take links out that were counted in."""
        return Links(*map(sub, _COUNTS(self), _COUNTS(other)))

    @property
    def total(self) -> int:
        """How many links the notes have."""
        return self.alive + self.outside + self.lost + self.replaced

    @property
    def alive(self) -> int:
        """How many lead to, or show, something of the site."""
        return self.linked + self.shown + self.embedded

    @property
    def lost(self) -> int:
        """How many do not, though they were to."""
        return self.dead + self.unpublished + self.unsupported + self.empty


_COUNTS: Final = attrgetter(*(count.name for count in fields(Links)))
