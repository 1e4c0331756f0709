"""JavaScript's regular expressions, of Dataview's functions and of Digital Garden's filters.

A pattern is translated to the ``regex`` package rather than to Python's ``re``, for two reasons:
it can be stopped when it backtracks without end, and it knows lookbehinds of any length, as
JavaScript does. Patterns and texts are matched in UTF-16 units, as there without the ``u`` flag,
and in characters with it. Of the flags only ``v`` (sets in classes) is not known.
Known differences: a group inside a repetition keeps its last match, where JavaScript forgets it
at each round, and a repetition of something that can be empty may stop one round earlier.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from vaultexport.dataview.errors import EvaluationError, LimitExceededError
from vaultexport.dataview.patterns import SPACE_CLASS, SPACES
from vaultexport.dataview.text import from_units, to_units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.dataview.limits import Meter


def _complement(chars: str) -> str:
    """Write the ranges of all characters but these."""
    ranges, start = [], 0
    for code in [*sorted(map(ord, set(chars))), 0x110000]:
        if start < code:
            ranges.append(rf"\U{start:08x}-\U{code - 1:08x}")
        start = code + 1
    return "".join(ranges)


_WORD: Final = "A-Za-z0-9_"
_CLASSES: Final = {
    "d": "0-9",
    "w": _WORD,
    "s": SPACE_CLASS,
    "D": _complement("0123456789"),
    "W": _complement("".join(chr(code) for code in range(128) if chr(code).isalnum()) + "_"),
    "S": _complement(SPACES),
}
_SETS: Final = frozenset(_CLASSES.values())
_CONTROL: Final = {"t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "0": "\0"}
_AT_WORD: Final = rf"(?:(?<![{_WORD}])(?=[{_WORD}])|(?<=[{_WORD}])(?![{_WORD}]))"
_NOT_AT_WORD: Final = rf"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))"

_GROUP: Final = regex.compile(r"\((?:\?(?::|=|!|<=|<!|<(?P<name>[\p{L}_$][\w$]*)>))?")
_QUANTIFIER: Final = regex.compile(r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??")
_ESCAPE: Final = regex.compile(
    r"\\(?:x(?P<x>[0-9A-Fa-f]{2})|u(?P<u>[0-9A-Fa-f]{4})|c(?P<c>[A-Za-z])"
    r"|k<(?P<k>[^>]+)>|(?P<number>[1-9][0-9]*)|(?P<char>[\s\S]))"
)
_CAPTURE: Final = regex.compile(
    r"\\.|\[(?:\\.|[^\]\\])*\]|(?P<open>\((?!\?)|\(\?<(?![=!]))", regex.DOTALL
)

_GROUP_NAME: Final = regex.compile(r"\\.|\(\?<(?![=!])([^>]*)>", regex.DOTALL)

_UNICODE_ESCAPE: Final = regex.compile(
    r"\\(?:u\{(?P<code>0*[0-9A-Fa-f]{1,6})\}|(?P<property>[pP]\{[\w=]+\})"
    r"|(?P<half>u[Dd][89A-Fa-f]))"
)
_LINE_END: Final = r"[\n\r\u2028\u2029]"
_ANCHORS: Final = {"^": r"\A", "$": r"\Z", "|": "|"}
_LINE_ANCHORS: Final = {
    "^": rf"(?:\A|(?<={_LINE_END}))",
    "$": rf"(?:\Z|(?={_LINE_END}))",
    "|": "|",
}
_FLAGS: Final = frozenset("dgimsuy")

_REASONS: Final = {
    "bad character range": "Range out of order in character class",
    "missing )": "Unterminated group",
    "unbalanced parenthesis": "Unmatched ')'",
    "multiple repeat": "Nothing to repeat",
    "min repeat greater than max repeat": "numbers out of order in {} quantifier",
}
"""The ``regex`` package's words for a mistake, and those of V8."""

MAX_PATTERN: Final = 10_000
"""Characters of a pattern that are read."""


