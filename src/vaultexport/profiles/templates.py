"""The texts of a profile's constructs: slots, filters and variants, and no logic.

A template is a text with slots, ``{name}`` or ``{name:filter}``; every other brace stands for
itself, so that ``{{< relref "{path}" >}}`` needs no escaping. A construct has one template or
several variants, of which the first wins whose conditions hold.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import escape as escape_html
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar
from urllib.parse import quote

from vaultexport.strategies.hugo import relref_path
from vaultexport.strategies.urls import decode_uri_path, readable_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Fact: TypeAlias = bool | str
"""What a variant may ask about a place: a yes or no, or a word such as an option's value."""

Value = TypeVar("Value")

_TABS = re.compile(r"^[ \t]*\t")
_HAS: Final = "-has"
_HASH = re.compile(r"#(?=\w)")
_SLOT = re.compile(r"\{(?P<name>[a-z][a-z0-9-]*)(?::(?P<filter>[a-z-]+))?\}")


def relref_anchor(value: str) -> str:
    """Write an anchor as part of ``relref``'s argument, with its ``#``; nothing for none."""
    return f"#{relref_path(value)}" if value else ""


def quoted(value: str) -> str:
    """Write a text inside a shortcode's double quotes, which know backslash escapes."""
    flat = re.sub(r"\s*[\r\n]\s*", " ", value)
    return flat.replace("\\", "\\\\").replace('"', '\\"')


def attribute(value: str) -> str:
    """Write a text inside an HTML attribute's double quotes."""
    return escape_html(re.sub(r"\s*[\r\n]\s*", " ", value), quote=True)


def fragment_part(value: str) -> str:
    """Put ``#`` before the fragment of a file's URL, with all else encoded; nothing for none."""
    return f"#{quote(value, safe='/=&,;:@!$*+?-._~%')}" if value else ""


def url(value: str) -> str:
    """Encode of a URL only what would end it in Markdown or an attribute."""
    return quote(value, safe="/:?#[]@!$&'*+,;=%~-._")


def blockquote(value: str) -> str:
    """Put a quote mark before each line; tabs before its text become spaces of their width."""
    lines = value.split("\n")
    if "\t" in value:
        lines = [_TABS.sub(lambda match: match.group().expandtabs(4), line) for line in lines]
    return "\n".join([f"> {line}" if line else ">" for line in lines])


def anchor_part(value: str) -> str:
    """Put ``#`` before an anchor; nothing for none."""
    return f"#{value}" if value else ""


def json_text(value: str) -> str:
    """Write a text in double quotes, as JSON, YAML and TOML read it."""
    return json.dumps(value, ensure_ascii=False)


def untagged(text: str) -> str:
    """Part each ``#`` from the word behind it, for an engine that looks for tags in links too.

    Text with code in it stays: no engine looks there, and a reader would see the mark.
    """
    return text if "`" in text else _HASH.sub(r"\g<0><!---->", text)


FILTERS: Final[Mapping[str, Callable[[str], str]]] = {
    "href": readable_path,
    "decode-uri": decode_uri_path,
    "relref-path": relref_path,
    "relref-anchor": relref_anchor,
    "quoted": quoted,
    "attribute": attribute,
    "anchor": anchor_part,
    "fragment": fragment_part,
    "url": url,
    "blockquote": blockquote,
    "json": json_text,
    "untagged": untagged,
}
"""What a profile may write after the colon of a slot."""


