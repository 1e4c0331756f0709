"""What the target's own embed of a note would bring into a page.

A target that embeds notes itself takes them from their pages: it knows no parts of notes when it
looks for endless embeds, and it keeps ids as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vaultexport.markdown import ranges
from vaultexport.planner.site import PageTarget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport.markdown.ranges import Part
    from vaultexport.model import Note
    from vaultexport.planner.anchors import Anchor
    from vaultexport.planner.site import Site
    from vaultexport.profiles import Fact

FACTS: Final = frozenset({"page-ring", "page-again", "id-clash", "footnotes", "leads-out"})
"""What `facts` tells: only asked for where a profile asks."""

_MAX_NOTES: Final = 200


def part_of(note: Note, place: Anchor | None) -> Part | None:
    """Give the part of a note that an embed means.

    Args:
        note: The embedded note.
        place: The heading or block; ``None`` for the whole note.

    Returns:
        The part; ``None`` if a block's identifier names nothing.
    """
    document = note.document
    if place is None:
        return ranges.Part(0, len(note.body), -1, -1)
    if place.block:
        mark = next(mark for mark in document.block_ids if mark.start == place.offset)
        return ranges.block(document, note.body, mark)
    heading = next(item for item in document.headings if item.start == place.offset)
    return ranges.section(document, note.body, heading)


def facts(
    site: Site, host: str, shown: list[str], target: PageTarget, part: Part
) -> tuple[Mapping[str, Fact], list[str]]:
    """Say what speaks against the target's own embed, and which notes that would show.

    Args:
        site: What may be known.
        host: The vault path of the page's note.
        shown: The notes that the target embeds in the page before this one.
        target: The page to be embedded.
        part: What of it.
    """
    tree = _Tree(site)
    tree.add(target.page.note, part, (host,))
    again = len(tree.notes) != len(set(tree.notes)) or not set(shown).isdisjoint(tree.notes)
    own = _ids(site, host, ranges.Part(0, len(site.notes[host].body), -1, -1))
    found: dict[str, Fact] = {
        "page-ring": tree.ring,
        "page-again": again,
        "id-clash": not own.isdisjoint(tree.ids),
        "footnotes": tree.footnotes,
        "leads-out": tree.leads_out,
    }
    return found, tree.notes


@dataclass(slots=True)
class _Tree:
    """The notes in an embedded note, and in those."""

    site: Site
    notes: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    ring: bool = False
    footnotes: bool = False
    leads_out: bool = False

    def add(self, path: str, part: Part, above: tuple[str, ...]) -> None:
        """Add a part of a note that is embedded in the notes ``above``."""
        if path in above or len(self.notes) >= _MAX_NOTES:
            self.ring = True
            return
        note = self.site.notes[path]
        document = note.document
        self.notes.append(path)
        self.ids |= _ids(self.site, path, part)
        labels = document.footnote_labels
        self.footnotes |= any(part.start <= label.start < part.end for label in labels)
        for link in document.links:
            if not part.start <= link.start < part.end or not (link.embed or link.has_subpath):
                continue
            target = self.site.target(link, path)
            if not isinstance(target, PageTarget):
                continue
            if not link.embed:
                self.leads_out |= _leads_out(target, part)
            elif not target.missing_place:
                inner = part_of(self.site.notes[target.page.note], target.meant)
                if inner is not None:
                    self.add(target.page.note, inner, (*above, path))


def _leads_out(target: PageTarget, part: Part) -> bool:
    """Tell whether a link means a place of its own note that does not come along."""
    place = target.place if target.same_page else None
    return place is not None and not part.start <= place.offset < part.end


def _ids(site: Site, path: str, part: Part) -> set[str]:
    """Give the ids of headings and blocks in a part of a note."""
    document = site.notes[path].document
    anchors = site.anchors(path)
    headings = (anchors[h.start].id for h in document.headings if part.start <= h.start < part.end)
    marks = (mark for mark in document.block_ids if part.start <= mark.start < part.end)
    blocks = (site.block_id(path, mark) for mark in marks)
    return {*headings, *blocks}
