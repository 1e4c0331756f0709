"""What a link means: Obsidian's rules of resolution, one row each."""

from __future__ import annotations

import unicodedata
from itertools import permutations
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultexport.reader import Index
from vaultexport.reader.index import name_key

NFC: Final = unicodedata.normalize("NFC", "Café Übung")
NFD: Final = unicodedata.normalize("NFD", NFC)

FILES: Final = (
    "Home.md",
    "Index.md",
    "Solo.md",
    "Twin.md",
    "CASE.md",
    "case.md",
    "v1.2 notes.md",
    "v1.2.md",
    "image.png.md",
    "image.png",
    "photo.JPG",
    "data.base",
    "no extension",
    "a/Twin.md",
    "a/b/Twin.md",
    "a/b/Deep.md",
    "a/b/c/Deep.md",
    "a/b/c/d/Deepest.md",
    "a/Only in a.md",
    "ab/Near.md",
    "ab/pic.png",
    "b/Near.md",
    "b/c/Path.md",
    "c/Path.md",
    "x/c/Path.md",
    "pics/pic.png",
    "pics/longer name/pic.png",
    "pics/shot.png",
    "Folder/Folder.md",
    "Folder/Inner.md",
    "Bare folder/One.md",
    "日本語/ノート.md",
    "emoji 🎉.md",
    f"accents/{NFC}.md",
    "accents/non\u00a0breaking.md",
    "space name.md",
    "Zed/Equal.md",
    "Abc/Equal.md",
    "long folder name/Short.md",
    "s/t/Short.md",
    "trailing.md.md",
    "dot. space.md",
    "ß.md",
    "İstanbul.md",
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(FILES)


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        # the whole path, with and without the extension
        pytest.param("Home", "Solo.md", "Home.md", id="name-without-extension"),
        pytest.param("Home.md", "Solo.md", "Home.md", id="name-with-extension"),
        pytest.param("a/b/Twin", "Home.md", "a/b/Twin.md", id="whole-path"),
        pytest.param("a/b/Twin.md", "Home.md", "a/b/Twin.md", id="whole-path-with-extension"),
        pytest.param("a/Twin", "a/b/Deep.md", "a/Twin.md", id="whole-path-beats-nearer-note"),
        pytest.param("trailing.md", "Home.md", "trailing.md.md", id="extension-is-not-doubled"),
        pytest.param("trailing.md.md", "Home.md", "trailing.md.md", id="two-extensions"),
        # a name alone
        pytest.param("Only in a", "Home.md", "a/Only in a.md", id="name-anywhere"),
        pytest.param("Only in a", "b/c/Path.md", "a/Only in a.md", id="name-in-another-branch"),
        pytest.param("Twin", "Home.md", "Twin.md", id="same-name-at-the-root"),
        pytest.param("Twin", "a/b/Deep.md", "Twin.md", id="exact-path-beats-same-folder"),
        pytest.param("Near", "b/c/Path.md", "b/Near.md", id="same-name-shortest"),
        pytest.param("Near", "ab/pic.md", "ab/Near.md", id="same-name-in-own-folder"),
        pytest.param("Near", "a/Twin.md", "b/Near.md", id="folder-is-no-prefix-of-a-name"),
        pytest.param("Deep", "Home.md", "a/b/Deep.md", id="shortest-of-two"),
        pytest.param("Deep", "a/b/c/d/Deepest.md", "a/b/Deep.md", id="above-is-not-near"),
        pytest.param("Deep", "a/b/c/Deep.md", "a/b/c/Deep.md", id="own-folder-beats-shorter"),
        pytest.param("Deep", "a/b/Twin.md", "a/b/Deep.md", id="own-folder-beats-below"),
        pytest.param("Deepest", "a/Twin.md", "a/b/c/d/Deepest.md", id="far-below"),
        pytest.param("Short", "Home.md", "s/t/Short.md", id="shortest-path-not-least-deep"),
        pytest.param("Equal", "Home.md", "Abc/Equal.md", id="equal-length-by-name"),
        pytest.param("Equal", "Zed/Note.md", "Zed/Equal.md", id="equal-length-nearest"),
        # the end of a path
        pytest.param("b/Twin", "Home.md", "a/b/Twin.md", id="end-of-a-path"),
        pytest.param("c/Deep", "Home.md", "a/b/c/Deep.md", id="end-of-a-longer-path"),
        pytest.param("c/Path", "x/Note.md", "c/Path.md", id="whole-path-beats-near-end"),
        pytest.param("/c/Path/", "x/Note.md", "c/Path.md", id="slashes-around"),
        pytest.param("b/c/Path.md", "Home.md", "b/c/Path.md", id="one-of-three-by-path"),
        pytest.param("b/Near", "ab/Near.md", "b/Near.md", id="segments-are-whole"),
        pytest.param("x/Twin", "Home.md", None, id="wrong-folder-is-no-match"),
        pytest.param("a/Solo", "Home.md", None, id="right-name-in-wrong-folder"),
        # case
        pytest.param("hOmE", "Solo.md", "Home.md", id="case-of-a-name"),
        pytest.param("A/B/twin.MD", "Home.md", "a/b/Twin.md", id="case-of-a-path"),
        pytest.param("CASE", "Home.md", "CASE.md", id="case-decides-between-twins"),
        pytest.param("case", "Home.md", "case.md", id="case-decides-between-twins-again"),
        pytest.param("Case", "Home.md", "CASE.md", id="neither-twin-by-case"),
        pytest.param("PHOTO.jpg", "Home.md", "photo.JPG", id="case-of-an-attachment"),
        pytest.param("SS", "Home.md", None, id="sharp-s-is-a-letter"),
        pytest.param("İSTANBUL", "Home.md", "İstanbul.md", id="case-of-a-letter-that-grows"),
        # Unicode
        pytest.param(NFC, "Home.md", f"accents/{NFC}.md", id="nfc"),
        pytest.param(NFD, "Home.md", f"accents/{NFC}.md", id="nfd"),
        pytest.param(NFD.upper(), "Home.md", f"accents/{NFC}.md", id="nfd-and-case"),
        pytest.param(
            "non breaking", "Home.md", "accents/non\u00a0breaking.md", id="space-for-nbsp"
        ),
        pytest.param("space\u00a0name", "Home.md", "space name.md", id="nbsp-for-space"),
        pytest.param("ノート", "Home.md", "日本語/ノート.md", id="japanese"),
        pytest.param("日本語/ノート", "Home.md", "日本語/ノート.md", id="japanese-path"),
        pytest.param("emoji 🎉", "Home.md", "emoji 🎉.md", id="emoji"),
        # dots in names
        pytest.param("v1.2 notes", "Home.md", "v1.2 notes.md", id="dot-in-a-stem"),
        pytest.param("v1.2", "Home.md", "v1.2.md", id="what-looks-like-an-extension"),
        pytest.param("v1", "Home.md", None, id="half-a-stem"),
        pytest.param("dot. space", "Home.md", "dot. space.md", id="dot-and-space"),
        # relative
        pytest.param("./Twin", "a/b/Deep.md", "a/b/Twin.md", id="dot-slash"),
        pytest.param("./c/Deep", "a/b/Deep.md", "a/b/c/Deep.md", id="dot-slash-below"),
        pytest.param("../Twin", "a/b/Deep.md", "a/Twin.md", id="parent"),
        pytest.param("../../Twin.md", "a/b/Deep.md", "Twin.md", id="two-parents"),
        pytest.param("../b/../Twin", "a/b/Deep.md", "a/Twin.md", id="back-and-forth"),
        pytest.param("../../../Twin", "a/b/Deep.md", None, id="above-the-root"),
        pytest.param("../Home", "Home.md", None, id="above-the-root-from-the-root"),
        pytest.param("./Only in a", "Home.md", None, id="relative-is-not-searched-for"),
        pytest.param("..", "a/b/Deep.md", None, id="a-parent-folder-is-no-note"),
        pytest.param("./", "Folder/Inner.md", None, id="own-folder-is-no-note"),
        # from the root
        pytest.param("/Twin", "a/b/Deep.md", "Twin.md", id="rooted"),
        pytest.param("/a/Twin", "a/b/Deep.md", "a/Twin.md", id="rooted-path"),
        pytest.param("/Only in a", "Home.md", None, id="rooted-is-not-searched-for"),
        pytest.param("/b/Twin", "a/b/Deep.md", None, id="rooted-is-no-end-of-a-path"),
        # attachments
        pytest.param("image.png", "Home.md", "image.png", id="attachment-beats-note"),
        pytest.param("image.png.md", "Home.md", "image.png.md", id="note-named-as-attachment"),
        pytest.param("shot.png", "a/Twin.md", "pics/shot.png", id="attachment-anywhere"),
        pytest.param("pic.png", "ab/Near.md", "ab/pic.png", id="attachment-in-own-folder"),
        pytest.param("pic.png", "pics/x.md", "pics/pic.png", id="attachment-nearest-shortest"),
        pytest.param("longer name/pic.png", "Home.md", "pics/longer name/pic.png", id="its-path"),
        pytest.param("shot", "Home.md", None, id="attachment-needs-its-extension"),
        pytest.param("data.base", "Home.md", "data.base", id="base"),
        pytest.param("no extension", "Home.md", "no extension", id="file-without-extension"),
        # folders
        pytest.param("Folder", "Home.md", "Folder/Folder.md", id="note-named-as-its-folder"),
        pytest.param("Folder/", "Home.md", "Folder/Folder.md", id="slash-behind"),
        pytest.param("Bare folder", "Home.md", None, id="a-folder-is-no-note"),
        # nothing
        pytest.param("", "a/b/Deep.md", "a/b/Deep.md", id="empty-is-the-note-itself"),
        pytest.param("/", "Home.md", None, id="only-a-slash"),
        pytest.param("Nowhere", "Home.md", None, id="no-such-note"),
        pytest.param(".md", "Home.md", None, id="only-an-extension"),
    ],
)
def test_resolution(index: Index, target: str, source: str, expected: str | None) -> None:
    assert index.resolve(target, source) == expected


