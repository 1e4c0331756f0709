"""Sums up what an export did."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from vaultexport.model import Finding, Links, Severity
from vaultexport.planner.visibility import REASONS
from vaultexport.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultexport.model import Vault
    from vaultexport.planner import Plan, PublicView
    from vaultexport.profiles import Profile
    from vaultexport.rewriter import Rewritten
    from vaultexport.writer import Written
    from vaultexport.writer.survey import Survey


class Run(NamedTuple):
    """The stations of one export."""

    vault: Vault
    view: PublicView
    plan: Plan
    pages: Mapping[str, Rewritten]
    found: Survey


def report_of(target: Profile, run: Run, written: Written) -> Report:
    """Give the report of an export.

    Args:
        target: The target.
        run: The stations of the export.
        written: What was done to the output folder.
    """
    findings = [*_public(run.vault.findings, run.view), *run.view.findings, *run.plan.findings]
    findings += (finding for page in run.pages.values() for finding in page.findings)
    kept = _kept(target, run, written)
    findings += _of_writing(run.plan, kept, written)
    reasons = Counter(REASONS[reason] for reason in run.view.left_out.values())
    return Report(
        vault=run.vault.name,
        target=target.title,
        rule=run.view.rule,
        notes=len(run.vault.notes),
        exported=tuple(run.plan.pages),
        left_out=dict(sorted(reasons.items())),
        links=sum((page.links for page in run.pages.values()), Links()),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        findings=tuple(sorted(findings)),
        remarks=tuple(_remarks(target, run, kept)),
        private={path: REASONS[reason] for path, reason in run.view.left_out.items()},
    )


def _public(findings: Iterable[Finding], view: PublicView) -> Iterator[Finding]:
    """Keep what may be told: an unpublished note is not even named."""
    return (finding for finding in findings if finding.path in view.notes)


def _kept(target: Profile, run: Run, written: Written) -> dict[str, str]:
    """Give the user's files in the place of the kit's, each with what to do about it."""
    kept = dict.fromkeys(written.kept, "merge the site kit's file of that name into it")
    if target.kit is not None and run.found.withheld:
        keys = " and ".join(f"{key} = {value}".lower() for key, value in run.found.withheld.items())
        kept[target.kit.config_file] = f"with {keys} in it, more of the notes can be shown"
    return kept


def _of_writing(plan: Plan, kept: Mapping[str, str], written: Written) -> Iterator[Finding]:
    notes = {page.output: path for path, page in plan.pages.items()}
    for path in written.occupied:
        message = "a file of yours has this place in the output folder; it is not written"
        hint = "use --under to give the exported pages a folder of their own"
        yield Finding(notes.get(path, path), 0, "place-taken", Severity.ERROR, message, hint)
    for path, hint in kept.items():
        message = "a file of yours has the name of a file of the site kit; yours stays"
        yield Finding(path, 0, "kit-file-kept", Severity.WARNING, message, hint)
    for path in written.uncleaned:
        message = "the image is copied with all its metadata: of its kind nothing can be taken out"
        hint = "it may tell place, time, device and author; export it as JPEG, PNG or WebP"
        yield Finding(path, 0, "metadata-kept", Severity.WARNING, message, hint)
    for path in written.unreadable:
        message = "the attachment can't be read, so it is not in the site"
        yield Finding(path, 0, "attachment-unreadable", Severity.ERROR, message)


def _remarks(target: Profile, run: Run, kept: Mapping[str, str]) -> Iterator[str]:
    with_html = sum("raw-html" in page.uses for page in run.pages.values())
    if with_html and "raw-html" in target.options:
        what = "1 note holds" if with_html == 1 else f"{with_html} notes hold"
        yield f"{what} raw HTML, so the site's renderer is set to allow it (--set raw-html=drop)."
    for path, hint in kept.items():
        yield f"Kept your {path}; {hint}."
