"""Decides what may be seen: the one place that turns a `Vault` into a `PublicView`.

Queries, bases and the rewriter get the view and never the vault. Link resolution sees the whole
vault, so that a link to a private note does not fall through to a public namesake, but learns no
more than that the target is not public.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from vaultexport.converters import ConverterContext, is_placeholder
from vaultexport.converters.flags import boolean, publish_flag
from vaultexport.model import Finding, Severity
from vaultexport.planner.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from vaultexport.model import Note, Settings, Vault

PublishMode = Literal["auto", "all", "marked"]
Reason = Literal[
    "not-marked",
    "marked-private",
    "draft",
    "template",
    "excluded-in-obsidian",
    "publish-unclear",
    "passphrase",
    "unreadable",
    "excluded",
    "not-included",
    "filter",
    "ignored",
]
Protected = Literal["skip", "plain"]
QueryScope = Literal["published", "vault"]

PROTECTED: Final[tuple[Protected, ...]] = ("skip", "plain")
PUBLISH_MODES: Final[tuple[PublishMode, ...]] = ("auto", "all", "marked")
QUERY_SCOPES: Final[tuple[QueryScope, ...]] = ("published", "vault")

REASONS: Final[dict[Reason, str]] = {
    "not-marked": "not marked for publishing",
    "marked-private": "marked private or not to be published",
    "draft": "drafts",
    "template": "templates",
    "excluded-in-obsidian": "in Obsidian's excluded files",
    "publish-unclear": "with a publish mark that is neither yes nor no",
    "passphrase": "with a passphrase",
    "unreadable": "with properties that can't be read",
    "excluded": "left out by --exclude",
    "not-included": "not among those of --include",
    "ignored": "in folders that the target's site does not publish",
    "filter": "to which a custom filter could not be applied",
}
"""Why a note is left out, for the summary: "3 notes …"."""

NOTE_FILES: Final = (".md", ".canvas", ".base", ".excalidraw")
"""Files of the vault that hold notes' text, which is public only by way of a published note."""

WHY: Final[dict[Reason, str]] = {
    "not-marked": "nothing in it says that it is to be published",
    "marked-private": "it says that it is private, or not to be published",
    "draft": "it is a draft",
    "template": "it is in the folder of a template plugin",
    "excluded-in-obsidian": "it is among Obsidian's excluded files",
    "publish-unclear": "its publish mark is neither a clear yes nor a clear no",
    "passphrase": "it has a passphrase (--protected plain exports it all the same)",
    "unreadable": "its properties can't be read",
    "excluded": "--exclude leaves it out",
    "not-included": "--include does not name it",
    "ignored": "it is in a folder that the target's site does not publish",
    "filter": "a custom filter could not be applied to it",
}
"""Why one note is left out."""

MARKS: Final = ("dg-publish", "publish", "share", "private", "draft")
"""The properties by which a note says whether it is to be published."""

_PUBLIC_KEYS: Final = ("publish", "share")
"""Obsidian Publish's property, and that of the Enveloppe plugin."""

_PRIVATE_KEYS: Final[dict[str, Reason]] = {"private": "marked-private", "draft": "draft"}

_PRIVATE_LINE: Final = re.compile(
    r"^[\s\"'{]*(?:dg-)?(?:publish|private|draft|share)\b"
    r"|[{,]\s*[\"']?(?:dg-)?(?:publish|private|draft|share)[\"']?\s*:",
    re.MULTILINE | re.IGNORECASE,
)
"""Where properties that can't be read were meant to say who may read the note."""

_EVERYTHING: Final = Selection()

_CONTEXT: Final = ConverterContext()


@dataclass(frozen=True, slots=True)
class PublicView:
    """The notes that may be published, and how that was decided.

    Attributes:
        notes: By vault path, in order.
        uses_garden: Whether Digital Garden's rules for properties hold.
        rule: The rule in words, for the summary's first line.
        left_out: Why each other note stays private.
        queried: The notes that queries see, by vault path: the same, unless the user wants more.
        findings: What the owner should know about what goes out.
    """

    notes: Mapping[str, Note]
    uses_garden: bool
    rule: str
    left_out: Mapping[str, Reason]
    queried: Mapping[str, Note]
    findings: tuple[Finding, ...] = ()


