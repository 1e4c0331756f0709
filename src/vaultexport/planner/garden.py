"""What a note claims under the rules of Digital Garden: its URL, its place, the home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vaultexport.converters.base import ConverterContext
from vaultexport.converters.flags import set_flag
from vaultexport.model import Finding, Severity
from vaultexport.planner.claims import Claim
from vaultexport.strategies.digital_garden import (
    derived_permalink,
    given_permalink,
    rewritten_path,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultexport.model import Note, Print, PropertyValue, Settings, Vault

_CONTEXT: Final = ConverterContext()
_WRITTEN_BY_PLUGIN: Final = frozenset({"dgPassFrontmatter", "noteIcon"})
"""Properties that only a published note has."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Reads what notes claim.

    Attributes:
        settings: The vault's settings.
        prints: What the published garden says about notes, by vault path.
        derives: Whether a note without a URL of its own has the one that the plugin would give it:
            in a vault where Digital Garden is in use.
    """

    settings: Settings
    prints: Mapping[str, Print]
    derives: bool

    def of(self, note: Note) -> Claim:
        """Read the claim of one note."""
        return Claim(
            note, self._permalink(note), self._is_home(note), _place(self._path(note)) or note.path
        )

    def _permalink(self, note: Note) -> str:
        """Give the URL: the published one, else that of ``dg-permalink``, else that of the path.

        In a vault the plugin itself does not read ``permalink``, so there it counts only in a note
        that was copied back from a garden.
        """
        garden = self.prints.get(note.path)
        if garden is not None and garden.permalink:
            return garden.permalink
        published = note.properties.get("permalink")
        is_print = not self.derives or not _WRITTEN_BY_PLUGIN.isdisjoint(note.properties)
        if isinstance(published, str) and published and is_print:
            return published
        given = note.properties.get("dg-permalink")
        if isinstance(given, str) and given:
            return given_permalink(given) if self.derives else given
        if not self.derives:
            return ""
        return derived_permalink(self._path(note), slugify=self.settings.slugify)

    def _path(self, note: Note) -> str:
        """Give the note's path in the garden: ``dg-path``, else the rewritten vault path."""
        moved = note.properties.get("dg-path")
        if isinstance(moved, str) and moved:
            return moved
        return rewritten_path(note.path, self.settings.path_rewrite_rules)

    @staticmethod
    def _is_home(note: Note) -> bool:
        """Tell whether a note is meant as the home: as JavaScript does, so also by ``"false"``."""
        tags = note.properties.get("tags")
        names = tags.replace(",", " ").split() if isinstance(tags, str) else tags
        tagged = isinstance(names, list) and "gardenEntry" in names
        return tagged or bool(set_flag(note.properties.get("dg-home"), _CONTEXT).value)


def printed_dates(garden: Print) -> dict[str, PropertyValue]:
    """Give the dates of a published note under the names of its properties."""
    dates = {"created": garden.created, "updated": garden.updated}
    return {key: date for key, date in dates.items() if date is not None}


def differences(vault: Vault, public: Mapping[str, Note]) -> Iterator[Finding]:
    """Say which notes are only in the vault or only in the published garden.

    A note of the garden is named if the vault has no such note; one that the vault now keeps
    private is only counted.
    """
    if vault.prints is None:
        return
    for path in sorted(public.keys() - vault.prints.keys()):
        message = "the published garden does not have this note; its URL is made from its path"
        yield Finding(path, 0, "vault-only", Severity.INFO, message)
    gone = vault.prints.keys() - vault.notes.keys()
    for path in sorted(gone):
        message = "the vault does not have this note of the published garden; it is not exported"
        hint = "its old URL leads nowhere; was it renamed, or removed?"
        yield Finding(path, 0, "garden-only", Severity.WARNING, message, hint)
    withdrawn = len(vault.prints.keys() - gone - public.keys())
    if withdrawn:
        notes = "1 note" if withdrawn == 1 else f"{withdrawn} notes"
        message = f"{notes} of the published garden are not to be published any more, by the vault"
        hint = "they are still in the garden, and in its history"
        yield Finding("", 0, "garden-only", Severity.WARNING, message, hint)


def _place(garden_path: str) -> str:
    """Make a path in the garden one that names a file of the site; empty if it names none."""
    parts = [part for part in garden_path.split("/") if part.strip(". ")]
    path = "/".join(parts)
    return path if not path or path.lower().endswith(".md") else f"{path}.md"
