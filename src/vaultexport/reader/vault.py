"""Reads a whole vault, of any dialect."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vaultexport.errors import MisuseError
from vaultexport.markdown import parse
from vaultexport.markdown.admonitions import as_callouts
from vaultexport.markdown.drawings import without_data
from vaultexport.model import Finding, Note, Settings, Severity, Vault
from vaultexport.reader.canvas import as_markdown
from vaultexport.reader.frontmatter import FrontMatter, FrontMatterKind, read_front_matter
from vaultexport.reader.memory import Memory, Reading
from vaultexport.reader.places import GARDEN_NOTES
from vaultexport.reader.settings import (
    garden_settings,
    garden_settings_files,
    raw_settings,
    raw_settings_files,
)
from vaultexport.reader.states import Snapshot, state_of
from vaultexport.reader.walk import VaultFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultexport.model import Dialect, PropertyValue

_NOTES_PARTS: Final = tuple(GARDEN_NOTES.split("/"))
_IMAGES: Final = "src/site/img/user"
_NONCHARACTER: Final = re.compile("[\ufdd0-\ufdef]")
_NONCHARACTER_BYTES: Final = "\ufdd0".encode()[:2]
"""What each of them starts with in UTF-8."""

_NO_NOTES: Final = frozenset({"notes.json", "notes.11tydata.js"})
"""Files of the Digital Garden template that live among the notes."""


def read_vault(root: Path, dialect: Dialect | None = None, memory: Memory | None = None) -> Vault:
    """Read every note and list every other file of a vault.

    Args:
        root: The vault's folder: a vault, a clone of a Digital Garden repository, the notes of
            one, or any folder of notes.
        dialect: How to read it; recognised by its files when ``None``.
        memory: What an earlier run has read.

    Returns:
        The vault. What can't be read as it stands is among its findings.

    Raises:
        MisuseError: ``root`` is no readable folder.
    """
    root = root.resolve()
    if not root.is_dir():
        raise MisuseError(f"no folder at {root}")
    place = _Place.of(root, dialect)
    memory = memory or Memory()
    findings: list[Finding] = []
    notes: dict[str, Note] = {}
    consulted = {path: state_of(path) for path in place.consulted()}
    folders = tuple((folder, Snapshot.of(folder)) for folder in place.folders())
    assets = {file.path: file.source for _, images in folders[1:] for file in images.files()}
    for file, state in folders[0][1].pairs():
        is_note = file.path.lower().endswith(".md")
        is_canvas = place.dialect == "published" and file.path.lower().endswith(".canvas")
        note = None
        if is_note or is_canvas:
            note, found = memory.read(file, state, read_note if is_note else _read_canvas)
            findings += found
        if note is not None:
            notes[note.path] = note
        elif not is_note and (file.path not in _NO_NOTES or place.dialect != "published"):
            assets.setdefault(*file)
    memory.turn()
    is_recognised = place.dialect == "loose" and dialect is None
    if is_recognised and _is_published(notes):
        place = place.as_published()
    return Vault(
        name=root.name or "vault",
        root=root,
        notes_root=place.notes,
        dialect=place.dialect,
        settings=place.settings,
        notes=notes,
        assets=assets,
        tables=_tables(assets),
        findings=tuple(findings),
        is_recognised=is_recognised,
        folders=folders,
        consulted=consulted,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the parts of a vault lie."""

    dialect: Dialect
    notes: Path
    images: Path | None
    settings: Settings

    @classmethod
    def of(cls, root: Path, dialect: Dialect | None) -> _Place:
        garden = _garden_root(root)
        if dialect == "published" or (dialect is None and garden is not None):
            return cls._published(root, garden)
        is_raw = (root / ".obsidian").is_dir()
        kind = dialect or ("raw" if is_raw else "loose")
        return cls(kind, root, None, raw_settings(root))

    @classmethod
    def _published(cls, root: Path, garden: Path | None) -> _Place:
        if garden is None:
            return cls("published", root, None, garden_settings(root / ".env"))
        images = garden / _IMAGES
        settings = garden_settings(garden / ".env")
        return cls(
            "published", garden / GARDEN_NOTES, images if images.is_dir() else None, settings
        )

    def folders(self) -> tuple[Path, ...]:
        """Give the folders of the notes and, if they are elsewhere, of other files."""
        return (self.notes,) if self.images is None else (self.notes, self.images)

    def consulted(self) -> tuple[Path, ...]:
        """Give the files, existing or not, that have a say in how the notes are read."""
        top = self.notes.parents[2] if self.notes.parts[-3:] == _NOTES_PARTS else self.notes
        own = (*raw_settings_files(self.notes), *garden_settings_files(top / ".env"))
        return (*own, top / GARDEN_NOTES, top / _IMAGES)

    def as_published(self) -> _Place:
        return _Place("published", self.notes, self.images, garden_settings(self.notes / ".env"))


