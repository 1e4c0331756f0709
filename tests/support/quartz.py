"""Content folders seen through the published plugins of Quartz 5.

``tests/quartz`` holds the Node side: the real transformers, filter, page types and redirect emitter
from npm, and our own copy of the few rules that live in Quartz's core (embeds, order of writing).
Install it once with ``npm ci --legacy-peer-deps --ignore-scripts`` in that folder; nothing here
installs anything, and tests skip without it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from vaultexport.strategies.filenames import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HARNESS = Path(__file__).parent.parent / "quartz"

# A dense vault of 4,000 notes takes four minutes.
TIMEOUT_SECONDS = 900


@dataclass(frozen=True, slots=True)
class QuartzPage:
    """One Markdown file after all of Quartz's transformers.

    Attributes:
        path: The file, relative to the content folder, with ``/``.
        slug: Quartz's name of the page; ``folder/index`` for a folder's own page.
        html: The body, embeds filled in; empty for a page with an error and for a draft.
        frontmatter: What Quartz made of the front matter (``title`` always, ``tags`` with the
            inline ones); empty if it could not be read.
        links: Simplified slugs that the page points to, as Quartz's graph and backlinks see them.
        tags: Slugs of the page's tags.
        aliases: Files (without ``.html``) that shall lead to this page; permalinks are among them.
        draft: Whether Quartz drops the page.
        error: Why Quartz can't process the file; a real build ends here. Empty if it can.
    """

    path: str
    slug: str
    html: str
    frontmatter: Mapping[str, object]
    links: tuple[str, ...]
    tags: tuple[str, ...]
    aliases: tuple[str, ...]
    draft: bool
    error: str

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> QuartzPage:
        """Take a page from the harness's output."""
        lists = {name: tuple(data[name]) for name in ("links", "tags", "aliases")}
        return cls(**{**data, **lists})


@dataclass(frozen=True, slots=True, order=True)
class DeadLink:
    """A link, embed or redirect of the finished site that leads nowhere.

    Attributes:
        page: Path of the note that is at fault.
        kind: The HTML element (``a``, ``img``, ``object``, ``iframe``, ``video``, ``audio``,
            ``source``), ``transclude`` for an embedded note, or ``redirect``.
        href: The URL as it stands in the page; the slug for an embed or redirect.
        reason: What is wrong with it.
    """

    page: str
    kind: str
    href: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Collision:
    """Several sources of one kind (notes, assets or redirects) that share one file.

    Attributes:
        slug: The file's name, without ``.html`` for pages.
        paths: The sources; the last one wins.
    """

    slug: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class LostPage:
    """A page that something of another kind overwrites.

    Attributes:
        path: The note; empty for a page that Quartz generates.
        slug: The page's slug.
        by: What is found in its place.
    """

    path: str
    slug: str
    by: str


