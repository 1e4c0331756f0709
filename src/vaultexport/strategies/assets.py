"""Where the site serves an attachment, from its path in the folder of attachments."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultexport.strategies.quartz import slug4, slug5

if TYPE_CHECKING:
    from collections.abc import Callable


def as_is(path: str) -> str:
    """Give the path itself: the engine copies the file under its own name (Hugo's ``static``)."""
    return path


ASSET_URLS: Final[MappingProxyType[str, Callable[[str], str]]] = MappingProxyType(
    {"as-is": as_is, "quartz4": slug4, "quartz5": slug5}
)
"""Strategies by the name that profiles use."""
