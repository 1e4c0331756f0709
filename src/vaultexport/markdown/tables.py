"""Tables that stand right below a list item, without its indentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.regions import region_at
from vaultexport.markdown.spans import TableGap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.regions import Ranges, Region

_DELIMITER_ROW: Final = re.compile(
    r"^(?P<lead>[ \t>]*)(?=[^\r\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?$",
    re.MULTILINE,
)
_EDGES: Final = re.compile(r"\A[> \t]*\|?|(?<!\\)\|?\s*\Z")
_PIPE: Final = re.compile(r"(?<!\\)\|")


def table_gaps(text: str, found: Sequence[Region], opaque: Ranges) -> Iterator[TableGap]:
    """Find the tables that the parser took for more text of the item above.

    Args:
        text: The note's body, comments taken out.
        found: Its running text.
        opaque: Where there are no tables: code, math, HTML.
    """
    if "-|" not in text and "|-" not in text and "| -" not in text and "| :" not in text:
        return
    for match in _DELIMITER_ROW.finditer(text):
        region = region_at(found, match.start())
        if region is None or region.kind == "table" or match.start() in opaque:
            continue
        header = text.rfind("\n", region.start, max(match.start() - 1, region.start)) + 1
        if header > region.start and _cells(text[header : match.start()]) == _cells(match.group()):
            yield TableGap(header, region.start + len(text[region.start : region.end].rstrip()))


def _cells(row: str) -> int:
    """Count the cells of a table's row; 0 for a line without a pipe."""
    if "|" not in row:
        return 0
    return len(_PIPE.findall(_EDGES.sub("", row))) + 1
