"""What several tests of the query engine need."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vaultexport.dataview.context import Context
from vaultexport.dataview.dates import Date, parse_literal
from vaultexport.dataview.evaluate import evaluate
from vaultexport.dataview.memory import MemoryIndex
from vaultexport.dataview.metadata import Page
from vaultexport.dataview.parser import parse_expression
from vaultexport.dataview.settings import Environment
from vaultexport.dataview.zones import UTC_ZONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from vaultexport.dataview.limits import Limits
    from vaultexport.dataview.notes import Block, Heading, Item, LinkMark
    from vaultexport.dataview.values import Value

DATA = Path(__file__).parent / "data"


def _clock() -> Date:
    now = parse_literal("2024-06-15T10:30:00Z", UTC_ZONE)
    assert now is not None
    return now


NOW = _clock()
ENVIRONMENT = Environment(NOW)


def lines(name: str, folder: Path = DATA) -> Iterator[dict[str, Any]]:
    with (folder / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def outside(variable: str, *path: str) -> Path:
    """Find data that is not part of the project, or skip the test."""
    root = os.environ.get(variable)
    if not root:
        pytest.skip(f"{variable} is not set")
    found = Path(root, *path)
    if not found.exists():
        pytest.skip(f"{variable} has no {'/'.join(path)}")
    return found


def alike(mine: Any, real: Any) -> bool:
    """Compare JSON of two engines, whose last bits of a fraction may differ."""
    if isinstance(mine, dict) and isinstance(real, dict):
        return mine.keys() == real.keys() and all(alike(mine[key], real[key]) for key in mine)
    if isinstance(mine, list) and isinstance(real, list):
        return len(mine) == len(real) and all(map(alike, mine, real))
    if isinstance(mine, bool) or isinstance(real, bool):
        return mine is real
    if isinstance(mine, int | float) and isinstance(real, int | float):
        return mine == real or abs(mine - real) <= 1e-9 * abs(real)
    return bool(mine == real)


@dataclass(frozen=True)
class Recorded:
    """A note as some cache has it."""

    path: str
    text: str = ""
    created: int = 0
    modified: int = 0
    size: int = 0
    frontmatter: Mapping[str, object] | None = None
    tags: Sequence[str] = ()
    headings: Sequence[Heading] = ()
    blocks: Sequence[Block] = ()
    items: Sequence[Item] = ()
    links: Sequence[LinkMark] = ()
    embeds: Sequence[LinkMark] = ()
    frontmatter_links: Sequence[LinkMark] = ()


def note(path: str, **known: Any) -> Page:
    """Make a page of which only some things matter."""
    return Page(Recorded(path, **known), UTC_ZONE)


def index_of(
    *pages: Page,
    files: Sequence[str] = (),
    csv: Mapping[str, str] | None = None,
    conceals: Callable[[str, str], bool] | None = None,
) -> MemoryIndex:
    """Make an index in which links are paths without ``.md``."""
    paths = {page.path for page in pages} | set(files)

    def resolve(text: str, origin: str) -> str | None:
        if not text:
            return origin
        return next((path for path in (text, f"{text}.md") if path in paths), None)

    return MemoryIndex(pages, resolve, files=files, csv=csv, conceals=conceals)


def value_of(text: str, limits: Limits | None = None, index: MemoryIndex | None = None) -> Value:
    """Evaluate an expression without a note around it."""
    context = Context(index or index_of(), ENVIRONMENT, limits=limits)
    return evaluate(parse_expression(text), context)
