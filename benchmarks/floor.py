"""The floor: what any exporter of this design pays, on one core.

    python benchmarks/floor.py VAULT OUT

Walks the vault, reads each note, iterates one parse of it, and writes it out unchanged.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyromark

_OPTIONS = (
    pyromark.Options.ENABLE_WIKILINKS
    | pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_STRIKETHROUGH
)


def main(vault: str, out: str) -> None:
    """Copy the notes of a vault through one parse."""
    for folder, folders, files in os.walk(vault):
        folders[:] = [name for name in folders if not name.startswith(".")]
        target = Path(out, os.path.relpath(folder, vault))
        target.mkdir(parents=True, exist_ok=True)
        for name in files:
            if not name.endswith(".md"):
                continue
            data = Path(folder, name).read_bytes()
            for _event in pyromark.events_with_range(data.decode(), options=_OPTIONS):
                pass
            (target / name).write_bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:3])
