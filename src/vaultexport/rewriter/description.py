"""What an embed says of itself behind its pipe: a text, a size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.rewriter.text import without_comments

if TYPE_CHECKING:
    from vaultexport.markdown import EmptyLink, Link
    from vaultexport.rewriter.context import Context

_SIZE: Final = re.compile(r"(?P<width>\d+)(?:x(?P<height>\d+))?")
_PIPE: Final = re.compile(r"\\?\|")


class Description(NamedTuple):
    """What stands behind the pipe of an embed.

    Attributes:
        text: The alternative text or caption; may be empty.
        width: In pixels; may be empty.
        height: In pixels; may be empty.
    """

    text: str
    width: str
    height: str

    def dimensions(self, height: str = "") -> str:
        """Write the size as attributes, a space before each.

        Args:
            height: What stands for a height that is not given.
        """
        pairs = (("width", self.width), ("height", self.height or height))
        return "".join(f' {name}="{value}"' for name, value in pairs if value)

    @property
    def size(self) -> str:
        """What is known of the size: ``none``, ``width`` or ``both``."""
        return "both" if self.height else "width" if self.width else "none"


def describe(ctx: Context, link: Link | EmptyLink) -> Description:
    """Split what stands behind the pipe into the text and the size.

    Obsidian writes ``![[i.png|300]]``, ``![[i.png|text|300x200]]`` and ``![text|300](i.png)``;
    Digital Garden escapes the pipe.
    """
    source = without_comments(ctx.note.body[link.text_start : link.text_end])
    parts = [part.strip() for part in _PIPE.split(source)]
    size = _SIZE.fullmatch(parts[-1])
    if size:
        parts.pop()
    text = " ".join(part for part in parts if part)
    return Description(text, size["width"] if size else "", (size["height"] or "") if size else "")
