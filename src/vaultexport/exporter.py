"""The way in: an export, or the report of the last one where nothing has changed.

It imports next to nothing: an export that has nothing to do is over before the rest is loaded.
"""

from __future__ import annotations

import gc
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from vaultexport.request import Request, absolute

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo

    from vaultexport.cache import Cache
    from vaultexport.model import Dialect
    from vaultexport.planner import Protected, PublishMode, QueryScope
    from vaultexport.reader import Memory
    from vaultexport.report import Report


def export(  # noqa: PLR0913 - the options of the command
    vault: str | os.PathLike[str],
    to: str | None = None,
    out: str | os.PathLike[str] | None = None,
    *,
    publish: PublishMode = "auto",
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    protected: Protected = "skip",
    query_scope: QueryScope = "published",
    dialect: Dialect | None = None,
    garden: str | os.PathLike[str] | None = None,
    keep: Sequence[str] | None = None,
    under: str = "",
    content_only: bool = False,
    profile: str | os.PathLike[str] | None = None,
    options: Mapping[str, str] | None = None,
    timezone: tzinfo | None = None,
    now: datetime | None = None,
    keep_metadata: bool = False,
    dry_run: bool = False,
    jobs: int = 1,
    cache: Cache | None = None,
    memory: Memory | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Export a vault.

    Args:
        vault: The vault's folder: raw, a clone of a Digital Garden repository, or loose notes.
        to: The target, such as ``hugo`` or ``quartz``; may be left out with ``profile``.
        out: The output folder; ``<vault name>-<target>`` beside the vault when ``None``.
        publish: Which notes go out: ``auto``, ``all`` or ``marked``.
        include: Only notes in these folders, of these paths or with these ``#tags`` go out.
        exclude: Notes in these folders, of these paths or with these ``#tags`` stay home.
        protected: What becomes of a vault's notes with a passphrase, which nothing protects in a
            site: ``skip`` leaves them out, ``plain`` exports them like any other.
        query_scope: Which notes Dataview queries see: the ``published`` ones alone, or those of
            the whole ``vault``, which makes public what queries show of the others.
        dialect: How to read the vault: ``raw``, ``published`` or ``loose``; recognised when
            ``None``.
        garden: A clone of the published garden, from which a vault's notes get their URLs and
            dates.
        keep: The names of own properties that go out, ``*`` for all, besides those that the target
            knows; when ``None``, all but in a vault or garden of Digital Garden.
        under: A folder below the site's content for all pages, for a site that has other content.
        content_only: Leave the site kit out, and use nothing that needs it.
        profile: A profile file of your own.
        options: Values for the profile's options, as with ``--set``.
        timezone: The zone of times that name none; the machine's own when ``None``.
        keep_metadata: Leave place, time, device and author in copied images.
        now: The clock of queries, with its zone; the machine's own when ``None``.
        dry_run: Do everything but write.
        jobs: How many processes share the work of a large vault, 0 for one a core. The result is
            the same. Where processes are spawned (Windows, macOS), a script that asks for more
            than one must start under ``if __name__ == "__main__":``.
        cache: Where exports keep what they find out on disk: the next one reads only notes that
            have changed, and makes only the pages that depend on them. The result is the same.
        memory: What an earlier export of this vault by the same process has read: only notes that
            have changed since are read again.
        progress: Called with the number of notes done and of all notes.

    Returns:
        What was done and what could not be carried over. Nothing is printed.

    Raises:
        MisuseError: the export was asked for something it can't do; nothing was written.
    """
    request = Request(
        root=Path(vault).resolve(),
        to=to,
        out=absolute(out),
        publish=publish,
        include=tuple(include),
        exclude=tuple(exclude),
        protected=protected,
        query_scope=query_scope,
        dialect=dialect,
        garden=absolute(garden),
        keep=keep if keep is None else tuple(keep),
        under=under,
        content_only=content_only,
        profile=absolute(profile),
        options=dict(options or {}),
        timezone=timezone,
        now=now,
        keep_metadata=keep_metadata,
    )
    known = closing(cache.recall(request)) if cache is not None and not dry_run else nullcontext()
    with known as recall, _collector_paused():
        report = recall.report() if recall is not None else None
        if report is None and recall is not None and recall.difference():
            from vaultexport.redo import redo  # noqa: PLC0415 - see above

            report = redo(request, recall)
        if report is not None:
            return report
        from vaultexport.pipeline import Means, run  # noqa: PLC0415 - see above

        return run(request, Means(dry_run, jobs, recall, memory, progress))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let no cycle be collected for a while.

    An export makes millions of small tuples and no cycles to speak of; looking through them again
    and again took a fifth of its time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
