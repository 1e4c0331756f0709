"""The whole way from a vault to a site, in one place."""

from __future__ import annotations

import gc
import os
import re
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.errors import MisuseError
from vaultexport.model import Finding, Links, Severity
from vaultexport.options import resolve_options
from vaultexport.planner import (
    PROTECTED,
    PUBLISH_MODES,
    QUERY_SCOPES,
    Order,
    Selection,
    make_plan,
    public_view,
)
from vaultexport.planner.visibility import REASONS
from vaultexport.press import Press, make_pages, share_parsing
from vaultexport.profiles import load_profile
from vaultexport.reader import read_vault, with_garden, with_history
from vaultexport.report import Report
from vaultexport.workers import Workers
from vaultexport.writer import MANIFEST, Manifest, Origin, OutputFile, OutputTree, kit_files
from vaultexport.writer.survey import survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from vaultexport.model import Dialect, Vault
    from vaultexport.planner import Plan, Protected, PublicView, PublishMode, QueryScope
    from vaultexport.profiles import Profile
    from vaultexport.reader import Memory
    from vaultexport.rewriter import Rewritten
    from vaultexport.writer import Written
    from vaultexport.writer.survey import Survey

_FILE_TIME: Final = re.compile(r"(?i)\b[cm](?:time|day)\b")
"""What a query that asks for a file's times cannot do without."""

_DIALECTS: Final = ("raw", "published", "loose")


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let no cycle be collected for a while.

    An export makes millions of small tuples and no cycles to speak of; looking through them again
    and again took a fifth of its time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collector_paused()
