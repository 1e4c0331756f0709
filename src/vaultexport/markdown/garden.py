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
from vaultexport.markdown.balance import Balance
from vaultexport.markdown.lines import line_end, line_start
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
_ROW: Final = re.compile(r"[ \t>]*\|")
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
        blanked = ((d.start, d.end, masks.blanks(text, d.start, d.end)) for d in drawings)
        text = masks.overwritten(text, blanked)
    if _OPENER not in text:
        return Garden(text, (), tuple(drawings))
    found = tuple(sorted(_transclusions(text, Ranges(opaque(text)))))
    chars = list(text)
    for frame in found:
        if frame.in_table:
            chars[frame.start : frame.end] = " " * (frame.end - frame.start)
            continue
        _blank(chars, frame.start, frame.body_start)
        if chars[frame.end - 1] == "\n" or _ends_line(chars, frame.end):
            _blank(chars, frame.body_end, frame.end)
        else:
            # What follows must not become code.
            chars[frame.body_end : frame.end] = masks.NO_BREAK * (frame.end - frame.body_end)
    return Garden("".join(chars), found, tuple(drawings))


def _blank(chars: list[str], start: int, end: int) -> None:
    chars[start:end] = [char if char in "\r\n" else " " for char in chars[start:end]]


def _ends_line(chars: Sequence[str], offset: int) -> bool:
    while offset < len(chars) and chars[offset] != "\n":
        if not chars[offset].isspace():
            return False
        offset += 1
    return True


def _transclusions(text: str, opaque: Ranges) -> Iterator[Transclusion]:
    tags = [match for match in _DIV.finditer(text) if match.start() not in opaque]
    balance = Balance((tag.start(), -1 if tag["slash"] else 1) for tag in tags)
    position = 0
    while match := _OPEN.search(text, position):
        position = match.end()
        # A frame has two open tags.
        last = balance.find(position, -2) if position - 1 not in opaque else -1
        if last < 0:
            continue
        following = _BREAK.match(text, tags[last].end())
        end = following.end() if following else tags[last].end()
        yield Transclusion(
            start=match.start(),
            end=end,
            href=unescape(match["href"] or ""),
            title_start=match.start("title") if match["title"] else match.end(),
            title_end=match.end("title") if match["title"] else match.end(),
            body_start=match.end(),
            body_end=tags[last - 1].start(),
            in_table=_cuts_row(text, match.start(), end),
        )


def _cuts_row(text: str, start: int, end: int) -> bool:
    """Tell whether a frame stands in the middle of a table's row: its line breaks are no row's."""
    is_row = _ROW.match(text, line_start(text, start), start)
    return is_row is not None and text.find("|", end, line_end(text, end)) >= 0


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
