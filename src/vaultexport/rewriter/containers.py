"""Quotes, list items and footnotes around a place: what their lines start with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.markdown import Block, Document

_LEAD: Final = re.compile(r"[ \t]*(?:>[ \t]*)*")
_MARKER: Final = re.compile(
    r"(?P<list>(?:[-*+]|\d{1,9}[.)])[ \t]+)|(?P<note>\[\^[^\]\r\n]+\]:[ \t]*)"
)
_TABS: Final = re.compile(r"^[ \t]*\t")
_MARKED: Final = frozenset({"item", "footnote"})
_TAB: Final = 4
_NOTE_INDENT: Final = "    "
"""What keeps a line in a footnote, however long its label is (GFM)."""


def line_start(body: str, offset: int) -> int:
    """Give where the line of ``offset`` starts."""
    return body.rfind("\n", 0, offset) + 1


def line_end(body: str, offset: int) -> int:
    """Give where the line of ``offset`` ends, its line break excluded."""
    end = body.find("\n", offset)
    end = len(body) if end < 0 else end
    return offset + len(body[offset:end].rstrip("\r"))


def containers(document: Document, offset: int) -> Iterator[Block]:
    """Yield the blocks around ``offset``, inner ones first."""
    block = document.block_at(offset)
    while block is not None:
        yield block
        block = document.blocks[block.parent] if block.parent >= 0 else None


def lead(document: Document, body: str, offset: int) -> tuple[int, str]:
    """Tell the marks of containers at the start of a line from its text.

    Args:
        document: The spans of ``body``.
        body: A note's body.
        offset: A place on the line.

    Returns:
        Where the line's text starts, and what a further line must start with to stay in the same
        containers: quote marks are kept, list markers become spaces of their width.
    """
    start = line_start(body, offset)
    if start == offset:
        return start, ""
    marked = [block.start for block in containers(document, offset) if block.kind in _MARKED]
    match = _LEAD.match(body, start, offset)
    position = match.end() if match else start
    prefix = body[start:position]
    while marker := _marker(body, position, offset, marked):
        prefix += _NOTE_INDENT if marker["note"] else " " * (marker.end() - position)
        position = marker.end()
        match = _LEAD.match(body, position, offset)
        if match:
            prefix += match.group()
            position = match.end()
    return position, prefix


def _marker(body: str, position: int, stop: int, marked: list[int]) -> re.Match[str] | None:
    """Find the mark of an item or footnote that starts at ``position``.

    With tabs before it, an item's range starts up to a line break early.
    """
    if any(start <= position and not body[start:position].strip() for start in marked):
        return _MARKER.match(body, position, stop)
    return None


def outdent(text: str, prefix: str) -> str:
    """Take a text's lines, but the first, out of their containers.

    Args:
        text: Lines of which the first starts behind its containers' marks.
        prefix: What the others start with to be in the containers, as `lead` gives it.

    Returns:
        The same lines, with LF, without the prefix or as much of it as they have.
    """
    text = text.replace("\r\n", "\n")
    if not prefix:
        return text
    first, *rest = text.split("\n")
    return "\n".join([first, *(_outdented(line, prefix) for line in rest)])


def _outdented(line: str, prefix: str) -> str:
    """Take the prefix off a line; a tab counts to the next multiple of four columns."""
    position = column = spaces = 0
    for char in prefix.expandtabs(_TAB):
        if char == ">":
            stripped = line[position:].lstrip(" \t")
            if not stripped.startswith(">"):
                break
            position = len(line) - len(stripped) + 1
            column, spaces = len(line[:position].expandtabs(_TAB)), 0
        elif spaces:
            spaces -= 1
        elif line[position : position + 1] in {" ", "\t"}:
            width = 1 if line[position] == " " else _TAB - column % _TAB
            position, column, spaces = position + 1, column + width, width - 1
    return " " * spaces + line[position:]


def indent(text: str, prefix: str, newline: str) -> str:
    """Put a text's lines, but the first, into containers; empty lines get no trailing spaces.

    Behind a prefix a tab is not as wide as before, so those that indent a line become spaces.
    """
    if not prefix:
        return text.replace("\n", newline)
    first, *rest = text.split("\n")
    empty = prefix.rstrip()
    rest = [_TABS.sub(lambda match: match.group().expandtabs(_TAB), line) for line in rest]
    return newline.join([first, *(prefix + line if line else empty for line in rest)])
