"""Where each page goes: its file, its URL, and who wins when two want the same.

The rules, in order; equal claims are settled by the order of the vault paths, so the result is the
same on every run and machine:

1. The home note is the site's first page; of several the least deep, then the first.
2. A note called ``index`` is its folder's page, unless its old URL says otherwise; where the target
   shows a note beside a folder of its name as that folder's page, so is such a note.
3. A note keeps the URL under which it was published, if no other note holds it.
4. Every other page gets the URL of its path, with a number behind it if that is taken.
5. A folder's own page, and a tag's, gives its URL to a note that wants it, and gets another.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from vaultexport.model import Finding, Severity
from vaultexport.planner.folders import folder_path
from vaultexport.strategies import DEFAULT_LANGUAGES
from vaultexport.strategies.filenames import clash_key, universal_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from vaultexport.model import Note
    from vaultexport.planner.pages import Role
    from vaultexport.profiles import Tree
    from vaultexport.strategies import UrlRule

_A_FILE: Final = "/"
"""Stands for the owner of a URL at which the site has a file that is no page."""

_INDEX: Final = frozenset({"index", "_index"})


@dataclass(frozen=True, slots=True)
class Claim:
    """What a note asks for.

    Attributes:
        note: The note.
        permalink: The URL under which it was published; empty if it never was.
        home: Whether it wants to be the site's first page.
        path: The path, with ``.md``, that gives its place in the site: the vault path, unless the
            garden shows the note elsewhere.
    """

    note: Note
    permalink: str
    home: bool
    path: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page goes.

    Attributes:
        file: Its path below the pages' folder, without extension.
        url: Its URL from the site's root, with slashes at both ends.
        role: What it is.
        explicit: Whether the target must be told the URL, because its own would be another.
        old_urls: Former URLs at which it is no longer, without slashes at their ends.
        folders: The names of the folders that hold the file, as their author wrote them.
    """

    file: str
    url: str
    role: Role
    explicit: bool
    old_urls: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that gets a page of its own.

    Attributes:
        file: The page's path below the pages' folder, without extension.
        url: Its URL.
        title: The folder's name.
        explicit: Whether the target must be told the URL, because a note has its own.
    """

    file: str
    url: str
    title: str
    explicit: bool


@dataclass(slots=True)
class Addresses:
    """Gives every page its address.

    Attributes:
        tree: The target's tree.
        rule: The target's URLs.
        under: The folder below the pages' folder that this export may use; empty for all.
        occupied: Pages of the user's, below the pages' folder, without extension.
        occupied_urls: URLs that such pages have by their front matter.
        served: Files that the site serves as they are: a page can't have the URL of one.
        languages: The codes of the site's languages, in lower case.
        findings: What could not be had.
    """

    tree: Tree
    rule: UrlRule
    under: str = ""
    occupied: Collection[str] = ()
    occupied_urls: Collection[str] = ()
    served: Collection[str] = ()
    languages: Collection[str] = DEFAULT_LANGUAGES
    findings: list[Finding] = field(default_factory=list)
    _urls: dict[str, str] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)
    _beside: frozenset[str] = frozenset()

    @property
    def _takes_urls(self) -> bool:
        """Whether a page of the target can choose its URL."""
        return self.rule.wanted("/a/") is not None

    def assign(self, claims: Iterable[Claim]) -> dict[str, Address]:
        """Give each note its address.

        Args:
            claims: One for each published note.

        Returns:
            The addresses by vault path, in order. A note whose place or URL a file of the user's
            holds has none.
        """
        ordered = sorted(claims, key=lambda claim: claim.note.path)
        home = self._home(ordered)
        if self.tree.folder_notes:
            self._find_folder_notes(ordered)
        for file in self.occupied:
            self._own(file, "")
            self._urls[url_key(self.rule.page(file))] = ""
        for url in self.occupied_urls:
            self._urls[url_key(url)] = ""
        for file in self.served:
            self._urls.setdefault(url_key(file.removesuffix("/index.html")), _A_FILE)
        files = self._all_files(ordered, home)
        result: dict[str, Address] = {}
        for claim in sorted(ordered, key=lambda c: (c is not home, not c.permalink, c.note.path)):
            file, role = files[claim.note.path]
            address = self._address(claim, file, role) if file else None
            if address is not None:
                folders = tuple(claim.path.split("/")[:-1])
                result[claim.note.path] = replace(address, folders=folders)
        return {c.note.path: result[c.note.path] for c in ordered if c.note.path in result}

    def _identity(self, file: str) -> str:
        """Give what two files have in common when the target or a disk takes them for one."""
        return clash_key(self.rule.identity(file))

    def has(self, file: str) -> bool:
        """Tell whether some page, or a file of the user's, has this place already."""
        return self._owner(file) is not None

    def _owner(self, file: str) -> str | None:
        """Give who has a file that the target or a disk takes for this one."""
        owner = self._files.get(self._identity(file))
        return self._files.get(f"./{clash_key(file)}") if owner is None else owner

    def _own(self, file: str, owner: str) -> None:
        self._files[self._identity(file)] = self._files[f"./{clash_key(file)}"] = owner

    def folders(self, addresses: Mapping[str, Address]) -> list[Folder]:
        """Give the folders of these pages that need a page of their own, in order."""
        wanted: dict[tuple[str, str], str] = {}
        top = self.under.split("/") if self.under else []
        for address in addresses.values():
            parts = address.file.split("/")[:-1]
            tail = self.rule.split(address.file)[1]
            names = [*top, *address.folders]
            for depth, name in enumerate(names[: len(parts)], start=1):
                wanted.setdefault(("/".join(parts[:depth]), tail), name)
        return [
            f for f in (self._folder(*where, title) for where, title in sorted(wanted.items())) if f
        ]

    def has_url(self, key: str) -> bool:
        """Tell whether some page has a URL, given as its `url_key`."""
        return key in self._urls

    def moved_term(self, tag: str, *, by_tag: bool) -> Folder:
        """Give a tag's page another URL.

        Args:
            tag: The tag; a file can be called so.
            by_tag: Whether its own URL belongs to another tag, and not to a note or all tags.
        """
        own = url = self.rule.term(self.tree.terms, tag)
        if by_tag or url_key(own) == url_key(self.tree.terms) or self.is_reserved(own):
            url = f"{own[:-1]}{'-' if by_tag else '/'}{_code_points(tag)}/"
        return self._moved(f"{self.tree.terms}/{tag}", url, tag)

    def moved_lists(self) -> list[Folder]:
        """Give the lists of all terms another URL where a note has their own."""
        taxonomies = sorted(self.tree.reserved_folders) if self.tree.terms else []
        return [
            self._moved(name, f"/{name}/", name)
            for name in taxonomies
            if self.has_url(url_key(name))
        ]

    def _moved(self, folder: str, url: str, title: str) -> Folder:
        file = f"{folder}/{_stem(self.tree.folder_page)}"
        return Folder(file, self._next_url(url, file), title, explicit=True)

    def _all_files(
        self, claims: Iterable[Claim], home: Claim | None
    ) -> dict[str, tuple[str, Role]]:
        """Give each note a file: first those that can have their own name, then the rest."""
        files: dict[str, tuple[str, Role]] = {}
        renamed: list[tuple[Claim, str]] = []
        # A folder's own index comes before a note beside the folder.
        # And a name without a language before one that names the default one.
        for claim in sorted(claims, key=lambda claim: self._turn(*self._place(claim))):
            file, role = self._wanted_file(claim, home)
            owner = self._owner(file)
            if owner is None:
                self._own(file, claim.note.path)
                files[claim.note.path] = (file, role)
            elif owner:
                renamed.append((claim, file))
            else:
                self._user_file(claim)
                files[claim.note.path] = ("", role)
        for claim, file in renamed:
            files[claim.note.path] = (self._renamed(claim, file), "page")
        return files

    def _turn(self, place: str, stem: str) -> tuple[bool, bool]:
        return place + stem in self._beside, bool(self.rule.split(stem)[1])

    def _home(self, claims: list[Claim]) -> Claim | None:
        candidates = [claim for claim in claims if claim.home]
        if not candidates:
            candidates = [c for c in claims if c.note.path.lower() == "index.md"]
        candidates.sort(key=lambda claim: (claim.note.path.count("/"), claim.note.path))
        for claim in candidates[1:]:
            self._find(claim, "home-again", "another note is the home; this one is a page")
        return candidates[0] if candidates else None

    def _wanted_file(self, claim: Claim, home: Claim | None) -> tuple[str, Role]:
        """Say where a note's file belongs by its own name."""
        if claim is home:
            return (f"{self.under}/" if self.under else "") + _stem(self.tree.home), "home"
        place, stem = self._place(claim)
        stem, tail = self.rule.split(stem)
        if tail and self._translates_home(home, place + stem):
            file = (f"{self.under}/" if self.under else "") + _stem(self.tree.home) + tail
            if not self.has(file):
                return file, "home"
        return self._own_file(claim, place, stem, tail)

    def _translates_home(self, home: Claim | None, name: str) -> bool:
        """Tell whether a note in another language is the home: called as the home note is."""
        if home is None:
            return name.removeprefix(f"{self.under}/").lower() in _INDEX
        return "".join(self._place(home)) == name

    def _own_file(self, claim: Claim, place: str, stem: str, tail: str) -> tuple[str, Role]:
        """Say where the file of a note that is no home belongs, by the parts of its name."""
        if stem.lower() in _INDEX and self._is_folder_page(claim, place, tail):
            return place + _stem(self.tree.folder_page) + tail, "folder"
        stem = self.rule.whole(stem, self.languages)
        url = self.rule.page(place + stem)
        is_reserved = stem.lower() in self.tree.reserved_names or self.is_reserved(url)
        if self.tree.terms and not place:  # the list of all terms has this path
            is_reserved = is_reserved or stem.lower() in self.tree.reserved_folders
        if place + stem in self._beside and not is_reserved:
            file = f"{place}{stem}/{_stem(self.tree.folder_page)}"
            if not self.has(file):
                return file, "folder"
            is_reserved = True
        if is_reserved or self.rule.linked(place + stem) != url:
            stem += "-note"
        return place + stem + tail, "page"

    def _place(self, claim: Claim) -> tuple[str, str]:
        """Give the folder of a note, with a slash at its end, and its stem."""
        folder, _, stem = universal_path(claim.path)[: -len(".md")].rpartition("/")
        return folder_path(self.tree, filter(None, folder.split("/")), under=self.under), stem

    def _find_folder_notes(self, claims: Iterable[Claim]) -> None:
        """Find the notes that the target would also show as the page of a folder of their name."""
        places = [self._place(claim) for claim in claims]
        folders = {
            self._identity(folder[:end])
            for folder, _stem in places
            for end, char in enumerate(folder)
            if char == "/"
        }
        files = (folder + self.rule.whole(stem, self.languages) for folder, stem in places)
        self._beside = frozenset(file for file in files if self._identity(file) in folders)

    def is_reserved(self, url: str) -> bool:
        """Tell whether the target has something of its own at a URL."""
        return self.tree.reserved_urls.search(url_key(url)) is not None

    def _is_folder_page(self, claim: Claim, place: str, tail: str) -> bool:
        if not place:
            return False
        file = place + _stem(self.tree.folder_page) + tail
        if self.has(file):
            return False
        return not claim.permalink or url_key(claim.permalink) == url_key(self.rule.page(file))

    def _renamed(self, claim: Claim, file: str) -> str:
        self._find(claim, "name-clash", "another note has the same place; this one is renamed")
        number = 2
        name, tail = self.rule.split(file)
        while self.has(f"{name}-{number}{tail}"):
            number += 1
        self._own(f"{name}-{number}{tail}", claim.note.path)
        return f"{name}-{number}{tail}"

    def _address(self, claim: Claim, file: str, role: Role) -> Address | None:
        natural = self.rule.page(file)
        old = claim.permalink.strip("/")
        wanted = self.rule.wanted(claim.permalink) if _names_a_page(claim.permalink) else None
        if wanted is not None and self.is_reserved(wanted):
            wanted = None
        first_choice = natural if role == "home" else wanted or self._base_url(claim, natural)
        if self._urls.get(url_key(first_choice)) == "":
            self._user_file(claim)
            return None
        if role == "home":
            self._urls[url_key(natural)] = claim.note.path
            return Address(file, natural, role, explicit=False)
        if wanted is not None and self._urls.setdefault(url_key(wanted), claim.note.path) == (
            claim.note.path
        ):
            return Address(file, wanted, role, explicit=wanted != natural)
        if claim.permalink and self._takes_urls:
            self._lost_permalink(claim, wanted)
        url = self._free_url(claim, natural)
        old_urls = (old,) if old and not self._takes_urls else ()
        return Address(file, url, role, explicit=url != natural, old_urls=old_urls)

    def _free_url(self, claim: Claim, natural: str) -> str:
        """Give the URL of a page's path, unique if the target can be told one."""
        if not self._takes_urls:
            self._urls[url_key(natural)] = claim.note.path
            return natural
        return self._next_url(self._base_url(claim, natural), claim.note.path)

    def _base_url(self, claim: Claim, natural: str) -> str:
        """Give the URL of a page's path, made usable if the target can be told one."""
        if not self._takes_urls:
            return natural
        return self.rule.wanted(natural) or self.rule.wanted(claim.path[:-3]) or "/note/"

    def _lost_permalink(self, claim: Claim, wanted: str | None) -> None:
        if wanted is None:
            what = "the old URL is empty or can't be served; the page has the URL of its path"
            self._find(claim, "url-unusable", what)
        else:
            what = "another page has the old URL; this page has the URL of its path"
            self._find(claim, "url-clash", what)

    def _folder(self, folder: str, tail: str, title: str) -> Folder | None:
        file = f"{folder}/{_stem(self.tree.folder_page)}{tail}"
        if self.has(file):
            return None
        self._own(file, file)
        own = self.rule.page(file)
        url = self._next_url(own, file)
        return Folder(file, url, title, explicit=url != own)

    def _next_url(self, base: str, owner: str) -> str:
        """Give a URL to ``owner``, with a number behind it if another page has it."""
        number, url = 1, base
        while self._urls.setdefault(url_key(url), owner) != owner:
            number += 1
            url = f"{base.rstrip('/')}-{number}/"
        return url

    def _user_file(self, claim: Claim) -> None:
        self.findings.append(
            Finding(
                claim.note.path,
                0,
                "place-taken",
                Severity.ERROR,
                "a file of yours has this page's place or URL, so the page is not written",
                "use --under to give the exported pages a folder of their own",
            )
        )

    def _find(self, claim: Claim, code: str, message: str) -> None:
        self.findings.append(Finding(claim.note.path, 0, code, Severity.WARNING, message))


def _names_a_page(permalink: str) -> bool:
    """Tell whether a permalink has a last segment: a slug of a Chinese name may be empty."""
    return bool(permalink) and not permalink.endswith("//")


def url_key(url: str) -> str:
    """Give what two URL paths have in common when a site can't have both."""
    return posixpath.normpath(f"/{url}").strip("/").casefold()


def _stem(name: str) -> str:
    return name.removesuffix(".md")


def _code_points(tag: str) -> str:
    """Write what no engine keeps of a tag as hexadecimal numbers; all of it if that is nothing."""
    chars = [char for char in tag if not char.isalnum()] or list(tag)
    return "-".join(f"{ord(char):x}" for char in chars)
