"""What a crawl finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Reason: TypeAlias = Literal["missing", "anchor", "outside-base", "loop"]
"""Why a link is dead.

``missing``: no published file answers the URL. ``anchor``: the page is there, the place in it is
not. ``outside-base``: on the site's host, but not under its base URL. ``loop``: a chain of
redirects that never reaches a page.
"""


@dataclass(frozen=True, slots=True, order=True)
class Page:
    """An HTML page that shows something.

    Attributes:
        path: Its decoded path under the base URL, from ``/``; ``/x/`` for ``x/index.html``.
        title: The text of its first ``<title>``.
        ids: Every ``id`` of its elements, in document order, duplicates included.
        note: The source note by its marker: ``<meta name="vaultexport:note" content="…">`` or a
            ``data-note`` attribute, whichever comes first; None without a marker.
    """

    path: str
    title: str
    ids: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True, order=True)
class Redirect:
    """A page that sends its readers elsewhere at once, by a ``meta refresh`` without delay.

    Attributes:
        path: Its decoded path under the base URL, from ``/``.
        url: Where it sends them, as written.
    """

    path: str
    url: str


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A URL in a page; equal ones of one page count once.

    Attributes:
        page: The path of the page that holds it, as in `Page.path`.
        tag: The element's name, in lower case.
        attribute: The attribute's name, in lower case.
        url: The URL as the page has it, with character references resolved.
    """

    page: str
    tag: str
    attribute: str
    url: str


@dataclass(frozen=True, slots=True, order=True)
class DeadLink(Reference):
    """A URL that leads nowhere."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """A built site, read whole.

    Attributes:
        pages: All pages, by path.
        redirects: All redirects, by path.
        dead: The links that lead nowhere, by page.
        lenient: Links that live only by their server's kindness: ``/x`` where the file is
            ``x/index.html`` or ``x.html``.
        external: Links to other hosts and other schemes. They are never fetched.
        checked: How many references were followed inside the site, dead ones included.
    """

    pages: tuple[Page, ...]
    redirects: tuple[Redirect, ...]
    dead: tuple[DeadLink, ...]
    lenient: tuple[Reference, ...]
    external: tuple[Reference, ...]
    checked: int
