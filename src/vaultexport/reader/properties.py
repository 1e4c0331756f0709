"""From the text of a block of properties to plain values, by Obsidian's rules.

Obsidian reads YAML 1.2 with the core schema: ``no``, ``on``, ``12:30`` and dates are text. Three
readers share the work: ``json`` for what Digital Garden writes, yaml-rs for nearly everything
else, and ruamel.yaml's events where care counts more than speed.

This module knows neither a note nor a key by name; it never quotes a value in an error.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Final

import yaml_rs

if TYPE_CHECKING:
    from vaultexport.model import PropertyValue

MAX_DEPTH: Final = 64
"""Lists and maps inside each other, beyond which a block counts as broken."""
MAX_REPLAYED: Final = 10_000
"""Values that aliases (``*name``) may repeat in one block; stops the "billion laughs"."""


class FrontMatterError(ValueError):
    """A block that is no map of properties.

    Attributes:
        code: The kebab-case name of the problem.
        line: The line of the block, counted from 1; 0 if none says more than the block.
        reason: Why, in a few words that quote nothing.
        data: What can be read all the same, the last of repeated keys; None if nothing can.
    """

    data: dict[str, PropertyValue] | None = None

    def __init__(self, code: str, line: int, reason: str) -> None:
        super().__init__(code, line, reason)
        self.code = code
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}" if self.line else self.reason


def read_json(block: str) -> dict[str, PropertyValue] | None:
    """Read a block that is one JSON object.

    Args:
        block: The lines between the fences.

    Returns:
        Its members, or None if it is no JSON object: then YAML says what it is.

    Raises:
        FrontMatterError: It is nested too deep.
    """
    if not block.startswith('{"'):
        return None
    try:
        value: Any = json.loads(block, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    data = _tidy_map(value, MAX_DEPTH)
    return _whole_map(data) if _SURROGATE.search(block) else data


def read_yaml(block: str) -> dict[str, PropertyValue] | None:
    """Read a block of YAML: fast where yaml-rs is right, else carefully.

    Args:
        block: The lines between the fences.

    Returns:
        The properties; None if there is nothing but blank lines and comments.

    Raises:
        FrontMatterError: It is broken, or no map.
    """
    try:
        value = _yaml(block)
    except FrontMatterError as error:
        if error.code == "frontmatter-duplicate-key":
            error.data = _last_of_each(block)
        raise
    if value is None:
        return None
    if not isinstance(value, dict):
        _carefully(block)  # of two documents, yaml-rs makes a list
        raise FrontMatterError("frontmatter-not-a-map", 1, "they are no “key: value” lines")
    return _tidy_map(value, MAX_DEPTH)


def _carefully(block: str) -> object:
    """Read a block with ruamel.yaml, which few notes need and which takes long to import."""
    from vaultexport.reader.careful import read_yaml_carefully  # noqa: PLC0415

    return read_yaml_carefully(block)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("duplicate key")
    return result


def _refuse(constant: str) -> object:
    raise ValueError(constant)  # NaN and Infinity are Python's own idea of JSON


_SURROGATE: Final = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


def whole_text(text: str) -> str:
    """Replace halves of characters, which no file can hold, by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _whole_map(data: dict[str, PropertyValue]) -> dict[str, PropertyValue]:
    return {whole_text(key): _whole_value(value) for key, value in data.items()}


def _whole_value(value: PropertyValue) -> PropertyValue:
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, list):
        return [_whole_value(item) for item in value]
    return _whole_map(value) if isinstance(value, dict) else value


_STEEP: Final = re.compile(r"(?:\A|[\r\n])[ \t?:-]{128}")
"""A line that starts deep inside lists and maps: yaml-rs 0.1 overflows the stack at some thousands
of levels, and ends the whole process with it. Its own limit is for flow style only."""

_FLAT: Final = 1000
"""A block of fewer characters can't be nested deep enough to hurt."""

