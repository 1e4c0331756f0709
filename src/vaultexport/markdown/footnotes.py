"""Labels that one place of a note uses and another defines: footnotes and link references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.lines import holds
from vaultexport.markdown.regions import Ranges
from vaultexport.markdown.spans import FootnoteLabel, LinkDefinition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.spans import Block

_LABEL: Final = re.compile(r"\[\^(?P<label>[^\]\r\n]+)\]")
_LINE_END: Final = re.compile(r"[\r\n]")
_DEFINITION: Final = re.compile(
    r"^[ \t>]*(?P<mark>\[(?!\^)(?:\\.|[^\]\\\r\n])+\]:[ \t]*(?:\r?\n[ \t>]*)?"
    r"(?:<(?P<angled>[^<>\r\n]*)>|(?P<bare>\S+))[^\r\n]*)",
    re.MULTILINE,
)
_LEAVES: Final = frozenset({"paragraph", "heading", "code", "html", "table"})


def footnote_labels(text: str, blocks: Sequence[Block], opaque: Ranges) -> Iterator[FootnoteLabel]:
    """Find the labels of footnotes, where they are used and where they are defined.

    Args:
        text: The note's body, comments taken out.
        blocks: Its blocks.
        opaque: Where there are none: code, math and HTML.
    """
    if not holds(text, "[^"):
        return
    starts = [block.start for block in blocks if block.kind == "footnote"]
    matches = (_LABEL.match(text, start) for start in starts)
    known = {match["label"].lower() for match in matches if match}
    for start, end in _labels(text) if known else ():
        label = text[start + 2 : end - 1]
        if label.lower() in known and start not in opaque:
            yield FootnoteLabel(start, end, label)


def _labels(text: str) -> Iterator[tuple[int, int]]:
    """Find all labels, passing over a line's unclosed ones at once."""
    start = text.find("[^")
    while start >= 0:
        close = text.find("]", start + 2)
        if close < 0:
            return
        edge = _LINE_END.search(text, start + 2, close)
        if edge is None and close > start + 2:
            yield start, close + 1
        start = text.find("[^", edge.start() if edge else close)


def link_definitions(text: str, blocks: Sequence[Block]) -> Iterator[LinkDefinition]:
    """Find the lines that define link references: what looks like one outside of any text.

    Args:
        text: The note's body, comments taken out.
        blocks: Its blocks.
    """
    if not holds(text, "]:"):
        return
    leaves = Ranges(block[:2] for block in blocks if block.kind in _LEAVES)
    for match in _DEFINITION.finditer(text):
        if match.start("mark") not in leaves:
            target = match["angled"] or match["bare"] or ""
            yield LinkDefinition(match.start("mark"), match.end("mark"), target)
