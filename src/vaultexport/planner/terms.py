"""Tags whose page can't be where the target would put it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.planner.addresses import Folder, url_key
from vaultexport.strategies.filenames import MAX_BYTES, NAMELESS, universal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultexport.planner.addresses import Addresses
    from vaultexport.strategies import UrlRule

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


def settle_terms(addresses: Addresses, tags: Iterable[str]) -> Terms:
    """Give each tag's page a URL of its own.

    An engine that leaves emoji out of URLs gives a tag of nothing else the URL of all tags, and
    ``tea🍵`` that of ``tea``; such a page is told another URL, by a file of the tag's name. A tag
    that no file can be called by takes the name that it can have.

    Args:
        addresses: The pages, which have their URLs before the tags.
        tags: The tags of all pages.
    """
    kept = set(tags)
    renamed: dict[str, str] = {}
    while True:
        homeless = _homeless(addresses, kept)
        nameless = {tag: _clean(tag) for tag, _by_tag in homeless if _clean(tag) != tag}
        if not nameless:
            break
        renamed |= nameless
        kept = (kept - nameless.keys()) | set(filter(None, nameless.values()))
    moved = (addresses.moved_term(tag, by_tag=by_tag) for tag, by_tag in homeless)
    return Terms((*addresses.moved_lists(), *moved), renamed)


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


def has_page(rule: UrlRule, tag: str) -> bool:
    """Tell whether a tag's page can be a file in its place."""
    url = rule.term("tags", tag)
    return is_servable(rule.file(url)) and not {".", ".."}.intersection(url.split("/"))


def _homeless(addresses: Addresses, tags: Iterable[str]) -> list[tuple[str, bool]]:
    """Find the tags whose URL something else has, and whether that is another tag's page.

    A tag's file stands for all tags of its identity, so each is found once.
    """
    tree, rule = addresses.tree, addresses.rule
    owners: dict[str, str] = {url_key(f"/{tree.terms}/"): _OF_ALL}
    found: dict[str, tuple[str, bool]] = {}
    for tag in sorted(tags):
        url = rule.term(tree.terms, tag)
        key = url_key(url)
        identity = rule.identity(f"{tree.terms}/{tag}")
        owner = owners.setdefault(key, identity)
        unserved = addresses.is_reserved(url) or not is_servable(url)
        if owner != identity or unserved or addresses.has_url(key):
            found.setdefault(identity, (tag, owner not in {_OF_ALL, identity}))
    return list(found.values())


def is_servable(url: str) -> bool:
    """Tell whether a file can be called so, and a browser finds it."""
    parts = url.strip("/").split("/")
    return not {"\0", "\\"}.intersection(url) and all(
        0 < len(part.encode(errors="replace")) <= MAX_BYTES for part in parts
    )


def _clean(tag: str) -> str:
    names = (universal_name(part) for part in tag.split("/") if part.strip("."))
    return "/".join(name for name in names if name != NAMELESS)
