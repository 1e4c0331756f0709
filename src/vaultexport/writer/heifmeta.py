"""Takes private metadata out of HEIF images (HEIC, AVIF) without touching a pixel.

No library writes these files without encoding the image again. But metadata stand in items of
their own, so what an item holds can be overwritten where it is: no offset changes. The structure
is that of ISO/IEC 14496-12 (boxes) and 23008-12 (items).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_PRIVATE: Final = frozenset({b"Exif", b"mime", b"uri "})
"""Types of items that hold no image: EXIF, XMP, and what else a device wants to tell."""

_NO_EXIF: Final = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
"""An EXIF block without an entry. A HEIF image is turned by a property of its own."""

_HIDDEN: Final = 1


class Box(NamedTuple):
    """A box: its type, and where its content starts and ends in the file."""

    kind: bytes
    start: int
    end: int


def is_heif(data: bytes) -> bool:
    """Tell whether a file is a HEIF image: its brands say so."""
    if data[4:8] != b"ftyp" or len(data) < 16:
        return False
    size = struct.unpack_from(">I", data)[0]
    brands = {data[place : place + 4] for place in (8, *range(16, min(size, len(data)), 4))}
    return not brands.isdisjoint({b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"})


def without_metadata(data: bytes) -> bytes:
    """Give a HEIF image whose metadata and thumbnails are overwritten.

    Args:
        data: The file.

    Returns:
        The same file, as long as before.

    Raises:
        ValueError: It does not keep to its format, or holds metadata where they can't be reached.
        struct.error: It ends too early.
        IndexError: The same.
    """
    result = bytearray(data)
    for meta in (box for box in _boxes(data, 0, len(data)) if box.kind == b"meta"):
        parts = {box.kind: box for box in _boxes(data, meta.start + 4, meta.end)}
        thumbnails = _unlink_thumbnails(result, parts.get(b"iref"))
        private = _private_items(result, parts[b"iinf"], thumbnails)
        places = _places(data, parts[b"iloc"], parts.get(b"idat"))
        for item, start, length in places:
            if item in private:
                result[start : start + length] = _blank(private[item], length)
    return bytes(result)


def _boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[Box]:
    while start < end:
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, start + 8)[0], 16
        size = size or end - start
        if size < head or start + size > end:
            raise ValueError("a box is too long")
        yield Box(bytes(kind), start + head, start + size)
        start += size


def _private_items(data: bytearray, iinf: Box, thumbnails: set[int]) -> dict[int, bytes]:
    """Find the items to overwrite, with their types; a thumbnail is hidden besides."""
    found: dict[int, bytes] = {}
    first = iinf.start + (6 if data[iinf.start] == 0 else 8)
    for box in _boxes(data, first, iinf.end):
        version = data[box.start]
        if box.kind != b"infe" or version not in {2, 3}:
            raise ValueError("an item of another kind")
        item = struct.unpack_from(">H" if version == 2 else ">I", data, box.start + 4)[0]
        kind = bytes(data[box.start + (8 if version == 2 else 10) :][:4])
        if kind in _PRIVATE or item in thumbnails:
            found[item] = kind
        if item in thumbnails:
            data[box.start + 3] |= _HIDDEN
    return found


def _unlink_thumbnails(data: bytearray, iref: Box | None) -> set[int]:
    """Make thumbnails strangers to the image that they belong to; give their items."""
    if iref is None:
        return set()
    wide = data[iref.start] != 0
    found: set[int] = set()
    for box in _boxes(data, iref.start + 4, iref.end):
        if box.kind == b"thmb":
            found.add(struct.unpack_from(">I" if wide else ">H", data, box.start)[0])
            data[box.start - 4 : box.start] = b"free"
    return found


class _Reader:
    """Reads numbers of given sizes, one after the other."""

    def __init__(self, data: bytes, position: int) -> None:
        self._data = data
        self._position = position

    def number(self, size: int) -> int:
        value = self._data[self._position : self._position + size]
        if len(value) < size:
            raise ValueError("a box ends too early")
        self._position += size
        return int.from_bytes(value, "big")


def _places(data: bytes, iloc: Box, idat: Box | None) -> Iterator[tuple[int, int, int]]:
    """Give every item's pieces: the item, where one starts in the file, and its length."""
    version = data[iloc.start]
    reader = _Reader(data, iloc.start + 4)
    sizes = reader.number(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    for _ in range(reader.number(wide)):
        item = reader.number(wide)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)
        origin = reader.number(base)
        if method == 1 and idat is not None:
            origin += idat.start
        for _ in range(reader.number(2)):
            if version:
                reader.number(index)
            start = origin + reader.number(offset)
            size = reader.number(length) or len(data) - start
            if method > 1 or start + size > len(data):
                raise ValueError("an item is somewhere else")
            yield item, start, size


def _blank(kind: bytes, length: int) -> bytes:
    if kind == b"Exif" and length >= len(_NO_EXIF):
        return _NO_EXIF.ljust(length, b"\0")
    return (b" " if kind == b"mime" else b"\0") * length
