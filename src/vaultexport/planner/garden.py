"""What a note claims under the rules of Digital Garden: its URL, its place, the home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vaultexport.converters.base import ConverterContext
from vaultexport.converters.flags import set_flag
from vaultexport.planner.addresses import Claim
from vaultexport.strategies.digital_garden import (
    derived_permalink,
    given_permalink,
    rewritten_path,
)

if TYPE_CHECKING:
    from vaultexport.model import Note, Settings

_CONTEXT: Final = ConverterContext()
_WRITTEN_BY_PLUGIN: Final = frozenset({"dgPassFrontmatter", "noteIcon"})
"""Properties that only a published note has."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Reads what notes claim.

    Attributes:
        settings: The vault's settings.
        derives: Whether a note without a URL of its own has the one that the plugin would give it:
            in a vault where Digital Garden is in use.
    """

    settings: Settings
    derives: bool

    def of(self, note: Note) -> Claim:
        """Read the claim of one note."""
        return Claim(note, self._permalink(note), self._is_home(note), _place(self._path(note)))

    def _permalink(self, note: Note) -> str:
        """Give the URL: the published one, else that of ``dg-permalink``, else that of the path.

        In a vault the plugin itself does not read ``permalink``, so there it counts only in a note
        that was copied back from a garden.
        """
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
        tagged = isinstance(tags, list) and "gardenEntry" in tags
        return tagged or bool(set_flag(note.properties.get("dg-home"), _CONTEXT).value)


def _place(garden_path: str) -> str:
    """Make a path in the garden one that names a file, without leaving the output folder."""
    parts = [part for part in garden_path.split("/") if part.strip(". ")]
    path = "/".join(parts)
    return path if path.lower().endswith(".md") else f"{path}.md"
