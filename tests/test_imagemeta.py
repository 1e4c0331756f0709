from __future__ import annotations

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from vaultexport.writer.imagemeta import without_metadata

CANARY = "CANARY-camera-in-the-garden"
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]


def picture() -> Image.Image:
    image = Image.new("RGB", (40, 24))
    image.putdata([(x * 6, y * 10, (x + y) % 256) for y in range(24) for x in range(40)])
    return image


def photograph(kind: str, *, orientation: int = 6, progressive: bool = False) -> bytes:
    """A picture with everything private in it that its format can hold."""
    exif = Image.Exif()
    if orientation:
        exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = CANARY
    exif[ExifTags.Base.Artist] = CANARY
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = CANARY.encode()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options: dict[str, object] = {"exif": exif, "icc_profile": profile}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", CANARY)
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        info.add_text("Author", CANARY, zip=True)
        options["pnginfo"] = info
    else:
        options["xmp"] = xmp
    if kind == "JPEG":
        options |= {"comment": CANARY, "progressive": progressive}
    if kind in {"WEBP", "AVIF"}:
        options["lossless"] = True
    out = BytesIO()
    picture().save(out, kind, **options)
    data = out.getvalue()
    return data + CANARY.encode() if kind == "JPEG" else data


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", [0, 6])
def test_only_pixels_profile_and_orientation_stay(kind: str, orientation: int) -> None:
    data = photograph(kind, orientation=orientation)
    assert CANARY.encode() in data
    cleaned = without_metadata(data)
    assert cleaned is not None
    assert CANARY.encode() not in cleaned
    before, after = Image.open(BytesIO(data)), Image.open(BytesIO(cleaned))
    assert after.tobytes() == before.tobytes()
    assert after.info["icc_profile"] == before.info["icc_profile"]
    assert after.getexif().get(ExifTags.Base.Orientation, 0) == orientation
    assert set(after.getexif()) <= {ExifTags.Base.Orientation}
    assert not after.info.get("xmp", b"").strip(), "blank, where it can't be taken out"


@pytest.mark.parametrize(
    ("private", "shown"),
    [
        ("<svg><metadata><rdf>CANARY</rdf></metadata><rect/></svg>", "<svg><rect/></svg>"),
        ("<svg><metadata id='CANARY'/><rect/></svg>", "<svg><rect/></svg>"),
        ("<svg><svg:metadata>CANARY</svg:metadata></svg>", "<svg></svg>"),
        ("<?xml version='1.0'?><!-- CANARY --><svg/>", "<?xml version='1.0'?><svg/>"),
        (
            "<svg inkscape:export-filename='/home/CANARY' sodipodi:docname=\"CANARY\" id='a'/>",
            "<svg id='a'/>",
        ),
        ("<svg><image sodipodi:absref='/home/CANARY' id='a'/></svg>", "<svg><image id='a'/></svg>"),
    ],
)
def test_what_programs_note_in_an_svg_goes(private: str, shown: str) -> None:
    assert without_metadata(private.encode()) == shown.encode()


@pytest.mark.parametrize(
    "text",
    [
        "<svg><style><!-- rect {} --></style><script><![CDATA[<!-- x -->]]></script></svg>",
        "\ufeff<svg viewBox='0 0 1 1'><title>metadata</title><text>&lt;!-- x --&gt;</text></svg>",
    ],
)
def test_what_an_svg_shows_stays(text: str) -> None:
    assert without_metadata(text.encode()) == text.encode()


def jpeg_segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2, "big") + body


def test_small_copies_of_a_jpeg_go() -> None:
    out = BytesIO()
    picture().save(out, "JPEG", dpi=(72, 72))
    head, rest = out.getvalue()[:2], out.getvalue()[2:]
    size = int.from_bytes(rest[2:4], "big") + 2
    rgb = CANARY.encode().ljust(90, b"x")  # six by five pixels
    jfif = jpeg_segment(0xE0, rest[4:16] + bytes([6, 5]) + rgb)
    jfxx = jpeg_segment(0xE0, b"JFXX\0\x13" + bytes([6, 5]) + rgb)
    ducky = jpeg_segment(0xEE, CANARY.encode())
    mpf = jpeg_segment(0xE2, b"MPF\0" + CANARY.encode())
    data = head + jfif + jfxx + ducky + mpf + rest[size:]
    cleaned = without_metadata(data)
    assert cleaned is not None
    assert CANARY.encode() not in cleaned
    after = Image.open(BytesIO(cleaned))
    assert after.tobytes() == picture_of(out)
    assert after.info["dpi"] == (72, 72)


def picture_of(out: BytesIO) -> bytes:
    return Image.open(BytesIO(out.getvalue())).tobytes()


