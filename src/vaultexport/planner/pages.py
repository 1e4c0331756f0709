"""What the plan says of each file that will be written."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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

    def values(self) -> tuple[Any, ...]:
        """Give its attributes in order, all plain values."""
        return _values(self)


_values: Final = attrgetter(*(field.name for field in fields(Page)))


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pages of an export lie in the output.

    Attributes:
        folder: The folder of the pages, ``.`` for the output folder itself.
        split: A path without the language that ends its name, and what stands for it: ``.de``.
        language: The language of a page whose file names none; empty for the site's only one.
    """

    folder: str
    split: Callable[[str], tuple[str, str]]
    language: str

    def page(  # noqa: PLR0913, PLR0917 - the parts of a Page
        self,
        note: str,
        file: str,
        url: str,
        role: Role,
        title: str,
        front_matter: Mapping[str, PropertyValue],
        assets: tuple[str, ...] = (),
    ) -> Page:
        """Give a page; its parts are as those of `Page`.

        Args:
            note: The note's vault path.
            file: The file below the pages' folder, without extension.
            url: Its URL.
            role: What it is.
            title: Its title.
            front_matter: Its front matter.
            assets: The attachments that the front matter names.
        """
        output = f"{file}.md" if self.folder == "." else f"{self.folder}/{file}.md"
        language = self.split(file)[1][1:] or self.language
        return Page(note, output, f"/{file}.md", url, role, title, front_matter, assets, language)
