"""What the plan says of each file that will be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport.model import PropertyValue

Role = Literal["page", "home", "folder"]


@dataclass(frozen=True, slots=True)
class Page:
    """A note's page.

    Attributes:
        note: The note's vault path; empty for a page that we add (a folder's, a home).
        output: The file, relative to the output folder.
        ref: The file as the target's links name it: from the content folder, with a leading ``/``.
        url: Where the page will be: from the site's root, with slashes at both ends.
        role: Whether it is an ordinary page, the site's home, or a folder's page.
        title: The title that readers see.
        front_matter: The target's front matter, in order.
        assets: Vault paths of the attachments that the front matter names.
        language: The code of its language; empty for the site's only one.
    """

    note: str
    output: str
    ref: str
    url: str
    role: Role
    title: str
    front_matter: Mapping[str, PropertyValue]
    assets: tuple[str, ...] = ()
    language: str = ""
