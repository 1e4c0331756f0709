"""The cache: an export that builds on earlier ones gives what a cold one gives, to the byte."""

from __future__ import annotations

import ast
import inspect
import os
import shutil
import tempfile
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.folders import read, write
from support.runs import LONG
from vaultexport import Cache, export, press, recollection
from vaultexport.planner.site import Site
from vaultexport.reader import states
from vaultexport.rewriter import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.model import Note
    from vaultexport.report import Report
    from vaultexport.rewriter import Rewritten

NOW = datetime(2025, 5, 4, 12, tzinfo=UTC)

NAMES = ["a.md", "b.md", "sub/a.md", "sub/c.md", "中文/页 1.md", "d & e.md", "index.md", "New.md"]
TEXTS = [
    "# One\n\nSee [[b]], [[a#One]] and [[c#Two|two]].\n\n## Two\n\ntext ^blk\n",
    "![[a]]\n\n![[b#Two]] and ![[pic.png]]\n\n# Two\n",
    "Plain text, [[missing]] and [md](sub/c.md#two), [[页 1]].\n",
    "```dataview\nLIST FROM #t\n```\n\n`= this.file.name`\n",
    "```dataview\nTABLE status, file.size WHERE status\n```\n",
    "- [ ] task [due:: 2025-01-01]\n\n[[a#^blk]] %% hidden %%\n",
    "![[c#^blk]]\n\n```dataview\nLIST length(file.inlinks) SORT file.mtime\n```\n",
    '# Heading [[a]]\n\n[[#Heading a]] [[d & e]] ![[other.pdf]] <a href="b.md">x</a>\n',
    "Tagged #t and #only/here.\n",
    "```dataview\nTABLE file.etags\n```\n",
    "> [!note] See [[c#Two]]\n> - ![[b#^blk]]\n\n| a |\n| - |\n| [[a\\|x]] |\n",
    "A note[^1] and [[New]].\n\n[^1]: In [[d & e#One]].\n",
    "",
]
CURIOUS = ("file.size", "file.mtime", "file.etags")
"""What only queries with answers that nearly every edit changes look at."""
QUIET = [text for text in TEXTS if not any(part in text for part in CURIOUS)]
PROPERTIES = [
    "",
    "publish: false",
    "title: A title",
    "tags: [t, x/y]",
    "status: done",
    "aliases: [Other, b]",
    "permalink: /old/",
    "pinned: true\nstatus: open",
    "dg-publish: true",
    "image: pic.png",
    "date: 2099-01-01",
    "broken: [",
]
FILES = ["pic.png", "sub/pic.png", "other.pdf", "rows.csv"]
SETTINGS = ["{}", '{"strictLineBreaks": true}', '{"userIgnoreFilters": ["sub/"]}']
OPTIONS: list[dict[str, Any]] = [
    {},
    {"options": {"html-comments": "keep"}},
    {"exclude": ("#x",)},
    {"content_only": True},
    {"publish": "all"},
]

notes = st.sampled_from(NAMES)
files = st.sampled_from(FILES)


def edits_of(texts: list[str], appends: int) -> st.SearchStrategy[list[tuple[str, str, Any]]]:
    """Give runs of what somebody may do between exports; adding text is as likely as it is told."""
    some = st.sampled_from(texts)
    contents = st.tuples(st.sampled_from(PROPERTIES), some, st.integers(0, 2))
    spoils = st.sampled_from(["edit", "delete", "own page"])
    settings_file = st.just(".obsidian/app.json")
    edits = st.one_of(
        *[st.tuples(st.just("append"), notes, some)] * appends,
        st.tuples(st.just("write"), notes, contents),
        st.tuples(st.just("rename"), notes, notes),
        st.tuples(st.just("delete"), notes | files, st.none()),
        st.tuples(st.just("touch"), notes | files, st.none()),
        st.tuples(st.just("put"), files, st.binary(max_size=9)),
        st.tuples(st.just("put"), settings_file, st.sampled_from(SETTINGS).map(str.encode)),
        st.tuples(st.just("options"), st.just(""), st.sampled_from(OPTIONS)),
        st.tuples(st.just("spoil"), spoils, st.integers(0, 9)),
        st.tuples(st.just("damage"), st.sampled_from(["cut", "noise", "gone"]), st.none()),
    )
    return st.lists(edits, min_size=1, max_size=8)


