"""How the target's constructs are written in one export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.profiles.templates import settled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport.model import Settings
    from vaultexport.profiles import Profile
    from vaultexport.profiles.templates import Constructs


def constructs_by(
    profile: Profile, options: Mapping[str, str], *, content_only: bool
) -> tuple[Constructs, Constructs]:
    """Give the target's constructs, outside and inside of results, as far as they are open."""
    outside, inside = (
        settled(profile.constructs, {"kit": not content_only, **options, "in-query": in_query})
        for in_query in (False, True)
    )
    return outside, inside


def settled_options(options: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Let the vault decide what the options leave to it.

    Args:
        options: A value for each option of the profile.
        settings: The vault's settings.
    """
    lines = "soft" if settings.strict_line_breaks else "hard"
    return {
        name: lines if (name, value) == ("line-breaks", "vault") else value
        for name, value in options.items()
    }
