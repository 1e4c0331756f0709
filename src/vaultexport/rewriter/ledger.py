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
    """The links of a page.

    Attributes:
        endings: What became of each, by its place: the offset in the note, or for a text that the
            page shows within another the offset of that in the note, and then in the text.
        place: Where the text that is being rewritten stands.
    """

    endings: dict[tuple[int, ...], Ending] = field(default_factory=dict)
    place: tuple[int, ...] = ()

    def within(self, *place: int) -> Ledger:
        """Give the ledger for a text that is shown at a place of this one."""
        return Ledger(self.endings, (*self.place, *place))

    def put(self, offset: int, ending: Ending) -> None:
        """Say what became of the link at an offset of the text."""
        self.endings[*self.place, offset] = ending

    def sum(self, links: Sequence[Link]) -> Links:
        """Count.

        Args:
            links: The links of the note; those that nothing became of are in no text of the page.
        """
        own = {place[0]: ending for place, ending in self.endings.items() if len(place) == 1}
        others = (ending for place, ending in self.endings.items() if len(place) > 1)
        return Links(
            **Counter[str](own.values()),
            replaced=sum(link.start not in own for link in links),
            added=sum(ending in {"linked", "shown"} for ending in others),
        )
