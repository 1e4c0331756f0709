"""Where the attachments go, and which of them published notes show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultexport.planner.folders import folder_path
from vaultexport.planner.site import AssetTarget
from vaultexport.planner.visibility import NOTE_FILES
from vaultexport.strategies import clash_key
from vaultexport.strategies.assets import ASSET_URLS
from vaultexport.strategies.filenames import universal_asset_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vaultexport.planner.site import Site
    from vaultexport.profiles import Profile


class AssetPlace(NamedTuple):
    """Where an attachment goes.

    Attributes:
        output: The file, relative to the output folder.
        url: Its path in the site, without a leading slash.
    """

    output: str
    url: str


def asset_places(
    attachments: Iterable[str], profile: Profile, under: str
) -> Iterator[tuple[str, AssetPlace]]:
    """Give each attachment its place.

    Args:
        attachments: Their vault paths.
        profile: The target.
        under: The folder below the output that this export may use; empty for all of it.

    Yields:
        Vault path and place, in the order of the paths.
    """
    served = ASSET_URLS[profile.strategies["asset-url"]]
    tree = profile.tree
    top = "" if tree.assets == "." else f"{tree.assets}/"
    urls = f"{tree.asset_urls}/" if tree.asset_urls else ""
    taken = set(map(clash_key, tree.reserved_assets))
    for path in sorted(attachments):
        if path.lower().endswith(NOTE_FILES):
            continue
        *folders, name = map(universal_asset_name, path.split("/"))
        wanted = folder_path(tree, folders, under=under, pages=False) + name
        for ending, written in tree.asset_endings.items():
            if wanted.endswith(ending):
                wanted = wanted.removesuffix(ending) + written
        place = _free(wanted, lambda name: clash_key(served(name)) in taken)
        taken.add(clash_key(served(place)))
        yield path, AssetPlace(top + place, urls + served(place))


def _free(path: str, is_taken: Callable[[str], bool]) -> str:
    """Put a number behind a file's stem until nobody has the path."""
    stem, dot, extension = path.rpartition(".")
    number, candidate = 1, path
    while is_taken(candidate):
        number += 1
        candidate = f"{stem}-{number}{dot}{extension}" if dot else f"{path}-{number}"
    return candidate


def shown_assets(site: Site) -> frozenset[str]:
    """Find the attachments that published notes themselves show or link to."""
    targets = (
        site.target(link, source)
        for source, note in site.notes.items()
        for link in note.document.links
    )
    return frozenset(target.path for target in targets if isinstance(target, AssetTarget))
