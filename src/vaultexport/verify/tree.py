"""Which published file answers a URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection

_SPACE: Final = "".join(map(chr, range(0x21)))
"""What the URL standard strips from both ends: C0 controls and the space."""

_BROKEN_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_WITHOUT_TARGET: Final = frozenset({"about", "blob", "data", "javascript"})


class Answer(NamedTuple):
    """What a URL leads to.

    Attributes:
        kind: ``file`` if a published file answers; ``external`` for other hosts and schemes;
            ``none`` for URLs that hold their own content; else why it is dead.
        file: The file, relative to the published folder, with ``/``.
        fragment: The part after ``#``, still encoded.
        lenient: Whether the server must add a slash or ``.html`` to find the file.
    """

    kind: Literal["file", "external", "none", "missing", "outside-base"]
    file: str = ""
    fragment: str = ""
    lenient: bool = False


class PublishedTree:
    """The files of a site under its base URL.

    Args:
        files: Their paths relative to the published folder, with ``/``.
        base_url: Where that folder is served, with scheme and host.
    """

    def __init__(self, files: Collection[str], base_url: str) -> None:
        parts = urlsplit(base_url)
        self._files = frozenset(files)
        self._answers: dict[tuple[str, str], Answer] = {}
        self._host = parts.netloc.lower()
        self._root = unquote(parts.path).rstrip("/") + "/"
        self._base_url = f"{parts.scheme}://{parts.netloc}{quote(self._root)}"

    def base(self, file: str, declared: str | None = None) -> str:
        """Return the URL that a page's relative URLs start from.

        Args:
            file: The page, relative to the published folder.
            declared: The page's ``<base href>``; one that is no URL does not count.
        """
        url = self._base_url + quote(_without_index(file), errors="surrogateescape")
        try:
            return urljoin(url, _normalise(declared or ""))
        except ValueError:
            return url

    def answer(self, base: str, reference: str) -> Answer:
        """Follow a URL as a browser and a plain file server do.

        An empty URL is dead, although browsers take it for the page itself: it is what Hugo makes
        of a ``relref`` to a page that is not rendered, and of a URL that it holds unsafe. So is a
        ``%`` without two hex digits, which servers such as nginx refuse.

        Args:
            base: The URL that relative ones start from; see `base`.
            reference: The URL as the page has it.
        """
        url, _, fragment = _normalise(reference).partition("#")
        if not (url or fragment) and "#" not in reference:
            return Answer("missing")
        # Rooted URLs are the same on every page: most links of a site, resolved once.
        start = "/".join(base.split("/", 3)[:3]) if url.startswith("/") else base
        answer = self._answers.get((start, url))
        if answer is None:
            answer = self._answers[start, url] = self._resolve(start, url)
        return answer._replace(fragment=fragment) if fragment else answer

    def _resolve(self, base: str, reference: str) -> Answer:
        try:
            # For Python, a semicolon begins parameters, and an empty one is lost.
            url = urlsplit(urljoin(base, reference.replace(";", "%3B")))
        except ValueError:
            return Answer("missing")
        if url.scheme in _WITHOUT_TARGET:
            return Answer("none")
        if url.scheme not in {"http", "https"} or url.netloc.lower() != self._host:
            return Answer("external")
        if _BROKEN_ESCAPE.search(url.path):
            return Answer("missing")
        return self._locate(unquote(url.path or "/", errors="surrogateescape"))

    def _locate(self, path: str) -> Answer:
        if not (path + "/").startswith(self._root):
            return Answer("outside-base")
        name = path[len(self._root) :]
        folder = path.endswith("/")
        exact = name + "index.html" if folder else name
        if exact in self._files:
            return Answer("file", exact)
        # As GitHub Pages does, and servers set up as Quartz's manual says: the file first.
        guesses = (f"{name}.html", f"{name}/index.html") if name else ("index.html",)
        for guess in () if folder else guesses:
            if guess in self._files:
                return Answer("file", guess, lenient=True)
        return Answer("missing")


def page_path(file: str) -> str:
    """Return the decoded path under the base URL at which a published file is read."""
    return "/" + _without_index(file)


def _without_index(file: str) -> str:
    folder, slash, name = file.rpartition("/")
    return folder + slash if name == "index.html" else file


def _normalise(url: str) -> str:
    """Strip white space and turn the path's backslashes into slashes, as browsers do."""
    url = url.strip(_SPACE)
    if "\\" in url:
        path = re.split("[?#]", url, maxsplit=1)[0]
        url = path.replace("\\", "/") + url[len(path) :]
    return url
