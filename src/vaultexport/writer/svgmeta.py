"""Takes what drawing programs note about themselves and their user out of SVG images.

Inkscape writes the path of its last export, Excalidraw the whole drawing with what was deleted in
it. None of it is shown.
"""

from __future__ import annotations

import re
from typing import Final

_START: Final = re.compile(rb"\s*(?:<\?xml|<!DOCTYPE|<!--|<svg)", re.IGNORECASE)
_PRIVATE: Final = re.compile(
    rb"(?P<kept><!\[CDATA\[.*?\]\]>|<(?P<tag>style|script)\b.*?</(?P=tag)\s*>)"
    rb"|<!--.*?-->"
    rb"|<(?P<prefix>\w+:)?metadata\b(?:[^>]*/>|.*?</(?:\w+:)?metadata\s*>)"
    rb"|\s(?:inkscape|sodipodi):(?:export-[\w-]+|docname|docbase|absref|linkset)"
    rb"""\s*=\s*(?:"[^"]*"|'[^']*')""",
    re.DOTALL | re.IGNORECASE,
)


def is_svg(data: bytes) -> bool:
    """Tell whether a file is an SVG image in an encoding that keeps ASCII as it is."""
    head = data.removeprefix(b"\xef\xbb\xbf")
    return _START.match(head) is not None and b"<svg" in head


def without_metadata(data: bytes) -> bytes:
    """Give an SVG image without comments, ``<metadata>`` and the paths that Inkscape notes."""
    return _PRIVATE.sub(lambda match: match["kept"] or b"", data)
