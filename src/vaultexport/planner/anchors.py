"""What a link's subpath means in the note it points to, and the id that the place gets."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import chain, count
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.markdown import Transclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vaultexport.markdown import BlockId, Document, Heading
    from vaultexport.model import Note
    from vaultexport.strategies import AnchorRule

_START: Final = itemgetter(0)
_IGNORED_IN_HEADINGS = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+")
_STABLE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STABLE_ELEMENT = re.compile(r"[a-z][a-z0-9-]*")
_ELEMENT = re.compile(
    r"""<(?:a\s(?:[^<>]*\s)?name|[a-z][a-z0-9]*\s(?:[^<>]*\s)?id)\s*=\s*["']?(?P<id>[\w-]+)""",
    re.IGNORECASE,
)
_STABLE_TEXT = re.compile(r"[A-Za-z0-9 ]+")


class Anchor(NamedTuple):
    """A place in a page.

    Attributes:
        id: The HTML id it gets.
        offset: Where it is in the note's body: the heading's or the block mark's start.
        own: Whether the target gives the id by itself, under any of its settings.
        block: Whether it is a block rather than a heading.
    """

    id: str
    offset: int
    own: bool
    block: bool


@lru_cache(maxsize=32_768)
def heading_key(text: str) -> str:
    """Give the form in which Obsidian compares headings: no punctuation, one space, no case."""
    return _IGNORED_IN_HEADINGS.sub(" ", text).strip().lower()


def find_heading(document: Document, subpath: str) -> Heading | None:
    """Find the heading that a subpath means.

    Args:
        document: The note's spans.
        subpath: ``Heading``, or ``Heading#Below it``; without the leading ``#``.

    Returns:
        The first heading of that name; of a path the last heading, each below the one before.
    """
    keys = [key for key in map(heading_key, subpath.split("#")) if key]
    found: Heading | None = None
    for heading in document.headings:
        if not keys:
            break
        if found is not None and heading.level <= found.level:
            return None
        source, text = heading.source, heading.text
        if keys[0] == heading_key(source) or (text != source and keys[0] == heading_key(text)):
            found = heading
            keys.pop(0)
    return found if not keys else None


def find_element(note: Note, identifier: str) -> Anchor | None:
    """Find the tag of a note's own HTML with an id, or an ``<a>`` with such a name.

    Args:
        note: The note.
        identifier: The id. One that some engine would change, such as ``Top``, is not found.
    """
    if not _STABLE_ELEMENT.fullmatch(identifier):
        return None
    frames = [mark for mark in note.document.marks if isinstance(mark, Transclusion)]
    for html in note.document.htmls:
        for match in _ELEMENT.finditer(note.body, html.start, html.end):
            is_shown = not any(frame.start <= match.start() < frame.end for frame in frames)
            if match["id"] == identifier and is_shown:
                return Anchor(identifier, match.start(), own=True, block=False)
    return None


def find_block(document: Document, identifier: str) -> BlockId | None:
    """Find the block with an identifier; Obsidian compares them without case."""
    wanted = identifier.lower()
    return next((mark for mark in document.block_ids if mark.id.lower() == wanted), None)


def heading_at(document: Document, offset: int) -> Heading | None:
    """Find the heading that holds an offset, such as that of an identifier at its end."""
    index = bisect_right(document.headings, offset, key=_START) - 1
    found = document.headings[index] if index >= 0 else None
    return found if found is not None and offset < found.end else None


def block_id(document: Document, headings: Iterable[Anchor], mark: BlockId) -> str:
    """Give the id of a block: its identifier, or one with a number if something else has that.

    Args:
        document: The note's spans.
        headings: The anchors of its headings.
        mark: The block's identifier.
    """
    identifier = mark.id.lower()
    others = {other.id.lower() for other in document.block_ids} - {identifier}
    return _FreeIds({anchor.id for anchor in headings} | others).take(identifier)


def heading_anchors(headings: Sequence[Heading], rule: AnchorRule) -> dict[int, Anchor]:
    """Compute the id of every heading.

    Args:
        headings: All headings of one page, in order: duplicates are numbered.
        rule: The target's algorithm.

    Returns:
        The anchor of each heading by its offset. It is the target's ``own`` only where text and
        id are so plain that no setting and no markup can change them. Where it does not follow
        from the text it is one that no other heading has.
    """
    page = rule.page()
    anchors: dict[int, Anchor] = {}
    texts = {heading.start: smart_text(heading, rule) for heading in headings}
    ids = {h.start: page.add(texts[h.start]) for h in headings if h.exact or rule.text_only}
    free = _FreeIds(ids.values())
    for heading in headings:
        if heading.start not in ids:
            ids[heading.start] = free.take(rule.slug(texts[heading.start]))
        identifier = ids[heading.start]
        plain = heading.plain and _STABLE_TEXT.fullmatch(heading.source) is not None
        own = plain and _STABLE_ID.fullmatch(identifier) is not None
        anchors[heading.start] = Anchor(identifier, heading.start, own=own, block=False)
    return anchors


class _FreeIds:
    """Gives ids that nothing else has. It goes on where it stopped to count for the same name.

    Args:
        taken: The ids that others have.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._names: dict[str, Iterator[str]] = {}

    def take(self, identifier: str) -> str:
        """Give an id, with a number if it is taken, and take it."""
        if identifier not in self._names:
            numbered = (f"{identifier}-{number}" for number in count(1))
            self._names[identifier] = chain((identifier,), numbered)
        names = self._names[identifier]
        found = next(name for name in names if name and name not in self._taken)
        self._taken.add(found)
        return found


class Anchors:
    """The heading anchors of every published note, computed when first asked for.

    Args:
        notes: The published notes by vault path.
        rule: The target's algorithm.
    """

    def __init__(self, notes: Mapping[str, Note], rule: AnchorRule) -> None:
        self._notes = notes
        self._rule = rule
        self._known: dict[str, Mapping[int, Anchor]] = {}

    def __call__(self, path: str) -> Mapping[int, Anchor]:
        """Give the anchor of each heading of a note by its offset, as `heading_anchors` does."""
        anchors = self._known.get(path)
        if anchors is None:
            anchors = heading_anchors(self._notes[path].document.headings, self._rule)
            self._known[path] = anchors
        return anchors


def smart_text(heading: Heading, rule: AnchorRule) -> str:
    """Give a heading's text as the target shows it: smart punctuation leaves code alone.

    Args:
        heading: A heading.
        rule: The target's algorithm.
    """
    if not heading.verbatim:
        return rule.smart(heading.text)
    pieces: list[str] = []
    position = 0
    for start, end in heading.verbatim:
        pieces += (rule.smart(heading.text[position:start]), heading.text[start:end])
        position = end
    return "".join([*pieces, rule.smart(heading.text[position:])])
