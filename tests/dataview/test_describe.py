"""A note is described as Obsidian's own cache describes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dataview.probe import outside
from vaultexport.dataview.describe import Description
from vaultexport.dataview.notes import Place
from vaultexport.markdown import parse
from vaultexport.reader.frontmatter import read_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping


def described(text: str, path: str = "n.md") -> Description:
    front = read_front_matter(text)
    body = parse(text[front.end :])
    return Description(path, text, front.end, body, front.data, times=lambda: (0, 0), size=0)


def _place(data: Mapping[str, int]) -> Place:
    return Place(data["line"], data["col"], data["offset"])


def _cached(cache: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        "items": [
            (
                _place(item["position"]["start"]),
                _place(item["position"]["end"]),
                item["parent"] if item["parent"] >= 0 else None,
                item.get("task"),
                item.get("id", ""),
            )
            for item in cache.get("listItems", ())
        ],
        "tags": [tag["tag"] for tag in cache.get("tags", ())],
        "headings": [
            (heading["position"]["start"]["line"], heading["heading"])
            for heading in cache.get("headings", ())
        ],
        "blocks": [
            (
                block["type"] == "list",
                block["position"]["start"]["line"],
                block["position"]["end"]["line"],
            )
            for block in cache.get("sections", ())
        ],
        **{
            name: [
                (link["link"], link["displayText"], link["position"]["start"]["line"])
                for link in cache.get(name, ())
            ]
            for name in ("links", "embeds")
        },
    }


def _mine(note: Description) -> dict[str, list[Any]]:
    return {
        "items": [
            (item.start, item.end, item.parent, item.task, item.block_id) for item in note.items
        ],
        "tags": [*note.tags],
        "headings": [(heading.line, heading.text) for heading in note.headings],
        "blocks": [
            (block.kind == "list", block.first_line, block.last_line) for block in note.blocks
        ],
        "links": [(link.target, link.display, link.line) for link in note.links],
        "embeds": [(link.target, link.display, link.line) for link in note.embeds],
    }


# The column of an ordered item below another one.
_KNOWN = {("numbered_list_items_standard.json", "items")}


def test_as_obsidian_recorded_it() -> None:
    folder = outside("VAULTEXPORT_CONFORMANCE", "obsidian-cache")
    wrong = set()
    for file in sorted(folder.glob("*.json")):
        recorded = json.loads(file.read_text(encoding="utf-8"))
        mine = _mine(described(recorded["fileContents"], Path(recorded["filePath"]).name))
        real = _cached(recorded["cachedMetadata"])
        wrong |= {(file.name, part) for part, found in real.items() if found != mine[part]}
    assert wrong == _KNOWN


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#a/b #1a #1 #é😀 x#no (#p) \\[#q", ["#a/b", "#1a", "#é😀", "#p", "#q"]),
        ("`#no` $#no$ [[n#no]] [x](y#no) <!-- #no --> %% #yes %%", ["#yes"]),
        ("# Head #h\n\n```\n#no\n```\n", ["#h"]),
        ("#123-a #123/ #12x", ["#123-a", "#123/", "#12x"]),
    ],
)
def test_tags(text: str, tags: list[str]) -> None:
    assert described(text).tags == tags


def test_places_are_counted_in_utf16() -> None:
    (item,) = described("😀\n\n- é😀").items
    assert (item.start, item.end) == (Place(2, 0, 4), Place(2, 5, 9))


def test_front_matter_links_and_blocks() -> None:
    note = described('---\na: "[[x#h|d]]"\nb: ["![[y.png]]", "see [[z]]"]\n---\n\n***\ntext\n')
    assert [(link.target, link.display) for link in note.frontmatter_links] == [
        ("x#h", "d"),
        ("y.png", "y.png"),
    ]
    assert [(block.kind, block.first_line, block.last_line) for block in note.blocks] == [
        ("yaml", 0, 3),
        ("ruling", 5, 5),
        ("paragraph", 6, 6),
    ]


@pytest.mark.parametrize(
    ("line", "task"),
    [
        ("- [ ] x", " "),
        ("1) [/] x", "/"),
        ("+ [x]\tx", "x"),
        ("- [ ]x", None),
        ("- [  ] x", None),
        ("- [] x", None),
    ],
)
def test_boxes(line: str, task: str | None) -> None:
    (item,) = described(line).items
    assert item.task == task


def test_an_image_in_the_text_of_a_link_leaves_no_link() -> None:
    note = described("[![[a.png]]](b) and [c](d)")
    assert [mark.target for mark in note.embeds] == ["a.png"]
    assert [mark.target for mark in note.links] == ["d"]
