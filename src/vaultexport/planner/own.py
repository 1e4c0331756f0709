"""The author's own properties: those that neither the target nor Digital Garden knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vaultexport.converters import (
    is_placeholder,
    link_text,
    looks_secret,
    unquoted_link,
    without_secrets,
)
from vaultexport.errors import MisuseError
from vaultexport.model import Finding, Severity
from vaultexport.profiles import choose

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from vaultexport.model import Note, PropertyValue, Settings
    from vaultexport.planner.addresses import Address
    from vaultexport.profiles import Keep, Profile

ALL: Final = "*"
"""Stands for every own property among the names to keep."""

PASSED_ON: Final = "dg-note-properties"
"""Where Digital Garden puts, since 2026-03, the properties that it doesn't know itself."""

_CONTROL: Final = frozenset({"publish", "draft", "private", "share", "permalink", "position"})
"""Properties that say what becomes of a note, and one of Obsidian's own."""

_OF_PLUGINS: Final = re.compile(r"dg(?:[-_]|(?=[A-Z]))|excalidraw-|.*-plugin$")
"""Names of Digital Garden's properties, raw and published, known ones or not; and of those by which
other plugins know their notes."""

_NO_NAMES: Final = ("plan", "file", "body", "garden")
"""Kinds of sources that are no property of a note."""

