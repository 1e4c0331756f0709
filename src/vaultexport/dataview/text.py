"""Values as text: what ``string``, ``join`` and ``+`` write, and strings in JavaScript's units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.dataview.dateformat import format_date
from vaultexport.dataview.dates import Date
from vaultexport.dataview.durations import Duration, human
from vaultexport.dataview.jsnumbers import number_text
from vaultexport.dataview.values import ExternalLink, Link, ListPair

if TYPE_CHECKING:
    from vaultexport.dataview.settings import Environment
    from vaultexport.dataview.values import Value


def to_text(value: Value, environment: Environment, *, nested: bool = False) -> str:
    """Write a value as Dataview does when a text is needed.

    Args:
        value: The value.
        environment: The vault's formats, clock and locale.
        nested: Whether the value stands inside another: lists are then in brackets.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, list):
        inner = ", ".join(to_text(element, environment, nested=True) for element in value)
        return f"[{inner}]" if nested else inner
    if isinstance(value, dict):
        return _object_text(value, environment)
    return _scalar_text(value, environment)


def _object_text(value: dict[str, Value], environment: Environment) -> str:
    inner = ", ".join(
        f"{key}: {to_text(child, environment, nested=True)}" for key, child in value.items()
    )
    return f"{{ {inner} }}"


def _scalar_text(value: Value, environment: Environment) -> str:
    if value is None:
        return environment.settings.render_null_as
    if isinstance(value, Link):
        return value.markdown()
    if isinstance(value, Date):
        return date_text(value, environment)
    if isinstance(value, Duration):
        return human(value)
    return _widget_text(value, environment)


def _widget_text(value: Value, environment: Environment) -> str:
    if isinstance(value, ExternalLink):
        return f"[{value.display}]({value.url})"
    if isinstance(value, ListPair):
        return f"{to_text(value.key, environment)}: {to_text(value.value, environment)}"
    return "<function>"


def date_text(date: Date, environment: Environment) -> str:
    """Write a date in the vault's format: one for midnight, one for any other time."""
    settings = environment.settings
    pattern = settings.default_date_format if date.at_midnight else settings.default_datetime_format
    return format_date(date, pattern, environment.locale)


# JavaScript counts a character beyond U+FFFF as two.


def to_units(text: str) -> str:
    """Replace each character beyond U+FFFF by its two surrogates."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    return "".join(map(_split, text))


def _split(char: str) -> str:
    code = ord(char)
    if code <= 0xFFFF:
        return char
    high, low = divmod(code - 0x10000, 0x400)
    return chr(0xD800 + high) + chr(0xDC00 + low)


def from_units(units: str) -> str:
    """Join surrogates to characters again; a lone one stays."""
    if units.isascii() or not any("\ud800" <= unit <= "\udfff" for unit in units):
        return units
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
