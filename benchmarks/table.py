"""The table of the manual: how long an export takes, beside the floor and other exporters.

    python benchmarks/table.py [--notes 1000 10000] [--runs 5] [--to hugo]

Everything is a process of its own, timed from start to end; each run does all of it once, in turn,
and the table has the medians, the ratio to the floor of the same run, and the most memory that a
process (not counting its workers) used. The last step is the time from the save of a note to its
new page while `--watch` runs. Exporters of others are timed if they are on the PATH.
"""

from __future__ import annotations

import argparse
import compileall
import math
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from generate import Generator

import vaultexport

_HERE = Path(__file__).parent
_PEERS = {
    "obsidian-export": ("obsidian-export", "{vault}", "{out}"),
    "obsidian-to-hugo": (
        *("obsidian-to-hugo", "--obsidian-vault-dir={vault}", "--hugo-content-dir={out}"),
    ),
}
"""Their commands; ``{out}`` is an empty folder."""

_COLD = {
    "cold, one process": ("--jobs=1",),
    "cold, keeping nothing": ("--no-cache",),
    "cold": (),
}
"""First exports, with their options; the last one's cache is built on by what follows."""


class Run(NamedTuple):
    """One timed process.

    Attributes:
        seconds: From start to end.
        megabytes: The most memory it used; 0 where that was not measured.
    """

    seconds: float
    megabytes: float


def timed(*command: object) -> Run:
    """Run a command that says nothing we need."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed: {command}")
    return Run(seconds, usage.ru_maxrss / 1024)


class Bench:
    """All steps over one generated vault.

    Args:
        notes: How many notes.
        target: What the exports are for.
        folder: An empty folder for all of it.
    """

    def __init__(self, notes: int, target: str, folder: Path) -> None:
        self._folder = folder
        self._vault = folder / "vault"
        self._out = folder / "out"
        self._target = target
        Generator(notes).write(self._vault)
        self._note = max(self._vault.rglob("note *.md"))
        self._runs = 0
        self._starts = 0

    def steps(self) -> dict[str, Run]:
        """Do every step once."""
        self._runs += 1
        self._start_over()
        found = {"floor": timed(sys.executable, _HERE / "floor.py", self._vault, self._out)}
        for name, command in _PEERS.items():
            if shutil.which(command[0]):
                self._start_over()
                self._out.mkdir()
                places = {"vault": self._vault, "out": self._out}
                found[name] = timed(*(part.format(**places) for part in command))
        for step, options in _COLD.items():
            self._start_over()
            found[step] = timed(*self._export(), *options)
        found["nothing changed"] = timed(*self._export())
        self._save("One more line")
        found["one note changed"] = timed(*self._export())
        self._note = self._note.rename(self._note.with_name(f"note renamed {self._runs}.md"))
        found["one note renamed"] = timed(*self._export())
        found["watching: from save to page"] = self._watched()
        return found

    def _export(self) -> tuple[object, ...]:
        return (
            *(sys.executable, "-m", "vaultexport", self._vault),
            *("--to", self._target, "--out", self._out),
        )

    def _start_over(self) -> None:
        """Take an output folder and a cache that nobody has used.

        Old ones stay: soon after many files were deleted, ext4 takes several times as long to make
        new ones (it looks for inodes that were not in use lately).
        """
        self._starts += 1
        place = self._folder / str(self._starts)
        place.mkdir()
        self._out = place / "out"
        # Where the command keeps its cache: on Linux, and on Windows.
        os.environ["XDG_CACHE_HOME"] = os.environ["LOCALAPPDATA"] = str(place / "cache")

    def _save(self, words: str) -> None:
        with self._note.open("a", encoding="utf-8") as note:
            note.write(f"\n{words}: {self._runs}.\n")

    def _watched(self) -> Run:
        """Save a note while an export watches the vault, and wait for its page."""
        words = "A line while it watches"
        command = [str(part) for part in (*self._export(), "--watch")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("Watching"):
                    break
            (page,) = self._out.rglob(self._note.name)
            self._save(words)
            start = time.perf_counter()
            while f"{words}: {self._runs}." not in page.read_text(encoding="utf-8"):
                time.sleep(0.005)
            seconds = time.perf_counter() - start
            process.send_signal(signal.SIGINT)
        return Run(seconds, 0)


def machine() -> str:
    """Say what machine this is."""
    cores = os.cpu_count()
    model = platform.processor() or platform.machine()
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.is_file() else []
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), model)
    return f"{model}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def show(notes: int, runs: list[dict[str, Run]]) -> None:
    """Print the lines of one size."""
    for step in runs[0]:
        seconds = median(run[step].seconds for run in runs)
        ratio = median(run[step].seconds / run["floor"].seconds for run in runs)
        memory = max(run[step].megabytes for run in runs)
        shown = f"{memory:.0f}" if memory else ""
        print(f"| {notes:,} | {step} | {seconds:.2f} | {ratio:.2f} | {shown} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--notes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--to", default="hugo")
    options = parser.parse_args()
    # As pip does with a package that it installs; what runs from a checkout may be compiled anew
    # by each process (where PYTHONDONTWRITEBYTECODE is set).
    compileall.compile_dir(Path(vaultexport.__file__).parent, quiet=1)
    start = [
        (timed(sys.executable, "-m", "vaultexport", "--version").seconds)
        / timed(sys.executable, "-c", "import typer").seconds
        for _ in range(options.runs)
    ]
    print(f"{machine()}; medians of {options.runs} runs.\n")
    print(f"`vaultexport --version` takes {median(start):.2f} × `import typer`.\n")
    print("| Notes | Step | Seconds | × floor | MB |\n| --- | --- | --- | --- | --- |")
    cold: dict[int, float] = {}
    for notes in options.notes:
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(notes, options.to, Path(folder))
            runs = [bench.steps() for _ in range(options.runs)]
        show(notes, runs)
        cold[notes] = median(run["cold"].seconds for run in runs)
    for small, large in zip(options.notes, options.notes[1:], strict=False):
        growth = math.log(cold[large] / cold[small]) / math.log(large / small)
        print(
            f"\nFrom {small:,} to {large:,} notes the cold export grows with exponent {growth:.2f}."
        )


if __name__ == "__main__":
    main()
