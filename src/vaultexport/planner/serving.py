"""Whether there can be a file in a page's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.strategies.filenames import MAX_BYTES

if TYPE_CHECKING:
    from vaultexport.strategies import UrlRule


def has_page(rule: UrlRule, tag: str) -> bool:
    """Tell whether a tag's page can be a file in its place."""
    url = rule.term("tags", tag)
    return is_servable(rule.file(url)) and not {".", ".."}.intersection(url.split("/"))


def is_servable(url: str) -> bool:
    """Tell whether a file can be called so, and a browser finds it."""
    parts = url.strip("/").split("/")
    return not {"\0", "\\"}.intersection(url) and all(
        0 < len(part.encode(errors="replace")) <= MAX_BYTES for part in parts
    )
