"""Where pages go: their files and URLs, and who wins when two want the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultexport.planner import Order, Plan, make_plan, public_view
from vaultexport.profiles import load_profile
from vaultexport.reader import read_vault
from vaultexport.strategies import URLS
from vaultexport.strategies.filenames import MAX_BYTES

NOW = datetime(2025, 5, 4, 12, tzinfo=UTC)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from vaultexport.model import Vault

TARGETS: Final = ("hugo", "quartz", "quartz4")

Properties = dict[str, Any]


@cache
def _template() -> Vault:
    with TemporaryDirectory() as folder:
        (Path(folder) / "A.md").write_text("text", encoding="utf-8")
        return replace(read_vault(Path(folder), "raw"), name="My vault")


def _plan(target: str, notes: Mapping[str, Properties] | Iterable[str], **order: Any) -> Plan:
    by_path = dict(notes) if isinstance(notes, dict) else {path: {} for path in notes}
    one = _template().notes["A.md"]
    made = {path: replace(one, path=path, properties=data) for path, data in by_path.items()}
    vault = replace(_template(), notes=made)
    profile = load_profile(target)
    options = {name: values[0] for name, values in profile.options.items()}
    return make_plan(vault, public_view(vault, "all"), Order(profile, options, NOW, **order))


def _places(plan: Plan) -> dict[str, tuple[str, str]]:
    return {path: (page.ref[1:-3], page.url) for path, page in plan.pages.items()}


def _codes(plan: Plan) -> list[tuple[str, str]]:
    return sorted((finding.code, finding.path) for finding in plan.findings)


def _added(plan: Plan) -> dict[str, str]:
    return {page.ref[1:-3]: page.url for page in plan.added}


HOME: Properties = {"dg-home": True}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    ("notes", "home", "codes"),
    [
        pytest.param({"A.md": HOME, "B.md": {}}, "A.md", [], id="marked"),
        pytest.param({"A.md": {"tags": ["x", "gardenEntry"]}}, "A.md", [], id="garden-entry"),
        pytest.param({"index.md": {}, "B.md": {}}, "index.md", [], id="index"),
        pytest.param({"Index.md": {}}, "Index.md", [], id="index-in-any-case"),
        pytest.param({"a/index.md": {}}, None, [], id="index-of-a-folder"),
        pytest.param({"Home.md": {}}, None, [], id="a-name-alone-says-nothing"),
        pytest.param({"A.md": {"dg-home": False}}, None, [], id="not-marked"),
        pytest.param({"A.md": {"dg-home": None}}, None, [], id="empty-mark"),
        pytest.param({"A.md": {"dg-home": "false"}}, "A.md", [], id="text-is-true-in-a-garden"),
        pytest.param({"A.md": {"tags": "gardenEntry"}}, "A.md", [], id="tag-that-is-no-list"),
        pytest.param(
            {"a/A.md": HOME, "Z.md": HOME}, "Z.md", [("home-again", "a/A.md")], id="least-deep"
        ),
        pytest.param({"B.md": HOME, "A.md": HOME}, "A.md", [("home-again", "B.md")], id="first"),
        pytest.param(
            {"A.md": HOME, "B.md": HOME, "C.md": HOME},
            "A.md",
            [("home-again", "B.md"), ("home-again", "C.md")],
            id="three",
        ),
        pytest.param({"A.md": {**HOME, "permalink": "/x/"}}, "A.md", [], id="url-is-the-root"),
    ],
)
def test_home(
    target: str, notes: dict[str, Properties], home: str | None, codes: list[tuple[str, str]]
) -> None:
    plan = _plan(target, notes)
    file = load_profile(target).tree.home.removesuffix(".md")
    at_root = {path for path, place in _places(plan).items() if place == (file, "/")}
    assert at_root == ({home} if home else set())
    assert {path for path, page in plan.pages.items() if page.role == "home"} == at_root
    assert _codes(plan) == codes
    assert _added(plan).get(file) == (None if home or target == "hugo" else "/")


@pytest.mark.parametrize(
    ("target", "index"), [("hugo", "index-note"), ("quartz", "index-2"), ("quartz4", "index-2")]
)
def test_a_mark_beats_the_index(target: str, index: str) -> None:
    plan = _plan(target, {"index.md": {}, "a/b/A.md": HOME})
    assert plan.pages["a/b/A.md"].url == "/"
    assert _places(plan)["index.md"][0] == index


def test_a_home_is_added_where_the_target_needs_one() -> None:
    assert [page.title for page in _plan("quartz", ["A.md"]).added] == ["My vault"]


# One row: notes, and for Hugo, Quartz 5 and Quartz 4 the file and URL of each.
Row = dict[str, tuple[str, str]]


def _row(name: str, notes: Any, hugo: Row, quartz: Row, quartz4: Row | None = None) -> Any:
    return pytest.param(
        notes, {"hugo": hugo, "quartz": quartz, "quartz4": quartz4 or quartz}, id=name
    )


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        _row(
            "plain",
            ["A note.md", "a/B.md"],
            {"A note.md": ("A note", "/a-note/"), "a/B.md": ("a/B", "/a/b/")},
            {"A note.md": ("A note", "/a-note"), "a/B.md": ("a/B", "/a/b")},
            {"A note.md": ("A note", "/A-note"), "a/B.md": ("a/B", "/a/B")},
        ),
        _row(
            "index-of-a-folder",
            ["a/index.md", "a/B.md"],
            {"a/index.md": ("a/_index", "/a/"), "a/B.md": ("a/B", "/a/b/")},
            {"a/index.md": ("a/index", "/a/"), "a/B.md": ("a/B", "/a/b")},
            {"a/index.md": ("a/index", "/a/"), "a/B.md": ("a/B", "/a/B")},
        ),
        _row(
            "hugo-index-of-a-folder",
            ["a/_index.md"],
            {"a/_index.md": ("a/_index", "/a/")},
            {"a/_index.md": ("a/index", "/a/")},
        ),
        _row(
            "two-indexes",
            ["a/_index.md", "a/index.md"],
            {"a/_index.md": ("a/_index", "/a/"), "a/index.md": ("a/index-note", "/a/index-note/")},
            {"a/_index.md": ("a/index", "/a/"), "a/index.md": ("a/index-2", "/a/index-2")},
        ),
        _row(
            "index-with-another-old-url",
            {"a/index.md": {"permalink": "/x/"}},
            {"a/index.md": ("a/index-note", "/x/")},
            {"a/index.md": ("a/index", "/a/")},
        ),
        _row(
            "note-beside-a-folder-of-its-name",
            ["a.md", "a/B.md"],
            {"a.md": ("a", "/a/"), "a/B.md": ("a/B", "/a/b/")},
            {"a.md": ("a", "/a"), "a/B.md": ("a/B", "/a/b")},
            {"a.md": ("a/index", "/a/"), "a/B.md": ("a/B", "/a/B")},
        ),
        _row(
            "note-beside-a-folder-of-its-name-with-an-index",
            ["a.md", "a/index.md"],
            {"a.md": ("a", "/a/"), "a/index.md": ("a/index-note", "/a/index-note/")},
            {"a.md": ("a", "/a"), "a/index.md": ("a/index", "/a/")},
            {"a.md": ("a-note", "/a-note"), "a/index.md": ("a/index", "/a/")},
        ),
        _row(
            "folders-that-are-files-of-the-site",
            ["x.html/a.md", "index.xml/a.md", "b/index.xml/a.md"],
            {
                "x.html/a.md": ("x.html/a", "/x.html/a/"),
                "index.xml/a.md": ("index.xml/a", "/index.xml/a/"),
                "b/index.xml/a.md": ("b/index.xml/a", "/b/index.xml/a/"),
            },
            *[
                {
                    "x.html/a.md": ("x.htm/a", "/x.htm/a"),
                    "index.xml/a.md": ("index.xml_/a", "/index.xml_/a"),
                    "b/index.xml/a.md": ("b/index.xml/a", "/b/index.xml/a"),
                }
            ]
            * 2,
        ),
        _row(
            "note-in-a-folder-of-its-name",
            ["a/a.md"],
            {"a/a.md": ("a/a", "/a/a/")},
            {"a/a.md": ("a/a", "/a/")},
            {"a/a.md": ("a/a", "/a/a")},
        ),
        _row(
            "folder-note-and-index",
            ["a/a.md", "a/index.md"],
            {"a/a.md": ("a/a", "/a/a/"), "a/index.md": ("a/_index", "/a/")},
            {"a/a.md": ("a/a", "/a/"), "a/index.md": ("a/index-2", "/a/index-2")},
            {"a/a.md": ("a/a", "/a/a"), "a/index.md": ("a/index", "/a/")},
        ),
        _row(
            "reserved-names",
            ["404.md", "_index.md", "x/404.md"],
            {
                "404.md": ("404", "/404/"),
                "_index.md": ("_index-note", "/_index-note/"),
                "x/404.md": ("x/404", "/x/404/"),
            },
            {
                "404.md": ("404-note", "/404-note"),
                "_index.md": ("_index", "/"),
                "x/404.md": ("x/404-note", "/x/404-note"),
            },
        ),
        _row(
            "reserved-folders",
            ["tags/A.md", "Tags/B.md", "x/tags/C.md", "tags.md"],
            {
                "Tags/B.md": ("Tags_/B", "/tags_/b/"),
                "tags.md": ("tags-note", "/tags-note/"),
                "tags/A.md": ("tags_/A", "/tags_/a/"),
                "x/tags/C.md": ("x/tags/C", "/x/tags/c/"),
            },
            {
                "Tags/B.md": ("Tags_/B", "/tags_/b"),
                "tags.md": ("tags", "/tags"),
                "tags/A.md": ("tags_/A", "/tags_/a"),
                "x/tags/C.md": ("x/tags/C", "/x/tags/c"),
            },
            {
                "Tags/B.md": ("Tags_/B", "/Tags_/B"),
                "tags.md": ("tags", "/tags"),
                "tags/A.md": ("tags_/A", "/tags_/A"),
                "x/tags/C.md": ("x/tags/C", "/x/tags/C"),
            },
        ),
        _row(
            "case-twins",
            ["Note.md", "note.md", "NOTE.md"],
            {
                "NOTE.md": ("NOTE", "/note/"),
                "Note.md": ("Note-2", "/note-2/"),
                "note.md": ("note-3", "/note-3/"),
            },
            {
                "NOTE.md": ("NOTE", "/note"),
                "Note.md": ("Note-2", "/note-2"),
                "note.md": ("note-3", "/note-3"),
            },
            {
                "NOTE.md": ("NOTE", "/NOTE"),
                "Note.md": ("Note-2", "/Note-2"),
                "note.md": ("note-3", "/note-3"),  # one file on Windows and macOS
            },
        ),
        _row(
            "a-renamed-note-makes-way-for-a-real-one",
            ["A.md", "a.md", "a-2.md"],
            {"A.md": ("A", "/a/"), "a-2.md": ("a-2", "/a-2/"), "a.md": ("a-3", "/a-3/")},
            {"A.md": ("A", "/a"), "a-2.md": ("a-2", "/a-2"), "a.md": ("a-3", "/a-3")},
            {"A.md": ("A", "/A"), "a-2.md": ("a-2", "/a-2"), "a.md": ("a-3", "/a-3")},
        ),
        _row(
            "twins-by-punctuation",
            ["What!.md", "What.md"],
            {"What!.md": ("What!", "/what/"), "What.md": ("What", "/what-2/")},
            {"What!.md": ("What!", "/what!"), "What.md": ("What", "/what")},
            {"What!.md": ("What!", "/What!"), "What.md": ("What", "/What")},
        ),
        _row(
            "twins-by-slug",
            ["A B.md", "A-B.md"],
            {"A B.md": ("A B", "/a-b/"), "A-B.md": ("A-B-2", "/a-b-2/")},
            {"A B.md": ("A B", "/a-b"), "A-B.md": ("A-B-2", "/a-b-2")},
            {"A B.md": ("A B", "/A-B"), "A-B.md": ("A-B-2", "/A-B-2")},
        ),
        _row(
            "twins-by-what-a-file-system-takes",
            ["A: B.md", "A B.md"],
            {"A B.md": ("A B", "/a-b/"), "A: B.md": ("A B-2", "/a-b-2/")},
            {"A B.md": ("A B", "/a-b"), "A: B.md": ("A B-2", "/a-b-2")},
            {"A B.md": ("A B", "/A-B"), "A: B.md": ("A B-2", "/A-B-2")},
        ),
        _row(
            "old-url",
            {"A.md": {"permalink": "/旧/Old Place/"}, "B.md": {"dg-permalink": "old"}},
            {"A.md": ("A", "/旧/Old Place/"), "B.md": ("B", "/old/")},
            {"A.md": ("A", "/a"), "B.md": ("B", "/b")},
            {"A.md": ("A", "/A"), "B.md": ("B", "/B")},
        ),
        _row(
            "old-url-of-another-notes-path",
            {"A.md": {"permalink": "/b/"}, "B.md": {}},
            {"A.md": ("A", "/b/"), "B.md": ("B", "/b-2/")},
            {"A.md": ("A", "/a"), "B.md": ("B", "/b")},
            {"A.md": ("A", "/A"), "B.md": ("B", "/B")},
        ),
        _row(
            "old-urls-that-swap",
            {"A.md": {"permalink": "/b/"}, "B.md": {"permalink": "/a/"}},
            {"A.md": ("A", "/b/"), "B.md": ("B", "/a/")},
            {"A.md": ("A", "/a"), "B.md": ("B", "/b")},
            {"A.md": ("A", "/A"), "B.md": ("B", "/B")},
        ),
        _row(
            "one-old-url-for-two",
            {"A.md": {"permalink": "/x/"}, "B.md": {"permalink": "/X"}},
            {"A.md": ("A", "/x/"), "B.md": ("B", "/b/")},
            {"A.md": ("A", "/a"), "B.md": ("B", "/b")},
            {"A.md": ("A", "/A"), "B.md": ("B", "/B")},
        ),
        _row(
            "unusable-old-urls",
            {"A.md": {"permalink": "/"}, "B.md": {"permalink": "//"}, "C.md": {"permalink": 7}},
            {"A.md": ("A", "/a/"), "B.md": ("B", "/b/"), "C.md": ("C", "/c/")},
            {"A.md": ("A", "/a"), "B.md": ("B", "/b"), "C.md": ("C", "/c")},
            {"A.md": ("A", "/A"), "B.md": ("B", "/B"), "C.md": ("C", "/C")},
        ),
        _row(
            "nothing-but-symbols",
            ["!!!.md", "@&=.md", "🎉.md", "???.md"],
            {
                "!!!.md": ("!!!", "/!!!/"),
                "???.md": ("untitled", "/untitled/"),
                "@&=.md": ("@&=", "/@/"),
                "🎉.md": ("🎉", "/🎉/"),
            },
            {
                "!!!.md": ("!!!", "/!!!"),
                "???.md": ("untitled", "/untitled"),
                "@&=.md": ("@&=", "/@-and-="),
                "🎉.md": ("🎉", "/🎉"),
            },
        ),
    ],
)
def test_places(target: str, notes: Any, expected: dict[str, Row]) -> None:
    assert _places(_plan(target, notes)) == expected[target]


@pytest.mark.parametrize(
    ("target", "notes", "codes"),
    [
        ("hugo", ["A.md", "a.md"], [("name-clash", "a.md")]),
        ("quartz", ["A.md", "a.md"], [("name-clash", "a.md")]),
        ("quartz", ["A B.md", "A-B.md"], [("name-clash", "A-B.md")]),
        ("hugo", ["What!.md", "What.md"], []),
        (
            "hugo",
            {"A.md": {"permalink": "/x/"}, "B.md": {"permalink": "x"}},
            [("url-clash", "B.md")],
        ),
        ("hugo", {"A.md": {"permalink": "///"}}, [("url-unusable", "A.md")]),
        ("hugo", {"A.md": {"permalink": "/?:/"}}, [("url-unusable", "A.md")]),
        ("hugo", {"A.md": {"permalink": ["x"]}}, []),
        (
            "quartz",
            {"A.md": {"permalink": "/x/"}, "B.md": {"permalink": "/x/"}},
            [("url-clash", "B.md")],
        ),
    ],
)
def test_what_could_not_be_had_is_told(
    target: str, notes: Any, codes: list[tuple[str, str]]
) -> None:
    assert _codes(_plan(target, notes)) == codes


@pytest.mark.parametrize("permalink", ["/x/", "x", "/x", "x/index.html"])
def test_hugo_is_told_a_url_that_it_would_not_choose(permalink: str) -> None:
    told = _plan("hugo", {"A.md": {"permalink": permalink}}).pages["A.md"]
    assert (told.url, told.front_matter["url"]) == ("/x/", "/x/")
    own = _plan("hugo", {"X.md": {"permalink": permalink}}).pages["X.md"]
    assert (own.url, own.front_matter.get("url")) == ("/x/", None)


@pytest.mark.parametrize(
    ("permalink", "key"),
    [
        pytest.param("/x/y/", "aliases", id="its-own-slug"),
        pytest.param("/X Y/", "permalink", id="no-slug"),
        pytest.param("/b/c/", None, id="a-page-is-there"),
        pytest.param("/", None, id="the-home"),
    ],
)
def test_quartz_redirects_from_the_old_url(permalink: str, key: str | None) -> None:
    form = URLS["quartz5"].redirect(permalink)
    values = {"aliases": [form], "permalink": f"/{form}"}
    plan = _plan("quartz", {"A.md": {"permalink": permalink}, "b/c/D.md": {}, "b/c/index.md": {}})
    page = plan.pages["A.md"]
    assert page.url == "/a"
    redirects = {name: page.front_matter[name] for name in values if name in page.front_matter}
    assert redirects == ({key: values[key]} if key else {})


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "notes",
    [
        ["Note.md", "note.md", "NOTE.md", "note-2.md"],
        ["a/index.md", "a/_index.md", "a/a.md", "a.md"],
        {"A.md": HOME, "B.md": HOME, "C.md": {"permalink": "/a/"}, "a.md": {"permalink": "/a"}},
        ["A B.md", "A-B.md", "A: B.md", "A? B.md"],
        ["tags/A.md", "tags_/A.md", "tags.md", "404.md"],
    ],
)
def test_the_order_of_the_notes_does_not_matter(target: str, notes: Any) -> None:
    items = list(notes.items() if isinstance(notes, dict) else ((path, {}) for path in notes))
    plans = [_plan(target, dict(order)) for order in permutations(items)]
    assert all(_places(plan) == _places(plans[0]) for plan in plans)
    assert all(_codes(plan) == _codes(plans[0]) for plan in plans)
    assert all(list(plan.pages) == sorted(plan.pages) for plan in plans)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("char", ["a", "é", "日", "🎉", "&"])
def test_long_names(target: str, char: str) -> None:
    long = char * (300 // len(char.encode()))
    notes = [f"{long}.md", f"{long}x.md", f"{long}/{long}.md"]
    plan = _plan(target, notes)
    outputs = [page.output for page in (*plan.pages.values(), *plan.added)]
    parts = [part for output in outputs for part in output.split("/")]
    assert max(len(part.encode()) for part in parts) <= MAX_BYTES
    urls = [part for page in plan.pages.values() for part in page.url.split("/")]
    assert max(len(part.encode()) for part in urls) + len(".html") <= MAX_BYTES
    assert len(set(outputs)) == len(outputs)
    assert len({page.url for page in plan.pages.values()}) == len(notes)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    ("occupied", "lost"),
    [
        pytest.param(["A"], ["A.md"], id="its-file"),
        pytest.param(["a"], ["A.md"], id="its-file-in-another-case"),
        pytest.param(["x/A"], [], id="elsewhere"),
        pytest.param(["b/C", "A"], ["A.md", "b/C.md"], id="two"),
    ],
)
def test_files_of_the_user_stay(target: str, occupied: Collection[str], lost: list[str]) -> None:
    notes = ["A.md", "b/C.md", "D.md"]
    plan = _plan(target, notes, occupied=occupied)
    assert sorted(set(notes) - set(plan.pages)) == lost
    assert _codes(plan) == [("place-taken", path) for path in lost]


def test_the_users_home_stays() -> None:
    plan = _plan("hugo", {"A.md": HOME, "B.md": {}}, occupied=["_index"])
    assert list(plan.pages) == ["B.md"]
    assert not _plan("quartz", ["A.md"], occupied=["index"]).added


def test_a_folder_page_of_the_users_stays() -> None:
    assert "a/_index" not in _added(_plan("hugo", ["a/B.md"], occupied=["a/_index"]))


@pytest.mark.parametrize("target", TARGETS)
def test_under(target: str) -> None:
    notes = {"A.md": {}, "b/C.md": {}, "tags/D.md": {}, "H.md": HOME}
    plan = _plan(target, notes, under="my/notes", occupied=["A", "b/C"])
    home = load_profile(target).tree.home.removesuffix(".md")
    assert {path: file for path, (file, _) in _places(plan).items()} == {
        "A.md": "my/notes/A",
        "H.md": f"my/notes/{home}",
        "b/C.md": "my/notes/b/C",
        "tags/D.md": "my/notes/tags/D",
    }
    assert not plan.findings
    assert all(page.ref.startswith("/my") for page in plan.added if page.url != "/")


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        pytest.param(["a/B.md"], {"a/_index": "/a/"}, id="one"),
        pytest.param(["a/b/C.md"], {"a/_index": "/a/", "a/b/_index": "/a/b/"}, id="two"),
        pytest.param(["a/index.md"], {}, id="a-note-is-it"),
        pytest.param(["A.md"], {}, id="none"),
        pytest.param(["a/B.md", "A/C.md"], {"A/_index": "/a/"}, id="two-cases-one-section"),
    ],
)
def test_folder_pages_of_hugo(notes: list[str], expected: dict[str, str]) -> None:
    plan = _plan("hugo", notes)
    assert _added(plan) == expected
    assert all("build" not in page.front_matter for page in plan.added)


def test_the_title_of_a_folder_page_is_its_name() -> None:
    plan = _plan("hugo", ["My: Folder/A.md", "tags/B.md"])
    assert {page.ref: page.title for page in plan.added} == {
        "/My Folder/_index.md": "My: Folder",
        "/tags_/_index.md": "tags",
    }


@pytest.mark.parametrize(
    "notes",
    [
        {"x.md": {"permalink": "/a/"}, "a/B.md": {}},
        {"a.md": {}, "a/B.md": {}},
    ],
    ids=["by-its-old-url", "beside-it"],
)
def test_the_page_of_a_folder_yields_to_a_note(notes: dict[str, Properties]) -> None:
    plan = _plan("hugo", notes)
    hidden = {"render": "never", "list": "never"}
    assert [page.front_matter.get("build") for page in plan.added if page.url == "/a/"] in (
        [],
        [hidden],
    )
    assert [path for path, page in plan.pages.items() if page.url == "/a/"] == [next(iter(notes))]


def test_quartz_makes_folder_pages_by_itself() -> None:
    assert _added(_plan("quartz", ["a/b/C.md"])) == {"index": "/"}


@pytest.mark.parametrize(
    ("notes", "moved"),
    [
        pytest.param({"A.md": {"tags": ["x"]}}, {}, id="no-clash"),
        pytest.param(
            {"A.md": {"tags": ["x"], "permalink": "/tags/x/"}},
            {"tags/x/_index": "/tags/x-2/"},
            id="old-url",
        ),
        pytest.param(
            {"A.md": {"tags": ["X y"], "permalink": "/Tags/x-y/"}},
            {"tags/X y/_index": "/tags/x-y-2/"},
            id="by-case-and-space",
        ),
        pytest.param(
            {
                "A.md": {"tags": ["x"], "permalink": "/tags/x/"},
                "B.md": {"permalink": "/tags/x-2/"},
            },
            {"tags/x/_index": "/tags/x-3/"},
            id="the-next-is-taken",
        ),
        pytest.param(
            {
                "A.md": {"tags": ["x", "x-2"], "permalink": "/tags/x/"},
                "B.md": {"permalink": "/tags/x-2/"},
            },
            {"tags/x-2/_index": "/tags/x-2-2/", "tags/x/_index": "/tags/x-3/"},
            id="two",
        ),
    ],
)
def test_a_tag_gives_way_to_a_note(notes: dict[str, Properties], moved: dict[str, str]) -> None:
    plan = _plan("hugo", notes)
    terms = {page.ref[1:-3]: page for page in plan.added if page.ref.startswith("/tags/")}
    assert {file: page.url for file, page in terms.items()} == moved
    assert {file: page.front_matter["url"] for file, page in terms.items()} == moved


_NAMES: Final = st.sampled_from(
    ["a", "A", "a b", "a-b", "A: b", "index", "_index", "404", "tags", "!", "&", "é", "x.y", "a-2"]
)
_PATHS: Final = st.lists(_NAMES, min_size=1, max_size=3).map(lambda parts: "/".join(parts) + ".md")


@pytest.mark.parametrize("target", TARGETS)
@given(
    notes=st.dictionaries(
        _PATHS,
        st.fixed_dictionaries(
            {}, optional={"permalink": st.sampled_from(["/a/", "/a", "/tags/", "/", "/a-b/x/"])}
        ),
        max_size=8,
    )
)
def test_every_note_has_a_place_of_its_own(target: str, notes: dict[str, Properties]) -> None:
    plan = _plan(target, notes)
    assert sorted(plan.pages) == sorted(notes)
    rule = URLS[load_profile(target).strategies["url"]]
    pages = (*plan.pages.values(), *plan.added)
    identities = [rule.identity(page.ref[1:-3]) for page in pages]
    assert len(set(identities)) == len(identities)
    urls = [page.url.strip("/").casefold() for page in pages if "build" not in page.front_matter]
    if target == "hugo":
        assert len(set(urls)) == len(urls)
    backwards = _plan(target, dict(reversed(notes.items())))
    assert _places(backwards) == _places(plan)
