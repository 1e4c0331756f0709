"""The URLs of each engine, by the name that profiles use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.strategies import hugo, quartz

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


@dataclass(frozen=True, slots=True)
class UrlRule:
    """Where an engine publishes pages. URL paths are not percent-encoded and begin with ``/``.

    Attributes:
        whole: A stem of a file of which the engine reads all, from one and the site's languages.
        page: The URL path of a page, from its path in the content folder without extension.
        linked: The URL path to which a link to that path leads; not always the page's.
        identity: Pages of one identity are one page to the engine; from the same path.
        term: The URL path of a tag's page, from the name of the taxonomy and the tag.
        wanted: A URL path that a page asks for, made publishable; None where the engine lets no
            page choose, or nothing is left of it.
        written: How front matter must spell a URL path that `wanted` gave.
        redirect: What front matter must hold so that an old URL path redirects; None if it can't.
        alias: The target of the redirect that an alias makes.
        redirect_file: The file of a redirect, relative to the root of the site, from its target and
            the page that has it.
        file: The file behind a URL path, relative to the root of the site.
        split: A path without the language that ends its name, and what stands for it: ``.de``.
    """

    whole: Callable[[str, Collection[str]], str]
    page: Callable[[str], str]
    linked: Callable[[str], str]
    identity: Callable[[str], str]
    term: Callable[[str, str], str]
    wanted: Callable[[str], str | None]
    written: Callable[[str], str]
    redirect: Callable[[str], str | None]
    alias: Callable[[str], str]
    redirect_file: Callable[[str, str], str]
    file: Callable[[str], str]
    split: Callable[[str], tuple[str, str]] = lambda path: (path, "")


class Translations(NamedTuple):
    """The languages of a site in which a file's name may end in its language.

    Attributes:
        codes: Their codes, in lower case.
        default: The language of a file that names none.
        bare: The language whose URLs have no prefix; empty for none.
    """

    codes: frozenset[str]
    default: str
    bare: str


def with_translations(rule: UrlRule, languages: Translations) -> UrlRule:
    """Let the code that ends a file's name be its language.

    Args:
        rule: The URLs of a site of one language.
        languages: The site's languages.
    """

    def split(path: str) -> tuple[str, str]:
        return hugo.split_language(path, languages.codes)

    def whole(stem: str, known: Collection[str]) -> str:
        name, code = split(stem)
        return rule.whole(name, known) + code

    def page(path: str) -> str:
        name, code = split(path)
        prefix, url = code[1:] or languages.default, rule.page(name)
        return url if prefix == languages.bare else f"/{prefix}{url}"

    def identity(path: str) -> str:
        name, code = split(path)
        return rule.identity(name) + ("" if code[1:] == languages.default else code)

    return replace(rule, whole=whole, page=page, linked=page, identity=identity, split=split)


_remembered = lru_cache(maxsize=16_384)
"""The planner goes through the paths of all notes several times."""

_hugo_url = _remembered(hugo.default_url)


def _quartz(
    page: Callable[[str], str],
    linked: Callable[[str], str],
    term: Callable[[str, str], str],
    alias: Callable[[str], str],
) -> UrlRule:
    """Give the rule of one Quartz, by what differs from version to version."""
    url = _remembered(page)
    return UrlRule(
        whole=lambda stem, _languages: stem,
        page=url,
        linked=_remembered(linked),
        identity=url,
        term=_remembered(term),
        wanted=quartz.no_wanted_url,
        written=str,
        redirect=quartz.redirect_target,
        alias=alias,
        redirect_file=quartz.redirect_file,
        file=quartz.page_file,
    )


URLS: Final = MappingProxyType(
    {
        "hugo": UrlRule(
            whole=hugo.whole_stem,
            page=_hugo_url,
            linked=_hugo_url,
            identity=_remembered(hugo.logical_path),
            term=_remembered(hugo.term_url),
            wanted=_remembered(hugo.valid_url),
            written=hugo.front_matter_url,
            redirect=hugo.valid_url,
            alias=_hugo_url,
            redirect_file=lambda target, _page: hugo.page_file(target),
            file=hugo.page_file,
        ),
        "quartz5": _quartz(
            quartz.page_url5, quartz.link_url5, quartz.term_url5, quartz.alias_slug5
        ),
        "quartz4": _quartz(
            quartz.page_url4, quartz.link_url4, quartz.term_url4, quartz.alias_slug4
        ),
    }
)
"""URL strategies by the name that profiles use."""
