"""Switches and numbers.

Digital Garden reads its switches by three rules, and each is a type here, because a note that was
visible (or hidden) in the garden must be so on the new site. They differ in what text does: its
plugin tests for truth as JavaScript does, its site template for exactly ``true``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from vaultexport.converters.base import (
    NOTHING,
    Converted,
    ConverterContext,
    lost,
    one_text,
    scalar_text,
)

if TYPE_CHECKING:
    from vaultexport.model import PropertyValue

_YES: Final = frozenset({"true", "yes", "on", "1"})
_NO: Final = frozenset({"false", "no", "off", "0"})


def boolean(value: PropertyValue, _context: ConverterContext) -> Converted:
    """Give true or false for whatever a person would call so: ``yes``, ``"False"``, ``0``."""
    word = _word(value)
    if word in _YES or word in _NO:
        return Converted(word in _YES)
    return NOTHING if word == "" else lost(value, "is neither true nor false")


def publish_flag(value: PropertyValue, _context: ConverterContext) -> Converted:
    """Read ``dg-publish``: true only where the author clearly said so.

    Digital Garden publishes on every true value but the text ``"false"``, so also on ``"no"``,
    ``"0"`` and an empty list. These stay private here, with a problem that says so.
    """
    word = _word(value)
    if word in _YES:
        return Converted(value=True)
    if not _is_true(value) or value == "false":
        return Converted(value=False)
    reason = "is not clearly true, so the note stays private; Digital Garden would publish it"
    return lost(value, reason)._replace(value=False)


def show_flag(value: PropertyValue, context: ConverterContext) -> Converted:
    """Read a switch of the page's layout (``dg-show-toc``): true, false, or the garden's default.

    Only ``true`` itself is on. ``false`` without quotes counts in a published note alone: the
    plugin doesn't write it (since 2023-09), so in a vault it has no effect; the text ``"false"``
    is Digital Garden's documented way to switch off.
    """
    if value is True:
        return Converted(value=True)
    unset = value is None or value == "" or _is_zero(value) or (value is False)
    if unset and not (value is False and context.published):
        return NOTHING
    return Converted(value=False)


def set_flag(value: PropertyValue, _context: ConverterContext) -> Converted:
    """Read a mark (``dg-home``, ``dg-hide``, ``dg-pinned``): set by all that JavaScript calls true.

    That includes the texts ``"false"`` and ``"0"``, an empty list and an empty map.
    """
    return Converted(_is_true(value))


def flag(value: PropertyValue, context: ConverterContext) -> Converted:
    """Read a mark as `set_flag` does: give the context's value if it is set, else nothing."""
    if not _is_true(value):
        return NOTHING
    return Converted(value=True if context.value is None else context.value)


def icon(value: PropertyValue, _context: ConverterContext) -> Converted:
    """Give a note icon as text, unless it is the default one: ``0``, null or nothing."""
    if not _is_true(value):
        return NOTHING
    name = one_text(value)
    if name is None:
        return lost(value, "is no icon")
    return Converted(name) if name else NOTHING


def integer(value: PropertyValue, _context: ConverterContext) -> Converted:
    """Give a whole number, also from its text."""
    if isinstance(value, bool):
        return lost(value, "is no whole number")
    if isinstance(value, int):
        return Converted(value)
    try:
        number = float(one_text(value) or "nan")
    except ValueError:
        number = math.nan
    if number.is_integer():
        return Converted(int(number))
    return NOTHING if value is None or value == "" else lost(value, "is no whole number")


def _word(value: PropertyValue) -> str | None:
    """The value as a lower-case word; None for a list or map."""
    if isinstance(value, (list, dict)):
        return None
    return scalar_text(value).strip().lower()


def _is_true(value: PropertyValue) -> bool:
    """Tell whether JavaScript calls a value true: every list and map, every text but ``""``."""
    if isinstance(value, (list, dict)):
        return True
    return bool(value)


def _is_zero(value: PropertyValue) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == 0
