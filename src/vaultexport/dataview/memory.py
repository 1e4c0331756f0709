"""An index in memory: pages in, answers out."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, TypeAlias

from vaultexport.dataview.dates import from_civil
from vaultexport.dataview.index import FileObject, ItemObject, PageObject
from vaultexport.dataview.metadata import unpack
from vaultexport.dataview.values import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from vaultexport.dataview.dates import Date
    from vaultexport.dataview.metadata import ListItem, Page
    from vaultexport.dataview.notes import Place
    from vaultexport.dataview.values import Value

Resolver: TypeAlias = "Callable[[str, str], str | None]"
"""Finds the path that a link's text means in the note at a path."""


def walk_key(path: str) -> tuple[str, ...]:
    """Return the key that sorts paths as a walk of the vault meets them.

    Folders and files of one folder are mixed, by name without regard to case.
    """
    return tuple(path.lower().split("/"))


def tag_family(tag: str) -> list[str]:
    """Return a tag and the tags above it: ``#a/b`` gives ``#a/b`` and ``#a``."""
    family = [tag]
    while "/" in tag:
        tag = tag.rpartition("/")[0]
        family.append(tag)
    return family


class MemoryIndex:
    """Answers what queries ask about a fixed set of pages.

    Args:
        pages: All notes that a query may see.
        resolve: How links find their file; it must name only files that a query may know of.
        files: The paths of all other files that a query may know of.
        starred: The paths of bookmarked notes.
        csv: The content of CSV files by path.
        conceals: Tells of a link's text, in the note at a path, that it leads to a file that no
            query may know of. Such links don't exist: not among outlinks, and as the value of a
            field they are null, or missing from a list.
    """

    def __init__(  # noqa: PLR0913 - all that the outside knows of a vault.
        self,
        pages: Iterable[Page],
        resolve: Resolver,
        *,
        files: Iterable[str] = (),
        starred: Collection[str] = (),
        csv: Mapping[str, str] | None = None,
        conceals: Callable[[str, str], bool] | None = None,
    ) -> None:
        self._pages = {page.path: page for page in sorted(pages, key=lambda p: walk_key(p.path))}
        self._paths = list(self._pages)
        self._files = {*self._paths, *files}
        self._starred = starred
        self._csv = csv or {}
        self._resolve = resolve
        self._conceals = conceals
        self._objects: dict[str, PageObject] = {}
        self._items: dict[str, list[ItemObject]] = {}
        self._outlinks: dict[str, list[Link]] = {}

    def __getstate__(self) -> dict[str, object]:
        """Leave rows behind: another process makes those that it needs."""
        return {**self.__dict__, "_objects": {}, "_items": {}}

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        folders: dict[str, list[str]] = {"": self._paths}
        for path in self._files:
            for folder in _folders_of(path):
                folders.setdefault(folder, [])
        for path in self._paths:
            for folder in _folders_of(path):
                folders[folder].append(path)
        return folders

    @cached_property
    def _tagged(self) -> dict[str, list[str]]:
        tagged: dict[str, list[str]] = {}
        for page in self._pages.values():
            for member in {name.lower() for tag in page.tags for name in tag_family(tag)}:
                tagged.setdefault(member, []).append(page.path)
        return tagged

    @cached_property
    def _linking(self) -> dict[str, dict[str, None]]:
        linking: dict[str, dict[str, None]] = {}
        for path in self._paths:
            for link in self._links_of(path):
                linking.setdefault(link.path, {})[path] = None
        return linking

    def _links_of(self, path: str) -> list[Link]:
        links = self._outlinks.get(path)
        if links is None:
            links = self._outlinks[path] = [*self._shown(self._pages[path])]
        return links

    def _shown(self, page: Page) -> Iterator[Link]:
        """Give the links of a page that lead to no hidden file, resolved."""
        for link in page.links:
            target = self._resolve(link.path, page.path)
            if target is not None:
                yield link.with_path(target)
            elif self._conceals is None or not self._conceals(link.path, page.path):
                yield link

    def _hides(self, value: Value, origin: str) -> bool:
        return (
            self._conceals is not None
            and isinstance(value, Link)
            and self._resolve(value.path, origin) is None
            and self._conceals(value.path, origin)
        )

    def _resolved(self, link: Link, origin: str) -> Link:
        return link.with_path(self._resolve(link.path, origin) or link.path)

    def page(self, path: str) -> PageObject | None:
        """Return the fields of the note at a path."""
        known = self._objects.get(path)
        if known is None:
            page = self._pages.get(path)
            if page is None:
                return None
            known = self._objects[path] = self._page_object(page)
        return known

    def paths(self) -> Sequence[str]:
        """Return the paths of all notes."""
        return self._paths

    def folder(self, path: str) -> Sequence[str] | None:
        """Return the notes under a folder; None when there is no such folder."""
        return self._folders.get("" if path == "/" else path)

    def exists(self, path: str) -> bool:
        """Tell whether there is a file of any kind at a path."""
        return path in self._files

    def tagged(self, tag: str) -> Sequence[str]:
        """Return the notes with a tag or one below it; case does not matter."""
        return self._tagged.get(tag.lower(), ())

    def linking_to(self, target: str) -> Sequence[str]:
        """Return the notes with a link to a path, or with an unresolved link of that text."""
        return tuple(self._linking.get(target, ()))

    def links_from(self, path: str) -> Sequence[str] | None:
        """Return the files to which a note links; None when there is no such note."""
        if path not in self._pages:
            return None
        links = self._links_of(path)
        return [*dict.fromkeys(link.path for link in links if link.path in self._files)]

    def resolve(self, text: str, origin: str) -> str | None:
        """Return the path of the file that a link's text means in a note."""
        return self._resolve(text, origin)

    def csv(self, path: str) -> str | None:
        """Return the content of a CSV file."""
        return self._csv.get(path)

    # --- rows --------------------------------------------------------------------------------

    def _page_object(self, page: Page) -> PageObject:
        names = _FILE_PARTS if page.day is None else (*_FILE_PARTS, "day")
        fields: dict[str, Value] = {"file": FileObject(names, partial(self._part, page.path))}
        for key, value in page.fields.items():
            if key != "file":
                fields[key] = self._resolve_inside(value, page.path)
        return PageObject(page.path, fields)

    def _part(self, path: str, name: str) -> Value:
        """Make a part of what a page knows of its file."""
        match name:
            case "outlinks":
                return [*self._links_of(path)]
            case "inlinks":
                return [Link(source) for source in self._linking.get(path, ())]
            case "lists":
                return [*self._items_of(path)]
            case "tasks":
                return [item for item in self._items_of(path) if item["task"]]
            case "starred":
                return path in self._starred
        return _OF_PAGE[name](self._pages[path])

    def _resolve_inside(self, value: Value, origin: str) -> Value:
        if isinstance(value, Link):
            return None if self._hides(value, origin) else self._resolved(value, origin)
        if isinstance(value, list):
            shown = (element for element in value if not self._hides(element, origin))
            return [self._resolve_inside(element, origin) for element in shown]
        if isinstance(value, dict):
            return {key: self._resolve_inside(child, origin) for key, child in value.items()}
        return value

    def _items_of(self, path: str) -> list[ItemObject]:
        """Make the rows of all items, children first, so that parents can hold them."""
        if path in self._items:
            return self._items[path]
        page = self._pages[path]
        made: dict[int, ItemObject] = {}
        for item in reversed(page.items):
            children: list[Value] = [made[line] for line in item.children if line in made]
            made[item.line] = self._item_object(page, item, children)
        items = self._items[path] = [made[item.line] for item in page.items]
        return items

    def _item_object(self, page: Page, item: ListItem, children: list[Value]) -> ItemObject:
        own = {
            key: self._resolve_inside(unpack(values), page.path)
            for key, values in item.fields.items()
        }
        links = [link for link in item.links if not self._hides(link, page.path)]
        known = _item_basics(page.path, item, links, children)
        fields = {**known, **{key: value for key, value in own.items() if key not in known}}
        if item.task is not None:
            fields["status"] = item.task.status
            fields["checked"] = item.task.checked
            fields["completed"] = item.task.completed
            fields["fullyCompleted"] = item.task.fully_completed
            for name, keys in _TASK_DATES.items():
                date = self._first_of(page.path, item, keys)
                if date is not None and date != "":
                    fields[name] = date
        return ItemObject(fields, own)

    def _first_of(self, path: str, item: ListItem, keys: Iterable[str]) -> Value:
        """Return the first value of the first of some fields that an item has."""
        for key in keys:
            if key in item.fields:
                return self._resolve_inside(item.fields[key][0], path)
        return None


