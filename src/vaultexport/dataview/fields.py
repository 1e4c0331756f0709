"""Inline fields: where they stand in a line, and what their texts mean.

Three forms: ``key:: value`` as a whole line, ``[key:: value]`` and ``(key:: value)`` anywhere in
one, and in tasks an emoji with a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from vaultexport.dataview import dates, durations, lexer
from vaultexport.dataview.patterns import SPACE_CLASS, SPACES
from vaultexport.dataview.values import Link
from vaultexport.markdown.inline_fields import fields_in_brackets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultexport.dataview.values import Value
    from vaultexport.dataview.zones import Zone

# In front of a key any marks may stand, behind it those that close emphasis or code. Only emoji
# up to U+FFFF count as part of a key here.
_FULL_LINE_KEY: Final = regex.compile(
    r"[^0-9A-Za-z_\p{L}]*"
    r"((?:[#*0-9]\uFE0F?\u20E3|(?![#*0-9])[\u0000-\uFFFF--\P{Emoji}]\uFE0F?|[0-9\p{L}A-Za-z_/"
    rf"{SPACE_CLASS}\-]++)*+)"
    r"[_*~`]*",
    flags=regex.V1,
)
_DATE: Final = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_BETWEEN: Final = f"[{SPACE_CLASS}]*"
_FIRST_OF_TYPED: Final = frozenset("0123456789-[!")
"""How a date, a duration or a link starts."""

_TASK_EMOJI: Final = tuple(
    (key, regex.compile(f"(?:{emoji}){_BETWEEN}{_DATE}"))
    for key, emoji in (
        ("created", "\u2795"),
        ("start", "\U0001f6eb"),
        ("scheduled", "[\u23f3\u231b]"),
        ("due", "\U0001f4c5|\U0001f4c6|\U0001f5d3\ufe0f?"),
        ("completion", "\u2705"),
    )
)
_EMOJI_MARKS: Final = "\u2795\U0001f6eb\u23f3\u231b\U0001f4c5\U0001f4c6\U0001f5d3\u2705"
_TAG_CANDIDATE: Final = regex.compile(rf"#[^{SPACE_CLASS},;.:!?'\"`()\[\]{{}}]+")


@dataclass(frozen=True, slots=True)
class InlineField:
    """A field found in a line.

    Attributes:
        key: The key as written, without marks around it.
        raw: The text of the value, without blanks around it.
        start: Where the field starts in the line.
        value_start: Where the part behind the key starts.
        end: Where the field ends.
        wrapping: ``[`` or ``(``, ``emoji-shorthand`` for a task's date, empty for a whole line.
    """

    key: str
    raw: str
    start: int
    value_start: int
    end: int
    wrapping: str = ""


def may_hold_fields(text: str) -> bool:
    """Tell whether a text can hold any field: most texts can't."""
    return "::" in text or (not text.isascii() and any(map(text.__contains__, _EMOJI_MARKS)))


def bracketed_fields(line: str, *, task_emoji: bool = False) -> list[InlineField]:
    """Find the fields in brackets, from left to right.

    Of two that overlap or touch, the later one is dropped.

    Args:
        line: A line, or the joined lines of a list item.
        task_emoji: Whether an emoji with a date is a field too.
    """
    found: list[InlineField] = []
    if "::" in line:
        found += _in_brackets(line)
    if task_emoji and not line.isascii():
        found += _emoji_fields(line)
    kept: list[InlineField] = []
    for field in sorted(found, key=lambda field: field.start):
        if not kept or kept[-1].end < field.start:
            kept.append(field)
    return kept


def _in_brackets(line: str) -> Iterator[InlineField]:
    for start, separator, end in fields_in_brackets(line):
        key = line[start + 1 : separator].strip(SPACES)
        raw = line[separator + 2 : end - 1].strip(SPACES)
        yield InlineField(key, raw, start, separator + 2, end, line[start])


def _emoji_fields(line: str) -> Iterator[InlineField]:
    for key, pattern in _TASK_EMOJI:
        found = pattern.search(line)
        if found:
            start, end = found.span()
            yield InlineField(key, found[1], start, start + 1, end, "emoji-shorthand")


def full_line_field(line: str) -> InlineField | None:
    """Read a line that is one field as a whole."""
    separator = line.find("::")
    if separator < 0:
        return None
    key = _FULL_LINE_KEY.fullmatch(line[:separator].strip(SPACES))
    if key is None:
        return None
    raw = line[separator + 2 :].strip(SPACES)
    return InlineField(key[1], raw, 0, separator + 2, len(line))


def line_fields(line: str) -> list[InlineField]:
    """Find the fields of a line outside of lists: those in brackets, else the whole line."""
    found = bracketed_fields(line)
    if found:
        return found
    whole = full_line_field(line)
    return [whole] if whole else []


def item_tags(text: str) -> list[str]:
    """Find the tags in the text of a list item, each once, in order."""
    tags: dict[str, None] = {}
    if "#" not in text:
        return []
    for found in _TAG_CANDIDATE.finditer(text):
        if lexer.TAG.fullmatch(found[0]):
            tags[found[0]] = None
    return list(tags)


# --- values ------------------------------------------------------------------------------------


def inline_value(text: str, zone: Zone) -> Value:
    """Give the text of an inline field its type.

    A text is a date, a duration, a quoted string, a tag, a link, a boolean or a number, or a
    list of such between commas; anything else is a string. Empty is null.

    Args:
        text: The raw value.
        zone: The zone of dates that name none.
    """
    if not text.strip(SPACES):
        return None
    cursor = lexer.Cursor(text)
    first = _atom(cursor, zone)
    if first is None:
        return text
    elements = [*first]
    listed = _comma(cursor)
    if listed:
        elements += _atoms(cursor, zone)
    if not cursor.at_end():
        return text
    return elements if listed else first[0]


def _atoms(cursor: lexer.Cursor, zone: Zone) -> Iterator[Value]:
    atom = _atom(cursor, zone)
    while atom is not None:
        yield atom[0]
        start = cursor.position
        atom = _atom(cursor, zone) if _comma(cursor) else None
        if atom is None:
            cursor.position = start


def frontmatter_value(value: object, zone: Zone) -> Value:
    """Give a front matter value its type: texts may be dates, durations or links.

    Args:
        value: What YAML read.
        zone: The zone of dates that name none.
    """
    if isinstance(value, str):
        return _frontmatter_text(value, zone)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _as_float(value)
    if isinstance(value, list):
        return [frontmatter_value(element, zone) for element in value]
    if isinstance(value, dict):
        return {str(key): frontmatter_value(child, zone) for key, child in value.items()}
    return None


def raw_frontmatter(mapping: Mapping[str, object]) -> dict[str, Value]:
    """Return front matter as ``file.frontmatter`` shows it: texts stay texts."""
    return {str(key): _raw(child) for key, child in mapping.items() if key != "position"}


def _raw(value: object) -> Value:
    if isinstance(value, list):
        return [_raw(element) for element in value]
    if isinstance(value, dict):
        return {str(key): _raw(child) for key, child in value.items()}
    if value is None or isinstance(value, bool | str):
        return value
    return _as_float(value) if isinstance(value, int | float) else str(value)


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def _frontmatter_text(text: str, zone: Zone) -> Value:
    if text[:1] not in _FIRST_OF_TYPED:
        return text
    date = dates.parse_literal(text, zone)
    if date is not None:
        return date
    duration = durations.parse_literal(text)
    if duration is not None:
        return duration
    link = lexer.LINK.fullmatch(text.removeprefix("!"))
    if link:
        return Link.parse(link[1], embed=text.startswith("!"))
    return text


def _comma(cursor: lexer.Cursor) -> bool:
    start = cursor.position
    cursor.skip_space()
    if cursor.literal(","):
        cursor.skip_space()
        return True
    cursor.position = start
    return False


def _atom(cursor: lexer.Cursor, zone: Zone) -> tuple[Value] | None:
    """Read one value; a tuple, because the value itself may be null."""
    date = dates.match_literal(cursor.text, cursor.position)
    if date is not None:
        cursor.position += len(date)
        return (dates.parse_literal(date, zone),)
    duration = durations.match_literal(cursor.text, cursor.position)
    if duration is not None:
        cursor.position = duration[1]
        return (duration[0].normalized(),)
    for pattern, read in _WORDS:
        found = cursor.match(pattern)
        if found:
            return (read(found),)
    return None


def _link(found: regex.Match[str]) -> Value:
    return Link.parse(found[1], embed=found[0].startswith("!"))


_WORDS: Final = (
    (lexer.STRING, lambda found: lexer.unescape(found[1])),
    (lexer.TAG, lambda found: found[0]),
    (regex.compile(f"!?{lexer.LINK.pattern}"), _link),
    (lexer.BOOLEAN, lambda found: found[0].lower() == "true"),
    (lexer.NUMBER, lambda found: float(found[0])),
    (regex.compile("null"), lambda found: found[0]),
)
