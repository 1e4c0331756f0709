"""What opens and closes in a text, each end found without looking at all between."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Balance:
    """Marks that open and close.

    Args:
        marks: Where each stands, in order, and by how much the depth changes there.

    Attributes:
        offsets: Where each stands.
    """

    def __init__(self, marks: Iterable[tuple[int, int]]) -> None:
        self.offsets: list[int] = []
        self._before = [0]
        self._reached: dict[int, list[int]] = {}
        for number, (offset, step) in enumerate(marks):
            self.offsets.append(offset)
            depth = self._before[-1] + step
            self._before.append(depth)
            self._reached.setdefault(depth, []).append(number)

    def find(self, start: int, change: int) -> int:
        """Give the number of the first mark from an offset on behind which the depth has changed.

        Args:
            start: The offset.
            change: By how much it has changed since then.

        Returns:
            The mark's number; -1 for none.
        """
        first = bisect_left(self.offsets, start)
        numbers = self._reached.get(self._before[first] + change, [])
        place = bisect_left(numbers, first)
        return numbers[place] if place < len(numbers) else -1
