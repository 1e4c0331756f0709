"""Which notes come first in their folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultexport.converters import ConverterContext
from vaultexport.converters.flags import set_flag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport.model import Note, Settings
    from vaultexport.planner.addresses import Address

_CONTEXT: Final = ConverterContext()


def pin_ranks(
    notes: Mapping[str, Note], places: Mapping[str, Address], settings: Settings
) -> dict[str, int]:
    """Rank the notes that come first in their folder: pinned ones, then the given order.

    Args:
        notes: The published notes, by vault path.
        places: Where their pages are, by vault path, in order.
        settings: The vault's settings, with Digital Garden's order of the file tree.

    Returns:
        A number for each of these, from 1.
    """
    pinned = [path for path in places if _is_pinned(notes[path])]
    orders = settings.navigation_order.items()
    named = [f"{folder}/{name}.md".lstrip("/") for folder, names in orders for name in names]
    pages = {path for path, place in places.items() if place.role != "home"}
    ordered = [path for path in named if path in pages and path not in pinned]
    return {path: rank for rank, path in enumerate([*pinned, *ordered], start=1)}


def _is_pinned(note: Note) -> bool:
    marks = (note.properties.get(key) for key in ("pinned", "dg-pinned"))
    return any(set_flag(mark, _CONTEXT).value for mark in marks)
