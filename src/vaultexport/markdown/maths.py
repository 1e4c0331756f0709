"""Where Obsidian sees mathematics and the parser does not, or the other way round.

Both want no white space inside single dollars. Obsidian also wants no digit behind the closing one
(``$5 and A$6`` are prices, and ``$5 and $x$`` is a price and a formula). It takes ``$$`` at the
start of a line as the start of a block that blank lines, list marks and the like don't end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.masks import overwritten
from vaultexport.markdown.regions import Ranges, Regions, edges, is_escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultexport.markdown.events import EventReader
    from vaultexport.markdown.regions import Region

_OPENING: Final = re.compile(
    r"^(?P<lead>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)\$\$", re.MULTILINE
)
_FENCE: Final = re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)
_BRACE_OR_DOLLAR: Final = re.compile(r"\\[\s\S]|[{}$]")
_CELL_EDGE: Final = re.compile(r"[\n|]")


def corrected(text: str, reader: EventReader) -> str | None:
    """Change a text so that the parser sees the formulas that Obsidian sees.

    Args:
        text: A note's body, comments taken out.
        reader: What the parser made of it.

    Returns:
        A text of the same length, to be parsed instead: dollars that open no formula are other
        punctuation, what stands inside a block formula is on one line. ``None`` if nothing needs
        a correction.
    """
    if "$" not in text:
        return None
    changed = _without_prices(text, reader)
    if "$$" in text:
        changed = _with_blocks(changed, reader)
    return changed if changed != text else None


def _without_prices(text: str, reader: EventReader) -> str:
    """Pair the dollars anew in each text where the parser paired some of prices."""
    wrong = [
        math
        for math in reader.maths
        if not math.display and _next_dollar(text, math.start + 1, math.end) != math.end - 1
    ]
    wrong += (math for math in reader.maths if not math.display and _before_digit(text, math.end))
    if not wrong:
        return text
    found = Regions(reader.blocks)
    codes = Ranges(edges(reader.codes))
    partners = _partners(text)
    chars = list(text)
    for region in {found.at(math.start) for math in wrong} - {None}:
        assert region is not None
        formulas = Ranges(_formulas(text, region, codes, partners))
        for offset in range(region.start, region.end):
            is_plain = text[offset] == "$" and offset not in formulas
            if is_plain and offset not in codes and not is_escaped(text, offset):
                chars[offset] = '"'
    return "".join(chars)


def _partners(text: str) -> dict[int, int]:
    """Find for each dollar the next one that stands in no more braces than it does."""
    partners: dict[int, int] = {}
    waiting: list[tuple[int, int]] = []
    depth = 0
    for match in _BRACE_OR_DOLLAR.finditer(text):
        char = match.group()
        depth += (char == "{") - (char == "}")
        if char == "$":
            while waiting and waiting[-1][0] >= depth:
                partners[waiting.pop()[1]] = match.start()
            waiting.append((depth, match.start()))
    return partners


def _formulas(
    text: str, region: Region, codes: Ranges, partners: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Find the formulas of a stretch of running text by Obsidian's rule."""
    limit = -1
    offset = text.find("$", region.start, region.end)
    while offset >= 0:
        if offset in codes:
            after = codes.end(offset)
        elif is_escaped(text, offset):
            after = offset + 1
        else:
            limit = limit if offset < limit else _limit(text, offset, region)
            mark = "$$" if text.startswith("$$", offset) else "$"
            partner = partners.get(offset, -1)
            end = _block_end(text, offset, limit) if mark == "$$" else 0
            if mark == "$" and partner < limit:
                end = _end(text, offset, partner)
            if end:
                yield offset, end
            after = end or offset + len(mark)
        offset = text.find("$", after, region.end)


def _limit(text: str, start: int, region: Region) -> int:
    """Give where the cell ends that holds a dollar, or the region that is none of a table."""
    if region.kind != "table":
        return region.end
    edges = (match.start() for match in _CELL_EDGE.finditer(text, start, region.end))
    return next((edge for edge in edges if not is_escaped(text, edge)), region.end)


def _block_end(text: str, start: int, limit: int) -> int:
    """Give the end of what opens with two dollars; 0 if it never closes."""
    offset = text.find("$$", start + 3, limit)
    return offset + 2 if offset >= 0 else 0


def _end(text: str, start: int, partner: int) -> int:
    """Give the end of the formula between two dollars; 0 if they are none."""
    if partner <= start + 1 or text[start + 1].isspace() or text[partner - 1].isspace():
        return 0
    return 0 if _before_digit(text, partner + 1) else partner + 1


def _next_dollar(text: str, start: int, end: int) -> int:
    r"""Give the next dollar that is neither escaped nor in braces (``\text{if $x$}``); or -1."""
    depth = 0
    for match in _BRACE_OR_DOLLAR.finditer(text, start, end):
        char = match.group()
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == "$" and depth <= 0:
            return match.start()
    return -1


def _before_digit(text: str, offset: int) -> bool:
    return text[offset : offset + 1].isdigit()


def _with_blocks(text: str, reader: EventReader) -> str:
    """Put block formulas that the parser lost on one line."""
    known = Ranges(edges(reader.maths, reader.codes))
    blocks: list[tuple[int, int, str]] = []
    position = 0
    while match := _OPENING.search(text, position):
        start = match.end() - 2
        position = match.end()
        if start in known:
            position = max(position, known.end(start))
            continue
        end = text.find("$$", position)
        if end < 0:
            break
        if _is_block(text, match["lead"], position, end, known):
            blocks.append((position, end, "x" * (end - position)))
            position = end + 2
    return overwritten(text, blocks)


def _is_block(text: str, lead: str, start: int, end: int, known: Ranges) -> bool:
    """Tell whether the text between two marks can be one formula."""
    inside = text[start:end]
    if "\n" not in inside or end in known or _FENCE.search(inside):
        return False
    if ">" in lead:
        return all(line.lstrip(" \t").startswith(">") for line in inside.split("\n")[1:])
    return True
