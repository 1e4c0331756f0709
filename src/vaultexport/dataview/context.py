"""What an expression sees beside its row: the clock, the vault behind links, the work left."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from vaultexport.dataview.limits import Limits, Meter

if TYPE_CHECKING:
    from vaultexport.dataview.dates import Zone
    from vaultexport.dataview.index import Index
    from vaultexport.dataview.settings import Environment
    from vaultexport.dataview.values import Value

Scope: TypeAlias = "dict[str, Value]"
"""The names that a row, or a lambda's parameters, give to values."""


class Context:
    """One query or inline expression at work.

    Attributes:
        environment: Clock, settings and locale.
        index: The notes that the query may see.
        origin: The path of the note in which the query stands.
        meter: What the query may still do.
        globals: Names that every row sees: ``this``.
    """

    __slots__ = ("_resolved", "environment", "globals", "index", "meter", "origin")

    def __init__(
        self, index: Index, environment: Environment, origin: str = "", limits: Limits | None = None
    ) -> None:
        self.index = index
        self.environment = environment
        self.origin = origin
        self.meter = Meter(limits or Limits())
        this = index.page(origin)
        self.globals: Scope = {"this": this if this is not None else {}}
        self._resolved: dict[str, str] = {}

    @property
    def zone(self) -> Zone:
        """The local zone."""
        return self.environment.now.zone

    def normalize(self, path: str) -> str:
        """Return the path of the file that a link's text means, or the text itself."""
        found = self._resolved.get(path)
        if found is None:
            found = self.index.resolve(path, self.origin) or path
            self._resolved[path] = found
        return found

    def page(self, path: str) -> Scope | None:
        """Return the fields of the note that a link's text means."""
        return self.index.page(self.normalize(path))
