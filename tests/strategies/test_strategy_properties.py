"""What holds for any text at all."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pathvalidate import validate_filename

from vaultexport.strategies import ANCHORS, FILE_NAMES, URLS, clash_key, hugo, quartz, urls
from vaultexport.strategies.filenames import MAX_BYTES, universal_name

if TYPE_CHECKING:
    from collections.abc import Callable

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
TEXT = st.text(max_size=40) | st.text("aAéÉ e\u0301.-_~#%&?:/\\<>\t\u3000中文😀İΣßⱯ", max_size=30)
LONG = st.builds(
    lambda text, count: text * count, st.text(min_size=1, max_size=4), st.integers(1, 300)
)
FORBIDDEN = set("%?:") | {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))}


@pytest.mark.parametrize("name", URLS)
@given(text=ANYTHING)
def test_url_rules_take_any_text(name: str, text: str) -> None:
    rule = URLS[name]
    wanted, redirect = rule.wanted(text), rule.redirect(text)
    assert rule.page(text).startswith("/")
    assert rule.term("tags", text).startswith("/tags/")
    assert rule.identity(text)
    assert rule.file(wanted or rule.page(text)).endswith(".html")
    assert redirect is None or redirect


@given(ANYTHING)
def test_links_take_any_text(text: str) -> None:
    for encode in (urls.href_path, urls.readable_path, urls.decode_uri_path, hugo.relref_path):
        assert bool(encode(text)) == bool(text)
    assert quartz.redirect_file(text, text).endswith(".html")


@given(TEXT | LONG)
def test_a_valid_url_has_nothing_that_breaks_hugo(url: str) -> None:
    valid = hugo.valid_url(url)
    if valid is None:
        return
    segments = valid.strip("/").split("/")
    assert valid == f"/{'/'.join(segments)}/"
    assert not FORBIDDEN & set(valid)
    assert not {"", ".", ".."} & set(segments)
    assert max(len(segment.encode()) for segment in segments) <= 255
    assert hugo.valid_url(valid) == valid
    assert hugo.page_file(valid) == f"{valid[1:]}index.html"


@given(st.lists(TEXT.map(lambda text: text.replace("/", "").replace(".", "")), min_size=1))
def test_hugo_names_are_stable(segments: list[str]) -> None:
    path = "/".join(filter(None, segments))
    logical = hugo.logical_path(path)
    assert hugo.logical_path(logical) == logical
    assert hugo.default_url(logical) == hugo.default_url(path)


@pytest.mark.parametrize("slugify", [quartz.tag_slug4, quartz.tag_slug5])
@given(text=TEXT)
def test_slugs_are_slugs_of_themselves(slugify: Callable[[str], str], text: str) -> None:
    assert slugify(slugify(text)) == slugify(text)


@pytest.mark.parametrize("strategy", FILE_NAMES)
@given(name=ANYTHING | LONG)
def test_names_are_valid_everywhere_and_stable(strategy: str, name: str) -> None:
    safe = FILE_NAMES[strategy](name)
    validate_filename(safe, platform="universal", fs_encoding="utf-8", max_len=MAX_BYTES)
    assert safe[0] not in ".# "
    assert safe[-1] not in ".~ "
    assert unicodedata.is_normalized("NFC", safe)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in safe)
    assert FILE_NAMES[strategy](safe) == safe


@given(
    st.text("abc中文😀éß &+-_()", min_size=1, max_size=30).filter(lambda text: text.strip() == text)
)
def test_harmless_names_stay(stem: str) -> None:
    assert universal_name(f"{stem}.md") == unicodedata.normalize("NFC", f"{stem}.md")


@example("\u0391\u0323\u0345")
@given(TEXT)
def test_a_clash_key_knows_no_case_and_no_form(text: str) -> None:
    key = clash_key(text)
    assert clash_key(key) == key
    for form in ("NFC", "NFD"):
        assert clash_key(unicodedata.normalize(form, text)) == key
    assert clash_key(text.upper()) == clash_key(text.upper().lower())


@given(st.text("abc中文😀012-_ ", max_size=20), st.text("abc中文😀012-_ ", max_size=20))
def test_clash_keys_of_different_caseless_names_differ(one: str, other: str) -> None:
    assert (clash_key(one) == clash_key(other)) == (one == other)


@pytest.mark.parametrize("encode", [urls.href_path, urls.readable_path])
@given(path=st.text(max_size=40))
def test_encoded_paths_decode_to_themselves(encode: Callable[[str], str], path: str) -> None:
    encoded = encode(path)
    assert unquote(encoded) == path
    assert not set(" ()<>[]\\\"'`*&?#:|{}^$!\n\t") & set(encoded)


@given(st.text(max_size=40))
def test_a_relref_argument_can_be_quoted(path: str) -> None:
    encoded = hugo.relref_path(path)
    assert not set('#?\\"') & set(encoded)
    assert unquote(encoded, errors="strict") == path


@pytest.mark.parametrize("rule", ANCHORS)
@given(texts=st.lists(TEXT, max_size=8))
def test_ids_of_a_page_are_unique(rule: str, texts: list[str]) -> None:
    page = ANCHORS[rule].page()
    ids = [anchor for text in texts if (anchor := page.add(text))]
    assert len(set(ids)) == len(ids)