def _garden_root(root: Path) -> Path | None:
    """Find the garden in a clone: its root, one folder below, or above the notes themselves."""
    if (root / GARDEN_NOTES).is_dir():
        return root
    if root.parts[-3:] == _NOTES_PARTS:
        return root.parents[2]
    for folder in _folders(root):
        if (folder / GARDEN_NOTES).is_dir():
            return folder
    return None


def _folders(root: Path) -> Iterator[Path]:
    try:
        entries = sorted(root.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.is_dir() and not entry.name.startswith("."):
            yield entry


def _is_published(notes: Mapping[str, Note]) -> bool:
    """Tell whether loose notes came out of Digital Garden: it writes a permalink into each."""
    marked = [note for note in notes.values() if note.properties]
    return bool(marked) and all(_has_permalink(note.properties) for note in marked)


def _has_permalink(properties: Mapping[str, PropertyValue]) -> bool:
    return properties.get("dg-publish") is True and isinstance(properties.get("permalink"), str)


def read_note(file: VaultFile) -> Reading:
    """Read a note; without one where it can't be read."""
    findings: list[Finding] = []
    try:
        with open(file.source, "rb") as stream:  # noqa: PTH123 - once for each note
            stat = os.fstat(stream.fileno())
            data = stream.read()
    except OSError as error:
        message = f"the note can't be read ({error.strerror}), so it is left out"
        return Reading(None, (Finding(file.path, 0, "note-unreadable", Severity.ERROR, message),))
    text = _decoded(file.path, data, findings)
    front = read_front_matter(text)
    findings.extend(
        Finding(file.path, problem.line, problem.code, problem.severity, problem.message)
        for problem in front.problems
    )
    body_line = text.count("\n", 0, front.end) + 1
    body = text[front.end :].removeprefix("\ufeff")
    rest = without_data(body) if _may_be_drawing(file.path, front.data) else None
    body, looks = as_callouts(body if rest is None else rest)
    findings.extend(_look(file.path, body_line + line) for line in looks)
    note = Note(
        path=file.path,
        properties=front.data,
        unread_properties=_unread(text, front),
        body=body,
        body_line=body_line,
        parse=parse,
        drawing=rest is not None,
        created=int(min(stat.st_ctime, stat.st_mtime) * 1000),
        modified=int(stat.st_mtime * 1000),
        size=stat.st_size,
        stamp=hashlib.blake2b(data, digest_size=16).digest(),
    )
    return Reading(note, tuple(findings))


def _read_canvas(file: VaultFile) -> Reading:
    """Read a canvas that Digital Garden published; one of another kind is no note."""
    note, findings = read_note(VaultFile(f"{file.path}.md", file.source))
    body = as_markdown(note.body) if note is not None else None
    if note is None or body is None:
        return Reading(None, findings)
    message = "the canvas is shown as the texts of its cards; their places and lines are left out"
    shown = Finding(note.path, 0, "canvas-as-text", Severity.WARNING, message)
    title = file.path.rpartition("/")[2][: -len(".canvas")]
    properties = {"title": title, **note.properties}
    return Reading(replace(note, properties=properties, body=body), (*findings, shown))


def _decoded(path: str, data: bytes, findings: list[Finding]) -> str:
    """Read a note's text; a noncharacter, which marks places in our own texts, is no text either.

    Unicode keeps U+FDD0 to U+FDEF for the inside of programs (section 23.7, "Noncharacters").
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        text = data.decode(errors="replace")
        line = data.count(b"\n", 0, error.start) + 1
        message = "the note is not UTF-8; what can't be read shows as �, as in Obsidian"
        hint = "save the note as UTF-8"
        findings.append(Finding(path, line, "encoding-invalid", Severity.WARNING, message, hint))
    return _NONCHARACTER.sub("\ufffd", text) if _NONCHARACTER_BYTES in data else text


def _tables(assets: Mapping[str, str]) -> dict[str, str]:
    """Read the CSV files; one that can't be read is none."""
    tables: dict[str, str] = {}
    for path, source in assets.items():
        if path.lower().endswith(".csv"):
            with suppress(OSError):
                tables[path] = Path(source).read_text(encoding="utf-8", errors="replace")
    return tables


def _may_be_drawing(path: str, properties: Mapping[str, PropertyValue]) -> bool:
    return "excalidraw-plugin" in properties or path.lower().endswith(".excalidraw.md")


def _look(path: str, line: int) -> Finding:
    message = "an admonition's icon and colour are not carried over"
    return Finding(path, line, "admonition-look", Severity.INFO, message)


def _unread(text: str, front: FrontMatter) -> str:
    """Give the properties that the author meant and nobody can read."""
    match front.kind:
        case FrontMatterKind.BROKEN | FrontMatterKind.REPEATED:
            return text[front.start : front.end]
        case FrontMatterKind.UNCLOSED:
            return text
    return ""
