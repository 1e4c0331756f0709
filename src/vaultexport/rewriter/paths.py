"""The slots that say where a target is."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultexport.planner.site import AssetTarget, PageTarget
    from vaultexport.profiles import Fact
    from vaultexport.rewriter.context import Context


def page_slots(ctx: Context, target: PageTarget) -> dict[str, str]:
    """Give the slots ``file``, ``path``, ``slug``, ``anchor`` and ``subpath`` of a page.

    The slug of a folder's page names its ``index``: that of a folder ``_index`` would be another's.
    """
    page, place = target.page, target.place
    anchor = place.id if place else ""
    path, slug = page.ref.removeprefix("/").removesuffix(".md"), page.url.strip("/")
    if page.url.endswith("/"):
        slug = f"{slug}/index" if slug else "index"
    if _are_relative(ctx):
        path, slug = linked(ctx, path), linked(ctx, slug)
    return {
        "file": page.ref,
        "path": path,
        "slug": slug,
        "language": page.language,
        "anchor": anchor,
        "subpath": f"^{anchor}" if place and place.block else anchor,
    }


def page_facts(target: PageTarget) -> dict[str, Fact]:
    """Say whether a page is that of a folder at the top, or of a folder by the note's name.

    The path of the one is a single name; that of the other does not name the ``index``.
    """
    page = target.page
    is_folder = page.url.endswith("/")
    return {
        "top-folder": is_folder and "/" not in page.url.strip("/"),
        "folder-note": is_folder and page.role == "page",
    }


def asset_slots(ctx: Context, target: AssetTarget) -> dict[str, str]:
    """Give the slots ``src``, ``path`` and ``fragment`` of an attachment the page now uses.

    ``src`` is relative to the page's URL: so it works under any base URL, in any theme.
    """
    ctx.assets.add(target.path)
    src = relative_url(ctx.page.url, target.url)
    return {"src": src, "path": linked(ctx, target.url), "fragment": target.fragment}


def linked(ctx: Context, path: str) -> str:
    """Write a path from the site's root as the site's links want it: some start at the page.

    A page and its file are equally deep, so this holds for slugs and for names of files.
    """
    if not _are_relative(ctx):
        return path
    return posixpath.relpath(f"/{path}", posixpath.dirname(ctx.page.ref))


def _are_relative(ctx: Context) -> bool:
    return ctx.site.options.get("links") == "relative"


def relative_url(page: str, asset: str) -> str:
    """Lead from a page to a file of the site.

    Args:
        page: The page's URL from the site's root, with a slash before it, and one behind it if
            it is a folder's.
        asset: The file's path from the site's root, without a leading slash.

    Returns:
        A relative URL, not yet percent-encoded.
    """
    return "../" * (page.count("/") - 1) + asset