class _Translator:
    """Reads a pattern from left to right and writes the same for the ``regex`` package."""

    def __init__(self, pattern: str, flags: str = "") -> None:
        self.pattern = pattern
        self.unicode = "u" in flags
        self.anchors = _LINE_ANCHORS if "m" in flags else _ANCHORS
        self.any = r"[\s\S]" if "s" in flags else r"[^\n\r\u2028\u2029]"
        self.position = 0
        names = [name for name in _GROUP_NAME.findall(pattern) if name]
        if len(names) > len(set(names)):
            raise ValueError("Duplicate capture group name")
        self.groups = sum(1 for found in _CAPTURE.finditer(pattern) if found["open"])
        self.named = bool(names)

    def translate(self) -> str:
        """Return the translated pattern.

        Raises:
            ValueError: When the pattern is no JavaScript.
        """
        pieces = []
        while self.position < len(self.pattern):
            piece, repeatable = self._piece()
            pieces.append(piece)
            quantifier = _QUANTIFIER.match(self.pattern, self.position)
            if quantifier is None:
                continue
            if not repeatable:
                raise ValueError("Nothing to repeat")
            self.position = quantifier.end()
            pieces.append(quantifier[0])
            if _QUANTIFIER.match(self.pattern, self.position):
                raise ValueError("Nothing to repeat")
        return "".join(pieces)

    def _piece(self) -> tuple[str, bool]:
        """Translate one piece; tell whether it may be repeated."""
        char = self.pattern[self.position]
        if char == "\\":
            return self._escape(), True
        if char == "[":
            return self._class(), True
        if char == "(":
            return self._group(), False
        if _QUANTIFIER.match(self.pattern, self.position):
            raise ValueError("Nothing to repeat")
        self.position += 1
        if char in "^$|":
            return self.anchors[char], False
        if char == ".":
            return self.any, True
        return (char if char == ")" else regex.escape(char)), True

    def _group(self) -> str:
        found = _GROUP.match(self.pattern, self.position)
        assert found is not None
        self.position = found.end()
        if self.pattern.startswith("?", self.position):
            raise ValueError("Invalid group")
        return f"(?P<{found['name']}>" if found["name"] else found[0]

    def _unicode_escape(self) -> str | None:
        """Translate what only the flag ``u`` knows: characters by number, and properties."""
        found = _UNICODE_ESCAPE.match(self.pattern, self.position) if self.unicode else None
        if found is None:
            return None
        if found["half"]:
            raise ValueError("half a character by its number")
        self.position = found.end()
        if found["property"]:
            return f"\\{found['property']}"
        return regex.escape(chr(int(found["code"], 16)))

    def _escape(self) -> str:
        special = self._unicode_escape()
        if special is not None:
            return special
        found = self._matched_escape()
        if found["number"] and int(found["number"]) > self.groups:
            self.position += 2
            return regex.escape(_old_escape(found["number"][0]))
        self.position = found.end()
        if found["number"]:
            # A group that took no part matches the empty text in JavaScript.
            return f"(?({found['number']})(?:\\{found['number']})|)"
        if found["k"]:
            return f"(?P={found['k']})" if self.named else regex.escape(f"k<{found['k']}>")
        return self._escaped(found["char"], found)

    def _matched_escape(self) -> regex.Match[str]:
        found = _ESCAPE.match(self.pattern, self.position)
        if found is None:
            raise ValueError("\\ at end of pattern")
        return found

    def _escaped(self, char: str | None, found: regex.Match[str]) -> str:
        if char == "c":
            self.position -= 1
            return r"\\"
        if char in ("b", "B"):
            return _AT_WORD if char == "b" else _NOT_AT_WORD
        if char and char in _CLASSES:
            return f"[{_CLASSES[char]}]"
        return regex.escape(_escaped_char(found))

    def _class(self) -> str:
        self.position += 1
        negated = self.pattern.startswith("^", self.position)
        self.position += negated
        items = list(self._class_items())
        if not items:
            return r"[\s\S]" if negated else "(?!)"
        for place in range(1, len(items) - 1):
            # Beside a class there is no range, and the dash means itself.
            if items[place] == "-" and _SETS & {items[place - 1], items[place + 1]}:
                items[place] = r"\-"
        return f"[{'^' if negated else ''}{''.join(items)}]"

    def _class_items(self) -> Iterator[str]:
        while self.position < len(self.pattern):
            char = self.pattern[self.position]
            if char == "]":
                self.position += 1
                return
            if char == "\\":
                yield self._class_escape()
                continue
            self.position += 1
            yield char if char == "-" else regex.escape(char)
        raise ValueError("Unterminated character class")

    def _class_escape(self) -> str:
        special = self._unicode_escape()
        if special is not None:
            return special
        found = self._matched_escape()
        if found["number"] or found["k"]:
            char = found["number"][0] if found["number"] else "k"
            self.position += 2
            return regex.escape(_old_escape(char))
        self.position = found.end()
        char = found["char"]
        if char == "c":
            self.position -= 1
            return r"\\"
        if char and char in _CLASSES:
            return str(_CLASSES[char])
        return r"\x08" if char == "b" else regex.escape(_escaped_char(found))


def _old_escape(char: str) -> str:
    r"""Return what ``\\1`` means where there is no such group: a character by octal number."""
    return chr(int(char)) if char in "1234567" else char


