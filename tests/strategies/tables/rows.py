"""The form of the tables: their origin in the first line, then one row a line, all in ASCII."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

FOLDER = Path(__file__).parents[1]
Row: TypeAlias = Mapping[str, Any]


def save(name: str, origin: str, rows: Iterable[Row]) -> None:
    """Write a table and say how long it is."""
    lines = [json.dumps(row) for row in ({"origin": origin}, *rows)]
    (FOLDER / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="ascii")
    print(f"{name}: {len(lines) - 1} rows")  # noqa: T201  # a script that reports to its user


def load(name: str) -> list[Row]:
    """Read a table without its first line."""
    text = (FOLDER / f"{name}.jsonl").read_text(encoding="ascii")
    return [json.loads(line) for line in text.splitlines()[1:]]
