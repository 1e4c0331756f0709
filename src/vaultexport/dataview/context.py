"""What an expression sees beside its row: the clock, the vault behind links, the work left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from vaultexport.dataview.compare import compare, equal
from vaultexport.dataview.dates import SHORTHANDS
from vaultexport.dataview.limits import Limits, Meter
from vaultexport.dataview.text import to_text

if TYPE_CHECKING:
    from vaultexport.dataview.dates import Date
    from vaultexport.dataview.index import Index
    from vaultexport.dataview.settings import Environment
    from vaultexport.dataview.values import Value
    from vaultexport.dataview.zones import Zone

ClockUse: TypeAlias = Literal["", "day", "moment"]
"""Nothing of the clock, only which day it is, or all of it."""

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
        clock_read: How much of what time it is a value depended on.
    """

    __slots__ = ("_resolved", "clock_read", "environment", "globals", "index", "meter", "origin")

    def __init__(
        self, index: Index, environment: Environment, origin: str = "", limits: Limits | None = None
    ) -> None:
        self.index = index
        self.environment = environment
        self.origin = origin
        self.meter = Meter(limits or Limits())
        this = index.page(origin)
        self.globals: Scope = {"this": this if this is not None else {}}
        self.clock_read: ClockUse = ""
        self._resolved: dict[str, str] = {}

    @property
    def zone(self) -> Zone:
        """The local zone."""
        return self.environment.now.zone

    def now(self) -> Date:
        """Read the clock."""
        self.clock_read = "moment"
        return self.environment.now

    def shorthand(self, name: str) -> Date:
        """Give the date that a word such as ``today`` stands for: a whole day but for ``now``."""
        if name == "now":
            return self.now()
        self.clock_read = self.clock_read or "day"
        return SHORTHANDS[name](self.environment.now)

    def normalize(self, path: str) -> str:
        """Return the path of the file that a link's text means, or the text itself."""
        found = self._resolved.get(path)
        if found is None:
            found = self.index.resolve(path, self.origin) or path
            self._resolved[path] = found
        return found

    def compare(self, left: Value, right: Value) -> int:
        """Compare two values; links count as the files they lead to."""
        self._weigh(left, right)
        return compare(left, right, self.normalize)

    def equal(self, left: Value, right: Value) -> bool:
        """Tell whether two values are the same; links count as the files they lead to."""
        self._weigh(left, right)
        return equal(left, right, self.normalize)

    def text(self, value: Value, *, nested: bool = False) -> str:
        """Write a value as text."""
        if isinstance(value, list | dict):
            self.meter.weigh(value)
        text = to_text(value, self.environment, nested=nested)
        self.meter.check_size(len(text))
        return text

    def _weigh(self, left: Value, right: Value) -> None:
        if isinstance(left, list | dict) and isinstance(right, list | dict):
            self.meter.weigh(left)
            self.meter.weigh(right)

    def page(self, path: str) -> Scope | None:
        """Return the fields of the note that a link's text means."""
        return self.index.page(self.normalize(path))
