"""What a query asks of the vault, and an index in memory that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        ItemsView,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
        ValuesView,
    )

    from vaultexport.dataview.values import Value


class PageObject(dict[str, "Value"]):
    """The fields of a page, as a row sees them: its own and ``file``."""

    __slots__ = ("path",)

    def __init__(self, path: str, fields: Mapping[str, Value]) -> None:
        super().__init__(fields)
        self.path = path


class FileObject(dict[str, "Value"]):
    """What a page knows of its file, each part made when it is asked for.

    Args:
        names: The names of the parts.
        make: Makes the part of a name.
    """

    __slots__ = ("_make", "_waiting")

    def __init__(self, names: Iterable[str], make: Callable[[str], Value]) -> None:
        super().__init__(dict.fromkeys(names))
        self._make = make
        self._waiting = set(self)

    def __getitem__(self, name: str) -> Value:
        if name in self._waiting:
            self._waiting.discard(name)
            self[name] = self._make(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as in `dict`
        """Return a part, or another value where there is none of that name."""
        return self[name] if dict.__contains__(self, name) else default

    def __iter__(self) -> Iterator[str]:
        """Go through the names. That this is not inherited keeps ``dict()`` from raw copies."""
        return super().__iter__()

    def values(self) -> ValuesView[Value]:  # type: ignore[override]
        """Return all parts."""
        return self._whole().values()

    def items(self) -> ItemsView[str, Value]:  # type: ignore[override]
        """Return all names and parts."""
        return self._whole().items()

    def _whole(self) -> dict[str, Value]:
        return {name: self[name] for name in self}


class ItemObject(dict[str, "Value"]):
    """A list item or task, as a row sees it.

    Attributes:
        own_fields: The inline fields that the item itself has.
    """

    __slots__ = ("own_fields",)

    def __init__(self, fields: Mapping[str, Value], own_fields: Mapping[str, Value]) -> None:
        super().__init__(fields)
        self.own_fields = own_fields


class Index(Protocol):
    """The notes that a query may see. Every sequence is in the order of a walk of the vault."""

    def page(self, path: str) -> PageObject | None:
        """Return the fields of the note at a path."""

    def paths(self) -> Sequence[str]:
        """Return the paths of all notes."""

    def folder(self, path: str) -> Sequence[str] | None:
        """Return the notes under a folder; None when there is no such folder."""

    def exists(self, path: str) -> bool:
        """Tell whether there is a file of any kind at a path."""

    def tagged(self, tag: str) -> Sequence[str]:
        """Return the notes with a tag or one below it; case does not matter."""

    def linking_to(self, target: str) -> Sequence[str]:
        """Return the notes with a link to a path, or with an unresolved link of that text."""

    def links_from(self, path: str) -> Sequence[str] | None:
        """Return the files to which a note links; None when there is no such note."""

    def resolve(self, text: str, origin: str) -> str | None:
        """Return the path of the file that a link's text means in a note."""

    def csv(self, path: str) -> str | None:
        """Return the content of a CSV file."""