def _escaped_char(found: regex.Match[str]) -> str:
    if found["x"] or found["u"]:
        return chr(int(found["x"] or found["u"], 16))
    if found["c"]:
        return chr(ord(found["c"]) % 32)
    return _CONTROL.get(found["char"], found["char"])


@lru_cache(maxsize=512)
def _compile(pattern: str, flags: str) -> regex.Pattern[str]:
    if len(pattern) > MAX_PATTERN:
        raise EvaluationError("Invalid regular expression: too long")
    if not _FLAGS.issuperset(flags) or len(set(flags)) < len(flags):
        raise EvaluationError(f"Invalid flags of a regular expression: {flags}")
    try:
        return regex.compile(
            _Translator(pattern, flags).translate(), regex.IGNORECASE if "i" in flags else 0
        )
    except (ValueError, regex.error, OverflowError) as error:
        reason = str(error)
        reason = next(
            (words for ours, words in _REASONS.items() if reason.startswith(ours)), reason
        )
        raise EvaluationError(f"Invalid regular expression: /{pattern}/: {reason}") from error


class JsRegex:
    """A compiled JavaScript pattern whose every use is limited in time.

    Args:
        pattern: What stands between the slashes.
        meter: Counts and limits the work.
        flags: JavaScript's flags; those of Dataview's functions if not given.

    Raises:
        EvaluationError: From the constructor, when the pattern is no JavaScript.
        LimitExceededError: From any use that takes too long.
    """

    def __init__(self, pattern: str, meter: Meter, *, flags: str = "g") -> None:
        self._units = "u" not in flags
        self._all, self._sticky = "g" in flags, "y" in flags
        self._pattern = _compile(to_units(pattern) if self._units else pattern, flags)
        self._meter = meter
        self._seconds = meter.limits.regex_seconds

    def _search(self, text: str, position: int = 0) -> regex.Match[str] | None:
        self._meter.spend(1 + len(text) // 100)
        try:
            find = self._pattern.match if self._sticky else self._pattern.search
            return find(text, position, timeout=self._seconds)
        except TimeoutError as error:
            raise LimitExceededError("a regular expression takes too long") from error

    def test(self, text: str) -> bool:
        """Tell whether the pattern matches anywhere."""
        return self._search(to_units(text)) is not None

    def replace(self, text: str, replacement: str) -> str:
        """Replace all matches (with flag ``g``), or the first.

        ``$1``, ``$&``, ``$<name>`` and ``$$`` in the replacement count.
        """
        if self._units:
            text, replacement = to_units(text), to_units(replacement)
        pieces: list[str] = []
        size = end = position = 0
        while position <= len(text):
            found = self._search(text, position)
            if found is None:
                break
            pieces += [text[end : found.start()], _expand(replacement, found)]
            size += len(pieces[-2]) + len(pieces[-1])
            self._meter.check_size(size)
            end = found.end()
            position = end + (found.start() == end)
            if not self._all:
                break
        result = "".join(pieces) + text[end:]
        return from_units(result) if self._units else result

    def split(self, text: str, limit: int | None = None) -> list[str]:
        """Split at all matches, with what groups matched between the pieces.

        Args:
            text: The text.
            limit: How many pieces to return at most.
        """
        if not text:
            return [] if self.test("") else [""]
        text = to_units(text)
        pieces: list[str] = []
        start = position = 0
        while position < len(text) and (limit is None or len(pieces) < limit):
            found = self._search(text, position)
            if found is None or found.start() >= len(text):
                break
            if found.end() == start:
                position = start + 1
                continue
            pieces += [text[start : found.start()], *(group or "" for group in found.groups())]
            start = position = found.end()
        pieces.append(text[start:])
        return [from_units(piece) for piece in pieces[:limit]]


_REPLACEMENT: Final = regex.compile(r"\$(?:([$&`'])|([0-9]{1,2})|<([^>]*)>)")


def _expand(replacement: str, found: regex.Match[str]) -> str:
    if "$" not in replacement:
        return replacement
    return str(_REPLACEMENT.sub(lambda mark: _expand_mark(mark, found), replacement))


def _expand_mark(mark: regex.Match[str], found: regex.Match[str]) -> str:
    sign, number, name = mark.groups()
    if sign:
        return {
            "$": "$",
            "&": found[0],
            "`": found.string[: found.start()],
            "'": found.string[found.end() :],
        }[sign]
    groups = len(found.groups())
    if number:
        if 1 <= int(number) <= groups:
            return found[int(number)] or ""
        if len(number) == 2 and 1 <= int(number[0]) <= groups:
            return (found[int(number[0])] or "") + number[1]
        return str(mark[0])
    if not found.re.groupindex:
        return str(mark[0])
    return (found[name] or "") if name in found.re.groupindex else ""
