"""The text of pages that no note stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.profiles import choose
from vaultexport.rewriter.text import as_markdown

if TYPE_CHECKING:
    from vaultexport.planner.pages import Page
    from vaultexport.planner.site import Site
    from vaultexport.profiles import Profile


def contents(page: Page, site: Site, profile: Profile) -> str:
    """Write the body of a page that we add.

    Args:
        page: A home or a folder's page.
        site: The planned site.
        profile: The target.

    Returns:
        For a home a list of links to the pages that are least deep; nothing for a folder, whose
        list is the site generator's to make.
    """
    if page.role != "home" or not site.pages:
        return ""
    depth = min(other.ref.count("/") for other in site.pages.values())
    top = [other for other in site.pages.values() if other.ref.count("/") == depth]
    return "".join(f"- {_link(other, profile)}\n" for other in top)


def _link(page: Page, profile: Profile) -> str:
    slots = {
        "text": as_markdown(page.title),
        "plain": page.title,
        "file": page.ref,
        "path": page.ref.removeprefix("/").removesuffix(".md"),
        "slug": page.url.strip("/"),
        "anchor": "",
        "subpath": "",
        "pipe": "|",
    }
    template = choose(profile.constructs.get("note-link", ()), {}, slots)
    return template.fill(slots) if template else slots["text"]
