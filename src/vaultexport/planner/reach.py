"""What of a note can a query reach: whether a change of the note can change the answer.

A query names what it reads: a field of its own, or a part of ``file``. It is judged by its text
alone, and wherever that is not enough (a whole row, an index that is computed) it reaches all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultexport.model import Note

_WHOLE: Final = re.compile(r"\b(?:this|file|row|rows|frontmatter)\b(?!\s*\.)|[\w)\]]\s*\[")
"""A value that holds all of a note, or an index, which can be computed."""

_OF_TEXT: Final = (
    *("ctime", "cday", "mtime", "mday", "size", "lists", "tasks", "outlinks", "inlinks"),
)
"""The parts of ``file`` that an edit of a text without fields can change."""

_IMPLIED: Final = (
    (re.compile(r"\s*task\b"), ("tasks", "lists")),
    (re.compile("#"), ("tags", "etags")),
    (re.compile(r"\[\["), ("inlinks", "outlinks")),
)
"""What is read without being named: by a query for tasks, by the sources of ``FROM``."""


def possible_differences(before: Note, after: Note) -> set[str] | None:
    """Give the names of what may not be the same in two states of a note.

    Args:
        before: The note.
        after: The same with another text; properties and tags are the same.

    Returns:
        The names; ``None`` if it takes Dataview to tell them: the text may hold fields.
    """
    return None if "::" in before.body or "::" in after.body else set(_OF_TEXT)


def is_reached(query: str, names: Iterable[str]) -> bool:
    """Tell whether a query may read something of one of these names; never a false no.

    Args:
        query: Its text.
        names: Those of facts that are not what they were.
    """
    text = query.casefold()
    names = set(names)
    if not names:
        return False
    implied = {name for sign, found in _IMPLIED if sign.search(text) for name in found}
    return (
        _WHOLE.search(text) is not None
        or not names.isdisjoint(implied)
        or any(name in text for name in names)
    )
