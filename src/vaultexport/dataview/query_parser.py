"""Reads whole queries: the header, the source and the clauses that follow."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, cast

import regex

from vaultexport.dataview import lexer
from vaultexport.dataview.parser import ExpressionReader, operator_sign
from vaultexport.dataview.patterns import SPACES
from vaultexport.dataview.syntax import (
    BinarySource,
    CalendarHeader,
    Clause,
    CsvSource,
    Flatten,
    FolderSource,
    Group,
    Header,
    Limit,
    LinkSource,
    ListHeader,
    MisplacedSource,
    NamedExpression,
    NegatedSource,
    Query,
    Sort,
    SortKey,
    Source,
    TableHeader,
    TagSource,
    TaskHeader,
    Where,
)
from vaultexport.dataview.values import Link

if TYPE_CHECKING:
    from collections.abc import Callable

_AS: Final = lexer.keyword("AS")
_FROM: Final = lexer.keyword("FROM")
_LINE_ENDS: Final = regex.compile(r"[\r\n]+")


@lru_cache(maxsize=256)
def parse_query(text: str) -> Query:
    """Read a whole query; in a vault the same one often stands in many notes.

    Args:
        text: The body of a ``dataview`` block, container prefixes removed.

    Raises:
        QuerySyntaxError: With the place and what was expected there.
    """
    reader = _QueryReader(text)
    query = reader.query()
    if query is None or not reader.cursor.at_end():
        raise reader.cursor.error()
    return query


class _QueryReader(ExpressionReader):
    """Reads a query at a cursor; each method returns None if there is none."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._clauses: tuple[tuple[regex.Pattern[str], str, Callable[[], Clause | None]], ...] = (
            (_FROM, "FROM", self._misplaced),
            (lexer.keyword("WHERE"), "WHERE", self._where),
            (lexer.keyword("SORT"), "SORT", self._sort),
            (lexer.keyword("LIMIT"), "LIMIT", self._limit),
            (lexer.keyword("GROUP BY"), "GROUP BY", self._group),
            (lexer.keyword("FLATTEN"), "FLATTEN", self._flatten),
        )
        self._headers: dict[str, Callable[[], Header | None]] = {
            "list": self._list_header,
            "table": self._table_header,
            "task": TaskHeader,
            "calendar": self._calendar_header,
        }
        self._sources: tuple[Callable[[], Source | None], ...] = (
            self._source_in_parentheses,
            self._negated_source,
            self._outgoing_source,
            self._incoming_source,
            self._folder_source,
            self._tag_source,
            self._csv_source,
        )

    def query(self) -> Query | None:
        """Read a query up to where it ends, which should be the end of the text."""
        self._skip_comments()
        kind = self.cursor.match(lexer.QUERY_TYPE, "TABLE, LIST, TASK or CALENDAR")
        header = self._headers[kind[0].lower()]() if kind else None
        if header is None:
            return None
        self._skip_comments()
        source = self._from()
        clauses = []
        clause = self._clause()
        while clause is not None:
            clauses.append(clause)
            clause = self._clause()
        return Query(header, source or FolderSource(""), tuple(clauses))

    def _skip_comments(self) -> None:
        self.cursor.skip_space()
        while self.cursor.match(lexer.COMMENT):
            self.cursor.skip_space()

    def _space(self) -> bool:
        return self.cursor.match(lexer.SPACE, "a blank") is not None

    # --- headers -------------------------------------------------------------------------------

    def _without_id(self) -> bool:
        found = self.cursor.match(lexer.WITHOUT_ID, "WITHOUT ID")
        if found:
            self.cursor.skip_space()
        return found is not None

    def _list_header(self) -> Header | None:
        if self.cursor.at_end():
            return ListHeader(None, show_id=True)
        if not self._space():
            return None
        show_id = not self._without_id()
        return ListHeader(self.expression(), show_id)

    def _table_header(self) -> Header | None:
        if self.cursor.at_end():
            return TableHeader((), show_id=True)
        if not self._space():
            return None
        show_id = not self._without_id()
        return TableHeader(tuple(self.separated(self._named)), show_id)

    def _calendar_header(self) -> Header | None:
        date = self._named() if self._space() else None
        return CalendarHeader(date) if date is not None else None

    def _named(self) -> NamedExpression | None:
        start = self.cursor.position
        expression = self.expression()
        if expression is None:
            return None
        end = self.cursor.position
        name = self._alias()
        if name is None:
            self.cursor.position = end
            lines = _LINE_ENDS.split(self.cursor.text[start:end])
            name = "".join(line.strip(SPACES) for line in lines)
        return NamedExpression(name, expression)

    def _alias(self) -> str | None:
        if not (self._space() and self.cursor.match(_AS, "AS") and self._space()):
            return None
        name = self.identifier()
        return name if name is not None else self.string()

    # --- clauses -------------------------------------------------------------------------------

    def _from(self) -> Source | None:
        start = self.cursor.position
        source = self._source() if self.cursor.match(_FROM, "FROM") and self._space() else None
        if source is None:
            self.cursor.position = start
        return source

    def _clause(self) -> Clause | None:
        self._skip_comments()
        start = self.cursor.position
        for pattern, name, read in self._clauses:
            if self.cursor.match(pattern, name) and self._space():
                clause = read()
                if clause is not None:
                    self._skip_comments()
                    return clause
            self.cursor.position = start
        return None

    def _misplaced(self) -> Clause | None:
        source = self._source()
        return MisplacedSource(source) if source is not None else None

    def _where(self) -> Clause | None:
        condition = self.expression()
        return Where(condition) if condition is not None else None

    def _sort(self) -> Clause | None:
        keys = self.separated(self._sort_key)
        return Sort(tuple(keys)) if keys else None

    def _sort_key(self) -> SortKey | None:
        expression = self.expression()
        if expression is None:
            return None
        self.cursor.skip_space()
        direction = self.cursor.match(lexer.DIRECTION, "ASC or DESC")
        return SortKey(expression, direction is not None and direction[0].lower()[0] == "d")

    def _limit(self) -> Clause | None:
        amount = self.expression()
        return Limit(amount) if amount is not None else None

    def _group(self) -> Clause | None:
        field = self._named()
        return Group(field) if field is not None else None

    def _flatten(self) -> Clause | None:
        field = self._named()
        return Flatten(field) if field is not None else None

    # --- sources -------------------------------------------------------------------------------

    def _source(self) -> Source | None:
        left = self._source_atom()
        while left is not None:
            start = self.cursor.position
            self.cursor.skip_space()
            found = self.cursor.match(lexer.BOOLEAN_OPERATOR, "'and' or 'or'")
            self.cursor.skip_space()
            right = self._source_atom() if found else None
            if found is None or right is None:
                self.cursor.position = start
                return left
            operator = cast('Literal["&", "|"]', operator_sign(found[0]))
            left = BinarySource(left, operator, right)
        return None

    def _source_atom(self) -> Source | None:
        start = self.cursor.position
        for read in self._sources:
            found = read()
            if found is not None:
                return found
            self.cursor.position = start
        self.cursor.expect("a folder, #tag, [[link]], csv(…), outgoing(…) or '('")
        return None

    def _source_in_parentheses(self) -> Source | None:
        if not self.cursor.literal("("):
            return None
        self.cursor.skip_space()
        self.enter()
        inner = self._source()
        self.leave()
        return inner if inner is not None and self.closing(")") else None

    def _negated_source(self) -> Source | None:
        if not (self.cursor.literal("-") or self.cursor.literal("!")):
            return None
        self.enter()
        child = self._source_atom()
        self.leave()
        return NegatedSource(child) if child is not None else None

    def _outgoing_source(self) -> Source | None:
        if not self.cursor.literal("outgoing("):
            return None
        self.cursor.skip_space()
        found = self.cursor.match(lexer.LINK, "[[a link]]")
        closed = found and self.cursor.literal(")", "')'")
        return LinkSource(Link.parse(found[1]).path, "outgoing") if found and closed else None

    def _incoming_source(self) -> Source | None:
        found = self.cursor.match(lexer.LINK)
        return LinkSource(Link.parse(found[1]).path, "incoming") if found else None

    def _folder_source(self) -> Source | None:
        path = self.string("")
        return FolderSource(path) if path is not None else None

    def _tag_source(self) -> Source | None:
        found = self.cursor.match(lexer.TAG)
        return TagSource(found[0]) if found else None

    def _csv_source(self) -> Source | None:
        if not self.cursor.literal("csv("):
            return None
        self.cursor.skip_space()
        path = self.string()
        closed = path is not None and self.cursor.literal(")", "')'")
        return CsvSource(path) if path is not None and closed else None
