"""Brings the output folder to the wanted state."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vaultexport.writer.imagemeta import IMAGES, without_metadata
from vaultexport.writer.manifest import MANIFEST, OF_KIT, Manifest, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["page", "asset", "kit"]
State = Literal["same", "free", "theirs"]


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that the output folder should hold.

    Attributes:
        path: Relative to the output folder, with ``/``.
        kind: What it is: a kit file that its user has edited since stays as it is.
        content: Its bytes, or the file on disk that it is a copy of.
        clean: Whether metadata is to be taken out of it, if it is an image.
    """

    path: str
    kind: Kind
    content: bytes | Path
    clean: bool = False

    def read(self) -> bytes:
        """Give its bytes.

        Raises:
            OSError: the file that it copies can't be read.
        """
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to the output folder.

    Attributes:
        written: Files that were created or changed.
        unchanged: Files that were right already and were not touched.
        removed: Files of an earlier run that are no longer wanted.
        kept: Kit files that stand there in another form, the user's, which stays.
        occupied: Other wanted files in whose place a file of the user's stands, which stays.
        unreadable: Attachments that could not be read.
        uncleaned: Images whose metadata could not be taken out.
    """

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    occupied: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    uncleaned: tuple[str, ...] = ()


def write_tree(
    out: Path, vault: str, files: Iterable[OutputFile], *, dry_run: bool = False
) -> Written:
    """Write the wanted files and remove those of earlier runs that are not wanted any more.

    Each file is written beside its place and then renamed into it, so that a reader never sees
    half a file. A file that we did not write is never changed or removed, nor taken for ours later
    because it holds what we would have written. New files are entered in the manifest before the
    first is written: after an interrupted run they are still known as ours.

    Args:
        out: The output folder; made if missing.
        vault: The vault's name: an export removes only what an export of the same vault wrote.
        files: The wanted files.
        dry_run: Say what would be done and do nothing.

    Returns:
        What was done.

    Raises:
        OSError: the folder can't be written.
    """
    manifest = Manifest.load(out) or Manifest()
    run = _Run(out, manifest, dry_run=dry_run)
    files = list(files)
    owned = manifest.vaults.get(vault, {})
    new = {file.path: "" for file in files if not os.path.lexists(out / file.path)}
    if new and not dry_run:
        _write_if_changed(out / MANIFEST, manifest.replaced(vault, {**owned, **new}).to_bytes())
    for file in files:
        run.put(file)
    stale = sorted(set(owned) - set(run.digests))
    others = {path for name, paths in manifest.vaults.items() if name != vault for path in paths}
    run.remove(path for path in stale if path not in others)
    after = manifest.replaced(vault, run.digests)
    if not dry_run and (run.digests or manifest.vaults):
        _write_if_changed(out / MANIFEST, after.to_bytes())
    return run.result()


class _Run:
    """One run over the wanted files."""

    def __init__(self, out: Path, manifest: Manifest, *, dry_run: bool) -> None:
        self.digests: dict[str, str] = {}
        self._out = out
        self._before = manifest.files()
        self._dry_run = dry_run
        self._did: dict[str, list[str]] = {}

    def result(self) -> Written:
        return Written(**{what: tuple(sorted(paths)) for what, paths in self._did.items()})

    def put(self, file: OutputFile) -> None:
        place = self._out / file.path
        try:
            content = file.read()
        except OSError:
            self._note("unreadable", file.path)
            return
        if file.clean and file.path.lower().endswith(IMAGES):
            cleaned = without_metadata(content)
            if cleaned is None:
                self._note("uncleaned", file.path)
            content = content if cleaned is None else cleaned
        digest = digest_of(content, of_kit=file.kind == "kit")
        match self._state(file, place, content):
            case "same":
                self._note("unchanged", file.path)
                if file.path in self._before:
                    self.digests[file.path] = digest
            case "theirs":
                self._note("kept" if file.kind == "kit" else "occupied", file.path)
                if file.path in self._before:
                    self.digests[file.path] = self._before[file.path]
            case "free":
                self._note("written", file.path)
                self.digests[file.path] = digest
                if not self._dry_run:
                    write_atomically(place, content)

    def _state(self, file: OutputFile, place: Path, content: bytes) -> State:
        """Say what stands in a file's place."""
        try:
            current = place.read_bytes()
        except FileNotFoundError:
            return "theirs" if place.is_symlink() else "free"
        except OSError:  # a folder, a file where a folder is needed, or one that we may not read
            return "theirs"
        if current == content:
            return "same"
        ours = self._before.get(file.path)
        if file.kind == "kit":
            return "free" if ours == digest_of(current, of_kit=True) else "theirs"
        return "theirs" if ours is None else "free"

    def remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            place = self._out / path
            if not place.is_file() or self._is_edited_kit(path, place):
                continue
            self._note("removed", path)
            if not self._dry_run:
                place.unlink()
                _remove_empty_folders(place.parent, self._out)

    def _is_edited_kit(self, path: str, place: Path) -> bool:
        ours = self._before[path]
        return ours.startswith(OF_KIT) and ours != digest_of(place.read_bytes(), of_kit=True)

    def _note(self, what: str, path: str) -> None:
        self._did.setdefault(what, []).append(path)


def _write_if_changed(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        write_atomically(path, content)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it.

    Args:
        path: Its place; missing folders are made.
        content: Its bytes.

    Raises:
        OSError: it can't be written; what stood there before still does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".vaultexport-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)  # noqa: PTH101 - mkstemp gives a name, not a Path
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _remove_empty_folders(folder: Path, top: Path) -> None:
    while folder != top and top in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
