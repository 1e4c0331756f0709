"""Keys that sort values quickly where their order allows it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from vaultexport.dataview.collation import collation_key
from vaultexport.dataview.dates import Date
from vaultexport.dataview.values import Link, type_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultexport.dataview.compare import Normalize
    from vaultexport.dataview.values import Value

SortKey: TypeAlias = "tuple[object, ...]"


def sort_keys(values: Sequence[Value], normalize: Normalize) -> list[SortKey] | None:
    """Return a key for each value, such that keys are ordered as ``compare`` orders values.

    Args:
        values: The values of one column.
        normalize: How links find their file.

    Returns:
        The keys; None when some value has none: a list, an object, a duration, NaN, or dates in
        several zones, of which equal instants are not equal.
    """
    zones = {value.zone for value in values if isinstance(value, Date)}
    if len(zones) > 1:
        return None
    keys: list[SortKey] = []
    for value in values:
        key = _key(value, normalize)
        if key is None:
            return None
        keys.append(key)
    return keys


def _key(value: Value, normalize: Normalize) -> SortKey | None:
    if value is None:
        return ("",)
    if isinstance(value, str):
        return ("string", collation_key(value))
    if isinstance(value, int | float):
        return None if math.isnan(value) else (type_name(value), value)
    if isinstance(value, Date):
        return ("date", value.millis)
    if isinstance(value, Link):
        return ("link", *_link_key(value, normalize))
    return None


def _link_key(link: Link, normalize: Normalize) -> SortKey:
    return (
        collation_key(normalize(link.path)),
        link.type,
        bool(link.subpath),
        collation_key(link.subpath),
    )
