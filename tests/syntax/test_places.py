"""Every inline construct in every place where it can stand, in each target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.pages import BuiltPages, Element

    Pages = Callable[[str, str], BuiltPages]

PLACES: Final = {
    "paragraph": ("p",),
    "list item": ("li",),
    "nested list": ("li", "li"),
    "quote": ("blockquote", "p"),
    "callout in a callout": ("callout", "callout", "p"),
    "table cell": ("td",),
    "heading": ("h2",),
    "footnote": ("li",),
}
"""The note of each place, and what holds a construct there, outer ones first."""

NO_MARKS: Final = {("tag", "heading"): "a tag's link would change the heading's id"}
"""Constructs that stay text at some place, and why."""


def held(page: Element, around: tuple[str, ...]) -> list[Element]:
    """Give the elements of a kind that stand in elements of other kinds."""
    found = [page]
    for kind in around:
        found = [element for outer in found for element in _of_kind(outer, kind)]
    return found


def _of_kind(outer: Element, kind: str) -> list[Element]:
    """Find elements by name; a callout is a quote or has the class."""
    if kind != "callout":
        return outer.all(kind)
    return outer.all("blockquote") or outer.all(cls="callout")


def construct(page: Element, name: str, around: tuple[str, ...]) -> Element:
    """Give the element that holds a construct, which its name introduces."""
    for element in held(page, around):
        if element.text.startswith(f"{name}:"):
            return element
    raise AssertionError(f"{name} is not in {around}")


def link(element: Element) -> str:
    return next((a["href"] for a in element.all("a") if a.text == "go"), "")


def has_math(element: Element) -> bool:
    as_source = [code.text for code in element.all("code")] == ["a_1"]
    return as_source or bool(element.all("math") or element.all(cls="katex"))


CHECKS: Final[dict[str, Callable[[Element, str], bool]]] = {
    "wikilink": lambda e, _: "arget" in link(e),
    "markdown link": lambda e, _: "arget" in link(e),
    "heading link": lambda e, _: link(e).endswith("#part"),
    # Without the kit, blocks have no ids: the heading above has.
    "block link": lambda e, target: link(e).endswith("#part" if target == "plain" else "#block"),
    "image": lambda e, _: [i["src"].rpartition("/")[2] for i in e.all("img")] == ["dot.png"],
    "highlight": lambda e, _: (
        "bright"
        in {m.text for m in (*e.all("mark"), *e.all("strong"), *e.all(cls="text-highlight"))}
    ),
    "comment": lambda e, _: "gone" not in e.source and "%" not in e.source,
    "tag": lambda e, target: (
        "#deep/tag" in e.text
        if target == "plain"
        else any("deep/tag" in a.text for a in e.all("a"))
    ),
    "code": lambda e, _: [c.text for c in e.all("code")] == ["x == [[y]]"],
    "strike": lambda e, _: [d.text for d in e.all("del")] == ["old"],
    "math": lambda e, _: has_math(e),
    "footnote": lambda e, _: bool(e.all("sup")),
    "inline footnote": lambda e, _: bool(e.all("sup")) and "aside" not in e.text,
    "url": lambda e, _: "https://other.example/x" in {a["href"] for a in e.all("a")},
    "html": lambda e, target: (
        e.text.startswith("html: K end")
        if target == "plain"
        else [k.text for k in e.all("kbd")] == ["K"]
    ),
    "bold in Chinese": lambda e, _: [b.text.strip("\u200b") for b in e.all("strong")] == ["加粗。"],
}


@pytest.mark.parametrize("target", ["hugo", "plain", "quartz"])
@pytest.mark.parametrize("place", PLACES)
def test_each_construct_is_right_in_each_place(target: str, place: str, pages: Pages) -> None:
    built = pages(target, "places")
    page = next(p for url, p in built.pages.items() if url.lower().replace("-", " ") == place)
    wrong = [
        name
        for name, is_right in CHECKS.items()
        if (name, place) not in NO_MARKS
        and not (place == "footnote" and "footnote" in name)
        and not is_right(construct(page, name, PLACES[place]), target)
    ]
    assert not wrong
    assert re.search(r"embed:[^:]*Short text\.", page.text), "the embed, which may be a block"
