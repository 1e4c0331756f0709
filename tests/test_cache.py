"""The cache: an export that builds on earlier ones gives what a cold one gives, to the byte."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from support.folders import read, write
from vaultexport import Cache, export

if TYPE_CHECKING:
    from vaultexport.report import Report

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
    "",
]
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
contents = st.tuples(st.sampled_from(PROPERTIES), st.sampled_from(TEXTS), st.integers(0, 2))
edits = st.one_of(
    st.tuples(st.just("write"), notes, contents),
    st.tuples(st.just("write"), notes, contents),
    st.tuples(st.just("append"), notes, st.sampled_from(TEXTS)),
    st.tuples(st.just("rename"), notes, notes),
    st.tuples(st.just("delete"), notes, st.none()),
    st.tuples(st.just("touch"), notes, st.none()),
    st.tuples(
        st.just("attach"), st.sampled_from(["pic.png", "sub/pic.png", "other.pdf"]), st.binary()
    ),
    st.tuples(st.just("detach"), st.sampled_from(["pic.png", "sub/pic.png"]), st.none()),
    st.tuples(st.just("settings"), st.just(""), st.sampled_from(SETTINGS)),
    st.tuples(st.just("options"), st.just(""), st.sampled_from(OPTIONS)),
    st.tuples(st.just("spoil"), st.sampled_from(["edit", "delete", "own page"]), st.integers(0, 9)),
    st.tuples(st.just("damage"), st.sampled_from(["cut", "noise", "gone"]), st.none()),
)


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
            case _ if place.is_file():
                self._change(what, place, value)

    def _change(self, what: str, place: Path, value: str) -> None:
        """Change a note that is there."""
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


@given(st.sampled_from(["hugo", "quartz"]), st.lists(edits, min_size=1, max_size=8))
def test_what_is_built_on_earlier_exports_is_what_a_cold_one_gives(
    target: str, changes: list[tuple[str, str, Any]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        twice = Twice(Path(folder), target)
        twice.check()
        for change in changes:
            twice.edit(*change)
            twice.check()
