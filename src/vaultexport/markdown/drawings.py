"""Excalidraw drawings: notes whose text is mostly a drawing's data."""

from __future__ import annotations

import re
from typing import Final

_DATA: Final = re.compile(
    r"^(?:%%[ \t]*\r?\n)?"
    r"(?:#{1,2} (?:Excalidraw Data|Text Elements|Embedded files|Drawing)[ \t]*\r?$"
    r"|```compressed-json)",
    re.MULTILINE | re.IGNORECASE,
)
"""Where the plugin's part of the note begins: it is written as the last one, and to the end."""

_SWITCH_VIEW: Final = re.compile(r"^==⚠[^\r\n]*", re.MULTILINE)
"""The plugin's line for readers without it."""


def without_data(text: str) -> str | None:
    """Leave of a drawing's note what its author wrote beside the drawing.

    The texts of the drawing, its links and its files go with the data: they stand in its image.

    Args:
        text: The note's body.

    Returns:
        The text above the data, on its lines, without blank ones at its end; ``None`` when there
        is no drawing in it.
    """
    data = _DATA.search(text)
    if data is None:
        return None
    return _SWITCH_VIEW.sub("", text[: data.start()]).rstrip()
