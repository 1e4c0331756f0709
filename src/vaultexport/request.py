"""What an export was asked for."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from vaultexport.model import Dialect


class Request(NamedTuple):
    """The arguments of `vaultexport.export` that decide about its result; see there.

    Attributes:
        root: The vault's folder, without links.
        out: The output folder, if one was named.
        garden: The clone of the published garden, if one was named.
        profile: The profile file, if one was named.
    """

    root: Path
    to: str | None = None
    out: Path | None = None
    publish: str = "auto"
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    protected: str = "skip"
    query_scope: str = "published"
    dialect: Dialect | None = None
    garden: Path | None = None
    keep: Sequence[str] | None = None
    under: str = ""
    content_only: bool = False
    profile: Path | None = None
    options: Mapping[str, str] = MappingProxyType({})
    timezone: tzinfo | None = None
    now: datetime | None = None
    keep_metadata: bool = False

    def day(self, moment: datetime) -> str:
        """Give the day that it is for queries; nothing if their clock stands still."""
        return "" if self.now else moment.astimezone(self.timezone).date().isoformat()

    def midnight(self, moment: datetime) -> float:
        """Give when that day is over, in seconds since 1970."""
        today = moment.astimezone(self.timezone).date()
        day = datetime.combine(today + timedelta(days=1), time())
        return (day.replace(tzinfo=self.timezone) if self.timezone else day).timestamp()

    def key(self) -> str:
        """Give what tells exports apart that have nothing to do with each other."""
        return repr((str(self.root), self.to, _text(self.out), _text(self.profile)))

    def terms(self) -> str:
        """Give everything else, as a text that is equal for equal requests."""
        return repr(
            (
                *(self.publish, self.protected, self.query_scope, self.dialect, self.under),
                *(list(self.include), list(self.exclude), _text(self.garden)),
                None if self.keep is None else list(self.keep),
                sorted(self.options.items()),
                *(str(self.timezone), str(self.now), self.content_only, self.keep_metadata),
            )
        )


def absolute(path: str | os.PathLike[str] | None) -> Path | None:
    """Give a path without links, wherever it is used from."""
    return None if path is None else Path(path).resolve()


def _text(path: Path | None) -> str:
    return "" if path is None else str(path)