_LOOSE_HINTS: Final = ("_", "0x", "0X", "0o", "0O", "0b", "0B", ".Nan")
_LOOSE_NUMBER: Final = re.compile(
    r"[\s\[{,:](?=[-+.0-9_])"
    r"(?:[-+]?0[xXoObB][0-9a-fA-F_]+|\.Nan|[-+.0-9a-fA-FxXoO]*_[-+.0-9a-fA-FxXoO_]*)"
    r"(?=[\s,\]}:]|\Z)"
)
"""What yaml-rs 0.1 reads as a number and YAML 1.2 doesn't, such as the date ``2024_01_02``."""

_ALIAS_LIMITS: Final = yaml_rs.AliasLimits(max_total_replayed_events=MAX_REPLAYED)


def _yaml(block: str) -> object:
    if "\0" in block or (len(block) > _FLAT and _STEEP.search(block)):
        return _carefully(block)  # yaml-rs stops reading at NUL
    try:
        value: object = yaml_rs.loads(block, parse_datetime=False, alias_limits=_ALIAS_LIMITS)
    except ValueError:  # YAMLDecodeError, half a character, or an integer too long for Python
        raise _why(block) from None
    if not (any(hint in block for hint in _LOOSE_HINTS) and _LOOSE_NUMBER.search(block)):
        return value
    try:
        return _carefully(block)
    except FrontMatterError:
        return value


def _last_of_each(block: str) -> dict[str, PropertyValue] | None:
    """Read a block in which a key is repeated: the last value counts, as for Dataview."""
    last = yaml_rs.DuplicateKeyPolicy.LastWins
    try:
        value: Any = yaml_rs.loads(
            block, parse_datetime=False, alias_limits=_ALIAS_LIMITS, duplicate_key_policy=last
        )
    except ValueError:
        return None
    return _tidy_map(value, MAX_DEPTH) if isinstance(value, dict) else None


def _why(block: str) -> FrontMatterError:
    """Find out what is wrong with a block that yaml-rs refused.

    Where the two disagree, yaml-rs is right: ruamel.yaml breaks lines at U+0085 and U+2028, as
    YAML 1.1 did.
    """
    try:
        _carefully(block)
    except FrontMatterError as error:
        return error
    return FrontMatterError("frontmatter-broken", 0, "they are no valid YAML")


# From whatever a reader gives to plain data

_PLAIN: Final = frozenset({str, bool, int, type(None)})


def _tidy_map(data: dict[Any, Any], depth: int) -> dict[str, PropertyValue]:
    """Give every key its text and every value a type of `PropertyValue`, as Obsidian does."""
    if not depth:
        raise FrontMatterError("frontmatter-broken", 0, "they are nested too deep")
    return {
        key if type(key) is str else key_text(key): (
            value if type(value) in _PLAIN else _tidy(value, depth - 1)
        )
        for key, value in data.items()
    }


def _tidy(value: object, depth: int) -> PropertyValue:
    if isinstance(value, dict):
        return _tidy_map(value, depth)
    if isinstance(value, list):
        if not depth:
            raise FrontMatterError("frontmatter-broken", 0, "they are nested too deep")
        return [item if type(item) in _PLAIN else _tidy(item, depth - 1) for item in value]
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, (set, frozenset)):
        return dict.fromkeys(sorted(map(key_text, value)))
    return key_text(value)


def key_text(key: object) -> str:
    """The text of a key that is no string, as Obsidian's YAML library gives it.

    An unfilled template variable, ``{{date}}``, is a map with a map as its key in YAML.
    """
    if isinstance(key, bool):
        return str(key).lower()
    if isinstance(key, float):
        return _float_text(key)
    if isinstance(key, (tuple, list)):
        return f"[ {', '.join(map(key_text, key))} ]"
    if isinstance(key, (dict, frozenset)):
        pairs = sorted(key.items() if isinstance(key, dict) else key, key=repr)
        return f"{{ {', '.join(_pair_text(*pair) for pair in pairs)} }}"
    return "" if key is None else str(key)


def _pair_text(key: object, value: object) -> str:
    return key_text(key) if value is None else f"{key_text(key)}: {key_text(value)}"


def _float_text(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return str(int(value)) if value.is_integer() else str(value)
