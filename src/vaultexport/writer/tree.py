"""Brings the output folder to the wanted state."""

from __future__ import annotations

import os
import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from vaultexport.reader.states import state_of
from vaultexport.writer.manifest import MANIFEST, OF_KIT, Manifest, Origin, digest_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from vaultexport.reader.states import State

_NOWHERE: Final = Origin()

_PAUSES: Final = (0.01, 0.05, 0.2)
"""How long to wait, in seconds, for another program to let go of a file."""

Kind = Literal["page", "asset", "kit"]
Standing = Literal["same", "free", "theirs"]
Outcome = Literal["written", "unchanged", "kept", "occupied", "unreadable"]


class OutputFile(NamedTuple):
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


class Written(NamedTuple):
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
    files = list(files)
    tree = OutputTree(out, vault, dry_run=dry_run)
    tree.announce(file.path for file in files)
    return tree.finish([tree.put(file) for file in files])


class Put(NamedTuple):
    """What became of one wanted file.

    Attributes:
        path: The file.
        what: What was done, or what stood in its way.
        digest: What the manifest is to keep of it; empty if the file is not ours.
        uncleaned: Whether metadata could not be taken out of it.
    """

    path: str
    what: Outcome
    digest: str = ""
    uncleaned: bool = False


class OutputTree:
    """Brings one output folder to the wanted state.

    Each file is written beside its place and then renamed into it, so that a reader never sees
    half a file. A file that we did not write is never changed or removed, nor taken for ours later
    because it holds what we would have written. New files are entered in the manifest before they
    are written: after an interrupted run they are still known as ours.

    Args:
        out: The output folder; made if missing.
        vault: The vault's name: an export removes only what an export of the same vault wrote.
        origin: What tells it from another vault of that name.
        dry_run: Say what would be done and do nothing.
    """

    def __init__(
        self, out: Path, vault: str, origin: Origin = _NOWHERE, *, dry_run: bool = False
    ) -> None:
        self._out = out
        self._top = str(out)  # of paths to each file: joining `Path`s takes as long as writing
        self._dry_run = dry_run
        self._manifest = Manifest.load(out) or Manifest()
        self._origin = origin
        self._name = self._manifest.key(vault, origin)
        self._before = self._manifest.files()
        self._owned = dict(self._manifest.vaults.get(self._name, {}))
        self._folders: set[str] = set()

    @cached_property
    def _by_case(self) -> Mapping[str, str]:
        return {path.casefold(): path for path in self._before}

    def announce(self, paths: Iterable[str]) -> None:
        """Enter the files that don't exist yet in the manifest.

        Args:
            paths: Of wanted files, relative to the output folder.

        Raises:
            OSError: the manifest can't be written.
        """
        new = {path: "" for path in paths if not os.path.lexists(self._place(path))}
        if new and not self._dry_run:
            self._owned |= new
            self._save(self._owned)

    def state(self, path: str) -> State | None:
        """Give the state of an output file; ``None`` if there is none."""
        return state_of(self._place(path))

    def _place(self, path: str) -> str:
        return f"{self._top}/{path}"

    def put(self, file: OutputFile) -> Put:
        """Write one file; any number of processes may do so for different files.

        Args:
            file: An announced file.

        Returns:
            What became of it, for `finish`.

        Raises:
            OSError: it can't be written.
        """
        try:
            content = file.read()
        except OSError:
            return Put(file.path, "unreadable")
        if not file.clean:
            return self._put(file, content)
        from vaultexport.writer.imagemeta import IMAGES, without_metadata  # noqa: PLC0415 - seldom

        cleaned = without_metadata(content) if file.path.lower().endswith(IMAGES) else content
        put = self._put(file, content if cleaned is None else cleaned)
        return put._replace(uncleaned=cleaned is None)

    def _put(self, file: OutputFile, content: bytes) -> Put:
        place = self._place(file.path)
        before = self._ours(file.path, place) or ""
        match self._state(file, place, content):
            case "same":
                is_ours = self._ours(file.path, place) is not None
                digest = digest_of(content, of_kit=file.kind == "kit") if is_ours else ""
                return Put(file.path, "unchanged", digest)
            case "theirs":
                return Put(file.path, "kept" if file.kind == "kit" else "occupied", before)
            case "free":
                if not self._dry_run:
                    self._write(place, content)
                return Put(file.path, "written", digest_of(content, of_kit=file.kind == "kit"))

    def _write(self, place: str, content: bytes) -> None:
        folder = place.rpartition("/")[0]
        if folder not in self._folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        write_atomically(place, content)

    def _state(self, file: OutputFile, place: str, content: bytes) -> Standing:
        """Say what stands in a file's place."""
        try:
            os.lstat(place)
        except FileNotFoundError:
            return "free"
        except OSError:  # a file where a folder is needed
            return "theirs"
        try:
            current = Path(place).read_bytes()
        except OSError:  # a folder, a link to nothing, or one that we may not read
            return "theirs"
        if current == content:
            return "same"
        ours = self._ours(file.path, place)
        if file.kind == "kit":
            return "free" if ours == digest_of(current, of_kit=True) else "theirs"
        return "theirs" if ours is None else "free"

    def _ours(self, path: str, place: str) -> str | None:
        """Give the digest of a file that we wrote; ``None`` if it is not ours.

        On disks that do not tell ``a`` from ``A`` it may stand in the manifest in another case.
        """
        if path in self._before:
            return self._before[path]
        other = self._by_case.get(path.casefold())
        return self._before[other] if other and _is_same(self._place(other), place) else None

    def finish(self, puts: Sequence[Put]) -> Written:
        """Remove what is no longer wanted, and enter the rest in the manifest.

        Args:
            puts: What became of every wanted file.

        Returns:
            What was done to the folder.

        Raises:
            OSError: the folder can't be written.
        """
        did: dict[str, list[str]] = {}
        for put in puts:
            did.setdefault(put.what, []).append(put.path)
            if put.uncleaned:
                did.setdefault("uncleaned", []).append(put.path)
        digests = {put.path: put.digest for put in puts if put.what != "unreadable" and put.digest}
        did["removed"] = list(self._remove_stale({put.path for put in puts if put.digest}))
        if not self._dry_run and (digests or self._manifest.vaults):
            self._save(digests)
        return Written(**{what: tuple(sorted(paths)) for what, paths in did.items()})

    def add(self, puts: Iterable[Put]) -> None:
        """Enter some files in the manifest; all others stay as they are.

        Args:
            puts: What became of them.

        Raises:
            OSError: the folder can't be written.
        """
        self._save(self._owned | {put.path: put.digest for put in puts})

    def _remove_stale(self, wanted: Collection[str]) -> Iterator[str]:
        vaults = self._manifest.vaults
        others = {path for name in vaults if name != self._name for path in vaults[name]}
        by_case = {path.casefold(): path for path in (*wanted, *others)}
        for path in sorted(vaults.get(self._name, {}).keys() - wanted - others):
            place = self._out / path
            other = by_case.get(path.casefold())
            if other and _is_same(self._place(other), self._place(path)):
                continue
            if not place.is_file() or self._is_edited_kit(path, place):
                continue
            yield path
            if not self._dry_run:
                place.unlink()
                _remove_empty_folders(place.parent, self._out)

    def _is_edited_kit(self, path: str, place: Path) -> bool:
        ours = self._before[path]
        return ours.startswith(OF_KIT) and ours != digest_of(place.read_bytes(), of_kit=True)

    def _save(self, files: Mapping[str, str]) -> None:
        content = self._manifest.replaced(self._name, files, self._origin).to_bytes()
        path = self._out / MANIFEST
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(str(path), content)


def write_atomically(place: str, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it.

    Args:
        place: Its place, in a folder that exists.
        content: Its bytes.

    Raises:
        OSError: it can't be written; what stood there before still does.
    """
    folder = os.path.dirname(place)  # noqa: PTH120 - once for each file
    temporary = f"{folder}/.vaultexport-{os.urandom(8).hex()}"
    try:
        _write_new(temporary, content)
        _replace(temporary, place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _replace(temporary: str, place: str) -> None:
    """Put a file in the place of another.

    Windows refuses that while a program has the other one open: a Hugo server, a virus scanner.
    """
    for pause in _PAUSES:
        try:
            os.replace(temporary, place)  # noqa: PTH105 - once for each file
        except PermissionError:
            time.sleep(pause)
        else:
            return
    os.replace(temporary, place)  # noqa: PTH105 - the last time


def _write_new(place: str, content: bytes) -> None:
    """Write a file that does not exist yet, with no system call too many."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(place, flags, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _is_same(place: str, other: str) -> bool:
    try:
        return Path(place).samefile(other)
    except OSError:
        return False


def _remove_empty_folders(folder: Path, top: Path) -> None:
    while folder != top and top in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
