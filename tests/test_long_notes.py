"""The work for one note grows with its length, not with its square, whatever the note is full of.

What is counted are the lines of the reader that run, not the time. Loops inside the interpreter
(a search, a copy, a regular expression) are not seen.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from vaultexport.markdown import parse
from vaultexport.planner.anchors import heading_anchors
from vaultexport.strategies import ANCHORS

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from vaultexport.strategies import AnchorRule

FRAME = (
    '\n<div class="transclusion internal-embed is-loaded"><div class="markdown-embed">\n\n'
    "# a\n\n</div></div>\n"
)
PIECES = {
    "links": "[[a#b|c]] [x](a.md) ",
    "images in links": "[![a](b)](c) [![[a]]](u) ",
    "brackets": "[[[",
    "items": "- [ ] a\n",
    "quotes": "> a\n\n",
    "callouts": "> [!note] t\n> b\n\n",
    "rows": "| a | [[b\\|c]] |\n",
    "tables below items": "- a\n| a | b |\n| - | - |\n| c | d |\n",
    "headings": "## a `b` [[c]]\n\n",
    "headings with footnotes": "# a ^[n]\n\n",
    "headings with comments": "# a %%c%% b\n\n",
    "comments": "%%b%% a ",
    "comment lines": "%%\nx\n%%\n",
    "open comments": "a %% b\n\n",
    "formulas": "$x$ $$y$$ ",
    "prices": "$5 and $6 ",
    "dollars in braces": "${",
    "formula blocks": "$$\n\nx\n\n$$\n",
    "identifiers": "a ^id\n\n",
    "identifiers below tables": "| a |\n|-|\n^a\n\n",
    "published identifiers": "- a\n{ #b}\n\n",
    "results": "- a\n\n{ .block-language-dataview}\n\n",
    "empty results": "{ .block-language-dataview}\n\n",
    "carets": "^[",
    "carets and letters": "^[a",
    "inline footnotes": "^[a]\n\n",
    "footnotes": "[^1] [^1]: a\n\n",
    "tags": "#a >#b *#c* ",
    "hashes": "## ",
    "highlights": "==a== == ",
    "open highlights": " ==",
    "fields": "[k:: v] ",
    "open fields": "[k:: ",
    "URLs": "http://a.b/c) http://a.b：",
    "dots behind a URL": "http://a/...",
    "tildes": "~a ",
    "emphasis": "**文：**字",
    "guillemets": "a >> ",
    "HTML": "<b>x</b><div>\n",
    "embedded notes": FRAME,
    "open embedded notes": FRAME.removesuffix("</div></div>\n"),
    "code": "`a`\n```\nb\n```\n",
    "lines": "a\r\nb  \n",
    "blanks": " \t\n",
}
START = {
    "rows": "| a | b |\n| - | - |\n",
    "footnotes": "[^1]: a\n\n",
    "dollars in braces": "${" * 300,
}
"""What must come before some for them to mean something."""

LENGTHS = (150, 300)


def work(run: Callable[[], object]) -> int:
    """Count the lines of our own code that run."""
    lines = 0

    def on_line(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return on_line

    def on_call(frame: FrameType, _event: str, _argument: Any) -> Any:
        return on_line if "vaultexport" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        run()
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("name", PIECES)
def test_twice_the_length_is_twice_the_work(name: str) -> None:
    start, piece = START.get(name, ""), PIECES[name]
    parse(start + piece)
    once, twice = (work(partial(parse, start + piece * length)) for length in LENGTHS)
    assert twice < 2.2 * once + 500


@pytest.mark.parametrize("rule", ANCHORS.values(), ids=ANCHORS)
def test_headings_of_one_name_are_numbered_without_counting_again(rule: AnchorRule) -> None:
    few, many = (parse("# a ^[b]\n\n" * number + "# a\n" * number).headings for number in LENGTHS)
    assert len({anchor.id for anchor in heading_anchors(many, rule).values()}) == len(many)
    once, twice = (work(partial(heading_anchors, headings, rule)) for headings in (few, many))
    assert twice < 2.2 * once + 500


def test_the_work_is_seen() -> None:
    assert work(lambda: parse("a")) > 50
