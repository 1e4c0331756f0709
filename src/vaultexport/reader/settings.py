"""What a vault's own settings say, read from a fixed list of keys.

Plugin settings hold tokens: only the keys named here are ever read into memory that outlives
this module, and nothing here is echoed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from vaultexport.model import CustomFilter, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_GARDEN_PLUGIN: Final = ("plugins/digitalgarden", "plugins/obsidian-digital-garden")

_TEMPLATER: Final = "plugins/templater-obsidian/data.json"
_DATAVIEW: Final = "plugins/dataview"

_GARDEN_KEYS: Final = {
    "siteName": "site_name",
    "mainLanguage": "language",
    "gardenBaseUrl": "base_url",
    "slugifyEnabled": "slugify",
    "pathRewriteRules": "path_rewrite_rules",
    "noteIconKey": "note_icon_key",
    "contentClassesKey": "content_classes_key",
    "createdTimestampKey": "created_key",
    "updatedTimestampKey": "updated_key",
}

_DATAVIEW_KEYS: Final = frozenset(
    {
        "renderNullAs",
        "defaultDateFormat",
        "defaultDateTimeFormat",
        "tableIdColumnName",
        "showResultCount",
        "inlineQueryPrefix",
        "inlineJsQueryPrefix",
        "enableInlineDataviewJs",
        "dataviewJsKeyword",
        "enableInlineDataview",
        "prettyRenderInlineFields",
    }
)

_ORDER_FILE: Final = "src/site/_data/navigationOrder.json"

_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[^\W\d][\w-]*(?::\d+)?(?:/[\w./~-]*)?)", re.IGNORECASE
)

_ENV_LINE = re.compile(r"^(?P<key>[A-Za-z_]\w*)=(?P<value>.*)$", re.MULTILINE)


def raw_settings(root: Path) -> Settings:
    """Read the settings of a vault from its ``.obsidian`` folder.

    Args:
        root: The vault's folder; it need not have an ``.obsidian``.

    Returns:
        The settings; Obsidian's and Digital Garden's defaults where a file is missing or broken.
    """
    folder = root / ".obsidian"
    app = _json(folder / "app.json")
    filters = app.get("userIgnoreFilters")
    templates = (
        _text(_json(folder / "templates.json").get("folder")),
        _text(_json(folder / _TEMPLATER).get("templates_folder")),
    )
    garden: dict[str, Any] = {}
    uses_garden = False
    for plugin in _GARDEN_PLUGIN:
        if (folder / plugin / "data.json").is_file():
            uses_garden = True
            garden = _json(folder / plugin / "data.json")
            break
    defaults = garden.get("defaultNoteSettings")
    return Settings(
        ignore_filters=tuple(f for f in filters if isinstance(f, str) and f)
        if isinstance(filters, list)
        else (),
        template_folders=tuple(sorted({t.strip("/") for t in templates if t.strip("/")})),
        strict_line_breaks=app.get("strictLineBreaks") is True,
        uses_garden=uses_garden,
        garden_defaults=_flags(defaults) if isinstance(defaults, dict) else {},
        custom_filters=tuple(_filters(garden.get("customFilters"))),
        navigation_order=_orders(garden.get("navigationOrder")),
        uses_dataview=(folder / _DATAVIEW).is_dir(),
        dataview=_dataview_values(_json(folder / _DATAVIEW / "data.json")),
        **_garden_values(garden),
    )


def raw_settings_files(root: Path) -> tuple[Path, ...]:
    """Give all that `raw_settings` looks at: files and folders, existing or not."""
    folder = root / ".obsidian"
    garden = tuple(folder / plugin / "data.json" for plugin in _GARDEN_PLUGIN)
    dataview = folder / _DATAVIEW
    core = (folder / "app.json", folder / "templates.json", folder / _TEMPLATER)
    return (folder, *core, *garden, dataview, dataview / "data.json")


def garden_settings_files(env: Path) -> tuple[Path, ...]:
    """Give all that `garden_settings` looks at."""
    return (env, env.parent / _ORDER_FILE)


def garden_settings(env: Path) -> Settings:
    """Read the settings of a published garden from its ``.env``.

    Args:
        env: The file; it need not exist.

    Returns:
        The settings; Digital Garden's defaults for what the file does not say.
    """
    try:
        text = env.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    values = {m["key"]: m["value"].strip().strip("\"'") for m in _ENV_LINE.finditer(text)}
    return Settings(
        uses_garden=True,
        navigation_order=_orders(_json(env.parent / _ORDER_FILE)),
        garden_defaults=_flags({k: v for k, v in values.items() if k.startswith("dg")}),
        site_name=values.get("SITE_NAME_HEADER", ""),
        language=values.get("SITE_MAIN_LANGUAGE", ""),
        base_url=_address(values.get("SITE_BASE_URL", "")),
    )


def _dataview_values(data: dict[str, Any]) -> dict[str, bool | str]:
    return {
        key: value
        for key, value in sorted(data.items())
        if key in _DATAVIEW_KEYS and isinstance(value, bool | str)
    }


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _flags(values: dict[str, Any]) -> dict[str, bool]:
    """Keep the switches: Digital Garden's template asks whether the text is ``true``."""
    known = {True: True, False: False, "true": True, "false": False}
    return {
        key: known[value]
        for key, value in sorted(values.items())
        if isinstance(value, bool | str) and value in known
    }


def _filters(values: object) -> Iterator[CustomFilter]:
    """Read the filters; one without a pattern of text can't be applied, and says so as flags."""
    for value in values if isinstance(values, list) else ():
        entry = value if isinstance(value, dict) else {}
        pattern, flags = entry.get("pattern"), entry.get("flags", "")
        replacement = entry.get("replace", "")
        if pattern == "":
            continue
        if isinstance(pattern, str) and isinstance(flags, str) and isinstance(replacement, str):
            yield CustomFilter(pattern, flags, replacement)
        else:
            yield CustomFilter("", "?", "")


def _orders(value: object) -> dict[str, tuple[str, ...]]:
    """Read the order of the file tree; what is no list of names is none."""
    return {
        folder: tuple(name.removesuffix(".md") for name in names if isinstance(name, str))
        for folder, names in (value.items() if isinstance(value, dict) else ())
        if isinstance(folder, str) and isinstance(names, list)
    }


def _garden_values(garden: dict[str, Any]) -> dict[str, Any]:
    """Pick the white-listed values whose type is the expected one."""
    picked: dict[str, Any] = {}
    for key, name in _GARDEN_KEYS.items():
        value = garden.get(key)
        if name == "slugify" and isinstance(value, bool):
            picked[name] = value
        elif name != "slugify" and isinstance(value, str):
            picked[name] = value.strip() if name != "path_rewrite_rules" else value
    picked["base_url"] = _address(picked.get("base_url", ""))
    return picked


def _address(text: str) -> str:
    """Give an address without its scheme; what is none may be a token, pasted there by mistake."""
    match = _ADDRESS.fullmatch(text.strip())
    return match["host"] if match else ""
