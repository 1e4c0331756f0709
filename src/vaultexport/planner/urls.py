"""Who has which URL of the site."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import re

THE_USER: Final = ""
"""Stands for the owner of a place at which the site has a page of the user's."""

A_FILE: Final = "/"
"""Stands for the owner of a URL at which the site has a file that is no page."""


@lru_cache(maxsize=16_384)
def url_key(url: str) -> str:
    """Give what two URL paths have in common when a site can't have both."""
    return posixpath.normpath(f"/{url}").strip("/").casefold()


class Urls:
    """The URLs of the site, each with the page that has it.

    Args:
        reserved: The URL paths, without slashes at their ends, at which the target has something
            of its own.
    """

    def __init__(self, reserved: re.Pattern[str]) -> None:
        self._reserved = reserved
        self._owners: dict[str, str] = {}

    def is_reserved(self, url: str) -> bool:
        """Tell whether the target has something of its own at a URL."""
        return self._reserved.search(url_key(url)) is not None

    def owner(self, url: str) -> str | None:
        """Give who has a URL: a note's vault path, a page's file, `THE_USER`, or `A_FILE`."""
        return self._owners.get(url_key(url))

    def set_owner(self, url: str, owner: str) -> None:
        """Give a URL away, whoever had it."""
        self._owners[url_key(url)] = owner

    def take(self, url: str, owner: str) -> bool:
        """Give a URL to who wants it; false if another has it."""
        return self._owners.setdefault(url_key(url), owner) == owner

    def take_next(self, base: str, owner: str) -> str:
        """Give a URL to ``owner``, with a number behind it if another page has it."""
        number, url = 1, base
        while not self.take(url, owner):
            number += 1
            url = f"{base.rstrip('/')}-{number}/"
        return url
