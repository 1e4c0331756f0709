"""How long queries take, and how that grows.

    python benchmarks/queries.py [--notes 1000 10000]

For each size a generated vault is read once; then the index is made and each query answered, all in
processor time of this one process. The last column is the time over that of the first size.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generate import Generator

from vaultexport.planner.queries import Queries
from vaultexport.reader import Index, read_vault

if TYPE_CHECKING:
    from collections.abc import Callable

QUERIES = {
    "LIST FROM #t1": "LIST FROM #t1",
    "TABLE … SORT": 'TABLE title, tags FROM "area 1" OR #t2 SORT file.name DESC',
    "WHERE contains()": 'LIST WHERE contains(file.name, "river") SORT created',
    "GROUP BY": "TABLE length(rows) AS n GROUP BY file.folder",
    "TASK": "TASK WHERE !completed",
    "FLATTEN file.lists": "TABLE L.text FROM #t3 FLATTEN file.lists AS L",
    "inlinks": "TABLE length(file.inlinks) AS n SORT n DESC LIMIT 20",
}


def measure(size: int, folder: Path) -> dict[str, float]:
    """Give the seconds of each step over a vault of ``size`` notes."""
    Generator(size).write(folder)
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> object:
        start = time.process_time()
        result = work()
        seconds[name] = time.process_time() - start
        return result

    vault = timed("read the vault", lambda: read_vault(folder))
    resolve = Index([*vault.notes, *vault.assets]).resolve  # type: ignore[attr-defined]
    queries = Queries(
        vault.notes,  # type: ignore[attr-defined]
        (),
        resolve,
        csv={},
        inline=True,
        settings={},
        zone=None,
        now=datetime(2025, 5, 4, tzinfo=UTC),
    )
    timed("make the index", lambda: queries.block("LIST LIMIT 1", ""))
    for name, query in QUERIES.items():
        answer = timed(name, lambda query=query: queries.block(query, ""))
        assert not answer.error, answer.error  # type: ignore[attr-defined]
    return seconds


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--notes", type=int, nargs="+", default=[1_000, 10_000])
    sizes: list[int] = parser.parse_args().notes
    columns = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            columns.append(measure(size, Path(folder, "vault")))
    print(f"{'':24}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>10}")
    for name in columns[0]:
        times = [column[name] for column in columns]
        growth = times[-1] / times[0] if times[0] else 0
        print(f"{name:24}" + "".join(f"{1000 * t:9.1f} ms" for t in times) + f"{growth:9.1f}x")


if __name__ == "__main__":
    main()
