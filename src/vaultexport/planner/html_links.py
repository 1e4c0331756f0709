"""Links of raw HTML: ``<a href="…">`` and what it means."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from vaultexport.markdown import Link
from vaultexport.planner.site import PageTarget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.model import Note
    from vaultexport.planner.site import Site, Target

_HREF: Final = re.compile(
    r"""<a\s(?:[^<>]*?\s)?href\s*=\s*(?:"(?P<d>[^"<>]*)"|'(?P<s>[^'<>]*)'|(?P<u>[^\s"'=<>`]+))""",
    re.IGNORECASE,
)


def html_link(start: int, url: str) -> Link:
    """Give a link of HTML as if Markdown had it.

    Args:
        start: Where its tag starts.
        url: The URL, entities resolved.
    """
    return Link(
        *(start, start, "inline", False, url, "", start, start),
        in_table=False,
        in_heading=False,
    )


def html_links(note: Note) -> Iterator[Link]:
    """Find the links in a note's raw HTML."""
    for span in note.document.htmls:
        for match in _HREF.finditer(note.body, span.start, span.end):
            yield html_link(match.start(), unescape(match["d"] or match["s"] or match["u"] or ""))


def html_target(site: Site, link: Link, source: str) -> Target | None:
    """Say what a link of raw HTML means.

    Digital Garden leads to its own anchors: a heading's slug, a block's bare identifier.

    Args:
        site: What may be known.
        link: The link.
        source: The vault path of the note that holds it.

    Returns:
        Its target; ``None`` for one that leaves the vault or stays in its note.
    """
    if link.target.startswith("#"):
        return None
    target = site.target(link, source)
    if not isinstance(target, PageTarget) or not target.missing_place:
        return target
    path, _, fragment = link.target.partition("#")
    anchors = site.anchors(target.page.note).values()
    heading = next((anchor for anchor in anchors if anchor.id == fragment), None)
    if heading is not None:
        return PageTarget(target.page, heading, missing_place=False, same_page=target.same_page)
    return site.target(link._replace(target=f"{path}#^{fragment}"), source)
