"""Words that stand in private places of the fixtures, and the search for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from support.golden import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from vaultexport import Report

PRIVATE: Final = FIXTURES / "private"

_SECTION: Final = re.compile(r"^## .*: `(?P<vault>[a-z/]+)`$")
_ROW: Final = re.compile(
    r"\| `(?P<word>CANARY[A-Z-]+)` \| `(?P<file>[^`]+)` \| .+ \| (?P<may>.*)\|"
)


@dataclass(frozen=True, slots=True)
class Canary:
    """A word in a private place.

    Attributes:
        word: The word.
        vault: The vault's folder below `PRIVATE`.
        file: Where the word stands: in this file, or in its name.
        may: With which options it may go out: ``all``, ``keep``, ``both``; empty for none.
    """

    word: str
    vault: str
    file: str
    may: str

    def is_in(self, text: bytes) -> bool:
        """Tell whether a text holds the word, in any case."""
        return self.word.lower().encode() in text.lower()

    def stays(self, publish: str, keep: Iterable[str] | None) -> bool:
        """Tell whether an export with these options must not tell the word."""
        is_all, keeps = publish == "all", keep is not None
        wanted = {"all": is_all, "keep": keeps, "both": is_all and keeps, "": False}
        return not wanted[self.may]


def canaries() -> Iterator[Canary]:
    """Read the tables of the fixtures' description."""
    vault = ""
    for line in (PRIVATE / "README.md").read_text(encoding="utf-8").splitlines():
        section = _SECTION.match(line)
        row = _ROW.fullmatch(line)
        if section:
            vault = section["vault"]
        elif row:
            option = row["may"].strip()
            may = "all" if "publish" in option else "keep" if "keep" in option else option
            yield Canary(row["word"], vault, row["file"], may)


def told(out: Path, report: Report | None = None) -> dict[str, bytes]:
    """Give all that an export wrote and says: names and bytes of files, the report, the summary."""
    texts: dict[str, bytes] = {}
    if report is not None:
        texts["report"] = report.to_json().encode()
        texts["summary"] = "\n".join(report.summary()).encode()
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        texts[name] = name.encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
    return texts


def leaks(words: Iterable[str], texts: Mapping[str, bytes]) -> list[str]:
    """Find words, in any case."""
    lowered = {name: text.lower() for name, text in texts.items()}
    return [
        f"{word} in {name}"
        for word in words
        for name, text in lowered.items()
        if word.lower().encode() in text
    ]
