"""What every converter takes and gives, and how any value becomes a text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from vaultexport.model import PropertyValue


class Present:
    """The moment of the export.

    Attributes:
        until: The first of the later moments that it was compared with: from then on something
            would be different. ``None`` if there is none.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.until: datetime | None = None

    def is_before(self, moment: datetime) -> bool:
        """Tell whether a moment is still to come."""
        if moment <= self._now:
            return False
        self.until = moment if self.until is None else min(self.until, moment)
        return True


@dataclass(frozen=True, slots=True)
class ConverterContext:
    """What a converter must know besides the value.

    Attributes:
        zone: The zone of times that name none; UTC if it is None.
        present: The present, for what depends on it; no time is to come if it is None.
        omit: Items to leave out of a list, in any case, or names to leave out of a map.
        value: What a `flag` that is set gives; true if it is None.
        published: Whether the value comes from a note that Digital Garden has published, where
            a switch that is ``false`` was written on purpose; in a vault the plugin ignores it.
    """

    zone: tzinfo | None = None
    present: Present | None = None
    omit: frozenset[str] = frozenset()
    value: PropertyValue = None
    published: bool = False


class Converted(NamedTuple):
    """A value that fits the target's type.

    Attributes:
        value: None if there is nothing to write.
        problem: What got lost, for the note's author; empty if nothing did. A list can lose items
            and still have a value.
    """

    value: PropertyValue = None
    problem: str = ""


Scalar: TypeAlias = "bool | int | float | str | None"

Converter: TypeAlias = Callable[["PropertyValue", ConverterContext], Converted]
"""A pure function from a property as it was read to a value of one type. Never raises."""

NOTHING: Final = Converted()

_LINK: Final = re.compile(r"!?\[\[([^\[\]\n]+?)\]\]")
_BREAK: Final = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")
_SHOWN: Final = 40


def lost(value: PropertyValue, reason: str) -> Converted:
    """Say that a value could not be used, quoting enough of it to be found."""
    if isinstance(value, (list, dict)):
        return Converted(None, f"a {'list' if isinstance(value, list) else 'map'} {reason}")
    text = " ".join(scalar_text(value).split())
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return Converted(None, f"“{shown}” {reason}")


def scalar_text(value: Scalar) -> str:
    """The text of a scalar as Obsidian shows it: ``true``, ``1`` for ``1.0``, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return str(int(value))
    return str(value)


def link_text(text: str) -> str:
    r"""Replace every wikilink by what a reader would see of it.

    ``[[note|text]]`` and ``[[note\|text]]`` give ``text``. Without a text of its own a link gives
    its name and heading as Obsidian shows them, ``note > heading``, but never its folder: the
    vault's paths are nobody's business.
    """
    return _LINK.sub(lambda match: _display(match[1]), text) if "[[" in text else text


def _display(inner: str) -> str:
    target, bar, alias = inner.partition("|")
    if bar and alias.strip():
        return alias.rpartition("|")[2].strip()
    path, *headings = (part.strip() for part in target.rstrip("\\").split("#"))
    name = path.rpartition("/")[2].removesuffix(".md")
    return " > ".join(filter(None, [name, *(heading.lstrip("^") for heading in headings)]))


def unquoted_link(value: PropertyValue) -> str | None:
    """Recognise ``key: [[note]]`` without quotes, which YAML reads as a list in a list.

    Returns:
        The link as it was written, or None if the value is something else.
    """
    if not (isinstance(value, list) and len(value) == 1 and isinstance(value[0], list)):
        return None
    parts = value[0]
    if not parts or any(isinstance(part, (list, dict)) or part is None for part in parts):
        return None
    return f"[[{', '.join(scalar_text(part) for part in _scalars(parts))}]]"


def _scalars(values: list[PropertyValue]) -> list[Scalar]:
    return [value for value in values if not isinstance(value, (list, dict))]


def one_text(value: PropertyValue) -> str | None:
    """The text of a value that is one thing: a scalar, a link, or a list of one of these.

    Returns:
        The text on one line, links as their display text; "" if there is none; None for a list
        of several things or a map.
    """
    link = unquoted_link(value)
    if link is not None:
        return link_text(link)
    if isinstance(value, list):
        return one_text(value[0]) if len(value) == 1 else None if value else ""
    if isinstance(value, dict):
        return None if value else ""
    return one_line(link_text(scalar_text(value)))


def one_line(text: str) -> str:
    """Take line breaks out of a text; all other blanks are the author's, U+3000 for one."""
    text = text.strip()
    return text if text.isprintable() else _BREAK.sub(" ", text)
