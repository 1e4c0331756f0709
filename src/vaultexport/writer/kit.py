"""The kit: what a site needs to show what plain Markdown can't."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vaultexport.reader.walk import walk
from vaultexport.writer.tree import OutputFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from vaultexport.model import PropertyValue
    from vaultexport.profiles import Kit


def kit_files(kit: Kit, uses: set[str], user_config: Mapping[str, object]) -> Iterator[OutputFile]:
    """Give the kit's files.

    Args:
        kit: The target's kit.
        uses: What the exported pages need of it.
        user_config: The user's configuration: a key that it sets is left to it.

    Yields:
        The files of the kit's folder, then the configuration, if any key is left to set.
    """
    for file in walk(kit.files):
        yield OutputFile(file.path, "kit", _path(kit, file.path))
    keys = {
        item.key: item.value
        for item in kit.config
        if (not item.when or not uses.isdisjoint(item.when))
        and kit.setting(item) not in user_config
    }
    if keys:
        yield OutputFile(kit.config_file, "kit", config_text(keys).encode())


def _path(kit: Kit, path: str) -> Path:
    return kit.files / path


def config_text(keys: Mapping[str, PropertyValue]) -> str:
    """Write configuration keys as TOML.

    Args:
        keys: Dotted keys to values: booleans, numbers, texts and lists of them.

    Returns:
        One table a prefix, in the order of the keys.
    """
    tables: dict[str, list[str]] = {}
    for key, value in keys.items():
        table, _, name = key.rpartition(".")
        tables.setdefault(table, []).append(f"{name} = {_toml(value)}")
    lines = ["# Written by vaultexport. Keys that your own configuration sets are left to it."]
    for table, entries in tables.items():
        lines += ["", f"[{table}]"] if table else [""]
        lines += entries
    return "\n".join(lines) + "\n"


def _toml(value: PropertyValue) -> str:
    """Write one value: TOML's booleans, numbers, strings and lists are JSON's."""
    return json.dumps(value, ensure_ascii=False)
