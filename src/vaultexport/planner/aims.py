"""The headings and blocks that links mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.markdown import Transclusion
from vaultexport.planner.html_links import html_links, html_target
from vaultexport.planner.site import PageTarget
from vaultexport.planner.transclusions import embed_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultexport.markdown import Link
    from vaultexport.model import Note
    from vaultexport.planner.site import Site, Target

NOWHERE: Final = -1


class Aim(NamedTuple):
    """A heading or block that a link means.

    Attributes:
        path: The vault path of the note that has it.
        offset: Where in the note's body it starts; `NOWHERE` if the note has no such place.
    """

    path: str
    offset: int


class Pointers(NamedTuple):
    """What in a note can mean a place in a note: the few links that have to be looked up.

    Attributes:
        links: Links that name a place.
        html: Links of raw HTML that do.
        frames: Where Digital Garden put the text of other notes: what they mean takes a look at
            those.
    """

    links: tuple[Link, ...] = ()
    html: tuple[Link, ...] = ()
    frames: tuple[Transclusion, ...] = ()


def pointers_of(note: Note) -> Pointers:
    """Find the links of a note that can mean a place; of other notes nothing need be known."""
    document = note.document
    return Pointers(
        tuple(link for link in document.links if link.has_subpath),
        tuple(link for link in html_links(note) if "#" in link.target),
        tuple(mark for mark in document.marks if isinstance(mark, Transclusion)),
    )


def aims_of(site: Site, source: str, pointers: Pointers | None = None) -> frozenset[Aim]:
    """Find the headings and blocks that the links of a published note mean.

    Args:
        site: What may be known.
        source: The vault path of the note.
        pointers: Its `pointers_of`, if they are known.
    """
    pointers = pointers or pointers_of(site.notes[source])
    return frozenset(
        Aim(target.page.note, target.place.offset if target.place else NOWHERE)
        for target in _meant(site, source, pointers)
        if isinstance(target, PageTarget)
    )


def _meant(site: Site, source: str, pointers: Pointers) -> Iterator[Target | None]:
    for link in pointers.links:
        yield site.target(link, source)
    for frame in pointers.frames:
        embed = embed_of(site, site.notes[source], frame)
        if "#" in embed.target:
            yield site.target(embed, source)
    for link in pointers.html:
        yield html_target(site, link, source)


def targeted(aims: Iterable[Aim]) -> dict[str, frozenset[int]]:
    """Give the places that are meant, by the note that they are in."""
    found: dict[str, set[int]] = {}
    for path, offset in aims:
        if offset != NOWHERE:
            found.setdefault(path, set()).add(offset)
    return {path: frozenset(offsets) for path, offsets in found.items()}