@pytest.mark.parametrize("chunk", [b"prVW", b"mkBS", b"iDOT", b"zTXt", b"tIME"])
def test_what_programs_keep_in_a_png_goes(chunk: bytes) -> None:
    out = BytesIO()
    picture().save(out, "PNG")
    body = CANARY.encode()
    extra = len(body).to_bytes(4, "big") + chunk + body
    extra += zlib.crc32(chunk + body).to_bytes(4, "big")
    data = out.getvalue()[:33] + extra + out.getvalue()[33:]
    cleaned = without_metadata(data)
    assert cleaned == out.getvalue()


def heif_boxes(data: bytes) -> bytes:
    """The names of the boxes' types that stand in a file."""
    return b" ".join(kind for kind in (b"thmb", b"Exif", b"mime") if kind in data)


def test_thumbnails_of_a_heif_image_are_overwritten() -> None:
    thumbnail = CANARY.encode()
    data = heif_with_thumbnail(thumbnail)
    assert heif_boxes(data) == b"thmb"
    cleaned = without_metadata(data)
    assert cleaned is not None
    assert len(cleaned) == len(data)
    assert thumbnail not in cleaned
    assert heif_boxes(cleaned) == b""
    assert b"the image itself" in cleaned


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def heif_with_thumbnail(thumbnail: bytes) -> bytes:
    """A file of two items: an image, and in ``idat`` its thumbnail."""
    image = b"the image itself"
    items = [box(b"infe", b"\2\0\0\0", n.to_bytes(2, "big"), b"\0\0", b"hvc1\0") for n in (1, 2)]
    ftyp = box(b"ftyp", b"heic\0\0\0\0", b"mif1heic")

    def meta(place: int) -> bytes:
        places = [(1, 0, place, len(image)), (2, 1, 0, len(thumbnail))]
        entries = b"".join(
            struct.pack(">HHHHII", item, method, 0, 1, offset, length)
            for item, method, offset, length in places
        )
        return box(
            b"meta",
            *(b"\0\0\0\0", box(b"pitm", b"\0\0\0\0\0\1")),
            box(b"iinf", b"\0\0\0\0\0\2", *items),
            box(b"iref", b"\0\0\0\0", box(b"thmb", b"\0\2\0\1\0\1")),
            box(b"iloc", b"\1\0\0\0\x44\0\0\2", entries),
            box(b"idat", thumbnail),
        )

    start = len(ftyp) + len(meta(0)) + 8
    return ftyp + meta(start) + box(b"mdat", image)


def test_a_heif_image_with_items_elsewhere_is_left() -> None:
    data = heif_with_thumbnail(CANARY.encode())
    assert without_metadata(data.replace(b"\0\2\0\1\0\0\0\1", b"\0\2\0\2\0\0\0\1")) is None


def test_a_progressive_jpeg_with_tables_between_its_scans() -> None:
    data = photograph("JPEG", progressive=True)
    cleaned = without_metadata(data)
    assert cleaned is not None
    assert Image.open(BytesIO(cleaned)).tobytes() == Image.open(BytesIO(data)).tobytes()
    assert cleaned.endswith(b"\xff\xd9")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_clean_image_stays_as_it_is(kind: str) -> None:
    cleaned = without_metadata(photograph(kind))
    assert cleaned is not None
    assert without_metadata(cleaned) == cleaned


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7", b"<html/>", b"\0" * 40])
def test_other_formats_are_not_ours(data: bytes) -> None:
    assert without_metadata(data) is None


@given(st.sampled_from(FORMATS), st.integers(0, 4000), st.binary(max_size=6))
def test_damaged_images_never_raise(kind: str, cut: int, patch: bytes) -> None:
    data = photograph(kind)
    place = cut % len(data)
    without_metadata(data[:place])
    without_metadata(data[:place] + patch + data[place + len(patch) :])


def test_the_images_of_real_vaults_keep_their_pixels() -> None:
    corpora = os.environ.get("VAULTEXPORT_CORPORA")
    if not corpora or not Path(corpora).is_dir():
        pytest.skip("VAULTEXPORT_CORPORA names no folder of vaults")
    images = [
        path
        for path in sorted(Path(corpora).rglob("*"))
        if path.suffix.lower() in {".png", ".jpg", ".jpeg", ".webp"}
        and 200 < path.stat().st_size < 200_000
    ]
    checked = 0
    for path in images[:400]:
        data = path.read_bytes()
        cleaned = without_metadata(data)
        if cleaned is None:
            continue
        assert Image.open(BytesIO(cleaned)).tobytes() == Image.open(BytesIO(data)).tobytes(), path
        checked += 1
    assert checked > 20
