"""What queries answer: values, not text. Rendering is the rewriter's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from vaultexport.dataview.index import ItemObject
    from vaultexport.dataview.values import Value


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows that are missing because an expression failed on them.

    Attributes:
        count: How many.
        messages: What went wrong with the first ones, each once.
    """

    count: int
    messages: tuple[str, ...]


class ListResult(NamedTuple):
    """The answer to a LIST.

    Attributes:
        values: Ids, values, or pairs of both.
        groups: The names of the GROUP BY fields whose keys are the ids, the last clause first;
            empty when ids are links to notes.
        dropped: Rows that failed.
    """

    values: list[Value]
    groups: tuple[str, ...]
    dropped: Dropped


class TableResult(NamedTuple):
    """The answer to a TABLE.

    Attributes:
        headers: The names of the columns.
        rows: As many values each.
        groups: As in ``ListResult``.
        dropped: Rows that failed.
    """

    headers: list[str]
    rows: list[list[Value]]
    groups: tuple[str, ...]
    dropped: Dropped


class TaskGroup(NamedTuple):
    """The tasks of one group; groups nest as GROUP BY clauses do."""

    key: Value
    tasks: Tasks


Tasks: TypeAlias = "list[TaskGroup] | list[Value]"
"""Groups, or what stands in a group: tasks, each with its children."""


class TaskResult(NamedTuple):
    """The answer to a TASK.

    Attributes:
        tasks: Every task that matches, also below one that does; ``outermost`` gives what to
            show.
        dropped: Rows that failed.
    """

    tasks: Tasks
    dropped: Dropped


class CalendarResult(NamedTuple):
    """The answer to a CALENDAR: a date, or whatever the expression gave, and a link each."""

    days: list[tuple[Value, Value]]
    dropped: Dropped


Result: TypeAlias = ListResult | TableResult | TaskResult | CalendarResult


def outermost(tasks: list[ItemObject]) -> list[ItemObject]:
    """Leave out tasks that stand below another one of the list.

    A task is shown with all its children, so one that matches itself would be there twice.

    Args:
        tasks: The tasks of one group.
    """
    below: set[tuple[Value, Value]] = set()
    waiting = [child for task in tasks for child in _children(task)]
    while waiting:
        child = waiting.pop()
        if _place(child) not in below:
            below.add(_place(child))
            waiting += _children(child)
    return [task for task in tasks if _place(task) not in below]


def _place(item: ItemObject) -> tuple[Value, Value]:
    return item.get("path"), item.get("line")


def _children(item: ItemObject) -> list[ItemObject]:
    children = item.get("children")
    return (
        [child for child in children if isinstance(child, type(item))]
        if isinstance(children, list)
        else []
    )
