"""Runs queries: the source gives rows, clauses work on them from top to bottom.

A row on which an expression fails is dropped; only when a clause fails on every row the query
fails. Rows are shared with the index and copied only where a clause adds a name to them.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from vaultexport.dataview import syntax
from vaultexport.dataview.errors import EvaluationError, LimitExceededError
from vaultexport.dataview.evaluate import compile_expression
from vaultexport.dataview.index import ItemObject, PageObject
from vaultexport.dataview.results import (
    CalendarResult,
    Dropped,
    ListResult,
    Result,
    TableResult,
    TaskGroup,
    TaskResult,
    Tasks,
)
from vaultexport.dataview.sortkeys import sort_keys
from vaultexport.dataview.sources import matching_paths, rows
from vaultexport.dataview.values import ListPair, integral, is_number, is_truthy, type_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultexport.dataview.context import Context, Scope
    from vaultexport.dataview.evaluate import Evaluator
    from vaultexport.dataview.values import Value

_Row: TypeAlias = "tuple[Value, Scope]"

SHOWN_ERRORS: Final = 3
"""Messages that an error about all rows quotes."""

_EXTRACTION: Final = "final data extraction"


def run(query: syntax.Query, context: Context) -> Result:
    """Answer a query.

    Args:
        query: Its syntax tree.
        context: The notes it may see, the clock, the note it stands in and its limits.

    Raises:
        EvaluationError: When the query as a whole has no answer.
        LimitExceededError: When it needs too much time or memory.
    """
    try:
        return _Execution(context).answer(query)
    except RecursionError as error:
        raise LimitExceededError("the query nests values too deeply") from error


class _Execution:
    """A query at work: its rows, what ids mean by now, and what was dropped."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.rows: list[_Row] = []
        self.groups: tuple[str, ...] = ()
        self.dropped = 0
        self.messages: dict[str, None] = {}

    def answer(self, query: syntax.Query) -> Result:
        header = query.header
        if isinstance(header, syntax.TaskHeader):
            self.rows = list(_task_rows(query.source, self.context))
        else:
            self.rows = list(rows(query.source, self.context))
        self.context.meter.check_rows(len(self.rows))
        for clause in query.clauses:
            self._apply(clause)
        match header:
            case syntax.ListHeader():
                return self._list(header)
            case syntax.TableHeader():
                return self._table(header)
            case syntax.CalendarHeader():
                return self._calendar(header)
        tasks = _task_groups(len(self.groups), self.groups, [row for _, row in self.rows])
        return TaskResult(tasks, self._report())

    def _report(self) -> Dropped:
        return Dropped(self.dropped, tuple(self.messages)[:SHOWN_ERRORS])

    # --- evaluating on all rows --------------------------------------------------------------

    def _evaluate(self, evaluators: list[Evaluator], what: str) -> list[tuple[_Row, list[Value]]]:
        """Evaluate expressions on each row; rows that fail are missing from the result.

        Raises:
            EvaluationError: When every row fails.
        """
        context = self.context
        spend = context.meter.spend
        kept: list[tuple[_Row, list[Value]]] = []
        failures: list[str] = []
        for row in self.rows:
            spend(1)
            try:
                values = [evaluator(context, row[1]) for evaluator in evaluators]
            except EvaluationError as error:
                failures.append(str(error))
                continue
            kept.append((row, values))
        if failures and not kept:
            shown = "\n".join(f"- {message}" for message in failures[:SHOWN_ERRORS])
            # Dataview itself says more than it shows when the columns fail.
            count = (max if what == _EXTRACTION else min)(len(failures), SHOWN_ERRORS)
            raise EvaluationError(
                f"Every row during {what} failed with an error; first {count}:\n{shown}"
            )
        self.dropped += len(failures)
        self.messages.update(dict.fromkeys(failures[:SHOWN_ERRORS]))
        return kept

    # --- clauses -----------------------------------------------------------------------------

    def _apply(self, clause: syntax.Clause) -> None:
        match clause:
            case syntax.Where(condition):
                evaluated = self._evaluate([compile_expression(condition)], "operation 'where'")
                self.rows = [row for row, values in evaluated if is_truthy(values[0])]
            case syntax.Sort(keys):
                self._sort(keys)
            case syntax.Limit(amount):
                self._limit(amount)
            case syntax.Group(field):
                self._group(field)
            case syntax.Flatten(field):
                self._flatten(field)
            case syntax.MisplacedSource(source):
                kind = _SOURCE_NAMES[type(source)]
                raise EvaluationError(f"Unrecognized query operation '{kind}'")

    def _sort(self, keys: tuple[syntax.SortKey, ...]) -> None:
        evaluators = [compile_expression(key.expression) for key in keys]
        evaluated = self._evaluate(evaluators, "operation 'sort'")
        self.context.meter.spend(len(evaluated) * len(keys))
        directions = [key.descending for key in keys]
        self.rows = [row for row, _ in _ordered(evaluated, directions, self.context)]

    def _limit(self, amount: syntax.Expression) -> None:
        try:
            value = compile_expression(amount)(self.context, {})
        except EvaluationError as error:
            raise EvaluationError(f"Failed to execute 'limit' statement: {error}") from error
        if not isinstance(value, int | float) or not is_number(value):
            shown = "null" if value is None else self.context.text(value)
            raise EvaluationError(
                "Failed to execute 'limit' statement: limit should be a number, but got "
                f"'{type_name(value)}' ({shown})"
            )
        self.rows = self.rows[: integral(value)]

    def _group(self, field: syntax.NamedExpression) -> None:
        evaluated = self._evaluate([compile_expression(field.expression)], "operation 'group'")
        self.context.meter.spend(len(evaluated))
        grouped: list[_Row] = []
        members: list[Value] = []
        previous: Value = None
        for row, (key,) in _ordered(evaluated, [False], self.context):
            if not grouped or not self.context.equal(key, previous):
                members = []
                grouped.append((key, {"key": key, "rows": members, field.name: key}))
            members.append(row[1])
            previous = key
        self.rows = grouped
        self.groups = (field.name, *self.groups)

    def _flatten(self, field: syntax.NamedExpression) -> None:
        flat: list[_Row] = []
        evaluated = self._evaluate([compile_expression(field.expression)], "operation 'flatten'")
        for (row_id, data), (value,) in evaluated:
            elements = value if isinstance(value, list) else [value]
            self.context.meter.check_rows(len(flat) + len(elements))
            self.context.meter.spend(len(elements))
            flat += [(row_id, _with_field(data, field.name, element)) for element in elements]
        self.rows = flat
        if self.groups and self.groups[0] == field.name:
            self.groups = self.groups[1:]

    # --- answers -----------------------------------------------------------------------------

    def _extract(self, expressions: Iterable[syntax.Expression]) -> list[tuple[Value, list[Value]]]:
        evaluators = [compile_expression(expression) for expression in expressions]
        evaluated = self._evaluate(evaluators, _EXTRACTION)
        for _, values in evaluated:
            for value in values:
                self.context.meter.weigh(value)
        return [(row[0], values) for row, values in evaluated]

    def _list(self, header: syntax.ListHeader) -> ListResult:
        values: list[Value]
        if header.expression is None:
            values = [row_id for row_id, _ in self.rows]
        else:
            extracted = self._extract([header.expression])
            if header.show_id:
                values = [ListPair(row_id, value) for row_id, (value,) in extracted]
            else:
                values = [value for _, (value,) in extracted]
        return ListResult(values, self.groups, self._report())

    def _table(self, header: syntax.TableHeader) -> TableResult:
        # Of two columns with the same name the last one's expression stands in both.
        expressions = {column.name: column.expression for column in header.columns}
        place = {name: number for number, name in enumerate(expressions)}
        columns = [place[column.name] for column in header.columns]
        names = [column.name for column in header.columns]
        extracted = self._extract(expressions.values())
        if not header.show_id:
            table = [[values[column] for column in columns] for _, values in extracted]
            return TableResult(names, table, self.groups, self._report())
        first = self.context.environment.settings.table_id_column_name
        table = [[row_id, *(values[column] for column in columns)] for row_id, values in extracted]
        names = [self.groups[0] if self.groups else first, *names]
        return TableResult(names, table, self.groups, self._report())

    def _calendar(self, header: syntax.CalendarHeader) -> CalendarResult:
        link = syntax.IndexAccess(syntax.Variable("file"), syntax.Constant("link"))
        extracted = self._extract([header.date.expression, link])
        return CalendarResult([(date, target) for _, (date, target) in extracted], self._report())


