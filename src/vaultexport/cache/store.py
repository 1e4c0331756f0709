"""One file on disk that holds what earlier exports of a vault have found out.

It knows tables of named values and nothing of what they mean. Whatever is wrong with the file
(half written, cut short, of another version, no database at all), it starts afresh and says so.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_TABLES: Final = ("facts", "readings", "pages", "assets")
_NAMES: Final = ("utf-8", "surrogatepass")
_PAGE: Final = 2**15
"""Bytes of a page of the file: most values fit in one."""

_CHECK: Final = 8
"""Bytes before each value that tell whether it is whole."""


class DamageError(Exception):
    """A value is not what was written."""


class Store:
    """The values of one export. Nothing is written before `save`.

    Args:
        place: The file; it need not exist.
        version: What must be the same as when the file was written, or nothing in it counts.

    Attributes:
        is_new: Whether there was nothing to be read.
        was_damaged: Whether there was a file, and it could not be used.
        was_outdated: Whether it was of another version.
    """

    def __init__(self, place: Path, version: str) -> None:
        self._place = place
        self._version = version
        self.is_new = self.was_damaged = self.was_outdated = False
        self._connection = self._opened()

    def _opened(self) -> sqlite3.Connection | None:
        if not self._place.is_file():
            self.is_new = True
            return None
        try:
            connection = _connected(self._place)
            try:
                # Within one transaction reading a value takes a third of the time.
                connection.execute("BEGIN")
                version = connection.execute("SELECT value FROM version").fetchone()
            except sqlite3.Error:
                connection.close()
                raise
        except sqlite3.Error:
            self.is_new = self.was_damaged = True
            return None
        if version == (self._version,):
            return connection
        connection.close()
        self.is_new = self.was_outdated = True
        return None

    def get(self, table: str, name: str) -> bytes | None:
        """Give a value; ``None`` if there is none.

        Raises:
            DamageError: there is one, but not as it was written.
        """
        if self._connection is None:
            return None
        query = f"SELECT value FROM {table} WHERE name = ?"  # noqa: S608 - one of our own names
        try:
            row = self._connection.execute(query, (_key(name),)).fetchone()
        except sqlite3.Error as error:
            raise DamageError from error
        return None if row is None else _checked(row[0])

    def names(self, table: str) -> set[str]:
        """Give all names of a table.

        Raises:
            DamageError: they can't be read.
        """
        if self._connection is None:
            return set()
        query = f"SELECT name FROM {table}"  # noqa: S608 - one of our own names
        try:
            return {name.decode(*_NAMES) for (name,) in self._connection.execute(query)}
        except (sqlite3.Error, ValueError, AttributeError) as error:
            raise DamageError from error

    def save(
        self, values: Mapping[str, Iterable[tuple[str, bytes | None]]], *, afresh: bool = False
    ) -> bool:
        """Write values, all of them or none.

        Args:
            values: For each table names and values; ``None`` takes the name out.
            afresh: Whether what is there is to go.

        Returns:
            Whether it could be done: another export may be at it, or the disk full.
        """
        if self._connection is None or afresh:
            self.close()
            with suppress(OSError):
                self._place.unlink(missing_ok=True)
        try:
            self._connection = self._connection or self._made()
            self._connection.rollback()
            with closing(self._connection.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                for table, rows in values.items():
                    _put(cursor, table, rows)
                cursor.execute("COMMIT")
        except (OSError, sqlite3.Error):
            self.close()
            return False
        return True

    def _made(self) -> sqlite3.Connection:
        self._place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = _connected(self._place)
        connection.execute(f"PRAGMA page_size = {_PAGE}")
        connection.execute("CREATE TABLE version (value TEXT)")
        connection.execute("INSERT INTO version VALUES (?)", (self._version,))
        for table in _TABLES:
            connection.execute(f"CREATE TABLE {table} (name BLOB PRIMARY KEY, value BLOB)")
        return connection

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connected(place: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(place, timeout=0, isolation_level=None)
    try:
        # What a power cut leaves behind is found by the checks; what goes must leave no trace.
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA secure_delete = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _put(cursor: sqlite3.Cursor, table: str, rows: Iterable[tuple[str, bytes | None]]) -> None:
    put = f"INSERT OR REPLACE INTO {table} VALUES (?, ?)"  # noqa: S608 - one of our own names
    drop = f"DELETE FROM {table} WHERE name = ?"  # noqa: S608
    for name, value in rows:
        if value is None:
            cursor.execute(drop, (_key(name),))
        else:
            cursor.execute(put, (_key(name), _check(value) + value))


def _key(name: str) -> bytes:
    """Write a name: that of a file can hold what is no text."""
    return name.encode(*_NAMES)


def _check(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=_CHECK).digest()


def _checked(stored: object) -> bytes:
    if not isinstance(stored, bytes) or stored[:_CHECK] != _check(stored[_CHECK:]):
        raise DamageError
    return stored[_CHECK:]