_FILE_PARTS: Final = (
    *("path", "folder", "name", "link", "outlinks", "inlinks", "etags", "tags", "aliases"),
    *("lists", "tasks", "ctime", "cday", "mtime", "mday", "size", "starred", "frontmatter", "ext"),
)
"""The names in ``file``, in Dataview's order; ``day`` is there for a note that has one."""

_OF_PAGE: Final[dict[str, Callable[[Page], Value]]] = {
    "path": lambda page: page.path,
    "folder": lambda page: page.path.rpartition("/")[0],
    "name": lambda page: page.path.rpartition("/")[2].removesuffix(".md"),
    "link": lambda page: Link(page.path),
    "etags": lambda page: [*page.tags],
    "tags": lambda page: [*dict.fromkeys(name for tag in page.tags for name in tag_family(tag))],
    "aliases": lambda page: [*page.aliases],
    "ctime": lambda page: page.created,
    "cday": lambda page: _midnight(page.created),
    "mtime": lambda page: page.modified,
    "mday": lambda page: _midnight(page.modified),
    "size": lambda page: page.size,
    "frontmatter": lambda page: page.frontmatter,
    "ext": lambda page: page.path.rpartition(".")[2] if "." in page.path else "",
    "day": lambda page: page.day,
}
_TASK_DATES = {
    "created": ("created", "ctime", "cday"),
    "due": ("due", "duetime", "dueday"),
    "completion": ("completed", "completion", "comptime", "compday"),
    "start": ("start",),
    "scheduled": ("scheduled",),
}


def _item_basics(
    path: str, item: ListItem, links: list[Link], children: list[Value]
) -> dict[str, Value]:
    """Return what every list item has; the last three are the older names of others."""
    basics: dict[str, Value] = {
        "symbol": item.symbol,
        "link": item.link,
        "section": item.section,
        "text": item.text,
        "tags": [*item.tags],
        "line": item.line,
        "lineCount": item.line_count,
        "list": item.list_line,
        "outlinks": [*links],
        "path": path,
        "children": children,
        "task": item.task is not None,
        "annotated": bool(item.fields),
        "position": {"start": _place(item.start), "end": _place(item.end)},
        "subtasks": children,
        "real": item.task is not None,
        "header": item.section,
    }
    if item.parent is not None:
        basics["parent"] = item.parent
    if item.block_id:
        basics["blockId"] = item.block_id
    return basics


def _place(place: Place) -> Value:
    return {"line": place.line, "col": place.column, "offset": place.offset}


def _midnight(date: Date) -> Date:
    return from_civil(date.zone, *date.civil)


def _folders_of(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
