"""Hugo's paths and URLs, row by row against what Hugo 0.168 did."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from strategies.tables.rows import Row, load
from vaultexport.strategies import hugo, urls

PATHS = [row for row in load("hugo-paths") if row["logical"] is not None]
LINKS = load("hugo-links")
WANTED = {row["url"]: row for row in load("hugo-wanted-urls")}
SPELLINGS = {
    "relref": hugo.relref_path,
    "href": urls.href_path,
    "readable": urls.readable_path,
    "decode-uri": urls.decode_uri_path,
}


def works(row: Row) -> bool:
    """Whether Hugo wrote a folder, and its link leads there."""
    href, file = row["href"] or "", row["file"] or ""
    return "?" not in href and unquote(href) == f"/{file.removesuffix('index.html')}" != f"/{file}"


def test_logical_path_is_what_hugo_calls_the_page() -> None:
    assert {row["path"]: hugo.logical_path(row["path"]) for row in PATHS} == {
        row["path"]: row["logical"] for row in PATHS
    }


def test_default_url_is_where_hugo_writes_the_page() -> None:
    assert {row["path"]: hugo.page_file(hugo.default_url(row["path"])) for row in PATHS} == {
        row["path"]: row["file"] for row in PATHS
    }


def test_default_url_is_what_hugo_links_to_where_that_can_work() -> None:
    fine = [row for row in PATHS if "%" not in hugo.default_url(row["path"])]
    assert {row["path"]: hugo.default_url(row["path"]) for row in fine} == {
        row["path"]: unquote(row["href"]) for row in fine
    }


def test_valid_url_refuses_exactly_the_default_urls_that_do_not_work() -> None:
    refused = {
        row["path"]
        for row in PATHS
        if hugo.valid_url(hugo.default_url(row["path"])) != hugo.default_url(row["path"])
    }
    assert {row["path"] for row in PATHS if not works(row)} <= refused
    needless = refused - {row["path"] for row in PATHS if not works(row)}
    assert all("//" in hugo.default_url(path) for path in needless)


@pytest.mark.parametrize("row", load("hugo-clashes"), ids=lambda row: ascii(row["stems"][:3]))
def test_pages_of_one_logical_path_are_one_page(row: Row) -> None:
    assert len({hugo.logical_path(f"n/{stem}") for stem in row["stems"]}) == row["pages"]


def test_the_languages_of_the_site_decide_what_a_suffix_is() -> None:
    assert hugo.logical_path("d/x.zh") == "/d/x.zh"
    assert hugo.logical_path("d/x.zh", {"zh"}) == "/d/x"
    assert hugo.default_url("d/X.zh.v2", {"en", "zh"}) == "/d/x/"


def test_home_pages_have_the_root_as_url() -> None:
    assert [hugo.default_url(path) for path in ("_index", "index", "")] == ["/"] * 3
    assert [hugo.logical_path(path) for path in ("_index", "index")] == ["/"] * 2


def test_term_url_is_where_hugo_links_a_tag() -> None:
    fine = [row for row in load("hugo-terms") if "%" not in hugo.term_url("tags", row["term"])]
    assert len(fine) > 380
    assert {row["term"]: hugo.term_url("tags", row["term"]) for row in fine} == {
        row["term"]: unquote(row["href"]) for row in fine
    }


@pytest.mark.parametrize("url", WANTED, ids=ascii)
def test_hugo_publishes_exactly_the_valid_url(url: str) -> None:
    valid = hugo.valid_url(url)
    if valid is None:
        assert not unquote(url).strip("/. %?:\ufffd") or url.endswith(("/..", "/index.html"))
        return
    seen = WANTED[hugo.front_matter_url(valid)]
    assert works(seen)
    assert unquote(seen["href"]) == valid
    assert seen["file"] == hugo.page_file(valid)


def test_a_url_that_works_in_hugo_is_taken_verbatim() -> None:
    changed = {
        url
        for url, row in WANTED.items()
        if works(row) and unquote(row["href"]) == url and hugo.valid_url(url) != url
    }
    controls = {f"/u/a{chr(code)}b/" for code in range(0x80, 0xA0)}
    # A colon works in these places only, and is an error or a panic in all others.
    assert changed == controls | {"/", "/:/", "/a:/"}


@pytest.mark.parametrize("name", SPELLINGS)
def test_links_are_spelled_as_hugo_read_them(name: str) -> None:
    spelled = {row["path"]: SPELLINGS[name](f"/{row['path']}.md") for row in LINKS}
    assert spelled == {row["path"]: row[name] for row in LINKS}


def test_hugo_finds_every_page_by_its_relref() -> None:
    found = {row["path"]: unquote(row["hrefs"]["relref"]) for row in LINKS}
    wanted = {row["path"]: hugo.default_url(row["path"]) for row in LINKS}
    escapes = {path for path, url in wanted.items() if "%" in url}
    assert {path: url for path, url in found.items() if path not in escapes} == {
        path: url for path, url in wanted.items() if path not in escapes
    }
    assert not any("/lost/" in found[path] for path in escapes)


@pytest.mark.parametrize("name", ["href", "readable", "decode-uri"])
def test_goldmark_reads_every_destination_as_the_path_it_was(name: str) -> None:
    assert {unquote(row["hrefs"][name]) for row in LINKS} == {f"/{row['path']}.md" for row in LINKS}
