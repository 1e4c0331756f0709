"""``^id`` at the end of a block, and on a line of its own below one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.lines import is_blank, line_end, line_start, lines_with
from vaultexport.markdown.spans import BlockId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.markdown.regions import Ranges, Regions

_ID: Final = re.compile(r"\^(?<!\[\^)(?P<id>[A-Za-z0-9-]+)[ \t]*(?=\r?$)", re.MULTILINE)
_OWN_LINE: Final = re.compile(
    r"[ \t>]*(?P<mark>\^(?P<id>[A-Za-z0-9-]+)[ \t]*)(?=\r?$)", re.MULTILINE
)
_BLANK: Final = " \t>\r"


def own_lines(text: str) -> Iterator[BlockId]:
    """Find identifiers below which a block ends: to the parser their lines are to be blank.

    Right below a table such a line would be read as a row, below a paragraph as more of it.

    Args:
        text: The note's body, comments taken out.
    """
    if "\n" not in text:
        return
    for line, last in lines_with(text, "^"):
        match = _OWN_LINE.match(text, line)
        if match is None or not line:
            continue
        below = line_end(text, last + 1)
        in_table = text.find("|", line_start(text, line - 1), line) >= 0
        if in_table and is_blank(text, last + 1, below, _BLANK):
            yield BlockId(*match.span("mark"), match["id"])


def block_ids(text: str, found: Regions, opaque: Ranges) -> Iterator[BlockId]:
    """Find Obsidian's block identifiers.

    Args:
        text: The note's body, comments taken out.
        found: Its running text: an identifier ends a stretch of it.
        opaque: Where there are none: code, math, HTML.

    Yields:
        The identifiers in order. Glued to a Latin letter or digit it may as well be a power
        (``10^6``): those are doubtful.
    """
    if "^" not in text:
        return
    for match in _ID.finditer(text):
        start = match.start()
        region = found.at(start)
        ends = region is None or is_blank(text, match.end(), region.end, f"{_BLANK}\n")
        if start in opaque or not ends:
            continue
        before = text[start - 1 : start]
        while start > 0 and text[start - 1] in " \t":
            start -= 1
        yield BlockId(start, match.end(), match["id"], before.isascii() and before.isalnum())
