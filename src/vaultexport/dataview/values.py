"""What an expression can be: the types of the language and their basic properties.

null, booleans, numbers, strings, lists and objects are Python's own None, bool, int or float, str,
list and dict. Numbers behave like JavaScript's, so arithmetic turns them into float first. Lists
and objects are shared between rows and never changed in place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from vaultexport.dataview.dates import Date
from vaultexport.dataview.durations import Duration
from vaultexport.dataview.patterns import EMOJI, SPACE_CLASS, on_demand

if TYPE_CHECKING:
    from collections.abc import Callable

LinkType: TypeAlias = Literal["file", "header", "block"]

_NAME_PART: Final = on_demand(
    rf"(?P<emoji>{EMOJI})|(?P<word>[0-9\p{{L}}_-]+)|(?P<space>[{SPACE_CLASS}]+)|[\s\S]"
)
_UNESCAPED_PIPE: Final = on_demand(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Link:
    """A link as Dataview keeps it.

    Attributes:
        path: The path of the file, or the text of the link as long as it is not resolved.
        type: What the part behind ``#`` names.
        subpath: The heading or the block id; empty for a link to a file.
        display: The text to show; None when the link has none of its own.
        embed: Whether it was written with ``!``.
    """

    path: str
    type: LinkType = "file"
    subpath: str = ""
    display: str | None = None
    embed: bool = False

    @classmethod
    def infer(cls, text: str, *, display: str | None = None, embed: bool = False) -> Link:
        """Make a link from the text before the ``|``, which may name a heading or block."""
        if "#^" in text:
            path, block = text.split("#^")[:2]
            return cls(path, "block", block, display, embed)
        if "#" in text:
            path, heading = text.split("#")[:2]
            return cls(path, "header", header_subpath(heading), display, embed)
        return cls(text, display=display, embed=embed)

    @classmethod
    def parse(cls, inner: str, *, embed: bool = False) -> Link:
        r"""Make a link from the text between ``[[`` and ``]]``; ``\|`` does not separate."""
        pipe = _UNESCAPED_PIPE().search(inner)
        target = (inner[: pipe.start()] if pipe else inner).replace("\\|", "|")
        return cls.infer(target, display=inner[pipe.end() :] if pipe else None, embed=embed)

    def with_path(self, path: str) -> Link:
        """Return the same link to another file."""
        if path == self.path:
            return self
        return Link(path, self.type, self.subpath, self.display, self.embed)

    def with_heading(self, heading: str) -> Link:
        """Return a link to a heading of the same file."""
        return replace(self, type="header", subpath=header_subpath(heading))

    def with_display(self, display: str) -> Link:
        """Return the same link that shows another text."""
        return replace(self, display=display)

    def with_embed(self, *, embed: bool) -> Link:
        """Return the same link as an embed, or as none."""
        return replace(self, embed=embed)

    @property
    def title(self) -> str:
        """The name of the file without folder and ``.md``."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    def markdown(self) -> str:
        """Write the link as a wikilink that always shows a text of its own."""
        target = self.path.replace("|", "\\|")
        if self.type != "file":
            mark = "#^" if self.type == "block" else "#"
            target += mark + self.subpath.replace("|", "\\|")
        shown = self.display
        if not shown:
            shown = self.title if self.type == "file" else f"{self.title} > {self.subpath}"
        return f"{'!' if self.embed else ''}[[{target}|{shown}]]"


Scalar: TypeAlias = bool | int | float | str | Date | Duration | Link | None
"""A value that holds no other."""


@dataclass(frozen=True, slots=True)
class ExternalLink:
    """What ``elink`` makes: a link out of the vault."""

    url: str
    display: str


@dataclass(frozen=True, slots=True)
class ListPair:
    """A row of a LIST with a value beside the id."""

    key: Value
    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A lambda with the values that it closed over."""

    call: Callable[[list[Value]], Value]


Value: TypeAlias = "Scalar | ExternalLink | ListPair | Function | list[Value] | dict[str, Value]"
"""Anything an expression can evaluate to."""

TypeName: TypeAlias = Literal[
    "null",
    "boolean",
    "number",
    "string",
    "date",
    "duration",
    "link",
    "widget",
    "function",
    "array",
    "object",
]

_TYPE_NAMES: Final[dict[type, TypeName]] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    Date: "date",
    Duration: "duration",
    Link: "link",
    ExternalLink: "widget",
    ListPair: "widget",
    Function: "function",
    list: "array",
    dict: "object",
}


def type_name(value: Value) -> TypeName:
    """Name the type of a value as ``typeof`` does."""
    return _TYPE_NAMES.get(type(value), "object")


def is_truthy(value: Value) -> bool:
    """Tell whether a value counts as true in WHERE, ``and``, ``!`` and ``choice``.

    Empty texts, lists and objects are false, and so are 0, a date at the epoch, a zero duration
    and a link without path. NaN is true.
    """
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return bool(value)
    if isinstance(value, Link):
        return bool(value.path)
    if isinstance(value, Date):
        return value.millis != 0
    if isinstance(value, Duration):
        return value.millis() != 0
    return True


@lru_cache(maxsize=4096)
def header_subpath(heading: str) -> str:
    """Write a heading the way Dataview links to it.

    Letters, digits, ``_``, ``-`` and emoji stay; anything else becomes a blank; blanks are
    joined.
    """
    kept = (part["emoji"] or part["word"] or " " for part in _NAME_PART().finditer(heading))
    return " ".join("".join(kept).split())


@lru_cache(maxsize=4096)
def canonical_name(name: str) -> str:
    """Write a field's name as one can use it in an expression: ``Due Date`` is ``due-date``."""
    parts = []
    for part in _NAME_PART().finditer(name):
        if part["emoji"]:
            parts.append(part["emoji"])
        elif part["word"]:
            parts.append(part["word"].lower())
        elif part["space"]:
            parts.append("-")
    return "".join(parts)


def is_number(value: Value) -> bool:
    """Tell whether a value is a number; a boolean is none."""
    return type(value) is float or type(value) is int


def integral(number: float) -> int:
    """Turn a number into an index as JavaScript does: towards zero, NaN is 0."""
    if math.isnan(number):
        return 0
    if math.isinf(number):
        return 2**53 if number > 0 else -(2**53)
    return int(number)
