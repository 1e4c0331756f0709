"""URL paths without an engine: cleaning what an author typed, encoding what goes into a link."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MAX_SEGMENT_BYTES: Final = 255
_LINK_SAFE: Final = "/@+,="
_DECODE_URI_KEEPS: Final = "/;,:@&=+$"


def url_segments(url: str, forbidden: str = "") -> list[str]:
    """Split the path of a URL into the segments that a server would look for.

    Percent-encoding is decoded, empty and ``.`` segments go, ``..`` goes up (never above the root),
    control characters and forbidden ones are deleted, and each segment is cut to what a file name
    can hold. Everything else stays, capitals and spaces included.
    """
    decoded = unquote_to_bytes(url.encode("utf-8", "ignore")).decode("utf-8", "ignore")
    text = _CONTROL.sub("", decoded).translate(dict.fromkeys(map(ord, forbidden)))
    segments: list[str] = []
    for segment in text.strip().split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in {"", "."}:
            segments.append(segment.encode()[:_MAX_SEGMENT_BYTES].decode("utf-8", "ignore"))
    return segments


def href_path(path: str) -> str:
    """Percent-encode a path for a Markdown link destination or an HTML attribute.

    All but ASCII letters, digits and ``-._~/@+,=`` is encoded, so that no Markdown, HTML, math or
    URL syntax is left.
    """
    return quote(path, safe=_LINK_SAFE, errors="replace")


def readable_path(path: str) -> str:
    """Percent-encode a path like `href_path`, but leave printable characters of other scripts.

    Goldmark and browsers encode those themselves, and the author can still read the link.
    """
    if path.isascii():
        return href_path(path)
    return "".join(
        char if ord(char) > 0x7F and char.isprintable() else href_path(char) for char in path
    )


def decode_uri_path(path: str) -> str:
    """Percent-encode a path that JavaScript's ``decodeURI`` reads back (Quartz).

    ``decodeURI`` leaves ``%26`` and its like encoded, and Quartz then looks for a file with a
    percent sign in its name: what it leaves must be written plainly, ``&`` as an HTML entity.
    ``?`` and ``#`` have no spelling at all; slugs have neither.
    """
    return quote(path, safe=_DECODE_URI_KEEPS, errors="replace").replace("&", "&amp;")
