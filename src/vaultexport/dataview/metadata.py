"""Builds Dataview's view of a note: its fields, tags, links, list items and tasks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import regex

from vaultexport.dataview.dates import Date, days_in_month, from_civil
from vaultexport.dataview.fields import (
    InlineField,
    bracketed_fields,
    frontmatter_value,
    full_line_field,
    inline_value,
    item_tags,
    line_fields,
    may_hold_fields,
    raw_frontmatter,
)
from vaultexport.dataview.jsnumbers import number_text
from vaultexport.dataview.patterns import SPACE_CLASS, SPACES
from vaultexport.dataview.values import Link, canonical_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaultexport.dataview.notes import Item, LinkMark, NoteSource, Place
    from vaultexport.dataview.values import Value
    from vaultexport.dataview.zones import Zone

MAX_LINE: Final = 32_768
"""Characters of the longest line that is searched for fields."""

_ITEM: Final = regex.compile(
    rf"[{SPACE_CLASS}>]*([0-9]+[.)]|[*+-])[{SPACE_CLASS}]*(?:\[.?\])?[{SPACE_CLASS}]*([^\r\n]*)"
)
_TAG_SEPARATOR: Final = regex.compile(rf"[,{SPACE_CLASS}]+")
_DASHED_DATE: Final = regex.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PLAIN_DATE: Final = regex.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")

_Fields = dict[str, list["Value"]]


@dataclass(slots=True)
class Task:
    """The box of a task.

    Attributes:
        status: The character in it.
        fully_completed: Whether it and all tasks nested in it are done.
    """

    status: str
    fully_completed: bool

    @property
    def checked(self) -> bool:
        """Whether the box is not blank."""
        return self.status not in ("", " ")

    @property
    def completed(self) -> bool:
        """Whether the box holds an x."""
        return self.status in ("x", "X")


@dataclass(slots=True)
class ListItem:
    """A list item with Dataview's metadata; its links are as written, not resolved."""

    symbol: str
    text: str
    link: Link
    section: Link
    line: int
    line_count: int
    list_line: int
    start: Place
    end: Place
    parent: int | None
    block_id: str
    tags: list[str]
    links: list[Link]
    fields: _Fields
    task: Task | None
    children: list[int] = field(default_factory=list)


class Page:
    """A note with Dataview's metadata, each part made when it is asked for.

    Links are as written, not resolved.

    Args:
        note: The note.
        zone: The local zone, that of dates without one.
    """

    def __init__(self, note: NoteSource, zone: Zone) -> None:
        self.path = note.path
        self.size = note.size
        self._note = note
        self._zone = zone

    @property
    def _frontmatter(self) -> Mapping[str, object]:
        return self._note.frontmatter or {}

    @cached_property
    def _lines(self) -> list[str]:
        return self._note.text.split("\n")

    @cached_property
    def _fields(self) -> _Fields:
        fields: _Fields = {
            str(key): [frontmatter_value(value, self._zone)]
            for key, value in self._frontmatter.items()
            if key != "position"
        }
        if may_hold_fields(self._note.text):
            for item in self.items:
                if item.task is None:
                    _merge(fields, item.fields)
            _merge(fields, _block_fields(self._note, self._lines, self.items, self._zone))
        return fields

    @cached_property
    def fields(self) -> dict[str, Value]:
        """The fields under the keys as written and, where free, under their canonical names."""
        return _finish(self._fields)

    @cached_property
    def day(self) -> Date | None:
        """The date of the note, if it has one."""
        return _day(self.path, self._fields, self._zone)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The tags as written, body first, then front matter, each once."""
        return tuple(dict.fromkeys([*self._note.tags, *_frontmatter_tags(self._frontmatter)]))

    @property
    def aliases(self) -> tuple[str, ...]:
        """The aliases, each once."""
        return tuple(dict.fromkeys(_frontmatter_aliases(self._frontmatter)))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links of front matter, of the body, and embeds, in this order."""
        note = self._note
        return (
            *(_link(mark) for mark in (*note.frontmatter_links, *note.links)),
            *(_link(mark, embed=True) for mark in note.embeds),
        )

    @cached_property
    def items(self) -> tuple[ListItem, ...]:
        """The list items by line."""
        return tuple(_list_items(self._note, self._lines, self._zone))

    @property
    def frontmatter(self) -> dict[str, Value]:
        """The front matter as written."""
        return raw_frontmatter(self._frontmatter)

    @property
    def created(self) -> Date:
        """The time of creation in the local zone."""
        return Date(self._note.created, self._zone)

    @property
    def modified(self) -> Date:
        """The time of the last change in the local zone."""
        return Date(self._note.modified, self._zone)


def _link(mark: LinkMark, *, embed: bool = False) -> Link:
    return Link.infer(mark.target, display=mark.display, embed=embed)


# --- fields ------------------------------------------------------------------------------------


def _merge(target: _Fields, source: Mapping[str, list[Value]]) -> None:
    for key, values in source.items():
        target.setdefault(key, [])
        target[key] = target[key] + values


def _add(found: Iterable[InlineField], fields: _Fields, zone: Zone) -> None:
    for inline in found:
        fields.setdefault(inline.key, []).append(inline_value(inline.raw, zone))


def _block_fields(
    note: NoteSource, lines: list[str], items: Iterable[ListItem], zone: Zone
) -> _Fields:
    fields: _Fields = {}
    if "::" not in note.text:
        return fields
    in_lists = {item.line + extra for item in items for extra in range(item.line_count)}
    for block in note.blocks:
        if block.kind in ("list", "ruling"):
            continue
        for number in range(block.first_line, min(block.last_line + 1, len(lines))):
            line = lines[number]
            if number not in in_lists and "::" in line and len(line) <= MAX_LINE:
                _add(line_fields(line.strip(SPACES)), fields, zone)
    return fields


