"""The targets: YAML data that says where things go and how each construct is written.

Belongs here: loading and checking profiles, their vocabulary, their templates. Does not belong
here: any target's name, any algorithm (see `vaultexport.strategies`).
"""

from __future__ import annotations

from vaultexport.profiles.load import known_targets, load_profile
from vaultexport.profiles.profile import Field, Keep, Kit, Profile, SiteConfig, Tree
from vaultexport.profiles.templates import Fact, OnDemand, Template, choose

__all__ = [
    "Fact",
    "Field",
    "Keep",
    "Kit",
    "OnDemand",
    "Profile",
    "SiteConfig",
    "Template",
    "Tree",
    "choose",
    "known_targets",
    "load_profile",
]
