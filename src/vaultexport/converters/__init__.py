"""From a property as it was read to a value of the type that a profile asks for.

Every converter is a pure function of the value and a `ConverterContext`; a profile names it by its
key in `CONVERTERS`. What doesn't fit gives a problem, never an exception. Nothing here knows the
name of a property or a target, except that some types follow a rule of Digital Garden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.lazy import on_demand

if TYPE_CHECKING:
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
    from vaultexport.converters.registry import CONVERTERS
    from vaultexport.converters.suspects import is_placeholder, looks_secret, without_secrets

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

__getattr__ = on_demand(
    __name__,
    {
        "CONVERTERS": "registry",
        "MACHINE_ZONE": "dates",
        "Converted": "base",
        "Converter": "base",
        "ConverterContext": "base",
        "Present": "base",
        "is_placeholder": "suspects",
        "link_text": "base",
        "looks_secret": "suspects",
        "one_text": "base",
        "unquoted_link": "base",
        "without_secrets": "suspects",
    },
)
