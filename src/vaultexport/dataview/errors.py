"""The only exceptions that leave this package."""

from __future__ import annotations


class DataviewError(Exception):
    """Any way in which a query, an expression or its data can fail."""


class QuerySyntaxError(DataviewError):
    """A text that is no query or no expression.

    Attributes:
        text: The whole text that was read.
        offset: Where reading stopped, counted in characters from 0.
        expected: What could have stood there, sorted, in the words of the manual.
    """

    def __init__(self, text: str, offset: int, expected: tuple[str, ...]) -> None:
        self.text = text
        self.offset = offset
        self.expected = expected
        super().__init__(self._message())

    @property
    def line(self) -> int:
        """The line of the place, counted from 1 within the text."""
        return self.text.count("\n", 0, self.offset) + 1

    @property
    def column(self) -> int:
        """The column of the place, counted from 1."""
        return self.offset - (self.text.rfind("\n", 0, self.offset) + 1) + 1

    def _message(self) -> str:
        wanted = " or ".join(self.expected) or "nothing more"
        if self.offset >= len(self.text):
            return f"the query ends too early: expected {wanted}"
        found = self.text[self.offset : self.offset + 20].split("\n")[0] or "a new line"
        return f"line {self.line}, column {self.column}: found {found!r}, expected {wanted}"


class EvaluationError(DataviewError):
    """An expression that has no value, or a query whose every row has none.

    In a query a row that fails is dropped; the message is kept for the report.
    """


class LimitExceededError(DataviewError):
    """A query that would need more time or memory than it may have; never dropped with a row."""
