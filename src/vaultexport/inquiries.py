"""Questions that the owner of a vault may ask; nothing is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from vaultexport.errors import MisuseError
from vaultexport.options import resolve_options
from vaultexport.planner import Selection, public_view
from vaultexport.planner.siteconfig import site_config
from vaultexport.planner.visibility import MARKS, WHY
from vaultexport.profiles import load_profile
from vaultexport.reader import Index, read_vault

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from vaultexport.model import Dialect, Note
    from vaultexport.planner import Protected, PublishMode


def explain(  # noqa: PLR0913 - what decides about a note
    vault: str | os.PathLike[str],
    note: str,
    *,
    publish: PublishMode = "auto",
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    protected: Protected = "skip",
    dialect: Dialect | None = None,
    to: str | None = None,
    profile: Path | None = None,
) -> str:
    """Say whether a note goes out, and why.

    Args:
        vault: The vault's folder.
        note: The note's path in the vault, or its name; ``.md`` need not be written.
        publish: As for `export`.
        include: As for `export`.
        exclude: As for `export`.
        protected: As for `export`.
        dialect: As for `export`.
        to: As for `export`; without it nothing is asked of the target.
        profile: As for `export`.

    Returns:
        One line for people.

    Raises:
        MisuseError: there is no such note.
    """
    source = read_vault(Path(vault), dialect)
    path = Index(source.notes).resolve(note, "")
    if path is None or path not in source.notes:
        raise MisuseError(f"--explain {note}: the vault has no such note")
    ignored = load_profile(to, profile).tree.ignored_folders if to or profile else ()
    selection = Selection(tuple(include), tuple(exclude))
    view = public_view(source, publish, selection, protected, ignored)
    reason = view.left_out.get(path)
    why = "goes out." if reason is None else f"stays home: {WHY[reason]}."
    return f"{path} {why}{_marks(source.notes[path])} Published is {view.rule}."


def _marks(note: Note) -> str:
    """Say what a note itself says about being published."""
    found = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in note.properties.items()
        if key.lower() in MARKS
    ]
    return f" It says {', '.join(found)}." if found else ""


def configuration(
    vault: str | os.PathLike[str],
    to: str | None = None,
    *,
    profile: str | os.PathLike[str] | None = None,
    options: Mapping[str, str] | None = None,
    dialect: Dialect | None = None,
) -> str:
    """Write the part of the site's configuration that suits an export.

    Args:
        vault: The vault's folder.
        to: As for `export`.
        profile: As for `export`.
        options: As for `export`.
        dialect: As for `export`.

    Returns:
        Lines to be copied into the site's own configuration.

    Raises:
        MisuseError: the target has no such thing, or the vault is none.
    """
    target = load_profile(to, Path(profile) if profile is not None else None)
    if target.site_config is None:
        raise MisuseError(f"--site-config: the profile of {target.title} says nothing about it")
    root = Path(vault).resolve()
    if not root.is_dir():
        raise MisuseError(f"no vault at {root}")
    chosen = resolve_options(target, options or {}, {}, content_only=False)
    source = read_vault(root, dialect)
    return site_config(target.site_config, source.settings, source.name, chosen)
