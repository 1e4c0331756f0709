"""The list of the files that we wrote, kept in the output folder.

It names output files and their digests, and for each vault its folder's name, the target and the
place in the site: nothing of the vault that the output itself does not show.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST: Final = ".vaultexport.json"
"""Its name. A dot file: no target takes it for content."""

OF_KIT: Final = "kit:"
"""Stands before the digest of a kit file, which its user may edit and keep."""

_VERSION: Final = 1
_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode
_LINES: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",\n   ", ": ")
).encode


class Origin(NamedTuple):
    """What tells the exports of one vault from those of another whose folder has the same name.

    Attributes:
        target: The profile's name.
        under: The folder below the pages' folder that the export may use; empty for all.
        place: A short digest of where the vault is, which can't be turned back.
    """

    target: str = ""
    under: str = ""
    place: str = ""

    @classmethod
    def of(cls, root: Path, target: str, under: str) -> Origin:
        """Describe an export of the vault in the folder ``root``."""
        return cls(target, under, hashlib.blake2b(str(root).encode(), digest_size=4).hexdigest())


_UNKNOWN: Final = Origin()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What earlier runs wrote into an output folder.

    Attributes:
        vaults: For each vault exported there: output path to the SHA-256 of what was written,
            with ``kit:`` before it for a file of the kit.
        origins: What is known of each of them.
        damaged: Whether there is a manifest that can't be read, or that names files outside.
    """

    vaults: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
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
            origins = {
                str(name): Origin(**{key: str(value) for key, value in origin.items()})
                for name, origin in data.get("origins", {}).items()
            }
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(damaged=True)
        inside = all(_is_inside(path) for files in vaults.values() for path in files)
        return cls(vaults, origins) if inside else cls(damaged=True)

    def files(self) -> dict[str, str]:
        """Give every file that any vault's export wrote, with its digest."""
        return {path: digest for files in self.vaults.values() for path, digest in files.items()}

    def key(self, name: str, origin: Origin) -> str:
        """Give the key of a vault: its folder's name, with a number if another vault has that.

        It is the same vault if it is in the same place, or if its export goes to the same folder:
        then it was moved, or is exported on another machine.
        """
        named = re.compile(rf"{re.escape(name)}(?: \d+)?")
        known = sorted(key for key in self.vaults if named.fullmatch(key))
        places = (key for key in known if self.origins.get(key, _UNKNOWN).place == origin.place)
        if same := next(places, ""):
            return same
        for key in known:
            if self.origins.get(key, origin).under == origin.under:
                return key
        number, key = 1, name
        while key in self.vaults:
            number += 1
            key = f"{name} {number}"
        return key

    def replaced(self, vault: str, files: Mapping[str, str], origin: Origin) -> Manifest:
        """Give the manifest after a run that wrote ``files`` for ``vault``.

        On another machine the vault has another place; the first stays, so that nothing changes.
        """
        known = self.origins.get(vault, origin)
        origin = known if known._replace(place=origin.place) == origin else origin
        return Manifest({**self.vaults, vault: dict(files)}, {**self.origins, vault: origin})

    def to_bytes(self) -> bytes:
        """Write the manifest, the same bytes for the same content."""
        origins = {name: origin._asdict() for name, origin in self.origins.items()}
        vaults = sorted(self.vaults.items())
        shown = ",\n".join(f"  {_JSON(name)}: {_lines(files)}" for name, files in vaults)
        data = {"version": _VERSION, "origins": origins, "vaults": {}}
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
        if shown:
            text = text.replace(' "vaults": {}', f' "vaults": {{\n{shown}\n }}')
        return f"{text}\n".encode()


def _lines(files: Mapping[str, str]) -> str:
    """Write the files of a vault, one a line.

    Where `json` is told to indent, it takes ten times as long.
    """
    text = _LINES(files)
    return f"{{\n   {text[1:-1]}\n  }}" if files else text


def digest_of(content: bytes, *, of_kit: bool) -> str:
    """Give what the manifest keeps of a file."""
    return (OF_KIT if of_kit else "") + hashlib.sha256(content).hexdigest()


def _is_inside(path: str) -> bool:
    """Tell whether a path stays in the output folder: we remove files that the manifest names."""
    if ".." not in path and path[:1] not in {"", "/", "."}:
        return True  # nearly all, and in no time
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts
