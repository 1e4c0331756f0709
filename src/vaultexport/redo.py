"""An export after notes were edited: only the pages that depend on their texts are made again.

What an edit leaves alone is taken from the last export, the plan above all. That holds for edits
of text: the properties and tags of a note, and the names of all files, are what they were. Whatever
cannot be told without looking at the whole vault ends the attempt, and the export is made anew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from vaultexport.cache.records import Patch
from vaultexport.cache.rows import reading_row
from vaultexport.cache.store import DamageError
from vaultexport.model import Vault
from vaultexport.planner import Selection, public_view
from vaultexport.planner.aims import aims_of, targeted
from vaultexport.planner.queries import DATAVIEW_BLOCK
from vaultexport.planner.reach import is_reached, possible_differences
from vaultexport.planner.visibility import NOTE_FILES, REASONS
from vaultexport.press import Press, issue, prove
from vaultexport.profiles import load_profile
from vaultexport.reader.history import asks_history
from vaultexport.reader.vault import read_note
from vaultexport.recollection import Recollection, UnknownError, unknown
from vaultexport.writer import MANIFEST, Origin, OutputTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultexport.cache import Recall
    from vaultexport.cache.records import Core, PageRecord
    from vaultexport.model import Finding, Note
    from vaultexport.planner import Protected, PublishMode
    from vaultexport.press import Pressed
    from vaultexport.profiles import Profile
    from vaultexport.reader.memory import Reading
    from vaultexport.reader.states import State
    from vaultexport.reader.walk import VaultFile
    from vaultexport.report import Report
    from vaultexport.request import Request
    from vaultexport.rewriter import Rewritten

_MANY: Final = 200
"""Changed files from which on everything is looked at."""


def redo(request: Request, recall: Recall) -> Report | None:
    """Export again what a few edits concern.

    Args:
        request: What was asked for.
        recall: What is known of the last export.

    Returns:
        The report; ``None`` if the export has to be made anew.
    """
    changed = recall.difference()
    if not changed or len(changed) > _MANY:
        return None
    try:
        core = recall.core() or unknown()
        profile = load_profile(request.to, request.profile)
        edits = _sorted(recall, core, changed)
        _check_edits(edits, core)
        _check_view(request, recall, core, profile, edits)
        return _Redo(request, recall, core, profile, edits).report()
    except (UnknownError, DamageError, OSError):
        return None


class _Edit(NamedTuple):
    """A published note before and after."""

    state: State
    before: Reading
    after: Reading
    old: Note
    new: Note


@dataclass(frozen=True, slots=True)
class _Edits:
    """What was edited, by vault path: published notes, and those that stay home."""

    public: Mapping[str, _Edit]
    private: Mapping[str, Note]

    def now(self) -> dict[str, Note]:
        return {**{path: edit.new for path, edit in self.public.items()}, **self.private}


def _sorted(recall: Recall, core: Core, changed: Iterable[tuple[VaultFile, State]]) -> _Edits:
    """Read the changed files."""
    public: dict[str, _Edit] = {}
    private: dict[str, Note] = {}
    exported = frozenset(recall.last.exported)
    for file, state in changed:
        path = file.path
        if not path.lower().endswith(".md"):
            if path in core.urls or path.lower().endswith((*NOTE_FILES, ".csv")):
                unknown()
            continue
        after = read_note(file)
        new = after.note or unknown()
        if path in exported:
            _state, before = recall.reading(path) or unknown()
            public[path] = _Edit(state, before, after, before.note or unknown(), new)
        else:
            private[path] = new
    return _Edits(public, private)


# --- whether the plan stays -----------------------------------------------------------------------


def _check_edits(edits: _Edits, core: Core) -> None:
    """Make sure that the edits concern no more than texts."""
    for edit in edits.public.values():
        if _outline(edit.old) != _outline(edit.new):
            unknown()
    for note in edits.private.values():
        knows_garden = "dg-publish" in note.properties and not core.uses_garden
        if not core.is_settled or knows_garden or (asks_history(note) and not core.has_history):
            unknown()


def _outline(note: Note) -> tuple[object, ...]:
    """Give what the plan knows of a note besides its places and links."""
    return (
        repr(note.properties),
        note.unread_properties,
        note.drawing,
        [tag.name for tag in note.document.tags],
        DATAVIEW_BLOCK in note.body,
        asks_history(note),
    )


def _check_view(
    request: Request, recall: Recall, core: Core, profile: Profile, edits: _Edits
) -> None:
    """Make sure that the same notes go out, and the others stay home for the same reasons."""
    vault = Vault(
        name="",
        root=request.root,
        notes_root=request.root,
        dialect=core.dialect,
        settings=replace(core.settings, uses_garden=core.uses_garden),
        notes=edits.now(),
        assets={},
        tables={},
        findings=(),
    )
    view = public_view(
        vault,
        cast("PublishMode", request.publish),
        Selection(tuple(request.include), tuple(request.exclude)),
        cast("Protected", request.protected),
        profile.tree.ignored_folders,
    )
    private = recall.last.private
    same = {path: private.get(path) for path in edits.private}
    if {path: REASONS[reason] for path, reason in view.left_out.items()} != same:
        unknown()


# --- what is made again ---------------------------------------------------------------------------


class _Redo:
    """The pages that edits concern, and what becomes of them."""

    def __init__(
        self, request: Request, recall: Recall, core: Core, profile: Profile, edits: _Edits
    ) -> None:
        self._recall = recall
        self._core = core
        self._edits = edits
        self._last = recall.last
        self._known = Recollection(
            recall,
            core,
            request,
            frozenset(self._last.exported),
            {path: edit.new for path, edit in edits.public.items()},
            profile,
        )
        origin = Origin.of(request.root, profile.name, core.under)
        self._tree = OutputTree(core.folder, self._last.vault, origin)
        self._press = Press(
            self._known.plan,
            profile,
            self._tree,
            core.basis,
            request.day(recall.started),
        )

    def report(self) -> Report:
        """Make the pages, keep what is new about them, and say what was done."""
        self._check_queries()
        before = {path: self._known.record(path) for path in sorted(self._concerned())}
        proofs = {path: prove(self._press, path) for path in before}
        for path, proof in proofs.items():
            if _needs(proof.made) != _needs(before[path].made):
                unknown()
        after = {path: issue(self._press, proof) for path, proof in proofs.items()}
        self._tree.add([record.put for record in after.values()])
        report = self._summed(before, after)
        self._recall.update(
            Patch(
                report=report,
                core=self._renewed(before, after),
                readings={
                    path: reading_row(edit.state, edit.after)
                    for path, edit in self._edits.public.items()
                },
                pages={path: pressed.row or unknown() for path, pressed in after.items()},
                written=self._written(after),
            )
        )
        return report

    def _check_queries(self) -> None:
        """Make sure that no query can see the edits."""
        for edit in self._edits.public.values():
            names = possible_differences(edit.old, edit.new)
            if names is not None and not self._is_asked(names):
                continue
            if self._core.texts and self._is_asked(self._differences(edit)):
                unknown()

    def _is_asked(self, names: set[str]) -> bool:
        return any(is_reached(text, names) for text in self._core.texts)

    def _differences(self, edit: _Edit) -> set[str]:
        from vaultexport.planner.answers import differences  # noqa: PLC0415 - it imports Dataview

        page = self._known.queries.page
        return differences(page(edit.old), page(edit.new))

    def _concerned(self) -> set[str]:
        """Give the notes whose pages depend on something that is not what it was."""
        edits = self._edits.public.items()
        new = {path for path, edit in edits if edit.old.stamp != edit.new.stamp} | self._aim()
        return new.union(*map(self._askers, new))

    def _aim(self) -> set[str]:
        """Find out which places are meant now, and give the notes of which others are meant."""
        edited = self._edits.public
        aims = self._known.aims
        for source in {*edited, *(s for path in edited for s in self._askers(path))}:
            aims[source] = aims_of(self._known.site, source)
        meant = {aim.path for path in edited for aim in self._known.record(path).aims ^ aims[path]}
        for path in meant | edited.keys():
            sources = {path, *edited, *self._askers(path)}
            found = (aim for s in sources for aim in aims.get(s, self._known.record(s).aims))
            self._known.targeted[path] = targeted(found).get(path, frozenset())
        record, now = self._known.record, self._known.targeted
        return {path for path in meant if record(path).targeted != now[path]}

    def _askers(self, path: str) -> Iterable[str]:
        return self._core.askers.get(path, ())

    # --- what is said and kept ------------------------------------------------------------------

    def _summed(self, before: Mapping[str, PageRecord], after: Mapping[str, Pressed]) -> Report:
        edits = self._edits.public.values()
        findings = Counter(self._last.findings)
        findings -= Counter(f for edit in edits for f in edit.before.findings)
        findings -= Counter(f for record in before.values() for f in record.made.findings)
        found: list[Finding] = [*findings.elements()]
        found += (f for edit in edits for f in edit.after.findings)
        found += (f for record in after.values() for f in record.made.findings)
        links = self._last.links
        for path, record in after.items():
            links = links + record.made.links - before[path].made.links
        written = {record.put.path for record in after.values() if record.put.what == "written"}
        return replace(
            self._last,
            links=links,
            written=tuple(sorted(written)),
            unchanged=tuple(path for path in self._last.unchanged if path not in written),
            findings=tuple(sorted(found)),
        )

    def _renewed(
        self, before: Mapping[str, PageRecord], after: Mapping[str, Pressed]
    ) -> Core | None:
        """Give what is known of the vault as a whole now; ``None`` if it is what it was."""
        known, texts = self._core.askers, set(self._core.texts)
        changed: dict[str, tuple[str, ...]] = {}
        for path, record in after.items():
            brief = record.brief or unknown()
            texts.update(brief.queries)
            old, new = set(before[path].brief().texts), set(brief.texts)
            for note in old ^ new:
                others = (a for a in changed.get(note, known.get(note, ())) if a != path)
                changed[note] = (*others, path) if note in new else tuple(others)
        if not changed and texts == self._core.texts:
            return None
        return self._core._replace(askers={**known, **changed}, texts=frozenset(texts))

    def _written(self, after: Mapping[str, Pressed]) -> set[str]:
        paths = (MANIFEST, *(record.put.path for record in after.values()))
        return {str(self._core.folder / path) for path in paths}


def _needs(made: Rewritten) -> tuple[object, ...]:
    """Give what a page needs of the rest of the output."""
    return made.assets, made.uses
