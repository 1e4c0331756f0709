"""Which notes, and which rows, a FROM clause selects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.dataview import syntax
from vaultexport.dataview.csvdata import parse_csv
from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.values import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.dataview.context import Context, Scope
    from vaultexport.dataview.values import Value


def matching_paths(source: syntax.Source, context: Context) -> Sequence[str]:
    """Return the paths that a source selects, each once.

    ``or`` gives the left ones and then what is new of the right; ``and`` keeps the order of the
    right.

    Raises:
        EvaluationError: When the source names something that can't be a source.
    """
    context.meter.spend(1)
    match source:
        case syntax.FolderSource(folder):
            return _in_folder(folder, context)
        case syntax.TagSource(tag):
            return context.index.tagged(tag)
        case syntax.CsvSource(path):
            return [_relative(path, context)]
        case syntax.LinkSource():
            return _by_link(source, context)
        case syntax.NegatedSource(child):
            excluded = set(matching_paths(child, context))
            return [path for path in context.index.paths() if path not in excluded]
        case syntax.BinarySource():
            return _combined(source, context)


def _in_folder(folder: str, context: Context) -> Sequence[str]:
    index = context.index
    inside = index.folder(folder)
    if inside is not None:
        return inside
    return next(([path] for path in (folder, f"{folder}.md") if index.exists(path)), [])


def _relative(path: str, context: Context) -> str:
    """Find a path beside the note that asks, else from the root of the vault."""
    if not context.origin or path.startswith("/"):
        return path.removeprefix("/") if context.origin else path
    beside = f"{context.origin.rpartition('/')[0]}/{path}"
    return beside if context.index.exists(beside) else path


def _by_link(source: syntax.LinkSource, context: Context) -> Sequence[str]:
    index = context.index
    target = index.resolve(source.file, context.origin)
    if target is None:
        return index.linking_to(source.file)
    if source.direction == "incoming":
        return index.linking_to(target)
    linked = index.links_from(target)
    if linked is None:
        raise EvaluationError(
            f'Could not find file "{source.file}" during link lookup - does it exist?'
        )
    return linked


def _combined(source: syntax.BinarySource, context: Context) -> Sequence[str]:
    """Combine a chain, which leans to the left, without recursion along its spine."""
    spine = [source]
    while isinstance(spine[-1].left, syntax.BinarySource):
        spine.append(spine[-1].left)
    selected = matching_paths(spine[-1].left, context)
    for node in reversed(spine):
        right = matching_paths(node.right, context)
        if node.operator == "&":
            left = set(selected)
            selected = [path for path in right if path in left]
        else:
            selected = [*dict.fromkeys([*selected, *right])]
    return selected


def rows(source: syntax.Source, context: Context) -> Iterator[tuple[Value, Scope]]:
    """Return the rows that a source selects, each with its id.

    Raises:
        EvaluationError: When a source can't be read.
    """
    for path in matching_paths(source, context):
        if path.lower().endswith(".csv"):
            yield from _csv_rows(path, context)
            continue
        page = context.index.page(path)
        if page is not None:
            yield Link(path), page


def _csv_rows(path: str, context: Context) -> Iterator[tuple[Value, Scope]]:
    text = context.index.csv(path)
    if text is None:
        raise EvaluationError(f"Failed to load data from path '{path}'.")
    for number, row in enumerate(parse_csv(text, context.zone)):
        yield f"{path}#{number}", row