class OnDemand(dict[str, Value]):
    """Slots or facts, each made when it is first asked for: a profile asks for few of them.

    Args:
        makers: What makes each, by its name.
        place: What the makers are called with.
        known: Those that are at hand.
    """

    __slots__ = ("_makers", "_place")

    def __init__(
        self,
        makers: Mapping[str, Callable[..., Value]],
        place: tuple[object, ...],
        known: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__(known or ())
        self._makers = makers
        self._place = place

    def __missing__(self, name: str) -> Value:
        """Make one."""
        made = self[name] = self._makers[name](*self._place)
        return made

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as in `dict`
        """Give one, or another value if there is none of this name."""
        return self[name] if name in self or name in self._makers else default


@dataclass(frozen=True, slots=True)
class Template:
    """One text with slots, read once.

    Attributes:
        source: The text as the profile has it.
        parts: Literal texts and slots (name, filter) in turn.
        slots: The names of the slots.
    """

    source: str
    parts: tuple[str | tuple[str, str], ...]
    slots: frozenset[str]
    _frame: str
    _fields: tuple[tuple[str, Callable[[str], str]], ...]

    @classmethod
    def read(cls, source: str) -> Template:
        """Read a template.

        Args:
            source: The text with its slots.

        Returns:
            The template.

        Raises:
            ValueError: a slot names an unknown filter.
        """
        parts: list[str | tuple[str, str]] = []
        position = 0
        for match in _SLOT.finditer(source):
            if match["filter"] and match["filter"] not in FILTERS:
                known = ", ".join(sorted(FILTERS))
                raise ValueError(f"unknown filter {match['filter']!r}; known are {known}")
            parts.append(source[position : match.start()])
            parts.append((match["name"], match["filter"] or ""))
            position = match.end()
        parts.append(source[position:])
        fields = [part for part in parts if not isinstance(part, str)]
        return cls(
            source,
            tuple(part for part in parts if part),
            frozenset(name for name, _filter in fields),
            "".join(part.replace("%", "%%") if isinstance(part, str) else "%s" for part in parts),
            tuple((name, FILTERS[shape] if shape else str) for name, shape in fields),
        )

    def fill(self, slots: Mapping[str, str]) -> str:
        """Write the template with these slots.

        Args:
            slots: A text for each slot that the template uses.

        Returns:
            The finished text.
        """
        return self._frame % tuple([shape(slots[name]) for name, shape in self._fields])


@dataclass(frozen=True, slots=True)
class Variant:
    """A template and the conditions under which it is the one to use.

    Attributes:
        template: The text.
        when: For each fact the value that it must have; a key ``<slot>-has`` asks whether the
            slot's text holds one of the characters.
    """

    template: Template
    when: Mapping[str, Fact]
    _facts: Mapping[str, Fact] = field(init=False, repr=False, compare=False)
    _has: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Part the two kinds of conditions."""
        facts: dict[str, Fact] = {}
        has: dict[str, frozenset[str]] = {}
        for key, wanted in self.when.items():
            if key.endswith(_HAS) and isinstance(wanted, str):
                has[key.removesuffix(_HAS)] = frozenset(wanted)
            else:
                facts[key] = wanted
        object.__setattr__(self, "_facts", facts)
        object.__setattr__(self, "_has", has)

    def holds(self, facts: Mapping[str, Fact], slots: Mapping[str, str]) -> bool:
        """Tell whether every condition holds."""
        for name, wanted in self._facts.items():
            if facts.get(name, False) != wanted:
                return False
        for name, characters in self._has.items():
            if characters.isdisjoint(slots.get(name, "")):
                return False
        return True


Constructs: TypeAlias = "Mapping[str, tuple[Variant, ...]]"
"""The variants of each construct, in order."""


def settled(constructs: Constructs, known: Mapping[str, Fact]) -> Constructs:
    """Decide once what is the same all over an export.

    Args:
        constructs: The variants of each construct, in the profile's order.
        known: What is so everywhere, such as the options, and whether there is a kit.

    Returns:
        The variants that may still be chosen, with what is left of their conditions.
    """
    return {name: tuple(_possible(variants, known)) for name, variants in constructs.items()}


def _possible(variants: Iterable[Variant], known: Mapping[str, Fact]) -> Iterator[Variant]:
    for variant in variants:
        if all(known.get(key, wanted) == wanted for key, wanted in variant.when.items()):
            when = {key: wanted for key, wanted in variant.when.items() if key not in known}
            yield Variant(variant.template, when)
            if not when:
                return


def choose(
    variants: tuple[Variant, ...], facts: Mapping[str, Fact], slots: Mapping[str, str]
) -> Template | None:
    """Choose the first variant that holds.

    Args:
        variants: In the profile's order.
        facts: What is so at this place.
        slots: The texts for the slots.

    Returns:
        Its template, or ``None`` when none holds.
    """
    for variant in variants:
        if not variant.when or variant.holds(facts, slots):
            return variant.template
    return None
