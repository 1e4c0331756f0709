"""The typed spans of a note's body.

Every span says where it stands as ``start`` and ``end``: offsets in characters (not bytes) of the
body text, end exclusive. Spans are named tuples: a vault holds millions of them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

BlockKind = Literal[
    "paragraph", "heading", "list", "item", "quote", "table", "code", "html", "rule", "footnote"
]
LinkKind = Literal["wikilink", "inline", "reference", "autolink"]


class Block(NamedTuple):
    """A block of CommonMark's structure; ``parent`` is its container's index, -1 at the top."""

    start: int
    end: int
    kind: BlockKind
    parent: int


class Heading(NamedTuple):
    """A heading, ATX or setext.

    Attributes:
        level: 1 to 6.
        source: What stands between the markers, as Obsidian's metadata cache has it.
        text: The text a reader sees: what anchors are made from.
        plain: Whether the source is nothing but text (no link, code, emphasis, math or HTML).
        content_end: Where the text ends: the place for an explicit id.
        verbatim: The ranges of ``text`` that are code or math.
        exact: Whether a reader sees nothing but ``text``: no footnote's number, no embed.
    """

    start: int
    end: int
    level: int
    source: str
    text: str
    plain: bool
    content_end: int
    verbatim: tuple[tuple[int, int], ...] = ()
    exact: bool = True


class HeadingStart(NamedTuple):
    """The start of a heading that is not ``exact``: a place for an id that its text gives."""

    start: int
    end: int
    heading: Heading


class EmbeddedHeading(NamedTuple):
    """A heading inside of an embedded note: not one of the note that embeds it."""

    start: int
    end: int
    heading: Heading


class Link(NamedTuple):
    """A wikilink or Markdown link, or (``embed``) an embed or image.

    Attributes:
        target: The destination as written, without the subpath for wikilinks; Markdown's
            backslash escapes resolved, percent escapes not.
        subpath: What follows the first ``#`` of a wikilink, without it; empty if nothing does.
        text_start: Where the display text starts; equal to ``text_end`` when there is none.
        text_end: Where it ends.
        in_table: Whether the link stands in a table cell, where a pipe must be escaped.
        in_heading: Whether the link stands in a heading.
    """

    start: int
    end: int
    kind: LinkKind
    embed: bool
    target: str
    subpath: str
    text_start: int
    text_end: int
    in_table: bool
    in_heading: bool

    @property
    def has_subpath(self) -> bool:
        """Whether it names a place in a note, and not only a note."""
        return bool(self.subpath) or "#" in self.target


class EmptyLink(NamedTuple):
    """A Markdown link or (``embed``) image without a target, ``[text]()``: to Obsidian none.

    Attributes:
        text_start: Where its text starts.
        text_end: Where it ends.
        in_table: As with a `Link`.
    """

    start: int
    end: int
    embed: bool
    text_start: int
    text_end: int
    in_table: bool


class Code(NamedTuple):
    """Inline code, or (``block``) a fenced or indented code block with its info string."""

    start: int
    end: int
    block: bool
    info: str


class Math(NamedTuple):
    """``$…$`` or (``display``) ``$$…$$``, delimiters included."""

    start: int
    end: int
    display: bool


class Html(NamedTuple):
    """One raw HTML tag or comment in running text, or (``block``) an HTML block."""

    start: int
    end: int
    block: bool


class Comment(NamedTuple):
    """``%%…%%``, marks included; an unclosed one runs to the end of the note."""

    start: int
    end: int


class Transclusion(NamedTuple):
    """The text of an embedded note as Digital Garden publishes it, with the line breaks around.

    Attributes:
        href: The URL of the embedded note, with a fragment; empty if it was not published.
        title_start: Where the embed's title starts; equal to ``title_end`` if it has none.
        title_end: Where the title ends.
        body_start: Where the embedded text starts.
        body_end: Where it ends.
        in_table: Whether it stands in a table cell.
    """

    start: int
    end: int
    href: str
    title_start: int
    title_end: int
    body_start: int
    body_end: int
    in_table: bool


class FrozenDrawing(NamedTuple):
    """An Excalidraw drawing as Digital Garden publishes it: scripts; ``title`` is its name."""

    start: int
    end: int
    title: str


class FootnoteLabel(NamedTuple):
    """``[^label]``: a reference to a footnote, or what stands before the colon of its text."""

    start: int
    end: int
    label: str


class LinkDefinition(NamedTuple):
    """A line that says where ``[text][label]`` leads: its destination, as written."""

    start: int
    end: int
    target: str


class BlockId(NamedTuple):
    """A block identifier: Obsidian's ``^id`` or Digital Garden's ``{ #id}``.

    ``start`` includes the white space that separates the mark from its block. A ``doubtful`` one
    is an identifier only if some link means it; else it is text, such as ``10^6``.
    """

    start: int
    end: int
    id: str
    doubtful: bool = False


class BraceLine(NamedTuple):
    """Text in braces that is all of a line, or ends a heading: attributes, to some parsers."""

    start: int
    end: int


class Callout(NamedTuple):
    """The first line of a callout, from ``[!`` to the end of its title.

    Attributes:
        type: What stands behind ``[!``, as written.
        metadata: What stands behind the pipe in ``[!type|metadata]``; may be empty.
        fold: ``+`` or ``-`` if the callout can be folded, else empty.
        title_start: Where the title starts; equal to ``end`` if there is none.
        has_body: Whether anything but the title is in the callout.
    """

    start: int
    end: int
    type: str
    metadata: str
    fold: str
    title_start: int
    has_body: bool


class Highlight(NamedTuple):
    """``==…==``, marks included."""

    start: int
    end: int


class Tag(NamedTuple):
    """``#tag``; ``name`` is what follows the ``#``, as written."""

    start: int
    end: int
    name: str


class InlineNote(NamedTuple):
    """``^[…]``, a footnote written where it is used."""

    start: int
    end: int


class InlineField(NamedTuple):
    """A field of Dataview: ``[key:: value]``, ``(key:: value)``, or a line ``Key:: value``.

    Attributes:
        start: Where it starts, at its bracket or its key.
        end: Where it ends.
        key_start: Where the key starts.
        key_end: Where the key ends: the colons follow.
        value_start: Where the value starts, behind the colons.
        value_end: Where the value ends.
    """

    start: int
    end: int
    key_start: int
    key_end: int
    value_start: int
    value_end: int


class NotesEnd(NamedTuple):
    """The end of a block at the top that holds inline notes: their texts can stand below it.

    ``block`` is where the block starts.
    """

    start: int
    end: int
    block: int


class ListItem(NamedTuple):
    """An item of a list.

    Attributes:
        start: Where it starts: at its marker or the indentation that is more than its list's.
        end: Where its own text ends, before the first list nested in it.
        parent: The index of the item that it is nested in, -1 for none.
        task: The character in its box; empty if it has no box.
        text_start: Where its text starts: behind the marker, before a box.
    """

    start: int
    end: int
    parent: int
    task: str
    text_start: int


class LineBreak(NamedTuple):
    """The white space at the end of a line of running text that goes on below."""

    start: int
    end: int


class PlainMark(NamedTuple):
    """Text that is no markup to Obsidian, but may be to others; ``mark`` names the kind."""

    start: int
    end: int
    mark: str


class Flank(NamedTuple):
    """The inner edge of a mark of emphasis that CommonMark would not take for one."""

    start: int
    end: int


class BareUrl(NamedTuple):
    """A URL in running text that is not marked as a link."""

    start: int
    end: int


class TableGap(NamedTuple):
    """A table that others would read as more of the list item or quote above."""

    start: int
    end: int


class CalloutEnd(NamedTuple):
    """The end of a callout's last line; ``quote`` is where its quote starts."""

    start: int
    end: int
    quote: int
    type: str
    metadata: str


ResultForm = Literal["list", "table", "task", "html", ""]


class QueryResult(NamedTuple):
    """What Digital Garden froze of a Dataview block: a list or table and the class line below it.

    Attributes:
        start: Where the list or table starts; the class line's start if the result is empty.
        end: Where the class line ends (its newline excluded).
        body_end: Where the list or table ends; equal to ``start`` if the result is empty.
        form: ``list``, ``table`` or ``task``; ``html`` for a result in raw HTML, of which the span
            is only the class line; empty if the result is.
    """

    start: int
    end: int
    body_end: int
    form: ResultForm


Span = (
    Heading
    | HeadingStart
    | EmbeddedHeading
    | Link
    | EmptyLink
    | Code
    | Math
    | Html
    | Comment
    | Transclusion
    | FrozenDrawing
    | FootnoteLabel
    | LinkDefinition
    | BlockId
    | BraceLine
    | Callout
    | CalloutEnd
    | QueryResult
    | Highlight
    | Tag
    | InlineNote
    | InlineField
    | NotesEnd
    | ListItem
    | LineBreak
    | PlainMark
    | Flank
    | BareUrl
    | TableGap
)
