"""The planned files onto the disk: atomic, unchanged files untouched, nobody else's ever.

Belongs here: the output folder, the manifest, the kit. Does not belong here: Markdown, links,
what is published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.lazy import on_demand

if TYPE_CHECKING:
    from vaultexport.writer.kit import kit_files
    from vaultexport.writer.manifest import MANIFEST, Manifest, Origin
    from vaultexport.writer.tree import OutputFile, OutputTree, Put, Written, write_tree

__all__ = [
    "MANIFEST",
    "Manifest",
    "Origin",
    "OutputFile",
    "OutputTree",
    "Put",
    "Written",
    "kit_files",
    "write_tree",
]

__getattr__ = on_demand(
    __name__,
    {
        "MANIFEST": "manifest",
        "Manifest": "manifest",
        "Origin": "manifest",
        "OutputFile": "tree",
        "OutputTree": "tree",
        "Put": "tree",
        "Written": "tree",
        "kit_files": "kit",
        "write_tree": "tree",
    },
)
