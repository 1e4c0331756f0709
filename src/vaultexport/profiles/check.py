"""Checks a profile of the user's and says where a mistake stands."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from vaultexport.errors import MisuseError
from vaultexport.profiles.schema import profile_schema
from vaultexport.profiles.templates import Template
from vaultexport.profiles.vocabulary import CONSTRUCTS, SITE_CONFIG
from vaultexport.strategies import ANCHORS, URLS
from vaultexport.strategies.assets import ASSET_URLS
from vaultexport.strategies.escapes import ESCAPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from jsonschema import ValidationError


STRATEGIES: Final[dict[str, Mapping[str, object]]] = {
    "url": URLS,
    "asset-url": ASSET_URLS,
    "anchor": ANCHORS,
    "escape": ESCAPES,
}
"""The algorithms of each kind that a profile may name."""


def check_profile(path: Path, text: str) -> None:
    """Check a profile against the schema and the vocabulary.

    Args:
        path: Where it comes from, for the message.
        text: Its YAML.

    Raises:
        MisuseError: with one line for every mistake: file, line, key and what would be right.
    """
    try:
        data = YAML().load(StringIO(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise MisuseError(f"{path}:{line}: {error.problem}") from None
    except YAMLError as error:
        raise MisuseError(f"{path}: {error}") from None
    if not isinstance(data, dict):
        raise MisuseError(f"{path}:1: a profile is a map of keys")
    mistakes = sorted(_schema_mistakes(data)) or sorted(_template_mistakes(data))
    if mistakes:
        raise MisuseError("\n".join(f"{path}:{line}: {what}" for line, what in mistakes))


def _schema_mistakes(data: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401 - any YAML
    schema = profile_schema({kind: sorted(names) for kind, names in STRATEGIES.items()})
    for error in Draft202012Validator(schema).iter_errors(data):
        deepest = _deepest(error)
        keys = list(deepest.absolute_path)
        if deepest.validator != "additionalProperties":
            yield _line(data, keys), _message(keys, deepest.message)
            continue
        map_schema: Any = deepest.schema
        instance: Any = deepest.instance
        known = map_schema["properties"]
        for key in instance:
            if key not in known:
                what = f"no such key; known are {', '.join(sorted(known))}"
                yield _line(data, [*keys, key]), _message([*keys, key], what)


def _message(keys: Sequence[str | int], what: str) -> str:
    where = ".".join(str(key) for key in keys)
    return f"{where}: {what}" if where else what


def _deepest(error: ValidationError) -> ValidationError:
    """Follow the branch of an ``anyOf`` that came furthest: it names the real mistake."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def _template_mistakes(data: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401 - any YAML
    for name, value in (data.get("constructs") or {}).items():
        yield from _slot_mistakes(data, ["constructs", name], value, CONSTRUCTS[name].slots)
    lines = (data.get("site-config") or {}).get("lines")
    yield from _slot_mistakes(data, ["site-config", "lines"], lines, SITE_CONFIG.slots)


def _slot_mistakes(
    data: Any,  # noqa: ANN401 - any YAML
    keys: Sequence[str],
    value: Any,  # noqa: ANN401 - any YAML
    known: Collection[str],
) -> Iterator[tuple[int, str]]:
    """Find the slots that a text, or a list of variants, may not use."""
    items = [value] if isinstance(value, str) else [item["as"] for item in value or ()]
    line, where = _line(data, keys), ".".join(keys)
    for source in items:
        try:
            unknown = Template.read(source).slots - set(known)
        except ValueError as error:
            yield line, f"{where}: {error}"
            continue
        if unknown:
            slots = ", ".join(sorted(unknown))
            yield line, f"{where}: no slot {slots} here; there are {', '.join(sorted(known))}"


def _line(data: Any, keys: Sequence[str | int]) -> int:  # noqa: ANN401 - any YAML
    """Find the line of the innermost key that the file has, counted from 1."""
    line = 1
    for key in keys:
        try:
            place = data.lc.key(key) if hasattr(data, "keys") else data.lc.item(key)
            line, data = place[0] + 1, data[key]
        except (AttributeError, KeyError, TypeError, IndexError):
            break
    return line
