"""A compact form of a `Document`, to keep and to hand to other processes.

A packed document is a checksum, a table of the edges of its sections, and a section for each field.
In a section the spans of a class are columns, one an attribute, so that the loops over them run in
C. `marshal` writes them, in its version 2: that one is the same for every Python and knows no
references, so that equal documents give equal bytes. How an attribute is written follows from its
type: a new class of spans needs nothing here.
"""

from __future__ import annotations

import marshal
import struct
from dataclasses import dataclass, fields
from functools import cache
from itertools import accumulate, groupby, repeat
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args, get_origin
from typing import get_type_hints as types_of
from zlib import crc32

from vaultexport.markdown.document import Document, parse
from vaultexport.markdown.spans import Block, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MARSHAL_VERSION: Final = 2
_FIELDS: Final = tuple(field.name for field in fields(Document))
_CHECKSUM: Final = struct.Struct("<I")
_EDGES: Final = struct.Struct(f"<{len(_FIELDS) + 1}I")
_SECTION: Final = struct.Struct("<II")
_FIRST: Final = _CHECKSUM.size + _EDGES.size
_EDGE_OF: Final = {name: _CHECKSUM.size + 4 * place for place, name in enumerate(_FIELDS)}
"""Where the table says where the section of a field starts; behind that, where it ends."""

SPANS: Final[tuple[type[tuple[Any, ...]], ...]] = (Block, *get_args(Span))
"""All classes of spans: a section names them by their places here."""


def pack(document: Document) -> bytes:
    """Give the compact form of a document; equal documents have equal ones.

    Args:
        document: Any document, also one that was unpacked.
    """
    if isinstance(document, PackedDocument):
        return document.packed
    sections = [_section(getattr(document, name)) for name in _FIELDS]
    edges = accumulate(map(len, sections), initial=_FIRST)
    body = b"".join([_EDGES.pack(*edges), *sections])
    return _CHECKSUM.pack(crc32(body, _version())) + body


def unpack(data: bytes) -> Document:
    """Give back a packed document. Each of its fields is decoded when it is first asked for.

    Args:
        data: What `pack` gave. Any damage is found. Nothing in it is ever run, but who forges it
            can make a wrong document, or one that takes much memory.

    Raises:
        ValueError: It is damaged, or from a version of this package with other spans. Asking for a
            field raises the same if it was forged.
    """
    return PackedDocument(data)


@dataclass(frozen=True, slots=True)
class Unpacking:
    """Parses the one text whose document it holds; every other as usual.

    Attributes:
        data: What `pack` gave.
        check: Tells whether it is that text.
    """

    data: bytes
    check: int

    @classmethod
    def of(cls, text: str, document: Document) -> Unpacking:
        """Keep the document of a text."""
        return cls(pack(document), _check(text))

    def __call__(self, text: str) -> Document:
        """Parse a text."""
        return unpack(self.data) if _check(text) == self.check else parse(text)


def _check(text: str) -> int:
    return crc32(text.encode(errors="surrogatepass"))


class PackedDocument(Document):
    """A document of which each field is decoded when it is first asked for.

    It equals the document that was packed, and is pickled in its compact form.

    Args:
        packed: What `pack` gave.

    Attributes:
        packed: The same.

    Raises:
        ValueError: As with `unpack`.
    """

    __slots__ = ("packed",)

    packed: bytes

    def __init__(self, packed: bytes) -> None:
        body = memoryview(packed)[_CHECKSUM.size :]
        checksum = _CHECKSUM.pack(crc32(body, _version()))
        if len(packed) < _FIRST or packed[: _CHECKSUM.size] != checksum:
            raise ValueError("no packed document, a damaged one, or one of another version")
        object.__setattr__(self, "packed", packed)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the field holds
        edge = _EDGE_OF.get(name)
        if edge is None:
            raise AttributeError(f"a document has no {name}", name=name, obj=self)
        start, end = _SECTION.unpack_from(self.packed, edge)
        spans = _spans(self.packed[start:end]) if start < end else ()
        object.__setattr__(self, name, spans)
        return spans

    def __eq__(self, other: object) -> bool:
        return self.packed == pack(other) if isinstance(other, Document) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in _FIELDS))

    def __reduce__(self) -> tuple[type[PackedDocument], tuple[bytes]]:
        return PackedDocument, (self.packed,)


class _Column(NamedTuple):
    """An attribute of which the values are written in another form.

    Attributes:
        place: Which of the attributes it is.
        write: Gives the form of a value that is written.
        read: Gives the value back.
    """

    place: int
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


class _Layout(NamedTuple):
    """How the spans of a class are written.

    Attributes:
        number: The place of the class among `SPANS`.
        kind: The class.
        columns: Those of its attributes that are not written as they are.
    """

    number: int
    kind: type[tuple[Any, ...]]
    columns: tuple[_Column, ...]


def _columns(kind: type) -> tuple[_Column, ...]:
    """Choose short forms for choices of texts, and forms that `marshal` knows for other spans."""
    found = []
    for place, value in enumerate(types_of(kind).values()):
        if get_origin(value) is Literal:
            choices = dict(enumerate(get_args(value)))
            numbers = {choice: number for number, choice in choices.items()}
            found.append(_Column(place, numbers.__getitem__, choices.__getitem__))
        elif value in SPANS:
            found.append(_Column(place, tuple, value._make))
    return tuple(found)


@cache
def _layouts() -> dict[type | int, _Layout]:
    """Give the layout of each class, by the class and by its number."""
    found = [_Layout(number, kind, _columns(kind)) for number, kind in enumerate(SPANS)]
    return {layout.number: layout for layout in found} | {layout.kind: layout for layout in found}


@cache
def _version() -> int:
    """Number the form: it changes with the fields of documents and the attributes of spans."""
    return crc32(repr((_FIELDS, [(kind.__name__, types_of(kind)) for kind in SPANS])).encode())


def _section(spans: Sequence[tuple[Any, ...]]) -> bytes:
    """Write spans: for each stretch of one class its number and the columns."""
    if not spans:
        return b""
    layouts = _layouts()
    written: list[Any] = []
    for kind, group in groupby(spans, type):
        number, _kind, changed = layouts[kind]
        columns = [*zip(*group, strict=True)]
        for place, write, _read in changed:
            columns[place] = tuple(map(write, columns[place]))
        written += (number, columns)
    return marshal.dumps(written, _MARSHAL_VERSION)


def _spans(section: bytes) -> tuple[Any, ...]:
    """Read what `_section` wrote.

    Raises:
        ValueError: It never wrote that.
    """
    layouts = _layouts()
    found: list[Any] = []
    try:
        written = marshal.loads(section)  # noqa: S302 - it makes values and runs nothing
        for place in range(0, len(written), 2):
            _number, kind, changed = layouts[written[place]]
            columns = written[place + 1]
            for column, _write, read in changed:
                columns[column] = map(read, columns[column])
            found += map(tuple.__new__, repeat(kind), zip(*columns, strict=True))
    except (EOFError, LookupError, TypeError) as mistake:
        raise ValueError("no section of a packed document") from mistake
    return tuple(found)
