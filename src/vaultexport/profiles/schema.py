"""The JSON Schema of a profile, made from the vocabulary and the registries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultexport.profiles.vocabulary import CONSTRUCTS, FIELD_TYPES, SITE_FACTS, STRATEGY_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_WORDS: Schema = {"type": "array", "items": _TEXT, "uniqueItems": True}
_SWITCH: Schema = {"type": "boolean"}


def profile_schema(strategies: Mapping[str, Sequence[str]]) -> Schema:
    """Describe what a profile may say.

    Args:
        strategies: For each kind the names of the algorithms there are.

    Returns:
        A JSON Schema (draft 2020-12) that also serves editors.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "vaultexport profile",
        **_map(
            {
                "profile": _TEXT,
                "title": _TEXT,
                "extends": _TEXT,
                "strategies": _map(
                    {
                        kind: {"enum": sorted(strategies[kind]), "description": meaning}
                        for kind, meaning in STRATEGY_KINDS.items()
                    }
                ),
                "options": {
                    "type": "object",
                    "additionalProperties": {**_WORDS, "minItems": 1},
                },
                "tree": _tree(),
                "front-matter": {
                    "type": "object",
                    "additionalProperties": {"anyOf": [_field(), {"type": "null"}]},
                },
                "keep": {"anyOf": [_keep(), {"type": "null"}]},
                "redirects": _SWITCH,
                "detect": {"type": "array", "items": _detection()},
                "requires": {"type": "array", "items": _requirement()},
                "constructs": _map({name: _construct() for name in CONSTRUCTS}),
                "site-config": {"anyOf": [_site_config(), {"type": "null"}]},
                "kit": {"anyOf": [_kit(), {"type": "null"}]},
            }
        ),
        "required": ["profile"],
    }


def _map(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _tree() -> Schema:
    return _map(
        {
            "pages": _TEXT,
            "assets": _TEXT,
            "asset-urls": _TEXT,
            "home": _TEXT,
            "folder-page": _TEXT,
            "folder-pages": _SWITCH,
            "folder-notes": _SWITCH,
            "terms": _TEXT,
            "home-required": _SWITCH,
            "url-keys": _WORDS,
            "slug-keys": _WORDS,
            "reserved-names": _WORDS,
            "reserved-folders": _WORDS,
            "ignored-folders": _WORDS,
            "reserved-urls": {"type": "string", "format": "regex"},
            "reserved-assets": _WORDS,
            "asset-endings": {"type": "object", "additionalProperties": _TEXT},
            "folder-endings": {"type": "object", "additionalProperties": _TEXT},
            "empty-urls": _SWITCH,
            "static": _TEXT,
        }
    )


def _detection() -> Schema:
    names = ("file", "pattern", "option", "value")
    return {**_map(dict.fromkeys(names, _TEXT)), "required": list(names)}


def _requirement() -> Schema:
    names = ("option", "value", "else")
    known = {"site": {"enum": sorted(SITE_FACTS)}, "hint": _TEXT}
    return {**_map(dict.fromkeys(names, _TEXT) | known), "required": [*names, "site"]}


def _field() -> Schema:
    return {
        **_map(
            {
                "from": {**_WORDS, "minItems": 1},
                "type": {"enum": sorted(FIELD_TYPES)},
                "plus": {**_WORDS, "minItems": 1},
                "omit": _WORDS,
                "value": {},
                "placeholders": {"const": "drop"},
                "when": {"type": "object", "additionalProperties": {"type": "string"}},
            }
        ),
        "required": ["from", "type"],
    }


def _keep() -> Schema:
    return _map({"under": _TEXT, "names": _WORDS, "reserved": _WORDS})


def _variants() -> Schema:
    variant = {
        **_map(
            {
                "when": {
                    "type": "object",
                    "additionalProperties": {"type": ["string", "boolean"]},
                },
                "as": _TEXT,
            }
        ),
        "required": ["as"],
    }
    return {"type": "array", "items": variant, "minItems": 1}


def _construct() -> Schema:
    return {"anyOf": [_TEXT, _variants(), {"type": "null"}]}


def _site_config() -> Schema:
    locales = {"type": "object", "additionalProperties": _TEXT}
    return {**_map({"lines": _variants(), "locales": locales}), "required": ["lines"]}


def _kit() -> Schema:
    key = {
        **_map({"key": _TEXT, "value": {}, "when": _WORDS, "else": {"type": "object"}}),
        "required": ["key", "value"],
    }
    user = {
        **_map({"file": _TEXT, "under": _TEXT}),
        "required": ["file"],
    }
    return {
        **_map(
            {
                "files": _TEXT,
                "config-file": _TEXT,
                "config-root": _TEXT,
                "config": {"type": "array", "items": key},
                "without": {"type": "object", "additionalProperties": _TEXT},
                "user-config": {"type": "array", "items": user},
            }
        ),
        "required": ["files"],
    }
