"""Where each page goes: its file, its URL, and who wins when two want the same.

The rules, in order; equal claims are settled by the order of the vault paths, so the result is the
same on every run and machine:

1. The home note is the site's first page; of several the least deep, then the first.
2. A page's file is what `vaultexport.planner.files` says.
3. A note keeps the URL under which it was published, if no other note holds it.
4. Every other page gets the URL of its path, with a number behind it if that is taken.
5. A folder's own page, and a tag's, gives its URL to a note that wants it, and gets another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultexport.model import Finding, Severity
from vaultexport.planner.files import Files
from vaultexport.planner.urls import A_FILE, THE_USER, Urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultexport.planner.claims import Claim
    from vaultexport.planner.files import PageFile
    from vaultexport.planner.order import Order
    from vaultexport.planner.pages import Role
    from vaultexport.strategies import UrlRule


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


class Addresses:
    """Gives every page its address.

    Args:
        order: What was asked for, with the places that the user's own pages have.
        rule: The target's URLs.
        served: Files that the site serves as they are: a page can't have the URL of one.
        findings: Gets what could not be had.

    Attributes:
        files: Who has which file.
        urls: Who has which URL.
    """

    def __init__(
        self, order: Order, rule: UrlRule, served: Iterable[str], findings: list[Finding]
    ) -> None:
        tree = order.profile.tree
        self.urls = Urls(tree.reserved_urls)
        self.files = Files(tree, rule, order.under, order.languages, self.urls)
        self._rule = rule
        self._under = order.under
        self._findings = findings
        self._takes_urls = rule.wanted("/a/") is not None
        """Whether a page of the target can choose its URL."""
        for file in order.occupied:
            self.files.set_owner(file, THE_USER)
            self.urls.set_owner(rule.page(file), THE_USER)
        for url in order.occupied_urls:
            self.urls.set_owner(url, THE_USER)
        for file in served:
            self.urls.take(file.removesuffix("/index.html"), A_FILE)

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
        files = self.files.assign(ordered, home)
        result: dict[str, Address] = {}
        for claim in sorted(ordered, key=lambda c: (c is not home, not c.permalink, c.note.path)):
            address = self._address(claim, files[claim.note.path])
            if address is not None:
                result[claim.note.path] = address
        return {c.note.path: result[c.note.path] for c in ordered if c.note.path in result}

    def folders(self, addresses: Mapping[str, Address]) -> list[Folder]:
        """Give the folders of these pages that need a page of their own, in order."""
        wanted: dict[tuple[str, str], str] = {}
        top = self._under.split("/") if self._under else []
        for address in addresses.values():
            parts = address.file.split("/")[:-1]
            tail = self._rule.split(address.file)[1]
            names = [*top, *address.folders]
            for depth, name in enumerate(names[: len(parts)], start=1):
                wanted.setdefault(("/".join(parts[:depth]), tail), name)
        return [
            f for f in (self._folder(*where, title) for where, title in sorted(wanted.items())) if f
        ]

    def _folder(self, folder: str, tail: str, title: str) -> Folder | None:
        file = self.files.folder_page(f"{folder}/", tail)
        if self.files.has(file):
            return None
        self.files.set_owner(file, file)
        own = self._rule.page(file)
        url = self.urls.take_next(own, file)
        return Folder(file, url, title, explicit=url != own)

    def _home(self, claims: Sequence[Claim]) -> Claim | None:
        candidates = [claim for claim in claims if claim.home]
        if not candidates:
            candidates = [c for c in claims if c.note.path.lower() == "index.md"]
        candidates.sort(key=lambda claim: (claim.note.path.count("/"), claim.note.path))
        for claim in candidates[1:]:
            self._find(claim, "home-again", "another note is the home; this one is a page")
        return candidates[0] if candidates else None

    def _address(self, claim: Claim, page: PageFile) -> Address | None:
        """Give a note the URL that it wants, or the next best."""
        file, role, is_renamed = page
        if is_renamed:
            self._find(claim, "name-clash", "another note has the same place; this one is renamed")
        natural = self._rule.page(file)
        wanted = self._wanted(claim)
        first_choice = natural if role == "home" else wanted or self._base(claim, natural)
        if not file or self.urls.owner(first_choice) == THE_USER:
            self._user_file(claim)
            return None
        folders = tuple(claim.path.split("/")[:-1])
        if role == "home":
            self.urls.set_owner(natural, claim.note.path)
            return Address(file, natural, role, explicit=False, folders=folders)
        if wanted is not None and self.urls.take(wanted, claim.note.path):
            return Address(file, wanted, role, explicit=wanted != natural, folders=folders)
        if claim.permalink and self._takes_urls:
            self._lost_permalink(claim, wanted)
        url = self._free_url(claim, natural)
        old = claim.permalink.strip("/")
        old_urls = (old,) if old and not self._takes_urls else ()
        return Address(file, url, role, url != natural, old_urls, folders)

    def _wanted(self, claim: Claim) -> str | None:
        """Give the URL under which a note was published, if it can be had at all."""
        # A permalink without a last segment names no page: a slug of a Chinese name may be empty.
        if not claim.permalink or claim.permalink.endswith("//"):
            return None
        wanted = self._rule.wanted(claim.permalink)
        return None if wanted is not None and self.urls.is_reserved(wanted) else wanted

    def _free_url(self, claim: Claim, natural: str) -> str:
        """Give the URL of a page's path, unique if the target can be told one."""
        if not self._takes_urls:
            self.urls.set_owner(natural, claim.note.path)
            return natural
        return self.urls.take_next(self._base(claim, natural), claim.note.path)

    def _base(self, claim: Claim, natural: str) -> str:
        """Give the URL of a page's path, made usable if the target can be told one."""
        if not self._takes_urls:
            return natural
        return self._rule.wanted(natural) or self._rule.wanted(claim.path[:-3]) or "/note/"

    def _lost_permalink(self, claim: Claim, wanted: str | None) -> None:
        if wanted is None:
            what = "the old URL is empty or can't be served; the page has the URL of its path"
            self._find(claim, "url-unusable", what)
        else:
            what = "another page has the old URL; this page has the URL of its path"
            self._find(claim, "url-clash", what)

    def _user_file(self, claim: Claim) -> None:
        self._findings.append(
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
        self._findings.append(Finding(claim.note.path, 0, code, Severity.WARNING, message))
