"""What can be found out about each note by itself: its spans, its front matter, what it points to.

It takes no more than that the addresses are settled, so any process can do it for any note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from vaultexport.markdown.packing import Unpacking
from vaultexport.planner.aims import Pointers, pointers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from vaultexport.model import Finding, Note, PropertyValue
    from vaultexport.planner.addresses import Address
    from vaultexport.planner.fields import FieldMaker
    from vaultexport.planner.redirects import Redirects
    from vaultexport.planner.visibility import PublicView

Share: TypeAlias = "Callable[[Callable[[Any, Any], Any], object, Sequence[Any]], Iterator[Any]]"
"""Does a job for each item, given what it needs for all of them: in order, in any process."""


class Draft(NamedTuple):
    """What was found out about a note.

    Attributes:
        spans: Gives the spans of its body quickly; ``None`` where they are known already.
        front_matter: The target's front matter.
        assets: Vault paths of the attachments that the front matter names, in order.
        pointers: What in it can mean a place in a note.
        findings: Values that could not be carried over.
        until: A moment from which on its front matter is another; ``None`` if there is none.
    """

    spans: Unpacking | None
    front_matter: Mapping[str, PropertyValue]
    assets: tuple[str, ...]
    pointers: Pointers
    findings: tuple[Finding, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the drafts of notes are made of.

    Attributes:
        view: Has the published notes.
        places: Where their pages are, by vault path.
        ranks: The ranks of those that come first in their folder, by vault path.
        redirects: What else leads to a page, by vault path.
        dates: The dates that the published garden names, by vault path and property.
        written: How front matter must spell a URL.
        maker: Makes front matter.
        packs: Whether spans are handed out, in a form that other processes can take.
    """

    view: PublicView
    places: Mapping[str, Address]
    ranks: Mapping[str, int]
    redirects: Mapping[str, Redirects]
    dates: Mapping[str, Mapping[str, PropertyValue]]
    written: Callable[[str], str]
    maker: FieldMaker
    packs: bool


def draft(desk: Desk, path: str) -> Draft:
    """Find out about a note.

    Args:
        desk: All that it takes.
        path: The note's vault path.
    """
    note = desk.view.notes[path]
    is_new = not note.is_parsed
    findings: list[Finding] = []
    assets: set[str] = set()
    front_matter = desk.maker.make(note, _planned(desk, note), findings, assets)
    present = desk.maker.present
    found = Draft(
        spans=Unpacking.of(note.body, note.document) if desk.packs and is_new else None,
        front_matter=front_matter,
        assets=tuple(sorted(assets)),
        pointers=pointers_of(note),
        findings=tuple(findings),
        until=present.until if present else None,
    )
    if desk.packs:
        note.rest()
    return found


def _planned(desk: Desk, note: Note) -> dict[str, PropertyValue]:
    """Give what the plan knows of a note for its front matter."""
    path = note.path
    place, redirects = desk.places[path], desk.redirects.get(path)
    return {
        "file.name": note.name,
        "plan.url": desk.written(place.url) if place.explicit else None,
        "plan.pin-rank": desk.ranks.get(path),
        "body.tags": [tag.name for tag in note.document.tags],
        "plan.aliases": list(redirects.aliases) if redirects else None,
        "plan.permalink": redirects.permalink if redirects else None,
        **desk.dates.get(path, {}),
    }
