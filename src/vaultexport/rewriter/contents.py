"""The text of pages that no note stands for."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from vaultexport.profiles import choose
from vaultexport.rewriter.text import as_markdown
from vaultexport.strategies import URLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.planner.pages import Page
    from vaultexport.planner.site import Site
    from vaultexport.profiles import Profile


class _Entry(NamedTuple):
    """A page at the top, or that of a folder there."""

    title: str
    ref: str
    url: str
    is_folder: bool


def contents(page: Page, site: Site, profile: Profile) -> str:
    """Write the body of a page that we add.

    Args:
        page: A home or a folder's page.
        site: The planned site.
        profile: The target.

    Returns:
        For a home a list of links to the notes and folders at the top, so that every page can be
        reached; nothing for a folder, whose list is the site generator's to make.
    """
    if page.role != "home":
        return ""
    return "".join(f"- {_link(entry, site)}\n" for entry in _entries(site, profile))


def _entries(site: Site, profile: Profile) -> Iterator[_Entry]:
    """Give the notes at the top, then the folders there, each under the title of its own page."""
    folders: dict[str, str] = {}
    for page in site.pages.values():
        name, slash, rest = page.ref.removeprefix("/").partition("/")
        if not slash:
            yield _Entry(page.title, page.ref, page.url, is_folder=False)
        elif rest == profile.tree.folder_page:
            folders[name] = page.title
        else:
            folders.setdefault(name, name)
    rule = URLS[profile.strategies["url"]]
    for name, title in sorted(folders.items()):
        file = f"{name}/{profile.tree.folder_page}"
        url = rule.page(file.removesuffix(".md"))
        yield _Entry(title, f"/{file}", url, is_folder=True)


def _link(entry: _Entry, site: Site) -> str:
    slug = entry.url.strip("/")
    slots = {
        "text": as_markdown(entry.title),
        "plain": entry.title,
        "file": entry.ref,
        "path": entry.ref.removeprefix("/").removesuffix(".md"),
        "slug": posixpath.join(slug, "index") if entry.is_folder else slug,
        "language": "",
        "anchor": "",
        "subpath": "",
        "pipe": "|",
    }
    outside, _in_query = site.constructs
    facts = {"top-folder": entry.is_folder, "folder-note": False}
    template = choose(outside.get("note-link", ()), facts, slots)
    return template.fill(slots) if template else slots["text"]
