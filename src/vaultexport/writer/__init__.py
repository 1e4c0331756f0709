"""The planned files onto the disk: atomic, unchanged files untouched, nobody else's ever.

Belongs here: the output folder, the manifest, the kit. Does not belong here: Markdown, links,
what is published.
"""

from __future__ import annotations

from vaultexport.writer.kit import kit_files
from vaultexport.writer.manifest import MANIFEST, Manifest, Origin
from vaultexport.writer.survey import Survey, survey
from vaultexport.writer.tree import OutputFile, OutputTree, Put, Written, write_tree

__all__ = [
    "MANIFEST",
    "Manifest",
    "Origin",
    "OutputFile",
    "OutputTree",
    "Put",
    "Survey",
    "Written",
    "kit_files",
    "survey",
    "write_tree",
]
