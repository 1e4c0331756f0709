"""Line ends inside running text: Obsidian shows each, CommonMark reads a space."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.regions import is_escaped
from vaultexport.markdown.spans import Callout, LineBreak

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.regions import Ranges
    from vaultexport.markdown.spans import CalloutEnd, Math

_OWN_LINE_ID: Final = re.compile(r"\r?\n[ \t>]*\^[A-Za-z0-9-]+[ \t]*(?:\r?\n|\Z)")
_LEAD: Final = re.compile(r"\r?\n[ \t>]*")


def line_breaks(
    text: str,
    offsets: Sequence[int],
    comments: Ranges,
    maths: Sequence[Math],
    callouts: Sequence[Callout | CalloutEnd],
) -> Iterator[LineBreak]:
    """Find the line ends that nothing in the text makes a break.

    Args:
        text: The note's body, comments included.
        offsets: Where the parser saw a break, soft or hard, with comments taken out.
        comments: The ranges of comments.
        maths: The formulas: one that is a block of its own needs no break beside it.
        callouts: The callouts: a title ends with its line.
    """
    if not offsets:
        return
    titles = {span.end for span in callouts if isinstance(span, Callout)}
    blocks = [math for math in maths if math.display]
    before, after = {math.start for math in blocks}, {math.end for math in blocks}
    for offset in offsets:
        newline = text.find("\n", comments.end(offset) or offset)
        if newline < 0 or newline in comments:
            continue
        end = newline - 1 if text.startswith("\r", newline - 1) else newline
        start = _text_end(text, end)
        if start in after or start in titles or _is_hard(text, start, end):
            continue
        lead = _LEAD.match(text, end)
        next_to_math = lead is not None and lead.end() in before
        if not next_to_math and not _OWN_LINE_ID.match(text, end):
            yield LineBreak(start, end)


def _text_end(text: str, end: int) -> int:
    """Give where the text of a line ends that ends at ``end``."""
    while end > 0 and text[end - 1] in " \t":
        end -= 1
    return end


def _is_hard(text: str, start: int, end: int) -> bool:
    """Tell whether the line ends in a break already: two blanks, or a backslash."""
    return text[start:end].endswith("  ") or (start == end and is_escaped(text, end))
