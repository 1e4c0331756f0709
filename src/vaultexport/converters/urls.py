"""Paths in the site's address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.converters.base import NOTHING, Converted, ConverterContext, lost, scalar_text

if TYPE_CHECKING:
    from vaultexport.model import PropertyValue

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SLASHES: Final = re.compile(r"/{2,}")


def url_path(value: PropertyValue, _context: ConverterContext) -> Converted:
    """Give the path of a page, from the site's root, with ``/`` at both ends.

    Nothing is slugified or encoded: capitals, blanks and any script are part of an address that
    readers have bookmarked. Double slashes, which Digital Garden writes for ``dg-path: /setup``
    and for empty segments, become one, as on the hosts that serve the garden. A path of slashes
    alone is Digital Garden's failure to slugify a name and no address.
    """
    if isinstance(value, (list, dict, bool)):
        return lost(value, "is no path")
    path = scalar_text(value).strip()
    if not path:
        return NOTHING
    reason = _fault(path)
    return lost(path, reason) if reason else Converted(_SLASHES.sub("/", f"/{path}/"))


def _fault(path: str) -> str:
    if _SCHEME.match(path) or _CONTROL.search(path):
        return "is no path on this site"
    if path != "/" and not path.strip("/"):
        return "names no page"
    return "leads out of the site" if {".", ".."} & set(path.split("/")) else ""
