"""The order and the equality of values: SORT, GROUP BY, ``<``, ``=``, ``min`` and ``sort``."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Final, TypeAlias

from vaultexport.dataview.collation import compare_strings
from vaultexport.dataview.dates import Date
from vaultexport.dataview.durations import Duration
from vaultexport.dataview.values import Link, type_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultexport.dataview.values import Value

Normalize: TypeAlias = "Callable[[str], str]"
"""Finds the path of the file that the path of a link means."""


def _as_written(path: str) -> str:
    return path


def compare(left: Value, right: Value, normalize: Normalize = _as_written) -> int:
    """Compare two values of any types: negative, zero or positive.

    null is least; values of different types are in the order of the types' names. What is
    neither less nor equal counts as greater: NaN, and durations of the same length in different
    units. Links inside lists and objects are compared as written.

    Args:
        left: A value.
        right: Another one.
        normalize: How links find their file.
    """
    if left is right and left == left:  # noqa: PLR0124 - NaN alone is not itself.
        return 0
    if left is None or right is None:
        return (left is not None) - (right is not None)
    kind, other_kind = type_name(left), type_name(right)
    if kind != other_kind:
        return -1 if kind < other_kind else 1
    comparer = _COMPARERS.get(kind)
    if comparer is not None:
        return comparer(left, right)
    return _compare_links(left, right, normalize) if isinstance(left, Link) else 0


def _compare_plain(left: Value, right: Value) -> int:
    """Compare numbers or booleans."""
    assert isinstance(left, int | float)
    assert isinstance(right, int | float)
    return -1 if left < right else int(left != right)


def _compare_texts(left: Value, right: Value) -> int:
    assert isinstance(left, str)
    assert isinstance(right, str)
    return compare_strings(left, right)


def _compare_dates(left: Value, right: Value) -> int:
    assert isinstance(left, Date)
    assert isinstance(right, Date)
    return -1 if left.millis < right.millis else int(left != right)


def _compare_durations(left: Value, right: Value) -> int:
    assert isinstance(left, Duration)
    assert isinstance(right, Duration)
    return -1 if left.millis() < right.millis() else int(left != right)


def _compare_lists(left: Value, right: Value) -> int:
    assert isinstance(left, list)
    assert isinstance(right, list)
    for mine, theirs in zip(left, right, strict=False):
        order = compare(mine, theirs)
        if order:
            return order
    return len(left) - len(right)


def _compare_objects(left: Value, right: Value) -> int:
    assert isinstance(left, dict)
    assert isinstance(right, dict)
    mine: list[Value] = [*sorted(left)]
    order = _compare_lists(mine, [*sorted(right)])
    if order:
        return order
    return _compare_lists([left[key] for key in sorted(left)], [right[key] for key in sorted(left)])


def _compare_links(left: Link, right: Value, normalize: Normalize) -> int:
    assert isinstance(right, Link)
    return (
        compare_strings(normalize(left.path), normalize(right.path))
        or compare_strings(left.type, right.type)
        or bool(left.subpath) - bool(right.subpath)
        or compare_strings(left.subpath, right.subpath)
    )


_COMPARERS: Final = {
    "number": _compare_plain,
    "boolean": _compare_plain,
    "string": _compare_texts,
    "date": _compare_dates,
    "duration": _compare_durations,
    "array": _compare_lists,
    "object": _compare_objects,
}


def equal(left: Value, right: Value, normalize: Normalize = _as_written) -> bool:
    """Tell whether two values are the same, as ``=`` sees it."""
    if type(left) is str and type(right) is str and left.isascii() and right.isascii():
        # Among printable ASCII no two strings are equal but the same.
        return left == right or (
            not (left.isprintable() and right.isprintable()) and compare_strings(left, right) == 0
        )
    return compare(left, right, normalize) == 0


def sort_values(values: Iterable[Value], normalize: Normalize = _as_written) -> list[Value]:
    """Return the values from the least to the greatest, equals in their old order."""

    def order(left: Value, right: Value) -> int:
        return compare(left, right, normalize)

    return sorted(values, key=cmp_to_key(order))


def distinct(values: Iterable[Value]) -> list[Value]:
    """Return the sorted values, each once; links are the same only if written the same."""
    kept: list[Value] = []
    for value in sort_values(values):
        if not kept or not equal(kept[-1], value):
            kept.append(value)
    return kept
