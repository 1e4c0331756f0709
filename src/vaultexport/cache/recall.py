"""What is known of one export: whether it has anything to do, and what of it was done before."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from vaultexport.cache.pickles import packed, packed_plain, unpacked, unpacked_plain
from vaultexport.cache.store import DamageError, Store
from vaultexport.cache.version import code_version
from vaultexport.findings import Finding, Severity
from vaultexport.reader.states import Snapshot, State, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultexport.cache.records import AssetRecord, Core, Outcome, PageRecord, Patch, Rows
    from vaultexport.reader.memory import Reading
    from vaultexport.reader.walk import VaultFile
    from vaultexport.report import Report
    from vaultexport.request import Request

Value = TypeVar("Value")


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
        self._asked = False
        self._difference: list[tuple[VaultFile, State]] | None = None
        self._folders: list[tuple[Path, Snapshot]] = []

    def report(self) -> Report | None:
        """Give the report of an export that has nothing to do; ``None`` if there is something."""
        return self.last if self.difference() == [] else None

    def difference(self) -> list[tuple[VaultFile, State]] | None:
        """Give the files of the vault that changed, with their states.

        Returns:
            ``None`` if anything else is different: a file is new or gone, or a setting, the
            request, something in the output folder.
        """
        if not self._asked:
            self._asked = True
            try:
                self._difference = self._found() if self._holds() else None
            except DamageError:
                self.damaged = True
        return self._difference

    def _fact(self, name: str) -> Any:  # noqa: ANN401 - whatever was kept
        return unpacked_plain(self._kept(name))

    def _kept(self, name: str) -> bytes:
        data = self._store.get("facts", name)
        if data is None:
            raise DamageError
        return data

    def _holds(self) -> bool:
        """Tell whether everything outside of the vault is as it was."""
        if self._store.is_new or self._fact("request") != self._request.terms():
            return False
        until = self._fact("until")
        if until is not None and self._started / 10**9 >= until:
            return False
        files = self._fact("files")
        return all(state_of(path) == (state and State(*state)) for path, state in files)

    def _found(self) -> list[tuple[VaultFile, State]] | None:
        """Compare the folders: in the first, the vault's, the content of files may be new."""
        folders = self._fact("folders")
        self._folders = [(Path(path), Snapshot.of(Path(path))) for path, _names, _states in folders]
        for (_path, names, states), (_place, found) in zip(folders, self._folders, strict=True):
            is_vault = found is self._folders[0][1]
            if _names(found) != names or (found.packed() != states and not is_vault):
                return None
        return self._folders[0][1].changes(folders[0][2])

    @cached_property
    def last(self) -> Report:
        """The report of the last export as it would be if there were nothing to do.

        Raises:
            DamageError: it can't be read.
        """
        report = cast("Report", unpacked(self._kept("report")))
        unchanged = tuple(sorted((*report.written, *report.unchanged)))
        private = {note_path(self.paths[n]): reason for n, reason in self._fact("private")}
        return replace(report, written=(), unchanged=unchanged, removed=(), private=private)

    @property
    def started(self) -> datetime:
        """When it was looked for."""
        return datetime.fromtimestamp(self._started / 10**9, UTC)

    @property
    def paths(self) -> list[str]:
        """The paths of the files of the vault."""
        return self._folders[0][1].paths

    def core(self) -> Core | None:
        """Give what the last export knew of the vault as a whole; ``None`` if it kept nothing.

        Raises:
            DamageError: it can't be read.
        """
        return cast("Core | None", unpacked(self._kept("core")))

    def reading(self, path: str) -> tuple[State, Reading] | None:
        """Give what reading a published note came to, and the state that it had then.

        Args:
            path: The vault path of the file.
        """
        from vaultexport.cache.rows import reading_record  # noqa: PLC0415 - see `page`

        return self._load("readings", path, reading_record)

    def page(self, path: str) -> PageRecord | None:
        """Give what is known of a page."""
        # Imported late: where nothing changed, nobody asks, and what rows hold is not loaded.
        from vaultexport.cache.rows import page_record  # noqa: PLC0415

        return self._load("pages", path, page_record)

    def asset(self, path: str) -> AssetRecord | None:
        """Give what is known of a copied attachment."""
        found: AssetRecord | None = self._load("assets", path, unpacked)
        return found

    def _load(self, table: str, name: str, read: Callable[[bytes], Value]) -> Value | None:
        if self.damaged:
            return None
        try:
            data = self._store.get(table, name)
            return None if data is None else read(data)
        except DamageError:
            self.damaged = True
            return None

    def save(self, outcome: Outcome) -> None:
        """Keep what was found out, if the disk lets us."""
        files = [(str(path), _plain(state)) for path, state in outcome.consulted.items()]
        files += [(str(path), _plain(state_of(path))) for path in outcome.files]
        vault = [(path, found.settled(self._started)) for path, found in outcome.folders]
        output = [(path, Snapshot.of(path)) for path in outcome.outputs]
        places = {note_path(path): n for n, path in enumerate(outcome.folders[0][1].paths)}
        private = [(places[path], reason) for path, reason in outcome.report.private.items()]
        plain = {
            "request": self._request.terms(),
            "until": outcome.until,
            "files": files,
            "folders": [_folder(*folder) for folder in (*vault, *output)],
            "private": private,
        }
        rows = [(name, packed_plain(value)) for name, value in plain.items()]
        rows += [("report", _of_report(outcome.report)), ("core", packed(outcome.core))]
        self._store.save(
            {
                "facts": rows,
                "readings": self._rows("readings", outcome.readings),
                "pages": self._rows("pages", outcome.pages),
                "assets": self._rows("assets", outcome.assets),
            },
            afresh=self.damaged,
        )

    def update(self, patch: Patch) -> None:
        """Keep what is new about a few notes and pages; all else that is kept stays."""
        vault, *outputs = self._folders
        folders = [(vault[0], vault[1].settled(self._started))]
        folders += [(path, found.renewed(patch.written)) for path, found in outputs]
        files = [
            (path, _plain(state_of(path)) if path in patch.written else state)
            for path, state in self._fact("files")
        ]
        plain: dict[str, Any] = {"files": files, "folders": [_folder(*f) for f in folders]}
        rows = [(name, packed_plain(value)) for name, value in plain.items()]
        rows.append(("report", _of_report(patch.report)))
        if patch.core is not None:
            rows.append(("core", packed(patch.core)))
        self._store.save(
            {
                "facts": rows,
                "readings": patch.readings.items(),
                "pages": patch.pages.items(),
            }
        )

    def _names(self, table: str) -> set[str]:
        try:
            return set() if self.damaged else self._store.names(table)
        except DamageError:
            self.damaged = True
            return set()

    def _rows(self, table: str, rows: Rows) -> Iterator[tuple[str, bytes | None]]:
        """Give the rows that are new, and the names of those that are to go."""
        known = self._names(table)
        yield from ((name, None) for name in known.difference(rows.names))
        for name in rows.names:
            if name in rows.fresh or name not in known:
                yield name, rows.row(name)

    def findings(self) -> Iterator[Finding]:
        """Say so if what was known could not be used."""
        was = "is damaged" if self.damaged else "comes from another version"
        if self.damaged or self._was_outdated:
            message = f"what was kept of earlier exports {was}, so everything was made anew"
            yield Finding("", 0, "cache-rebuilt", Severity.INFO, message)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


def _names(snapshot: Snapshot) -> bytes:
    text = "\n".join(snapshot.paths).encode(errors="surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()


def _folder(path: Path, snapshot: Snapshot) -> tuple[str, bytes, bytes]:
    return str(path), _names(snapshot), snapshot.packed()


def _plain(state: State | None) -> tuple[int, ...] | None:
    return None if state is None else tuple(state)


def _of_report(report: Report) -> bytes:
    """Give what is kept of a report: no name of a note that stays home."""
    return packed(replace(report, private={}, removed=()))


def note_path(path: str) -> str:
    """Give the vault path of the note that is made of a file."""
    return path if path.lower().endswith(".md") else f"{path}.md"