def public_view(  # noqa: PLR0913 - all that decides what may be seen
    vault: Vault,
    mode: PublishMode,
    selection: Selection = _EVERYTHING,
    protected: Protected = "skip",
    ignored: Collection[str] = (),
    *,
    query_scope: QueryScope = "published",
) -> PublicView:
    """Decide which notes may be published.

    Args:
        vault: All that was read.
        mode: ``all`` publishes everything, ``marked`` only notes that say yes, ``auto`` what the
            vault's owner would expect: of a published garden every note, where Digital Garden is
            in use what it would publish, otherwise every note that does not say no.
        selection: What the user names besides; it can only keep notes home.
        protected: What becomes of a vault's notes with a passphrase, which nothing protects in a
            site: left out, or exported like any other.
        ignored: Folders at the vault's top that sites of the target do not publish, as their
            owners may rely on.
        query_scope: Whether queries see the published notes alone, or those of the whole vault:
            then what they show of the others is public.

    Returns:
        The view.
    """
    uses_garden = _uses_garden(vault)
    rule, judge = _rule(vault, mode, protected, uses_garden=uses_garden)
    left_out: dict[str, Reason] = {}
    for path, note in vault.notes.items():
        reason = _selected(note, selection) or judge(note) or _ignored(note, ignored)
        if reason is not None:
            left_out[path] = reason
    notes = {path: note for path, note in vault.notes.items() if path not in left_out}
    shown, problems = _filtered(notes, vault.settings)
    left_out |= dict.fromkeys(notes.keys() - shown.keys(), "filter")
    was_public = vault.dialect == "published"
    exposed = (
        _exposed(path, was_public=was_public)
        for path, note in shown.items()
        if _has_passphrase(note)
    )
    findings = [*_unread_filters(vault.settings), *problems, *exposed]
    queried = shown
    if query_scope == "vault" and left_out:
        queried = {**vault.notes, **shown}
        findings.append(_queried(len(left_out)))
    return PublicView(shown, uses_garden, rule, left_out, queried, tuple(findings))


def _filtered(
    notes: Mapping[str, Note], settings: Settings
) -> tuple[Mapping[str, Note], tuple[Finding, ...]]:
    """Apply Digital Garden's custom filters, and say what stood in their way."""
    if not settings.custom_filters:
        return notes, ()
    from vaultexport.planner.filters import apply_filters  # noqa: PLC0415 - few vaults have any

    return apply_filters(notes, settings.custom_filters)


def _ignored(note: Note, folders: Collection[str]) -> Reason | None:
    return "ignored" if note.path.partition("/")[0] in folders else None


def _selected(note: Note, selection: Selection) -> Reason | None:
    if selection.excludes(note):
        return "excluded"
    return None if selection.includes(note) else "not-included"


def _uses_garden(vault: Vault) -> bool:
    if vault.dialect == "published" or vault.settings.uses_garden:
        return True
    return any("dg-publish" in note.properties for note in vault.notes.values())


def _rule(
    vault: Vault, mode: PublishMode, protected: Protected, *, uses_garden: bool
) -> tuple[str, Callable[[Note], Reason | None]]:
    settings = vault.settings
    locked = _locked if protected == "skip" else _open
    if mode == "all":
        return "every note", lambda _note: None
    if mode == "marked":
        keys = ("dg-publish", *_PUBLIC_KEYS)
        rule = "notes marked to be published"
        return rule, lambda n: _template(n, settings) or _marked(n, keys) or locked(n)
    if vault.dialect == "published":
        return "every note of the published garden", _of_published_garden
    if uses_garden:
        rule = "notes that Digital Garden would publish (dg-publish)"
        return rule, lambda n: _template(n, settings) or _marked(n, ("dg-publish",)) or locked(n)
    excluded = _exclusion(settings)
    return (
        "every note that is not marked private, a draft or a template",
        lambda n: _template(n, settings) or _plain(n) or excluded(n) or locked(n),
    )


