"""Reads expressions into the syntax tree of ``syntax``; ``query_parser`` reads whole queries.

A recursive descent that goes back where an alternative fails, with Dataview's own order of
alternatives: they decide what ``date(x)``, ``[[a]]`` or ``nullable`` mean. ``and`` and ``or``
bind equally strongly and everything leans to the left, as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar, cast

from vaultexport.dataview import dates, durations, lexer
from vaultexport.dataview.errors import QuerySyntaxError
from vaultexport.dataview.syntax import (
    Binary,
    BinaryOperator,
    Call,
    Constant,
    DateShorthand,
    DateText,
    Expression,
    IndexAccess,
    Lambda,
    ListDisplay,
    Negation,
    ObjectDisplay,
    Variable,
)
from vaultexport.dataview.values import Link

if TYPE_CHECKING:
    from collections.abc import Callable

KEYWORDS: Final = frozenset({"FROM", "WHERE", "LIMIT", "GROUP", "FLATTEN"})
"""Names that are no variables; ``row.limit`` reaches a field of such a name."""

MAX_DEPTH: Final = 60
"""How deeply parentheses, lists, calls and lambdas may nest."""

_LEVELS: Final = (
    (lexer.BOOLEAN_OPERATOR, "'and' or 'or'"),
    (lexer.COMPARE, "a comparison"),
    (lexer.ADD, "'+' or '-'"),
    (lexer.MULTIPLY, "'*', '/' or '%'"),
)
"""The binary operators from the weakest to the strongest; each level leans to the left."""

_OPERATOR_WORDS: Final = {"and": "&", "or": "|"}
_SHORTHAND: Final = lexer.words(*dates.SHORTHANDS)

T = TypeVar("T")


def parse_expression(text: str) -> Expression:
    """Read an expression; blanks around it are an error, as in Dataview.

    Raises:
        QuerySyntaxError: With the place and what was expected there.
    """
    reader = ExpressionReader(text)
    tree = reader.expression()
    if tree is None or not reader.cursor.at_end():
        raise reader.cursor.error()
    return tree


def operator_sign(word: str) -> str:
    """Return the sign of an operator that may be written as a word."""
    return _OPERATOR_WORDS.get(word.lower(), word)


class ExpressionReader:
    """Reads an expression at a cursor; each method returns None, and stays, if there is none."""

    def __init__(self, text: str) -> None:
        self.cursor = lexer.Cursor(text)
        self._depth = 0
        self._atoms: tuple[Callable[[], Expression | None], ...] = (
            self._link,
            self._negation,
            self._list,
            self._object,
            self._lambda,
            self._parentheses,
            self._boolean,
            self._number,
            self._text,
            self._date,
            self._duration,
            self._null,
            self._variable,
        )

    def expression(self, level: int = 0) -> Expression | None:
        """Read operands of one strength of operator and above."""
        if level == len(_LEVELS):
            return self._postfixed()
        left = self.expression(level + 1)
        while left is not None:
            start = self.cursor.position
            operator = self._operator(level)
            right = self.expression(level + 1) if operator else None
            if operator is None or right is None:
                self.cursor.position = start
                return left
            left = Binary(left, operator, right)
        return None

    def _operator(self, level: int) -> BinaryOperator | None:
        pattern, expected = _LEVELS[level]
        self.cursor.skip_space()
        found = self.cursor.match(pattern, expected)
        if found is None:
            return None
        self.cursor.skip_space()
        return cast("BinaryOperator", operator_sign(found[0]))

    def separated(self, read: Callable[[], T | None]) -> list[T]:
        """Read items between commas; a comma without an item behind it is left unread."""
        items: list[T] = []
        start = self.cursor.position
        item = read()
        while item is not None:
            items.append(item)
            start = self.cursor.position
            self.cursor.skip_space()
            item = None
            if self.cursor.literal(",", "','"):
                self.cursor.skip_space()
                item = read()
        self.cursor.position = start
        return items

    def closing(self, bracket: str) -> bool:
        """Read blanks and a closing bracket."""
        self.cursor.skip_space()
        return self.cursor.literal(bracket, f"'{bracket}'")

    def enter(self) -> None:
        """Go one level deeper.

        Raises:
            QuerySyntaxError: When there are too many levels.
        """
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QuerySyntaxError(
                self.cursor.text, self.cursor.position, (f"at most {MAX_DEPTH} levels",)
            )

    def leave(self) -> None:
        """Come back from one level."""
        self._depth -= 1

    def nested(self) -> Expression | None:
        """Read an expression one level deeper."""
        self.enter()
        found = self.expression()
        self.leave()
        return found

    def string(self, expected: str = "a string") -> str | None:
        """Read a string in double quotes and return its content."""
        found = self.cursor.match(lexer.STRING, expected)
        return lexer.unescape(found[1]) if found else None

    def identifier(self, expected: str = "a name") -> str | None:
        """Read a name, keywords included."""
        found = self.cursor.match(lexer.IDENTIFIER, expected)
        return found[0] if found else None

    # --- what stands behind a value ---------------------------------------------------------

    def _postfixed(self) -> Expression | None:
        subject = self._atom()
        while subject is not None:
            start = self.cursor.position
            longer = self._postfix(subject)
            if longer is None:
                self.cursor.position = start
                return subject
            subject = longer
        return None

    def _postfix(self, subject: Expression) -> Expression | None:
        if self.cursor.literal("."):
            name = self.identifier()
            return IndexAccess(subject, Constant(name)) if name is not None else None
        if self.cursor.literal("["):
            self.cursor.skip_space()
            index = self.nested()
            return IndexAccess(subject, index) if index is not None and self.closing("]") else None
        if self.cursor.literal("("):
            arguments = self._elements()
            return Call(subject, arguments) if self.closing(")") else None
        return None

    def _elements(self) -> tuple[Expression, ...]:
        self.cursor.skip_space()
        return tuple(self.separated(self.nested))

    # --- values ------------------------------------------------------------------------------

    def _atom(self) -> Expression | None:
        start = self.cursor.position
        for read in self._atoms:
            found = read()
            if found is not None:
                return found
            self.cursor.position = start
        self.cursor.expect("a value")
        return None

    def _link(self) -> Expression | None:
        embed = self.cursor.literal("!")
        found = self.cursor.match(lexer.LINK)
        return Constant(Link.parse(found[1], embed=embed)) if found else None

    def _negation(self) -> Expression | None:
        if not self.cursor.literal("!"):
            return None
        self.enter()
        operand = self._postfixed()
        self.leave()
        return Negation(operand) if operand is not None else None

    def _list(self) -> Expression | None:
        if not self.cursor.literal("["):
            return None
        elements = self._elements()
        return ListDisplay(elements) if self.closing("]") else None

    def _object(self) -> Expression | None:
        if not self.cursor.literal("{"):
            return None
        self.cursor.skip_space()
        entries = dict(self.separated(self._entry))
        return ObjectDisplay(tuple(entries.items())) if self.closing("}") else None

    def _entry(self) -> tuple[str, Expression] | None:
        name = self.identifier("a key")
        if name is None:
            name = self.string("a key")
        if name is None or not self.closing(":"):
            return None
        self.cursor.skip_space()
        value = self.nested()
        return (name, value) if value is not None else None

    def _lambda(self) -> Expression | None:
        self.cursor.skip_space()
        if not self.cursor.literal("("):
            return None
        self.cursor.skip_space()
        parameters = self.separated(self.identifier)
        if not self.closing(")"):
            return None
        self.cursor.skip_space()
        if not self.cursor.literal("=>"):
            return None
        self.cursor.skip_space()
        body = self.nested()
        return Lambda(tuple(parameters), body) if body is not None else None

    def _parentheses(self) -> Expression | None:
        if not self.cursor.literal("("):
            return None
        self.cursor.skip_space()
        inner = self.nested()
        return inner if inner is not None and self.closing(")") else None

    def _boolean(self) -> Expression | None:
        found = self.cursor.match(lexer.BOOLEAN)
        return Constant(found[0].lower() == "true") if found else None

    def _number(self) -> Expression | None:
        found = self.cursor.match(lexer.NUMBER)
        return Constant(float(found[0])) if found else None

    def _text(self) -> Expression | None:
        text = self.string("")
        return Constant(text) if text is not None else None

    def _date(self) -> Expression | None:
        if not self.cursor.literal("date("):
            return None
        self.cursor.skip_space()
        word = self.cursor.match(_SHORTHAND)
        if word:
            return DateShorthand(word[0]) if self.closing(")") else None
        literal = dates.match_literal(self.cursor.text, self.cursor.position)
        if literal is None:
            return None
        self.cursor.position += len(literal)
        return DateText(literal) if self.closing(")") else None

    def _duration(self) -> Expression | None:
        if not self.cursor.literal("dur("):
            return None
        self.cursor.skip_space()
        found = durations.match_literal(self.cursor.text, self.cursor.position)
        if found is None:
            return None
        duration, self.cursor.position = found
        return Constant(duration) if self.closing(")") else None

    def _null(self) -> Expression | None:
        return Constant(None) if self.cursor.literal("null") else None

    def _variable(self) -> Expression | None:
        name = self.identifier("")
        return Variable(name) if name is not None and name.upper() not in KEYWORDS else None
