"""Spreads one job over the processor's cores; the result does not depend on how many there are."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

State = TypeVar("State")
Item = TypeVar("Item")
Result = TypeVar("Result")

_FEW: Final = {"fork": 100, "spawn": 4000}
"""How many items a process of its own must have to be worth its start."""

_CHUNKS: Final = 8
"""Into how many pieces the work of a process is cut: the last ones even out the load."""

_job: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Workers:
    """Processes that share the work.

    Attributes:
        number: How many at most; 1 does everything in the calling process.
    """

    number: int = 1

    @classmethod
    def all(cls) -> Workers:
        """Give one for each core that this process may use."""
        allowed = getattr(os, "sched_getaffinity", None)
        return cls(len(allowed(0)) if allowed else os.cpu_count() or 1)

    def shares(self, items: int) -> bool:
        """Tell whether so many items are enough to be shared."""
        return self._number(items) > 1

    def map(
        self, job: Callable[[State, Item], Result], state: State, items: Sequence[Item]
    ) -> Iterator[Result]:
        """Do a job for each item.

        Args:
            job: A function of a module. What it changes in ``state`` is lost.
            state: What it needs for every item; a forked process has it without any copying.
            items: The items. They and the results must be picklable.

        Yields:
            The results, in the order of the items. Where a process dies (memory runs out), the
            rest is done in the calling process.
        """
        number = self._number(len(items))
        done = 0
        if number > 1:
            for result in _shared(number, _method(), (job, state), items):
                yield cast("Result", result)
                done += 1
        yield from map(partial(job, state), items[done:])

    def _number(self, items: int) -> int:
        """Give the number of processes that so many items are worth."""
        return min(self.number, items // _FEW[_method()])


def _shared(
    number: int,
    method: str,
    task: tuple[Callable[[Any, Any], Any], object],
    items: Sequence[object],
) -> Iterator[object]:
    """Give the results of other processes, until one dies."""
    # Imported late: most exports have too little to do, and these take long.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    size = max(1, len(items) // (number * _CHUNKS))
    pool = ProcessPoolExecutor(number, multiprocessing.get_context(method), _start, task)
    try:
        with pool:
            yield from pool.map(_do, items, chunksize=size)
    except BrokenProcessPool:
        pass


def _method() -> str:
    """Choose how processes start: a fork copies nothing, but is safe only on a lone thread.

    Python's documentation of ``multiprocessing``, "Contexts and start methods", calls it unsafe on
    macOS and with threads; Windows has none.
    """
    forks = sys.platform == "linux" and threading.active_count() == 1
    return "fork" if forks else "spawn"


def _start(job: Callable[[Any, Any], Any], state: object) -> None:
    global _job  # noqa: PLW0603 - what a process was started for
    _job = partial(job, state)


def _do(item: object) -> object:
    return _job(item)
