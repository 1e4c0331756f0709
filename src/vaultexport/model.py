"""What every room may import: plain frozen data, no behaviour beyond its own shape.

Nothing in here reads files, knows a target or keeps state.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

PropertyValue: TypeAlias = (
    "bool | int | float | str | list[PropertyValue] | dict[str, PropertyValue] | None"
)
"""A front matter value as YAML 1.2 reads it; dates stay text until a profile types them."""


class Severity(StrEnum):
    """How much a finding matters for the finished site."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing the export could not carry over, or changed, that its user should know.

    Attributes:
        path: The note or asset, relative to the vault, with ``/``; empty for the export as a whole.
        line: The line in that file, counted from 1; 0 when no line says more than the file.
        code: A stable kebab-case name, documented in the manual's page on findings.
        severity: Whether the site is wrong (error), poorer (warning) or just different (info).
        message: What happened to the output. Never a secret or the title of an unpublished note.
        hint: What the user can do about it; may be empty.
    """

    path: str
    line: int
    code: str
    severity: Severity
    message: str
    hint: str = ""
