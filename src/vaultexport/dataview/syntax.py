"""The syntax tree of queries, sources and expressions: frozen data, no behaviour.

Dates stay in the words of the text, because what ``today`` is, and which zone a date without
one belongs to, is known only when the query runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from vaultexport.dataview.values import Value

BinaryOperator: TypeAlias = Literal[
    "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "=", "!=", "&", "|"
]


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is known from the text: number, string, boolean, null, link, duration."""

    value: Value


@dataclass(frozen=True, slots=True)
class DateText:
    """``date(2024-06-05)``: the text between the parentheses, known to be a date."""

    text: str


@dataclass(frozen=True, slots=True)
class DateShorthand:
    """``date(today)`` and its like."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A bare name."""

    name: str


@dataclass(frozen=True, slots=True)
class IndexAccess:
    """``subject.name`` or ``subject[index]``."""

    subject: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Negation:
    """``!operand``."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """``left operator right``; chains lean to the left."""

    left: Expression
    operator: BinaryOperator
    right: Expression


@dataclass(frozen=True, slots=True)
class ListDisplay:
    """``[a, b]``."""

    elements: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class ObjectDisplay:
    """``{a: 1}``; of equal keys the last one is kept, in the place of the first."""

    entries: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Lambda:
    """``(a, b) => body``."""

    parameters: tuple[str, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """``function(arguments)``."""

    function: Expression
    arguments: tuple[Expression, ...]


Expression: TypeAlias = (
    Constant
    | DateText
    | DateShorthand
    | Variable
    | IndexAccess
    | Negation
    | Binary
    | ListDisplay
    | ObjectDisplay
    | Lambda
    | Call
)


@dataclass(frozen=True, slots=True)
class FolderSource:
    """``"path"``: the notes under a folder, or one note."""

    folder: str


@dataclass(frozen=True, slots=True)
class TagSource:
    """``#tag``."""

    tag: str


@dataclass(frozen=True, slots=True)
class CsvSource:
    """``csv("path")``."""

    path: str


@dataclass(frozen=True, slots=True)
class LinkSource:
    """``[[note]]`` (incoming) or ``outgoing([[note]])``."""

    file: str
    direction: Literal["incoming", "outgoing"]


@dataclass(frozen=True, slots=True)
class NegatedSource:
    """``-source``: every note but these."""

    child: Source


@dataclass(frozen=True, slots=True)
class BinarySource:
    """``left and right``, ``left or right``."""

    left: Source
    operator: Literal["&", "|"]
    right: Source


Source: TypeAlias = FolderSource | TagSource | CsvSource | LinkSource | NegatedSource | BinarySource


@dataclass(frozen=True, slots=True)
class NamedExpression:
    """A column, a group key or a flattened field: an expression and its name."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class ListHeader:
    """``LIST [WITHOUT ID] [expression]``."""

    expression: Expression | None
    show_id: bool


@dataclass(frozen=True, slots=True)
class TableHeader:
    """``TABLE [WITHOUT ID] columns``."""

    columns: tuple[NamedExpression, ...]
    show_id: bool


@dataclass(frozen=True, slots=True)
class TaskHeader:
    """``TASK``."""


@dataclass(frozen=True, slots=True)
class CalendarHeader:
    """``CALENDAR date``."""

    date: NamedExpression


Header: TypeAlias = ListHeader | TableHeader | TaskHeader | CalendarHeader


@dataclass(frozen=True, slots=True)
class Where:
    """``WHERE condition``."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of a SORT clause."""

    expression: Expression
    descending: bool


@dataclass(frozen=True, slots=True)
class Sort:
    """``SORT keys``."""

    keys: tuple[SortKey, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """``LIMIT amount``."""

    amount: Expression


@dataclass(frozen=True, slots=True)
class Flatten:
    """``FLATTEN expression AS name``."""

    field: NamedExpression


@dataclass(frozen=True, slots=True)
class Group:
    """``GROUP BY expression AS name``."""

    field: NamedExpression


@dataclass(frozen=True, slots=True)
class MisplacedSource:
    """A FROM that is not the first clause: it can be read, and fails when it runs."""

    source: Source


Clause: TypeAlias = Where | Sort | Limit | Flatten | Group | MisplacedSource


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query."""

    header: Header
    source: Source
    clauses: tuple[Clause, ...]
