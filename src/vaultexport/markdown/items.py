"""List items and tasks, in the shape of Obsidian's metadata cache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.spans import ListItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
        that a sibling follows ends with its last line's newline. A marker right behind a box makes
        one more item (all recorded from the app).
    """
    numbers: list[int] = []
    places: dict[int, int] = {-1: -1}
    nested: dict[int, int] = {}
    followed: set[int] = set()
    previous: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if block.kind == "list" and block.parent in places:
            nested.setdefault(block.parent, block.start)
        elif block.kind == "item":
            numbers.append(index)
            places[index] = -1
            if block.parent in previous:
                followed.add(previous[block.parent])
            previous[block.parent] = index
    found: list[ListItem] = []
    for index in numbers:
        block = blocks[index]
        marker = _marker_start(text, block)
        if index in nested:
            end = _text_end(text, marker, nested[index])
        else:
            end = _end(text, marker, block.end, followed=index in followed)
        places[index] = len(found)
        parent = places[_parent_item(blocks, index)]
        found += _items(text, block.start, marker, max(end, marker + 1), parent, len(found))
    return found


def _items(  # noqa: PLR0913, PLR0917 - the parts of a ListItem
    text: str, start: int, marker: int, end: int, parent: int, index: int
) -> Iterator[ListItem]:
    """Give an item, and the one that to Obsidian starts behind its box."""
    match = _MARKER.match(text, marker)
    text_start = match.end() if match else marker
    box = _BOX.match(text, text_start)
    yield ListItem(start, end, parent, box["char"] if box else "", text_start)
    inner = _MARKER.match(text, box.end() + 1) if box else None
    if inner is not None and box is not None:
        yield ListItem(box.end() + 1, end, index, "", inner.end())


def _end(text: str, start: int, block_end: int, *, followed: bool) -> int:
    end = _text_end(text, start, block_end)
    newline = text.find("\n", end, block_end)
    return newline + 1 if followed and 0 <= newline < block_end - 1 else end


def _marker_start(text: str, block: Block) -> int:
    """Give where an item's marker stands: the block may start with more indentation."""
    source = text[block.start : block.end]
    return block.start + len(source) - len(source.lstrip("> \t\r\n"))


def _text_end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip("> \t\r\n"))


def _parent_item(blocks: Sequence[Block], index: int) -> int:
    above = blocks[index].parent
    while above >= 0 and blocks[above].kind != "item":
        above = blocks[above].parent
    return above
