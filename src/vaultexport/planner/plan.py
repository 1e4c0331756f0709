"""The plan of an export."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from vaultexport.planner.addresses import Address, Addresses, Claim
from vaultexport.planner.anchors import Anchor, heading_anchors
from vaultexport.planner.fields import FieldMaker
from vaultexport.planner.pages import Page
from vaultexport.planner.site import PageTarget, Site
from vaultexport.reader.index import Index
from vaultexport.strategies import ANCHORS, URLS, clash_key
from vaultexport.strategies.assets import ASSET_URLS
from vaultexport.strategies.filenames import universal_asset_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import tzinfo

    from vaultexport.model import Finding, Note, PropertyValue, Vault
    from vaultexport.planner.visibility import PublicView
    from vaultexport.profiles import Profile

_NO_ATTACHMENTS: Final = (".md", ".canvas", ".base", ".excalidraw")
"""Files of the vault that hold notes' text, which is public only by way of a note."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be written.

    Attributes:
        pages: The notes' pages by vault path, in order.
        added: Pages that we add, with their body: folders, a home.
        assets: For each attachment that could be needed its output path, by vault path.
        site: What the rewriter may ask.
        findings: Clashes and values that could not be carried over.
    """

    pages: Mapping[str, Page]
    added: tuple[tuple[Page, str], ...]
    assets: Mapping[str, str]
    site: Site
    findings: tuple[Finding, ...]


def make_plan(  # noqa: PLR0913 - what an export is made of
    vault: Vault,
    view: PublicView,
    profile: Profile,
    options: Mapping[str, str],
    *,
    content_only: bool = False,
    under: str = "",
    occupied: Collection[str] = (),
    zone: tzinfo | None = None,
) -> Plan:
    """Plan an export.

    Args:
        vault: All that was read; only link resolution looks at more than the view.
        view: What may be seen.
        profile: The target.
        options: The export's options.
        content_only: Whether the target gets no kit.
        under: The folder below the pages' folder that this export may use; empty for all of it.
        occupied: Pages of the user's in the output folder, relative to the pages' folder.
        zone: The zone of times without one; the machine's own when ``None``.

    Returns:
        The plan, the same for the same input on every machine.
    """
    findings: list[Finding] = []
    rule = URLS[profile.strategies["url"]]
    addresses = Addresses(profile.tree, rule, under, occupied, findings)
    places = addresses.assign(_claim(note) for note in view.notes.values())
    maker = FieldMaker(profile.fields, vault.settings, view.uses_garden, zone)
    redirects = _redirects(profile, places)
    ranks = _pin_ranks(view, places)
    pages = {
        path: _page(view.notes[path], place, profile, maker, redirects, ranks, findings)
        for path, place in places.items()
    }
    added = tuple(_added(profile, addresses, places, vault.name))
    assets = dict(_assets(vault, profile, under))
    site = _site(vault, view, profile, options, pages, assets, content_only=content_only)
    outputs = {path: output for path, (output, _url) in assets.items()}
    return Plan(pages, added, outputs, site, tuple(findings))


def _claim(note: Note) -> Claim:
    properties = note.properties
    permalink = properties.get("permalink") or properties.get("dg-permalink")
    tags = properties.get("tags")
    home = bool(properties.get("dg-home")) or (isinstance(tags, list) and "gardenEntry" in tags)
    return Claim(note, permalink if isinstance(permalink, str) else "", home)


def _page(  # noqa: PLR0913 - what a page is made of
    note: Note,
    place: Address,
    profile: Profile,
    maker: FieldMaker,
    redirects: Mapping[str, list[str]],
    ranks: Mapping[str, int],
    findings: list[Finding],
) -> Page:
    planned: dict[str, PropertyValue] = {"file.name": note.name}
    if place.explicit:
        planned["plan.url"] = URLS[profile.strategies["url"]].written(place.url)
    if note.path in redirects:
        planned["plan.redirects"] = list(redirects[note.path])
    if note.path in ranks:
        planned["plan.pin-rank"] = ranks[note.path]
    front_matter = maker.make(note, planned, findings)
    title = front_matter.get("title")
    return Page(
        note=note.path,
        output=_output(profile, place.file),
        ref=f"/{place.file}.md",
        url=place.url,
        role=place.role,
        title=title if isinstance(title, str) else note.name,
        front_matter=front_matter,
    )


def _output(profile: Profile, file: str) -> str:
    top = "" if profile.tree.pages == "." else f"{profile.tree.pages}/"
    return f"{top}{file}.md"


def _pin_ranks(view: PublicView, places: Mapping[str, Address]) -> dict[str, int]:
    pinned = [
        path
        for path in places
        if view.notes[path].properties.get("pinned") or view.notes[path].properties.get("dg-pinned")
    ]
    return {path: rank for rank, path in enumerate(pinned, start=1)}


def _redirects(profile: Profile, places: Mapping[str, Address]) -> dict[str, list[str]]:
    """Give old URLs as redirects, but for those that a page answers."""
    if profile.redirects is None:
        return {}
    rule = URLS[profile.strategies["url"]]
    taken = {_slashless(place.url) for place in places.values()}
    taken |= {rule.identity(place.file) for place in places.values()}
    result: dict[str, list[str]] = {}
    for path, place in places.items():
        for old in place.old_urls:
            form = profile.redirects.fill({"path": old})
            keys = {_slashless(form), rule.identity(form)}
            if ".." in old.split("/") or keys & taken:
                continue
            taken |= keys
            result.setdefault(path, []).append(form)
    return result


def _slashless(url: str) -> str:
    return url.strip("/").casefold()


def _added(
    profile: Profile, addresses: Addresses, places: Mapping[str, Address], name: str
) -> Iterator[tuple[Page, str]]:
    """Plan the pages that no note stands for."""
    tree = profile.tree
    if tree.folder_pages:
        for folder in addresses.folders(places):
            data: dict[str, PropertyValue] = {"title": folder.title}
            if not folder.shown:
                data |= tree.hidden_page
            page = Page(
                note="",
                output=_output(profile, folder.file),
                ref=f"/{folder.file}.md",
                url=folder.url,
                role="folder",
                title=folder.title,
                front_matter=data,
            )
            yield page, ""
    if tree.home_required and not any(place.role == "home" for place in places.values()):
        file = tree.home.removesuffix(".md")
        if not addresses.has(file):
            home = Page(
                "", _output(profile, file), f"/{file}.md", "/", "home", name, {"title": name}
            )
            yield home, ""


def _assets(vault: Vault, profile: Profile, under: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give each attachment its output path and its path in the site."""
    served = ASSET_URLS[profile.strategies["asset-url"]]
    top = "" if profile.tree.assets == "." else f"{profile.tree.assets}/"
    urls = f"{profile.tree.asset_urls}/" if profile.tree.asset_urls else ""
    below = f"{under}/" if under else ""
    taken: set[str] = set()
    for path in sorted(vault.assets):
        if path.lower().endswith(_NO_ATTACHMENTS):
            continue
        place = below + "/".join(map(universal_asset_name, path.split("/")))
        stem, dot, extension = place.rpartition(".")
        number = 1
        while clash_key(served(place)) in taken:
            number += 1
            place = f"{stem}-{number}{dot}{extension}" if stem else f"{extension}-{number}"
        taken.add(clash_key(served(place)))
        yield path, (top + place, urls + served(place))