@dataclass(frozen=True, slots=True)
class QuartzSite:
    """What Quartz would make of a content folder.

    Attributes:
        pages: Every Markdown file, in the order in which Quartz processes them.
        generated: Slugs of the pages that Quartz adds (canvases, bases, folders, tags, 404).
        assets: Files that are copied, by their names on the site.
        redirects: File of each redirect (without ``.html``) to the slug that it leads to; those
            that keep the upper case of a note's path are among them.
        dead_links: Links, embeds and redirects without a target.
        dead_anchors: Links and embeds whose page exists, but not the place in it.
        collisions: Sources of one kind that share a file.
        lost_pages: Pages that a redirect or a generated page overwrites.
    """

    pages: tuple[QuartzPage, ...]
    generated: tuple[str, ...]
    assets: tuple[str, ...]
    redirects: Mapping[str, str]
    dead_links: tuple[DeadLink, ...]
    dead_anchors: tuple[DeadLink, ...]
    collisions: tuple[Collision, ...]
    lost_pages: tuple[LostPage, ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> QuartzSite:
        """Take a site from the harness's output."""
        return cls(
            pages=tuple(QuartzPage.from_json(page) for page in data["pages"]),
            generated=tuple(data["generated"]),
            assets=tuple(data["assets"]),
            redirects=data["redirects"],
            dead_links=tuple(DeadLink(**link) for link in data["deadLinks"]),
            dead_anchors=tuple(DeadLink(**link) for link in data["deadAnchors"]),
            collisions=tuple(Collision(c["slug"], tuple(c["paths"])) for c in data["collisions"]),
            lost_pages=tuple(LostPage(**page) for page in data["lostPages"]),
        )

    @property
    def errors(self) -> Mapping[str, str]:
        """Path of each file that would end the build, with the message."""
        return {page.path: page.error for page in self.pages if page.error}

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that is wrong with the site, a line each; empty for a sound one."""
        return (
            *(f"{path}: ends the build: {error}" for path, error in self.errors.items()),
            *(f"{slug[:50]}: no file can be called so" for slug in self._unwritable()),
            *(f"{p.path or p.slug}: overwritten by {p.by}" for p in self.lost_pages),
            *(f"{c.slug}: shared by {', '.join(c.paths)}" for c in self.collisions),
            *(f"{d.page}: dead {d.kind} {d.href}: {d.reason}" for d in self.dead_links),
            *(f"{d.page}: dead anchor {d.href}: {d.reason}" for d in self.dead_anchors),
        )

    def _unwritable(self) -> Iterator[str]:
        """Find the pages that would end the build because of their file's name."""
        for slug in (*(page.slug for page in self.pages), *self.generated, *self.redirects):
            sizes = (len(part.encode(errors="replace")) for part in f"{slug}.html".split("/"))
            if "\0" in slug or max(sizes) > MAX_BYTES:
                yield slug

    def page(self, path: str) -> QuartzPage:
        """Return the page of a Markdown file.

        Args:
            path: The file, relative to the content folder, with ``/``.

        Raises:
            KeyError: If Quartz doesn't see such a file.
        """
        for page in self.pages:
            if page.path == path:
                return page
        raise KeyError(path)


def require_quartz() -> str:
    """Skip the running test unless Node and the Quartz plugins are installed.

    Returns:
        The path of the Node executable.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("Quartz tests need Node 20 or later")
    if not (HARNESS / "node_modules" / "@quartz-community").is_dir():
        pytest.skip(
            "Quartz tests need `npm ci --legacy-peer-deps --ignore-scripts` in tests/quartz"
        )
    return node


def render(content: Path, *, links: str = "shortest") -> QuartzSite:
    """Process a content folder as Quartz 5 with its shipped configuration does.

    Dot files, ``private/``, ``templates/`` and whatever a ``.gitignore`` names are left out, as in
    a real build. Skips the running test if the harness isn't installed.

    Args:
        content: The content folder.
        links: How links are resolved: ``shortest``, ``absolute`` or ``relative``.

    Returns:
        The site that would be built; files that end a build are skipped and listed as errors.

    Raises:
        NotADirectoryError: If there is no such folder.
        RuntimeError: If the harness itself fails.
    """
    node = require_quartz()
    if not content.is_dir():
        raise NotADirectoryError(content)
    # A larger nursery: the trees of a big vault live long enough to be copied over and over.
    options = ["--max-semi-space-size=64"]
    run = subprocess.run(
        [node, *options, HARNESS / "render.mjs", "--links", links, content.resolve()],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=TIMEOUT_SECONDS,
    )
    if run.returncode:
        raise RuntimeError(f"the Quartz harness failed:\n{run.stderr[-4000:]}")
    return QuartzSite.from_json(json.loads(run.stdout))


def write_site(site: QuartzSite, public: Path) -> Path:
    """Write the pages of a rendered site as Quartz does, each as a file of its own.

    Args:
        site: What `render` gave.
        public: A folder; made if missing.
    """
    files = {f"{page.slug}.html": f"<title>x</title>{page.html}" for page in site.pages}
    files |= {f"{slug}.html": "<title>x</title>" for slug in site.generated} | dict.fromkeys(
        site.assets, ""
    )
    for source, target in site.redirects.items():
        up = "../" * source.count("/")
        url = quote(up + target.removesuffix("index")) or "."
        files[f"{source}.html"] = f'<meta http-equiv="refresh" content="0; url={url}">'
    for name, text in files.items():
        place = public / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return public
