"""Finds, reads, checks and merges profiles."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml_rs

from vaultexport.errors import MisuseError
from vaultexport.profiles.profile import (
    ConfigKey,
    Detection,
    Field,
    Keep,
    Kit,
    Profile,
    Requirement,
    SiteConfig,
    Tree,
)
from vaultexport.profiles.templates import Template, Variant
from vaultexport.profiles.vocabulary import CONSTRUCTS, STRATEGY_KINDS
from vaultexport.strategies.escapes import ESCAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

Data = dict[str, Any]

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_REQUIRED: Final = {
    "title": (),
    "strategies": tuple(STRATEGY_KINDS),
    "options": (),
    "tree": ("pages", "assets", "asset-urls", "home", "folder-page"),
    "front-matter": (),
    "constructs": (),
}
"""The keys that a profile must have, and those inside of them."""


def profile_folder() -> Path:
    """Give the folder of the profiles that come with vaultexport.

    In a wheel they lie inside the package; in a checkout (and an editable install of it) they are
    the ``profiles`` folder at its top.
    """
    shipped = _PACKAGE / "_profiles"
    return shipped if shipped.is_dir() else _PACKAGE.parents[1] / "profiles"


def known_targets() -> list[str]:
    """Give the names of the targets that come with vaultexport, sorted."""
    return sorted(path.stem for path in profile_folder().glob("*.yaml"))


def load_profile(target: str | None, file: Path | None = None) -> Profile:
    """Load a profile.

    Args:
        target: The name of a target that comes with vaultexport; ``None`` if ``file`` says all.
        file: A profile of the user's, which may extend another. With both given, the file must
            belong to the target: be it, or extend it.

    Returns:
        The checked profile.

    Raises:
        MisuseError: no such target or file, or a mistake in one; the message names file, line,
            key and what would be right.
    """
    if file is None:
        if target is None:
            raise MisuseError(f"say which target: --to {' or --to '.join(known_targets())}")
        read = _read_lineage(_shipped(target), checked=False)
    else:
        read = _read_lineage(file, checked=True)
        if target is not None and target not in read.names:
            name = read.data["profile"]
            raise MisuseError(f"{file}: this profile is for {name!r}, not {target!r}")
    missing = list(_missing(read.data))
    if missing:
        raise MisuseError(f"{read.base}:1: missing {', '.join(missing)} (or `extends:` a profile)")
    text = json.dumps(read.data, sort_keys=True, default=str)
    fingerprint = hashlib.blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
    return _build(read.data)._replace(sources=read.sources, fingerprint=fingerprint)


def _shipped(target: str) -> Path:
    path = profile_folder() / f"{target}.yaml"
    if target not in known_targets():
        raise MisuseError(f"unknown target {target!r}; known are {', '.join(known_targets())}")
    return path


class _Lineage(NamedTuple):
    """A profile and those that it extends.

    Attributes:
        data: What they say, merged.
        base: The last of them.
        names: What they are called.
        sources: Their files, also where one would be looked for first.
    """

    data: Data
    base: Path
    names: list[str]
    sources: tuple[Path, ...]


def _read_lineage(path: Path, *, checked: bool) -> _Lineage:
    """Read a profile and those that it extends, merged, and the names of all of them."""
    data = _read(path, checked=checked)
    lineage = [str(data.get("profile", path.stem))]
    parent = data.pop("extends", None)
    base_path = path
    seen = {path}
    sources = [path]
    while parent is not None:
        beside = path.parent / f"{parent}.yaml"
        base_path = _parent(base_path, beside, seen)
        sources += (beside, base_path)
        base = _read(base_path, checked=checked and base_path.parent == path.parent)
        seen.add(base_path)
        lineage.append(parent)
        parent = base.pop("extends", None)
        data = _merged(base, data)
    return _Lineage(data, base_path, lineage, tuple(sources))


def _parent(path: Path, beside: Path, seen: Collection[Path]) -> Path:
    """Find the profile that the one at ``path`` extends: the user's own, else a shipped one."""
    if beside.is_file() and beside not in seen:
        return beside
    shipped = profile_folder() / beside.name
    if shipped.is_file() and shipped not in seen:
        return shipped
    name = beside.stem
    if beside in seen or shipped in seen:
        raise MisuseError(f"{_at(path, 'extends')}: {name!r} extends itself")
    known = ", ".join(known_targets())
    raise MisuseError(f"{_at(path, 'extends')}: no profile {name!r}; known are {known}")


def _at(path: Path, key: str) -> str:
    """Say where a key at the top of a profile stands."""
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((n for n, text in enumerate(lines, start=1) if text.startswith(f"{key}:")), 1)
    return f"{path}:{line}: {key}"


