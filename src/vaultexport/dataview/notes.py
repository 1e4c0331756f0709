"""What this package must be told about a note: the seam to whoever reads Markdown.

The shapes are those of Obsidian's own metadata cache, because Dataview builds on that and not on
the text: lines count from 0, columns and offsets in UTF-16 units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a text: line from 0, column and offset in UTF-16 units."""

    line: int
    column: int
    offset: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        line: The line it starts on.
        text: Its Markdown without the marks of the heading itself.
    """

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
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


@dataclass(frozen=True, slots=True)
class Item:
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


@dataclass(frozen=True, slots=True)
class LinkMark:
    """A link or embed to a file of the vault.

    Attributes:
        target: Path, heading and block as written, decoded if it was a Markdown link.
        display: The text that Obsidian shows: the alias, else the target with `` > `` for ``#``.
        line: The line it starts on; 0 in front matter.
    """

    target: str
    display: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class NoteSource:
    """A note as Obsidian's cache describes it.

    Attributes:
        path: Relative to the vault, with ``/``.
        text: The whole text.
        created: Milliseconds since 1970.
        modified: Milliseconds since 1970.
        size: Bytes of the file.
        frontmatter: As YAML 1.2 reads it; None when there is none or it is broken.
        tags: In the body, with ``#``, in order, repeated where repeated.
        headings: In order.
        blocks: In order.
        items: In order.
        links: In the body, in order.
        embeds: In the body, in order.
        frontmatter_links: In order.
    """

    path: str
    text: str
    created: int
    modified: int
    size: int
    frontmatter: Mapping[str, object] | None = None
    tags: Sequence[str] = ()
    headings: Sequence[Heading] = ()
    blocks: Sequence[Block] = ()
    items: Sequence[Item] = ()
    links: Sequence[LinkMark] = ()
    embeds: Sequence[LinkMark] = ()
    frontmatter_links: Sequence[LinkMark] = ()
