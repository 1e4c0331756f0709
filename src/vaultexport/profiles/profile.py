"""A target as frozen data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vaultexport.model import PropertyValue
    from vaultexport.profiles.templates import Variant


_NEVER: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Field:
    """How one front matter key of the target is made.

    Attributes:
        key: The target's key; dots lead into maps.
        sources: Where the value may come from, the first that has one wins: a property
            (``created``), one inside a map (``metatags.description``), a property that counts
            only where Digital Garden is not in use (``own.aliases``), one whose name a setting
            gives (``settings.created-key``), or what the plan knows (``plan.url``, ``file.name``).
        type: What the value must be: a name of `vaultexport.profiles.vocabulary.FIELD_TYPES`.
        plus: Sources whose items are added to the list, such as ``body.tags``.
        omit: Items that are not carried over.
        value: What to write for a switch that is on.
        drop_placeholders: Whether a template's unfilled text counts as no value.
        when: The values that options must have for the key to be written.
    """

    key: str
    sources: tuple[str, ...]
    type: str
    plus: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    value: PropertyValue = None
    drop_placeholders: bool = False
    when: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tree:
    """Where things go below the output folder.

    Attributes:
        pages: The folder of the pages, ``.`` for the output folder itself.
        assets: The folder of the attachments.
        asset_urls: The same folder as the built site serves it, without slashes at its ends.
        home: The file name of the site's first page.
        folder_page: The file name of a folder's page.
        folder_pages: Whether every folder gets one.
        terms: The folder in which a tag's page can be told another URL; empty if it can't.
        folder_notes: Whether a note beside a folder of its name must be that folder's page, because
            the target would show it there a second time.
        home_required: Whether a site without a home note gets a list as its home.
        url_keys: Front matter that gives a page of the user's another URL.
        slug_keys: Front matter that gives a page of the user's another end of its URL.
        reserved_names: File names (without ``.md``) that mean something else to the target.
        reserved_folders: Folders at the top that mean something else to the target.
        ignored_folders: Folders at the top that the target's sites do not publish.
        reserved_urls: URL paths, without slashes at their ends, at which the target has something
            of its own.
        reserved_assets: Attachments, from their folder, that the target has files of its own for.
        asset_endings: Ends of attachments' names that the target would take away, and what is
            written for them.
        folder_endings: Ends of folders' names that would make a folder's name that of a page's
            file, and what is written for them.
        empty_urls: Whether the target's own pages call themselves by an empty URL.
        static: A folder of the user's whose files the site serves as they are; empty for none.
    """

    pages: str
    assets: str
    asset_urls: str
    home: str
    folder_page: str
    folder_pages: bool = False
    folder_notes: bool = False
    terms: str = ""
    home_required: bool = False
    url_keys: tuple[str, ...] = ()
    slug_keys: tuple[str, ...] = ()
    reserved_names: frozenset[str] = frozenset()
    reserved_folders: frozenset[str] = frozenset()
    ignored_folders: frozenset[str] = frozenset()
    reserved_urls: re.Pattern[str] = _NEVER
    reserved_assets: tuple[str, ...] = ()
    asset_endings: Mapping[str, str] = field(default_factory=dict)
    folder_endings: Mapping[str, str] = field(default_factory=dict)
    empty_urls: bool = False
    static: str = ""


class Keep(NamedTuple):
    """What becomes of the author's own properties, those that no field takes.

    Attributes:
        under: The target's key that holds them, dots lead into maps; empty for the top.
        names: Which ones, ``*`` for all; ``None`` for all where Digital Garden is not in use.
        reserved: Names in lower case that mean something to the target.
    """

    under: str = ""
    names: tuple[str, ...] | None = None
    reserved: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """The part of the site's own configuration that suits an export.

    Attributes:
        lines: Pieces of text; those whose conditions hold are written, in order.
        locales: What the target calls a language, by the language's code.
    """

    lines: tuple[Variant, ...]
    locales: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConfigKey:
    """A configuration key that the kit sets where the user's configuration does not.

    Attributes:
        key: Its dotted path in the kit's configuration file.
        value: What to set.
        when: The facts about the exported pages of which each makes it needed; empty for always.
        otherwise: Options that hold where it can't be had: without the kit, or where the user's
            configuration says something else.
    """

    key: str
    value: PropertyValue
    when: tuple[str, ...] = ()
    otherwise: Mapping[str, str] = field(default_factory=dict)


class Kit(NamedTuple):
    """Files that the target needs to show what plain Markdown can't.

    Attributes:
        files: The folder whose files are laid into the output.
        config_file: The configuration file that the kit writes, relative to the output.
        config_root: The key of the site's configuration under which that file's keys live.
        config: The keys.
        without: Options that hold where the kit is left out.
        user_config: Files of the user's own configuration: relative path without extension, and
            the key under which its content lives.
    """

    files: Path
    config_file: str
    config_root: str
    config: tuple[ConfigKey, ...]
    without: Mapping[str, str]
    user_config: tuple[tuple[str, str], ...]

    def setting(self, key: ConfigKey) -> str:
        """Give a key's name in the site's whole configuration, in lower case."""
        return f"{self.config_root}.{key.key}".lower().strip(".")


class Detection(NamedTuple):
    """An option that a file of the user's site decides.

    Attributes:
        file: The file, relative to the output folder.
        pattern: What must be found in it.
        option: The option.
        value: Its value then.
    """

    file: str
    pattern: re.Pattern[str]
    option: str
    value: str


class Requirement(NamedTuple):
    """A value of an option that means something only in some sites.

    Attributes:
        option: The option.
        value: The value.
        site: What the site must be: a name of `vaultexport.profiles.vocabulary.SITE_FACTS`.
        otherwise: The value that holds in all others.
        hint: What the user can do to have it.
    """

    option: str
    value: str
    site: str
    otherwise: str
    hint: str


class Profile(NamedTuple):
    """Everything that makes one target.

    Attributes:
        name: What ``--to`` calls it.
        title: What people call it.
        strategies: The algorithm chosen for each kind.
        options: The values that each option may have, the default first.
        tree: Where things go.
        fields: The front matter, in the order in which it is written.
        keep: What becomes of the author's own properties; ``None`` leaves them out.
        redirects: Whether old URLs are front matter of the page that has another one now.
        constructs: The variants of each construct, in order.
        kit: The kit, if the target has one.
        site_config: What ``--site-config`` prints, if the target has such a thing.
        detect: The options that the user's site decides, where they are not set.
        requires: The values of options that take a certain site.
        sources: The files that it was read from, or would have been if they existed.
        fingerprint: A digest of all that they say, but for the kit's files.
    """

    name: str
    title: str
    strategies: Mapping[str, str]
    options: Mapping[str, tuple[str, ...]]
    tree: Tree
    fields: tuple[Field, ...]
    keep: Keep | None
    redirects: bool
    constructs: Mapping[str, tuple[Variant, ...]]
    kit: Kit | None
    site_config: SiteConfig | None = None
    detect: tuple[Detection, ...] = ()
    requires: tuple[Requirement, ...] = ()
    sources: tuple[Path, ...] = ()
    fingerprint: str = ""
