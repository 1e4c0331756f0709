"""Paths and URLs of Hugo: what a page is called, and where it is published.

Measured on Hugo 0.168 with its default settings, on Linux. A *path* is relative to ``content/``
and has no extension: ``notes/Foo Bar``, ``notes/_index``. A *URL path* is not percent-encoded and
begins with ``/``.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from vaultexport.strategies._characters import (
    GO_SPACE,
    LETTERS_AND_DIGITS,
    MARKS,
    go_lower,
    only,
)
from vaultexport.strategies.urls import url_segments

if TYPE_CHECKING:
    from collections.abc import Collection

_PIECE: Final = re.compile(r"\.(_.*?_(?=\.|\Z)|[^.]*)", re.DOTALL)
_WRAPPER: Final = re.compile(r"_.+_", re.DOTALL)
_NEEDLESS_SPACE: Final = re.compile(
    rf"\A[{GO_SPACE}]+|[{GO_SPACE}]+\Z|(?<=-)[{GO_SPACE}]+|[{GO_SPACE}]+(?=-)"
)
_SPACE: Final = re.compile(f"[{GO_SPACE}]+")
_STRAY_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_KEPT: Final = rf"\-A-Za-z0-9./\\_#+~@%{GO_SPACE}"
"""What stays of a path besides letters, digits and marks; of ``%`` only that of an escape."""

_PLAIN: Final = re.compile(r"[-a-z0-9./\\_#+~@]*")
_PLAIN_PATH: Final = re.compile(r"(?:/[a-z0-9][a-z0-9_-]*)+(?<!/index)")
"""A path whose URL is the path itself."""

_PLAIN_URL: Final = re.compile(r"(?:/[\w~@+-]{1,63})+/")
"""A URL path in which nothing is to be cleaned, and no segment too long for a file."""

_RELREF_CODES: Final = {ord(char): f"%{ord(char):02X}" for char in '%#?\\"{'}
_RELREF_CODED: Final = re.compile(r'[%#?\\"{]')

DEFAULT_LANGUAGES: Final = frozenset({"en"})
"""The languages of a site whose configuration names none."""


def logical_path(path: str, languages: Collection[str] = DEFAULT_LANGUAGES) -> str:
    """Give the path under which ``relref`` and ``GetPage`` know a page.

    Two pages of one logical path are one page to Hugo: the other is dropped, silently. Lower case,
    and a hyphen for each space; a language code or ``baseof`` or ``_anything_`` that ends the name
    behind a dot is eaten together with what follows it; ``index`` and ``_index`` are their folder.

    Args:
        path: Path in ``content/`` without extension.
        languages: The languages of the site, in lower case.
    """
    folder, name = _folder_and_name(path, languages)
    return folder if name in {"index", "_index"} else f"{folder.rstrip('/')}/{name}"


def whole_stem(stem: str, languages: Collection[str] = DEFAULT_LANGUAGES) -> str:
    """Give a file's stem of which every Hugo reads all, whatever the site's languages are.

    What Hugo could take for a language, ``baseof`` or ``_anything_`` beside a dot gets a hyphen
    instead: it would be eaten, or the page would not be found, and that by some versions only
    (measured on 0.147 and 0.168).
    """
    if "." not in stem:
        return stem
    name = _normal(stem)
    first, dot, _rest = name.partition(".")
    eaten = _without_identifiers(name, languages) != name
    is_identifier = bool(dot) and (first in languages or first == "baseof")
    return stem.replace(".", "-") if eaten or is_identifier else stem


def split_language(path: str, languages: Collection[str]) -> tuple[str, str]:
    """Split the code of a language that ends a file's name from it: ``("x", ".zh-cn")``."""
    stem, dot, code = path.rpartition(".")
    is_language = dot and _normal(code) in languages and not stem.endswith("/")
    return (stem, f".{_normal(code)}") if stem and is_language else (path, "")


