"""Marks that must be out of the way before CommonMark's structure is read.

Obsidian takes comments out before it looks for blocks, and Digital Garden's class and id lines
glue themselves to the list or table above. Each is overwritten with spaces of the same length, so
that every other offset stays true.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultexport.markdown.lines import holds
from vaultexport.markdown.spans import BlockId

if TYPE_CHECKING:
    from collections.abc import Iterable

CLASS_LINE = re.compile(
    r"^[ \t>]*?(?P<mark>\{ ?\.block-language-(?P<language>[\w-]+)\})[ \t]*(?=\r?$)", re.MULTILINE
)
"""Digital Garden's ``{ .block-language-dataview}``: markdown-it-attrs, one line of its own."""

PUBLISHED_ID = re.compile(r"(?P<gap>[ \t]*)\{ #(?P<id>[\w-]+)\}[ \t]*(?=\r?$)", re.MULTILINE)
"""Digital Garden's form of a block identifier, at the end of a line or alone on one."""

_PIPE_LINK = re.compile(r"\[\[\|(?=[^\[\]\r\n]*\]\])")
_LINKED_EMBED = re.compile(r"!\[\[[^\[\]\r\n]+\]\](?=\]\()")
_DAMAGE = re.compile(r"\r?\n\{ #(?P<id>[\w-]+)\}[ \t]*(?=\r?$)", re.MULTILINE)

NO_BREAK = "\u00a0"
"""A blank that is text to the parser: it starts no code, and ends no line."""

_NOT_NEWLINE = re.compile(r"[^\r\n]")


def blank(text: str, start: int, end: int) -> str:
    """Overwrite ``text[start:end]`` with spaces, newlines kept."""
    return overwritten(text, [(start, end, blanks(text, start, end))])


def blanks(text: str, start: int, end: int) -> str:
    """Give spaces for ``text[start:end]``, newlines kept."""
    return _NOT_NEWLINE.sub(" ", text[start:end])


def divider(start: int, end: int) -> str:
    """Give an HTML comment for ``text[start:end]``, which ends a list or table above it."""
    return f"<!--{' ' * (end - start - 7)}-->"


def overwritten(text: str, parts: Iterable[tuple[int, int, str]]) -> str:
    """Overwrite parts of a text.

    Args:
        text: The text.
        parts: Where each starts and ends, and what stands there instead; they don't overlap.
    """
    pieces: list[str] = []
    position = 0
    for start, end, instead in sorted(parts):
        pieces += (text[position:start], instead)
        position = end
    return "".join([*pieces, text[position:]])


def pipe_links(text: str) -> str:
    """Put a letter in the place of a pipe that a wikilink starts with: to Obsidian it is a name."""
    if not holds(text, "[[|"):
        return text
    return _PIPE_LINK.sub("[[x", text)


def linked_embeds(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Hide the embeds that are all or the end of a link's text, ``[![[image]]](url)``.

    To the parser the embed's first bracket would open an image with the link's destination.

    Args:
        text: The note's body.

    Returns:
        The text with other characters in their place, and where they stand.
    """
    if not holds(text, "]]]("):
        return text, []
    found = [match.span() for match in _LINKED_EMBED.finditer(text)]
    return overwritten(
        text, [(start, end, NO_BREAK * (end - start)) for start, end in found]
    ), found


def published_ids(text: str) -> list[BlockId]:
    """Find Digital Garden's block identifiers in ``text``."""
    if not holds(text, "{ #"):
        return []
    return [BlockId(m.start(), m.end(), m["id"]) for m in PUBLISHED_ID.finditer(text)]


def restored(source: str) -> str:
    """Put back what Digital Garden took for block identifiers in a formula or inline code.

    Args:
        source: Either with its delimiters, in which ``x ^2`` at the end of a line came out as
            ``x`` and ``{ #2}`` on the line below.
    """
    return _DAMAGE.sub(r" ^\g<id>", source) if "{ #" in source else source


def class_lines(text: str) -> list[tuple[int, int, str]]:
    """Find the class lines of frozen queries: start and end of the mark, and the language."""
    if "{" not in text or ".block-language-" not in text:
        return []
    found = CLASS_LINE.finditer(text)
    return [(m.start("mark"), m.end("mark"), m["language"]) for m in found]
