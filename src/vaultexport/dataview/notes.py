"""What this package must be told about a note: the seam to whoever reads Markdown.

The shapes are those of Obsidian's own metadata cache, because Dataview builds on that and not on
the text: lines count from 0, columns and offsets in UTF-16 units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Place(NamedTuple):
    """A point in a text: line from 0, column and offset in UTF-16 units."""

    line: int
    column: int
    offset: int


class Heading(NamedTuple):
    """A heading.

    Attributes:
        line: The line it starts on.
        text: Its Markdown without the marks of the heading itself.
    """

    line: int
    text: str


class Block(NamedTuple):
    """A block at the top level of a note.

    Attributes:
        kind: ``list`` and ``ruling`` (a thematic break) hold no full-line fields; any other
            name does, front matter and comments included.
        first_line: Its first line.
        last_line: Its last line.
    """

    kind: str
    first_line: int
    last_line: int


class Item(NamedTuple):
    """A list item, at any depth and inside quotes too.

    Attributes:
        start: Where its marker stands.
        end: Its last character before the first nested list; in a loose list an item that a
            blank line and a sibling follow ends at the start of that blank line.
        parent: The line of the item that it is nested in, or None.
        task: The character in its box, or None for an item without one.
        block_id: Its block id without ``^``, or empty.
    """

    start: Place
    end: Place
    parent: int | None = None
    task: str | None = None
    block_id: str = ""


class LinkMark(NamedTuple):
    """A link or embed to a file of the vault.

    Attributes:
        target: Path, heading and block as written, decoded if it was a Markdown link.
        display: The text that Obsidian shows: the alias, else the target with `` > `` for ``#``.
        line: The line it starts on; 0 in front matter.
    """

    target: str
    display: str
    line: int = 0


class NoteSource(Protocol):
    """A note as Obsidian's cache describes it; each part may be made when it is asked for."""

    @property
    def path(self) -> str:
        """Relative to the vault, with ``/``."""

    @property
    def text(self) -> str:
        """The whole text."""

    @property
    def size(self) -> int:
        """Bytes of the file."""

    @property
    def frontmatter(self) -> Mapping[str, object] | None:
        """As YAML 1.2 reads it; None when there is none or it is broken."""

    @property
    def created(self) -> int:
        """Milliseconds since 1970."""

    @property
    def modified(self) -> int:
        """Milliseconds since 1970."""

    @property
    def tags(self) -> Sequence[str]:
        """In the body, with ``#``, in order, repeated where repeated."""

    @property
    def headings(self) -> Sequence[Heading]:
        """In order."""

    @property
    def blocks(self) -> Sequence[Block]:
        """In order."""

    @property
    def items(self) -> Sequence[Item]:
        """In order."""

    @property
    def links(self) -> Sequence[LinkMark]:
        """In the body, in order."""

    @property
    def embeds(self) -> Sequence[LinkMark]:
        """In the body, in order."""

    @property
    def frontmatter_links(self) -> Sequence[LinkMark]:
        """In order."""