class Twice:
    """One vault, exported again and again with a cache, and cold beside it."""

    def __init__(self, folder: Path, target: str) -> None:
        self._folder = folder
        self._target = target
        self._vault = folder / "vault"
        self._out = folder / "out"
        self._cache = folder / "cache"
        self._options: dict[str, Any] = {}
        self._clock = count(1_600_000_000)
        write(self._vault, {".obsidian/app.json": "{}"})
        for name, text in zip(NAMES[:6], TEXTS, strict=False):
            self._put(name, f"---\nstatus: new\n---\n{text}")
        self._put("pic.png", b"png")

    def _put(self, name: str, content: str | bytes) -> None:
        write(self._vault, {name: content})
        self._age(self._vault / name)

    def _age(self, place: Path) -> None:
        moment = next(self._clock)
        os.utime(place, (moment, moment + 0.5))

    def edit(self, what: str, name: str, value: Any) -> None:
        """Do what somebody may do between two exports."""
        place = self._vault / name
        match what:
            case "write":
                properties, text, number = value
                head = f"---\n{properties}\n---\n" if properties else ""
                self._put(name, head + text * (number + 1))
            case "put":
                self._put(name, value)
            case "delete":
                place.unlink(missing_ok=True)
            case "options":
                self._options = value
            case "spoil":
                self._spoil(name, value)
            case "damage":
                self._damage(name)
            case "append" | "rename" | "touch":
                if place.is_file():
                    self._change(what, place, value)
            case _:
                pytest.fail(f"nobody knows how to {what}")

    def _change(self, what: str, place: Path, value: str) -> None:
        """Change a file that is there."""
        if what == "append":
            place.write_text(place.read_text() + value)
        elif what == "rename":
            target = self._vault / value
            target.parent.mkdir(exist_ok=True)
            place = place.replace(target)
        self._age(place)

    def _spoil(self, how: str, number: int) -> None:
        """Change the output folder, as its user may."""
        pages = sorted(self._out.rglob("*.md"))
        if how == "own page":
            write(self._out, {f"content/own {number % 2}.md": "mine"})
        elif pages:
            page = pages[number % len(pages)]
            if how == "delete":
                page.unlink()
            else:
                page.write_text("edited")

    def _damage(self, how: str) -> None:
        for file in self._cache.rglob("*.sqlite"):
            data = file.read_bytes()
            if how == "cut":
                file.write_bytes(data[: len(data) // 2])
            elif how == "noise":
                file.write_bytes(data[:5000] + b"noise" * 500 + data[7500:])
            else:
                file.unlink()

    def check(self) -> None:
        """Export with the cache, and cold from the same state; both must give the same."""
        cold = self._folder / "cold" / "out"
        shutil.rmtree(cold, ignore_errors=True)
        if self._out.is_dir():
            shutil.copytree(self._out, cold)
        expected = self._exported(cold, None)
        found = self._exported(self._out, Cache(self._cache))
        known = [finding for finding in found.findings if finding.code != "cache-rebuilt"]
        assert replace(found, findings=tuple(known)) == expected
        assert read(self._out) == read(cold)

    def _exported(self, out: Path, cache: Cache | None) -> Report:
        return export(
            self._vault, self._target, out, now=NOW, timezone=UTC, cache=cache, **self._options
        )


@pytest.mark.fuzz
@settings(max_examples=1000 if LONG else 25)
@given(st.sampled_from(["hugo", "quartz"]), edits_of(TEXTS, 1))
def test_what_is_built_on_earlier_exports_is_what_a_cold_one_gives(
    target: str, changes: list[tuple[str, str, Any]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        twice = Twice(Path(folder), target)
        twice.check()
        for change in changes:
            twice.edit(*change)
            twice.check()


@pytest.mark.fuzz
@settings(max_examples=1000 if LONG else 25)
@given(st.sampled_from(["hugo", "quartz"]), st.data())
def test_what_is_made_by_the_last_plan_is_what_a_new_one_gives(
    target: str, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        twice = Twice(Path(folder), target)
        for name in NAMES:  # no query that could see every edit
            twice.edit("write", name, ("", data.draw(st.sampled_from(QUIET)), 0))
        twice.check()
        for change in data.draw(edits_of(QUIET, 12)):
            twice.edit(*change)
            twice.check()


# What is done, and what is not


VAULT: dict[str, str | bytes] = {
    ".obsidian/app.json": "{}",
    "a.md": "See [[b]] and [[c#Part]].\n",
    "b.md": "![[c]]\n",
    "c.md": "# Part\n\ntext\n",
    "d.md": "```dataview\nLIST FROM #t\n```\n",
    "e.md": "---\ntags: [t]\n---\nAlone. ![[film.mp4]]\n",
    "secret.md": "---\npublish: false\n---\nopen sesame\n",
    "film.mp4": b"film",
}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The vault paths of the notes that are made into pages."""
    done: list[str] = []

    def spy(note: Note, *rest: Any) -> Rewritten:
        done.append(note.path)
        return rewrite(note, *rest)

    monkeypatch.setattr(press, "rewrite", spy)
    return done


@pytest.fixture
def again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Report]:
    """Export the vault, with what earlier calls have kept."""
    vault, clock = tmp_path / "vault", count(1_600_000_000)
    monkeypatch.setattr(states, "_FINE", 0)
    write(vault, VAULT)

    def export_again(changes: dict[str, str | bytes] | None = None, **options: Any) -> Report:
        write(vault, changes or {})
        for name in VAULT if changes is None else changes:
            if (vault / name).exists():
                os.utime(vault / name, (next(clock) + 0.5,) * 2)
        cache = Cache(tmp_path / "cache")
        return export(vault, "hugo", tmp_path / "out", cache=cache, **{"now": NOW, **options})

    return export_again


def page(tmp_path: Path, name: str) -> str:
    return (tmp_path / "out" / "content" / name).read_text(encoding="utf-8")


def test_where_nothing_changed_nothing_is_made(
    again: Callable[..., Report], made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = again()
    assert len(made) == 5
    made.clear()
    monkeypatch.setattr("vaultexport.pipeline.run", None)
    second = again({})
    assert not made
    everything = tuple(sorted((*first.written, *first.unchanged)))
    assert second == replace(first, written=(), unchanged=everything)


def test_an_edit_concerns_the_pages_that_depend_on_the_text(
    again: Callable[..., Report], made: list[str], tmp_path: Path
) -> None:
    again()
    made.clear()
    report = again({"c.md": "# Part\n\nother text\n"})
    assert sorted(made) == ["a.md", "b.md", "c.md"]
    assert report.written == ("content/b.md", "content/c.md")
    assert "other text" in page(tmp_path, "b.md")


def test_the_plan_is_made_anew_only_if_it_has_to_be(
    again: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    again()
    monkeypatch.setattr("vaultexport.pipeline.run", None)
    again({"a.md": "Nothing any more, and [[nobody]].\n"})
    again({"secret.md": "---\npublish: false\n---\nclosed\n"})
    with pytest.raises(TypeError):
        again({"a.md": "---\ntitle: New\n---\n"})


@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_tags_are_what_they_were_after_an_edit(tmp_path: Path, target: str) -> None:
    twice = Twice(tmp_path, target)
    for name in NAMES:  # no query that could see the edit
        twice.edit("write", name, ("", "Tagged #t, (#here/too) and (#t/3).\n", 0))
    twice.check()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vaultexport.recollection.unknown", pytest.fail)
        twice.edit("append", "a.md", "More.\n")
        twice.check()


def test_a_new_link_to_a_note_that_links_to_itself(
    again: Callable[..., Report], tmp_path: Path
) -> None:
    own = "[[#Zwei &]]\n\n## Zwei &\n\ntext ^here\n"
    again({"c.md": own, "a.md": "plain"})
    before = page(tmp_path, "c.md")
    again({"a.md": "[[c#^here]]\n"})
    again({"a.md": "plain"})
    assert page(tmp_path, "c.md") == before


def test_the_last_export_is_remembered_whole() -> None:
    made = ast.parse(inspect.getsource(recollection))
    (site,) = (
        n for n in ast.walk(made) if isinstance(n, ast.Call) and ast.unparse(n.func) == "Site"
    )
    given = {keyword.arg for keyword in site.keywords}
    assert given == {field.name for field in fields(Site)} - {"answer_assets"}  # none is restricted


def test_a_heading_that_is_gone_changes_the_links_to_it(
    again: Callable[..., Report], tmp_path: Path
) -> None:
    again()
    assert "#part" in page(tmp_path, "a.md")
    report = again({"c.md": "# Else\n"})
    assert "#part" not in page(tmp_path, "a.md")
    assert [finding.code for finding in report.findings if finding.path == "a.md"] == [
        "anchor-missing"
    ]
    assert not any(finding.code == "anchor-missing" for finding in again(VAULT).findings)


def test_a_renamed_note_is_linked_to_by_its_new_name(
    again: Callable[..., Report], made: list[str], tmp_path: Path
) -> None:
    again()
    made.clear()
    (tmp_path / "vault" / "b.md").rename(tmp_path / "vault" / "B2.md")
    again({"a.md": "See [[B2]] and [[c#Part]].\n"})
    assert sorted(made) == ["B2.md", "a.md", "d.md"]
    assert not (tmp_path / "out" / "content" / "b.md").exists()


def test_a_published_note_revives_the_links_to_it(
    again: Callable[..., Report], made: list[str], tmp_path: Path
) -> None:
    again({"a.md": "[[secret]]\n"})
    assert "relref" not in page(tmp_path, "a.md")
    made.clear()
    again({"secret.md": "open\n"})
    assert "relref" in page(tmp_path, "a.md")
    assert "c.md" not in made


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"c.md": "# Part #t\n"}, "c.md"),
        ({"e.md": "No tag.\n"}, ""),
        ({"new.md": "#t"}, "new.md"),
    ],
)
def test_a_query_has_its_new_answer(
    again: Callable[..., Report], tmp_path: Path, change: dict[str, str], text: str
) -> None:
    again()
    again(change)
    assert (text or "e.md") in page(tmp_path, "d.md") or not text
    assert text or "e.md" not in page(tmp_path, "d.md")


def test_a_query_that_cannot_see_an_edit_is_not_answered_again(
    again: Callable[..., Report], made: list[str]
) -> None:
    again()
    made.clear()
    again({"e.md": "---\ntags: [t]\n---\nStill alone. ![[film.mp4]]\n"})
    assert made == ["e.md"]


@pytest.mark.parametrize(
    ("word", "later", "is_read_again"),
    [
        ("today", timedelta(hours=1), False),
        ("today", timedelta(days=1), True),
        ("now", timedelta(minutes=1), True),
    ],
)
def test_a_query_that_reads_the_clock_is_answered_when_it_is_time(
    again: Callable[..., Report],
    made: list[str],
    monkeypatch: pytest.MonkeyPatch,
    word: str,
    later: timedelta,
    *,
    is_read_again: bool,
) -> None:
    moment = NOW

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Clock:
            return cls.fromtimestamp(moment.timestamp(), tz)

    monkeypatch.setattr("vaultexport.pipeline.datetime", Clock)
    monkeypatch.setattr("time.time_ns", lambda: int(moment.timestamp() * 10**9))
    again({"d.md": f"```dataview\nLIST date({word}) FROM #t\n```\n"}, now=None, timezone=UTC)
    made.clear()
    moment = NOW + later
    again({}, now=None, timezone=UTC)
    assert made == (["d.md"] if is_read_again else [])


def test_an_attachment_that_changed_is_copied_again(
    again: Callable[..., Report], tmp_path: Path
) -> None:
    again()
    assert again({"film.mp4": b"new"}).written == ("static/attachments/film.mp4",)
    assert (tmp_path / "out/static/attachments/film.mp4").read_bytes() == b"new"


def test_another_profile_makes_everything_again(
    again: Callable[..., Report], made: list[str], tmp_path: Path
) -> None:
    profile = write(tmp_path, {"mine.yaml": "profile: mine\nextends: hugo\n"}) / "mine.yaml"
    again(profile=profile)
    made.clear()
    again({}, profile=profile)
    assert not made
    profile.write_text("profile: mine\nextends: hugo\nconstructs: {highlight: '{text}'}\n")
    again({}, profile=profile)
    assert len(made) == 5


# The file


def kept(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "cache").iterdir()
    return found


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"no database",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"Alone.", b"Alons."),
        lambda data: data[:4096] + bytes(len(data) - 4096),
    ],
)
def test_damage_is_found_and_said(
    again: Callable[..., Report],
    made: list[str],
    tmp_path: Path,
    damage: Callable[[bytes], bytes],
) -> None:
    first = again()
    file = kept(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert file.read_bytes() != whole
    made.clear()
    report = again({"a.md": "new\n", "e.md": "---\ntags: [t]\n---\nNew. ![[film.mp4]]\n"})
    assert [finding.code for finding in report.findings] == ["cache-rebuilt"]
    assert report.exported == first.exported
    assert not again({}).findings


def test_another_version_is_said(
    again: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    again()
    monkeypatch.setattr("vaultexport.cache.recall.code_version", lambda: "another")
    assert [finding.code for finding in again({}).findings] == ["cache-rebuilt"]
    assert not again({}).findings


def test_without_a_place_to_keep_anything_the_export_is_the_same(
    again: Callable[..., Report], tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file")
    first = again()
    assert again({}) == replace(first, written=(), unchanged=tuple(sorted(first.written)))


def test_nothing_is_kept_of_a_note_that_stays_home(
    again: Callable[..., Report], tmp_path: Path
) -> None:
    again(
        {
            "a.md": "plain as day",
            "e.md": "[x](locked/note.md)",
            "locked/note.md": "---\npublish: false\n---\n",
        }
    )
    assert b"plain as day" in kept(tmp_path).read_bytes()
    assert b"secret" not in kept(tmp_path).read_bytes()
    assert b"sesame" not in kept(tmp_path).read_bytes()
    assert b"[x](locked/note.md)" in kept(tmp_path).read_bytes()
    again({"e.md": ""})
    assert b"locked" not in kept(tmp_path).read_bytes()
    again({"b.md": "", "a.md": "---\npublish: false\n---\nplain as day"})
    assert b"plain as day" not in kept(tmp_path).read_bytes()
    assert b"a.md" not in kept(tmp_path).read_bytes()


def test_a_dry_run_keeps_nothing(again: Callable[..., Report], tmp_path: Path) -> None:
    again(dry_run=True)
    assert not (tmp_path / "cache").exists()


def test_a_private_note_that_appears_is_no_longer_counted_by_queries(
    again: Callable[..., Report], tmp_path: Path
) -> None:
    query = "```dataview\nTABLE WITHOUT ID length(file.outlinks) AS n FROM #t\n```\n"
    again({"e.md": "#t [[ghost]]\n", "d.md": query})
    assert "| 1 |" in page(tmp_path, "d.md")
    again({"ghost.md": "---\npublish: false\n---\n"})
    assert "| 0 |" in page(tmp_path, "d.md")