def _finish(fields: _Fields) -> dict[str, Value]:
    """Add canonical names where no field has them, and unpack single values."""
    canonical: _Fields = {}
    for key, values in fields.items():
        name = canonical_name(key)
        if name and name not in fields:
            canonical[name] = canonical.get(name, []) + values
    return {key: unpack(values) for key, values in (fields | canonical).items()}


def unpack(values: list[Value]) -> Value:
    """Return the value of a field: the only one, or the list of all."""
    return values[0] if len(values) == 1 else [*values]


# --- front matter ------------------------------------------------------------------------------


def _values_of(frontmatter: Mapping[str, object], *names: str) -> Iterable[object]:
    return (value for key, value in frontmatter.items() if str(key).lower() in names)


def _as_text(value: object) -> str:
    """Write a value as JavaScript joins it to a string."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, int | float) else str(value)


def _words(value: object, split: Callable[[str], list[str]]) -> Iterable[str]:
    if isinstance(value, list):
        for element in value:
            if element:
                yield from _words(element, split)
    elif value is not None:
        for word in split(_as_text(value)):
            stripped = word.strip(SPACES)
            if stripped:
                yield stripped


def _frontmatter_tags(frontmatter: Mapping[str, object]) -> Iterable[str]:
    for value in _values_of(frontmatter, "tags", "tag"):
        for word in _words(value, _TAG_SEPARATOR.split):
            yield word if word.startswith("#") else f"#{word}"


def _frontmatter_aliases(frontmatter: Mapping[str, object]) -> Iterable[str]:
    for value in _values_of(frontmatter, "alias", "aliases"):
        if not value:
            continue
        if isinstance(value, list):
            yield from (_as_text(element).strip(SPACES) for element in value)
        else:
            yield from _words(value, lambda text: text.split(","))


def _day(path: str, fields: _Fields, zone: Zone) -> Date | None:
    for key, values in fields.items():
        if key.lower() in ("date", "day") and isinstance(values[0], Date):
            return values[0]
    name = path.rpartition("/")[2].removesuffix(".md")
    found = _DASHED_DATE.search(name) or _PLAIN_DATE.search(name)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    exists = 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)
    return from_civil(zone, year, month, day) if exists else None


# --- list items --------------------------------------------------------------------------------


def _list_items(note: NoteSource, lines: list[str], zone: Zone) -> list[ListItem]:
    if not note.items:
        return []
    links_by_line: dict[int, list[tuple[LinkMark, bool]]] = {}
    for marks, embed in ((note.links, False), (note.embeds, True)):
        for mark in marks:
            links_by_line.setdefault(mark.line, []).append((mark, embed))
    by_line: dict[int, ListItem] = {}
    for item in note.items:
        if item.start.line < len(lines):
            built = _list_item(note, item, lines, links_by_line, zone)
            if built is not None:
                by_line[built.line] = built
    _connect(by_line)
    return [by_line[line] for line in sorted(by_line)]


def _list_item(
    note: NoteSource,
    item: Item,
    lines: list[str],
    links_by_line: Mapping[int, list[tuple[LinkMark, bool]]],
    zone: Zone,
) -> ListItem | None:
    first, last = item.start.line, item.end.line
    matched = _ITEM.match(lines[first])
    if matched is None:
        return None
    parts = [part.strip(SPACES) for part in (matched[2], *lines[first + 1 : last + 1])]
    one_line = " ".join(parts)
    section = _section(note, first)
    return ListItem(
        symbol=matched[1],
        text="\n".join(parts),
        link=Link(note.path, "block", item.block_id) if item.block_id else section,
        section=section,
        line=first,
        line_count=last - first + 1,
        list_line=_list_line(note, first),
        start=item.start,
        end=item.end,
        parent=item.parent if item.parent != first else None,
        block_id=item.block_id,
        tags=item_tags(one_line),
        links=[
            _link(mark, embed=embed)
            for line in range(first, last + 1)
            for mark, embed in links_by_line.get(line, ())
        ],
        fields=_item_fields(one_line, zone, task=bool(item.task)),
        task=Task(item.task, item.task in ("x", "X")) if item.task else None,
    )


def _item_fields(text: str, zone: Zone, *, task: bool) -> _Fields:
    fields: _Fields = {}
    _add(bracketed_fields(text, task_emoji=True), fields, zone)
    if not task and not fields:
        whole = full_line_field(text)
        _add([whole] if whole else [], fields, zone)
    return fields


def _section(note: NoteSource, line: int) -> Link:
    """Return a link to the heading above a line, or to the note."""
    above = bisect_right(note.headings, line, key=lambda heading: heading.line)
    if above == 0:
        return Link(note.path)
    return Link(note.path).with_heading(note.headings[above - 1].text)


def _list_line(note: NoteSource, line: int) -> int:
    for block in note.blocks:
        if block.kind == "list" and block.first_line <= line <= block.last_line:
            return block.first_line
    return -1


def _connect(by_line: Mapping[int, ListItem]) -> None:
    """Tell parents of their children, and of tasks that are not done."""
    for line in sorted(by_line):
        item = by_line[line]
        parent = by_line.get(item.parent) if item.parent is not None else None
        if parent is not None:
            parent.children.append(line)
        if item.task is None or item.task.completed:
            continue
        ancestor: ListItem | None = item
        seen: set[int] = set()
        while ancestor is not None and ancestor.line not in seen:
            seen.add(ancestor.line)
            if ancestor.task is not None:
                ancestor.task.fully_completed = False
            ancestor = by_line.get(ancestor.parent) if ancestor.parent is not None else None
