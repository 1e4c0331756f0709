"""Which part of a note a heading or a block identifier stands for."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from vaultexport.markdown.document import Document
    from vaultexport.markdown.spans import BlockId, Heading

_SPACE: Final = " \t\r\n"
_OWN_LINE: Final = " \t>"


class Part(NamedTuple):
    """A part of a body.

    Attributes:
        start: Where it starts: behind the marks of the containers around it.
        end: Where it ends, its last line break included.
        parent: The index of the block around it, -1 at the top.
        block: The index of the block that it is; -1 for a section or a whole note.
    """

    start: int
    end: int
    parent: int
    block: int


def section(document: Document, body: str, heading: Heading) -> Part:
    """Give a heading's section: up to the next heading of its level or a higher one.

    Headings inside of quotes and list items don't end a section outside of them, and a section
    inside ends with its container.

    Args:
        document: The spans of ``body``.
        body: A note's body.
        heading: One of its headings.
    """
    parent = _parent_of_heading(document, heading)
    end = document.blocks[parent].end if parent >= 0 else len(body)
    later = bisect_left(document.headings, heading.end, key=lambda item: item.start)
    for other in document.headings[later:]:
        if other.start >= end:
            break
        if other.level <= heading.level and _parent_of_heading(document, other) == parent:
            end = other.start
            break
    return Part(heading.start, end, parent, -1)


def _parent_of_heading(document: Document, heading: Heading) -> int:
    block = document.block_at(heading.start)
    return block.parent if block is not None else -1


def block(document: Document, body: str, mark: BlockId) -> Part | None:
    """Give the block that an identifier names.

    At the end of a paragraph it names the paragraph, at the end of an item's first paragraph the
    item with everything in it, at the end of a quote or callout all of that, on a line of its own
    the list, table, quote or code above (Obsidian Help, "Link to a block in a note").

    Args:
        document: The spans of ``body``.
        body: A note's body.
        mark: One of its identifiers.

    Returns:
        The block, or ``None`` if there is none above. Digital Garden puts every mark on a line of
        its own; the innermost block is then the best guess.
    """
    line = body.rfind("\n", 0, mark.start) + 1
    own_line = not body[line : mark.start].strip(_OWN_LINE)
    above = len(body[: mark.start].rstrip(_SPACE + ">" if own_line else _SPACE)) - 1
    index = _index_at(document, above)
    if index < 0:
        return None
    published = body.startswith("{", mark.end - len(body[mark.start : mark.end].lstrip()))
    if own_line and not published:
        index = _around(document, index, mark, quoted=">" in body[line : mark.start])
    else:
        index = _quote_of(document, body, _item_of(document, index), mark)
    found = document.blocks[index]
    start = found.start + len(body[found.start :]) - len(body[found.start :].lstrip(_SPACE))
    return Part(start, found.end, found.parent, index)


def _index_at(document: Document, offset: int) -> int:
    found = document.block_at(offset) if offset >= 0 else None
    if found is None:
        return -1
    first = bisect_left(document.blocks, found.start, key=lambda item: item.start)
    return document.blocks.index(found, first)


def _item_of(document: Document, index: int) -> int:
    """Go from an item's first paragraph to the item."""
    parent = document.blocks[index].parent
    first = 0 <= parent == index - 1 and document.blocks[index].kind == "paragraph"
    return parent if first and document.blocks[parent].kind == "item" else index


def _quote_of(document: Document, body: str, index: int, mark: BlockId) -> int:
    """Go from the last paragraph of a quote to the quote, and on to one that ends there too."""
    parent = document.blocks[index].parent
    if parent < 0 or document.blocks[parent].kind != "quote":
        return index
    if body[mark.end : document.blocks[parent].end].strip(_SPACE + ">"):
        return index
    return _quote_of(document, body, parent, mark)


def _around(document: Document, index: int, mark: BlockId, *, quoted: bool) -> int:
    """Go from the innermost block above a mark to the one that stands beside the mark.

    Without a blank line between them the mark is read as more of the block above: of a quote it
    then names the whole, if it has no quote mark itself.
    """
    blocks = document.blocks
    own = document.block_at(mark.start + len("^"))
    if own is None or own.start > blocks[index].start:
        beside = own.parent if own is not None else -1
        while blocks[index].parent not in {-1, beside}:
            index = blocks[index].parent
        return index
    chain = [index]
    while blocks[chain[-1]].parent >= 0:
        chain.append(blocks[chain[-1]].parent)
    quotes = [place for place in chain if blocks[place].kind == "quote"]
    return quotes[-1] if quotes and not quoted else _item_of(document, index)
