"""Golden trees: what each target gets of a small vault, kept beside it and reviewed as a diff."""

from __future__ import annotations

import difflib
import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vaultexport import export

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport import Report

FIXTURES = Path(__file__).parents[2] / "fixtures"

VARIANTS = {
    "hugo": {"to": "hugo"},
    "hugo-content-only": {"to": "hugo", "content_only": True},
    "quartz": {"to": "quartz"},
}
"""The folder of each golden tree, and how it is exported."""

_UNRECORDED = ("layouts/", ".vaultexport.json")
"""The kit's templates are the same everywhere, and the manifest follows from the rest."""


@dataclass(frozen=True, slots=True)
class Golden:
    """One golden tree.

    Attributes:
        folder: The fixture's folder, which holds ``vault`` and the trees.
        variant: Which tree: a key of `VARIANTS`.
    """

    folder: Path
    variant: str

    @property
    def name(self) -> str:
        """A name for the test's id: ``syntax/callouts/hugo``."""
        return f"{self.folder.relative_to(FIXTURES).as_posix()}/{self.variant}"

    @property
    def tree(self) -> Path:
        """Where the expected output is."""
        return self.folder / self.variant

    def export(self, out: Path) -> Report:
        """Export the vault as the tree was recorded, the same on every machine."""
        options = VARIANTS[self.variant]
        zone = ZoneInfo("Asia/Shanghai")
        now = datetime(2025, 5, 4, 12, tzinfo=zone)
        return export(self.folder / "vault", out=out, timezone=zone, now=now, **options)  # type: ignore[arg-type]

    def record(self, out: Path, report: Report) -> None:
        """Make an output the expected one."""
        shutil.rmtree(self.tree, ignore_errors=True)
        for path, content in sorted(recorded(out, report).items()):
            place = self.tree / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)

    def differences(self, out: Path, report: Report) -> str:
        """Compare an output with the expected one; the result is empty if they are equal."""
        expected = {
            path.relative_to(self.tree).as_posix(): path.read_bytes()
            for path in self.tree.rglob("*")
            if path.is_file()
        }
        actual = recorded(out, report)
        lines: list[str] = []
        for path in sorted({*expected, *actual}):
            lines += _difference(path, expected.get(path), actual.get(path))
        return "\n".join(lines)


def goldens() -> Iterator[Golden]:
    """Find all golden trees: every vault below ``fixtures`` for every variant."""
    for vault in sorted(FIXTURES.rglob("vault")):
        if vault.is_dir():
            for variant in VARIANTS:
                yield Golden(vault.parent, variant)


def recorded(out: Path, report: Report) -> dict[str, bytes]:
    """Give what is kept of an output: its files, and the findings of the report."""
    files = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }
    kept = {path: data for path, data in files.items() if not path.startswith(_UNRECORDED)}
    findings = json.loads(report.to_json())["findings"]
    kept["report.json"] = (json.dumps(findings, ensure_ascii=False, indent=1) + "\n").encode()
    return kept


def _difference(path: str, expected: bytes | None, actual: bytes | None) -> list[str]:
    if expected == actual:
        return []
    if expected is None or actual is None:
        return [f"{path}: {'not expected' if expected is None else 'missing'}"]
    try:
        before, after = expected.decode(), actual.decode()
    except UnicodeDecodeError:
        return [f"{path}: {len(expected)} bytes expected, {len(actual)} bytes of other content"]
    return list(
        difflib.unified_diff(
            before.splitlines(), after.splitlines(), f"{path} (expected)", path, lineterm="", n=1
        )
    ) or [f"{path}: differs in line ends only"]
