"""The part of a site's own configuration that suits an export, for its owner to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport.model import Settings
    from vaultexport.profiles import Fact, SiteConfig

_UNSPACED: Final = frozenset({"zh", "ja", "ko"})
"""Languages of which a generator can't count words by their blanks."""


def site_config(
    config: SiteConfig, settings: Settings, title: str, options: Mapping[str, str]
) -> str:
    """Write the configuration that the profile offers.

    Args:
        config: What the profile says.
        settings: The vault's settings, with the garden's name, language and address.
        title: The site's title if the settings say none.
        options: The export's options.

    Returns:
        The lines whose conditions hold, each with its end.
    """
    language = settings.language.strip()
    host = settings.base_url.strip("/")
    slots = {
        "title": settings.site_name.strip() or title,
        "language": language,
        "locale": config.locales.get(_main(language), language),
        "host": host,
        "url": f"https://{host}/",
    }
    facts: dict[str, Fact] = {
        **options,
        "language": bool(language),
        "host": bool(host),
        "cjk": _main(language) in _UNSPACED,
    }
    chosen = (line.template.fill(slots) for line in config.lines if line.holds(facts, slots))
    return "".join(f"{line}\n" for line in chosen)


def _main(language: str) -> str:
    """Give the language of a code such as ``zh-CN``."""
    return language.replace("_", "-").partition("-")[0].lower()
