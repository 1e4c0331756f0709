"""Values as bytes: any, or quicker those that are plain."""

from __future__ import annotations

import marshal
import pickle
from typing import Any, Final

_FORMAT: Final = 2
"""Of `marshal`: the last that writes equal values as equal bytes."""


def packed(value: object) -> bytes:
    """Write a record, or anything that is kept, as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """Read what `packed` wrote; the bytes must be known to be those."""
    return pickle.loads(data)  # noqa: S301 - our own, and checked


def packed_plain(value: Any) -> bytes:  # noqa: ANN401 - `marshal` has no name for what it takes
    """Write numbers, texts, bytes, ``None``, and tuples, lists, sets and dicts of them."""
    return marshal.dumps(value, _FORMAT)


def unpacked_plain(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """Read what `packed_plain` wrote; the bytes must be known to be those."""
    return marshal.loads(data)  # noqa: S302 - our own, and checked