_HIDDEN: Final = re.compile(r"%%.*?(?:%%|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_WIKILINK: Final = re.compile(r"!?\[\[(?P<target>[^\[\]\n|#\\]*)[^\[\]\n]*\]\]")
_LINK: Final = re.compile(
    r"!?\[(?P<text>[^\[\]]*)\]\((?:<(?![a-z][a-z0-9+.-]*:)[^<>]*>|(?![a-z][a-z0-9+.-]*:)[^()]*)\)",
    re.IGNORECASE,
)
"""A link into the vault, not to the web."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Which properties the user wants to keep besides those that the target knows.

    Attributes:
        names: Their names in lower case; the whole answer unless ``everything``.
        everything: Whether all are kept.
    """

    names: frozenset[str] = frozenset()
    everything: bool = False

    def has(self, name: str) -> bool:
        """Tell whether a property is kept, by its name in any case."""
        return self.everything or name.lower() in self.names


def kept(asked: Iterable[str] | None, keep: Keep | None, *, uses_garden: bool) -> Kept:
    """Settle which own properties go out.

    Args:
        asked: What the user says; ``None`` leaves it to the profile.
        keep: What the profile says.
        uses_garden: Whether Digital Garden is in use, which would not publish them: then none is
            kept unless somebody says so.

    Returns:
        The names.

    Raises:
        MisuseError: somebody wants to keep what must not be seen.
    """
    if asked is None and keep is not None:
        asked = keep.names
    if asked is None:
        return Kept(everything=not uses_garden)
    names = [name.strip() for name in asked]
    for name in names:
        if looks_secret(name) or is_control(name):
            raise MisuseError(f"--keep {name}: such a property never goes out")
    return Kept(frozenset(name.lower() for name in names if name), ALL in names)


def is_control(name: str) -> bool:
    """Tell whether a property says how a note is published or edited, and so is no content."""
    return name.lower() in _CONTROL or _OF_PLUGINS.match(name) is not None


def mapped_names(profile: Profile, settings: Settings) -> frozenset[str]:
    """Give the properties that the target's front matter is made of, in lower case."""
    names: set[str] = set()
    for field in profile.fields:
        for source in (*field.sources, *field.plus):
            space, _, name = source.partition(".")
            if space == "settings":
                names.add(getattr(settings, name.replace("-", "_")))
            elif space == "own":
                names.add(name)
            elif space not in _NO_NAMES:
                names |= {source, space}
    if profile.redirects:
        names |= {"alias", "aliases"}
    return frozenset(name.lower() for name in names if name)


@dataclass(frozen=True, slots=True)
class PropertyLinks:
    """Writes the links in property values.

    Attributes:
        profile: The target, with its construct ``property-link``.
        resolve: Obsidian's link resolution over the whole vault.
        places: The places of the published notes, by vault path.
    """

    profile: Profile
    resolve: Callable[[str, str], str | None]
    places: Mapping[str, Address]

    def written(self, match: re.Match[str], source: str) -> str:
        """Write one wikilink: of a note that is not published only what a reader would see."""
        target = match["target"].strip()
        # What follows the bar of an embedded file is mostly its size.
        text = link_text(f"[[{target}]]" if match[0].startswith("!") else match[0])
        path = self.resolve(target, source) if target else None
        place = self.places.get(path) if path else None
        variants = self.profile.constructs.get("property-link", ())
        if place is None:
            return text
        slots = {
            "text": text,
            "file": f"/{place.file}.md",
            "path": place.file,
            "slug": place.url.strip("/"),
        }
        template = choose(variants, {}, slots)
        return template.fill(slots) if template else text


@dataclass(frozen=True, slots=True)
class OwnProperties:
    """Picks the author's own properties and makes them fit for a site.

    Attributes:
        keep: What the profile says: where they go, and which names the target reads itself.
        kept: Which ones.
        mapped: Names that the profile's fields take, in lower case.
        links: Writes links in values.
    """

    keep: Keep
    kept: Kept
    mapped: frozenset[str]
    links: PropertyLinks

    def of(
        self, note: Note, taken: Collection[str], findings: list[Finding]
    ) -> Iterator[tuple[str, PropertyValue]]:
        """Give the properties of a note that are kept.

        Args:
            note: The note.
            taken: Names that the place where they go has already.
            findings: Gets what is left out.

        Yields:
            Name and value; of names that differ only in case the first (Hugo knows no case).
        """
        done = {name.lower() for name in taken}
        for name, value in _named(note.properties):
            lower = name.lower()
            if lower in done or lower in self.mapped or not self.kept.has(name):
                continue
            done.add(lower)
            if is_control(name) or not name.strip() or value is None:
                continue
            public = without_secrets({name: value})
            if public != {name: value}:
                findings.append(_secret(note.path))
            entry = public.get(name) if isinstance(public, dict) else None
            clean = self._clean(entry, note.path)
            if clean is not None and lower in self.keep.reserved:
                findings.append(_reserved(note.path, name))
            elif clean is not None:
                yield name, clean

    def _clean(self, value: PropertyValue, source: str) -> PropertyValue:
        """Make a value fit for readers: links and comments as in the note's text.

        Args:
            value: The value, without secrets.
            source: The vault path of the note.

        Returns:
            The value without empty items; None if nothing is left of it.
        """
        link = unquoted_link(value)
        if link is not None:
            return self._text(link, source)
        if isinstance(value, str):
            return self._text(value, source)
        if isinstance(value, list):
            return [self._clean(item, source) for item in value if item is not None]
        if isinstance(value, dict):
            return None if is_placeholder(value) else self._clean_map(value, source)
        return value

    def _clean_map(
        self, value: Mapping[str, PropertyValue], source: str
    ) -> dict[str, PropertyValue]:
        result: dict[str, PropertyValue] = {}
        done: set[str] = set()
        for key, inner in value.items():
            clean = None if is_control(key) else self._clean(inner, source)
            name = self._text(key, source).strip()
            if name and clean is not None and name.lower() not in done:
                done.add(name.lower())
                result[name] = clean
        return result

    def _text(self, text: str, source: str) -> str:
        shown = _HIDDEN.sub("", text) if "%%" in text or "<!--" in text else text
        if "](" in shown:
            shown = _LINK.sub(lambda match: match["text"], shown)
        if "[[" in shown:
            shown = _WIKILINK.sub(lambda match: self.links.written(match, source), shown)
        return shown


def _named(properties: Mapping[str, PropertyValue]) -> Iterator[tuple[str, PropertyValue]]:
    """Give a note's properties, then those that Digital Garden passed on."""
    yield from properties.items()
    passed = properties.get(PASSED_ON)
    if isinstance(passed, dict):
        yield from passed.items()


def _reserved(path: str, name: str) -> Finding:
    message = f"the site has another use for the name “{name}”, or can't show it; it is left out"
    hint = "rename it, or map it in a profile of your own"
    return Finding(path, 0, "property-reserved", Severity.INFO, message, hint)


def _secret(path: str) -> Finding:
    message = "a property looks like a secret or a path on your computer; it is left out"
    hint = "take it out of the note if it should not be in the vault; its name is not told here"
    return Finding(path, 0, "secret-dropped", Severity.INFO, message, hint)
