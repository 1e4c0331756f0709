"""What became of each link of a note: counted once, however often its text is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from vaultexport.model import Links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultexport.markdown import Link

Ending = Literal[
    "linked", "shown", "embedded", "outside", "dead", "unpublished", "unsupported", "empty"
]
"""What may become of a link, as in `vaultexport.model.Links`."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The links of a text.

    Attributes:
        endings: What became of each, by its place in the text.
        place: Where the text stands: empty for the note's own, for a text that the page shows
            within another the place of that one and the offset in it.
        shown: The endings of all texts that the page shows within others, by their places.
    """

    endings: dict[int, Ending] = field(default_factory=dict)
    place: tuple[int, ...] = ()
    shown: dict[tuple[int, ...], dict[int, Ending]] = field(default_factory=dict)

    def within(self, *place: int) -> Ledger:
        """Give the ledger for a text that is shown at a place of this one."""
        inner = (*self.place, *place)
        return Ledger(self.shown.setdefault(inner, {}), inner, self.shown)

    def put(self, offset: int, ending: Ending) -> None:
        """Say what became of the link at an offset of the text."""
        self.endings[offset] = ending

    def sum(self, links: Sequence[Link]) -> Links:
        """Count.

        Args:
            links: The links of the note; those that nothing became of are in no text of the page.
        """
        added = (ending for text in self.shown.values() for ending in text.values())
        return Links(
            **Counter[str](self.endings.values()),
            replaced=sum(link.start not in self.endings for link in links),
            added=sum(ending in {"linked", "shown"} for ending in added),
        )
