"""Rows on their way to the file: they wait on the disk, not in memory."""

from __future__ import annotations

import weakref
from tempfile import SpooledTemporaryFile
from typing import Final

_IN_MEMORY: Final = 16 * 2**20
"""Bytes from which on a file takes them."""


class Spool:
    """Rows by name, each put once. The file is gone when nobody holds the spool any more."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the spool
        weakref.finalize(self, self._file.close)
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def put(self, name: str, row: bytes) -> None:
        """Take a row.

        Raises:
            OSError: the disk is full.
        """
        self._file.seek(self._end)
        self._file.write(row)
        self._places[name] = (self._end, len(row))
        self._end += len(row)

    def names(self) -> set[str]:
        """Give the names of all rows."""
        return set(self._places)

    def row(self, name: str) -> bytes:
        """Give a row back."""
        start, length = self._places[name]
        self._file.seek(start)
        return self._file.read(length)
