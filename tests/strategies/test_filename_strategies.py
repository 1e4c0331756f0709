"""Names of output files."""

from __future__ import annotations

import pytest

from vaultexport.strategies import clash_key
from vaultexport.strategies.filenames import (
    MAX_BYTES,
    universal_asset_name,
    universal_name,
    universal_path,
)
from vaultexport.strategies.quartz import slug4, slug5


@pytest.mark.parametrize(
    "name",
    [
        *(
            "大语言：模型，（一）【二】、三&四.md",
            "C++ & C#.md",
            "😀 emoji.md",
            "👨‍👩‍👧‍👦.png",
            "v1.0 notes.md",
        ),
        *(
            "100% sure.md",
            "it's (a) [b] {c}.md",
            "_x.md",
            "a~.md",
            "x.tar.gz",
            "~$doc.docx",
            "a;b,c=d!.md",
        ),
        *("nullable.md", "icon.md", "console", "COM10.md", "Ⅳ.md", "שלום.md", "…—·.md"),
    ],
)
def test_what_is_fine_everywhere_stays(name: str) -> None:
    assert universal_name(name) == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ('a<b>c:d"e/f\\g|h?i*j.md', "abcdefghij.md"),
        ("a\tb\nc.md", "a b c.md"),
        ("a\x00b\x7fc\x9fd.md", "abcd.md"),
        ("cafe\u0301.md", "café.md"),
        (" lead.md", "lead.md"),
        ("trail .md", "trail.md"),
        ("trail\u00a0.md", "trail.md"),
        ("\u3000两头\u3000", "两头"),
        ("\u3000.md", "untitled.md"),
        ("wait....md", "wait.md"),
        ("folder. ", "folder"),
        (".NET.md", "NET.md"),
        ("#tag.md", "tag.md"),
        ("x.md~", "x.md"),
        ("?.md", "untitled.md"),
        ("...", "untitled"),
        ("", "untitled"),
        ("..", "untitled"),
        ("CON.md", "CON_.md"),
        ("nul", "nul_"),
        ("aux.foo.md", "aux_.foo.md"),
        ("COM¹.md", "COM¹_.md"),
        ("CONIN$.txt", "CONIN$_.txt"),
        ("lone\ud800surrogate.md", "lonesurrogate.md"),
    ],
)
def test_what_is_not_is_deleted(name: str, safe: str) -> None:
    assert universal_name(name) == safe


@pytest.mark.parametrize("stem", ["长" * 90, "😀" * 70, "a" * 300, "&" * 80, "%" * 60, "Ⱥ" * 100])
def test_long_names_fit_their_file_and_their_pages(stem: str) -> None:
    name = universal_name(f"{stem}.md")
    assert name.endswith(".md")
    assert len(name.encode()) <= MAX_BYTES
    for slugify in (slug4, slug5):
        assert len(f"{slugify(name)}.html".encode()) <= MAX_BYTES
    assert universal_name(f"{stem}x.md") != name


def test_names_that_fit_are_not_cut() -> None:
    assert universal_name("a" * 250 + ".md") == "a" * 250 + ".md"
    assert universal_name("a" * 251 + ".md") != "a" * 251 + ".md"


def test_attachments_lose_what_urls_cannot_hold() -> None:
    assert universal_asset_name("fig #1 50%.png") == "fig 1 50.png"


def test_each_segment_of_a_path_is_made_safe() -> None:
    assert universal_path("/a?/./CON/b.md") == "a/untitled/CON_/b.md"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Foo.md", "foo.MD"), ("É", "e\u0301"), ("Σ", "ς"), ("ẞ", "ss"), ("K", "\u212a"), ("ﬁ", "FI")],
)
def test_names_that_one_disk_cannot_hold_clash(one: str, other: str) -> None:
    assert clash_key(one) == clash_key(other)


@pytest.mark.parametrize(("one", "other"), [("a b", "a-b"), ("é", "e"), ("ａ", "a"), ("①", "1")])
def test_other_names_do_not_clash(one: str, other: str) -> None:
    assert clash_key(one) != clash_key(other)
