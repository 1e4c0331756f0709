"""Properties of a note into front matter of the target, as the profile says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultexport.converters import CONVERTERS, ConverterContext, is_placeholder
from vaultexport.model import Finding, Severity
from vaultexport.planner.own import PASSED_ON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import tzinfo

    from vaultexport.converters import Present
    from vaultexport.model import Note, PropertyValue, Settings
    from vaultexport.planner.images import PropertyImages
    from vaultexport.planner.own import Kept, OwnProperties
    from vaultexport.profiles import Field


class _Source(NamedTuple):
    """Where a value may come from, and all about it that is the same for every note.

    Attributes:
        text: The source as the profile names it.
        names: A note without any of these has no such value: most have few properties.
        context: What the converter must know.
    """

    text: str
    names: frozenset[str]
    context: ConverterContext


class _Rule(NamedTuple):
    """A field, and all about it that is the same for every note.

    Attributes:
        field: The field.
        names: The names of all its sources.
        sources: Its sources.
        plus: Those whose items are added.
        context: What the converter must know of the items together.
    """

    field: Field
    names: frozenset[str]
    sources: list[_Source]
    plus: list[_Source]
    context: ConverterContext


@dataclass(frozen=True)
class FieldMaker:
    """Makes front matter.

    Attributes:
        fields: The target's rules.
        settings: The vault's settings: some properties are named there.
        own: The author's own properties; ``None`` leaves out all that no field takes.
        kept: Which of them are public; where Digital Garden is in use, the sources that start
            with ``own.`` count only for these.
        uses_garden: Whether Digital Garden is in use.
        published: Whether the notes come out of Digital Garden.
        zone: The zone of times without one.
        present: The present.
        images: Finds the images that properties name.
    """

    fields: tuple[Field, ...]
    settings: Settings
    own: OwnProperties | None
    kept: Kept
    uses_garden: bool
    published: bool
    zone: tzinfo
    present: Present | None
    images: PropertyImages

    def make(
        self,
        note: Note,
        planned: Mapping[str, PropertyValue],
        findings: list[Finding],
        assets: set[str],
    ) -> dict[str, PropertyValue]:
        """Make the front matter of one page.

        Args:
            note: The note.
            planned: What the plan knows: ``plan.url``, ``file.name`` and the like.
            findings: Gets what could not be carried over.
            assets: Gets the vault paths of the attachments that the front matter names.

        Returns:
            The target's keys in the profile's order; keys without a value are left out.
        """
        result: dict[str, PropertyValue] = {}
        known = _Known(note.properties, planned, self._switches)
        for rule in self._rules:
            if rule.names.isdisjoint(known.names):
                continue
            field = rule.field
            value = self._value(rule, note, known, findings)
            if field.plus:
                value = self._with_more(rule, value, known)
            if field.type == "image" and isinstance(value, str):
                value = self._image(value, note, findings, assets)
            if value is not None:
                _put(result, field.key.split("."), value)
        self._put_own(result, note, findings)
        return result

    @cached_property
    def _switches(self) -> frozenset[str]:
        """The sources that the garden's settings give a value for every note."""
        return frozenset(f"garden.{name}" for name in self.settings.garden_defaults)

    @cached_property
    def _rules(self) -> list[_Rule]:
        """The fields with all that is the same for every note."""
        return [self._rule(field) for field in self.fields]

    def _rule(self, field: Field) -> _Rule:
        sources, plus = self._sources(field, field.sources), self._sources(field, field.plus)
        names = frozenset(name for source in (*sources, *plus) for name in source.names)
        return _Rule(field, names, sources, plus, self._context(field))

    def _sources(self, field: Field, sources: Iterable[str]) -> list[_Source]:
        return [
            _Source(source, frozenset(self._names(source)), self._context(field, source))
            for source in sources
        ]

    def _names(self, source: str) -> Iterator[str]:
        """Give the names under which a source may be found; properties are in lower case."""
        yield source
        space, _, name = source.partition(".")
        match space:
            case "garden":
                return
            case "own":
                found = [name, f"{PASSED_ON}.{name}"]
            case "settings":
                found = [getattr(self.settings, name.replace("-", "_"))]
            case _:
                found = [source]
        for key in filter(None, found):
            yield from (key.lower(), key.partition(".")[0].lower())

    def _put_own(
        self, result: dict[str, PropertyValue], note: Note, findings: list[Finding]
    ) -> None:
        """Add the author's own properties in their place."""
        if self.own is None:
            return
        keys = self.own.keep.under.split(".") if self.own.keep.under else []
        place: PropertyValue = result
        for key in keys:
            place = place.get(key, {}) if isinstance(place, dict) else {}
        taken = place.keys() if isinstance(place, dict) else ()
        for name, value in list(self.own.of(note, taken, findings)):
            _put(result, [*keys, name], value)

    def _value(
        self, rule: _Rule, note: Note, known: _Known, findings: list[Finding]
    ) -> PropertyValue:
        field = rule.field
        for source, names, context in rule.sources:
            if names.isdisjoint(known.names):
                continue
            raw = self._raw(source, known)
            if raw is None or (field.drop_placeholders and is_placeholder(raw)):
                continue
            if source.startswith("plan.") and raw:
                return raw  # a URL may look like a link or hold commas
            converted = CONVERTERS[field.type](raw, context)
            if converted.problem:
                message = f"{_shown(source)}: {converted.problem}"
                findings.append(
                    Finding(note.path, 0, "property-unusable", Severity.WARNING, message)
                )
            if converted.value not in (None, "", [], {}):
                return converted.value
        return None

    def _context(self, field: Field, source: str = "") -> ConverterContext:
        return ConverterContext(
            zone=self.zone,
            present=self.present,
            omit=frozenset(field.omit),
            value=field.value,
            # What a garden's settings switch off is off, in a vault as well.
            published=self.published or source.startswith("garden."),
        )

    def _image(
        self, destination: str, note: Note, findings: list[Finding], assets: set[str]
    ) -> str | None:
        """Give the URL of an image that the note's properties name."""
        found = self.images.find(destination, note.path)
        if found is None:
            message = "a property names an image that is not in the vault; it is left out"
            findings.append(Finding(note.path, 0, "property-unusable", Severity.WARNING, message))
            return None
        url, asset = found
        if asset:
            assets.add(asset)
        return url

    def _with_more(self, rule: _Rule, value: PropertyValue, known: _Known) -> PropertyValue:
        """Add the items of a field's further sources to its list."""
        more: list[PropertyValue] = []
        for source in rule.plus:
            raw = self._raw(source.text, known)
            more += raw if isinstance(raw, list) else ()
        if not more:
            return value
        items = [*value, *more] if isinstance(value, list) else more
        return CONVERTERS[rule.field.type](items, rule.context).value or None

    def _raw(self, source: str, known: _Known) -> PropertyValue:
        if source in known.planned:
            return known.planned[source]
        space, _, name = source.partition(".")
        match space:
            case "plan" | "file" | "body":
                return None
            case "own":
                is_public = not self.uses_garden or self.kept.has(name)
                return known.own(name) if is_public else None
            case "garden":
                return self.settings.garden_defaults.get(name)
            case "settings":
                key = getattr(self.settings, name.replace("-", "_"))
                return known.get(key) if key else None
        return known.get(source)


