"""How much work one query may do, and the meter that counts it.

Counting steps instead of seconds keeps an export the same on a fast and on a slow machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultexport.dataview.errors import LimitExceededError

if TYPE_CHECKING:
    from vaultexport.dataview.values import Value

MAX_NESTING = 100
"""How deeply the lists and objects of a value may nest."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of one query or inline expression.

    Attributes:
        steps: Function calls, elements and rows handled, all together.
        rows: Rows that exist at the same time.
        text: Characters of one string or elements of one list that an expression makes.
        regex_seconds: Time for one use of a regular expression. The only limit in seconds,
            since a regular expression can't be counted from outside; it is far above what
            any expression needs that does not backtrack without end.
    """

    steps: int = 10_000_000
    rows: int = 1_000_000
    text: int = 10_000_000
    regex_seconds: float = 1.0


class Meter:
    """Counts the steps of one query and stops it when they are used up."""

    __slots__ = ("left", "limits")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.steps

    def spend(self, steps: int) -> None:
        """Count steps.

        Args:
            steps: How many more were done.

        Raises:
            LimitExceededError: When the budget is used up.
        """
        self.left -= steps
        if self.left < 0:
            raise LimitExceededError(f"the query needs more than {self.limits.steps:,} steps")

    def weigh(self, value: Value) -> None:
        """Count the parts of a list or object before something walks through all of them.

        A value whose parts hold the same part twice, again and again, is small in memory and
        endless to read.

        Args:
            value: Any value; only lists and objects have parts.

        Raises:
            LimitExceededError: When the budget is used up, or the parts nest too deeply.
        """
        if not isinstance(value, list | dict):
            return
        waiting = [(value, 0)]
        while waiting:
            whole, depth = waiting.pop()
            if depth > MAX_NESTING:
                raise LimitExceededError("the query nests values too deeply")
            self.spend(1 + len(whole))
            parts = whole.values() if isinstance(whole, dict) else whole
            waiting += [(part, depth + 1) for part in parts if isinstance(part, list | dict)]

    def check_rows(self, rows: int) -> None:
        """Raise LimitExceededError when a query holds too many rows at the same time."""
        if rows > self.limits.rows:
            raise LimitExceededError(f"the query makes more than {self.limits.rows:,} rows")

    def check_size(self, size: float) -> None:
        """Raise LimitExceededError when one string or list becomes too long."""
        if size > self.limits.text:
            raise LimitExceededError(f"the query makes a value longer than {self.limits.text:,}")
