"""The plan of an export."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.converters import MACHINE_ZONE, ConverterContext, Present
from vaultexport.converters.flags import set_flag
from vaultexport.markdown import Transclusion, parse
from vaultexport.model import Finding, Note, Severity
from vaultexport.planner.addresses import Address, Addresses
from vaultexport.planner.anchors import Anchors
from vaultexport.planner.fields import FieldMaker
from vaultexport.planner.folders import folder_path
from vaultexport.planner.garden import Claims, differences, printed_dates
from vaultexport.planner.html_links import html_links, html_target
from vaultexport.planner.images import PropertyImages, drawings
from vaultexport.planner.own import OwnProperties, PropertyLinks, kept, mapped_names
from vaultexport.planner.pages import Page
from vaultexport.planner.queries import Queries
from vaultexport.planner.redirects import Redirects, Taken, find_redirects
from vaultexport.planner.site import AssetTarget, PageTarget, Site
from vaultexport.planner.terms import Terms, settle_terms, term_urls, unwritable_terms
from vaultexport.planner.transclusions import embed_of
from vaultexport.planner.visibility import NOTE_FILES
from vaultexport.profiles.templates import settled
from vaultexport.reader.index import Index
from vaultexport.strategies import ANCHORS, DEFAULT_LANGUAGES, URLS, clash_key, with_translations
from vaultexport.strategies.assets import ASSET_URLS
from vaultexport.strategies.filenames import universal_asset_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import datetime, tzinfo

    from vaultexport.model import PropertyValue, Settings, Vault
    from vaultexport.planner.addresses import Folder
    from vaultexport.planner.pages import Role
    from vaultexport.planner.visibility import PublicView
    from vaultexport.profiles import Profile
    from vaultexport.profiles.templates import Constructs
    from vaultexport.strategies import Translations

_SHOWN: Final = 100
"""How many characters of a tag a finding quotes."""

MANY: Final = 20_000
"""From so many notes on the spans of those that nobody looks at are let go, to bound memory."""

DATAVIEW_BLOCK: Final = "```dataview"
"""In whose presence a vault is taken to use Dataview."""


NOWHERE: Final = -1


class Aim(NamedTuple):
    """A heading or block that a link means.

    Attributes:
        path: The vault path of the note that has it.
        offset: Where in the note's body it starts; `NOWHERE` if the note has no such place.
    """

    path: str
    offset: int


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for.

    Attributes:
        profile: The target.
        options: A value for each of its options.
        now: The clock of queries.
        content_only: Whether the target gets no kit.
        under: The folder below the pages' folder that this export may use; empty for all of it.
        occupied: Pages of the user's in the output folder, from the pages' folder, no extension.
        occupied_urls: URL paths that such pages claim in their front matter.
        zone: The zone of times without one; the machine's own when ``None``.
        keep: Own properties that go out, ``*`` for all; ``None`` leaves it to the profile.
        languages: The codes of the site's languages, in lower case.
        translations: The languages that a file's name may end in; ``None`` for a site of one.
        present: The present, to know dates to come; none is if it is ``None``.
        served: Files of the user's that the site serves as they are, from its root.
    """

    profile: Profile
    options: Mapping[str, str]
    now: datetime
    content_only: bool = False
    under: str = ""
    occupied: Collection[str] = ()
    occupied_urls: Collection[str] = ()
    zone: tzinfo | None = None
    keep: Collection[str] | None = None
    served: Collection[str] = ()
    languages: Collection[str] = DEFAULT_LANGUAGES
    present: datetime | None = None
    translations: Translations | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be written.

    Attributes:
        pages: The notes' pages by vault path, in order.
        added: Pages that we add: of folders, a home.
        assets: For each attachment that could be needed its output path, by vault path.
        site: What the rewriter may ask.
        findings: Clashes and values that could not be carried over.
        until: When a page that is dated in the future is no more; ``None`` if there is none.
        aims: The headings and blocks that the links of each note mean.
    """

    pages: Mapping[str, Page]
    added: tuple[Page, ...]
    assets: Mapping[str, str]
    site: Site
    findings: tuple[Finding, ...]
    until: datetime | None = None
    aims: Mapping[str, frozenset[Aim]] = field(default_factory=dict)


def make_plan(vault: Vault, view: PublicView, order: Order) -> Plan:
    """Plan an export.

    Args:
        vault: All that was read; only link resolution looks at more than the view.
        view: What may be seen.
        order: What was asked for.

    Returns:
        The plan, the same for the same input on every machine.
    """
    return _Planner(vault, view, order).plan()


class _Planner:
    """Makes one plan."""

    def __init__(self, vault: Vault, view: PublicView, order: Order) -> None:
        self._vault = vault
        self._view = view
        self._order = order
        self._profile = order.profile
        self._rule = URLS[order.profile.strategies["url"]]
        self._languages = order.translations
        if self._languages is not None:
            self._rule = with_translations(self._rule, self._languages)
        self._present = Present(order.present) if order.present else None
        self._findings: list[Finding] = list(differences(vault, view.notes))
        self._index = Index([*vault.notes, *vault.assets])
        claims = Claims(
            vault.settings,
            vault.prints or {},
            derives=view.uses_garden and vault.dialect != "published",
        )
        self._claimed = [claims.of(note) for note in view.notes.values()]
        self._places = dict(self._assets())
        self._urls = {path: url for path, (_output, url) in self._places.items()}
        self._addresses: dict[str, Address] = {}
        self._aims: dict[str, frozenset[Aim]] = {}
        self._kept = kept(order.keep, order.profile.keep, uses_garden=view.uses_garden)
        self._maker = FieldMaker(
            tuple(f for f in order.profile.fields if f.when.items() <= order.options.items()),
            vault.settings,
            own=self._own(),
            kept=self._kept,
            uses_garden=view.uses_garden,
            published=vault.dialect == "published",
            zone=order.zone or MACHINE_ZONE,
            present=self._present,
            images=PropertyImages(self._index.resolve, self._urls),
        )

    def plan(self) -> Plan:
        order = self._order
        addresses = Addresses(
            self._profile.tree,
            self._rule,
            order.under,
            order.occupied,
            order.occupied_urls,
            (*order.served, *self._urls.values(), *self._homes()),
            order.languages,
            self._findings,
        )
        places = addresses.assign(self._claimed)
        self._addresses.update(places)
        with_aliases = not self._view.uses_garden or self._kept.has("aliases")
        taken = Taken(places, [*self._other_files()])
        redirects = find_redirects(
            self._profile, taken, self._view, self._findings, with_aliases=with_aliases
        )
        ranks = self._pin_ranks(places)
        pages = {
            path: self._page(path, place, ranks.get(path), redirects.get(path))
            for path, place in places.items()
        }
        added = [*self._added(addresses, places)]
        tags = _all_tags(pages)
        if self._profile.tree.terms:
            terms = settle_terms(addresses, tags)
            added += map(self._folder_page, terms.moved)
            added += map(self._folder_page, self._translated(terms.moved))
        else:
            terms = Terms((), unwritable_terms(self._rule, tags))
        pages = {path: self._with_terms(page, terms.renamed) for path, page in pages.items()}
        outputs = {path: output for path, (output, _url) in self._places.items()}
        site = self._site(pages)
        until = self._present.until if self._present else None
        findings = tuple(self._findings)
        return Plan(pages, tuple(added), outputs, site, findings, until, self._aims)

    def _homes(self) -> Iterator[str]:
        """Give the URLs of what the site has once more for each language: homes, lists of terms."""
        for code in sorted(self._languages.codes if self._languages else ()):
            yield from (
                f"{code}/{name}".rstrip("/")
                for name in ("", *sorted(self._profile.tree.reserved_folders))
            )

    def _translated(self, folders: Iterable[Folder]) -> Iterator[Folder]:
        """Give the pages of the same terms in the languages that are not the default."""
        for folder in folders:
            for code in sorted(self._languages.codes if self._languages else ()):
                if self._languages and code != self._languages.default:
                    file, url = f"{folder.file}.{code}", f"/{code}{folder.url}"
                    yield replace(folder, file=file, url=url)

    def _other_files(self) -> Iterator[str]:
        """Give the files of the site that are no pages of ours, from its root."""
        yield from map(self._rule.file, map(self._rule.page, self._order.occupied))
        yield from map(self._rule.file, self._order.occupied_urls)
        yield from self._order.served
        yield from self._urls.values()

    def _own(self) -> OwnProperties | None:
        profile = self._profile
        if profile.keep is None:
            return None
        names = mapped_names(profile, self._vault.settings)
        links = PropertyLinks(profile, self._index.resolve, self._addresses)
        return OwnProperties(profile.keep, self._kept, names, links)

    def _page(
        self, path: str, place: Address, rank: int | None, redirects: Redirects | None
    ) -> Page:
        note = self._view.notes[path]
        planned: dict[str, PropertyValue] = {
            "file.name": note.name,
            "plan.url": self._rule.written(place.url) if place.explicit else None,
            "plan.pin-rank": rank,
            "body.tags": [tag.name for tag in note.document.tags],
            "plan.aliases": list(redirects.aliases) if redirects else None,
            "plan.permalink": redirects.permalink if redirects else None,
            **printed_dates((self._vault.prints or {}).get(path)),
        }
        assets: set[str] = set()
        front_matter = self._maker.make(note, planned, self._findings, assets)
        title = front_matter.get("title")
        shown = title if isinstance(title, str) else note.name
        page = self._made(path, place.file, place.url, place.role, shown, front_matter)
        return replace(page, assets=tuple(sorted(assets))) if assets else page

    def _made(  # noqa: PLR0913, PLR0917 - the parts of a Page
        self,
        note: str,
        file: str,
        url: str,
        role: Role,
        title: str,
        front_matter: Mapping[str, PropertyValue],
    ) -> Page:
        top = "" if self._profile.tree.pages == "." else f"{self._profile.tree.pages}/"
        language = self._rule.split(file)[1][1:]
        if self._languages is not None:
            language = language or self._languages.default
        ref, output = f"/{file}.md", f"{top}{file}.md"
        return Page(note, output, ref, url, role, title, front_matter, language=language)

    def _pin_ranks(self, places: Mapping[str, Address]) -> dict[str, int]:
        """Rank the notes that come first in their folder: pinned ones, then the given order."""
        pinned = [path for path in places if _is_pinned(self._view.notes[path])]
        orders = self._vault.settings.navigation_order.items()
        named = [f"{folder}/{name}.md".lstrip("/") for folder, names in orders for name in names]
        pages = {path for path, place in places.items() if place.role != "home"}
        ordered = [path for path in named if path in pages and path not in pinned]
        return {path: rank for rank, path in enumerate([*pinned, *ordered], start=1)}

    def _added(self, addresses: Addresses, places: Mapping[str, Address]) -> Iterator[Page]:
        """Plan the pages that no note stands for."""
        tree = self._profile.tree
        if tree.folder_pages:
            yield from map(self._folder_page, addresses.folders(places))
        home = tree.home.removesuffix(".md")
        if tree.home_required and not self._order.under and not addresses.has(home):
            title = self._vault.settings.site_name or self._vault.name
            yield self._made("", home, "/", "home", title, self._own_fields(title))

    def _with_terms(self, page: Page, renamed: Mapping[str, str]) -> Page:
        """Give a page the names that its tags can have."""
        tags = _tags(page)
        changed = [tag for tag in tags if tag in renamed]
        if not changed:
            return page
        for tag in changed:
            message = f"no page can have the name of the tag “{_short(tag)}” here; it "
            message += f"counts as “{_short(renamed[tag])}”" if renamed[tag] else "is left out"
            self._findings.append(Finding(page.note, 0, "tag-changed", Severity.WARNING, message))
        names = dict.fromkeys(filter(None, (renamed.get(tag, tag) for tag in tags)))
        front_matter = {key: value for key, value in page.front_matter.items() if key != "tags"}
        if names:
            front_matter = {
                key: list(names) if key == "tags" else value
                for key, value in page.front_matter.items()
            }
        return replace(page, front_matter=front_matter)

    def _folder_page(self, folder: Folder) -> Page:
        url = self._rule.written(folder.url) if folder.explicit else None
        fields = self._own_fields(folder.title, url)
        return self._made("", folder.file, folder.url, "folder", folder.title, fields)

    def _own_fields(self, title: str, url: str | None = None) -> dict[str, PropertyValue]:
        """Make the front matter of a page that no note stands for: what the plan knows of it."""
        planned: dict[str, PropertyValue] = {"file.name": title, "plan.url": url}
        known = tuple(field for field in self._maker.fields if planned.keys() & field.sources)
        page = Note("", {}, "", "", 1, parse)
        return replace(self._maker, fields=known).make(page, planned, self._findings, set())

    def _assets(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Give each attachment its output path and its path in the site."""
        served = ASSET_URLS[self._profile.strategies["asset-url"]]
        tree = self._profile.tree
        top = "" if tree.assets == "." else f"{tree.assets}/"
        urls = f"{tree.asset_urls}/" if tree.asset_urls else ""
        taken = set(map(clash_key, tree.reserved_assets))
        for path in sorted(self._vault.assets):
            if path.lower().endswith(NOTE_FILES):
                continue
            *folders, name = map(universal_asset_name, path.split("/"))
            wanted = folder_path(tree, folders, under=self._order.under, pages=False) + name
            for ending, written in tree.asset_endings.items():
                if wanted.endswith(ending):
                    wanted = wanted.removesuffix(ending) + written
            place = _free(wanted, lambda name: clash_key(served(name)) in taken)
            taken.add(clash_key(served(place)))
            yield path, (top + place, urls + served(place))

    def _queries(self) -> Queries:
        has_blocks = any(DATAVIEW_BLOCK in note.body for note in self._view.notes.values())
        settings = self._vault.settings
        return Queries(
            self._view.queried,
            tuple(self._vault.assets),
            self._index,
            csv=self._vault.tables if has_blocks else {},
            inline=settings.uses_dataview or has_blocks,
            settings=settings.dataview,
            zone=self._order.zone,
            now=self._order.now,
        )

    def _site(self, pages: Mapping[str, Page]) -> Site:
        options = _settled(self._order.options, self._vault.settings)
        content_only = self._order.content_only
        site = Site(
            pages=pages,
            notes=self._view.notes,
            assets=self._urls,
            resolve=self._index.resolve,
            anchors=Anchors(self._view.notes, ANCHORS[self._profile.strategies["anchor"]]),
            by_permalink={
                old: claim.note.path
                # The first of several has the URL.
                for claim in reversed(self._claimed)
                if (old := claim.permalink.strip("/"))
            },
            options=options,
            constructs=constructs_by(self._profile, options, content_only=content_only),
            content_only=content_only,
            published=self._vault.dialect == "published",
            queries=self._queries(),
            drawings=drawings(self._view.notes.values(), self._vault.assets),
            terms=dict.fromkeys(term_urls(self._rule, _all_tags(pages)), True),
        )
        for path, note in site.notes.items():
            self._aims[path] = aims_of(site, path)
            if len(site.notes) >= MANY:
                note.rest()
        site.targeted = targeted(aim for aims in self._aims.values() for aim in aims)
        if self._view.queried is not self._view.notes:
            site.answer_assets = _shown_assets(site)
        return site


