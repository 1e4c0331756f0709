"""Old URLs and other names of pages, where the target redirects them by front matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultexport.converters import CONVERTERS, ConverterContext
from vaultexport.model import Finding, Severity
from vaultexport.planner.own import PASSED_ON
from vaultexport.planner.serving import is_servable
from vaultexport.strategies import URLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vaultexport.model import Note
    from vaultexport.planner.addresses import Address
    from vaultexport.planner.visibility import PublicView
    from vaultexport.profiles import Profile


class Redirects(NamedTuple):
    """What leads to a page besides its URL.

    Attributes:
        aliases: Names that the target makes redirects of, slugified like a file.
        permalink: An old URL that the target must not slugify; empty for none.
    """

    aliases: tuple[str, ...]
    permalink: str


class Taken(NamedTuple):
    """What a site has besides redirects.

    Attributes:
        places: Where the pages are, by vault path.
        files: The other files, from the site's root: attachments, and what the user has.
    """

    places: Mapping[str, Address]
    files: Sequence[str]


def find_redirects(
    profile: Profile,
    taken: Taken,
    view: PublicView,
    findings: list[Finding],
    *,
    with_aliases: bool,
) -> dict[str, Redirects]:
    """Find the redirects that can do no harm.

    A redirect that has the place of a page, of a folder or of another redirect would overwrite it
    (measured on Quartz 5: 27 of 173 pages of a real vault were lost so); one below a file, as
    ``index.xml/x``, would end the build (measured on Quartz 4.5.1). They are left out. Of several
    notes the first has it, and old URLs come before other names.

    Args:
        profile: The target.
        taken: What the site has besides.
        view: The notes.
        findings: Gets what is left out.
        with_aliases: Whether the notes' own aliases are public.

    Returns:
        The redirects of the pages that have any, by vault path.
    """
    if not profile.redirects:
        return {}
    finder = _Finder(profile, taken, findings)
    old = {path: finder.old_urls(path, place) for path, place in taken.places.items()}
    result: dict[str, Redirects] = {}
    for path, place in taken.places.items():
        aliases, permalink = old[path]
        if with_aliases:
            aliases += finder.other_names(view.notes[path], place)
        if aliases or permalink:
            result[path] = Redirects(tuple(aliases), permalink)
    return result


class _Finder:
    """Hands out the files of the site that nothing else has."""

    def __init__(self, profile: Profile, taken: Taken, findings: list[Finding]) -> None:
        self._rule = URLS[profile.strategies["url"]]
        self._tree = profile.tree
        self._findings = findings
        urls = [place.url for place in taken.places.values()]
        folders = {folder for url in urls for folder in _folders(url)}
        own = [f"/{name}" for name in self._tree.reserved_names]
        pages = map(self._rule.file, (*urls, *folders, *own))
        everything = (*pages, *taken.files, *self._tree.reserved_assets)
        self._taken = {file.casefold() for file in everything}
        self._folders = {folder for file in self._taken for folder in _parents(file)}
        self._pages = {url.strip("/").casefold() for url in urls}

    def _take(self, target: str, place: Address) -> bool:
        """Take the file of a redirect, if it is free and no page that the target adds."""
        file = self._rule.redirect_file(target, place.url.removeprefix("/")).casefold()
        parents = _parents(file)
        if file in self._taken or not self._taken.isdisjoint(parents):
            return False
        if file in self._folders or self._is_term(file) or not is_servable(file):
            return False
        self._taken.add(file)
        self._folders.update(parents)
        return True

    def _is_term(self, file: str) -> bool:
        """Tell whether a file can be the list of all tags, or a tag's page: `tags/x.html`."""
        folder, *names = file.split("/")
        is_list = names == ["index.html"]
        return folder in self._tree.reserved_folders and (is_list or names[-1:] != ["index.html"])

    def old_urls(self, path: str, place: Address) -> tuple[list[str], str]:
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
            if form is None or not self._take(form, place):
                if self._rule.file(f"/{old}/") != self._rule.file(place.url):
                    self._lost_url(path, form)
                continue
            if self._rule.page(form).strip("/") == old and old.casefold() not in self._pages:
                aliases.append(form)
            else:
                permalink = f"/{form}"
        return aliases, permalink

    def other_names(self, note: Note, place: Address) -> list[str]:
        """Give the aliases of a note that no page and no folder is called."""
        passed = note.properties.get(PASSED_ON)
        named = (passed if isinstance(passed, dict) else {}) | dict(note.properties)
        properties = {key.lower(): value for key, value in named.items()}
        value = properties.get("aliases", properties.get("alias"))
        names = CONVERTERS["alias-list"](value, ConverterContext()).value
        result: list[str] = []
        for name in names if isinstance(names, list) else []:
            if not isinstance(name, str) or name.startswith("."):
                continue
            target = self._rule.alias(name)
            if not {"", ".."} & set(target.split("/")) and self._take(target, place):
                result.append(name)
        return result

    def _lost_url(self, path: str, form: str | None) -> None:
        code = "url-unusable" if form is None else "url-clash"
        what = "can't be served" if form is None else "belongs to another page"
        message = f"the old URL {what}, so it does not lead here"
        self._findings.append(Finding(path, 0, code, Severity.WARNING, message))


def _parents(file: str) -> list[str]:
    """Give the paths of the folders that hold a file."""
    return [file[:end] for end, char in enumerate(file) if char == "/"]


def _folders(url: str) -> Iterator[str]:
    """Give the URLs of the folders that hold a page."""
    parts = url.strip("/").split("/")[:-1]
    for depth in range(len(parts) + 1):
        yield "/" + "".join(f"{part}/" for part in parts[:depth])
