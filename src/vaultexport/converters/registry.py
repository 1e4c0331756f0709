"""All converters, by the names that profiles use."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultexport.converters import dates, flags, images, tags, texts, urls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport.converters.base import Converter

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
