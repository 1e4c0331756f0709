from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from vaultexport.writer.imagemeta import without_metadata

CANARY = "CANARY-camera-in-the-garden"
FORMATS = ["JPEG", "PNG", "WEBP"]


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
    if kind == "WEBP":
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
    assert "xmp" not in after.info


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


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7", b"<svg/>", b"\0" * 40])
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
