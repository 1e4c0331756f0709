"""What Digital Garden writes in the place of an embed: the embedded text in a frame of HTML.

The plugin puts a line break, the frame and another line break where ``![[note]]`` stood, whatever
stood around it there. The frame has a link if the note was published too, and a title if the embed
had one; builds of 2022 and 2023 left a stray ``$`` before the title.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.markdown import masks
from vaultexport.markdown.regions import Ranges, edges
from vaultexport.markdown.spans import EmbeddedHeading, FrozenDrawing, Transclusion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from vaultexport.markdown.spans import Heading

_OPENER: Final = "transclusion internal-embed is-loaded"
_OPEN: Final = re.compile(
    r'(?P<break>(?:\r?\n)?)<div class="transclusion internal-embed is-loaded">'
    r'(?:<a class="markdown-embed-link" href="(?P<href>[^"\r\n]*)"[^>\r\n]*>[^\r\n]*?</a>)?'
    r'<div class="markdown-embed">[ \t]*'
    r'(?:\s*\$?<div class="markdown-embed-title">\s*'
    r"(?:#+[ \t]*)?(?P<title>[^<\r\n]*?)[ \t]*(?:\r?\n\s*)?</div>)?"
)
_DIV: Final = re.compile(r"<(?P<slash>/?)div\b[^>\r\n]*>")
_BREAK: Final = re.compile(r"\r?\n")
_DRAWING: Final = re.compile(
    r"(?:<style> ?\.container[^<]*</style>)?(?:<script [^>]*></script>)*"
    r'<div id="(?P<id>[^"]*)"></div>'
    r"<script>\(function\(\)\{const InitialData=.*?</script>",
    re.DOTALL,
)
_DRAWING_ID: Final = re.compile(r"\.?excalidraw\.?md\d*$")


class Garden(NamedTuple):
    """A text without the plugin's HTML.

    Attributes:
        text: The text, blanks in its place.
        transclusions: The frames, outer ones before inner ones.
        drawings: The Excalidraw drawings.
    """

    text: str
    transclusions: tuple[Transclusion, ...] = ()
    drawings: tuple[FrozenDrawing, ...] = ()


def without_html(text: str, opaque: Callable[[str], Sequence[tuple[int, int]]]) -> Garden:
    """Find the plugin's frames and drawings and overwrite their HTML.

    Args:
        text: A note's body.
        opaque: Gives the ranges of code and math of a text, in order.
    """
    if "<" not in text:
        return Garden(text)
    drawings: list[FrozenDrawing] = []
    if "const InitialData=" in text:
        for match in _DRAWING.finditer(text):
            name = _DRAWING_ID.sub("", unescape(match["id"])).replace("_", " ")
            drawings.append(FrozenDrawing(match.start(), match.end(), name))
        for drawing in drawings:
            text = masks.blank(text, drawing.start, drawing.end)
    if _OPENER not in text:
        return Garden(text, (), tuple(drawings))
    found = tuple(sorted(_transclusions(text, opaque(text))))
    for frame in found:
        if frame.in_table:
            text = text[: frame.start] + " " * (frame.end - frame.start) + text[frame.end :]
        else:
            text = masks.blank(text, frame.start, frame.body_start)
            text = _without_close(text, frame)
    return Garden(text, found, tuple(drawings))


def _without_close(text: str, frame: Transclusion) -> str:
    """Overwrite the end of a frame; what follows it on the line must not become code."""
    end = frame.end
    line_end = text.find("\n", end)
    if text[end - 1] == "\n" or not text[end : line_end if line_end >= 0 else len(text)].strip():
        return masks.blank(text, frame.body_end, end)
    return f"{text[: frame.body_end]}{chr(0xA0) * (end - frame.body_end)}{text[end:]}"


def _transclusions(text: str, opaque: Sequence[tuple[int, int]]) -> Iterator[Transclusion]:
    position = 0
    while match := _OPEN.search(text, position):
        position = match.end()
        if any(start <= match.end() - 1 < end for start, end in opaque):
            continue
        close = _close(text, match.end(), opaque)
        if close is None:
            continue
        body_end, end = close
        following = _BREAK.match(text, end)
        end = following.end() if following else end
        yield Transclusion(
            start=match.start(),
            end=end,
            href=unescape(match["href"] or ""),
            title_start=match.start("title") if match["title"] else match.end(),
            title_end=match.end("title") if match["title"] else match.end(),
            body_start=match.end(),
            body_end=body_end,
            in_table=_cuts_row(text, match.start(), end),
        )


def _cuts_row(text: str, start: int, end: int) -> bool:
    """Tell whether a frame stands in the middle of a table's row: its line breaks are no row's."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    rest = text[end:].partition("\n")[0]
    return line.lstrip(" \t>").startswith("|") and "|" in rest


def _close(text: str, position: int, opaque: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Find the two closing tags of a frame, past all that is opened and closed inside of it."""
    depth = 2
    body_end = position
    for match in _DIV.finditer(text, position):
        if any(start <= match.start() < end for start, end in opaque):
            continue
        depth += -1 if match["slash"] else 1
        if match["slash"] and depth == 1:
            body_end = match.start()
        if depth == 0:
            return body_end, match.end()
    return None


def apart(
    headings: Iterable[Heading], frames: Sequence[Transclusion]
) -> tuple[tuple[Heading, ...], tuple[EmbeddedHeading, ...]]:
    """Tell a note's own headings from those of the notes embedded in it.

    Args:
        headings: All headings of a text.
        frames: The embedded notes.
    """
    if not frames:
        return tuple(headings), ()
    embedding = Ranges(edges(frames))
    own: list[Heading] = []
    embedded: list[EmbeddedHeading] = []
    for heading in headings:
        if heading.start in embedding:
            embedded.append(EmbeddedHeading(heading.start, heading.end, heading))
        else:
            own.append(heading)
    return tuple(own), tuple(embedded)
