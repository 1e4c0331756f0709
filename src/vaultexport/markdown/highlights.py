"""``==highlighted==`` text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.lines import holds
from vaultexport.markdown.regions import is_escaped
from vaultexport.markdown.spans import Highlight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.markdown.regions import Ranges, Region, Regions

_MARK: Final = re.compile(r"==(?<!===)(?!=)")
_CELL_EDGE: Final = re.compile(r"(?<!\\)\||\n")


def highlights(text: str, found: Regions, opaque: Ranges) -> Iterator[Highlight]:
    """Find the highlights of a text.

    The opening mark has no white space behind it, the closing one none before it; both stand in
    one paragraph, heading or table cell.

    Args:
        text: The note's body, comments taken out.
        found: Its running text.
        opaque: Where there are no marks: code, math, HTML, destinations of links.
    """
    if not holds(text, "=="):
        return
    opening, limit = -1, 0
    for match in _MARK.finditer(text):
        start = match.start()
        region = found.at(start)
        if start in opaque or region is None or is_escaped(text, start):
            continue
        if start >= limit:
            opening, limit = -1, _limit(text, start, region)
        if opening >= 0 and not text[start - 1].isspace():
            yield Highlight(opening, start + 2)
            opening = -1
        elif opening < 0 and start + 2 < region.end and not text[start + 2].isspace():
            opening = start


def _limit(text: str, start: int, region: Region) -> int:
    """Give where the paragraph, heading or cell ends that holds a mark."""
    edge = _CELL_EDGE.search(text, start, region.end) if region.kind == "table" else None
    return edge.start() if edge else region.end
