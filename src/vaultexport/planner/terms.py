"""Tags whose page can't be where the target would put it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.model import Finding, Severity
from vaultexport.planner.addresses import Folder
from vaultexport.planner.serving import has_page, is_servable
from vaultexport.planner.urls import url_key
from vaultexport.strategies.filenames import NAMELESS, universal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultexport.model import PropertyValue
    from vaultexport.planner.addresses import Addresses
    from vaultexport.planner.pages import Page
    from vaultexport.profiles import Tree
    from vaultexport.strategies import UrlRule

_SHOWN: Final = 100
"""How many characters of a tag a finding quotes."""

_OF_ALL: Final = ""
"""Stands for the page of all tags, which has its URL before any tag."""


class Terms(NamedTuple):
    """What becomes of tags that can't have their page.

    Attributes:
        moved: Pages of tags that get another URL, in order.
        renamed: Tags that no page can be made for, and what they are called instead; empty for
            those that go.
    """

    moved: tuple[Folder, ...]
    renamed: Mapping[str, str]


def tags_of(pages: Iterable[Page]) -> set[str]:
    """Give the tags of all pages."""
    return {tag for page in pages for tag in _tags(page)}


def with_terms(page: Page, renamed: Mapping[str, str], findings: list[Finding]) -> Page:
    """Give a page the names that its tags can have.

    Args:
        page: A note's page.
        renamed: What some tags are called instead; empty for those that go.
        findings: Gets what has changed.
    """
    tags = _tags(page)
    changed = [tag for tag in tags if tag in renamed]
    if not changed:
        return page
    for tag in changed:
        message = f"no page can have the name of the tag “{_short(tag)}” here; it "
        message += f"counts as “{_short(renamed[tag])}”" if renamed[tag] else "is left out"
        findings.append(Finding(page.note, 0, "tag-changed", Severity.WARNING, message))
    names = dict.fromkeys(filter(None, (renamed.get(tag, tag) for tag in tags)))
    front_matter: dict[str, PropertyValue] = {
        key: [*names] if key == "tags" else value
        for key, value in page.front_matter.items()
        if names or key != "tags"
    }
    return replace(page, front_matter=front_matter)


def _tags(page: Page) -> list[str]:
    tags = page.front_matter.get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def _short(tag: str) -> str:
    return tag if len(tag) <= _SHOWN else f"{tag[:_SHOWN]}…"


def settle_terms(tree: Tree, rule: UrlRule, addresses: Addresses, tags: Iterable[str]) -> Terms:
    """Give each tag's page a URL of its own.

    An engine that leaves emoji out of URLs gives a tag of nothing else the URL of all tags, and
    ``tea🍵`` that of ``tea``; such a page is told another URL, by a file of the tag's name. A tag
    that no file can be called by takes the name that it can have.

    Args:
        tree: The target's tree.
        rule: The target's URLs.
        addresses: The pages, which have their URLs before the tags.
        tags: The tags of all pages.
    """
    return _Settling(tree, rule, addresses).terms(tags)


class _Settling:
    """Settles the pages of terms."""

    def __init__(self, tree: Tree, rule: UrlRule, addresses: Addresses) -> None:
        self._tree = tree
        self._rule = rule
        self._files = addresses.files
        self._urls = addresses.urls

    def terms(self, tags: Iterable[str]) -> Terms:
        kept = set(tags)
        renamed: dict[str, str] = {}
        while True:
            homeless = self._homeless(kept)
            nameless = {tag: _clean(tag) for tag, _by_tag in homeless if _clean(tag) != tag}
            if not nameless:
                break
            renamed |= nameless
            kept = (kept - nameless.keys()) | set(filter(None, nameless.values()))
        moved = [*self._lists()]
        moved += [self._term(tag, by_tag=by_tag) for tag, by_tag in homeless]
        return Terms(tuple(moved), renamed)

    def _homeless(self, tags: Iterable[str]) -> list[tuple[str, bool]]:
        """Find the tags whose URL something else has, and whether that is another tag's page.

        A tag's file stands for all tags of its identity, so each is found once.
        """
        folder = self._tree.terms
        owners: dict[str, str] = {url_key(f"/{folder}/"): _OF_ALL}
        found: dict[str, tuple[str, bool]] = {}
        for tag in sorted(tags):
            url = self._rule.term(folder, tag)
            identity = self._rule.identity(f"{folder}/{tag}")
            owner = owners.setdefault(url_key(url), identity)
            unserved = self._urls.is_reserved(url) or not is_servable(url)
            if owner != identity or unserved or self._urls.owner(url) is not None:
                found.setdefault(identity, (tag, owner not in {_OF_ALL, identity}))
        return list(found.values())

    def _term(self, tag: str, *, by_tag: bool) -> Folder:
        """Give a tag's page another URL.

        Args:
            tag: The tag; a file can be called so.
            by_tag: Whether its own URL belongs to another tag, and not to a note or all tags.
        """
        folder = self._tree.terms
        own = url = self._rule.term(folder, tag)
        if by_tag or url_key(own) == url_key(folder) or self._urls.is_reserved(own):
            url = f"{own[:-1]}{'-' if by_tag else '/'}{_code_points(tag)}/"
        return self._moved(f"{folder}/{tag}", url, tag)

    def _lists(self) -> Iterator[Folder]:
        """Give the lists of all terms another URL where a note has their own."""
        for name in sorted(self._tree.reserved_folders):
            if self._urls.owner(name) is not None:
                yield self._moved(name, f"/{name}/", name)

    def _moved(self, folder: str, url: str, title: str) -> Folder:
        file = self._files.folder_page(f"{folder}/")
        return Folder(file, self._urls.take_next(url, file), title, explicit=True)


def unwritable_terms(rule: UrlRule, tags: Iterable[str]) -> Mapping[str, str]:
    """Find the tags whose page no file can be, and what they are called instead.

    Where a target can't be told the URL of a tag's page, this is all that can go wrong: Quartz ends
    its build when a name is too long for a file (measured on Quartz 4.5.1).
    """
    return {tag: _clean(tag) for tag in tags if not has_page(rule, tag)}


def term_urls(rule: UrlRule, tags: Iterable[str]) -> Iterator[str]:
    """Give the URLs of the pages that these tags have, and the tags above them."""
    for tag in tags:
        parts = tag.split("/")
        for end in range(1, len(parts) + 1):
            yield rule.term("tags", "/".join(parts[:end]))


def _clean(tag: str) -> str:
    names = (universal_name(part) for part in tag.split("/") if part.strip("."))
    return "/".join(name for name in names if name != NAMELESS)


def _code_points(tag: str) -> str:
    """Write what no engine keeps of a tag as hexadecimal numbers; all of it if that is nothing."""
    chars = [char for char in tag if not char.isalnum()] or list(tag)
    return "-".join(f"{ord(char):x}" for char in chars)
