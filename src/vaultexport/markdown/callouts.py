"""Callouts: quotes whose first line says ``[!type]``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.markdown.lines import holds
from vaultexport.markdown.spans import Callout, CalloutEnd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultexport.markdown.spans import Block

_HEAD: Final = re.compile(
    r">[ \t]*(?P<head>\[!(?P<type>[^\]|\r\n]+)(?:\|(?P<meta>[^\]\r\n]*))?\](?P<fold>[+-]?))"
    r"[ \t]*(?P<title>[^\r\n]*?)[ \t]*(?=\r?$)",
    re.MULTILINE,
)


def callouts(text: str, blocks: Sequence[Block]) -> Iterator[Callout | CalloutEnd]:
    """Find the callouts of a text, each with the mark of its end.

    Args:
        text: The note's body.
        blocks: Its blocks, outer ones before inner ones.

    Yields:
        The heads in order; the ends with inner ones before outer ones.
    """
    if not holds(text, "[!"):
        return
    ends: list[CalloutEnd] = []
    for block in blocks:
        match = _HEAD.match(text, block.start) if block.kind == "quote" else None
        if match is None:
            continue
        head = Callout(
            start=match.start("head"),
            end=match.end("title"),
            type=match["type"].strip(),
            metadata=(match["meta"] or "").strip(),
            fold=match["fold"],
            title_start=match.start("title"),
            has_body="\n" in text[block.start : block.end].rstrip("> \t\r\n"),
        )
        yield head
        end = block.start + len(text[block.start : block.end].rstrip())
        ends.append(CalloutEnd(end, end, block.start, head.type, head.metadata))
    yield from reversed(ends)