_SOURCE_NAMES: Final = {
    syntax.FolderSource: "folder",
    syntax.TagSource: "tag",
    syntax.CsvSource: "csv",
    syntax.LinkSource: "link",
    syntax.NegatedSource: "negate",
    syntax.BinarySource: "binaryop",
}


def _ordered(
    evaluated: list[tuple[_Row, list[Value]]], descending: list[bool], context: Context
) -> list[tuple[_Row, list[Value]]]:
    """Sort rows by the values beside them, the first value first; equals keep their order."""
    columns = [
        sort_keys([values[place] for _, values in evaluated], context.normalize)
        for place in range(len(descending))
    ]
    if any(column is None for column in columns):
        return sorted(evaluated, key=_by_comparing(descending, context))
    order = list(range(len(evaluated)))
    for column, reverse in reversed(list(zip(columns, descending, strict=True))):
        assert column is not None
        order.sort(key=column.__getitem__, reverse=reverse)
    return [evaluated[place] for place in order]


def _by_comparing(
    descending: list[bool], context: Context
) -> Callable[[tuple[_Row, list[Value]]], Any]:
    def order(left: tuple[_Row, list[Value]], right: tuple[_Row, list[Value]]) -> int:
        for mine, theirs, reverse in zip(left[1], right[1], descending, strict=True):
            result = context.compare(mine, theirs)
            if result:
                return -result if reverse else result
        return 0

    return cmp_to_key(order)


def _with_field(row: Scope, name: str, value: Value) -> Scope:
    """Copy a row with one more name; a page stays a page, an item an item."""
    if isinstance(row, PageObject):
        copy: Scope = PageObject(row.path, row)
    elif isinstance(row, ItemObject):
        copy = ItemObject(row, row.own_fields)
    else:
        copy = dict(row)
    copy[name] = value
    return copy


def _task_rows(source: syntax.Source, context: Context) -> Iterable[_Row]:
    """Return a row for each task, at any depth: its own names, then those of its page."""
    for path in matching_paths(source, context):
        page = context.index.page(path)
        file = page.get("file") if page is not None else None
        tasks = file.get("tasks") if isinstance(file, dict) else None
        if page is None or not isinstance(tasks, list):
            continue
        for task in tasks:
            assert isinstance(task, ItemObject)
            context.meter.spend(1)
            row = ItemObject({**task, **page, **task}, task.own_fields)
            yield f"{path}#{context.text(row.get('line'))}", row


def _task_groups(depth: int, names: tuple[str, ...], found: list[Scope]) -> Tasks:
    if not depth:
        tasks: list[Value] = [*found]
        return tasks
    name = names[len(names) - depth]
    groups = []
    for row in found:
        members = row.get("rows")
        inner = (
            [member for member in members if isinstance(member, dict)]
            if isinstance(members, list)
            else []
        )
        groups.append(TaskGroup(row.get(name), _task_groups(depth - 1, names, inner)))
    return groups
