"""From a property as it was read to a value of the type that a profile asks for.

Every converter is a pure function of the value and a `ConverterContext`; a profile names it by its
key in `CONVERTERS`. What doesn't fit gives a problem, never an exception. Nothing here knows the
name of a property or a target, except that some types follow a rule of Digital Garden.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultexport.converters import dates, flags, images, tags, texts, urls
from vaultexport.converters.base import (
    Converted,
    Converter,
    ConverterContext,
    Present,
    link_text,
    one_text,
    unquoted_link,
)
from vaultexport.converters.dates import MACHINE_ZONE
from vaultexport.converters.suspects import is_placeholder, looks_secret, without_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CONVERTERS",
    "MACHINE_ZONE",
    "Converted",
    "Converter",
    "ConverterContext",
    "Present",
    "is_placeholder",
    "link_text",
    "looks_secret",
    "one_text",
    "unquoted_link",
    "without_secrets",
]

CONVERTERS: Final[Mapping[str, Converter]] = MappingProxyType(
    {
        "text": texts.text,
        "title": texts.title,
        "text-list": texts.text_list,
        "class-list": texts.class_list,
        "tag-list": tags.tag_list,
        "alias-list": texts.alias_list,
        "metatags": texts.metatags,
        "datetime": dates.datetime_offset,
        "shown-since": dates.shown_since,
        "integer": flags.integer,
        "boolean": flags.boolean,
        "publish-flag": flags.publish_flag,
        "show-flag": flags.show_flag,
        "set-flag": flags.set_flag,
        "flag": flags.flag,
        "icon": flags.icon,
        "image": images.image,
        "url-path": urls.url_path,
    }
)
"""The converters by the names that profiles use."""