class _Known:
    """What is known of one note: its properties, and what the plan says of it.

    A property is found by its exact name or, as in Obsidian, without regard to case.

    Attributes:
        planned: What the plan says, by source.
        names: Under which names there is something, properties in lower case.
    """

    def __init__(
        self,
        properties: Mapping[str, PropertyValue],
        planned: Mapping[str, PropertyValue],
        switches: frozenset[str],
    ) -> None:
        self._exact = properties
        self._lower = {key.lower(): key for key in reversed(list(properties))}
        self.planned = planned
        self.names = {source for source, value in planned.items() if value not in (None, [])}
        self.names |= self._lower.keys() | switches

    def get(self, name: str) -> PropertyValue:
        """Give a value by its name; dots lead into maps if no property is called so."""
        if name in self._exact:
            return self._exact[name]
        key = self._lower.get(name.lower())
        if key is not None:
            return self._exact[key]
        head, dot, rest = name.partition(".")
        return _item(self._exact.get(head), rest) if dot else None

    def own(self, name: str) -> PropertyValue:
        """Give an own property, which Digital Garden may have passed on."""
        value = self.get(name)
        return self.get(f"{PASSED_ON}.{name}") if value is None else value


def _item(value: PropertyValue, name: str) -> PropertyValue:
    """Give an entry of a map, or of Digital Garden's list of names and contents."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        for entry in value:
            if isinstance(entry, dict) and entry.get("name") == name:
                return entry.get("content")
    return None


def _put(target: dict[str, Any], keys: list[str], value: PropertyValue) -> None:
    for key in keys[:-1]:
        target = target.setdefault(key, {})
    target[keys[-1]] = value


def _shown(source: str) -> str:
    """Name a source for a message."""
    return source.removeprefix("own.").removeprefix("settings.")
