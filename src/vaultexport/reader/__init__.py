"""Files in, a `Vault` out: knows Obsidian and Digital Garden, and no target.

Belongs here: walking, ignore rules, settings, front matter, dialects, and the index that says who
is called what. Does not belong here: what is published, where a page goes, how it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.lazy import on_demand

if TYPE_CHECKING:
    from vaultexport.reader.garden import with_garden
    from vaultexport.reader.history import with_history
    from vaultexport.reader.index import Index
    from vaultexport.reader.memory import Memory
    from vaultexport.reader.places import find_vault
    from vaultexport.reader.vault import read_vault

__all__ = ["Index", "Memory", "find_vault", "read_vault", "with_garden", "with_history"]

__getattr__ = on_demand(
    __name__,
    {
        "Index": "index",
        "Memory": "memory",
        "find_vault": "places",
        "read_vault": "vault",
        "with_garden": "garden",
        "with_history": "history",
    },
)
