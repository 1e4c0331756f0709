"""Obsidian's front matter for python-frontmatter.

It is imported where it is wanted: python-frontmatter brings PyYAML along.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from frontmatter.default_handlers import BaseHandler

from vaultexport.emit import FENCE, front_matter_block, front_matter_lines
from vaultexport.reader.frontmatter import read_block, read_front_matter
from vaultexport.reader.properties import FrontMatterError

if TYPE_CHECKING:
    from frontmatter import Post


class ObsidianHandler(BaseHandler):
    """Reads and writes front matter for python-frontmatter by Obsidian's rules.

    Pass an instance as ``handler=`` to ``frontmatter.loads`` and ``frontmatter.dumps``.
    ``frontmatter.parse`` strips the body; for its exact text use `read_front_matter`.
    """

    FM_BOUNDARY = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = FENCE

    def detect(self, text: str) -> bool:
        """Tell whether the text starts with a block of properties, readable or not."""
        return read_front_matter(text).end > 0

    def split(self, text: str) -> tuple[str, str]:
        """Split a text into the lines between the fences and the body.

        Raises:
            ValueError: There is no block; python-frontmatter then takes all as content.
        """
        front = read_front_matter(text)
        if not front.end:
            raise ValueError("no front matter")
        block = text[front.start : front.end]
        return block[block.index("\n") + 1 : block.rindex("---")], text[front.end :]

    def load(self, fm: str, **_kwargs: object) -> dict[str, Any]:
        """Read the lines between the fences.

        Raises:
            FrontMatterError: They are no map of properties.
        """
        try:
            return read_block(fm)[1]
        except FrontMatterError as error:
            if error.data is None:
                raise
            return error.data

    def export(self, metadata: dict[str, object], **_kwargs: object) -> str:
        """Write the lines between the fences, without a final newline."""
        return front_matter_lines(metadata)

    def format(self, post: Post, **_kwargs: object) -> str:
        """Write a post: its block and its content, byte for byte.

        python-frontmatter's own ``format`` strips the content and with it an indented first line.
        """
        return front_matter_block(post.metadata) + post.content
