"""Notes are read as Obsidian itself reads them.

The recorded notes are test data of the Tasks plugin: each with the metadata that the app made of
it. Every one agrees on everything compared here but for the differences named in `DIFFERENCES`.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from vaultexport.markdown import parse
from vaultexport.markdown.wikilinks import display_text
from vaultexport.reader.frontmatter import read_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultexport.markdown import Document, Link, ListItem

DIFFERENCES = {
    ("comments_markdown_style", "links"): "what stands in a comment is not public: none is a link",
    ("comments_markdown_style", "tags"): "for the same reason no tag in a comment is one",
    ("numbered_list_items_standard", "listItems"): (
        "the column of an item nested below `1.` is its marker's in the app, the first of its "
        "indentation below `1)` and `-`; we take the latter everywhere"
    ),
}
"""Where our reading is another one, by note and part, and why."""

NOTES = 89
SCHEME = re.compile(r"[a-zA-Z][\w+.-]*:|//")


def recorded() -> dict[str, Mapping[str, Any]]:
    folder = os.environ.get("VAULTEXPORT_CONFORMANCE")
    if not folder or not Path(folder, "obsidian-cache").is_dir():
        pytest.skip("VAULTEXPORT_CONFORMANCE names no folder with obsidian-cache")
    files = sorted(Path(folder, "obsidian-cache").glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


class Reading:
    """What we read of one note, in the shapes of the app's cache."""

    def __init__(self, text: str) -> None:
        front = read_front_matter(text)
        self.text = text
        self.start = front.end
        self.body = text[front.end :]
        self.document: Document = parse(self.body)
        self.parts: dict[str, Any] = {
            "frontmatter": front.data,
            "headings": list(self._headings()),
            "links": [self._link(link) for link in self._links(embed=False)],
            "embeds": [self._link(link) for link in self._links(embed=True)],
            "tags": [
                {"tag": f"#{tag.name}", "position": self._position(tag.start, tag.end)}
                for tag in self.document.tags
            ],
            "listItems": [self._item(item) for item in self.document.items],
            "blocks": {
                mark.id: {"id": mark.id} for mark in self.document.block_ids if not mark.doubtful
            },
        }

    def _headings(self) -> Iterator[dict[str, Any]]:
        for heading in self.document.headings:
            end = heading.start + len(self.body[heading.start : heading.end].rstrip())
            position = self._position(heading.start, end)
            yield {"heading": heading.source, "level": heading.level, "position": position}

    def _links(self, *, embed: bool) -> Iterator[Link]:
        for link in self.document.links:
            leaves = link.kind == "autolink" or SCHEME.match(link.target)
            if link.embed == embed and not leaves:
                yield link

    def _link(self, link: Link) -> dict[str, Any]:
        shown = self.body[link.text_start : link.text_end]
        target = unquote(link.target)
        if link.kind == "wikilink":
            target = f"{link.target}#{link.subpath}" if link.subpath else link.target
            shown = shown or display_text(link.target, link.subpath)
        return {
            "link": target,
            "displayText": shown,
            "original": self.body[link.start : link.end],
            "position": self._position(link.start, link.end),
        }

    def _item(self, item: ListItem) -> dict[str, Any]:
        items = self.document.items
        found: dict[str, Any] = {"position": self._position(item.start, item.end)}
        if item.parent >= 0:
            found["parent"] = self._place(items[item.parent].start)["line"]
        else:
            found["parent"] = -self._list_line(item) or -1
        return found | ({"task": item.task} if item.task else {})

    def _list_line(self, item: ListItem) -> int:
        lists = (block for block in self.document.blocks if block.kind == "list")
        start = [block.start for block in lists if block.start <= item.start < block.end][-1]
        source = self.body[start:]
        return self._place(start + len(source) - len(source.lstrip("> \t\n")))["line"]

    def _position(self, start: int, end: int) -> dict[str, Any]:
        return {"start": self._place(start), "end": self._place(end)}

    def _place(self, offset: int) -> dict[str, int]:
        before = self.text[: self.start + offset]
        line = before.rpartition("\n")[2]
        return {
            "line": before.count("\n"),
            "col": len(line.encode("utf-16-le")) // 2,
            "offset": len(before.encode("utf-16-le")) // 2,
        }


def cached(cache: Mapping[str, Any]) -> dict[str, Any]:
    """What the app recorded, as far as it is compared."""
    parts = {name: cache.get(name, []) for name in ("headings", "links", "embeds", "tags")}
    return parts | {
        "frontmatter": cache.get("frontmatter", {}),
        "listItems": cache.get("listItems", []),
        "blocks": {name: {"id": block["id"]} for name, block in cache.get("blocks", {}).items()},
    }


def test_every_note_agrees_with_the_app() -> None:
    notes = recorded()
    assert len(notes) == NOTES
    differing = {
        (name, part)
        for name, note in notes.items()
        for part, value in cached(note["cachedMetadata"]).items()
        if Reading(note["fileContents"]).parts[part] != value
    }
    assert differing == set(DIFFERENCES)


def test_the_differences_are_those_and_no_others() -> None:
    notes = recorded()
    hidden = notes["comments_markdown_style"]
    ours = Reading(hidden["fileContents"])
    theirs = cached(hidden["cachedMetadata"])
    for part in ("links", "tags"):
        extra = [item for item in theirs[part] if item not in ours.parts[part]]
        assert [item for item in theirs[part] if item not in extra] == ours.parts[part]
        for item in extra:
            offset = item["position"]["start"]["offset"]
            assert any(c.start < offset < c.end for c in ours.document.comments)
    items = notes["numbered_list_items_standard"]
    pairs = zip(
        Reading(items["fileContents"]).parts["listItems"],
        cached(items["cachedMetadata"])["listItems"],
        strict=True,
    )
    apart = [(mine, real) for mine, real in pairs if mine != real]
    assert len(apart) == 2
    for mine, real in apart:
        assert mine["position"]["end"] == real["position"]["end"]
        assert mine["position"]["start"]["col"] + 1 == real["position"]["start"]["col"]
