"""What of an export is kept for the next one, and what of the last one still holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vaultexport.cache.pickles import packed
from vaultexport.cache.records import AssetRecord, Core, Outcome, Rows
from vaultexport.cache.rows import reading_row
from vaultexport.planner.questions import digest
from vaultexport.reader.history import asks_history
from vaultexport.reader.states import state_of
from vaultexport.writer import MANIFEST, OutputFile
from vaultexport.writer.survey import consulted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaultexport.cache import Recall
    from vaultexport.model import Vault
    from vaultexport.planner import Order, Plan, PublicView
    from vaultexport.press import Made
    from vaultexport.profiles import Profile
    from vaultexport.reader import Memory
    from vaultexport.report import Report
    from vaultexport.request import Request
    from vaultexport.rewriter import Rewritten
    from vaultexport.writer import OutputTree, Put

_GIT: Final = ("HEAD", "logs/HEAD", "packed-refs")
"""What changes in a repository when its history does."""


def basis_of(request: Request, vault: Vault, plan: Plan, target: Profile) -> bytes:
    """Give a digest of all that every page depends on.

    Args:
        request: What was asked for.
        vault: What was read.
        plan: The plan.
        target: The target.
    """
    site, settings = plan.site, vault.settings
    queries = site.queries
    known = (
        *(target.fingerprint, sorted(site.options.items()), site.content_only, site.published),
        *(sorted(settings.dataview.items()), repr(settings.custom_filters)),
        queries is not None and queries.reads_fields,
        *(str(request.timezone), str(request.now)),
    )
    return digest(repr(known))


class Copies:
    """The attachments that pages use, brought to the output folder.

    Args:
        vault: Has them.
        plan: Says where they go.
        tree: The output folder.
        recall: What is known of an earlier export.
        clean: Whether metadata is to be taken out of images.

    Attributes:
        used: The vault paths of those that pages use, in order.
        records: What is worth keeping of each, by vault path.
        fresh: The vault paths of those that were copied.
    """

    def __init__(
        self, vault: Vault, plan: Plan, tree: OutputTree, recall: Recall | None, *, clean: bool
    ) -> None:
        self._sources = vault.assets
        self._places = plan.assets
        self._tree = tree
        self._recall = recall
        self._clean = clean
        self.used: list[str] = []
        self.records: dict[str, AssetRecord] = {}
        self.fresh: set[str] = set()

    def rows(self) -> Rows:
        """Give what is to be kept of them."""
        return Rows(self.records, self.fresh, lambda path: packed(self.records[path]))

    def put(self, pages: Iterable[Rewritten]) -> Sequence[Put]:
        """Copy what pages use, unless it is there already.

        Raises:
            OSError: the output folder can't be written.
        """
        used = self.used = sorted({asset for page in pages for asset in page.assets})
        kept = dict(self._fresh(used))
        todo = [path for path in used if path not in kept]
        self._tree.announce(self._places[path] for path in todo)
        for path in todo:
            kept[path] = self._copied(path)
        return [kept[path] for path in used]

    def _fresh(self, used: Iterable[str]) -> Iterator[tuple[str, Put]]:
        for path in used:
            record = self._recall.asset(path) if self._recall is not None else None
            if record is not None and self._holds(path, record):
                self.records[path] = record
                yield path, record.put._replace(what="unchanged")

    def _holds(self, path: str, record: AssetRecord) -> bool:
        place = self._places[path]
        return (
            (record.clean, record.put.path) == (self._clean, place)
            and record.source == state_of(self._sources[path])
            and record.state == self._tree.state(place)
        )

    def _copied(self, path: str) -> Put:
        source, place = Path(self._sources[path]), self._places[path]
        before = state_of(source)
        put = self._tree.put(OutputFile(place, "asset", source, clean=self._clean))
        if put.digest and before is not None:
            self.fresh.add(path)
            self.records[path] = AssetRecord(before, self._clean, put, self._tree.state(place))
        return put


@dataclass(frozen=True, slots=True)
class Work:
    """An export that is done, but for its report.

    Attributes:
        request: What was asked for.
        memory: What was read.
        order: What was asked of the planner.
        folder: The output folder.
        vault: What was read.
        view: What may be seen of it.
        plan: The plan.
        made: The pages.
        copies: The attachments.
        basis: What `basis_of` gave.
    """

    request: Request
    memory: Memory
    order: Order
    folder: Path
    vault: Vault
    view: PublicView
    plan: Plan
    made: Made
    copies: Copies
    basis: bytes

    def outcome(self, report: Report) -> Outcome:
        """Give what of it is worth keeping."""
        own = {path: state_of(path) for path in self.order.profile.sources}
        history = {path: state_of(path) for path in _history(self.vault)}
        return Outcome(
            report=report,
            core=self._core() if self._can_redo(report) else None,
            folders=self.vault.folders,
            consulted={**self.vault.consulted, **own, **history},
            outputs=self._folders(),
            files=tuple(self._files(report)),
            readings=self._readings(),
            pages=Rows(self.made.briefs, self.made.rows.names(), self.made.rows.row),
            assets=self.copies.rows(),
            until=self._until(),
        )

    def _readings(self) -> Rows:
        """Give those of published notes, and of no others."""
        found = {
            file.path: known
            for file, known in self.memory.known().items()
            if known[1].note is not None and known[1].note.path in self.plan.pages
        }

        def row(path: str) -> bytes:
            state, reading = found[path]
            return reading_row(state, reading)

        return Rows(found, self.memory.fresh, row)

    def _can_redo(self, report: Report) -> bool:
        """Tell whether the edit of a note's text concerns only pages that are known."""
        return (
            self.made.briefs.keys() == set(report.exported)
            and self.request.query_scope == "published"
            and not self.vault.settings.custom_filters
            and set(self._readings().names) == set(report.exported)
            and self._asks_history() == self.vault.has_history
        )

    def _asks_history(self) -> bool:
        return any(map(asks_history, self.view.notes.values()))

    def _core(self) -> Core:
        vault, site, briefs = self.vault, self.plan.site, self.made.briefs
        named = vault.notes.keys() | vault.assets.keys()
        files = vault.folders[0][1].paths
        askers: dict[str, list[str]] = {}
        for path, brief in briefs.items():
            for note in brief.texts:
                askers.setdefault(note, []).append(path)
        queries = site.queries
        return Core(
            settings=vault.settings,
            dialect=vault.dialect,
            uses_garden=self.view.uses_garden,
            has_history=vault.has_history,
            options=site.options,
            published=site.published,
            by_permalink=site.by_permalink,
            drawings=site.drawings,
            terms=site.terms,
            urls={path: site.assets[path] for path in self.copies.used},
            reads_fields=queries is not None and queries.reads_fields,
            basis=self.basis,
            queried=queries.state() if queries is not None else b"",
            folder=self.folder,
            under=self.order.under,
            is_settled=self._is_settled(),
            kinds=bytes(path in named for path in files),
            images=tuple(sorted(named.difference(files))),
            askers={path: tuple(found) for path, found in askers.items()},
            texts=frozenset().union(*(brief.queries for brief in briefs.values())),
        )

    def _is_settled(self) -> bool:
        """Tell whether the properties of a private note concern it alone."""
        vault, view = self.vault, self.view
        if vault.is_recognised:
            return False
        if not view.uses_garden or vault.settings.uses_garden or vault.dialect == "published":
            return True
        return any("dg-publish" in note.properties for note in view.notes.values())

    def _folders(self) -> tuple[Path, ...]:
        tree, kit = self.order.profile.tree, self.order.profile.kit
        folders = [self.folder / tree.pages]
        if tree.static:
            folders.append(self.folder / tree.static)
        if kit is not None:
            folders.append(kit.files)
        return tuple(folders)

    def _files(self, report: Report) -> Iterator[Path]:
        """Give the files of the output folder that are in none of the folders that are walked."""
        yield self.folder / MANIFEST
        yield from consulted(self.folder, self.order.profile)
        tree = self.order.profile.tree
        if tree.pages == ".":
            return
        walked = tuple(f"{name}/" for name in (tree.pages, tree.static) if name)
        for path in (*report.written, *report.unchanged):
            if not path.startswith(walked):
                yield self.folder / path

    def _until(self) -> float | None:
        """Tell when the result is no longer what it would be."""
        ends = [self.plan.until.timestamp()] if self.plan.until is not None else []
        clocked = {brief.clocked for brief in self.made.briefs.values()}
        if self.request.now is None and "moment" in clocked:
            ends.append(0.0)
        if self.request.now is None and "day" in clocked:
            ends.append(self.request.midnight(self.order.now))
        return min(ends, default=None)


def _history(vault: Vault) -> Iterator[Path]:
    """Give the files that change with the history that notes have their times from."""
    folder = vault.notes_root
    for place in (folder, *folder.parents) if vault.has_history else ():
        yield place / ".git"
        if (place / ".git").exists():
            yield from (place / ".git" / name for name in _GIT)
            return
