"""The list of the files that we wrote, kept in the output folder.

It names output files and their digests and nothing else: nothing of the vault that the output
itself does not show.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST: Final = ".vaultexport.json"
"""Its name. A dot file: no target takes it for content."""

OF_KIT: Final = "kit:"
"""Stands before the digest of a kit file, which its user may edit and keep."""

_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What earlier runs wrote into an output folder.

    Attributes:
        vaults: For each vault exported there: output path to the SHA-256 of what was written,
            with ``kit:`` before it for a file of the kit.
        damaged: Whether there is a manifest that can't be read, or that names files outside.
    """

    vaults: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    damaged: bool = False

    @classmethod
    def load(cls, out: Path) -> Manifest | None:
        """Read the manifest of an output folder.

        Args:
            out: The folder; it need not exist.

        Returns:
            The manifest; ``None`` when there is none: the folder is not ours.
        """
        try:
            text = (out / MANIFEST).read_bytes()
        except OSError:
            return None
        try:
            data = json.loads(text)
            vaults = {
                str(name): {str(path): str(digest) for path, digest in files.items()}
                for name, files in data["vaults"].items()
            }
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(damaged=True)
        inside = all(_is_inside(path) for files in vaults.values() for path in files)
        return cls(vaults) if inside else cls(damaged=True)

    def files(self) -> dict[str, str]:
        """Give every file that any vault's export wrote, with its digest."""
        return {path: digest for files in self.vaults.values() for path, digest in files.items()}

    def replaced(self, vault: str, files: Mapping[str, str]) -> Manifest:
        """Give the manifest after a run that wrote ``files`` for ``vault``."""
        return Manifest({**self.vaults, vault: dict(files)})

    def to_bytes(self) -> bytes:
        """Write the manifest, the same bytes for the same content."""
        data = {"version": _VERSION, "vaults": self.vaults}
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def digest_of(content: bytes, *, of_kit: bool) -> str:
    """Give what the manifest keeps of a file."""
    return (OF_KIT if of_kit else "") + hashlib.sha256(content).hexdigest()


def _is_inside(path: str) -> bool:
    """Tell whether a path stays in the output folder: we remove files that the manifest names."""
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts
