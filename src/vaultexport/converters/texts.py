"""Texts, lists of texts, and maps of names to texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.converters.base import (
    NOTHING,
    Converted,
    ConverterContext,
    link_text,
    lost,
    one_line,
    one_text,
    scalar_text,
    unquoted_link,
)
from vaultexport.converters.suspects import is_placeholder, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultexport.model import PropertyValue

_CLASS_BREAK: Final = re.compile(r"[\s,]+")
_ALIAS_BREAK: Final = re.compile(r"[,\n]")


def text(value: PropertyValue, _context: ConverterContext) -> Converted:
    """Give one line of text: numbers and booleans as text, links as what a reader sees of them."""
    result = one_text(value)
    if result is None:
        return lost(value, "is no text")
    return Converted(result) if result else NOTHING


def title(value: PropertyValue, context: ConverterContext) -> Converted:
    """Give one line of text, as `text`; false and 0 are none, as they are for Digital Garden."""
    return text(value, context) if value else NOTHING


def text_list(value: PropertyValue, context: ConverterContext) -> Converted:
    """Give a list of texts; a single text is a list of one."""
    return listed(flat_texts(value), context)


def class_list(value: PropertyValue, context: ConverterContext) -> Converted:
    """Give a list of CSS classes; blanks and commas part them, in a text and in an item."""
    if isinstance(value, dict):
        return lost(value, "names no classes") if value else NOTHING
    names = (name for item in flat_texts(value) for name in _CLASS_BREAK.split(item or ""))
    return listed(names, context)


def alias_list(value: PropertyValue, context: ConverterContext) -> Converted:
    """Give a list of other names of a note.

    Commas and line breaks part a single text, as Obsidian did before 1.9 made lists the rule. An
    unquoted alias with a colon in it (``- Part 2: the end``), which YAML reads as a map, is put
    together again.
    """
    if isinstance(value, str) and "[[" not in value:
        return listed(_ALIAS_BREAK.split(value), context)
    return listed(flat_texts(value), context)


def metatags(value: PropertyValue, context: ConverterContext) -> Converted:
    """Give a map of names to texts, for ``<meta>`` elements.

    Digital Garden takes a map; templates of the wild also have lists of ``name`` (or ``property``)
    and ``content``. Empty values and placeholders are left out.
    """
    if value and not isinstance(value, (dict, list)):
        return lost(value, "names no meta tags")
    pairs = [pair for pair in _meta_pairs(value) if pair[0] not in context.omit]
    result: dict[str, PropertyValue] = {
        name: content for name, content in pairs if content and _is_meant(name, content)
    }
    lost_names = [name for name, content in pairs if content is None]
    problem = f"{', '.join(lost_names)}: no text" if lost_names else ""
    return Converted(result or None, problem)


def _meta_pairs(value: PropertyValue) -> Iterator[tuple[str, str | None]]:
    """The names with their contents; None for a content that is no text."""
    if isinstance(value, list):
        for item in value:
            yield from _meta_pairs(item)
    elif isinstance(value, dict):
        label = value.get("name", value.get("property"))
        if label is None:
            yield from ((name, one_text(content)) for name, content in value.items())
        else:
            yield one_text(label) or "", one_text(value.get("content"))


def _is_meant(name: str, content: str) -> bool:
    return bool(name) and not (
        looks_secret(name) or is_placeholder(name) or is_placeholder(content)
    )


def listed(
    items: Iterable[str | None], context: ConverterContext, *, fold: bool = False
) -> Converted:
    """Gather the items of a list: each once, in order, without those to omit.

    Args:
        items: The texts; None for an item that was none.
        context: Holds what to omit.
        fold: Whether items that differ only in case are one; the first is kept.

    Returns:
        The list, or None if it is empty, and a problem if an item was none.
    """
    omit = {name.casefold() for name in context.omit} | {""}
    found: dict[str, str] = {}
    unreadable = 0
    for item in items:
        if item is None:
            unreadable += 1
        elif (name := item.strip()).casefold() not in omit:
            found.setdefault(name.casefold() if fold else name, name)
    problem = f"{unreadable} of its items could not be read" if unreadable else ""
    return Converted(list(found.values()) or None, problem)


def flat_texts(value: PropertyValue) -> Iterator[str | None]:
    """The texts of a list of any depth, or of a single value; None for what is no text."""
    link = unquoted_link(value)
    if link is not None:
        yield link_text(link)
    elif isinstance(value, list):
        for item in value:
            yield from flat_texts(item)
    elif isinstance(value, dict):
        yield _mapped(value)
    elif value is not None:
        yield one_line(link_text(scalar_text(value)))


def _mapped(value: dict[str, PropertyValue]) -> str | None:
    """Put an unquoted text with a colon in it together again: YAML reads it as a map."""
    if is_placeholder(value) or not value:
        return ""
    if len(value) > 1:
        return None
    ((head, tail),) = value.items()
    if isinstance(tail, (list, dict)):
        return None
    return head if tail is None else f"{head}: {scalar_text(tail)}"
