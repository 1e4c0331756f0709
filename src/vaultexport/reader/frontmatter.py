"""The block of properties at the top of a note, read as Obsidian reads it.

Obsidian reads YAML 1.2 between two lines of exactly ``---``; JSON is a subset of it, and what
Digital Garden writes. If the block can't be read, Obsidian shows no properties at all, and so do
we: half a block could say ``dg-publish: true`` and leave out what takes it back.

This module finds the block, has it read, and says what was wrong. It knows no key by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.model import Severity
from vaultexport.reader.properties import FrontMatterError, read_json, read_yaml

if TYPE_CHECKING:
    from vaultexport.model import PropertyValue

_OPENING: Final = re.compile(r"\ufeff?(?P<blank>(?:[ \t]*\r?\n)*)(?P<fence>---)[ \t]*\r?\n")
_FENCE_END: Final = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_PROPERTY: Final = re.compile(
    r"^[ \t]*(?:\{|[\"']?\w[\w.-]*(?: [\w.-]+){0,2}[\"']?[ \t]*:(?!//))", re.MULTILINE
)
"""A line that was meant as a property, whatever is wrong with the block around it."""


class FrontMatterKind(StrEnum):
    """What stands at the top of a note."""

    NONE = "none"
    """Nothing that looks like front matter."""
    EMPTY = "empty"
    """A block without properties: blank lines and comments only."""
    YAML = "yaml"
    JSON = "json"
    REPAIRED = "repaired"
    """JSON with the escape that Digital Garden breaks (see `_repaired`)."""
    REPEATED = "repeated"
    """Properties of which a key is there twice: the last value counts, but nothing is sure."""
    BROKEN = "broken"
    """Properties that can't be read: none of them counts, and the block is not part of the body."""
    PROSE = "prose"
    """Text between two thematic breaks, which belongs to the body."""
    UNCLOSED = "unclosed"
    """Properties without a second fence: all of it is body, as in Obsidian."""


class Problem(NamedTuple):
    """What the note's author should know about the block.

    Attributes:
        code: A stable kebab-case name.
        line: The line of the note, counted from 1.
        message: What happened to the properties; never quotes the block, which may hold secrets.
        severity: How much it matters.
    """

    code: str
    line: int
    message: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The properties of a note and the place of their block in its text.

    Attributes:
        data: Keys as written, values as YAML 1.2 reads them: dates are text, ``no`` and ``12:30``
            too. Can be pickled and written as JSON. Empty unless the block could be read.
        start: Offset of the opening fence; 0 without a block.
        end: Offset where the body starts, right after the closing fence's line; 0 without a block.
        kind: What was found.
        problems: What the author should know.
    """

    data: dict[str, PropertyValue]
    start: int
    end: int
    kind: FrontMatterKind
    problems: tuple[Problem, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Find and read the properties of a note.

    Blank lines before the block are accepted, with a note: Obsidian itself then shows no
    properties, but gardens with such notes were published.

    Args:
        text: The whole note; a byte order mark and any line ends are fine.

    Returns:
        The properties; ``text[end:]`` is the body. Never raises.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return _without_block(FrontMatterKind.NONE)
    first = opening.end()
    closing = _closing_fence(text, first)
    line = text.count("\n", 0, first) + 1
    if closing is None:
        return _unclosed(text, first, line)
    block = text[first : closing[0]]
    try:
        kind, data = read_block(block)
    except FrontMatterError as error:
        return _unreadable(block, error, line, opening.start("fence"), closing[1])
    problems: tuple[Problem, ...] = ()
    if opening["blank"]:
        if not data:
            return _without_block(FrontMatterKind.PROSE)
        message = "the properties stand below a blank line, where Obsidian does not see them"
        problems += (Problem("frontmatter-not-at-top", line - 1, message, Severity.INFO),)
    if kind is FrontMatterKind.REPAIRED:
        message = r"the properties are no valid JSON: \| was read as |, which was meant"
        problems += (Problem("frontmatter-repaired", line, message, Severity.INFO),)
    return FrontMatter(data, opening.start("fence"), closing[1], kind, problems)


def read_block(block: str) -> tuple[FrontMatterKind, dict[str, PropertyValue]]:
    """Read the lines between the fences and say in which form they were.

    Raises:
        FrontMatterError: They are no map of properties.
    """
    try:
        return _read_block(block)
    except FrontMatterError:
        mended = _repaired(block)
        if mended == block:
            raise
        return FrontMatterKind.REPAIRED, _read_block(mended)[1]


def _without_block(kind: FrontMatterKind, *problems: Problem) -> FrontMatter:
    return FrontMatter({}, 0, 0, kind, problems)


def _closing_fence(text: str, first: int) -> tuple[int, int] | None:
    """Find the next line of exactly ``---``: where it starts, and where its line ends."""
    position = text.find("\n---", first - 1)
    while position >= 0:
        end = _FENCE_END.match(text, position + 4)
        if end is not None:
            return position + 1, end.end()
        position = text.find("\n---", position + 4)
    return None


def _unclosed(text: str, first: int, line: int) -> FrontMatter:
    if not _PROPERTY.match(text, first):
        return _without_block(FrontMatterKind.NONE)  # a thematic break
    message = "the properties have no closing --- line, so they are part of the note's text"
    problem = Problem("frontmatter-unclosed", line - 1, message)
    return _without_block(FrontMatterKind.UNCLOSED, problem)


def _unreadable(
    block: str, error: FrontMatterError, line: int, start: int, end: int
) -> FrontMatter:
    """Decide what a block is that is no map: broken properties, or the author's text."""
    if not _PROPERTY.search(block):
        message = "the text between the first two --- lines is no properties; it stays in the note"
        problem = Problem("frontmatter-not-a-map", line - 1, message, Severity.INFO)
        return _without_block(FrontMatterKind.PROSE, problem)
    line += max(error.line - 1, 0)
    if error.data is not None:
        problem = Problem(error.code, line, "a property is there twice; the last value counts")
        return FrontMatter(error.data, start, end, FrontMatterKind.REPEATED, (problem,))
    message = f"the properties can't be read, so none of them counts: {error.reason}"
    return FrontMatter(
        {}, start, end, FrontMatterKind.BROKEN, (Problem(error.code, line, message),)
    )


def _repaired(block: str) -> str:
    r"""Undo what Digital Garden does to links in its own JSON: it writes ``\|`` for ``|``.

    Its plugin rewrites every wikilink of the finished text, front matter included, and escapes the
    pipe for tables. Its site template removes the same two characters before it reads.
    """
    if not block.startswith("{"):
        return block
    return re.sub(r"\\(.)", lambda match: "|" if match[1] == "|" else match[0], block)


def _read_block(block: str) -> tuple[FrontMatterKind, dict[str, PropertyValue]]:
    data = read_json(block)
    if data is not None:
        return FrontMatterKind.JSON, data
    data = read_yaml(block)
    return (FrontMatterKind.EMPTY, {}) if data is None else (FrontMatterKind.YAML, data)