def _site(  # noqa: PLR0913 - what a site is made of
    vault: Vault,
    view: PublicView,
    profile: Profile,
    options: Mapping[str, str],
    pages: Mapping[str, Page],
    assets: Mapping[str, tuple[str, str]],
    *,
    content_only: bool,
) -> Site:
    index = Index([*vault.notes, *vault.assets])
    site = Site(
        pages=pages,
        notes=view.notes,
        assets={path: url for path, (_output, url) in assets.items()},
        resolve=index.resolve,
        anchors=_anchors(view, profile),
        by_permalink={_claim(note).permalink.strip("/"): p for p, note in view.notes.items()},
        options=options,
        content_only=content_only,
    )
    site.targeted = _targeted(site)
    return site


def _anchors(view: PublicView, profile: Profile) -> Callable[[str], Mapping[int, Anchor]]:
    rule = ANCHORS[profile.strategies["anchor"]]

    @cache
    def anchors(path: str) -> Mapping[int, Anchor]:
        return heading_anchors(view.notes[path].document.headings, rule)

    return anchors


def _targeted(site: Site) -> dict[str, frozenset[int]]:
    """Find the headings and blocks that links of published notes mean."""
    found: dict[str, set[int]] = {}
    for source, note in site.notes.items():
        if source not in site.pages:
            continue
        for link in note.document.links:
            if not link.subpath and "#" not in link.target:
                continue
            target = site.target(link, source)
            if isinstance(target, PageTarget) and target.place is not None:
                found.setdefault(target.page.note, set()).add(target.place.offset)
    return {path: frozenset(offsets) for path, offsets in found.items()}
