"""List items and tasks, in the shape of Obsidian's metadata cache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.lines import trimmed
from vaultexport.markdown.spans import ListItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultexport.markdown.spans import Block

_BLANK: Final = "> \t\r\n"
_LEAD: Final = re.compile(r"[> \t\r\n]*")
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
    around: list[int] = []
    nested: dict[int, int] = {}
    followed: set[int] = set()
    last: dict[int, int] = {}
    for number, (start, _end, kind, parent) in enumerate(blocks):
        around.append(number if kind == "item" else around[parent] if parent >= 0 else -1)
        if kind == "item":
            if parent in last:
                followed.add(last[parent])
            last[parent] = number
        elif kind == "list" and parent >= 0 and blocks[parent].kind == "item":
            nested.setdefault(parent, start)
    found: list[ListItem] = []
    places = {-1: -1}
    for number, (start, end, kind, parent) in enumerate(blocks):
        if kind != "item":
            continue
        # The block may start with more indentation.
        lead = _LEAD.match(text, start, end)
        marker = lead.end() if lead else start
        text_end = trimmed(text, marker, nested.get(number, end), _BLANK)
        if number in followed and number not in nested:
            newline = text.find("\n", text_end, end)
            text_end = newline + 1 if 0 <= newline < end - 1 else text_end
        places[number] = len(found)
        span = (start, max(text_end, marker + 1))
        found += _items(text, span, marker, places[around[parent]], len(found))
    return found


def _items(
    text: str, span: tuple[int, int], marker: int, parent: int, number: int
) -> Sequence[ListItem]:
    """Give an item, and the one that to Obsidian starts behind its box."""
    match = _MARKER.match(text, marker)
    text_start = match.end() if match else marker
    box = _BOX.match(text, text_start) if text.startswith("[", text_start) else None
    if box is None:
        return (ListItem(*span, parent, "", text_start),)
    item = ListItem(*span, parent, box["char"], text_start)
    inner = _MARKER.match(text, box.end() + 1)
    if inner is None:
        return (item,)
    return item, ListItem(box.end() + 1, span[1], number, "", inner.end())
