"""What is asked of the planner, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vaultexport.strategies import DEFAULT_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime, tzinfo

    from vaultexport.model import Finding
    from vaultexport.planner.aims import Aim
    from vaultexport.planner.pages import Page
    from vaultexport.planner.site import Site
    from vaultexport.profiles import Profile
    from vaultexport.strategies import Translations


MANY: Final = 20_000
"""From so many notes on the spans of those that nobody looks at are let go, to bound memory."""


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
        translations: The languages that a file's name can say, if the option ``translations`` lets
            it; ``None`` in a site in which it can't.
        present: The present, to know dates to come; none is if it is ``None``.
        served: Files of the user's that the site serves as they are, from its root.
        findings: What of it the site can't have.
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
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be written.

    Attributes:
        pages: The notes' pages by vault path, in order.
        added: Pages that we add: of folders, a home.
        assets: For each attachment that could be needed its output path, by vault path.
        site: What the rewriter may ask.
        findings: Clashes and values that could not be carried over.
        until: When a page that is dated in the future is no more; ``None`` if there is none.
        aims: The headings and blocks that the links of each note mean.
    """

    pages: Mapping[str, Page]
    added: tuple[Page, ...]
    assets: Mapping[str, str]
    site: Site
    findings: tuple[Finding, ...]
    until: datetime | None = None
    aims: Mapping[str, frozenset[Aim]] = field(default_factory=dict)