def default_url(path: str, languages: Collection[str] = DEFAULT_LANGUAGES) -> str:
    r"""Give the URL path that Hugo chooses for a page without ``url`` in its front matter.

    The logical path, of which letters, digits, marks, ``./\_#+~-@`` and ``%`` before two hex
    digits stay, spaces of other scripts turn into single hyphens, and everything else goes. The
    page works where Hugo puts it only if `valid_url` leaves the result as it is: a ``%`` is
    decoded by servers, ``//`` is a host to browsers, and ``/`` is the home page.

    Args:
        path: Path in ``content/`` without extension; ``_index`` is a section, ``index`` a bundle.
        languages: The languages of the site, in lower case.
    """
    whole = _normal(f"/{path.strip('/')}")
    if _PLAIN_PATH.fullmatch(whole):
        return f"{whole}/"
    folder, name = _folder_and_name(path, languages)
    if name == "_index":
        return _join(folder)
    if name == "index":
        folder, _, name = folder.rpartition("/")
    return _join(folder, name)


def term_url(taxonomy: str, term: str) -> str:
    """Give the URL path of a term's page: ``("tags", "C++ & C")`` is ``/tags/c++--c/``.

    Terms of one URL share a page or overwrite each other; an emoji alone gives the URL of the
    taxonomy. Hugo does not resolve dots: see `valid_url` for what cannot work.
    """
    return _join(_normal(f"/{taxonomy}/{term}"))


def valid_url(url: str) -> str | None:
    """Clean a wanted URL path until Hugo publishes exactly it, and a browser finds it.

    As `url_segments`; and ``%``, ``?`` and ``:`` go: they make Hugo panic, or its file and its
    links disagree. A final ``index.html`` is its folder.

    Returns:
        The path with ``/`` at both ends, or None when nothing is left: that would be the home page.
    """
    if _PLAIN_URL.fullmatch(url):
        return url
    segments = url_segments(url, forbidden="%?:")
    if segments[-1:] == ["index.html"]:
        segments.pop()
    return f"/{'/'.join(segments)}/" if segments else None


def front_matter_url(url: str) -> str:
    """Write a `valid_url` so that Hugo makes a folder of it.

    With two dots anywhere (``/wait.../``) Hugo loses the final slash and writes a file without
    extension; naming the index file avoids that, and the page's address is the same.
    """
    return f"{url}index.html" if ".." in url else url


def page_file(url: str) -> str:
    """Give the file that Hugo writes for a URL path, relative to ``public/``."""
    return posixpath.normpath(f"./{url}/index.html")


def relref_path(path: str) -> str:
    r"""Encode a path for the argument of ``relref`` in double quotes.

    Percent-encodes ``% # ? \ "``, and ``{``: two of them and a ``%`` of an escape would open a
    shortcode. All other characters are better left readable.
    """
    return path.translate(_RELREF_CODES) if _RELREF_CODED.search(path) else path


def _normal(text: str) -> str:
    return go_lower(text).replace(" ", "-")


def _folder_and_name(path: str, languages: Collection[str]) -> tuple[str, str]:
    folder, _, name = _normal(f"/{path.strip('/')}").rpartition("/")
    return folder or "/", _without_identifiers(name, languages)


def _without_identifiers(name: str, languages: Collection[str]) -> str:
    """Cut a name before the first identifier that Hugo finds, searching from the end."""
    if "." not in name:
        return name
    end, language_seen = len(name), False
    for piece in reversed(list(_PIECE.finditer(name))):
        is_language = piece[1] in languages and not language_seen
        if is_language or piece[1] == "baseof" or _WRAPPER.fullmatch(piece[1]):
            end, language_seen = piece.start(), language_seen or is_language
    return name[:end]


def _join(*elements: str) -> str:
    """Join as Hugo does: element by element, without resolving anything."""
    url = ""
    for element in elements:
        if element not in {"", "/"}:
            clean = _sanitized(element)
            url += clean if url.endswith("/") or clean.startswith("/") else f"/{clean}"
    return url if url.endswith("/") else f"{url}/"


@lru_cache(maxsize=1024)
def _sanitized(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    kept = _STRAY_PERCENT.sub("", text).translate(only(_KEPT, LETTERS_AND_DIGITS, MARKS))
    if _SPACE.search(kept):
        kept = _SPACE.sub("-", _NEEDLESS_SPACE.sub("", kept))
    return go_lower(kept)