def _read(path: Path, *, checked: bool) -> Data:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MisuseError(f"{path}: the profile can't be read ({error})") from None
    if checked:
        # Imported late: only a profile of the user's needs it, and it takes as long as the rest.
        from vaultexport.profiles.check import check_profile  # noqa: PLC0415

        check_profile(path, text)
    data: Any = yaml_rs.loads(text, parse_datetime=False)
    kit = data.get("kit")
    if kit and "files" in kit:
        folder = path.parent / kit["files"]
        if not folder.is_dir():
            raise MisuseError(f"{_at(path, 'kit')}.files: no folder {folder}")
        kit["files"] = folder
    return dict(data)


def _merged(base: Data, over: Data) -> Data:
    """Lay one profile over another: maps merge, all else replaces, null takes away."""
    result = dict(base)
    for key, value in over.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = _merged(result[key], value)
        else:
            result[key] = value
    return result


def _missing(data: Data) -> Iterator[str]:
    """Give the keys that a profile with all that it extends must have and has not."""
    for key, inner in _REQUIRED.items():
        if key not in data:
            yield key
        else:
            yield from (f"{key}.{name}" for name in inner if name not in data[key])


def _build(data: Data) -> Profile:
    constructs: Data = data["constructs"]
    prepare = ESCAPES[data["strategies"]["escape"]].prepare
    return Profile(
        name=data["profile"],
        title=data["title"],
        strategies=data["strategies"],
        options={key: tuple(values) for key, values in data["options"].items()},
        tree=_tree(data["tree"]),
        fields=tuple(_field(key, rule) for key, rule in data["front-matter"].items()),
        keep=_keep(data["keep"]) if data.get("keep") is not None else None,
        redirects=data.get("redirects", False),
        constructs={
            name: _variants(constructs[name], prepare) for name in CONSTRUCTS if name in constructs
        },
        kit=_kit(data["kit"]) if data.get("kit") else None,
        site_config=_site_config(data["site-config"]) if data.get("site-config") else None,
        detect=tuple(
            Detection(item["file"], re.compile(item["pattern"]), item["option"], item["value"])
            for item in data.get("detect", ())
        ),
        requires=tuple(
            Requirement(
                item["option"], item["value"], item["site"], item["else"], item.get("hint", "")
            )
            for item in data.get("requires", ())
        ),
    )


def _variants(value: str | list[Data], prepare: Callable[[str], str]) -> tuple[Variant, ...]:
    """Read the variants of a construct: one template, or a list of variants."""
    items: list[Data] = [{"as": value}] if isinstance(value, str) else value
    return tuple(
        Variant(Template.read(prepare(item["as"])), item.get("when", {})) for item in items
    )


def _tree(data: Data) -> Tree:
    values: Data = {key.replace("-", "_"): value for key, value in data.items()}
    for name in ("reserved_names", "reserved_folders", "ignored_folders"):
        values[name] = frozenset(values.get(name, ()))
    for name in ("url_keys", "slug_keys", "reserved_assets"):
        values[name] = tuple(values.get(name, ()))
    if "reserved_urls" in values:
        values["reserved_urls"] = re.compile(values["reserved_urls"])
    return Tree(**values)


def _field(key: str, rule: Mapping[str, Any]) -> Field:
    return Field(
        key=key,
        sources=tuple(rule["from"]),
        plus=tuple(rule.get("plus", ())),
        type=rule["type"],
        omit=tuple(rule.get("omit", ())),
        value=rule.get("value"),
        drop_placeholders=rule.get("placeholders") == "drop",
        when=rule.get("when", {}),
    )


def _keep(data: Mapping[str, Any]) -> Keep:
    names = data.get("names")
    return Keep(
        under=data.get("under", ""),
        names=None if names is None else tuple(names),
        reserved=frozenset(name.lower() for name in data.get("reserved", ())),
    )


def _site_config(data: Mapping[str, Any]) -> SiteConfig:
    return SiteConfig(_variants(data["lines"], str), data.get("locales", {}))


def _kit(data: Mapping[str, Any]) -> Kit:
    return Kit(
        files=data["files"],
        config_file=data.get("config-file", ""),
        config_root=data.get("config-root", ""),
        config=tuple(
            ConfigKey(item["key"], item["value"], tuple(item.get("when", ())), item.get("else", {}))
            for item in data.get("config", ())
        ),
        without=data.get("without", {}),
        user_config=tuple(
            (item["file"], item.get("under", "")) for item in data.get("user-config", ())
        ),
    )
