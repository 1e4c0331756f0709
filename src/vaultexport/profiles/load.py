"""Finds, reads, checks and merges profiles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml_rs

from vaultexport.errors import MisuseError
from vaultexport.profiles.profile import ConfigKey, Field, Kit, Profile, Tree
from vaultexport.profiles.templates import Template, Variant
from vaultexport.profiles.vocabulary import CONSTRUCTS
from vaultexport.strategies.escapes import ESCAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Data = dict[str, Any]

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_REQUIRED: Final = ("title", "strategies", "options", "tree", "front-matter", "constructs")


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
        data, path, lineage = _read_lineage(_shipped(target), checked=False)
    else:
        data, path, lineage = _read_lineage(file, checked=True)
        if target is not None and target not in lineage:
            raise MisuseError(f"{file}: this profile is for {data['profile']!r}, not {target!r}")
    missing = [key for key in _REQUIRED if key not in data]
    if missing:
        raise MisuseError(f"{path}: missing {', '.join(missing)} (or `extends:` a profile)")
    return _build(data, path)


def _shipped(target: str) -> Path:
    path = profile_folder() / f"{target}.yaml"
    if target not in known_targets():
        raise MisuseError(f"unknown target {target!r}; known are {', '.join(known_targets())}")
    return path


def _read_lineage(path: Path, *, checked: bool) -> tuple[Data, Path, list[str]]:
    """Read a profile and those that it extends, merged, and the names of all of them."""
    data = _read(path, checked=checked)
    lineage = [str(data.get("profile", path.stem))]
    parent = data.pop("extends", None)
    base_path = path
    seen = {path}
    while parent is not None:
        beside = path.parent / f"{parent}.yaml"
        own = beside if beside.is_file() and beside not in seen else None
        base_path = own or _shipped(parent)
        if base_path in seen:
            raise MisuseError(f"{path}: extends itself through {parent!r}")
        seen.add(base_path)
        base = _read(base_path, checked=checked and own is not None)
        lineage.append(parent)
        parent = base.pop("extends", None)
        data = _merged(base, data)
    return data, base_path, lineage


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


def _build(data: Data, path: Path) -> Profile:
    constructs: Data = data["constructs"]
    prepare = ESCAPES[data["strategies"]["escape"]].prepare
    return Profile(
        name=data["profile"],
        title=data["title"],
        strategies=data["strategies"],
        options={key: tuple(values) for key, values in data["options"].items()},
        tree=_tree(data["tree"]),
        fields=tuple(_field(key, rule) for key, rule in data["front-matter"].items()),
        redirects=data.get("redirects", False),
        constructs={
            name: _variants(constructs[name], prepare) for name in CONSTRUCTS if name in constructs
        },
        kit=_kit(data["kit"], path) if data.get("kit") else None,
    )


def _variants(value: str | list[Data], prepare: Callable[[str], str]) -> tuple[Variant, ...]:
    """Read the variants of a construct: one template, or a list of variants."""
    items: list[Data] = [{"as": value}] if isinstance(value, str) else value
    return tuple(
        Variant(Template.read(prepare(item["as"])), item.get("when", {})) for item in items
    )


def _tree(data: Data) -> Tree:
    values: Data = {key.replace("-", "_"): value for key, value in data.items()}
    for name in ("reserved_names", "reserved_folders"):
        values[name] = frozenset(values.get(name, ()))
    return Tree(**values)


def _field(key: str, rule: Mapping[str, Any]) -> Field:
    return Field(
        key=key,
        sources=tuple(rule["from"]),
        type=rule["type"],
        omit=tuple(rule.get("omit", ())),
        value=rule.get("value"),
        drop_placeholders=rule.get("placeholders") == "drop",
    )


def _kit(data: Mapping[str, Any], path: Path) -> Kit:
    return Kit(
        files=path.parent / data["files"],
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
