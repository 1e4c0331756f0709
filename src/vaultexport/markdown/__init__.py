"""Source text in, typed spans out: CommonMark's structure plus Obsidian's own marks.

Belongs here: how Obsidian reads a note's body. Does not belong here: what a link points to,
what a target wants, any file.
"""

from __future__ import annotations

from vaultexport.markdown.document import Document, parse
from vaultexport.markdown.spans import (
    Block,
    BlockId,
    BraceLine,
    Callout,
    CalloutEnd,
    Code,
    Comment,
    EmbeddedHeading,
    FootnoteLabel,
    Heading,
    Html,
    Link,
    LinkDefinition,
    Math,
    QueryResult,
    Span,
)

__all__ = [
    "Block",
    "BlockId",
    "BraceLine",
    "Callout",
    "CalloutEnd",
    "Code",
    "Comment",
    "Document",
    "EmbeddedHeading",
    "FootnoteLabel",
    "Heading",
    "Html",
    "Link",
    "LinkDefinition",
    "Math",
    "QueryResult",
    "Span",
    "parse",
]
