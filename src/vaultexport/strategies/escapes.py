"""Keeps the author's text from being read as the target's own syntax.

A strategy of the profile's: ``prepare`` marks the target's syntax in our own templates, ``finish``
escapes what is left of it in the finished text and takes the marks off again. The marks are
noncharacters, which no valid text holds. ``block`` does the same for the finished front matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultexport.model import PropertyValue

_OURS: Final = "\ufdd0"
"""Stands for the two braces that open a shortcode of ours."""

_OPENER = re.compile(r"\{\{(?P<kind>[<%])")

_PERCENTS: Final = re.compile("%(?=%)")

_BRACE: Final = '{{% param "obsidian.brace" %}}'
_BRACE_PROPERTY: Final[dict[str, PropertyValue]] = {"params": {"obsidian": {"brace": "{"}}}


class Escaped(NamedTuple):
    """A finished text.

    Attributes:
        text: The text.
        front_matter: What it needs in the page's front matter.
    """

    text: str
    front_matter: Mapping[str, PropertyValue]


@dataclass(frozen=True, slots=True)
class Escape:
    """How a target's own syntax is kept out of the author's text."""

    prepare: Callable[[str], str]
    finish: Callable[[str], Escaped]
    block: Callable[[str], str] = str


def _mark_shortcodes(template: str) -> str:
    return _OPENER.sub(lambda match: _OURS + match["kind"], template)


def _escape_shortcodes(text: str) -> Escaped:
    """Escape Hugo's shortcode marks, which its lexer finds everywhere, in code and math too.

    ``{{< x >}}`` becomes Hugo's own escape ``{{</* x */>}}``, which shows exactly the original. A
    mark that is never closed has no escape; its first brace comes out of the page's front matter.
    """
    if "{{" not in text:
        return Escaped(text.replace(_OURS, "{{") if _OURS in text else text, {})
    pieces: list[str] = []
    position = 0
    front_matter: Mapping[str, PropertyValue] = {}
    while match := _OPENER.search(text, position):
        pieces.append(text[position : match.start()])
        kind = match["kind"]
        closer = ">}}" if kind == "<" else "%}}"
        ours = text.find(_OURS, match.end())
        end = text.find(closer, match.end(), ours if ours >= 0 else len(text))
        if end < 0:
            pieces.append(f"{_BRACE}{{{kind}")
            front_matter = _BRACE_PROPERTY
            position = match.end()
        else:
            inner = text[match.end() : end]
            pieces.append(f"{{{{{kind}/*{inner}*/{closer}")
            position = end + len(closer)
    pieces.append(text[position:])
    return Escaped("".join(pieces).replace(_OURS, "{{"), front_matter)


def _escape_percents(text: str) -> Escaped:
    """Keep Quartz 4 from cutting out what stands between two ``%%``, in code and formulas too.

    Its ``ofm.ts`` does that to the whole file before Markdown is read. Real comments are gone by
    now; a zero-width space keeps the rest.
    """
    if text.count("%%") > 1:
        text = _PERCENTS.sub("%\u200b", text)
    return Escaped(text, {})


def _escape_percents_in_block(block: str) -> str:
    """Do the same for front matter, whose texts are in JSON's quotes."""
    return _PERCENTS.sub(r"\\u0025", block) if "%%" in block else block


ESCAPES: Final[Mapping[str, Escape]] = {
    "none": Escape(str, lambda text: Escaped(text, {})),
    "quartz4-comments": Escape(str, _escape_percents, _escape_percents_in_block),
    "hugo-shortcodes": Escape(_mark_shortcodes, _escape_shortcodes),
}
"""The strategies by the names that profiles use."""
