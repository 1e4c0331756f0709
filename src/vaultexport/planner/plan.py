"""The plan of an export."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from vaultexport.converters import MACHINE_ZONE, Present
from vaultexport.planner.added import AddedPages, translated
from vaultexport.planner.addresses import Addresses
from vaultexport.planner.aims import Aim, aims_of, targeted
from vaultexport.planner.anchors import Anchors
from vaultexport.planner.attachments import asset_places, shown_assets
from vaultexport.planner.constructs import constructs_by, settled_options
from vaultexport.planner.drafts import Desk, draft
from vaultexport.planner.fields import FieldMaker
from vaultexport.planner.garden import Claims, differences, printed_dates
from vaultexport.planner.images import PropertyImages, drawings
from vaultexport.planner.order import MANY, Plan
from vaultexport.planner.own import OwnProperties, PropertyLinks, kept, mapped_names
from vaultexport.planner.pages import Layout
from vaultexport.planner.queries import DATAVIEW_BLOCK, Queries
from vaultexport.planner.ranks import pin_ranks
from vaultexport.planner.redirects import Taken, find_redirects
from vaultexport.planner.site import Site
from vaultexport.planner.terms import (
    Terms,
    settle_terms,
    tags_of,
    term_urls,
    unwritable_terms,
    with_terms,
)
from vaultexport.reader.index import Index
from vaultexport.strategies import ANCHORS, URLS, with_translations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultexport.model import Finding, Vault
    from vaultexport.planner.addresses import Address
    from vaultexport.planner.drafts import Draft, Share
    from vaultexport.planner.order import Order
    from vaultexport.planner.pages import Page
    from vaultexport.planner.visibility import PublicView


def make_plan(vault: Vault, view: PublicView, order: Order, share: Share | None = None) -> Plan:
    """Plan an export.

    Args:
        vault: All that was read; only link resolution looks at more than the view.
        view: What may be seen.
        order: What was asked for.
        share: Shares what can be found out about each note by itself among processes, their
            spans above all; ``None`` leaves it to this one.

    Returns:
        The plan, the same for the same input on every machine.
    """
    return _Planner(vault, view, order).plan(share)


class _Planner:
    """Makes one plan."""

    def __init__(self, vault: Vault, view: PublicView, order: Order) -> None:
        self._vault = vault
        self._view = view
        self._order = order
        self._profile = order.profile
        by_name = order.options.get("translations") == "names"
        self._languages = order.translations if by_name else None
        self._rule = URLS[order.profile.strategies["url"]]
        if self._languages is not None:
            self._rule = with_translations(self._rule, self._languages)
        self._findings: list[Finding] = [*order.findings, *differences(vault, view.notes)]
        self._index = Index([*vault.notes, *vault.assets])
        claims = Claims(
            vault.settings,
            vault.prints or {},
            derives=view.uses_garden and vault.dialect != "published",
        )
        self._claimed = [claims.of(note) for note in view.notes.values()]
        self._assets = dict(asset_places(vault.assets, order.profile, order.under))
        self._urls = {path: place.url for path, place in self._assets.items()}
        self._kept = kept(order.keep, order.profile.keep, uses_garden=view.uses_garden)

    def plan(self, share: Share | None) -> Plan:
        served = (*self._order.served, *self._urls.values(), *self._homes())
        addresses = Addresses(self._order, self._rule, served, self._findings)
        places = addresses.assign(self._claimed)
        maker = self._maker(places)
        drafts = self._drafts(places, maker, share)
        layout = Layout(
            self._profile.tree.pages,
            self._rule.split,
            self._languages.default if self._languages is not None else "",
        )
        pages = {path: self._page(layout, path, places[path], drafts[path]) for path in drafts}
        making = AddedPages(layout, maker, self._rule.written, self._findings)
        added = [*self._added(making, addresses, places)]
        tags = tags_of(pages.values())
        if self._profile.tree.terms:
            terms = settle_terms(self._profile.tree, self._rule, addresses, tags)
            added += map(making.folder, terms.moved)
            added += map(making.folder, translated(terms.moved, self._languages))
        else:
            terms = Terms((), unwritable_terms(self._rule, tags))
        if terms.renamed:
            renamed = partial(with_terms, renamed=terms.renamed, findings=self._findings)
            pages = {path: renamed(page) for path, page in pages.items()}
        site = self._site(pages)
        aims = self._aim(site, drafts)
        return Plan(
            pages=pages,
            added=tuple(added),
            assets={path: place.output for path, place in self._assets.items()},
            site=site,
            findings=tuple(self._findings),
            until=min((draft.until for draft in drafts.values() if draft.until), default=None),
            aims=aims,
        )

    def _homes(self) -> Iterator[str]:
        """Give the URLs of what the site has once more for each language: homes, lists of terms."""
        for code in sorted(self._languages.codes if self._languages else ()):
            yield from (
                f"{code}/{name}".rstrip("/")
                for name in ("", *sorted(self._profile.tree.reserved_folders))
            )

    def _other_files(self) -> Iterator[str]:
        """Give the files of the site that are no pages of ours, from its root."""
        yield from map(self._rule.file, map(self._rule.page, self._order.occupied))
        yield from map(self._rule.file, self._order.occupied_urls)
        yield from self._order.served
        yield from self._urls.values()

    # --- the notes --------------------------------------------------------------------------------

    def _maker(self, places: Mapping[str, Address]) -> FieldMaker:
        order = self._order
        return FieldMaker(
            tuple(f for f in self._profile.fields if f.when.items() <= order.options.items()),
            self._vault.settings,
            own=self._own(places),
            kept=self._kept,
            uses_garden=self._view.uses_garden,
            published=self._vault.dialect == "published",
            zone=order.zone or MACHINE_ZONE,
            present=Present(order.present) if order.present else None,
            images=PropertyImages(self._index.resolve, self._urls),
        )

    def _own(self, places: Mapping[str, Address]) -> OwnProperties | None:
        profile = self._profile
        if profile.keep is None:
            return None
        names = mapped_names(profile, self._vault.settings)
        links = PropertyLinks(profile, self._index.resolve, places)
        return OwnProperties(profile.keep, self._kept, names, links)

    def _drafts(
        self, places: Mapping[str, Address], maker: FieldMaker, share: Share | None
    ) -> dict[str, Draft]:
        """Find out about each note that has a page what can be found out by itself."""
        notes = self._view.notes
        with_aliases = not self._view.uses_garden or self._kept.has("aliases")
        taken = Taken(places, [*self._other_files()])
        desk = Desk(
            view=self._view,
            places=places,
            ranks=pin_ranks(notes, places, self._vault.settings),
            redirects=find_redirects(
                self._profile, taken, self._view, self._findings, with_aliases=with_aliases
            ),
            dates={
                path: printed_dates(known) for path, known in (self._vault.prints or {}).items()
            },
            written=self._rule.written,
            maker=maker,
            packs=share is not None or len(notes) >= MANY,
        )
        paths = [*places]
        found = share(draft, desk, paths) if share else map(partial(draft, desk), paths)
        drafts: dict[str, Draft] = dict(zip(paths, found, strict=True))
        for path, known in drafts.items():
            self._findings += known.findings
            if known.spans is not None:
                notes[path].know(known.spans)
        return drafts

    def _page(self, layout: Layout, path: str, place: Address, known: Draft) -> Page:
        title = known.front_matter.get("title")
        shown = title if isinstance(title, str) else self._view.notes[path].name
        return layout.page(
            path, place.file, place.url, place.role, shown, known.front_matter, known.assets
        )

    def _added(
        self, making: AddedPages, addresses: Addresses, places: Mapping[str, Address]
    ) -> Iterator[Page]:
        """Plan the pages of folders and the home, where no note stands for them."""
        tree = self._profile.tree
        if tree.folder_pages:
            yield from map(making.folder, addresses.folders(places))
        home = tree.home.removesuffix(".md")
        if tree.home_required and not self._order.under and not addresses.files.has(home):
            yield making.home(home, self._vault.settings.site_name or self._vault.name)

    # --- what links mean --------------------------------------------------------------------------

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
        options = settled_options(self._order.options, self._vault.settings)
        content_only = self._order.content_only
        return Site(
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
            terms=dict.fromkeys(term_urls(self._rule, tags_of(pages.values())), True),
        )

    def _aim(self, site: Site, drafts: Mapping[str, Draft]) -> dict[str, frozenset[Aim]]:
        """Find the places that links mean, and let the site know them."""
        aims: dict[str, frozenset[Aim]] = {}
        for path in site.notes:
            known = drafts.get(path)
            aims[path] = aims_of(site, path, known.pointers if known else None)
        site.targeted = targeted(aim for found in aims.values() for aim in found)
        if self._view.queried is not self._view.notes:
            site.answer_assets = shown_assets(site)
        if len(site.notes) >= MANY:
            for note in site.notes.values():
                note.rest()
        return aims
