"""Names that folders of the output can't have, because the target needs them for files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultexport.profiles import Tree


def folder_path(tree: Tree, folders: Iterable[str], *, under: str = "", pages: bool = True) -> str:
    """Give the path of a folder below the output, with a slash behind each name.

    Where a site has a file, it can't have a folder: Quartz ends its build when a folder is called
    ``index.xml`` or, beside a note ``x``, ``x.html``.

    Args:
        tree: The target's tree.
        folders: The names of the folders, from the top.
        under: The folder of the output that holds them; empty for the output itself.
        pages: Whether it holds pages: those must not lie where the target makes lists.
    """
    path = f"{under}/" if under else ""
    for name in folders:
        wanted = name
        for ending, written in tree.folder_endings.items():
            if wanted.lower().endswith(ending):
                wanted = wanted[: -len(ending)] + written
        place = f"{path}{wanted}".lower()
        if place in tree.reserved_assets or (pages and place in tree.reserved_folders):
            wanted += "_"
        path += f"{wanted}/"
    return path
