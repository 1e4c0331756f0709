"""Marks that must be out of the way before CommonMark's structure is read.

Obsidian takes comments out before it looks for blocks, and Digital Garden's class and id lines
glue themselves to the list or table above. Each is overwritten with spaces of the same length, so
that every other offset stays true.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultexport.markdown.spans import BlockId, Comment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CLASS_LINE = re.compile(
    r"^[ \t>]*?(?P<mark>\{ ?\.block-language-(?P<language>[\w-]+)\})[ \t]*(?=\r?$)", re.MULTILINE
)
"""Digital Garden's ``{ .block-language-dataview}``: markdown-it-attrs, one line of its own."""

PUBLISHED_ID = re.compile(r"(?P<gap>[ \t]*)\{ #(?P<id>[\w-]+)\}[ \t]*(?=\r?$)", re.MULTILINE)
"""Digital Garden's form of a block identifier, at the end of a line or alone on one."""

_PIPE_LINK = re.compile(r"\[\[\|(?=[^\[\]\r\n]*\]\])")
_BLANK = " \t>\r"
_NOT_NEWLINE = re.compile(r"[^\r\n]")


def blank(text: str, start: int, end: int) -> str:
    """Overwrite ``text[start:end]`` with spaces, newlines kept."""
    return text[:start] + _NOT_NEWLINE.sub(" ", text[start:end]) + text[end:]


def divide(text: str, start: int, end: int) -> str:
    """Overwrite ``text[start:end]`` with an HTML comment, which ends a list or table above it."""
    return f"{text[:start]}<!--{' ' * (end - start - 7)}-->{text[end:]}"


def pipe_links(text: str) -> str:
    """Put a letter in the place of a pipe that a wikilink starts with: to Obsidian it is a name."""
    if "[[|" not in text:
        return text
    return _PIPE_LINK.sub("[[x", text)


def published_ids(text: str) -> list[BlockId]:
    """Find Digital Garden's block identifiers in ``text``."""
    if "{ #" not in text:
        return []
    return [BlockId(m.start(), m.end(), m["id"]) for m in PUBLISHED_ID.finditer(text)]


def class_lines(text: str) -> list[tuple[int, int, str]]:
    """Find the class lines of frozen queries: start and end of the mark, and the language."""
    if ".block-language-" not in text:
        return []
    found = CLASS_LINE.finditer(text)
    return [(m.start("mark"), m.end("mark"), m["language"]) for m in found]


def comments(
    text: str, opaque: Callable[[str], Sequence[tuple[int, int]]]
) -> tuple[list[Comment], str]:
    """Find Obsidian's ``%%`` comments and take them out of ``text``.

    A comment starts where ``%%`` stands outside code and math, and ends at the next ``%%``,
    whatever lies between: code that starts inside a comment is no code. An unclosed mark at the
    start of a line hides the rest of the note, elsewhere it is text.

    Args:
        text: The note's body.
        opaque: Gives the ranges of code and math of a text, in order.

    Returns:
        The comments in order, and the text with spaces in their place.
    """
    found: list[Comment] = []
    position = text.find("%%")
    ranges = opaque(text) if position >= 0 else ()
    while position >= 0:
        inside = next((r for r in ranges if r[0] <= position < r[1]), None)
        if inside is not None:
            position = text.find("%%", max(inside[1], position + 2))
            continue
        close = text.find("%%", position + 2)
        if close < 0 and not _starts_line(text, position):
            break
        end = close + 2 if close >= 0 else len(text)
        found.append(Comment(position, end))
        text = _without(text, position, end)
        if any(position < r[0] < end for r in ranges):
            ranges = opaque(text)
        position = text.find("%%", end)
    return found, text


def _without(text: str, start: int, end: int) -> str:
    """Overwrite a comment so that the text around it is read as if it were not there.

    A comment that is all of a line between two lines of text must not part them.
    """
    if "\n" in text[start:end]:
        return blank(text, start, end)
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    above = text[:line_start].removesuffix("\n").rpartition("\n")[2]
    below = text[line_end + 1 :].partition("\n")[0] if line_end >= 0 else ""
    alone = not (text[line_start:start] + text[end : max(line_end, end)]).strip(" \t>\r")
    if alone and above.strip(_BLANK) and below.strip(_BLANK):
        return f"{text[:start]}{'x' * (end - start)}{text[end:]}"
    return blank(text, start, end)


def _starts_line(text: str, position: int) -> bool:
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return not line.strip(" \t>")
