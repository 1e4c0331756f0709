"""The pages that no note stands for: a home, and those of folders and tags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vaultexport.markdown import parse
from vaultexport.model import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vaultexport.model import Finding, PropertyValue
    from vaultexport.planner.addresses import Folder
    from vaultexport.planner.fields import FieldMaker
    from vaultexport.planner.pages import Layout, Page
    from vaultexport.strategies import Translations

_KNOWN: Final = frozenset({"file.name", "plan.url"})
"""What is known of such a page."""


class AddedPages:
    """Makes them.

    Args:
        layout: Says where pages are.
        maker: Makes the front matter of notes: here only what needs no note.
        written: How front matter must spell a URL.
        findings: Gets what could not be carried over.
    """

    def __init__(
        self,
        layout: Layout,
        maker: FieldMaker,
        written: Callable[[str], str],
        findings: list[Finding],
    ) -> None:
        self._layout = layout
        fields = tuple(field for field in maker.fields if not _KNOWN.isdisjoint(field.sources))
        self._maker = replace(maker, fields=fields)
        self._written = written
        self._findings = findings

    def home(self, file: str, title: str) -> Page:
        """Make the home of a site in which no note is the home."""
        return self._layout.page("", file, "/", "home", title, self._front_matter(title, None))

    def folder(self, folder: Folder) -> Page:
        """Make the page of a folder, or of a tag."""
        url = self._written(folder.url) if folder.explicit else None
        fields = self._front_matter(folder.title, url)
        return self._layout.page("", folder.file, folder.url, "folder", folder.title, fields)

    def _front_matter(self, title: str, url: str | None) -> dict[str, PropertyValue]:
        planned: dict[str, PropertyValue] = {"file.name": title, "plan.url": url}
        note = Note("", {}, "", "", 1, parse)
        return self._maker.make(note, planned, self._findings, set())


def translated(folders: Iterable[Folder], languages: Translations | None) -> Iterator[Folder]:
    """Give the pages of the same terms in the languages that are not the default."""
    for folder in folders:
        for code in sorted(languages.codes if languages else ()):
            if languages and code != languages.default:
                file, url = f"{folder.file}.{code}", f"/{code}{folder.url}"
                yield replace(folder, file=file, url=url)
