"""Plain text as Markdown that shows exactly it."""

from __future__ import annotations

import re
from typing import Final

_SPECIAL: Final = re.compile(
    r"[\\`*\[\]<~|$]"  # may open something anywhere
    r"|(?<!\w)_|_(?!\w)"  # emphasis; not inside a word
    r"|&(?=#?\w+;)"  # an entity
    r"|==|\^(?=\[)"  # highlight, inline footnote
)

_NEVER_SPECIAL: Final = re.compile(r"[^\\`*\[\]<~|$_&=^]*")

_COMMENT: Final = re.compile(r"%%.*?%%|<!--.*?-->", re.DOTALL)


def without_comments(text: str) -> str:
    """Cut comments out of a text that is written as it stands: the name of a link, a caption.

    Obsidian itself shows ``%%`` in the name of a wikilink; Digital Garden cuts it out, and what its
    author took for a comment must not be told.
    """
    return _COMMENT.sub("", text) if "%%" in text or "<!--" in text else text


_LINE_END: Final = re.compile(r"(?:\\|[ \t]*)\n[ \t]*")
_BARE_PIPE: Final = re.compile(r"(?<!\\)\|")


def one_line(text: str, *, in_table: bool = False) -> str:
    """Put a paragraph of Markdown on one line.

    Args:
        text: The paragraph; what breaks a line in it becomes a blank.
        in_table: Whether it goes into a table cell, where a pipe needs a backslash, in code too.
    """
    line = _LINE_END.sub(" ", text.strip())
    return _BARE_PIPE.sub(r"\\|", line) if in_table else line


def as_markdown(text: str, *, in_table: bool = False) -> str:
    """Escape what Markdown would read as markup.

    Args:
        text: What the reader is to see, on one line.
        in_table: Whether it stands in a table cell; a pipe needs its backslash only there.

    Returns:
        The text with backslashes before the characters that need one, and before no other.
    """
    if _NEVER_SPECIAL.fullmatch(text):
        return text

    def escaped(match: re.Match[str]) -> str:
        mark = match.group()
        if mark == "|" and not in_table:
            return mark
        return "".join(f"\\{char}" for char in mark)

    return _SPECIAL.sub(escaped, text)
