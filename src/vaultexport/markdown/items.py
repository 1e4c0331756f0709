"""List items and tasks, in the shape of Obsidian's metadata cache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.spans import ListItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultexport.markdown.spans import Block

_MARKER: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|(?=\r?\n|\Z))")
_BOX: Final = re.compile(r"\[(?P<char>[^\r\n])\](?=[ \t])")


def list_items(text: str, blocks: Sequence[Block]) -> list[ListItem]:
    """Find the items of all lists.

    Args:
        text: The note's body, comments taken out.
        blocks: Its blocks, outer ones before inner ones.

    Returns:
        The items in order. An item ends before the first list nested in it; in a loose list one
        that a sibling follows ends with its last line's newline (recorded from the app).
    """
    numbers: dict[int, int] = {}
    nested: dict[int, int] = {}
    followed: set[int] = set()
    previous: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if block.kind == "list" and block.parent in numbers:
            nested.setdefault(block.parent, block.start)
        elif block.kind == "item":
            numbers[index] = len(numbers)
            if block.parent in previous:
                followed.add(previous[block.parent])
            previous[block.parent] = index
    found: list[ListItem] = []
    for index in numbers:
        start = _marker_start(text, blocks[index])
        if index in nested:
            end = _text_end(text, start, nested[index])
        else:
            end = _end(text, start, blocks[index].end, followed=index in followed)
        parent = numbers.get(_parent_item(blocks, index), -1)
        found.append(_item(text, start, max(end, start + 1), parent))
    return found


def _item(text: str, start: int, end: int, parent: int) -> ListItem:
    marker = _MARKER.match(text, start)
    text_start = marker.end() if marker else start
    box = _BOX.match(text, text_start)
    return ListItem(start, end, parent, box["char"] if box else "", text_start)


def _end(text: str, start: int, block_end: int, *, followed: bool) -> int:
    end = _text_end(text, start, block_end)
    newline = text.find("\n", end, block_end)
    return newline + 1 if followed and 0 <= newline < block_end - 1 else end


def _marker_start(text: str, block: Block) -> int:
    """Give where an item's marker stands: with tabs before it the block starts early."""
    source = text[block.start : block.end]
    return block.start + len(source) - len(source.lstrip("> \t\r\n"))


def _text_end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip("> \t\r\n"))


def _parent_item(blocks: Sequence[Block], index: int) -> int:
    above = blocks[index].parent
    while above >= 0 and blocks[above].kind != "item":
        above = blocks[above].parent
    return above
