"""Takes private metadata out of images without touching a pixel.

A photograph tells where and when it was taken, by which device and often by whom, and holds a
small copy of itself from before it was cropped. Only what a viewer needs stays: orientation and
colour profile. Works on the containers (JPEG segments, PNG chunks, WebP chunks, HEIF items);
anything that is not exactly as its format says is left as it is, and the caller is told.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

from vaultexport.writer import heifmeta, svgmeta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IMAGES: Final = (
    *(".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".svg", ".tif", ".tiff"),
)
"""Kinds of images that can hold metadata; TIFF keeps it, for want of a safe way."""

_EXIF: Final = b"Exif\0\0"
_ICC: Final = b"ICC_PROFILE\0"
_JFIF: Final = b"JFIF\0"
_JFIF_SIZE: Final = 12
"""What a JFIF segment says of the image itself; a small copy of it may follow."""
_ORIENTATION: Final = 0x0112
_SHORT: Final = 3

_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PNG_SHOWN: Final = frozenset(
    {
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"),
        *(b"cHRM", b"cICP", b"cLLI", b"gAMA", b"iCCP", b"mDCV", b"sBIT", b"sRGB"),
        *(b"bKGD", b"hIST", b"pHYs", b"sPLT", b"sTER"),
    }
)
"""Pixels, animation, colours. Drawing programs keep previews and sources in chunks of their own."""

_WEBP_SHOWN: Final = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_FLAGS: Final = 0x08 | 0x04
"""The bits of VP8X that say "there is EXIF" and "there is XMP"."""

_NO_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD8)})
"""JPEG markers without a segment behind them."""


def without_metadata(data: bytes) -> bytes | None:
    """Give an image without its metadata.

    Args:
        data: A JPEG, PNG, WebP, HEIC, AVIF or SVG file.

    Returns:
        The same image with orientation and colour profile and nothing else beside its pixels;
        ``None`` for another format, or a file that does not keep to its format.
    """
    strip = next((strip for begins, strip in _FORMATS if data.startswith(begins)), None)
    if strip is None:
        others = (
            (heifmeta.is_heif, heifmeta.without_metadata),
            (svgmeta.is_svg, svgmeta.without_metadata),
        )
        strip = next((strip for is_it, strip in others if is_it(data)), None)
    try:
        return strip(data) if strip else None
    except (struct.error, LookupError, ValueError):
        return None


def _jpeg(data: bytes) -> bytes:
    pieces = [data[:2]]
    position = 2
    while True:
        if data[position] != 0xFF:
            raise ValueError("no marker")
        marker = data[position + 1]
        if marker == 0xFF:  # padding
            position += 1
            continue
        if marker in _NO_LENGTH:
            pieces.append(data[position : position + 2])
            position += 2
            continue
        if marker == 0xDA:
            pieces.append(data[position : _end_of_image(data, position)])
            return b"".join(pieces)
        length = struct.unpack_from(">H", data, position + 2)[0]
        end = position + 2 + length
        if end > len(data) or length < 2:
            raise ValueError("a segment is too long")
        pieces.append(_jpeg_segment(marker, data[position:end]))
        position = end


def _end_of_image(data: bytes, scan: int) -> int:
    """Find the end of the image: previews and depth maps may follow as further images."""
    position = scan + 2
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            raise ValueError("no end")
        marker = data[position + 1]
        if marker == 0xD9:
            return position + 2
        if marker in {0, 255} or marker in _NO_LENGTH:
            position += 1 if marker == 0xFF else 2
        else:  # tables between the scans of a progressive image
            position += 2 + struct.unpack_from(">H", data, position + 2)[0]


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    """Keep a segment, reduce it, or drop it: application data and comments are private."""
    body = segment[4:]
    if marker == 0xE1 and body.startswith(_EXIF):
        orientation = _orientation(body[len(_EXIF) :])
        if not orientation:
            return b""
        exif = _EXIF + _only_orientation(orientation)
        return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    if marker == 0xE0 and body.startswith(_JFIF) and len(body) >= _JFIF_SIZE:
        return b"\xff\xe0" + struct.pack(">H", _JFIF_SIZE + 4) + body[:_JFIF_SIZE] + b"\0\0"
    if (marker == 0xE2 and body.startswith(_ICC)) or (marker == 0xEE and body.startswith(b"Adobe")):
        return segment  # colour profile, Adobe's colour transform
    return b"" if 0xE0 <= marker <= 0xEF or marker == 0xFE else segment


def _orientation(tiff: bytes) -> int:
    """Read the orientation out of an EXIF block: 1 to 8, 0 if there is none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        offset = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for index in range(struct.unpack_from(f"{order}H", tiff, offset)[0]):
            entry = offset + 2 + 12 * index
            tag, kind = struct.unpack_from(f"{order}HH", tiff, entry)
            if tag == _ORIENTATION and kind == _SHORT:
                value = int(struct.unpack_from(f"{order}H", tiff, entry + 8)[0])
                return value if 1 < value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _only_orientation(value: int) -> bytes:
    """Write an EXIF block that says how to turn the image, and no more."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, value, 0, 0)


def _png(data: bytes) -> bytes:
    pieces = [_PNG_SIGNATURE]
    for kind, body in _png_chunks(data):
        if kind in _PNG_SHOWN:
            pieces.append(_png_chunk(kind, body))
        elif kind == b"eXIf" and (orientation := _orientation(body)):
            pieces.append(_png_chunk(kind, _only_orientation(orientation)))
    return b"".join(pieces)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(_PNG_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 8 + length
        if end + 4 > len(data):
            raise ValueError("a chunk is too long")
        yield kind, data[position + 8 : end]
        position = end + 4


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))


def _webp(data: bytes) -> bytes:
    if data[8:12] != b"WEBP":
        raise ValueError("no WebP")
    pieces = []
    position, stop = 12, 8 + struct.unpack_from("<I", data, 4)[0]
    while position < min(stop, len(data)):
        kind, length = struct.unpack_from("<4sI", data, position)
        end = position + 8 + length
        if end > len(data):
            raise ValueError("a chunk is too long")
        body = data[position + 8 : end]
        position = end + length % 2
        if kind == b"EXIF" and (orientation := _orientation(body.removeprefix(_EXIF))):
            pieces.append(_webp_chunk(kind, _only_orientation(orientation)))
        elif kind in _WEBP_SHOWN:
            pieces.append(_webp_chunk(kind, body))
    kept = any(piece.startswith(b"EXIF") for piece in pieces)
    chunks = b"".join(_flagged(piece, exif=kept) for piece in pieces)
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def _webp_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", kind, len(body)) + body + b"\0" * (len(body) % 2)


def _flagged(chunk: bytes, *, exif: bool) -> bytes:
    """Let the header say what there still is."""
    if not chunk.startswith(b"VP8X"):
        return chunk
    flags = chunk[8] & ~_WEBP_FLAGS | (0x08 if exif else 0)
    return chunk[:8] + bytes([flags]) + chunk[9:]


_FORMATS: Final[tuple[tuple[bytes, Callable[[bytes], bytes]], ...]] = (
    (b"\xff\xd8", _jpeg),
    (_PNG_SIGNATURE, _png),
    (b"RIFF", _webp),
)