def _of_published_garden(note: Note) -> Reason | None:
    """A garden holds only what was published; a note that says no was put there by hand."""
    return "marked-private" if note.properties.get("dg-publish") in (False, "false") else None


def _template(note: Note, settings: Settings) -> Reason | None:
    for folder in settings.template_folders:
        if note.path.startswith(f"{folder}/"):
            return "template"
    return None


def _marked(note: Note, keys: tuple[str, ...]) -> Reason | None:
    if note.unread_properties:
        return "unreadable"
    reason: Reason = "not-marked"
    for key in keys:
        if key not in note.properties:
            continue
        answer = publish_flag(note.properties[key], _CONTEXT)
        if answer.value:
            return None
        reason = "publish-unclear" if answer.problem else "marked-private"
    return reason


def _plain(note: Note) -> Reason | None:
    """Look for a no; what is neither a clear yes nor nothing counts as one."""
    properties = {key.lower(): value for key, value in note.properties.items()}
    for key in _PUBLIC_KEYS:
        answer = boolean(properties.get(key), _CONTEXT)
        if answer.problem or answer.value is False:
            return "marked-private"
    for key, reason in _PRIVATE_KEYS.items():
        answer = boolean(properties.get(key), _CONTEXT)
        if answer.problem or answer.value:
            return reason
    return "publish-unclear" if _PRIVATE_LINE.search(note.unread_properties) else None


def _locked(note: Note) -> Reason | None:
    """Leave out a note whose owner believed in a passphrase (Digital Garden has no such thing)."""
    return "passphrase" if _has_passphrase(note) else None


def _open(_note: Note) -> Reason | None:
    return None


def _has_passphrase(note: Note) -> bool:
    value = note.properties.get("dg-passphrase")
    return value not in (None, "", False) and not is_placeholder(value)


def _exposed(path: str, *, was_public: bool) -> Finding:
    if was_public:
        what = "the note has a passphrase, but it was never protected"
    else:
        what = "the note has a passphrase, which protects nothing in the site"
    message = f"{what}: it is exported like any other"
    hint = "Digital Garden publishes such a note in clear; change the passphrase if it is in use"
    return Finding(path, 0, "passphrase-public", Severity.WARNING, message, hint)


def _queried(number: int) -> Finding:
    notes = "1 note that is" if number == 1 else f"{number} notes that are"
    message = f"queries see {notes} not published: names, values and counts of them go out"
    hint = "leave out --query-scope vault if nothing of them should be known"
    return Finding("", 0, "query-scope", Severity.WARNING, message, hint)


def _exclusion(settings: Settings) -> Callable[[Note], Reason | None]:
    """Obsidian's "Excluded files": a path prefix, or a JavaScript regular expression in slashes."""
    prefixes = tuple(text for text in settings.ignore_filters if not _is_pattern(text))
    patterns = [hits for text in settings.ignore_filters if (hits := _pattern(text))]

    def excluded(note: Note) -> Reason | None:
        hit = note.path.startswith(prefixes) or any(hits(note.path) for hits in patterns)
        return "excluded-in-obsidian" if hit else None

    return excluded


def _is_pattern(text: str) -> bool:
    return len(text) > 2 and text.startswith("/") and text.endswith("/")


def _pattern(text: str) -> Callable[[str], bool] | None:
    """Read a filter that is a regular expression; ``None`` for any other, or a broken one."""
    if not _is_pattern(text):
        return None
    from vaultexport.planner.patterns import path_pattern  # noqa: PLC0415 - few vaults have any

    return path_pattern(text[1:-1])


def _unread_filters(settings: Settings) -> Iterator[Finding]:
    for text in settings.ignore_filters:
        if _is_pattern(text) and _pattern(text) is None:
            message = (
                "one of Obsidian's excluded files is no regular expression; it excludes nothing"
            )
            yield Finding("", 0, "filter-broken", Severity.ERROR, message, "correct it in Obsidian")
