"""The URLs that the user's own pages have by what their front matter says."""

from __future__ import annotations

import json
import posixpath
import tomllib
from typing import TYPE_CHECKING, Final

from vaultexport.strategies import URLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from vaultexport.profiles import Profile

PAGE_SUFFIXES: Final = (".md", ".markdown", ".html")
"""File names that the targets make pages of."""


def page_name(path: str, profile: Profile) -> str | None:
    """Give a file's path below the pages' folder, without its extension.

    Args:
        path: A file, relative to the output folder.
        profile: The target.

    Returns:
        The path; ``None`` for what is no page.
    """
    top = "" if profile.tree.pages == "." else f"{profile.tree.pages}/"
    stem, dot, suffix = path.rpartition(".")
    is_page = path.startswith(top) and f"{dot}{suffix.lower()}" in PAGE_SUFFIXES
    return stem.removeprefix(top) if is_page else None


def claimed_urls(out: Path, path: str, profile: Profile) -> Iterator[str]:
    """Find the URLs that one page claims.

    Args:
        out: The output folder.
        path: A file of the user's, relative to it.
        profile: The target: which keys give a page another URL, or another end of its URL.

    Yields:
        Each URL path, from the site's root.
    """
    name = page_name(path, profile)
    tree = profile.tree
    if name is None or not (tree.url_keys or tree.slug_keys):
        return
    rule = URLS[profile.strategies["url"]]
    data = _front_matter(out / path)
    for key in tree.url_keys:
        for value in _texts(data.get(key)):
            yield rule.wanted(value) or rule.page(value.strip("/"))
    for key in tree.slug_keys:
        for value in _texts(data.get(key)):
            yield posixpath.join(posixpath.dirname(rule.page(name).rstrip("/")), value, "")


def _front_matter(path: Path) -> Mapping[str, object]:
    """Read front matter in any of the forms that site generators know: YAML, TOML, JSON."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return {}
    from vaultexport.reader.handler import ObsidianHandler  # noqa: PLC0415 - it imports PyYAML

    handler = ObsidianHandler()
    try:
        if text.startswith("+++"):
            return tomllib.loads(text[3:].partition("\n+++")[0])
        if text.startswith("{"):
            data = json.JSONDecoder().raw_decode(text)[0]
            return data if isinstance(data, dict) else {}
        return handler.load(handler.split(text)[0])
    except ValueError:
        return {}


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str) and item.strip("/ ")]
