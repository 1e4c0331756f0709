"""``==highlighted==`` text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.regions import is_escaped, region_at
from vaultexport.markdown.spans import Highlight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.regions import Ranges, Region

_MARK: Final = re.compile(r"(?<!=)==(?!=)")
_CELL_EDGE: Final = re.compile(r"(?<!\\)\||\n")


def highlights(text: str, found: Sequence[Region], opaque: Ranges) -> Iterator[Highlight]:
    """Find the highlights of a text.

    The opening mark has no white space behind it, the closing one none before it; both stand in
    one paragraph, heading or table cell.

    Args:
        text: The note's body, comments taken out.
        found: Its running text.
        opaque: Where there are no marks: code, math, HTML, destinations of links.
    """
    if "==" not in text:
        return
    opening: tuple[int, Region] | None = None
    for match in _MARK.finditer(text):
        start = match.start()
        region = region_at(found, start)
        if start in opaque or region is None or is_escaped(text, start):
            continue
        if opening is not None and _closes(text, opening, start, region):
            yield Highlight(opening[0], start + 2)
            opening = None
        elif opening is None or not _is_open(text, opening, start, region):
            opens = start + 2 < region.end and not text[start + 2].isspace()
            opening = (start, region) if opens else None


def _closes(text: str, opening: tuple[int, Region], start: int, region: Region) -> bool:
    return _is_open(text, opening, start, region) and not text[start - 1].isspace()


def _is_open(text: str, opening: tuple[int, Region], start: int, region: Region) -> bool:
    """Tell whether a mark at ``start`` can still close the one that was opened."""
    if opening[1] is not region:
        return False
    return region.kind != "table" or not _CELL_EDGE.search(text, opening[0], start)
