"""What a note asks for in the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultexport.model import Note


@dataclass(frozen=True, slots=True)
class Claim:
    """What a note asks for.

    Attributes:
        note: The note.
        permalink: The URL under which it was published; empty if it never was.
        home: Whether it wants to be the site's first page.
        path: The path, with ``.md``, that gives its place in the site: the vault path, unless the
            garden shows the note elsewhere.
    """

    note: Note
    permalink: str
    home: bool
    path: str
