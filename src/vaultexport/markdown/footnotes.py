"""Labels that one place of a note uses and another defines: footnotes and link references."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.spans import FootnoteLabel, LinkDefinition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.spans import Block

_LABEL: Final = re.compile(r"\[\^(?P<label>[^\]\r\n]+)\]")
_DEFINITION: Final = re.compile(
    r"^[ \t>]*(?P<mark>\[(?!\^)(?:\\.|[^\]\\\r\n])+\]:[ \t]*(?:\r?\n[ \t>]*)?"
    r"(?:<(?P<angled>[^<>\r\n]*)>|(?P<bare>\S+))[^\r\n]*)",
    re.MULTILINE,
)
_LEAVES: Final = frozenset({"paragraph", "heading", "code", "html", "table"})


def footnote_labels(
    text: str, blocks: Sequence[Block], opaque: Sequence[tuple[int, int]]
) -> Iterator[FootnoteLabel]:
    """Find the labels of footnotes, where they are used and where they are defined.

    Args:
        text: The note's body, comments taken out.
        blocks: Its blocks.
        opaque: The ranges of code, math and HTML, in order.
    """
    if "[^" not in text:
        return
    starts = [block.start for block in blocks if block.kind == "footnote"]
    matches = (_LABEL.match(text, start) for start in starts)
    known = {match["label"].lower() for match in matches if match}
    for match in _LABEL.finditer(text):
        if match["label"].lower() in known and not _inside(match.start(), opaque):
            yield FootnoteLabel(match.start(), match.end(), match["label"])


def link_definitions(text: str, blocks: Sequence[Block]) -> Iterator[LinkDefinition]:
    """Find the lines that define link references: what looks like one outside of any text.

    Args:
        text: The note's body, comments taken out.
        blocks: Its blocks.
    """
    if "]:" not in text:
        return
    leaves = [(block.start, block.end) for block in blocks if block.kind in _LEAVES]
    for match in _DEFINITION.finditer(text):
        if not _inside(match.start("mark"), leaves):
            target = match["angled"] or match["bare"] or ""
            yield LinkDefinition(match.start("mark"), match.end("mark"), target)


def _inside(offset: int, ranges: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(ranges, offset, key=lambda item: item[0]) - 1
    return index >= 0 and offset < ranges[index][1]
