"""Embedded sounds, films and documents, of the vault and of the sites that people embed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

from vaultexport.model import Severity
from vaultexport.rewriter import links
from vaultexport.rewriter.context import Edit
from vaultexport.rewriter.paths import asset_slots
from vaultexport.rewriter.standing import fit, stand
from vaultexport.rewriter.text import as_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport.markdown import Link
    from vaultexport.planner.site import AssetTarget
    from vaultexport.profiles import Fact, Template
    from vaultexport.rewriter.context import Context
    from vaultexport.rewriter.description import Description

_KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("mp3", "wav", "m4a", "ogg", "oga", "flac", "3gp", "opus", "aac"), "audio"),
    **dict.fromkeys(("mp4", "webm", "ogv", "mov", "mkv", "m4v"), "video"),
    "pdf": "pdf",
}
"""What Obsidian plays or shows ("Accepted file formats"), and what browsers do besides."""

_HEIGHT: Final = re.compile(r"(?:^|&)height=(?P<height>\d+)")
_ID: Final = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER: Final = re.compile(r"\d+")
_TIME: Final = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")
_YOUTUBE: Final = frozenset({"youtube.com", "m.youtube.com", "youtube-nocookie.com"})
_YOUTUBE_PATHS: Final = frozenset({"embed", "shorts", "live", "v"})
_VIMEO: Final = frozenset({"vimeo.com", "player.vimeo.com"})
_POSTS: Final = frozenset({"twitter.com", "mobile.twitter.com", "x.com"})


def edit(ctx: Context, link: Link, target: AssetTarget, description: Description) -> Edit | None:
    """Write an embedded attachment that is no image."""
    name = target.path.rpartition("/")[2]
    kind = _KINDS.get(name.rpartition(".")[2].lower(), "other")
    fragment, height = _split_height(target.fragment) if kind == "pdf" else (target.fragment, "")
    title = description.text or name
    slots = asset_slots(ctx, target) | {
        "fragment": fragment,
        "title": title,
        "text": as_markdown(title, in_table=link.in_table),
        "dimensions": description.dimensions(height),
    }
    facts: dict[str, Fact] = {
        "kind": kind,
        "fragment": bool(fragment),
        "sized": bool(slots["dimensions"]),
        "own-block": stand(ctx, link).is_alone,
        **links.facts(link),
    }
    template = ctx.template("file-embed", slots, facts)
    is_link = template is not None and "text" in template.slots
    ctx.ledger.put(link.start, "linked" if is_link else "shown")
    if template is None:
        return None
    if kind != "other":
        _report_link(ctx, link, kind, template)
    if fragment and "fragment" not in template.slots:
        shown = "file" if kind == "other" else kind
        ctx.finding(
            "embed-option-lost",
            link.start,
            f"the site can't start the {shown} at a place of its own; it starts at the beginning",
            severity=Severity.INFO,
        )
    return Edit(link.start, link.end, template.fill(slots))


def _report_link(ctx: Context, link: Link, what: str, template: Template) -> None:
    """Report that a link stands for something to be played or seen."""
    if "text" in template.slots:
        message = f"the site can't show the {what} at this place; a link stands there"
        ctx.finding("embed-not-shown", link.start, message)


def _split_height(fragment: str) -> tuple[str, str]:
    """Take Obsidian's ``height=400`` out of a PDF's fragment."""
    match = _HEIGHT.search(fragment)
    if match is None:
        return fragment, ""
    return (fragment[: match.start()] + fragment[match.end() :]).removeprefix("&"), match["height"]


class Online(NamedTuple):
    """Something of another site that Obsidian or its users embed.

    Attributes:
        service: ``youtube``, ``vimeo`` or ``post`` (of X).
        id: The service's name for it; empty for a post.
        start: The second at which a film starts.
    """

    service: str
    id: str
    start: int


_TITLES: Final[Mapping[str, str]] = {"youtube": "YouTube", "vimeo": "Vimeo", "post": "X"}


def service_of(url: str) -> Online | None:
    """Recognise a URL of a service whose films or posts can be embedded.

    Args:
        url: Any destination.

    Returns:
        What it is; ``None`` for everything else.
    """
    if not url.startswith(("http://", "https://", "//")):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    path = [piece for piece in parts.path.split("/") if piece]
    if host == "youtu.be" or host in _YOUTUBE:
        return _youtube(host, path, parts.query, parts.fragment)
    if host in _VIMEO and path and _NUMBER.fullmatch(path[-1]):
        return Online("vimeo", path[-1], 0)
    if host in _POSTS and "status" in path:
        return Online("post", "", 0)
    return None


def _youtube(host: str, path: list[str], query: str, fragment: str) -> Online | None:
    fields = parse_qs(query) | parse_qs(fragment)
    if host == "youtu.be":
        film = path[0] if path else ""
    elif path[:1] == ["watch"]:
        film = fields.get("v", [""])[0]
    else:
        film = path[1] if len(path) > 1 and path[0] in _YOUTUBE_PATHS else ""
    if not _ID.fullmatch(film):
        return None
    return Online("youtube", film, _seconds((fields.get("t") or fields.get("start") or [""])[0]))


def _seconds(time: str) -> int:
    """Read ``90``, ``90s`` and ``1m30s``."""
    match = _TIME.fullmatch(time)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def online(ctx: Context, link: Link, description: Description) -> Edit | None:
    """Write a film or post of another site; nothing is ever fetched for it."""
    found = service_of(link.target)
    if found is None:
        return None
    url = f"{link.target}#{link.subpath}" if link.subpath else link.target
    title = description.text or _TITLES[found.service]
    slots = {
        "id": found.id,
        "start": str(found.start),
        "url": url,
        "title": title,
        "alt-text": as_markdown(description.text, in_table=link.in_table),
        "text": as_markdown(description.text or url, in_table=link.in_table),
    }
    standing = stand(ctx, link)
    facts: dict[str, Fact] = {
        "service": found.service,
        "start": bool(found.start),
        "place": "block" if standing.block else "inline",
        **links.facts(link),
    }
    template = ctx.template("online-embed", slots, facts)
    if template is None:
        return None
    written = template.fill(slots)
    if found.service != "post":
        _report_link(ctx, link, "film", template)
    if standing.block and not standing.task and found.service != "post":
        return fit(ctx, standing, written)
    return Edit(link.start, link.end, written)
