"""File names that every file system and every site generator takes.

A name stays as it is where it can: scripts, emoji, spaces, ``&``, ``+`` and dots inside are fine.
What must go is deleted, not replaced: the engines delete the same characters from URLs, so a page
keeps the address that its own name would have had.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultexport.strategies._characters import js_lower

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathvalidate import FileNameSanitizer

MAX_BYTES: Final = 255
"""The longest file name on ext4, APFS and NTFS, in bytes of UTF-8, with its extension."""

NAMELESS: Final = "untitled"
"""Stands for a name of which nothing could be kept."""

_EXTENSION: Final = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,16}\Z", re.DOTALL)
_SPACES: Final = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""What JavaScript trims: a link of Quartz's to a name that ends so would miss it."""

_LINE_SPACE: Final = re.compile(r"[\t-\r\u0085]")
_PLAIN: Final = re.compile(r"\w[\w -]{6,}[\w-](?:\.[A-Za-z0-9]{1,16})?")
"""A name of harmless characters that is longer than any device's."""

_SHORT: Final = 27
"""Up to so many characters no name is too long, whatever they are."""

_NEVER_ALLOWED: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
_IN_URLS: Final = re.compile("[%#]")
_LONGEST_DEVICE: Final = len("CONOUT$")
_SPELLED: Final = {"&": len("-and-"), "%": len("-percent")}
_HIGHEST_COST: Final = max(_SPELLED.values())
_PAGE_EXTENSION_BYTES: Final = len(".html")


@lru_cache(maxsize=4096)
def universal_name(name: str) -> str:
    r"""Give the name that a file or folder gets in the output.

    NFC. ``< > : " / \ | ? *`` and control characters go, tabs and line breaks are spaces. Nothing
    begins with a dot, ``#`` or space, or ends with a dot, space or ``~``: Hugo or Quartz ignore
    such files, Windows cannot hold them. Device names of Windows get a ``_``. What is too long for
    its file or its page (Quartz spells ``&`` as ``-and-``, lower case can be longer) is cut and
    gets a digest of the whole.

    Args:
        name: One segment of a path, with its extension.

    Returns:
        The name; never empty, and itself when given again. Different names can become one: the
        planner compares them by `clash_key`.
    """
    is_short = len(name) <= _SHORT or (name.isascii() and len(name) < MAX_BYTES // 2)
    if is_short and _PLAIN.fullmatch(name) and unicodedata.is_normalized("NFC", name):
        return name
    text = name.encode("utf-8", "ignore").decode()
    while (cleaned := _cleaned(text)) != text:
        text = cleaned
    return text


def universal_asset_name(name: str) -> str:
    """Give the name of an attachment: as `universal_name`, and without ``%`` and ``#``.

    Hugo fails on the one and cuts the URL at the other when it reads such a file as a resource;
    in hand-written links both need an escape that authors forget.
    """
    return universal_name(_IN_URLS.sub("", name))


def universal_path(path: str) -> str:
    """Apply `universal_name` to each segment of a path; empty segments are dropped."""
    return "/".join(universal_name(segment) for segment in path.split("/") if segment)


def clash_key(path: str) -> str:
    """Give what two paths have in common when one disk cannot hold both.

    Windows and macOS ignore case, macOS also the Unicode form. Full case folding is stricter than
    either (``ß`` is ``ss``), never laxer.
    """
    if path.isascii():
        return path.lower()
    folded = unicodedata.normalize("NFD", path).casefold()
    return unicodedata.normalize("NFC", folded)


def _cleaned(text: str) -> str:
    text = unicodedata.normalize("NFC", _LINE_SPACE.sub(" ", text)).rstrip(f"{_SPACES}.~")
    found = _EXTENSION.search(text)
    extension = found[0] if found else ""
    stem = _NEVER_ALLOWED.sub("", text.removesuffix(extension)).lstrip(f"{_SPACES}.#")
    stem = stem.rstrip(f"{_SPACES}.")
    stem = _shortened(stem or NAMELESS, MAX_BYTES - max(len(extension), _PAGE_EXTENSION_BYTES))
    name = stem + extension
    is_long = len(name.partition(".")[0].rstrip()) > _LONGEST_DEVICE
    return name if is_long else str(_devices().sanitize(name))


@cache
def _devices() -> FileNameSanitizer:
    """Give who knows the names of devices; few names are short enough to be asked about."""
    from pathvalidate import FileNameSanitizer  # noqa: PLC0415 - see above

    names = ["CONIN$", "CONOUT$"]
    return FileNameSanitizer(
        fs_encoding="utf-8", platform="universal", additional_reserved_names=names
    )


def _shortened(stem: str, limit: int) -> str:
    """Cut a stem to what fits in bytes, with room for what engines make of it."""
    if len(stem) * _HIGHEST_COST <= limit:
        return stem
    costs = list(map(_cost, stem))
    if sum(costs) <= limit:
        return stem
    mark = f"-{blake2b(stem.encode(), digest_size=4).hexdigest()}"
    room, end = limit - len(mark), 0
    while room >= costs[end]:
        room -= costs[end]
        end += 1
    return stem[:end].rstrip(f"{_SPACES}.") + mark


def _cost(char: str) -> int:
    spelled = _SPELLED.get(char, 1)
    return max(spelled, len(char.encode()), len(js_lower(char).encode()))


FILE_NAMES: Final[MappingProxyType[str, Callable[[str], str]]] = MappingProxyType(
    {"universal": universal_name, "universal-asset": universal_asset_name}
)
"""Strategies for one segment of an output path, by the name that profiles use."""
