"""Markdown without its marks, as ``display`` shows a string.

Dataview leaves this to a package (remove-markdown 0.5) that works with a row of regular
expressions. What it takes away, and in which order, shows in results, so the rules here answer to
it: fences go before inline code, ``_`` counts only at the edge of a word, an image keeps its
description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from vaultexport.dataview.errors import LimitExceededError

if TYPE_CHECKING:
    from vaultexport.dataview.limits import Meter

# Each rule removes what it matches, except for the groups called before, kept and after.
_RULES: Final = tuple(
    regex.compile(rule, regex.MULTILINE)
    for rule in (
        r"^(?:[-_*]\s*?){3,}\s*",  # thematic break, also of mixed marks
        r"^(?P<kept>\s*)(?:[*+-]|[0-9]+\.)\s+",  # list marker
        r"(?<=\n)==+",  # underline of a heading
        r"~~~.*\n",  # fence of tildes
        r"~~",  # strikethrough
        r"```.*\n",  # fence of backticks, with the line that it opens
        r"<[^>]*>",  # tag
        r"\A[=-]{2,}\s*\Z",  # nothing but an underline
        r"\[\^.+?\](?:: .*\Z)?",  # footnote
        r"\s{0,2}\[.*?\]: .*\Z",  # definition of a link at the end
        r"!\[(?P<kept>.*?)\][\[(].*?[\])]",  # image
        r"\[(?P<kept>[^\]]*)\][\[(].*?[\])]",  # link
        r"^(?P<kept>\n?)\s{0,3}>\s?",  # quote
        r"\A\s{1,2}\[.*?\]: \S+(?: \".*?\")?\s*\Z",  # nothing but a definition
        r"^(?P<before>\n?)\s*#{1,6}\s*(?: (?P<kept>.+))?(?: +#+)?$",  # heading
        r"(\*+)(?P<kept>\S(?:.*?\S)??)\1",  # emphasis with asterisks
        r"(?P<before>\A|[^A-Za-z0-9_])(_+)(?P<kept>\S(?:.*?\S)??)\2(?P<after>[^A-Za-z0-9_]|\Z)",
        r"(`{3,})(?P<kept>.*?)\1",  # code in more than two backticks
        r"`(?P<kept>.+?)`",  # code
        r"~(?P<kept>.*?)~",  # strikethrough with one mark
    )
)
_KEPT: Final = ("before", "kept", "after")
_PLAIN_LINK: Final = regex.compile(r"\[\[([^|]*?)\]\]")
_SHOWN_LINK: Final = regex.compile(r"\[\[.*?\|(.*?)\]\]")


def strip_markdown(text: str, meter: Meter) -> str:
    """Return a text without Markdown's marks.

    Args:
        text: The text.
        meter: What the query may still do.

    Raises:
        LimitExceededError: When a rule takes too long on the text.
    """
    seconds = meter.limits.regex_seconds
    meter.spend(1 + len(text) // 10)
    try:
        text = _PLAIN_LINK.sub(r"\1", text, timeout=seconds)
        text = _SHOWN_LINK.sub(r"\1", text, count=1, timeout=seconds)
        for rule in _RULES:
            kept = "".join(rf"\g<{name}>" for name in _KEPT if name in rule.groupindex)
            text = rule.sub(kept, text, timeout=seconds)
    except TimeoutError as error:
        raise LimitExceededError("a text takes too long to show without marks") from error
    return text
