"""What an export did, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Final

from vaultexport.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultexport.findings import Links

_SUMMARY_LINES: Final = 15
_ENDINGS: Final = {
    "linked": "lead to a page or file",
    "shown": "show a file",
    "embedded": "show a note",
    "outside": "lead to other sites",
    "dead": "have no target in the vault",
    "unpublished": "mean something unpublished",
    "unsupported": "mean something that no site can show",
    "empty": "name no target",
    "replaced": "stand in something that is shown in another form",
}
_SEVERITIES: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an export.

    Attributes:
        vault: The vault's name.
        target: The profile's name.
        rule: Which notes were to be published, in words.
        notes: How many notes the vault has.
        exported: Vault paths of the notes that became pages.
        left_out: For each reason how many notes stayed private.
        links: What became of the exported notes' links.
        written: Output files created or changed.
        unchanged: Output files that were right already.
        removed: Output files of an earlier run that are gone.
        findings: All findings, by path and line.
        remarks: Further lines for the summary.
        private: Vault paths of the notes that stay home, each with the reason; `to_json` and
            `summary` don't tell them.
    """

    vault: str
    target: str
    rule: str
    notes: int
    exported: tuple[str, ...]
    left_out: Mapping[str, int]
    links: Links
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...] = ()
    private: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether some finding is an error: the site is wrong somewhere."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def to_json(self) -> str:
        """Give the report as JSON, the same text for the same export.

        Of removed files only the number is told: most were pages of notes that are private now.
        """
        data = {part.name: getattr(self, part.name) for part in fields(self)}
        data |= {
            "links": asdict(self.links),
            "findings": [_finding(finding) for finding in self.findings],
            "removed": len(self.removed),
        }
        del data["private"]
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    def summary(self) -> list[str]:
        """Give the summary: at most 15 lines of text."""
        lines = list(self._lines())
        if len(lines) > _SUMMARY_LINES:
            more = len(lines) - _SUMMARY_LINES + 1
            lines = [*lines[: _SUMMARY_LINES - 1], f"… and {more} more lines (see --report)"]
        return lines

    def details(self) -> Iterator[str]:
        """Give what only the owner may read: every finding, and the notes that stay home."""
        yield from map(_described, self.findings)
        for path, reason in self.private.items():
            yield f"stays home: {path} (among those {reason})"
        for path in self.removed:
            yield f"removed: {path}"

    def news(self, before: Report) -> Iterator[str]:
        """Give what is worth saying after a change: what was written, and every new finding.

        Args:
            before: The report of the export before.
        """
        yield f"{self._files()}."
        known = set(before.findings)
        yield from (_described(finding) for finding in self.findings if finding not in known)

    def _files(self) -> str:
        return (
            f"Files: {len(self.written)} written, {len(self.unchanged)} unchanged, "
            f"{len(self.removed)} removed"
        )

    def _lines(self) -> Iterator[str]:
        yield f"Publishing: {self.rule}."
        yield f"Exported {_count(len(self.exported), 'note')} of {self.notes} to {self.target}."
        if self.left_out:
            reasons = ", ".join(f"{count} {reason}" for reason, count in self.left_out.items())
            yield f"Left out: {reasons}."
        yield from self._links()
        yield f"{self._files()}."
        yield from self.remarks
        yield from self._findings()

    def _links(self) -> Iterator[str]:
        endings = asdict(self.links)
        told = [f"{endings[name]} {words}" for name, words in _ENDINGS.items() if endings[name]]
        if told:
            yield f"Links: of {self.links.total}, {', '.join(told)}."

    def _findings(self) -> Iterator[str]:
        for severity in _SEVERITIES:
            kinds = Counter(f.code for f in self.findings if f.severity is severity)
            for code, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])):
                first = next(f for f in self.findings if f.code == code and f.severity is severity)
                where = _place(first)
                place = f" (first: {where})" if where else ""
                yield f"{severity.value}: {code} × {count}{place}: {first.message}"


def _described(finding: Finding) -> str:
    """Write a finding on one line."""
    where = _place(finding)
    hint = f" ({finding.hint})" if finding.hint else ""
    head = f"{finding.severity.value}: {finding.code}"
    return f"{head}: {where + ': ' if where else ''}{finding.message}{hint}"


def _place(finding: Finding) -> str:
    """Write where a finding is: path and line, as far as they are known."""
    return finding.path + (f":{finding.line}" if finding.line else "")


def _finding(finding: Finding) -> dict[str, object]:
    return finding._asdict() | {"severity": finding.severity.value}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
