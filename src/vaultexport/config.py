"""The configuration file: every option of the command, kept with the vault.

``vaultexport.toml`` in the vault or beside it, or the table ``[tool.vaultexport]`` of a
``pyproject.toml`` in either place. The first that exists is read, and no other; the command line
wins over it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vaultexport.errors import MisuseError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG_FILE: Final = "vaultexport.toml"

OPTIONS: Final[Mapping[str, type]] = {
    "to": str,
    "out": Path,
    "publish": str,
    "include": list,
    "exclude": list,
    "protected": str,
    "query-scope": str,
    "dialect": str,
    "garden": Path,
    "keep": list,
    "under": str,
    "content-only": bool,
    "profile": Path,
    "set": dict,
    "timezone": str,
    "now": str,
    "report": Path,
    "strict": bool,
    "keep-metadata": bool,
    "jobs": int,
    "no-cache": bool,
    "verbose": bool,
}
"""The options that a configuration file may hold, by their long names, and their types.

Paths are relative to the file. ``set`` is a table of the profile's options.
"""

_TYPE_NAMES: Final = {
    str: "a text",
    int: "a number",
    Path: "a path",
    bool: "true or false",
    dict: "a table",
    list: "a list",
}


class Setting(NamedTuple):
    """The value of an option and where it was said.

    Attributes:
        value: The value, of the option's type.
        origin: ``command line``, the configuration file, or ``default``.
    """

    value: Any
    origin: str


def load_config(vault: Path) -> dict[str, Setting]:
    """Read the configuration that belongs to a vault.

    Args:
        vault: The vault's folder.

    Returns:
        The options that it sets, by long name; empty without a configuration file.

    Raises:
        MisuseError: the file can't be read, or holds an unknown option or a value of a wrong type.
    """
    for folder in (vault, vault.parent):
        for name in (CONFIG_FILE, "pyproject.toml"):
            path = folder / name
            if path.is_file():
                table = _table(path)
                if table is not None:
                    return {key: _setting(path, key, value) for key, value in table.items()}
    return {}


def _table(path: Path) -> dict[str, Any] | None:
    """Give the options of a file; ``None`` when it is a project file that has nothing for us."""
    import tomllib  # noqa: PLC0415 - most vaults have no such file

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        if path.name != CONFIG_FILE:
            return None
        raise MisuseError(f"{path}: {error}") from None
    if path.name == CONFIG_FILE:
        return data
    table = data.get("tool", {}).get("vaultexport")
    return table if isinstance(table, dict) else None


def _setting(path: Path, key: str, value: Any) -> Setting:  # noqa: ANN401 - any TOML
    kind = OPTIONS.get(key)
    if kind is None:
        import difflib  # noqa: PLC0415 - only a mistake needs it

        close = difflib.get_close_matches(key, OPTIONS, 1)
        hint = f"; did you mean {close[0]}?" if close else f"; known are {', '.join(OPTIONS)}"
        raise MisuseError(f"{path}: no option is called {key!r}{hint}")
    if kind is Path and isinstance(value, str):
        return Setting(path.parent / value, str(path))
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise MisuseError(f"{path}: {key} must be {_TYPE_NAMES[kind]}")
    if isinstance(value, dict):
        return Setting({name: _word(item) for name, item in value.items()}, str(path))
    return Setting(value, str(path))


def _word(value: object) -> str:
    """Write a value as ``--set`` has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
