"""Tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.converters.texts import flat_texts, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.converters.base import Converted, ConverterContext
    from vaultexport.model import PropertyValue

_TEXT_BREAK: Final = re.compile(r"[\s,]+")
_SLASHES: Final = re.compile(r"\s*/[\s/]*")


def tag_list(value: PropertyValue, context: ConverterContext) -> Converted:
    """Give a list of tags without ``#``, each once whatever its case, nested ones with ``/``.

    Blanks and commas part a single text, as in Obsidian before 1.9 and in Dataview; in a list only
    commas do. What Obsidian itself takes for no tag in a list, such as ``C++``, ``2024`` or
    ``machine learning``, is kept: Digital Garden publishes it, and every target has a page for it.
    """
    return listed(_tags(value), context, fold=True)


def _tags(value: PropertyValue) -> Iterator[str | None]:
    if isinstance(value, str) and "[[" not in value:
        yield from map(_tag, _TEXT_BREAK.split(value))
        return
    for item in flat_texts(value):
        if item is None:
            yield None
        else:
            yield from map(_tag, item.split(","))


def _tag(text: str) -> str:
    name = text.strip().lstrip("#")
    return (_SLASHES.sub("/", name) if "/" in name else name).strip("/ ")
