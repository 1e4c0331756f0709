"""What Dataview's values are seen with: the vault's formats, its zone and the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.dataview.dates import Date
from vaultexport.dataview.settings import Environment, Settings
from vaultexport.dataview.zones import FixedZone, parse_zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from vaultexport.dataview.zones import Zone


def environment_of(
    settings: Mapping[str, object], zone: tzinfo | None, now: datetime
) -> Environment:
    """Give what queries need to know besides the notes.

    Args:
        settings: Dataview's own settings, as its plugin keeps them.
        zone: The local zone; the machine's own when ``None``.
        now: The clock.
    """
    clock = Date(int(now.timestamp() * 1000), _zone(zone, now))
    return Environment(clock, Settings.from_json(settings))


def _zone(zone: tzinfo | None, moment: datetime) -> Zone:
    name = getattr(zone, "key", "")
    named = parse_zone(name) if name else None
    if named is not None:
        return named
    offset = moment.astimezone(zone).utcoffset()
    return FixedZone(int(offset.total_seconds() // 60) if offset else 0)
