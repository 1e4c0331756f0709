"""The choices of a vault's owner that change values and results, and the clock of an export."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from vaultexport.dataview.locales import EN_US, Locale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport.dataview.dates import Date


@dataclass(frozen=True, slots=True)
class Settings:
    """Dataview's settings as far as they change what a query answers.

    Attributes:
        render_null_as: How null is written.
        default_date_format: Luxon tokens for a date at midnight.
        default_datetime_format: Luxon tokens for any other date.
        table_id_column_name: The first column of a TABLE that is not grouped.
    """

    render_null_as: str = "\\-"
    default_date_format: str = "MMMM dd, yyyy"
    default_datetime_format: str = "h:mm a - MMMM dd, yyyy"
    table_id_column_name: str = "File"

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Settings:
        """Read the keys of ``.obsidian/plugins/dataview/data.json`` that matter here.

        Unknown keys, and values that are no text, are passed over.
        """
        names = {
            "render_null_as": "renderNullAs",
            "default_date_format": "defaultDateFormat",
            "default_datetime_format": "defaultDateTimeFormat",
            "table_id_column_name": "tableIdColumnName",
        }
        given = {field.name: data.get(names[field.name]) for field in fields(cls)}
        return cls(**{name: value for name, value in given.items() if isinstance(value, str)})


@dataclass(frozen=True, slots=True)
class Environment:
    """What every value of one export is seen with.

    Attributes:
        now: The clock; its zone is the local one.
        settings: The vault's settings.
        locale: The language of months, weekdays and numbers.
    """

    now: Date
    settings: Settings = Settings()
    locale: Locale = EN_US
