"""The crawler of finished sites: each way a link can die or live."""

from __future__ import annotations

import html
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultexport.verify import DeadLink, Page, Reason, Redirect, Reference, SiteCheck, crawl
from vaultexport.verify.markup import Markup

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Check = Callable[..., SiteCheck]

REPO = "https://example.org/repo/"


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return a function that writes files into a folder and crawls it."""

    def write_and_crawl(files: dict[str, str], base_url: str = "https://example.org/") -> SiteCheck:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return crawl(tmp_path, base_url)

    return write_and_crawl


def reasons(result: SiteCheck) -> list[tuple[str, str]]:
    return [(link.url, link.reason) for link in result.dead]


def test_a_dead_link_says_where_it_stands_and_why(check: Check) -> None:
    result = check({"a/index.html": '<p><a href="/gone/">x</a>'})
    assert result.dead == (DeadLink("/a/", "a", "href", "/gone/", "missing"),)
    assert result.checked == 1


@pytest.mark.parametrize(
    ("element", "attribute"),
    [
        ('<a href="/gone"></a>', "href"),
        ('<area href="/gone">', "href"),
        ('<audio src="/gone"></audio>', "src"),
        ('<embed src="/gone">', "src"),
        ('<iframe src="/gone"></iframe>', "src"),
        ('<img src="/gone">', "src"),
        ('<img srcset="/gone">', "srcset"),
        ('<svg><image href="/gone"/></svg>', "href"),
        ('<input type=image src="/gone">', "src"),
        ('<link rel="stylesheet" href="/gone">', "href"),
        ('<link rel="preload" as="image" imagesrcset="/gone 2x">', "imagesrcset"),
        ('<object data="/gone"></object>', "data"),
        ('<script src="/gone"></script>', "src"),
        ('<source src="/gone">', "src"),
        ('<source srcset="/gone 100w">', "srcset"),
        ('<track src="/gone">', "src"),
        ('<svg><use href="/gone"/></svg>', "href"),
        ('<svg><use xlink:href="/gone"/></svg>', "xlink:href"),
        ('<video src="/gone"></video>', "src"),
        ('<video poster="/gone"></video>', "poster"),
        ('<meta http-equiv="refresh" content="30; url=/gone">', "content"),
    ],
)
def test_every_element_that_loads_or_leads_is_followed(
    check: Check, element: str, attribute: str
) -> None:
    result = check({"index.html": element})
    assert [(dead.attribute, dead.url) for dead in result.dead] == [(attribute, "/gone")]


@pytest.mark.parametrize(
    "url",
    [
        "/d/note/",
        "/d/note/index.html",
        "/d/note/?v=1#top",
        "https://example.org/d/note/",
        "http://example.org/d/note/",
        "//EXAMPLE.org/d/note/",
        "note/",
        "./note/",
        "../d/note/",
        "../../../d/note/",
        " note/\n",
        "..\\d\\note/",
        "#",
        "?q",
        "/d/pic%201.png",
        "/d/pic 1.png",
        "/d/odd;.html",
        "odd;/",
    ],
)
def test_ways_to_write_a_living_link(check: Check, url: str) -> None:
    page = f'<a href="{html.escape(url)}"></a>'
    files = {
        "d/index.html": page,
        "d/note/index.html": "",
        "d/pic 1.png": "",
        "d/odd;.html": "",
        "d/odd;/index.html": "",
    }
    result = check(files)
    assert (result.dead, result.lenient, result.external) == ((), (), ())
    assert result.checked == 1


@pytest.mark.parametrize(
    "url",
    [
        "/d/Note/",  # another case
        "/d/note/x",
        "/d/pic.png/",  # a file is no folder
        "/d/",  # a folder without index.html
        "/e/",  # Quartz's redirect for a permalink that ends in a slash
        "d/note/",  # relative to /d/
        "/d/pic+1.png",  # a plus is no space
        "",  # Hugo's relref to a page that is not rendered
        " ",
        "/100%/",  # no escape: servers answer 400
        "//[x",  # no URL at all
        "/d//note/",
    ],
)
def test_ways_to_miss_a_file(check: Check, url: str) -> None:
    names = ["d/note/index.html", "d/pic.png", "d/pic 1.png", "100%/index.html", "e/.html"]
    result = check({"d/x.html": f'<a href="{url}"></a>', **dict.fromkeys(names, "")})
    assert reasons(result) == [(url, "missing")]


@pytest.mark.parametrize(
    "name",
    [
        "大语言：模型，（一）",
        "C#",
        "What?",
        "50%25",
        "a+b",
        "R&D",
        "😀 x",
        'it\'s "b"',
        "a;b",
        "<x>",
    ],
)
def test_odd_file_names_are_found_encoded_only(check: Check, name: str) -> None:
    encoded = "".join(f"%{byte:02x}" for byte in name.encode())
    files = {f"{name}/index.html": f'<p id="{html.escape(name)}">'}
    result = check({"index.html": f'<a href="/{encoded}/#{encoded}"></a>', **files})
    assert result.dead == ()
    assert f"/{name}/" in [page.path for page in result.pages]


@pytest.mark.parametrize("url", ["/C#/", "/What?/", "/50%25/"])
def test_unencoded_marks_end_the_path(check: Check, url: str) -> None:
    files = {f"{name}/index.html": "" for name in ("C#", "What?", "50%25")}
    result = check({"index.html": f'<a href="{url}"></a>', **files})
    assert reasons(result) == [(url, "missing")]


def test_ampersands_are_decoded_as_in_attributes(check: Check) -> None:
    links = '<a href="/a&notes/"></a><a href="/R&amp;D/"></a><a href="/&#x5927;/a&copy=1/"></a>'
    files = {f"{name}/index.html": "" for name in ("a&notes", "R&D", "大/a&copy=1")}
    result = check({"index.html": links, **files})
    assert (result.dead, result.checked) == ((), 3)


@pytest.mark.parametrize(
    "fragment",
    [
        "小节一a",
        "%E5%B0%8F%E8%8A%82%E4%B8%80a",
        "a b",
        "a%20b",
        "50%25",
        "50%",
        "c%23",
        "x%20y",
        "old",
        "Top",
        "",
        "小节一a:~:text=x",
    ],
)
def test_anchors_that_are_there(check: Check, fragment: str) -> None:
    target = '<h2 id="小节一a"><p id="a b"><p id="50%"><p id="c#"><p id="x%20y"><a name="old">'
    result = check({"index.html": f'<a href="/t/#{fragment}">', "t/index.html": target})
    assert result.dead == ()


@pytest.mark.parametrize("fragment", ["小节", "小节一A", "a+b", "note", "%FF", "hidden", "title"])
def test_anchors_that_are_not(check: Check, fragment: str) -> None:
    target = (
        '<title><b id="title"></b></title><h2 id="小节一a"><p id="a b"><!-- <p id="hidden"> -->'
        '<script>"<p id=hidden>"</script><p name="note">'
    )
    files = {"index.html": f'<a href="/t/#{fragment}">', "t/index.html": target}
    assert reasons(check(files)) == [(f"/t/#{fragment}", "anchor")]


def test_an_anchor_of_the_same_page(check: Check) -> None:
    page = '<p id="a"><a href="#a"></a><a href="#b"></a><img src="x.png#b">'
    result = check({"d/index.html": page, "d/x.png": ""})
    assert reasons(result) == [("#b", "anchor")]


def test_symbols_of_svg_files_are_anchors(check: Check) -> None:
    page = '<svg><use href="/s.svg#on"/><use href="/s.svg#off"/></svg><img src="/s.svg#off">'
    result = check({"index.html": page, "s.svg": '<svg><symbol id="on"/></svg>'})
    assert reasons(result) == [("/s.svg#off", "anchor")]


def test_links_outside_the_sub_path_are_dead(check: Check) -> None:
    page = (
        '<img src="/attachments/x.png"><img src="/repo/attachments/x.png">'
        '<a href="https://example.org/"></a><a href="/repository/"></a><a href="../../../"></a>'
    )
    files = {"d/e/index.html": page, "attachments/x.png": "", "index.html": ""}
    result = check(files, REPO)
    assert reasons(result) == [
        ("../../../", "outside-base"),
        ("/repository/", "outside-base"),
        ("https://example.org/", "outside-base"),
        ("/attachments/x.png", "outside-base"),
    ]
    assert result.checked == 5


def test_relative_links_start_from_pages_with_odd_names(check: Check) -> None:
    page = '<img src="x.png"><a href="../C%23/"></a><a href="#"></a>'
    result = check({"C#/index.html": page, "C#/x.png": "", "a?b.html": '<a href="C%23/">'})
    assert (result.dead, result.checked) == ((), 4)


def test_a_base_url_in_capitals_and_without_its_slash(check: Check) -> None:
    page = '<a href="/repo/"></a><a href="https://example.org/repo/"></a><a href="/x"></a>'
    result = check({"index.html": page}, "https://Example.ORG/repo")
    assert reasons(result) == [("/x", "outside-base")]


def test_links_that_live_by_the_kindness_of_servers(check: Check) -> None:
    page = '<a href="/d"></a><a href="./e"></a><a href="/d#x"></a>'
    result = check({"index.html": page, "d/index.html": "", "e.html": ""})
    assert [link.url for link in result.lenient] == ["./e", "/d"]
    assert reasons(result) == [("/d#x", "anchor")]


def test_the_base_itself_without_its_slash_is_lenient(check: Check) -> None:
    result = check({"index.html": '<a href="/repo"></a>'}, REPO)
    assert result.lenient == (Reference("/", "a", "href", "/repo"),)


@pytest.mark.parametrize(
    ("srcset", "urls"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png 1x,b.png 2x", ["a.png", "b.png"]),
        (" a.png , b.png,\n c,d.png 3x", ["a.png", "b.png", "c,d.png"]),
        ("data:image/png;base64,AA== 1x, b.png 2x", ["b.png"]),
    ],
)
def test_every_candidate_of_a_srcset(check: Check, srcset: str, urls: list[str]) -> None:
    assert reasons(check({"index.html": f'<img srcset="{srcset}">'})) == [
        (url, "missing") for url in urls
    ]


def test_external_links_are_listed_and_not_judged(check: Check) -> None:
    urls = ["http://example.com/x", "//cdn.test/x.js", "mailto:a@b.test", "obsidian://open?x"]
    unlisted = ["data:image/png;base64,AA==", "javascript:void(0)"]
    page = "".join(f'<a href="{url}"></a>' for url in [*urls, *unlisted])
    result = check({"index.html": page})
    assert [link.url for link in result.external] == sorted(urls)
    assert (result.dead, result.checked) == ((), 0)


def test_a_declared_base_counts(check: Check) -> None:
    page = '<base href="/d/"><base href="/e/"><a href="x/"></a><a href="/x/"></a>'
    foreign = '<base href="https://example.com/"><a href="x/"></a><a href="/x/"></a>'
    files = {"index.html": page, "foreign/index.html": foreign, "d/x/index.html": ""}
    result = check({**files, "odd/index.html": '<base href="//["><a href="/d/x/"></a>'})
    assert reasons(result) == [("/x/", "missing")]
    assert [link.page for link in result.external] == ["/foreign/", "/foreign/"]


def redirect(url: str) -> str:
    return f'<!doctype html><title>x</title><meta http-equiv="refresh" content="{url}">'


def test_redirects_are_no_pages(check: Check) -> None:
    files = {"old/index.html": redirect("0; url=/new/"), "new/index.html": "<title>New</title>"}
    result = check({**files, "index.html": '<a href="/old/"></a>'})
    assert [page.path for page in result.pages] == ["/", "/new/"]
    assert result.redirects == (Redirect("/old/", "/new/"),)
    assert result.dead == ()


@pytest.mark.parametrize(
    ("content", "url", "reason"),
    [
        ("0; url=/gone/", "/gone/", "missing"),
        ("0;URL='/gone/'", "/gone/", "missing"),
        ('0, "/gone/" x', "/gone/", "missing"),
        ("0 /gone/", "/gone/", "missing"),
        ("0; url=/new/#x", "/new/#x", "anchor"),
        ("0; url=/old/", "/old/", "loop"),
        ("0; url=./", "./", "loop"),
    ],
)
def test_redirects_to_nowhere(check: Check, content: str, url: str, reason: Reason) -> None:
    files = {"old/index.html": redirect(html.escape(content)), "new/index.html": ""}
    result = check(files)
    assert result.dead == (DeadLink("/old/", "meta", "content", url, reason),)
    assert [page.path for page in result.pages] == ["/new/"]


def test_redirects_in_a_circle(check: Check) -> None:
    files = {"a/index.html": redirect("0;url=/b/"), "b/index.html": redirect("0;url=/c/")}
    result = check({**files, "c/index.html": redirect("0;url=/b/")})
    assert reasons(result) == [("/b/", "loop"), ("/c/", "loop"), ("/b/", "loop")]


def test_a_redirect_outside_the_base_and_one_to_another_host(check: Check) -> None:
    files = {"a/index.html": redirect("0;url=/b/"), "b/index.html": ""}
    result = check({**files, "c/index.html": redirect("0;url=https://example.com/")}, REPO)
    assert reasons(result) == [("/b/", "outside-base")]
    assert [link.url for link in result.external] == ["https://example.com/"]
    assert len(result.redirects) == 2


def test_a_page_that_reloads_later_is_a_page(check: Check) -> None:
    result = check({"index.html": redirect("30"), "a/index.html": redirect("5; url=/")})
    assert [page.path for page in result.pages] == ["/", "/a/"]


def test_what_is_known_of_a_page(check: Check) -> None:
    page = """<title> A &amp; B
        <i> </title><meta name="vaultexport:note" content="d/笔记 &amp; x.md">
        <svg><title>icon</title></svg><h2 id="a"><article data-note="second" id=b><p id="a">"""
    result = check({"x/a b.html": page, "y.html": '<article data-note="y.md">', "z.html": ""})
    assert result.pages == (
        Page("/x/a b.html", "A & B <i>", ("a", "b", "a"), "d/笔记 & x.md"),
        Page("/y.html", "", (), "y.md"),
        Page("/z.html", "", (), None),
    )


def test_equal_urls_of_one_page_count_once(check: Check) -> None:
    result = check({"index.html": '<a href="/x/"></a>' * 3})
    assert len(result.dead) == result.checked == 1


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b'<a href="/\xff/"></a><a href="/x/">')
    assert [link.url for link in crawl(tmp_path).dead] == ["/x/", "/\ufffd/"]


def test_only_a_folder_can_be_crawled(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        crawl(tmp_path / "nothing")


@pytest.mark.parametrize(
    "page",
    [
        "<![x[ ><a href=/gone>",
        "<!x <a><a href=/gone>",
        "</a <x><a href=/gone>",
        "<!--><a href=/gone>",
        "<!-- > -- --!><a href=/gone>",
        "< a <3 <a href=/gone>",
        "<a title='>' alt = \"<\"href=/gone>",
        "<A\nHREF\n=\n'/gone'/>",
        "<a/href=/gone>",
        "<a \0 href=/gone>",
        "<a href=/gone href=/other>",
        "<svg><style/></svg><a href=/gone><style></style>",
        "<SCRIPT><a href=/other></SCRIPT ><a href=/gone>",
        "<textarea><a href=/other></textareas></textarea><a href=/gone>",
        "<![CDATA[<a href=/other> ]]><a href=/gone>",
        "<?x <a href=/other> ?><a href=/gone>",
        "<a href=/gone>\n<a title='",
        "<a href=/gone>\n<!-- <a href=/other>",
    ],
)
def test_odd_html_is_read_as_browsers_do(check: Check, page: str) -> None:
    assert reasons(check({"index.html": page})) == [("/gone", "missing")]


def test_an_open_script_hides_no_links(check: Check) -> None:
    assert reasons(check({"index.html": "<script><a href=/gone>"})) == [("/gone", "missing")]


@given(st.text(st.sampled_from("<>!-/='\"& \nascriptyle;[") | st.characters(), max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    Markup(text)


ATTRIBUTE = st.builds(
    lambda name, value: f' {name}="{html.escape(value)}"',
    st.sampled_from(["href", "id", "title", "class", "data-x"]),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8),
)
TAG = st.builds(
    lambda name, attributes: f"<{name}{''.join(attributes)}>",
    st.sampled_from(["a", "p", "A", "h2"]),
    st.lists(ATTRIBUTE, max_size=4, unique_by=lambda attribute: attribute.partition("=")[0]),
)


class Oracle(HTMLParser):
    """The standard library's reading of the same page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.urls: dict[str, None] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if identifier := attributes.get("id"):
            self.ids.append(identifier)
        if tag == "a" and "href" in attributes:
            self.urls[attributes["href"] or ""] = None


@given(st.lists(st.one_of(TAG, st.text(max_size=5).map(html.escape))).map("".join))
def test_well_formed_html_is_read_as_the_standard_library_reads_it(text: str) -> None:
    ours, oracle = Markup(text), Oracle(text)
    assert ours.ids == oracle.ids
    assert [reference.url for reference in ours.references] == list(oracle.urls)
