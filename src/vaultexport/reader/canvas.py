"""Canvases of a published garden: Digital Garden writes HTML under the canvas's own name.

The cards stand in it in the order of the file, each with its place in the style, the text of a
card as Base64 of Markdown. Read as a note a canvas is its cards, from top to bottom.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import unquote

_MARK: Final = 'class="canvas-node'
_CARD: Final = re.compile(
    r'<div class="canvas-node canvas-node-(?P<kind>text|file|link|group)\b[^>]*?'
    r"translate\((?P<x>-?[\d.]+)px, (?P<y>-?[\d.]+)px\)"
)
_TEXT: Final = re.compile(r'data-markdown="(?P<data>[^"]*)"')
_FILE: Final = re.compile(r'data-file-path="(?P<path>[^"]*)"')
_IMAGE: Final = re.compile(r'<img src="(?P<src>[^"]*)" alt="(?P<alt>[^"]*)"')
_FRAME: Final = re.compile(r'<iframe src="(?P<url>[^"]*)"')
_LABEL: Final = re.compile(r'<div class="canvas-node-label">(?P<text>[^<]*)</div>')


class _Card(NamedTuple):
    """A card, in reading order."""

    y: float
    x: float
    number: int
    text: str


def as_markdown(text: str) -> str | None:
    """Read a published canvas as a note's body.

    Args:
        text: What stands below the front matter.

    Returns:
        The cards as Markdown, a blank line between them: texts as they are, notes and images as
        embeds, pages of the web as links, labels of groups as headings. ``None`` if this is no
        published canvas.
    """
    if _MARK not in text:
        return None
    matches = list(_CARD.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    cards = [
        _Card(float(match["y"]), float(match["x"]), number, _card(match["kind"], source))
        for number, (match, end) in enumerate(zip(matches, ends, strict=True))
        if (source := text[match.start() : end])
    ]
    return "".join(f"{card.text}\n\n" for card in sorted(cards) if card.text)


def _card(kind: str, source: str) -> str:
    if kind == "text":
        match = _TEXT.search(source)
        return _decoded(match["data"]) if match else ""
    if kind == "group":
        match = _LABEL.search(source)
        return f"## {unescape(match['text']).strip()}" if match else ""
    if kind == "link":
        match = _FRAME.search(source)
        return f"<{unescape(match['url'])}>" if match else ""
    return _file(source)


def _file(source: str) -> str:
    """Write the card of a note or of an image."""
    image = _IMAGE.search(source)
    if image:
        return f"![{unescape(image['alt'])}](<{unescape(image['src'])}>)"
    path = _FILE.search(source)
    frame = _FRAME.search(source)
    if path is None:
        return ""
    subpath = unquote(unescape(frame["url"]).partition("#")[2]) if frame else ""
    return f"![[{unescape(path['path'])}{'#' if subpath else ''}{subpath}]]"


def _decoded(data: str) -> str:
    try:
        return b64decode(data).decode(errors="replace").strip()
    except (Error, ValueError):
        return ""
