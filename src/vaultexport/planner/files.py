"""Which file below the pages' folder each page gets: by the note's own name, where it can have it.

A note called ``index`` is its folder's page, unless its old URL says otherwise; where the target
shows a note beside a folder of its name as that folder's page, so is such a note.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.planner.folders import folder_path
from vaultexport.planner.urls import THE_USER, url_key
from vaultexport.strategies.filenames import clash_key, universal_path

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from vaultexport.planner.claims import Claim
    from vaultexport.planner.pages import Role
    from vaultexport.planner.urls import Urls
    from vaultexport.profiles import Tree
    from vaultexport.strategies import UrlRule

_INDEX: Final = frozenset({"index", "_index"})


class PageFile(NamedTuple):
    """The file of a note's page.

    Attributes:
        path: Its path below the pages' folder, without extension; empty if a page of the user's
            has the place.
        role: What the page is.
        is_renamed: Whether another note has the place that its name stands for.
    """

    path: str
    role: Role
    is_renamed: bool = False


class _Name(NamedTuple):
    """What a note would be called.

    Attributes:
        folder: Its folder, with a slash at its end.
        stem: Its name, without ``.md``.
    """

    folder: str
    stem: str


@dataclass(slots=True)
class Files:
    """The files of the pages, each with its owner.

    Attributes:
        tree: The target's tree.
        rule: The target's URLs.
        under: The folder below the pages' folder that this export may use; empty for all.
        languages: The codes of the site's languages, in lower case.
        urls: Knows what is reserved.
    """

    tree: Tree
    rule: UrlRule
    under: str
    languages: Collection[str]
    urls: Urls
    _owners: dict[str, str] = field(default_factory=dict)
    _names: Mapping[str, _Name] = field(default_factory=dict)
    _folders: dict[str, str] = field(default_factory=dict)
    _beside: frozenset[str] = frozenset()

    def has(self, file: str) -> bool:
        """Tell whether some page, or a file of the user's, has this place already."""
        return self._owner(*self._keys(file)) is not None

    def set_owner(self, file: str, owner: str) -> None:
        """Give a place away, whoever had it."""
        for key in self._keys(file):
            self._owners[key] = owner

    def folder_page(self, folder: str, tail: str = "") -> str:
        """Give the file of a folder's page.

        Args:
            folder: The folder, with a slash at its end.
            tail: What stands for the page's language: ``.de``.
        """
        return f"{folder}{_stem(self.tree.folder_page)}{tail}"

    def assign(self, claims: Sequence[Claim], home: Claim | None) -> dict[str, PageFile]:
        """Give each note a file: first those that can have their own name, then the rest.

        Args:
            claims: The claims of all notes, in the order of their vault paths.
            home: The claim of the home note, if there is one.

        Returns:
            The files by vault path.
        """
        self._names = {claim.note.path: self._name(claim) for claim in claims}
        if self.tree.folder_notes:
            self._find_folder_notes()
        files: dict[str, PageFile] = {}
        renamed: list[tuple[str, str]] = []
        # A folder's own index comes before a note beside the folder.
        # And a name without a language before one that names the default one.
        for claim in sorted(claims, key=self._turn):
            path = claim.note.path
            file, role = self._wanted(claim, home)
            keys = self._keys(file)
            owner = self._owner(*keys)
            if owner is None:
                self._owners.update(dict.fromkeys(keys, path))
                files[path] = PageFile(file, role)
            elif owner == THE_USER:
                files[path] = PageFile("", role)
            else:
                renamed.append((path, file))
        for path, file in renamed:
            files[path] = PageFile(self._renamed(path, file), "page", is_renamed=True)
        return files

    def _keys(self, file: str) -> tuple[str, str]:
        """Give what files have in common that the target, or a disk, takes for one."""
        return clash_key(self.rule.identity(file)), f"./{clash_key(file)}"

    def _owner(self, identity: str, place: str) -> str | None:
        owner = self._owners.get(identity)
        return self._owners.get(place) if owner is None else owner

    def _name(self, claim: Claim) -> _Name:
        folder, _, stem = universal_path(claim.path)[: -len(".md")].rpartition("/")
        place = self._folders.get(folder)
        if place is None:
            names = filter(None, folder.split("/"))
            place = self._folders[folder] = folder_path(self.tree, names, under=self.under)
        return _Name(place, stem)

    def _turn(self, claim: Claim) -> tuple[bool, bool]:
        folder, stem = self._names[claim.note.path]
        return folder + stem in self._beside, bool(self.rule.split(stem)[1])

    def _wanted(self, claim: Claim, home: Claim | None) -> tuple[str, Role]:
        """Say where a note's file belongs by its own name."""
        if claim is home:
            return self._home_file(), "home"
        folder, stem = self._names[claim.note.path]
        stem, tail = self.rule.split(stem)
        if tail and self._translates_home(home, folder + stem):
            file = self._home_file() + tail
            if not self.has(file):
                return file, "home"
        return self._own(claim, folder, stem, tail)

    def _home_file(self) -> str:
        return (f"{self.under}/" if self.under else "") + _stem(self.tree.home)

    def _translates_home(self, home: Claim | None, name: str) -> bool:
        """Tell whether a note in another language is the home: called as the home note is."""
        if home is None:
            return name.removeprefix(f"{self.under}/").lower() in _INDEX
        return "".join(self._names[home.note.path]) == name

    def _own(self, claim: Claim, folder: str, stem: str, tail: str) -> tuple[str, Role]:
        """Say where the file of a note that is no home belongs, by the parts of its name."""
        if stem.lower() in _INDEX and self._is_folder_page(claim, folder, tail):
            return self.folder_page(folder, tail), "folder"
        stem = self.rule.whole(stem, self.languages)
        file = folder + stem
        url = self.rule.page(file)
        is_reserved = stem.lower() in self.tree.reserved_names or self.urls.is_reserved(url)
        if self.tree.terms and not folder:  # the list of all terms has this path
            is_reserved = is_reserved or stem.lower() in self.tree.reserved_folders
        if file in self._beside and not is_reserved:
            if not self.has(self.folder_page(f"{file}/")):
                return self.folder_page(f"{file}/"), "folder"
            is_reserved = True
        if is_reserved or self.rule.linked(file) != url:
            file += "-note"
        return file + tail, "page"

    def _find_folder_notes(self) -> None:
        """Find the notes that the target would also show as the page of a folder of their name."""
        folders = {
            clash_key(self.rule.identity(folder[:end]))
            for folder in {name.folder for name in self._names.values()}
            for end, char in enumerate(folder)
            if char == "/"
        }
        files = (
            folder + self.rule.whole(stem, self.languages) for folder, stem in self._names.values()
        )
        self._beside = frozenset(file for file in files if self._keys(file)[0] in folders)

    def _is_folder_page(self, claim: Claim, folder: str, tail: str) -> bool:
        if not folder:
            return False
        file = self.folder_page(folder, tail)
        if self.has(file):
            return False
        return not claim.permalink or url_key(claim.permalink) == url_key(self.rule.page(file))

    def _renamed(self, path: str, file: str) -> str:
        """Give a note the place of its name with the first number behind it that is free."""
        number = 2
        name, tail = self.rule.split(file)
        while self.has(f"{name}-{number}{tail}"):
            number += 1
        self.set_owner(f"{name}-{number}{tail}", path)
        return f"{name}-{number}{tail}"


def _stem(name: str) -> str:
    return name.removesuffix(".md")
