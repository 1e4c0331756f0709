"""What every room may import: plain frozen data, no behaviour beyond its own shape.

Nothing in here reads files, knows a target or keeps state.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cached_property
from operator import add, attrgetter, sub
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from vaultexport.markdown import Document
    from vaultexport.reader.states import Snapshot, State

PropertyValue: TypeAlias = (
    "bool | int | float | str | list[PropertyValue] | dict[str, PropertyValue] | None"
)
"""A front matter value as YAML 1.2 reads it; dates stay text until a profile types them."""


class Severity(StrEnum):
    """How much a finding matters for the finished site."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(NamedTuple):
    """One thing the export could not carry over, or changed, that its user should know.

    Attributes:
        path: The note or asset, relative to the vault, with ``/``; empty for the export as a whole.
        line: The line in that file, counted from 1; 0 when no line says more than the file.
        code: A stable kebab-case name, documented in the manual's page on findings.
        severity: Whether the site is wrong (error), poorer (warning) or just different (info).
        message: What happened to the output. Never a secret or the title of an unpublished note.
        hint: What the user can do about it; may be empty.
    """

    path: str
    line: int
    code: str
    severity: Severity
    message: str
    hint: str = ""


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


@dataclass(frozen=True, slots=True)
class Links:
    """What became of the links of notes that are in the site: each is counted in one place.

    A link is a wikilink, a Markdown link, an image or an embed, and an HTML tag or a frame of a
    published garden that names a note or file of the vault. URLs in running text are none, and
    neither is what stands in code, comments or properties.

    Attributes:
        linked: Lead to a page of the site, to a place in one, or to an attachment.
        shown: Attachments that the page shows.
        embedded: Notes, sections and blocks that the page shows.
        outside: Lead out of the vault, to other sites; they are as they were.
        dead: Lead nowhere in the vault; their text stays.
        unpublished: Lead to something that is not published; their text stays, of embeds nothing.
        unsupported: Lead to something that a website can't show or link to.
        empty: Name no target: ``[text]()``.
        replaced: Stand in something that the page shows in another form, such as the published
            copy of an embedded note.
        added: Links and attachments that embedded notes, answers of queries and drawings bring
            into the pages. They are no links of the notes' own, so `total` is without them.
    """

    linked: int = 0
    shown: int = 0
    embedded: int = 0
    outside: int = 0
    dead: int = 0
    unpublished: int = 0
    unsupported: int = 0
    empty: int = 0
    replaced: int = 0
    added: int = 0

    def __add__(self, other: Links) -> Links:
        """Count two sets of links together."""
        return Links(*map(add, _COUNTS(self), _COUNTS(other)))

    def __sub__(self, other: Links) -> Links:
        """Take links out that were counted in."""
        return Links(*map(sub, _COUNTS(self), _COUNTS(other)))

    @property
    def total(self) -> int:
        """How many links the notes have."""
        return self.alive + self.outside + self.lost + self.replaced

    @property
    def alive(self) -> int:
        """How many lead to, or show, something of the site."""
        return self.linked + self.shown + self.embedded

    @property
    def lost(self) -> int:
        """How many do not, though they were to."""
        return self.dead + self.unpublished + self.unsupported + self.empty


_COUNTS: Final = attrgetter(*(count.name for count in fields(Links)))


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
