"""Reads properties with ruamel.yaml alone: slower by far, but it can say why a block is broken."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from vaultexport.reader.properties import (
    MAX_DEPTH,
    MAX_REPLAYED,
    FrontMatterError,
    key_text,
    whole_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def read_yaml_carefully(block: str) -> object:
    """Read YAML with ruamel.yaml alone: slower by far, but it can say why a block is broken.

    Args:
        block: The lines between the fences.

    Returns:
        Whatever the block stands for, keys as text; None if it is empty.

    Raises:
        FrontMatterError: It is broken.
    """
    return _Events(block).document()


_CORE_SCHEMA: Final[tuple[tuple[re.Pattern[str], Callable[[str], object]], ...]] = (
    (re.compile(r"~|null|Null|NULL|"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?[0-9]{1,4000}"), int),
    (re.compile(r"0o[0-7]{1,4000}"), lambda text: int(text, 8)),
    (re.compile(r"0x[0-9a-fA-F]{1,3000}"), lambda text: int(text, 16)),
    (re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"), float),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF)"), lambda text: float(text.replace(".", ""))),
    (re.compile(r"\.(?:nan|NaN|NAN)"), lambda _: math.nan),
)
"""YAML 1.2.2, section 10.3.2: what a plain scalar stands for.

Python reads no integer of more than 4300 decimal digits; such a number is read as a float.
"""

_TYPED: Final = frozenset(f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float"))

_REASONS: Final = (
    ("mapping values are not allowed", "a text that holds “: ” must stand in quotes"),
    ("character '\\t'", "a tab can't indent a line"),
    ("cannot start any token", "a text that starts with a special character must stand in quotes"),
    ("end of stream", "a quotation mark is not closed"),
    ("escape", "a backslash in double quotes must be doubled"),
    ("expected ':'", "a line is neither “key: value” nor part of a list"),
    ("',' or ']'", "a list in [ ] is not closed"),
    ("',' or '}'", "a map in { } is not closed"),
    ("<block end>", "a text needs quotes, or a line is indented wrongly"),
    ("sequence entries", "a list must start on a line of its own"),
    ("alphabetic or numeric", "a text that starts with * or & must stand in quotes"),
    ("chomping", "a text that starts with | or > must stand in quotes"),
    ("node content", "a text that starts with a special character must stand in quotes"),
)
"""Words of ruamel.yaml's message, and what they mean to someone who writes notes."""


class _Events:
    """Builds the values of a block from ruamel.yaml's events, which come without recursion."""

    def __init__(self, block: str) -> None:
        self._block = block
        self._events: Iterator[Event] = iter(())
        self._anchors: dict[str, tuple[object, int]] = {}
        self._count = 0
        self._replayed = 0

    def document(self) -> object:
        self._events = YAML(typ="safe", pure=True).parse(self._block)
        try:
            return self._only_document()
        except YAMLError as error:
            raise FrontMatterError("frontmatter-broken", *_reason(error, self._block)) from error

    def _only_document(self) -> object:
        next(self._events)
        if not isinstance(next(self._events), DocumentStartEvent):
            return None
        value = self._value(next(self._events), MAX_DEPTH)
        next(self._events)
        extra = next(self._events)
        if isinstance(extra, DocumentStartEvent):
            raise _broken(extra, "they end at the line “...”, but text follows")
        return value

    def _value(self, event: Event, depth: int) -> object:
        assert isinstance(event, NodeEvent)
        if isinstance(event, AliasEvent):
            return self._repeated(event)
        self._count += 1
        before = self._count
        value: object
        if isinstance(event, ScalarEvent):
            value = _scalar(event)
        elif not depth:
            raise _broken(event, "they are nested too deep")
        elif isinstance(event, SequenceStartEvent):
            value = [self._value(item, depth - 1) for item in self._until(SequenceEndEvent)]
        else:
            value = self._map(depth - 1)
        if event.anchor:
            self._anchors[event.anchor] = (value, self._count - before + 1)
        return value

    def _map(self, depth: int) -> dict[str, object]:
        result: dict[str, object] = {}
        for event in self._until(MappingEndEvent):
            key = self._value(event, depth)
            text = key if isinstance(key, str) else key_text(key)
            if text in result:
                line = event.start_mark.line + 1
                raise FrontMatterError("frontmatter-duplicate-key", line, "a key is there twice")
            result[text] = self._value(next(self._events), depth)
        return result

    def _until(self, end: type[Event]) -> Iterator[Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _repeated(self, event: AliasEvent) -> object:
        value, size = self._anchors.get(event.anchor, (None, 0))
        if not size:
            raise _broken(event, "a text that starts with * must stand in quotes")
        self._count += size
        self._replayed += size
        if self._replayed > MAX_REPLAYED:
            raise _broken(event, "its aliases repeat too much")
        return value


def _scalar(event: ScalarEvent) -> object:
    text = event.value
    if event.implicit[0] or event.tag in _TYPED:
        for pattern, convert in _CORE_SCHEMA:
            if pattern.fullmatch(text):
                return convert(text)
    return whole_text(text)


def _broken(event: Event, reason: str) -> FrontMatterError:
    return FrontMatterError("frontmatter-broken", event.start_mark.line + 1, reason)


def _reason(error: YAMLError, block: str) -> tuple[int, str]:
    """The line of a ruamel.yaml error and what to say about it."""
    if isinstance(error, ReaderError):
        line = block.count("\n", 0, error.position) + 1
        return line, "a control character is not allowed there"
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return 0, "they are no valid YAML"
    words = error.problem or ""
    began = any(part in words for part in ("end of stream", "stream end", "expected ':'"))
    mark = error.context_mark if began and error.context_mark else error.problem_mark
    meaning = next((says for part, says in _REASONS if part in words), "they are no valid YAML")
    return mark.line + 1, meaning
