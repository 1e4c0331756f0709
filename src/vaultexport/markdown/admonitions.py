"""Code blocks of the Admonition plugin, read as the callouts that Obsidian shows for them.

The text is changed before the parse and keeps its lines, so that links, tags and callouts inside
an admonition are found like any others, and a finding names the line of the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.markdown.comments import comments
from vaultexport.markdown.events import EventReader
from vaultexport.markdown.lines import line_end, line_start
from vaultexport.markdown.masks import overwritten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultexport.markdown.spans import Code

_HINT: Final = re.compile(r"(?:`{3}|~{3})[ \t]*ad-")
_INFO: Final = re.compile(r"ad-(?P<type>[\w-]+)\s*")
_PARAMETER: Final = re.compile(r"(?P<name>title|collapse|icon|color):(?P<value>.*)", re.IGNORECASE)
_FENCE: Final = re.compile(r"`{3,}|~{3,}")
_INDENT: Final = re.compile(r"[ \t]+")
_NO_FOLD: Final = frozenset({"", "none", "false"})
_LOOK: Final = frozenset({"icon", "color"})
_MAX_DEPTH: Final = 16


class Admonitions(NamedTuple):
    """A text without admonition code blocks.

    Attributes:
        text: The text, a callout in the place of each.
        looks: The lines, counted from 0, that gave one an icon or colour: no callout has that.
    """

    text: str
    looks: tuple[int, ...]


def as_callouts(text: str) -> Admonitions:
    """Turn admonition code blocks into callouts.

    A block's fences and its ``title:``, ``collapse:``, ``icon:`` and ``color:`` lines become lines
    of the callout, so that no other line moves. Blocks inside an admonition, which have shorter
    fences, are turned too. A block right below a quote stays as it is: as a quote it would be part
    of that one.

    Args:
        text: A note's body.

    Returns:
        The text, with as many lines, and what the callouts can't say.
    """
    looks: list[int] = []
    for _ in range(_MAX_DEPTH):
        if "ad-" not in text or not _HINT.search(text):
            break
        changed = _one_level(text, looks)
        if changed == text:
            break
        text = changed
    return Admonitions(text, tuple(sorted(looks)))


def _one_level(text: str, looks: list[int]) -> str:
    """Turn the admonitions that stand in no other one."""
    written: list[tuple[int, int, str]] = []
    line = position = 0
    for code in _code_blocks(text):
        line += text.count("\n", position, code.start)
        position = code.start
        info = _INFO.match(code.info)
        if info is None or _follows_quote(text, code.start):
            continue
        source = text[code.start : code.end].rstrip("\r\n")
        below = code.end + text.startswith("\r", code.end)
        below += text.startswith("\n", below)
        block = _Block(text[line_start(text, code.start) : code.start], line)
        follower = text[below : line_end(text, below)]
        callout = block.callout(info["type"], source.split("\n"), follower)
        written.append((code.start, code.start + len(source), callout))
        looks += block.looks
    return overwritten(text, written)


def _code_blocks(text: str) -> list[Code]:
    _comments, masked = comments(text, _opaque)
    return [code for code in _codes(masked) if code.block and code.info.startswith("ad-")]


def _opaque(text: str) -> Sequence[tuple[int, int]]:
    return [(code.start, code.end) for code in _codes(text)]


def _codes(text: str) -> list[Code]:
    reader = EventReader(text, text)
    reader.read()
    return reader.codes


def _follows_quote(text: str, start: int) -> bool:
    """Tell whether the line above belongs to a quote that the block's own line is not in."""
    line = line_start(text, start)
    above = text[line_start(text, max(line - 1, 0)) : max(line - 1, 0)]
    inside = _without_prefix(above, text[line:start])
    return inside is not None and inside.lstrip(" ").startswith(">")


class _Block:
    """One admonition.

    Args:
        prefix: What stands before its fence: marks and indentation of its containers.
        line: The number of its first line, counted from 0.
    """

    def __init__(self, prefix: str, line: int) -> None:
        self.looks: list[int] = []
        self._prefix = re.sub(r"[^>\s]", " ", prefix)
        self._line = line

    def callout(self, kind: str, lines: Sequence[str], follower: str) -> str:
        """Write the callout.

        Args:
            kind: Its type.
            lines: The lines of the code block from the fence on.
            follower: The line below it.

        Returns:
            As many lines.
        """
        inner = [self._inner(line) for line in lines[1:]]
        closed = bool(inner) and _closes(inner[-1], lines[0])
        given = self._parameters(inner)
        fold = given.get("collapse", "none").lower()
        sign = "" if fold in _NO_FOLD else "+" if fold == "open" else "-"
        head = f"> [!{kind}]{sign} {given.get('title', '')}".rstrip()
        end = "\r" if lines[0].endswith("\r") else ""
        content = inner[len(given) :]
        written = [head + end, *(f"{self._prefix}>{end}" for _ in given)]
        written += (self._quoted(line) for line in content)
        if closed:
            written[-1] = self._last(follower, lines[-1])
        return "\n".join(written)

    def _quoted(self, line: str) -> str:
        if not line.strip():
            end = "\r" if line.endswith("\r") else ""
            return f"{self._prefix}>{end}"
        return f"{self._prefix}> {_spaced(line)}"

    def _inner(self, line: str) -> str:
        inside = _without_prefix(line, self._prefix)
        return line.lstrip(" \t>") if inside is None else inside

    def _parameters(self, inner: Sequence[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for number, line in enumerate(inner, start=1):
            match = _PARAMETER.match(line)
            if match is None or match["name"].lower() in found:
                break
            name = match["name"].lower()
            found[name] = match["value"].strip()
            if name in _LOOK:
                self.looks.append(self._line + number)
        return found

    def _last(self, follower: str, closing: str) -> str:
        """Write the last line: one that keeps a quote right below from joining the callout."""
        inside = (_without_prefix(follower, self._prefix) or "").lstrip(" ")
        is_next = inside.startswith((">", "```", "~~~"))
        end = "\r" if closing.endswith("\r") else ""
        return (self._prefix.rstrip() if is_next else f"{self._prefix}>") + end


def _without_prefix(line: str, prefix: str) -> str | None:
    """Take off what a line must start with to stay in the containers that ``prefix`` opens."""
    for char in prefix:
        if char == ">":
            line = line.lstrip(" ")
            if not line.startswith(">"):
                return None
            line = line[1:]
        elif line.startswith((" ", "\t")):
            line = line[1:]
    return line


def _closes(line: str, opening: str) -> bool:
    fence = _FENCE.match(opening)
    text = line.strip()
    return fence is not None and len(text) >= len(fence[0]) and set(text) == {fence[0][0]}


def _spaced(line: str) -> str:
    """Write indentation with spaces: behind a quote's mark a tab is narrower."""
    indent = _INDENT.match(line)
    return line if indent is None else indent[0].expandtabs(4) + line[indent.end() :]
