"""Tables that stand right below a list item, without its indentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.lines import line_start, trimmed
from vaultexport.markdown.regions import Ranges
from vaultexport.markdown.spans import TableGap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.regions import Regions
    from vaultexport.markdown.spans import Block

_DELIMITER_ROW: Final = re.compile(
    r"\n(?P<row>[ \t>]*+(?=[|:-])(?=[^\r\n]*\|)\|?[ \t]*:?-+:?[ \t]*"
    r"(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?$)",
    re.MULTILINE,
)
_CELL_EDGES: Final = ("| -", "|-", "-|", "| :")
_PIPE: Final = re.compile(r"(?<!\\)\|")


def table_gaps(
    text: str, blocks: Sequence[Block], found: Regions, opaque: Ranges
) -> Iterator[TableGap]:
    """Find the tables that the parser took for more text of the item above.

    Args:
        text: The note's body, comments taken out.
        blocks: Its blocks.
        found: Its running text.
        opaque: Where there are no tables: code, math, HTML.
    """
    if "|" not in text or not any(edge in text for edge in _CELL_EDGES):
        return
    tables = Ranges(block[:2] for block in blocks if block.kind == "table")
    for match in _DELIMITER_ROW.finditer(text):
        start = match.start("row")
        region = found.at(start) if start not in tables else None
        if region is None or start in opaque:
            continue
        header = line_start(text, max(start - 1, region.start))
        if header > region.start and _cells(text[header:start]) == _cells(match["row"]):
            yield TableGap(header, trimmed(text, region.start, region.end))


def _cells(row: str) -> int:
    """Count the cells of a table's row; 0 for a line without a pipe."""
    if "|" not in row:
        return 0
    inner = row.lstrip("> \t").removeprefix("|").rstrip()
    closed = inner.endswith("|") and not inner.endswith("\\|")
    return len(_PIPE.findall(inner)) + (0 if closed else 1)
