"""How much work one query may do, and the meter that counts it.

Counting steps instead of seconds keeps an export the same on a fast and on a slow machine.
"""

from __future__ import annotations

from dataclasses import dataclass

from vaultexport.dataview.errors import LimitExceededError


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

    steps: int = 20_000_000
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

    def check_rows(self, rows: int) -> None:
        """Raise LimitExceededError when a query holds too many rows at the same time."""
        if rows > self.limits.rows:
            raise LimitExceededError(f"the query makes more than {self.limits.rows:,} rows")

    def check_size(self, size: float) -> None:
        """Raise LimitExceededError when one string or list becomes too long."""
        if size > self.limits.text:
            raise LimitExceededError(f"the query makes a value longer than {self.limits.text:,}")
