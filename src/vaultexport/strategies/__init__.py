"""How a target names things: URLs, anchors, slugs and files, as pure functions of text.

A profile names one strategy of each registry, and nothing else in Python knows a target. The
functions do exactly what an engine does and are held to tables that the engine made
(``tests/strategies``). None reads files, keeps state or raises on any text; whether two results
clash is the planner's to see.

============ =================== ======================================================
registry     name                what it is
============ =================== ======================================================
`URLS`       ``hugo``            default URLs, logical paths, clean values for ``url``
             ``quartz5``         lower-case slugs
             ``quartz4``         slugs that keep their case
`ANCHORS`    ``github``          Hugo's ``autoIDType: github``
             ``github-slugger``  heading ids of Quartz; ``github-slugger-arrows`` of version 4
`FILE_NAMES` ``universal``       notes and folders, on every file system, for every engine
             ``universal-asset`` attachments: also without ``%`` and ``#``
============ =================== ======================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.lazy import on_demand

if TYPE_CHECKING:
    from vaultexport.strategies.anchors import ANCHORS, AnchorRule, PageAnchors
    from vaultexport.strategies.filenames import FILE_NAMES, clash_key
    from vaultexport.strategies.hugo import DEFAULT_LANGUAGES
    from vaultexport.strategies.rules import URLS, Translations, UrlRule, with_translations

__all__ = [
    "ANCHORS",
    "DEFAULT_LANGUAGES",
    "FILE_NAMES",
    "URLS",
    "AnchorRule",
    "PageAnchors",
    "Translations",
    "UrlRule",
    "clash_key",
    "with_translations",
]

__getattr__ = on_demand(
    __name__,
    {
        "ANCHORS": "anchors",
        "DEFAULT_LANGUAGES": "hugo",
        "FILE_NAMES": "filenames",
        "URLS": "rules",
        "AnchorRule": "anchors",
        "PageAnchors": "anchors",
        "Translations": "rules",
        "UrlRule": "rules",
        "clash_key": "filenames",
        "with_translations": "rules",
    },
)
