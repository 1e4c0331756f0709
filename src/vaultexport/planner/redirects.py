"""Old URLs and other names of pages, where the target redirects them by front matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultexport.converters import CONVERTERS, ConverterContext
from vaultexport.planner.own import PASSED_ON
from vaultexport.strategies import URLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultexport.model import Note
    from vaultexport.planner.addresses import Address
    from vaultexport.planner.visibility import PublicView
    from vaultexport.profiles import Profile
    from vaultexport.strategies import UrlRule


class Redirects(NamedTuple):
    """What leads to a page besides its URL.

    Attributes:
        aliases: Names that the target makes redirects of, slugified like a file.
        permalink: An old URL that the target must not slugify; empty for none.
    """

    aliases: tuple[str, ...]
    permalink: str


def find_redirects(
    profile: Profile, places: Mapping[str, Address], view: PublicView, *, with_aliases: bool
) -> dict[str, Redirects]:
    """Find the redirects that can do no harm.

    A redirect that has the place of a page, of a folder or of another redirect would overwrite it
    (measured on Quartz 5: 27 of 173 pages of a real vault were lost so); it is left out.

    Args:
        profile: The target.
        places: Where the pages are.
        view: The notes.
        with_aliases: Whether the notes' own aliases are public.

    Returns:
        The redirects of the pages that have any, by vault path.
    """
    if not profile.redirects:
        return {}
    finder = _Finder(URLS[profile.strategies["url"]], places)
    result: dict[str, Redirects] = {}
    for path, place in places.items():
        aliases, permalink = finder.old_urls(place)
        if with_aliases:
            aliases += finder.other_names(view.notes[path])
        if aliases or permalink:
            result[path] = Redirects(tuple(aliases), permalink)
    return result


class _Finder:
    """Hands out the files of the site that no page has."""

    def __init__(self, rule: UrlRule, places: Mapping[str, Address]) -> None:
        self._rule = rule
        urls = [rule.page(place.file) for place in places.values()]
        folders = {folder for url in urls for folder in _folders(url)}
        self._taken = {self._file(url) for url in (*urls, *folders)}
        self._pages = {url.strip("/").casefold() for url in urls}

    def _file(self, url: str) -> str:
        return self._rule.file(url).casefold()

    def _take(self, url: str) -> bool:
        file = self._file(url)
        free = file not in self._taken
        self._taken.add(file)
        return free

    def old_urls(self, place: Address) -> tuple[list[str], str]:
        """Give a page's old URLs: those that may be aliases, and one that must not be.

        An alias is slugified, and it joins the names by which Quartz resolves links: where
        ``x/index`` is one, the links of the page ``x`` are written as if from inside a folder, and
        leave the site under a sub-path (measured on Quartz 5). ``permalink`` with a leading slash
        redirects as well and is not taken for a page.
        """
        aliases: list[str] = []
        permalink = ""
        for old in place.old_urls:
            form = self._rule.redirect(f"/{old}/")
            if form is None or not self._take(f"/{old}/"):
                continue
            if self._rule.page(form).strip("/") == old and old.casefold() not in self._pages:
                aliases.append(form)
            else:
                permalink = f"/{form}"
        return aliases, permalink

    def other_names(self, note: Note) -> list[str]:
        """Give the aliases of a note that no page and no folder is called."""
        passed = note.properties.get(PASSED_ON)
        named = (passed if isinstance(passed, dict) else {}) | dict(note.properties)
        properties = {key.lower(): value for key, value in named.items()}
        value = properties.get("aliases", properties.get("alias"))
        names = CONVERTERS["alias-list"](value, ConverterContext()).value
        return [
            name
            for name in (names if isinstance(names, list) else [])
            if isinstance(name, str)
            and not name.startswith(".")
            and ".." not in name.split("/")
            and self._take(self._rule.page(name))
        ]


def _folders(url: str) -> Iterator[str]:
    """Give the URLs of the folders that hold a page."""
    parts = url.strip("/").split("/")[:-1]
    for depth in range(len(parts) + 1):
        yield "/" + "".join(f"{part}/" for part in parts[:depth])
