"""URLs of Digital Garden: under which one the plugin publishes a note.

Held to tables that the plugin's own slug library made (@sindresorhus/slugify 1.1.2) and to the
permalinks of published gardens. The results are what the plugin writes, also where a site can't
serve them: a name in a script without Latin letters leaves an empty segment (``//clear/``).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from vaultexport.strategies._transliteration import SEVERAL, SINGLE

_SEVERAL: Final = re.compile("|".join(SEVERAL))
_SINGLE: Final = {ord(char): latin for latin, chars in SINGLE.items() for char in chars}
_CAMELS: Final = (
    re.compile(r"([A-Z]{2,})([0-9]+)"),
    re.compile(r"([a-z0-9]+)([A-Z]{2,})"),
    re.compile(r"([a-z0-9])([A-Z])"),
    re.compile(r"([A-Z]+)([A-Z][a-z0-9]+)"),
)
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")
_CANVAS: Final = ".canvas"


def slug(text: str) -> str:
    """Give the slug of one segment of a path: ASCII words in lower case, joined by hyphens.

    Args:
        text: A file or folder name without extension.

    Returns:
        The slug; empty where no letter has a Latin counterpart (Chinese, Japanese, Hebrew …).
    """
    text = unicodedata.normalize("NFC", text)
    text = _SEVERAL.sub(lambda found: SEVERAL[found[0]], text).translate(_SINGLE)
    for camel in _CAMELS:
        text = camel.sub(r"\1 \2", text)
    return _SEPARATORS.sub("-", text.lower()).strip("-")


def rewritten_path(path: str, rules: str) -> str:
    """Give the path of a note in the garden, by the plugin's "path rewrite rules".

    Args:
        path: A vault path.
        rules: One ``from:to`` a line. The first whose ``from`` starts the path counts, be it in
            the middle of a name; what stands behind a second colon is lost.

    Returns:
        The path with ``to`` in place of ``from``, without the slash that an empty ``to`` leaves.
    """
    for line in rules.replace("\r\n", "\n").split("\n"):
        start, colon, rest = line.partition(":")
        if colon and path.startswith(start):
            return (rest.partition(":")[0] + path[len(start) :]).removeprefix("/")
    return path


def derived_permalink(garden_path: str, *, slugify: bool) -> str:
    """Give the permalink that the plugin derives from a note's path in the garden.

    Args:
        garden_path: ``dg-path``, or the rewritten vault path; with its extension. All from the
            last dot on is taken for the extension, so ``v1.2 notes`` becomes ``v1``.
        slugify: The plugin's setting "Slugify note URL".
    """
    stem, dot, _ = garden_path.rpartition(".")
    stem = stem if dot else garden_path
    if slugify:
        stem = "/".join(map(slug, stem.split("/")))
    return f"/{stem}{_CANVAS if garden_path.endswith(_CANVAS) else ''}/"


def given_permalink(text: str) -> str:
    """Give the permalink that the plugin makes of ``dg-permalink``: slashes added, nothing else."""
    start = "" if text.startswith("/") else "/"
    end = "" if text.endswith("/") else "/"
    return start + text + end
