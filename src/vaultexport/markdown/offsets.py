"""Offsets in characters for the parser's offsets in bytes."""

from __future__ import annotations

from operator import index
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def char_offsets(text: str) -> Callable[[int], int]:
    """Give a function that turns offsets in the UTF-8 form of a text into offsets in the text.

    It counts on from the last offset that it was asked for: all offsets of a text in order cost
    one reading of it.

    Args:
        text: The text.
    """
    if text.isascii():
        return index
    data = text.encode()
    last = chars = 0

    def at(offset: int) -> int:
        nonlocal last, chars
        if offset > last:
            chars += len(data[last:offset].decode())
        elif offset < last:
            chars -= len(data[offset:last].decode())
        last = offset
        return chars

    return at
