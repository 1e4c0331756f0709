"""What stands in the output folder already and is not ours."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vaultexport.reader.walk import walk
from vaultexport.writer.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from vaultexport.profiles import Profile

_READERS: Final[dict[str, Callable[[bytes], Any]]] = {
    ".toml": lambda data: tomllib.loads(data.decode()),
    ".json": json.loads,
    ".yaml": lambda data: _yaml(data),  # noqa: PLW0108 - defined below
    ".yml": lambda data: _yaml(data),  # noqa: PLW0108
}


@dataclass(frozen=True, slots=True)
class Survey:
    """What the user has in the output folder.

    Attributes:
        files: Their files, relative to the folder.
        config: Their configuration: dotted keys in lower case to values.
    """

    files: frozenset[str] = frozenset()
    config: Mapping[str, Any] = field(default_factory=dict)


def survey(out: Path, profile: Profile) -> Survey:
    """Look at the output folder before anything is planned.

    Args:
        out: The folder; it need not exist.
        profile: The target, which says where pages and configuration are.

    Returns:
        What is there and was not written by us.
    """
    if not out.is_dir():
        return Survey()
    ours = (Manifest.load(out) or Manifest()).files()
    tops = {profile.tree.pages, profile.tree.assets.partition("/")[0]}
    found = {path for top in sorted(tops) for path in _files(out, top) if path not in ours}
    return Survey(frozenset(found), dict(_config(out, profile, ours)))


def _files(out: Path, top: str) -> Iterator[str]:
    folder = out / top
    prefix = "" if top == "." else f"{top}/"
    if folder.is_dir():
        for file in walk(folder):
            yield prefix + file.path


def _config(out: Path, profile: Profile, ours: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    if profile.kit is None:
        return
    for name, under in profile.kit.user_config:
        for suffix, read in _READERS.items():
            path = f"{name}{suffix}"
            if path in ours:
                continue
            try:
                data = read((out / path).read_bytes())
            except (OSError, ValueError):
                continue
            if isinstance(data, dict):
                yield from _flat(data, f"{under}." if under else "")


def _yaml(data: bytes) -> Any:  # noqa: ANN401 - any YAML
    import yaml_rs  # noqa: PLC0415 - seldom needed

    try:
        return yaml_rs.loads(data.decode(), parse_datetime=False)
    except yaml_rs.YAMLDecodeError as error:
        raise ValueError(str(error)) from None


def _flat(data: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        name = f"{prefix}{key}".lower()
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        else:
            yield name, value