def export(  # noqa: PLR0913 - the options of the command
    vault: str | os.PathLike[str],
    to: str | None = None,
    out: str | os.PathLike[str] | None = None,
    *,
    publish: PublishMode = "auto",
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    protected: Protected = "skip",
    query_scope: QueryScope = "published",
    dialect: Dialect | None = None,
    garden: str | os.PathLike[str] | None = None,
    keep: Sequence[str] | None = None,
    under: str = "",
    content_only: bool = False,
    profile: str | os.PathLike[str] | None = None,
    options: Mapping[str, str] | None = None,
    timezone: tzinfo | None = None,
    now: datetime | None = None,
    keep_metadata: bool = False,
    dry_run: bool = False,
    jobs: int = 1,
    memory: Memory | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Export a vault.

    Args:
        vault: The vault's folder: raw, a clone of a Digital Garden repository, or loose notes.
        to: The target, such as ``hugo`` or ``quartz``; may be left out with ``profile``.
        out: The output folder; ``<vault name>-<target>`` beside the vault when ``None``.
        publish: Which notes go out: ``auto``, ``all`` or ``marked``.
        include: Only notes in these folders, of these paths or with these ``#tags`` go out.
        exclude: Notes in these folders, of these paths or with these ``#tags`` stay home.
        protected: What becomes of a vault's notes with a passphrase, which nothing protects in a
            site: ``skip`` leaves them out, ``plain`` exports them like any other.
        query_scope: Which notes Dataview queries see: the ``published`` ones alone, or those of
            the whole ``vault``, which makes public what queries show of the others.
        dialect: How to read the vault: ``raw``, ``published`` or ``loose``; recognised when
            ``None``.
        garden: A clone of the published garden, from which a vault's notes get their URLs and
            dates.
        keep: The names of own properties that go out, ``*`` for all, besides those that the target
            knows; when ``None``, all but in a vault or garden of Digital Garden.
        under: A folder below the site's content for all pages, for a site that has other content.
        content_only: Leave the site kit out, and use nothing that needs it.
        profile: A profile file of your own.
        options: Values for the profile's options, as with ``--set``.
        timezone: The zone of times that name none; the machine's own when ``None``.
        keep_metadata: Leave place, time, device and author in copied images.
        now: The clock of queries, with its zone; the machine's own when ``None``.
        dry_run: Do everything but write.
        jobs: How many processes share the work of a large vault, 0 for one a core. The result is
            the same. Where processes are spawned (Windows, macOS), a script that asks for more
            than one must start under ``if __name__ == "__main__":``.
        memory: What an earlier export of this vault by the same process has read: only notes that
            have changed since are read again.
        progress: Called with the number of notes done and of all notes.

    Returns:
        What was done and what could not be carried over. Nothing is printed.

    Raises:
        MisuseError: the export was asked for something it can't do; nothing was written.
    """
    if publish not in PUBLISH_MODES:
        raise MisuseError(f"unknown --publish {publish!r}; known are {', '.join(PUBLISH_MODES)}")
    if dialect is not None and dialect not in _DIALECTS:
        raise MisuseError(f"unknown --dialect {dialect!r}; known are {', '.join(_DIALECTS)}")
    if query_scope not in QUERY_SCOPES:
        known = ", ".join(QUERY_SCOPES)
        raise MisuseError(f"unknown --query-scope {query_scope!r}; known are {known}")
    if protected not in PROTECTED:
        raise MisuseError(f"unknown --protected {protected!r}; known are {', '.join(PROTECTED)}")
    target = load_profile(to, Path(profile) if profile is not None else None)
    root = Path(vault).resolve()
    folder = output_folder(root, target, out)
    found = survey(folder, target)
    settings = {**found.detected, **(options or {})}
    chosen = resolve_options(target, settings, found.config, content_only=content_only)
    source = read_vault(root, dialect, memory)
    if garden is not None:
        source = with_garden(source, Path(garden))
    if any(_FILE_TIME.search(note.body) for note in source.notes.values()):
        source = with_history(source)
    selection = Selection(tuple(include), tuple(exclude))
    ignored = target.tree.ignored_folders
    view = public_view(source, publish, selection, protected, ignored, query_scope=query_scope)
    crew = Workers(jobs) if jobs else Workers.all()
    share_parsing(view.notes, crew)
    order = Order(
        profile=target,
        options=chosen,
        content_only=content_only,
        under=_clean_under(under),
        occupied=found.pages,
        occupied_urls=found.urls,
        served=found.served,
        languages=found.languages,
        zone=timezone,
        now=now or datetime.now(UTC),
        present=datetime.now(UTC),
        keep=keep,
    )
    plan = make_plan(source, view, order)
    origin = Origin.of(root, target.name, order.under)
    tree = OutputTree(folder, source.name, origin, dry_run=dry_run)
    try:
        made = make_pages(Press(plan, target, tree), crew, progress)
        files = [*_asset_files(source, plan, made.pages.values(), clean=not keep_metadata)]
        if not content_only and target.kit is not None:
            uses = {use for page in made.pages.values() for use in page.uses}
            files += kit_files(target.kit, uses, found.config)
        tree.announce(file.path for file in files)
        written = tree.finish([*made.puts, *map(tree.put, files)])
    except OSError as error:
        raise MisuseError(f"{folder}: can't be written ({error.strerror})") from None
    return _report(target, _Run(source, view, plan, made.pages, found), written)


class _Run(NamedTuple):
    """The stations of one export."""

    vault: Vault
    view: PublicView
    plan: Plan
    pages: Mapping[str, Rewritten]
    found: Survey


def output_folder(root: Path, profile: Profile, out: str | os.PathLike[str] | None) -> Path:
    """Decide where an export goes, and whether it may.

    Args:
        root: The vault's folder.
        profile: The target.
        out: The folder that was asked for, if one was.

    Returns:
        The folder; it need not exist.

    Raises:
        MisuseError: the vault does not exist, one folder lies inside the other, the default
            folder is somebody else's, its manifest is damaged, or it can't be written.
    """
    if not root.is_dir():
        raise MisuseError(f"no vault at {root}")
    folder = Path(out).resolve() if out is not None else root.parent / f"{root.name}-{profile.name}"
    if folder == root or root in folder.parents:
        raise MisuseError(f"{folder} is inside the vault; choose another folder with --out")
    if folder in root.parents:
        raise MisuseError(f"{folder} holds the vault itself; choose another folder with --out")
    if folder.exists() and not folder.is_dir():
        raise MisuseError(f"{folder} is a file; choose another folder with --out")
    manifest = Manifest.load(folder)
    if manifest is not None and manifest.damaged:
        what = "is damaged, so what is ours can't be told from what is yours"
        raise MisuseError(f"{folder / MANIFEST} {what}; restore it, or choose another folder")
    if out is None and folder.exists() and manifest is None:
        raise MisuseError(f"{folder} exists and is not ours; say where to write with --out")
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(existing, os.W_OK):
        raise MisuseError(f"{folder} can't be written; choose another folder with --out")
    return folder


def _clean_under(under: str) -> str:
    parts = [part for part in under.replace("\\", "/").split("/") if part not in {"", "."}]
    if ".." in parts or under.startswith("/"):
        raise MisuseError(f"--under {under!r}: give a folder below the site's content")
    return "/".join(parts)


def _asset_files(
    vault: Vault, plan: Plan, pages: Iterable[Rewritten], *, clean: bool
) -> Iterator[OutputFile]:
    used = sorted({asset for page in pages for asset in page.assets})
    for path in used:
        yield OutputFile(plan.assets[path], "asset", Path(vault.assets[path]), clean=clean)


def _report(target: Profile, run: _Run, written: Written) -> Report:
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


def _kept(target: Profile, run: _Run, written: Written) -> dict[str, str]:
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


def _remarks(target: Profile, run: _Run, kept: Mapping[str, str]) -> Iterator[str]:
    with_html = sum("raw-html" in page.uses for page in run.pages.values())
    if with_html and "raw-html" in target.options:
        what = "1 note holds" if with_html == 1 else f"{with_html} notes hold"
        yield f"{what} raw HTML, so the site's renderer is set to allow it (--set raw-html=drop)."
    for path, hint in kept.items():
        yield f"Kept your {path}; {hint}."
