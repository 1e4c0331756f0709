"""What earlier exports found out, so that the next one does only what is new.

Belongs here: the file on disk, what must be the same for an old result to be a new one, and the
export that has nothing to do. Does not belong here: how a result is made.

Nothing of a note that stays home is kept but its state on disk and why it stays: no name, no text,
no property.
"""

from __future__ import annotations

from vaultexport.cache.recall import Cache, Recall

__all__ = ["Cache", "Recall"]
