"""Markdown without its marks, as ``display`` shows a string.

The steps and their order are those of the package that Dataview uses (remove-markdown), because
they show: ``a_b_`` loses its marks only at the edge of a word, and a link keeps its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from vaultexport.dataview.errors import LimitExceededError

if TYPE_CHECKING:
    from vaultexport.dataview.limits import Meter

_M: Final = regex.MULTILINE

_STEPS: Final[tuple[tuple[regex.Pattern[str], str], ...]] = tuple(
    (regex.compile(pattern, flags), replacement)
    for pattern, flags, replacement in (
        # Thematic breaks, then the markers of lists.
        (r"^ {0,3}((?:-[\t ]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})(?:\n+|\Z)", _M, ""),
        (r"^(\s*)([*\-+]|[0-9]+\.)\s+", _M, r"\1"),
        # Underlines of headings, fences, strikethrough.
        (r"\n={2,}", 0, "\n"),
        (r"~{3}.*\n", 0, ""),
        (r"~~", 0, ""),
        (r"```(?:.*)\n\s*([\s\S]*?)\s*```", 0, r"\1"),
        # Tags, and underlines of a text that is nothing else.
        (r"<[^>]*>", 0, ""),
        (r"\A[=\-]{2,}\s*\Z", 0, ""),
        # Footnotes and definitions of links.
        (r"\[\^.+?\](?:: .*?\Z)?", 0, ""),
        (r"\s{0,2}\[.*?\]: .*?\Z", 0, ""),
        # Images keep their alternative text, links their text.
        (r"!\[(.*?)\][\[(].*?[\])]", 0, r"\1"),
        (r"\[([^\]]*?)\][\[(].*?[\])]", 0, r"\1"),
        # Quotes and headings.
        (r"^(\n)?\s{0,3}>\s?", _M, r"\1"),
        (r"\A\s{1,2}\[(.*?)\]: (\S+)( \".*?\")?\s*\Z", 0, ""),
        (
            r"^(\n)?\s*#{1,6}\s*( (.+))? +#+$|^(\n)?\s*#{1,6}\s*( (.+))?$",
            _M,
            r"\1\3\4\6",
        ),
        # Emphasis, code, strikethrough with one mark.
        (r"([*]+)(\S)(.*?\S)??\1", 0, r"\2\3"),
        (r"(\A|[^A-Za-z0-9_])(_+)(\S)(.*?\S)??\2(?=\Z|[^A-Za-z0-9_])", 0, r"\1\3\4"),
        (r"(`{3,})(.*?)\1", _M, r"\2"),
        (r"`(.+?)`", 0, r"\1"),
        (r"~(.*?)~", 0, r"\1"),
    )
)
_PLAIN_LINK: Final = regex.compile(r"\[\[([^|]*?)\]\]")
_SHOWN_LINK: Final = regex.compile(r"\[\[.*?\|(.*?)\]\]")


def strip_markdown(text: str, meter: Meter) -> str:
    """Return a text without Markdown's marks.

    Args:
        text: The text.
        meter: What the query may still do.

    Raises:
        LimitExceededError: When a pattern takes too long on the text.
    """
    seconds = meter.limits.regex_seconds
    meter.spend(1 + len(text) // 10)
    try:
        text = _PLAIN_LINK.sub(r"\1", text, timeout=seconds)
        text = _SHOWN_LINK.sub(r"\1", text, count=1, timeout=seconds)
        for pattern, replacement in _STEPS:
            text = pattern.sub(replacement, text, timeout=seconds)
    except TimeoutError as error:
        raise LimitExceededError("a text takes too long to show without marks") from error
    return text
