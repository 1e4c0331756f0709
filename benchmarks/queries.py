"""How long queries take, what their index costs, and how both grow.

    python benchmarks/queries.py [--notes 1000 10000] [--vault FOLDER]

For each size a vault is generated. First it is exported without its queries, then its index is
made, whole, and each query is answered, all in processor time of this one process. The last column
is the time over that of the first size. With ``--vault`` all blocks and inline queries of that
folder are answered instead, and the slowest are shown.
"""

from __future__ import annotations

import argparse
import gc
import re
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generate import Generator

from vaultexport import export
from vaultexport.planner.queries import Queries
from vaultexport.reader import Index, read_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultexport.model import Note, Vault

NOW: Final = datetime(2025, 5, 4, 12, tzinfo=UTC)
BLOCK: Final = re.compile(r"```dataview\n(.*?)```\n?", re.DOTALL)
INLINE: Final = re.compile(r"`= ?([^`\n]+)`")

WHOLE_INDEX: Final = (
    "LIST WHERE file.lists AND file.inlinks AND file.outlinks AND file.tags AND nothing"
)
"""Needs every part of the index, and has no row."""

QUERIES: Final = {
    "LIST FROM #t1": "LIST FROM #t1",
    "TABLE … SORT": 'TABLE title, tags FROM "area 1" OR #t2 SORT file.name DESC',
    "WHERE contains()": 'LIST WHERE contains(file.name, "river") SORT created',
    "GROUP BY": "TABLE length(rows) AS n GROUP BY file.folder",
    "TASK": "TASK WHERE !completed",
    "FLATTEN file.lists": "TABLE L.text FROM #t3 FLATTEN file.lists AS L",
    "inlinks": "TABLE length(file.inlinks) AS n SORT n DESC LIMIT 20",
    "FLATTEN of FLATTEN": "LIST FLATTEN list(1, 2, 3) AS a FLATTEN list(1, 2, 3) AS b LIMIT 1",
}


def make(vault: Vault) -> Queries:
    """Make what answers queries about a vault, with nothing indexed yet."""
    index = Index([*vault.notes, *vault.assets])
    return Queries(
        vault.notes,
        tuple(vault.assets),
        index,
        csv=vault.tables,
        inline=True,
        settings=vault.settings.dataview,
        zone=UTC,
        now=NOW,
    )


def measure(size: int, folder: Path) -> dict[str, float]:
    """Give the seconds of each step over a vault of ``size`` notes."""
    Generator(size).write(folder)
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.process_time()
        work()
        seconds[name] = time.process_time() - start

    for path in folder.rglob("*.md"):
        path.write_text(BLOCK.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    out = folder.parent / "out"
    timed("export without queries", lambda: export(folder, "hugo", out, jobs=1, now=NOW))
    vault = read_vault(folder)
    for note in vault.notes.values():
        _ = note.document  # the export has parsed them, too
    queries = make(vault)
    gc.disable()  # as during an export
    timed("the whole index", lambda: queries.block(WHOLE_INDEX, ""))
    for name, query in QUERIES.items():
        timed(name, lambda query=query: queries.block(query, ""))  # type: ignore[misc]
    gc.enable()
    return seconds


def questions(note: Note) -> Iterator[tuple[str, bool]]:
    """Give the queries of a note, and whether each is a block."""
    yield from ((found[1], True) for found in BLOCK.finditer(note.body))
    yield from ((found[1], False) for found in INLINE.finditer(note.body))


def of_vault(folder: Path) -> None:
    """Answer all queries of a vault and show what they take."""
    vault = read_vault(folder)
    for note in vault.notes.values():
        _ = note.document
    queries = make(vault)
    times = []
    for path, note in vault.notes.items():
        for text, is_block in questions(note):
            start = time.process_time()
            (queries.block if is_block else queries.inline)(text, path)
            times.append((time.process_time() - start, path))
    print(f"{len(times)} queries: {sum(taken for taken, _ in times):.2f} s, index included")
    for taken, path in sorted(times, reverse=True)[:5]:
        print(f"{1000 * taken:9.1f} ms  {path}")


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--notes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--vault", type=Path)
    options = parser.parse_args()
    if options.vault:
        of_vault(options.vault)
        return
    sizes: list[int] = options.notes
    columns = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            columns.append(measure(size, Path(folder, "vault")))
    print(f"{'':24}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>10}")
    for name in columns[0]:
        times = [column[name] for column in columns]
        growth = times[-1] / times[0] if times[0] else 0
        print(f"{name:24}" + "".join(f"{1000 * t:9.1f} ms" for t in times) + f"{growth:9.1f}x")
    shares = [column["the whole index"] / column["export without queries"] for column in columns]
    print(f"{'index over export':24}" + "".join(f"{share:12.0%}" for share in shares))


if __name__ == "__main__":
    main()
