"""The options of an export: the profile's defaults, the user's choice, what the site allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.errors import MisuseError
from vaultexport.model import Finding, Severity
from vaultexport.profiles.vocabulary import SITE_FACTS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from vaultexport.profiles import Profile


def resolve_options(
    profile: Profile,
    chosen: Mapping[str, str],
    user_config: Mapping[str, object],
    *,
    content_only: bool,
) -> dict[str, str]:
    """Settle every option of the profile.

    Args:
        profile: The target.
        chosen: What the user asked for: it always wins.
        user_config: The site's own configuration, dotted keys in lower case.
        content_only: Whether the kit, and with it its configuration, is left out.

    Returns:
        A value for every option. Where the site can't have a configuration key that the default
        needs, what the profile says in its place holds.

    Raises:
        MisuseError: an unknown option, or a value that it can't have.
    """
    options = {name: values[0] for name, values in profile.options.items()}
    if profile.kit is not None:
        if content_only:
            options |= profile.kit.without
        for key in profile.kit.config:
            value = user_config.get(profile.kit.setting(key), None if content_only else key.value)
            if not _grants(value, key.value):
                options |= key.otherwise
    for name, value in chosen.items():
        if name not in profile.options:
            known = ", ".join(sorted(profile.options)) or "none"
            raise MisuseError(f"--set {name}: no such option; known are {known}")
        if value not in profile.options[name]:
            known = ", ".join(profile.options[name])
            raise MisuseError(f"--set {name}={value}: no such value; known are {known}")
        options[name] = value
    return options


def fit_options(
    profile: Profile,
    options: Mapping[str, str],
    chosen: Collection[str],
    facts: Collection[str],
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Take back what means nothing in the user's site.

    Args:
        profile: The target.
        options: A value for each of its options.
        chosen: The names of those that the user has set.
        facts: What the site is: names of `vaultexport.profiles.vocabulary.SITE_FACTS`.

    Returns:
        The options, and a finding for each that the user has set in vain.
    """
    fitting = dict(options)
    findings: list[Finding] = []
    for option, value, site, otherwise, hint in profile.requires:
        if options.get(option) != value or site in facts:
            continue
        fitting[option] = otherwise
        if option in chosen:
            what = f"--set {option}={value} has no effect: the site's configuration would have to"
            message = f"{what} {SITE_FACTS[site]}"
            findings.append(Finding("", 0, "option-ignored", Severity.WARNING, message, hint))
    return fitting, tuple(findings)


def _grants(value: object, wanted: object) -> bool:
    """Tell whether a setting is what is wanted; of a list it may have more."""
    if isinstance(value, list) and isinstance(wanted, list):
        return all(item in value for item in wanted)
    return value == wanted
