"""Waits for a vault to change."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from watchfiles import watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from watchfiles import Change

_QUIET: Final = 100
"""Milliseconds without a change after which a storm of saves is over."""

_LONGEST: Final = 2000
"""Milliseconds after which a storm that goes on is answered nevertheless."""

_SETTLED: Final = 200
"""Milliseconds that the first look takes."""

_IGNORED: Final = frozenset({".git", ".trash", "node_modules"})
_WORKSPACE: Final = "workspace"
"""What the files are called in which Obsidian keeps which panes are open: they change with every
click."""


def changes(places: Iterable[Path]) -> Iterator[None]:
    """Wait for changes of files, again and again.

    From the call on nothing is missed: what happens while the caller is at work is the next change.

    Args:
        places: Folders, with all that is below them, and files. Missing ones are passed over.

    Returns:
        An iterator that goes on once for each change, or for many that come in one go (a checkout
        of another branch). It ends when the user interrupts.
    """
    batches = watch(
        *(place for place in places if place.exists()),
        watch_filter=is_relevant,
        step=_QUIET,
        debounce=_LONGEST,
        rust_timeout=_SETTLED,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    next(batches, None)  # only now does the system keep account
    return (None for batch in batches if batch)


def is_relevant(_change: Change, path: str) -> bool:
    """Tell whether a file can matter to an export; of Obsidian's own its settings do.

    Args:
        path: The file's path.
    """
    pure = PurePath(path)
    if not _IGNORED.isdisjoint(pure.parts):
        return False
    return not (pure.parent.name == ".obsidian" and pure.name.startswith(_WORKSPACE))
