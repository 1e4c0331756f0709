"""Any value as bytes."""

from __future__ import annotations

import pickle
from typing import Any


def packed(value: object) -> bytes:
    """Write a record, or anything that is kept, as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """Read what `packed` wrote; the bytes must be known to be those."""
    return pickle.loads(data)  # noqa: S301 - our own, and checked
