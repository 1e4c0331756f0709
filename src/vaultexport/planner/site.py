"""The one object through which the rewriter asks about the world.

Every question and the digest of its answer can be recorded with the page that asked, so that a
later run redoes a page exactly when an answer has changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from vaultexport.planner.anchors import (
    Anchor,
    block_id,
    find_block,
    find_element,
    find_heading,
    heading_at,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultexport.markdown import BlockId, Heading, Link
    from vaultexport.model import Note
    from vaultexport.planner.pages import Page
    from vaultexport.planner.queries import Queries
    from vaultexport.profiles.templates import Constructs

SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
"""A destination that leaves the vault: a URL with a scheme, or one without but with a host."""

_PUBLISHED_IMAGES: Final = "/img/user/"


class PageTarget(NamedTuple):
    """A link's target that is a page of the site.

    Attributes:
        page: The page.
        place: The heading or block meant; ``None`` for the whole page.
        missing_place: Whether the link means a heading or block that the note does not have.
        same_page: Whether it is the page that holds the link.
        meant: The heading or block that the link names, where that has no id of its own and
            ``place`` is the nearest place that has one.
    """

    page: Page
    place: Anchor | None
    missing_place: bool
    same_page: bool
    meant: Anchor | None = None

    @property
    def anchor(self) -> str:
        """The id of the place; empty for the whole page."""
        return self.place.id if self.place else ""


class AssetTarget(NamedTuple):
    """A link's target that is an attachment.

    Attributes:
        path: Its vault path.
        url: Its place in the site, from the root, without a leading slash.
        fragment: What follows ``#`` (a PDF's page, a video's time), without it.
    """

    path: str
    url: str
    fragment: str


class LostTarget(NamedTuple):
    """A link's target that the site does not have.

    Attributes:
        public: Whether the reason may be told: an unpublished note is only known to be absent.
        unsupported: Whether the vault has the file, but the target can't show its kind.
    """

    public: bool
    unsupported: bool = False


Target = PageTarget | AssetTarget | LostTarget


@dataclass(slots=True)
class Site:
    """What may be known of the finished site while one note is rewritten.

    Attributes:
        pages: The planned pages by vault path.
        notes: The published notes by vault path: never another one.
        assets: The place in the site of each attachment that could be needed, by vault path.
        resolve: Obsidian's link resolution over the whole vault.
        anchors: The heading anchors of a published note.
        by_permalink: Pages by their old URL, without slashes at its ends.
        targeted: For each note the offsets of headings and block marks that links mean.
        terms: The URLs of the pages that tags have; each is true.
        options: The export's options.
        constructs: How each construct is written, by these options: outside of the results of
            queries, and inside.
        content_only: Whether the target gets no kit.
        drawings: For each Excalidraw drawing the attachment that shows it, by vault path; empty
            for one that was never exported.
        answer_assets: The attachments that the answer to a query may show, by vault path; ``None``
            for all, since a query sees published notes alone.
        published: Whether the notes are what Digital Garden published.
        queries: Answers queries; ``None`` where there are none to answer.
    """

    pages: Mapping[str, Page]
    notes: Mapping[str, Note]
    assets: Mapping[str, str]
    resolve: Callable[[str, str], str | None]
    anchors: Callable[[str], Mapping[int, Anchor]]
    by_permalink: Mapping[str, str]
    options: Mapping[str, str]
    constructs: tuple[Constructs, Constructs]
    content_only: bool
    drawings: Mapping[str, str]
    published: bool = False
    queries: Queries | None = None
    answer_assets: frozenset[str] | None = None
    targeted: Mapping[str, frozenset[int]] = field(default_factory=dict)
    terms: Mapping[str, bool] = field(default_factory=dict)

    def target(self, link: Link, source: str) -> Target | None:
        """Say what a link means.

        Args:
            link: A wikilink, a Markdown link, or an embed.
            source: The vault path of the note that holds it.

        Returns:
            Its target, or ``None`` when the link leaves the vault (or is none at all).
        """
        if link.kind == "wikilink":
            if link.target.lower().startswith(("http:", "https:")):
                return None
            return self._meant(self.resolve(link.target, source), link, link.subpath, source)
        if link.kind == "autolink" or SCHEME.match(link.target) or not link.target:
            return None
        destination, _, fragment = link.target.partition("#")
        path = self._markdown_path(destination, source)
        found = self._meant(path, link, unquote(fragment), source)
        return found if link.embed else self._at_element(found, fragment)

    def _meant(self, path: str | None, link: Link, subpath: str, source: str) -> Target:
        """Give what a link to a file means: of an embedded drawing its image."""
        if path is None:
            return LostTarget(public=True)
        if link.embed and path in self.drawings:
            return self._drawing(path)
        page = self.pages.get(path)
        if page is not None:
            meant = self._place(path, subpath) if subpath else None
            place = meant and self._reachable(path, meant)
            return PageTarget(page, place, bool(subpath) and meant is None, path == source, meant)
        url = self.assets.get(path)
        if url is not None:
            return AssetTarget(path, url, subpath)
        return LostTarget(public=False, unsupported=not path.lower().endswith(".md"))

    def _at_element(self, target: Target, fragment: str) -> Target:
        """Lead a link to the tag of the note's own HTML that has the fragment as its id.

        Obsidian does not follow such links, but published gardens do, and so do other sites.
        """
        if not isinstance(target, PageTarget) or not target.missing_place:
            return target
        if self.options.get("raw-html") == "drop":
            return target
        element = find_element(self.notes[target.page.note], fragment)
        if element is None:
            return target
        return target._replace(place=element, meant=element, missing_place=False)

    def _drawing(self, path: str) -> Target:
        image = self.drawings[path]
        if not image:
            return LostTarget(public=True, unsupported=True)
        return AssetTarget(image, self.assets[image], "")

    def _markdown_path(self, path: str, source: str) -> str | None:
        """Resolve the destination of a Markdown link: percent-decoded first, else as written.

        Digital Garden once stored files under their percent-encoded names (measured: 499 of 1,911
        image links of published gardens resolve only that way).
        """
        decoded = unquote(path)
        if path.endswith("/"):
            by_permalink = self.by_permalink.get(decoded.strip("/"))
            if by_permalink is not None:
                return by_permalink
        found = self._file(decoded, source)
        if found is None and decoded != path:
            found = self._file(path, source)
        return self.by_permalink.get(decoded.strip("/")) if found is None else found

    def _file(self, path: str, source: str) -> str | None:
        """Resolve a path; Digital Garden's URL of an image leads to the file itself."""
        found = self.resolve(path, source)
        image = path.removeprefix(_PUBLISHED_IMAGES)
        return self.resolve(image, source) if found is None and image not in {path, ""} else found

    def _place(self, path: str, subpath: str) -> Anchor | None:
        """Find the place in a published note that a subpath means."""
        document = self.notes[path].document
        if subpath.startswith("^"):
            mark = find_block(document, subpath[1:])
            if mark is None:
                return None
            return Anchor(self.block_id(path, mark), mark.start, own=False, block=True)
        heading = find_heading(document, subpath)
        return self.anchors(path)[heading.start] if heading else None

    def _reachable(self, path: str, meant: Anchor) -> Anchor:
        """Give the place itself, the heading that it is, or the heading that it stands below."""
        if not meant.block:
            return meant
        heading = heading_at(self.notes[path].document, meant.offset)
        if heading is not None:
            return self.anchors(path)[heading.start]
        if self.options.get("blocks") != "heading":
            return meant
        above = [place for start, place in self.anchors(path).items() if start <= meant.offset]
        return above[-1] if above else Anchor("", 0, own=True, block=False)

    def heading_id(self, path: str, heading: Heading) -> str:
        """Give the id to write out for a heading, ``""`` if the target needs none.

        Only a heading that some link means gets one, and only if the target's own id would depend
        on its settings or on what becomes of the markup in the heading.
        """
        if heading.start not in self.targeted.get(path, ()):
            return ""
        anchor = self.anchors(path)[heading.start]
        return "" if anchor.own else anchor.id

    def block_id(self, path: str, mark: BlockId) -> str:
        """Give the id of a block of a published note."""
        return block_id(self.notes[path].document, self.anchors(path).values(), mark)

    def is_targeted(self, path: str, offset: int) -> bool:
        """Tell whether some link means the heading or block mark at ``offset`` of a note."""
        return offset in self.targeted.get(path, ())
