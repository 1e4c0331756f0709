"""Slugs of Quartz: the path of a page in the site, without ``.html``.

Version 5 is measured on the npm packages ``@quartz-community/utils`` 1.0.1, ``note-properties`` and
``alias-redirects``, version 4 on a checkout of 4.5.1: the same algorithm with fewer rules. A *path*
is relative to ``content/`` and has its extension.
"""

from __future__ import annotations

import posixpath
import re
from typing import Final

from vaultexport.strategies._characters import JS_SPACE, js_lower
from vaultexport.strategies.urls import url_segments

_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]+\Z")
_SPACE: Final = re.compile(f"[{JS_SPACE}]")
_SPELLED: Final = {"&": "-and-", "%": "-percent", "?": "", "#": ""}
_V4: Final = str.maketrans(_SPELLED)
_V5: Final = str.maketrans({**_SPELLED, **dict.fromkeys('<>:"|*', "")})
_PAGE_EXTENSIONS: Final = frozenset({".md", ".html"})


def slug4(path: str) -> str:
    """Give the slug of a file in Quartz 4 (``slugifyFilePath``): case stays.

    Spaces become hyphens, ``&`` and ``%`` are spelled out, ``?`` and ``#`` go. ``.md`` and
    ``.html`` go, other extensions stay. A last segment ``_index`` is ``index``.
    """
    stem, extension = _split(path)
    return _index(_segment4(stem)) + extension


def slug5(path: str) -> str:
    """Give the slug of a file in Quartz 5 (``slugifyFilePath``): lower case but for the extension.

    As `slug4`, and ``< > : " | *`` go; a note named as its folder is the folder's ``index``.
    """
    stem, extension = _split(path)
    segments = _index(_segment5(stem)).split("/")
    if segments[-1:] == segments[-2:-1]:
        segments[-1] = "index"
    return "/".join(segments) + extension


def tag_slug4(tag: str) -> str:
    """Give the slug of a tag in Quartz 4; its page is ``tags/<slug>``."""
    return "/".join(map(_segment4, tag.split("/")))


def tag_slug5(tag: str) -> str:
    """Give the slug of a tag in Quartz 5; its page is ``tags/<slug>``."""
    return "/".join(map(_segment5, tag.split("/")))


def alias_slug4(alias: str) -> str:
    """Give the slug that an alias occupies in Quartz 4; ``x.md`` keeps its extension."""
    return slug4(f"{alias}.md")


def alias_slug5(alias: str) -> str:
    """Give the slug that an alias occupies in Quartz 5."""
    return slug5(alias if alias.endswith(".md") else f"{alias}.md")


def page_url4(path: str) -> str:
    """Give the URL path of a note in Quartz 4, from its path without ``.md``."""
    return _url(slug4(f"{path}.md"))


def page_url5(path: str) -> str:
    """Give the URL path of a note in Quartz 5, from its path without ``.md``."""
    return _url(slug5(f"{path}.md"))


def link_url4(path: str) -> str:
    """Give the URL path to which a link to a note's path leads in Quartz 4: see `link_url5`."""
    return _url(slug4(path))


def link_url5(path: str) -> str:
    """Give the URL path to which a link to a note's path, without ``.md``, leads in Quartz 5.

    That is not the page's where Quartz takes the end of the name for an extension: of ``a.md.md``,
    of ``a.b/a.b.md``, and of a name that ends in ``undefined``.
    """
    return _url(slug5(path))


def term_url4(taxonomy: str, tag: str) -> str:
    """Give the URL path of a tag's page in Quartz 4; the taxonomy is always ``tags``."""
    return f"/{taxonomy}/{tag_slug4(tag)}"


def term_url5(taxonomy: str, tag: str) -> str:
    """Give the URL path of a tag's page in Quartz 5; the taxonomy is always ``tags``."""
    return f"/{taxonomy}/{tag_slug5(tag)}"


def page_file(url: str) -> str:
    """Give the file of a page by its URL path, relative to the site's root."""
    return posixpath.normpath(f"./{url}index.html" if url.endswith("/") else f"./{url}.html")


def no_wanted_url(_url: str) -> None:
    """Refuse a wanted URL: the path of a file is its URL in Quartz."""


def redirect_target(url: str) -> str | None:
    """Give the ``permalink`` that makes an old URL path redirect to a page.

    Quartz writes a ``permalink`` as it stands, so capitals and spaces of the old address survive,
    which an alias would lose. A folder must name its index, or Quartz writes ``x/.html``.

    Returns:
        The value; None for the home page and for what Quartz would take as relative.
    """
    target = "/".join(url_segments(url))
    if not target or target.startswith("."):
        return None
    return f"{target}/index" if url.rstrip().endswith("/") else target


def redirect_file(target: str, page_slug: str) -> str:
    """Give the file of the redirect from an alias, relative to the site's root.

    Args:
        target: An alias's slug; or a ``permalink`` as it stands, which Quartz does not slugify.
        page_slug: Slug of the page that has the alias: a leading dot is relative to its folder.

    Returns:
        The file. ``/a/b/`` gives ``a/b/.html``, which no server finds; a result that begins with
        ``../`` is outside the site, and Quartz does write it.
    """
    if _is_relative(target):
        folder = _simple(page_slug)
        target = posixpath.join(folder, "..", target)
        target = posixpath.normpath(target) + ("/" if target.endswith("/") else "")
    return posixpath.normpath(re.sub("/+", "/", f"./{target}.html"))


def _split(path: str) -> tuple[str, str]:
    """Take the extension off a path, the way Quartz does; what stays in the slug comes second."""
    path = path.removeprefix("/").removesuffix("/")
    extension = _EXTENSION.search(path)
    if extension is None:
        # Quartz cuts off the pattern `${undefined}$`.
        return path.removesuffix("undefined"), ""
    kept = "" if extension[0] in _PAGE_EXTENSIONS else extension[0]
    return path[: extension.start()], kept


def _segment4(text: str) -> str:
    return _SPACE.sub("-", text).translate(_V4).removesuffix("/")


def _segment5(text: str) -> str:
    lowered = "/".join(map(js_lower, _SPACE.sub("-", text).translate(_V5).split("/")))
    return lowered.removesuffix("/")


def _index(slug: str) -> str:
    return slug[:-6] + "index" if slug == "_index" or slug.endswith("/_index") else slug


def _url(slug: str) -> str:
    return "/" + _simple(slug).removeprefix("/")


def _simple(slug: str) -> str:
    if slug == "index" or slug.endswith("/index"):
        slug = slug.removesuffix("index")
    return slug.removeprefix("/") or "/"


def _is_relative(target: str) -> bool:
    extension = _EXTENSION.search(target)
    return (
        target.startswith(".")
        and not target.endswith("/index")
        and (extension is None or extension[0] not in _PAGE_EXTENSIONS)
    )