def constructs_by(
    profile: Profile, options: Mapping[str, str], *, content_only: bool
) -> tuple[Constructs, Constructs]:
    """Give the target's constructs, outside and inside of results, as far as they are open."""
    outside, inside = (
        settled(profile.constructs, {"kit": not content_only, **options, "in-query": in_query})
        for in_query in (False, True)
    )
    return outside, inside


def _settled(options: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Let the vault decide what the options leave to it."""
    lines = "soft" if settings.strict_line_breaks else "hard"
    return {
        name: lines if (name, value) == ("line-breaks", "vault") else value
        for name, value in options.items()
    }


def _tags(page: Page) -> list[str]:
    tags = page.front_matter.get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def _all_tags(pages: Mapping[str, Page]) -> set[str]:
    return {tag for page in pages.values() for tag in _tags(page)}


def _short(tag: str) -> str:
    return tag if len(tag) <= _SHOWN else f"{tag[:_SHOWN]}…"


def _is_pinned(note: Note) -> bool:
    marks = (note.properties.get(key) for key in ("pinned", "dg-pinned"))
    return any(set_flag(mark, ConverterContext()).value for mark in marks)


def _free(path: str, is_taken: Callable[[str], bool]) -> str:
    """Put a number behind a file's stem until nobody has the path."""
    stem, dot, extension = path.rpartition(".")
    number, candidate = 1, path
    while is_taken(candidate):
        number += 1
        candidate = f"{stem}-{number}{dot}{extension}" if dot else f"{path}-{number}"
    return candidate


def aims_of(site: Site, source: str) -> frozenset[Aim]:
    """Find the headings and blocks that the links of a published note mean."""
    note = site.notes[source]
    frames = (mark for mark in note.document.marks if isinstance(mark, Transclusion))
    links = (*note.document.links, *(embed_of(site, note, frame) for frame in frames))
    meant = [site.target(link, source) for link in links if link.subpath or "#" in link.target]
    meant += (html_target(site, link, source) for link in html_links(note))
    return frozenset(
        Aim(target.page.note, target.place.offset if target.place else NOWHERE)
        for target in meant
        if isinstance(target, PageTarget)
    )


def targeted(aims: Iterable[Aim]) -> dict[str, frozenset[int]]:
    """Give the places that are meant, by the note that they are in."""
    found: dict[str, set[int]] = {}
    for path, offset in aims:
        if offset != NOWHERE:
            found.setdefault(path, set()).add(offset)
    return {path: frozenset(offsets) for path, offsets in found.items()}


def _shown_assets(site: Site) -> frozenset[str]:
    """Find the attachments that published notes themselves show or link to."""
    targets = (
        site.target(link, source)
        for source, note in site.notes.items()
        for link in note.document.links
    )
    return frozenset(target.path for target in targets if isinstance(target, AssetTarget))
