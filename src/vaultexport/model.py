"""What every room may import: plain frozen data, no behaviour beyond its own shape.

Nothing in here reads files, knows a target or keeps state.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from vaultexport.findings import Finding, Links, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from vaultexport.markdown import Document
    from vaultexport.reader.states import Snapshot, State

__all__ = [
    "CustomFilter",
    "Dialect",
    "Finding",
    "Links",
    "Note",
    "Print",
    "PropertyValue",
    "Settings",
    "Severity",
    "Vault",
]

PropertyValue: TypeAlias = (
    "bool | int | float | str | list[PropertyValue] | dict[str, PropertyValue] | None"
)
"""A front matter value as YAML 1.2 reads it; dates stay text until a profile types them."""


Dialect = Literal["raw", "published", "loose"]
"""What kind of input a vault is.

``raw``: a vault with an ``.obsidian`` folder. ``published``: the notes of a Digital Garden
repository. ``loose``: a folder of notes that is neither.
"""


class CustomFilter(NamedTuple):
    """A replacement that Digital Garden makes in every text that it publishes.

    Attributes:
        pattern: A regular expression of JavaScript.
        flags: Its flags.
        replacement: What stands in place of a match, with ``$1`` and the like.
    """

    pattern: str
    flags: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the vault itself says about how it wants to be read.

    Attributes:
        ignore_filters: Obsidian's "Excluded files": path prefixes, or regular expressions in
            slashes.
        template_folders: The folders of the core Templates and the Templater plugin.
        uses_garden: Whether the vault is set up for Digital Garden.
        garden_defaults: Digital Garden's switches for notes that say nothing, such as
            ``dgShowToc``.
        slugify: Digital Garden's "Slugify note URL".
        path_rewrite_rules: Digital Garden's rules, one ``from:to`` a line.
        custom_filters: Digital Garden's "custom filters", in order.
        navigation_order: Digital Garden's order of the file tree: for a folder, with ``/`` before
            it, the names of notes (without ``.md``) and folders in it.
        note_icon_key: The property that holds a note's icon.
        content_classes_key: The property that holds a note's CSS classes.
        created_key: The property with the time of creation; empty for the file's own.
        updated_key: The property with the time of the last change; empty for the file's own.
        strict_line_breaks: Obsidian's "Strict line breaks": line ends are not shown.
        site_name: The garden's title, if it has one.
        language: The garden's language code, if it says one.
        base_url: Its address without ``https://``, if it says one.
        uses_dataview: Whether the vault has the Dataview plugin.
        dataview: The Dataview plugin's settings that change what a query shows.
    """

    ignore_filters: tuple[str, ...] = ()
    template_folders: tuple[str, ...] = ()
    uses_garden: bool = False
    garden_defaults: Mapping[str, bool] = field(default_factory=dict)
    slugify: bool = True
    path_rewrite_rules: str = ""
    custom_filters: tuple[CustomFilter, ...] = ()
    navigation_order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note_icon_key: str = "dg-note-icon"
    content_classes_key: str = "dg-content-classes"
    created_key: str = ""
    updated_key: str = ""
    strict_line_breaks: bool = False
    site_name: str = ""
    language: str = ""
    base_url: str = ""
    uses_dataview: bool = False
    dataview: Mapping[str, bool | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """A Markdown file of the vault.

    Its body is parsed when its spans are first asked for: those of a note that stays home never
    are.

    Attributes:
        path: Its vault path: relative to the vault, ``/``, NFC, with ``.md``.
        properties: Its front matter, keys as written; empty if it has none or a broken one.
        unread_properties: The text of properties that can't be read; empty if there are none.
        body: Its text after the front matter, line ends as they are.
        body_line: The line of the file where the body starts, counted from 1.
        parse: Gives the spans of the body.
        created: When the file was made, in milliseconds since 1970.
        modified: When it was last changed, in milliseconds since 1970.
        size: Its size in bytes.
        is_known: Whether somebody has parsed it before, so that ``parse`` is quick.
        stamp: A digest of the file: equal only for files of equal content.
        drawing: Whether it is an Excalidraw drawing; the drawing's data is not in the body.
    """

    path: str
    properties: Mapping[str, PropertyValue]
    unread_properties: str
    body: str
    body_line: int
    parse: Callable[[str], Document]
    drawing: bool = False
    created: int = 0
    modified: int = 0
    size: int = 0
    stamp: bytes = b""
    is_known: bool = False

    @cached_property
    def document(self) -> Document:
        """The spans of the body."""
        return self.parse(self.body)

    @property
    def is_parsed(self) -> bool:
        """Whether the spans of the body are known already, or quick to be had."""
        return "document" in self.__dict__ or self.is_known

    def dated(self, created: int, modified: int) -> Note:
        """Give the same note with other times, in milliseconds since 1970."""
        note = replace(self, created=created, modified=modified)
        if "document" in self.__dict__:
            note.__dict__["document"] = self.document
        return note

    def know(self, parse: Callable[[str], Document]) -> None:
        """Take a quicker way to the spans: somebody has found them before."""
        self.__dict__.update(parse=parse, is_known=True)
        self.rest()

    def rest(self) -> None:
        """Forget the spans; when they are asked for they are found again."""
        self.__dict__.pop("document", None)

    @property
    def name(self) -> str:
        """The file name without ``.md``: what Obsidian shows as the note's title."""
        return self.path.rpartition("/")[2][: -len(".md")]

    @property
    def folder(self) -> str:
        """The vault path of its folder, ``""`` for the root."""
        return self.path.rpartition("/")[0]

    def line(self, offset: int) -> int:
        """The line of the file that holds the body's character ``offset``, counted from 1."""
        return self.body_line + self.body.count("\n", 0, offset)


class Print(NamedTuple):
    """What a published garden says about one note.

    Attributes:
        permalink: Its URL; empty if the garden names none.
        created: Its time of creation, as written; None if there is none.
        updated: The time of its last change, as written; None if there is none.
    """

    permalink: str
    created: PropertyValue
    updated: PropertyValue


@dataclass(frozen=True, slots=True)
class Vault:
    """Everything that was read.

    Attributes:
        name: What the vault is called: its folder's name.
        root: Its folder.
        notes_root: The folder of its notes: the same, but for a published garden.
        dialect: Which kind of input it is.
        settings: What its own settings say.
        notes: By vault path, in the order of the paths.
        assets: Every other file: vault path to its place on disk.
        tables: The text of the CSV files, which queries may ask for, by vault path.
        findings: What could not be read as it stands.
        prints: What the published garden says, by vault path; None without a garden at hand.
        is_recognised: Whether its notes told which kind of input it is, in want of better signs.
        has_history: Whether the notes' times are those that git knows, if it knows any.
        folders: The folders that were walked, with the state that their files had before they were
            read.
        consulted: The states of other files that had a say, or would have had one if they existed.
    """

    name: str
    root: Path
    notes_root: Path
    dialect: Dialect
    settings: Settings
    notes: Mapping[str, Note]
    assets: Mapping[str, str]
    tables: Mapping[str, str]
    findings: tuple[Finding, ...]
    prints: Mapping[str, Print] | None = None
    is_recognised: bool = False
    has_history: bool = False
    folders: tuple[tuple[Path, Snapshot], ...] = ()
    consulted: Mapping[Path, State | None] = field(default_factory=dict)
