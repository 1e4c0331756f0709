"""What a clone of the published garden knows about the notes of a vault."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vaultexport.errors import MisuseError
from vaultexport.model import Print
from vaultexport.reader.vault import read_vault

if TYPE_CHECKING:
    from pathlib import Path

    from vaultexport.model import Note, Vault


def with_garden(vault: Vault, clone: Path) -> Vault:
    """Give the vault with what its published garden says about the notes of the same vault path.

    Args:
        vault: The vault, from which the text comes.
        clone: The clone of the garden's repository, from which the URLs and dates come.

    Returns:
        The vault.

    Raises:
        MisuseError: ``clone`` is no garden, or ``vault`` is one itself.
    """
    if vault.dialect == "published":
        raise MisuseError("--garden: the vault is a published garden itself; export it without")
    garden = read_vault(clone)
    if garden.dialect != "published":
        raise MisuseError(f"--garden {clone}: no clone of a Digital Garden repository")
    prints = {path: _print(note) for path, note in garden.notes.items()}
    return replace(
        vault,
        prints=prints,
        folders=(*vault.folders, *garden.folders),
        consulted={**vault.consulted, **garden.consulted},
    )


def _print(note: Note) -> Print:
    properties = note.properties
    permalink = properties.get("permalink")
    return Print(
        permalink=permalink if isinstance(permalink, str) else "",
        created=properties.get("created") or None,
        updated=properties.get("updated") or None,
    )
