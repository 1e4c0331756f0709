"""What an export is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultexport.strategies import DEFAULT_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime, tzinfo

    from vaultexport.profiles import Profile
    from vaultexport.strategies import Translations


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for.

    Attributes:
        profile: The target.
        options: A value for each of its options.
        now: The clock of queries.
        content_only: Whether the target gets no kit.
        under: The folder below the pages' folder that this export may use; empty for all of it.
        occupied: Pages of the user's in the output folder, from the pages' folder, no extension.
        occupied_urls: URL paths that such pages claim in their front matter.
        zone: The zone of times without one; the machine's own when ``None``.
        keep: Own properties that go out, ``*`` for all; ``None`` leaves it to the profile.
        languages: The codes of the site's languages, in lower case.
        translations: The languages that a file's name may end in; ``None`` for a site of one.
        present: The present, to know dates to come; none is if it is ``None``.
        served: Files of the user's that the site serves as they are, from its root.
    """

    profile: Profile
    options: Mapping[str, str]
    now: datetime
    content_only: bool = False
    under: str = ""
    occupied: Collection[str] = ()
    occupied_urls: Collection[str] = ()
    zone: tzinfo | None = None
    keep: Collection[str] | None = None
    served: Collection[str] = ()
    languages: Collection[str] = DEFAULT_LANGUAGES
    present: datetime | None = None
    translations: Translations | None = None
