"""Digital Garden's "custom filters": replacements that its owner wants in every published text.

People cut private blocks with them, so a filter that can't be applied lets nothing pass.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.dataview.errors import DataviewError
from vaultexport.dataview.jsregex import JsRegex
from vaultexport.dataview.limits import Limits, Meter
from vaultexport.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultexport.model import CustomFilter, Note, PropertyValue

_LIMITS: Final = Limits(steps=10**12, text=50_000_000, regex_seconds=1.0)
_CODE: Final = "filter-untranslatable"


class Filtered(NamedTuple):
    """Notes after the filters.

    Attributes:
        notes: By vault path; those that could not be filtered are missing.
        findings: Why they are.
    """

    notes: Mapping[str, Note]
    findings: tuple[Finding, ...] = ()


def apply_filters(notes: Mapping[str, Note], filters: Sequence[CustomFilter]) -> Filtered:
    """Apply the filters, in order, to the text and the property values of notes.

    The plugin applies them to the whole text that it publishes, with the properties on its first
    line. Here each text among a note's properties is filtered by itself: a filter that looks for
    the JSON around it finds nothing, but such a property does not go out in that form.

    Args:
        notes: By vault path.
        filters: The plugin's setting.

    Returns:
        The filtered notes. Of a filter that can't be understood nobody knows which notes it would
        change, so then there are none; a note on which one takes too long is missing.
    """
    rules: list[_Rule] = []
    for number, rule in enumerate(filters, start=1):
        try:
            rules.append(_Rule(rule))
        except DataviewError:
            return Filtered({}, (_not_understood(number),))
    done: dict[str, Note] = {}
    findings: list[Finding] = []
    for path, note in notes.items():
        try:
            done[path] = _filtered(note, rules)
        except DataviewError:
            findings.append(_too_long(path))
    return Filtered(done, tuple(findings))


class _Rule:
    """One filter, compiled."""

    def __init__(self, rule: CustomFilter) -> None:
        self._regex = JsRegex(rule.pattern, Meter(_LIMITS), flags=rule.flags)
        self._replacement = rule.replacement

    def apply(self, text: str) -> str:
        return self._regex.replace(text, self._replacement)


def _filtered(note: Note, rules: Sequence[_Rule]) -> Note:
    body = _text(note.body, rules)
    properties = {key: _value(value, rules) for key, value in note.properties.items()}
    return replace(note, properties=properties, body=body)


def _text(text: str, rules: Sequence[_Rule]) -> str:
    for rule in rules:
        text = rule.apply(text)
    return text


def _value(value: PropertyValue, rules: Sequence[_Rule]) -> PropertyValue:
    if isinstance(value, str):
        return _text(value, rules)
    if isinstance(value, list):
        return [_value(item, rules) for item in value]
    if isinstance(value, dict):
        return {key: _value(item, rules) for key, item in value.items()}
    return value


def _not_understood(number: int) -> Finding:
    message = (
        f"custom filter {number} of the Digital Garden plugin can't be applied here, and it may be "
        "there to cut private text; so no note is exported"
    )
    hint = "write it without sets in classes (flag v) and look at its flags; or remove the filter"
    return Finding("", 0, _CODE, Severity.ERROR, message, hint)


def _too_long(path: str) -> Finding:
    message = "a custom filter of the Digital Garden plugin takes too long on this note, which may "
    hint = "simplify the filter's pattern: a repetition inside a repetition takes without end"
    return Finding(path, 0, _CODE, Severity.ERROR, f"{message}hold what it cuts; left out", hint)
