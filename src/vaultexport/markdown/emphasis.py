"""Emphasis next to CJK punctuation, which CommonMark does not see.

``**粗体：**后文`` is literal to CommonMark: its closing marker stands between punctuation and a
letter, so it could only open (CommonMark 0.31, "flanking"). Where words have no spaces between them
that rule makes no sense, and the author saw bold text while writing.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import pyromark

from vaultexport.markdown.lines import holds
from vaultexport.markdown.offsets import char_offsets
from vaultexport.markdown.regions import is_escaped
from vaultexport.markdown.spans import Flank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultexport.markdown.regions import Ranges

_RUN: Final = re.compile(r"\*+|~~+")
_STARS: Final = re.compile(r"\*+")
_LONGEST: Final = 3
_OPTIONS: Final = pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TABLES
_EMPHASIS: Final = frozenset({"Emphasis", "Strong", "Strikethrough"})


def flanks(text: str, opaque: Ranges) -> Iterator[Flank]:
    """Find the markers of emphasis that CommonMark reads as text because of a neighbour.

    Args:
        text: The note's body, comments taken out.
        opaque: Where there are no marks: code, math, HTML, destinations of links.

    Yields:
        The inner edge of each such marker: with a letter there it would be one.
    """
    if text.isascii() or not ("*" in text or holds(text, "~~")):
        return
    openers, closers = _lame(text, opaque)
    if not openers and not closers:
        return
    starts, ends = _emphasised(_mended(text, openers, closers, opaque))
    for run, end in openers.items():
        if bisect_left(starts, run) < bisect_left(starts, end):
            yield Flank(end, end)
    for run, end in closers.items():
        if bisect_right(ends, run) < bisect_right(ends, end):
            yield Flank(run, run)


def _lame(text: str, opaque: Ranges) -> tuple[dict[int, int], dict[int, int]]:
    """Find markers between a letter and punctuation: those that can't open, can't close."""
    openers: dict[int, int] = {}
    closers: dict[int, int] = {}
    runs = _RUN if holds(text, "~~") else _STARS
    for match in runs.finditer(text):
        start, end = match.span()
        sides = text[start - 1 : start] + text[end : end + 1]
        if len(sides) < len("ab") or sides.isascii() or end - start > _LONGEST:
            continue
        before, after = map(_is_punctuation, sides)
        if before == after or any(map(str.isspace, sides)):
            continue
        if start not in opaque and not is_escaped(text, start):
            (closers if before else openers)[start] = end
    return openers, closers


@cache
def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _mended(
    text: str, openers: Mapping[int, int], closers: Mapping[int, int], opaque: Ranges
) -> str:
    """Put a letter at the inner edge of these markers, and in the place of inline code."""
    chars = list(text)
    for start, end in opaque:
        if "\n" not in text[start:end]:
            chars[start:end] = "x" * (end - start)
    for end in openers.values():
        chars[end] = "x"
    for start in closers:
        chars[start - 1] = "x"
    return "".join(chars)


def _emphasised(text: str) -> tuple[list[int], list[int]]:
    """Give where emphasis starts and where it ends in a text, both in order."""
    starts: list[int] = []
    ends: list[int] = []
    at = char_offsets(text)
    events = pyromark.events_with_range(text, options=_OPTIONS)
    for event, span in cast("Iterable[tuple[Any, Mapping[str, int]]]", events):
        if event.__class__ is dict:
            name, tag = event.popitem()
            if name == "Start" and str(tag) in _EMPHASIS:
                starts.append(at(span["start"]))
            elif name == "End" and str(tag) in _EMPHASIS:
                ends.append(at(span["end"]))
    starts.sort()
    ends.sort()
    return starts, ends
