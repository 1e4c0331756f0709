"""The answer to a query, as Obsidian Markdown that the rewriter then treats like any other.

So links become the target's links, images its images, and text that a note brings along is
rewritten by the same rules as in the note itself.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from vaultexport.dataview.dates import Date
from vaultexport.dataview.index import ItemObject
from vaultexport.dataview.results import (
    CalendarResult,
    ListResult,
    TableResult,
    TaskGroup,
    TaskResult,
    outermost,
)
from vaultexport.dataview.text import to_text
from vaultexport.dataview.values import ExternalLink, Link, ListPair
from vaultexport.rewriter.text import as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultexport.dataview.results import Result, Tasks
    from vaultexport.dataview.settings import Environment
    from vaultexport.dataview.values import Value
    from vaultexport.markdown.spans import ResultForm

_BARE_PIPE: Final = re.compile(r"(?<!\\)\|")
_BREAKS_WIKILINK: Final = re.compile(r"[#^|\[\]]")
"""What ends the path of a wikilink."""

_MAX_DEPTH: Final = 4
"""Dataview's ``maxRecursiveRenderDepth``."""


def empty_message(result: Result | None) -> str:
    """Say what Dataview says of an empty result."""
    match result:
        case TableResult():
            kind = "table"
        case TaskResult():
            kind = "task"
        case CalendarResult():
            return "Dataview: Query returned 0 results."
        case _:
            kind = "list"
    return f"Dataview: No results to show for {kind} query."


class Piece(NamedTuple):
    """A list, a table or (without a form) a line of text, as Obsidian Markdown."""

    form: ResultForm
    text: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes results.

    Attributes:
        environment: The vault's formats, clock and locale.
        bullet: The list mark: not the one of a list next to the result, which would swallow it.
        counts: Whether tables and groups say how many rows they have.
    """

    environment: Environment
    bullet: str = "-"
    counts: bool = True

    def pieces(self, result: Result) -> list[Piece]:
        """Write a result.

        Args:
            result: The answer to a query.

        Returns:
            Its lists and tables in order; nothing for an empty answer.
        """
        match result:
            case ListResult():
                return [Piece("list", text)] if (text := self._list(result.values, 0)) else []
            case TableResult():
                return [Piece("table", self._table(result))] if result.rows else []
            case TaskResult():
                return list(self._tasks(result.tasks))
            case CalendarResult():
                return list(self._calendar(result))

    def inline(self, value: Value) -> str:
        """Write a value inside a line of text."""
        if isinstance(value, list):
            return ", ".join(map(self.inline, value)) or r"\<empty list>"
        if isinstance(value, ItemObject):
            return _one_line(str(value.get("text") or ""))
        if isinstance(value, dict):
            inner = ", ".join(f"{key}: {self.inline(item)}" for key, item in value.items())
            return inner or r"\<empty object>"
        if isinstance(value, ListPair):
            return f"{self.inline(value.key)}: {self.inline(value.value)}"
        if isinstance(value, ExternalLink):
            return f"[{_one_line(value.display)}](<{value.url}>)"
        return (
            _markdown_link(value)
            if isinstance(value, Link) and _BREAKS_WIKILINK.search(value.path)
            else _one_line(to_text(value, self.environment))
        )

    # lists

    def _list(self, values: Iterable[Value], depth: int) -> str:
        return "\n".join(line for value in values for line in self._item(value, depth))

    def _item(self, value: Value, depth: int) -> Iterator[str]:
        mark = f"{'  ' * depth}{self.bullet} "
        key, inner = (value.key, value.value) if isinstance(value, ListPair) else (None, value)
        nested = _is_nested(inner) and depth < _MAX_DEPTH
        if isinstance(value, ListPair):
            shown = self.inline(key)
            yield mark + (f"{shown}:" if nested else f"{shown}: {self.inline(inner)}")
        elif not nested:
            yield mark + self.inline(inner)
        else:
            yield mark.rstrip()
        if nested:
            yield from self._below(inner, depth + 1)

    def _below(self, value: Value, depth: int) -> Iterator[str]:
        if isinstance(value, dict):
            pairs = [ListPair(key, item) for key, item in value.items()]
            yield self._list(pairs, depth)
        elif isinstance(value, list):
            yield self._list(value, depth)

    # tables

    def _table(self, result: TableResult) -> str:
        headers = list(map(_cell, result.headers))
        if self.counts and headers:
            headers[0] += f" ({len(result.rows)})"
        rows = [[_cell(self.inline(value)) for value in row] for row in result.rows]
        lines = [headers, ["---"] * len(headers), *rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    # tasks

    def _tasks(self, tasks: Tasks) -> Iterator[Piece]:
        groups = [task for task in tasks if isinstance(task, TaskGroup)]
        for group in groups:
            count = f" ({_count(group.tasks)})" if self.counts else ""
            yield Piece("", f"**{self.inline(group.key)}**{count}")
            yield from self._tasks(group.tasks)
        items = [task for task in tasks if isinstance(task, ItemObject)]
        if items:
            shown = outermost(items)
            yield Piece("task", "\n".join(line for item in shown for line in self._task(item, 0)))

    def _task(self, item: ItemObject, depth: int) -> Iterator[str]:
        box = f"[{item.get('status') or ' '}] " if item.get("task") else ""
        text = str(item.get("text") or "")
        first, *rest = text.split("\n")
        indent = "  " * depth
        yield f"{indent}{self.bullet} {box}{first}"
        yield from (f"{indent}  {line.strip()}" for line in rest)
        children = item.get("children")
        for child in children if isinstance(children, list) else ():
            if isinstance(child, ItemObject):
                yield from self._task(child, depth + 1)

    # calendars

    def _calendar(self, result: CalendarResult) -> Iterator[Piece]:
        months: dict[tuple[int, int], dict[int, list[str]]] = {}
        for day, link in result.days:
            if isinstance(day, Date):
                year, month, number = day.civil[:3]
                days = months.setdefault((year, month), {})
                days.setdefault(number, []).append(self.inline(link))
        for (year, month), days in sorted(months.items()):
            yield Piece("", f"**{calendar.month_name[month]} {year}**")
            yield Piece("table", _month(year, month, days))


def _month(year: int, month: int, days: dict[int, list[str]]) -> str:
    """Write a month as a table of weeks, Monday first, with the notes in their days."""
    lines = [list(calendar.day_abbr), ["---"] * 7]
    lines += (
        [_cell(_day(day, days.get(day, []))) for day in week]
        for week in calendar.Calendar().monthdayscalendar(year, month)
    )
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _markdown_link(link: Link) -> str:
    """Write a link to a file that no wikilink can name: a ``#`` in it would start a heading."""
    fragment = "" if link.type == "file" else f"#{quote(link.subpath)}"
    if link.type == "block":
        fragment = f"#^{quote(link.subpath)}"
    shown = as_markdown(_one_line(link.display or link.title), in_table=False)
    return f"{'!' if link.embed else ''}[{shown}](<{quote(link.path)}{fragment}>)"


def _day(day: int, links: list[str]) -> str:
    return " ".join([f"**{day}**", *links]) if links else str(day or "")


def _is_nested(value: Value) -> bool:
    return isinstance(value, list | dict) and not isinstance(value, ItemObject) and bool(value)


def _count(tasks: Tasks) -> int:
    return sum(_count(task.tasks) if isinstance(task, TaskGroup) else 1 for task in tasks)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")).strip()


def _cell(text: str) -> str:
    return _BARE_PIPE.sub(r"\\|", text)
