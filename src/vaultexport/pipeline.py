"""The whole way from a vault to a site, in one place."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from vaultexport.errors import MisuseError
from vaultexport.keeping import Copies, Work, basis_of
from vaultexport.options import fit_options, resolve_options
from vaultexport.planner import (
    PROTECTED,
    PUBLISH_MODES,
    QUERY_SCOPES,
    Order,
    Selection,
    make_plan,
    public_view,
)
from vaultexport.press import Press, make_pages
from vaultexport.profiles import load_profile
from vaultexport.reader import Memory, read_vault, with_garden, with_history
from vaultexport.reader.history import asks_history
from vaultexport.tally import Run, report_of
from vaultexport.workers import Workers
from vaultexport.writer import MANIFEST, Manifest, Origin, OutputFile, OutputTree, kit_files
from vaultexport.writer.survey import survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.cache import Recall
    from vaultexport.model import Vault
    from vaultexport.planner import Protected, PublishMode, QueryScope
    from vaultexport.press import Made
    from vaultexport.profiles import Profile
    from vaultexport.report import Report
    from vaultexport.request import Request
    from vaultexport.writer.survey import Survey

_DIALECTS: Final = ("raw", "published", "loose")


class Means(NamedTuple):
    """How an export is done; the result does not depend on it.

    Attributes:
        dry_run: Do everything but write.
        jobs: How many processes share the work, 0 for one a core.
        recall: What is known of an earlier export.
        memory: What earlier exports by this process have read.
        progress: Called with the number of notes done and of all notes.
    """

    dry_run: bool
    jobs: int
    recall: Recall | None
    memory: Memory | None
    progress: Callable[[int, int], None] | None


def run(request: Request, means: Means) -> Report:
    """Export a vault.

    Args:
        request: What was asked for.
        means: How to do it.

    Returns:
        What was done and what could not be carried over.

    Raises:
        MisuseError: the export was asked for something it can't do; nothing was written.
    """
    _check(request)
    target = load_profile(request.to, request.profile)
    folder = output_folder(request.root, target, request.out)
    found = survey(folder, target)
    order = _order(request, target, found)
    memory = means.memory or Memory()
    memory.shelf = means.recall
    source = _read(request, memory)
    view = public_view(
        source,
        cast("PublishMode", request.publish),
        Selection(tuple(request.include), tuple(request.exclude)),
        cast("Protected", request.protected),
        target.tree.ignored_folders,
        query_scope=cast("QueryScope", request.query_scope),
    )
    crew = Workers(means.jobs) if means.jobs else Workers.all()
    plan = make_plan(source, view, order, crew.map if crew.shares(len(view.notes)) else None)
    origin = Origin.of(request.root, target.name, order.under)
    tree = OutputTree(folder, source.name, origin, dry_run=means.dry_run)
    basis = basis_of(request, source, plan, target) if means.recall is not None else b""
    press = Press(plan, target, tree, basis, request.day(order.now))
    try:
        made = make_pages(press, crew, means.recall, means.progress)
        copies = Copies(source, plan, tree, means.recall, clean=not request.keep_metadata)
        copied = copies.put(made.pages.values())
        kit = _kit(request, target, made, found)
        tree.announce(file.path for file in kit)
        written = tree.finish([*made.puts, *copied, *map(tree.put, kit)])
    except OSError as error:
        raise MisuseError(f"{folder}: can't be written ({error.strerror})") from None
    report = report_of(target, Run(source, view, plan, made.pages, found), written)
    if means.recall is not None:
        work = Work(request, memory, order, folder, source, view, plan, made, copies, basis)
        means.recall.save(work.outcome(report))
        report = replace(report, findings=(*means.recall.findings(), *report.findings))
    return report


def _check(request: Request) -> None:
    if request.publish not in PUBLISH_MODES:
        known = ", ".join(PUBLISH_MODES)
        raise MisuseError(f"unknown --publish {request.publish!r}; known are {known}")
    if request.dialect is not None and request.dialect not in _DIALECTS:
        known = ", ".join(_DIALECTS)
        raise MisuseError(f"unknown --dialect {request.dialect!r}; known are {known}")
    if request.query_scope not in QUERY_SCOPES:
        known = ", ".join(QUERY_SCOPES)
        raise MisuseError(f"unknown --query-scope {request.query_scope!r}; known are {known}")
    if request.protected not in PROTECTED:
        known = ", ".join(PROTECTED)
        raise MisuseError(f"unknown --protected {request.protected!r}; known are {known}")


def _order(request: Request, target: Profile, found: Survey) -> Order:
    settings = {**found.detected, **request.options}
    user = found.config
    options = resolve_options(target, settings, user, content_only=request.content_only)
    options, in_vain = fit_options(target, options, request.options, found.facts)
    return Order(
        profile=target,
        options=options,
        content_only=request.content_only,
        under=_clean_under(request.under),
        occupied=found.pages,
        occupied_urls=found.urls,
        served=found.served,
        languages=found.languages,
        translations=found.translations,
        zone=request.timezone,
        now=request.now or datetime.now(UTC),
        present=datetime.now(UTC),
        keep=request.keep,
        findings=in_vain,
    )


def _read(request: Request, memory: Memory) -> Vault:
    """Read the vault, and what its garden and its history know about its notes."""
    vault = read_vault(request.root, request.dialect, memory)
    if request.garden is not None:
        vault = with_garden(vault, request.garden)
    if any(map(asks_history, vault.notes.values())):
        vault = with_history(vault)
    return vault


def _kit(request: Request, target: Profile, made: Made, found: Survey) -> list[OutputFile]:
    if request.content_only or target.kit is None:
        return []
    uses = {use for page in made.pages.values() for use in page.uses}
    return [*kit_files(target.kit, uses, found.config)]


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
