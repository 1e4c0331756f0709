"""The words of the language, and a cursor that reads them.

Dataview's grammar has no separate tokens: what ``and`` or ``-1`` means depends on the place
(``a-b`` is one name, ``date(2024-06-05)`` a literal, ``order`` may start with the operator
``or``). So each word is a regular expression that the parser tries where it can stand, and a
try that fails goes back. The cursor remembers the farthest place that any try reached: that is
where a syntax error is reported.
"""

from __future__ import annotations

import regex

from vaultexport.dataview.errors import QuerySyntaxError
from vaultexport.dataview.patterns import EMOJI, SPACE_CLASS

OPTIONAL_SPACE = regex.compile(f"[{SPACE_CLASS}]*")
SPACE = regex.compile(f"[{SPACE_CLASS}]+")
COMMENT = regex.compile(r"//[^\n]*")
NUMBER = regex.compile(r"-?[0-9]+(?:\.[0-9]+)?")
STRING = regex.compile(r'"((?:\\.|[^"\\])*)"', regex.DOTALL)
BOOLEAN = regex.compile(r"true|false|True|False")
TAG = regex.compile(
    r"#[^\u2000-\u206F\u2E00-\u2E7F'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\" + SPACE_CLASS + "]*"
)
IDENTIFIER = regex.compile(rf"(?:\p{{L}}|{EMOJI})(?:[0-9\p{{L}}_-]|{EMOJI})*")
LINK = regex.compile(r"\[\[([^\[\]]*)\]\]")
MULTIPLY = regex.compile(r"[*/%]")
ADD = regex.compile(r"[+-]")
COMPARE = regex.compile(r">=|<=|!=|>|<|=")
BOOLEAN_OPERATOR = regex.compile(r"and|or|&|\|", regex.IGNORECASE)
QUERY_TYPE = regex.compile(r"TABLE|LIST|TASK|CALENDAR", regex.IGNORECASE)
WITHOUT_ID = regex.compile(rf"WITHOUT[{SPACE_CLASS}]+ID", regex.IGNORECASE)
DIRECTION = regex.compile(r"ASCENDING|DESCENDING|ASC|DESC", regex.IGNORECASE)

_ESCAPE = regex.compile(r"\\([\"\\])")


def unescape(inner: str) -> str:
    r"""Read the inside of a string literal: only ``\"`` and ``\\`` are escapes."""
    return _ESCAPE.sub(r"\1", inner)


def keyword(word: str) -> regex.Pattern[str]:
    """Make the pattern of a clause's keyword, in any case."""
    return regex.compile(regex.escape(word), regex.IGNORECASE)


def words(*choices: str) -> regex.Pattern[str]:
    """Make the pattern of one of several words, the longest first."""
    return regex.compile("|".join(map(regex.escape, sorted(choices, key=len, reverse=True))))


class Cursor:
    """A place in a text, and the farthest place where something else could have stood."""

    __slots__ = ("_expected", "_farthest", "position", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self._farthest = 0
        self._expected: set[str] = set()

    def match(self, pattern: regex.Pattern[str], expected: str = "") -> regex.Match[str] | None:
        """Read a pattern here, or note what was expected and stay.

        Args:
            pattern: What to read.
            expected: Its name in an error message; empty for what no reader would miss.

        Returns:
            The match, or None.
        """
        found = pattern.match(self.text, self.position)
        if found is None:
            self.expect(expected)
            return None
        self.position = found.end()
        return found

    def literal(self, word: str, expected: str = "") -> bool:
        """Read an exact word here, or note what was expected and stay."""
        if self.text.startswith(word, self.position):
            self.position += len(word)
            return True
        self.expect(expected)
        return False

    def skip_space(self) -> None:
        """Read blanks and line ends, if there are any."""
        found = OPTIONAL_SPACE.match(self.text, self.position)
        assert found is not None
        self.position = found.end()

    def expect(self, expected: str) -> None:
        """Note what could have stood here."""
        if not expected or self.position < self._farthest:
            return
        if self.position > self._farthest:
            self._farthest = self.position
            self._expected.clear()
        self._expected.add(expected)

    def at_end(self) -> bool:
        """Tell whether the text is used up."""
        return self.position >= len(self.text)

    def error(self) -> QuerySyntaxError:
        """Make the error for the farthest place reached."""
        if self.position > self._farthest:
            self._farthest = self.position
            self._expected = {"the end"}
        return QuerySyntaxError(self.text, self._farthest, tuple(sorted(self._expected)))
