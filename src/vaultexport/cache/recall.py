"""What is known of one export: whether it has anything to do, and what of it was done before."""

from __future__ import annotations

import hashlib
import marshal
import pickle
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from vaultexport.cache.store import DamageError, Store
from vaultexport.cache.version import code_version
from vaultexport.model import Finding, Severity
from vaultexport.reader.states import Snapshot, State, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.cache.records import AssetRecord, Outcome, PageRecord, Rows
    from vaultexport.reader.memory import Reading
    from vaultexport.reader.walk import VaultFile
    from vaultexport.report import Report
    from vaultexport.request import Request

_FORMAT: Final = 2
"""Of `marshal`."""


class Cache:
    """What earlier exports found out, a file for each vault and output folder.

    Args:
        folder: Where the files are; it is made when the first is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of_user(cls) -> Cache:
        """Give the one in the user's folder for caches."""
        from platformdirs import user_cache_path  # noqa: PLC0415 - only the command needs it

        return cls(user_cache_path("vaultexport", appauthor=False))

    def recall(self, request: Request) -> Recall:
        """Look for what is known of an export."""
        key = request.key().encode(errors="surrogatepass")
        digest = hashlib.blake2b(key, digest_size=16).hexdigest()
        return Recall(Store(self._folder / f"{digest}.sqlite", code_version()), request)


class Recall:
    """What is known of one export.

    Args:
        store: Holds it.
        request: What was asked for.

    Attributes:
        damaged: Whether something could not be read.
    """

    def __init__(self, store: Store, request: Request) -> None:
        self._store = store
        self._request = request
        self._started = time.time_ns()
        self.damaged = store.was_damaged
        self._was_outdated = store.was_outdated

    def report(self) -> Report | None:
        """Give the report of an export that has nothing to do; ``None`` if there is something."""
        try:
            return self._report() if self._holds() else None
        except DamageError:
            self.damaged = True
            return None

    def _fact(self, name: str) -> Any:  # noqa: ANN401 - whatever was kept
        data = self._store.get("facts", name)
        if data is None:
            raise DamageError
        return marshal.loads(data)  # noqa: S302 - our own, and checked

    def _holds(self) -> bool:
        """Tell whether everything is as it was."""
        if self._store.is_new or self._fact("request") != self._request.terms():
            return False
        until = self._fact("until")
        if until is not None and time.time() >= until:
            return False
        files = self._fact("files")
        if any(state_of(path) != (state and State(*state)) for path, state in files):
            return False
        folders = self._fact("folders")
        return all(_folder(Snapshot.of(Path(path))) == known for path, *known in folders)

    def _report(self) -> Report:
        data = self._store.get("facts", "report")
        if data is None:
            raise DamageError
        report: Report = pickle.loads(data)  # noqa: S301 - our own, and checked
        unchanged = tuple(sorted((*report.written, *report.unchanged)))
        files = Snapshot.of(Path(self._fact("folders")[0][0])).files
        private = {_note(files[place].path): reason for place, reason in self._fact("private")}
        return replace(report, written=(), unchanged=unchanged, removed=(), private=private)

    def reading(self, file: VaultFile) -> tuple[State, Reading] | None:
        """Give what reading a published note came to, and the state that it had then."""
        return cast("tuple[State, Reading] | None", self._load("readings", file.path))

    def page(self, path: str) -> PageRecord | None:
        """Give what is known of a page."""
        return cast("PageRecord | None", self._load("pages", path))

    def asset(self, path: str) -> AssetRecord | None:
        """Give what is known of a copied attachment."""
        return cast("AssetRecord | None", self._load("assets", path))

    def _load(self, table: str, name: str) -> object:
        if self.damaged:
            return None
        try:
            data = self._store.get(table, name)
            return None if data is None else pickle.loads(data)  # noqa: S301 - our own, checked
        except DamageError:
            self.damaged = True
            return None

    def save(self, outcome: Outcome) -> None:
        """Keep what was found out, if the disk lets us."""
        places = {_note(file.path): place for place, file in enumerate(outcome.folders[0][1].files)}
        private = [(places[path], reason) for path, reason in outcome.report.private.items()]
        before = [(str(path), _plain(state)) for path, state in outcome.consulted.items()]
        after = [(str(path), _plain(state_of(path))) for path in outcome.files]
        folders = [
            [str(path), *_folder(snapshot.settled(self._started))]
            for path, snapshot in outcome.folders
        ]
        folders += [[str(path), *_folder(Snapshot.of(path))] for path in outcome.outputs]
        facts = {
            "request": self._request.terms(),
            "until": outcome.until,
            "files": before + after,
            "folders": folders,
            "private": private,
        }
        rows = [(name, marshal.dumps(value, _FORMAT)) for name, value in facts.items()]
        rows.append(("report", pickle.dumps(replace(outcome.report, private={}))))
        self._store.save(
            {
                "facts": rows,
                "readings": self._rows("readings", outcome.readings),
                "pages": self._rows("pages", outcome.pages),
                "assets": self._rows("assets", outcome.assets),
            },
            afresh=self.damaged,
        )

    def _names(self, table: str) -> set[str]:
        try:
            return set() if self.damaged else self._store.names(table)
        except DamageError:
            self.damaged = True
            return set()

    def _rows(self, table: str, rows: Rows[Any]) -> Iterator[tuple[str, bytes | None]]:
        """Give the rows that are new, and the names of those that are to go."""
        known = self._names(table)
        yield from ((name, None) for name in known - rows.values.keys())
        for name, value in rows.values.items():
            if name in rows.fresh or name not in known:
                yield name, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)

    def findings(self) -> Iterator[Finding]:
        """Say so if what was known could not be used."""
        was = "is damaged" if self.damaged else "comes from another version"
        if self.damaged or self._was_outdated:
            message = f"what was kept of earlier exports {was}, so everything was made anew"
            yield Finding("", 0, "cache-rebuilt", Severity.INFO, message)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


def _folder(snapshot: Snapshot) -> list[bytes]:
    names = hashlib.blake2b(snapshot.names().encode(errors="surrogatepass"), digest_size=16)
    return [names.digest(), snapshot.packed()]


def _plain(state: State | None) -> tuple[int, ...] | None:
    return None if state is None else tuple(state)


def _note(path: str) -> str:
    """Give the vault path of the note that is made of a file."""
    return path if path.lower().endswith(".md") else f"{path}.md"
