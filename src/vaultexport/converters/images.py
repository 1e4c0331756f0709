"""Images that a property names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from vaultexport.converters.base import (
    NOTHING,
    Converted,
    ConverterContext,
    lost,
    one_line,
    scalar_text,
    unquoted_link,
)
from vaultexport.converters.suspects import is_placeholder

if TYPE_CHECKING:
    from vaultexport.model import PropertyValue

_WIKILINK: Final = re.compile(r"!?\[\[(?P<target>[^\[\]|#]+)(?:[#|][^\[\]]*)?\]\]")
_MARKDOWN: Final = re.compile(
    r"!?\[[^\]]*\]\((?:<(?P<angled>[^<>]+)>|(?P<bare>[^()\s]+(?:\([^()]*\)[^()\s]*)*))"
    r"(?:\s+[\"'(].*)?\)"
)


def image(value: PropertyValue, _context: ConverterContext) -> Converted:
    """Give the destination of an image: a URL, or a path or name in the vault.

    People write it as ``x.png``, ``[[x.png]]`` with or without quotes, ``![[x.png|300]]``,
    ``![](x.png)`` or as a URL; of a list the first counts.
    """
    link = unquoted_link(value)
    while link is None and isinstance(value, list) and value:
        value = value[0]
        link = unquoted_link(value)
    if link is None and isinstance(value, (list, dict, bool)):
        return lost(value, "names no image") if value and not is_placeholder(value) else NOTHING
    text = link or ("" if isinstance(value, (list, dict)) else one_line(scalar_text(value)))
    if is_placeholder(text):
        return NOTHING
    return Converted(_destination(text) or None)


def _destination(text: str) -> str:
    wikilink = _WIKILINK.fullmatch(text)
    if wikilink is not None:
        return wikilink["target"].rstrip("\\").strip()
    markdown = _MARKDOWN.fullmatch(text)
    if markdown is not None:
        return unquote(markdown["angled"] or markdown["bare"])
    return text
