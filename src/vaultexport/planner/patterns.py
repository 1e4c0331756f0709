"""Regular expressions by which Obsidian's users exclude files: JavaScript's, asked about a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.dataview.errors import DataviewError
from vaultexport.dataview.jsregex import JsRegex
from vaultexport.dataview.limits import Limits, Meter

if TYPE_CHECKING:
    from collections.abc import Callable


def path_pattern(source: str) -> Callable[[str], bool] | None:
    """Read a regular expression.

    Args:
        source: What stands between its slashes.

    Returns:
        Tells whether it means a path, in upper or lower case; one that takes too long may mean it.
        ``None`` for a broken one.
    """
    try:
        pattern = JsRegex(source, Meter(Limits()), flags="i")
    except DataviewError:
        return None

    def hits(path: str) -> bool:
        try:
            return pattern.test(path)
        except DataviewError:
            return True

    return hits