def test_the_order_of_the_files_does_not_matter() -> None:
    files = ["b/Note.md", "a/Note.md", "NOTE.md", "note.md"]
    indexes = [Index(order) for order in permutations(files)]
    questions = [("Note", "x.md"), ("Note", "a/x.md"), ("nOTE", "b/x.md"), ("A/NOTE", "x.md")]
    answers = {tuple(i.resolve(*question) for question in questions) for i in indexes}
    assert len(answers) == 1


def test_an_empty_vault() -> None:
    assert Index([]).resolve("Note", "Note.md") is None


def test_two_unicode_forms_of_one_name_are_two_files() -> None:
    index = Index([f"{NFC}.md", f"{NFD}.md"])
    assert index.resolve(NFC, "x.md") == f"{NFC}.md"
    assert index.resolve(NFD, "x.md") == f"{NFD}.md"


@given(st.text(), st.text())
def test_any_target_is_answered(target: str, folder: str) -> None:
    found = Index(FILES).resolve(target, f"{folder}/note.md")
    assert found is None or found in FILES or not target


@given(st.text(alphabet=st.characters(exclude_characters="/\0"), min_size=1).filter(str.strip))
def test_a_file_is_found_by_its_own_path(name: str) -> None:
    path = f"folder/{name}.md"
    assert Index([path, "other.md"]).resolve(path, "other.md") == path


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
