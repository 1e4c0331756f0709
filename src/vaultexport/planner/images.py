"""The images that properties name, and those that a drawing was exported to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vaultexport.strategies.urls import readable_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vaultexport.model import Note

_URL: Final = ("https://", "http://", "//", "data:image/")
_DRAWING: Final = ".excalidraw"
_THEMES: Final = ("", ".light", ".dark")
_FORMATS: Final = (".svg", ".png")


@dataclass(frozen=True, slots=True)
class PropertyImages:
    """Finds the images that properties name.

    Attributes:
        resolve: Obsidian's link resolution over the whole vault.
        urls: The place in the site of each attachment, by vault path.
    """

    resolve: Callable[[str, str], str | None]
    urls: Mapping[str, str]

    def find(self, destination: str, source: str) -> tuple[str, str] | None:
        """Find an image.

        Args:
            destination: A URL, or a path or name in the vault.
            source: The vault path of the note.

        Returns:
            Its URL, and the vault path of the attachment (empty for an image from elsewhere);
            ``None`` when there is no such image. The URL of an attachment is relative to the
            site's root, as Hugo's ``relURL`` wants it.
        """
        if destination.lower().startswith(_URL):
            return destination, ""
        path = self.resolve(destination, source) or ""
        url = self.urls.get(path)
        return None if url is None else (readable_path(url), path)


def drawings(notes: Iterable[Note], attachments: Mapping[str, str]) -> dict[str, str]:
    """Find the images of drawings, which Excalidraw exports beside them.

    Its settings decide about the name: with or without ``.excalidraw``, one for each theme, as SVG
    or PNG. The vector image and the one for every theme, or else for light, are the better ones.

    Args:
        notes: The notes that may be published.
        attachments: All other files of the vault, by vault path.

    Returns:
        The vault path of the image for each note that is a drawing, and for each drawing that is
        no note (``x.excalidraw``); empty for one that has no image.
    """
    paths = [note.path for note in notes if note.drawing]
    paths += [path for path in attachments if path.lower().endswith(_DRAWING)]
    images = {path.lower(): path for path in attachments}
    return {
        path: next((images[name] for name in _exports(path.lower()) if name in images), "")
        for path in paths
    }


def _exports(path: str) -> Iterator[str]:
    full = path.removesuffix(".md")
    for theme in _THEMES:
        for extension in _FORMATS:
            for stem in dict.fromkeys((full, full.removesuffix(_DRAWING))):
                yield stem + theme + extension
