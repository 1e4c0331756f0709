"""Holds a finished site against the export that it was built from: `--verify`.

Belongs here: what the manifest, the exported files and the built pages together can tell. What
can be told of a folder of HTML alone is the business of `vaultexport.verify`.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.converters import looks_secret
from vaultexport.errors import MisuseError
from vaultexport.model import Finding, Severity
from vaultexport.profiles import load_profile
from vaultexport.reader.frontmatter import read_front_matter
from vaultexport.strategies import URLS, with_translations
from vaultexport.strategies.assets import ASSET_URLS
from vaultexport.verify import crawl, page_path
from vaultexport.writer import MANIFEST, Manifest
from vaultexport.writer.claims import page_name
from vaultexport.writer.manifest import OF_KIT
from vaultexport.writer.survey import survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultexport.profiles import Profile
    from vaultexport.verify import SiteCheck

_LEVELS: Final = 2
"""How far above the built site its export is looked for."""

_FALLBACK_URL: Final = "https://example.org/"
_SHOWN: Final = 20
_LOCATION: Final = re.compile(r"<loc>\s*(https?://[^<\s]+)")
_CANONICAL: Final = re.compile(
    r"<link\b(?=[^>]*\brel=[\"']?canonical\b)[^>]*\bhref=[\"']?(https?://[^\s\"'>]+)", re.IGNORECASE
)

_PRIVATE_NAMES: Final = frozenset(
    {MANIFEST, ".obsidian", ".trash", ".git", ".env", "vaultexport.toml"}
)
"""Files and folders of vaults and repositories that no site should hold."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a finished site is like.

    Attributes:
        site: The built folder.
        export: The export that it was compared with.
        base_url: Where the site is meant to be served.
        exported: How many pages the export has.
        pages: How many pages the site has, redirects not counted.
        links: How many links, images and other references were followed.
        findings: All that is wrong, by page.
    """

    site: str
    export: str
    base_url: str
    exported: int
    pages: int
    links: int
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def to_json(self) -> str:
        """Give the report as JSON."""
        told = [f._asdict() | {"severity": f.severity.value} for f in self.findings]
        return json.dumps(asdict(self) | {"findings": told}, ensure_ascii=False, indent=1) + "\n"

    def summary(self) -> list[str]:
        """Give the result for people: a count, and the first findings of each kind."""
        pages = "1 exported page" if self.exported == 1 else f"{self.exported} exported pages"
        lines = [f"Checked {pages} and {self.links} links at {self.base_url}."]
        by_code: dict[str, list[Finding]] = {}
        for finding in self.findings:
            by_code.setdefault(finding.code, []).append(finding)
        for code, found in sorted(by_code.items(), key=lambda item: (item[1][0].severity, item[0])):
            head = f"{found[0].severity.value}: {code}"
            lines += [f"{head}: {finding.path}: {finding.message}" for finding in found[:_SHOWN]]
            if len(found) > _SHOWN:
                lines.append(f"{head}: … and {len(found) - _SHOWN} more (see --report)")
        counts = Counter(finding.severity for finding in self.findings)
        if counts:
            told = (f"{counts[s]} {s.value}{'s' * (counts[s] > 1)}" for s in Severity if counts[s])
            return [*lines, f"Found {', '.join(told)}."]
        return [*lines, "Every exported page is there, and every link leads somewhere."]


def verify_site(
    built: str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    *,
    to: str | None = None,
    profile: str | os.PathLike[str] | None = None,
    base_url: str | None = None,
) -> SiteReport:
    """Check a finished site against the export that it was built from.

    Args:
        built: The built site: Hugo's ``public``, Quartz's output.
        out: The export's folder, the one with ``.vaultexport.json``; without it the folders above
            it and those beside it are looked through.
        to: The target; the export says it itself, unless it was made with a profile of your own.
        profile: The profile, if the export was made with one of your own.
        base_url: Where the site will be served; without it the site's own pages say so.

    Returns:
        What was found. Nothing is written, fetched or run.

    Raises:
        MisuseError: there is no such folder, or no export to be found.
    """
    place = Path(built).resolve()
    if not place.is_dir():
        raise MisuseError(f"--verify {built}: no such folder")
    folder = _export_of(place, Path(out).resolve() if out is not None else None)
    manifest = Manifest.load(folder)
    if manifest is None or manifest.damaged:
        raise MisuseError(f"{folder / MANIFEST} can't be read; export again")
    names = {origin.target for origin in manifest.origins.values()} - {""}
    target = load_profile(to or (min(names) if names and profile is None else None), _path(profile))
    url = base_url or _base_url(place)
    if not re.match(r"https?://[^/]+", url):
        raise MisuseError(f"--base-url {url}: write it like https://example.org/garden/")
    return _Audit(place, folder, manifest, target, url).report()


def _path(profile: str | os.PathLike[str] | None) -> Path | None:
    return None if profile is None else Path(profile)


def _export_of(built: Path, out: Path | None) -> Path:
    """Find the folder of the export: it holds the manifest."""
    if out is not None:
        if not (out / MANIFEST).is_file():
            raise MisuseError(f"--out {out}: no export is there ({MANIFEST} is missing)")
        return out
    for folder in list(built.parents)[:_LEVELS]:
        for candidate in (folder, folder / "content"):
            if (candidate / MANIFEST).is_file():
                return candidate
    raise MisuseError(f"{built}: found no export above it or beside it; name it with --out")


def _base_url(built: Path) -> str:
    """Read from the site where it is meant to be: its first page says so, or its sitemap."""
    home = _text(built / "index.html")
    if found := _CANONICAL.search(home):
        return found[1]
    places = _LOCATION.findall(_text(built / "sitemap.xml"))
    return min(places, key=len) if places else _FALLBACK_URL


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace") if path.is_file() else ""


class _Wanted(NamedTuple):
    """A page that the site should have.

    Attributes:
        output: Its file in the export.
        file: Its file in the site.
        redirects: Files that lead to it from old URLs and other names.
    """

    output: str
    file: str
    redirects: tuple[str, ...]


class _Audit:
    """One comparison."""

    def __init__(
        self, built: Path, export: Path, manifest: Manifest, target: Profile, url: str
    ) -> None:
        self._built = built
        self._export = export
        self._ours = manifest.files()
        self._target = target
        self._theirs = survey(export, target)
        self._rule = URLS[target.strategies["url"]]
        languages = self._theirs.translations
        self._codes = languages.codes if languages else frozenset[str]()
        if languages:  # no name ends in a code where it does not mean the language
            self._rule = with_translations(self._rule, languages)
        sources = ((source, field.key) for field in target.fields for source in field.sources)
        self._keys = {source: key for source, key in sources if source.startswith("plan.")}
        self._url = url
        self._files = sorted(_files(built))
        self._findings: list[Finding] = []

    def report(self) -> SiteReport:
        wanted = [page for path in sorted(self._ours) if (page := self._wanted(path))]
        check = crawl(self._built, self._url, empty_urls=self._target.tree.empty_urls)
        self._check_pages(wanted, check)
        self._check_attachments()
        self._check_links(check)
        self._check_privacy(wanted)
        return SiteReport(
            site=self._built.name,
            export=self._export.name,
            base_url=self._url,
            exported=len(wanted),
            pages=len(check.pages),
            links=check.checked,
            findings=tuple(sorted(self._findings)),
        )

    def _find(
        self, path: str, code: str, message: str, severity: Severity = Severity.ERROR
    ) -> None:
        self._findings.append(Finding(path, 0, code, severity, message))

    def _front_matter(self, path: str) -> Mapping[str, object]:
        return read_front_matter(_text(self._export / path)).data

    def _wanted(self, path: str) -> _Wanted | None:
        """Say where a page of the export should be in the site; None for what is no page."""
        name = page_name(path, self._target)
        if name is None or not path.endswith(".md"):
            return None
        data = self._front_matter(path)
        url = data.get(self._keys.get("plan.url", ""))
        told = self._rule.wanted(url) if isinstance(url, str) else None
        place = told or self._rule.page(name)
        file = self._rule.file(place)
        return _Wanted(path, file, tuple(self._redirects(data, place, file)))

    def _redirects(self, data: Mapping[str, object], place: str, file: str) -> Iterator[str]:
        slug = place.removeprefix("/")
        aliases = data.get(self._keys.get("plan.aliases", ""))
        targets = (
            [self._rule.alias(str(name)) for name in aliases] if isinstance(aliases, list) else []
        )
        permalink = data.get(self._keys.get("plan.permalink", ""))
        if isinstance(permalink, str):
            targets.append(permalink)
        for target in targets:
            redirect = self._rule.redirect_file(target, slug)
            if redirect != file:
                yield redirect

    def _check_pages(self, wanted: list[_Wanted], check: SiteCheck) -> None:
        """Each exported page is one page of the site, and its old URLs lead to it."""
        pages = {page.path for page in check.pages}
        redirects = {redirect.path for redirect in check.redirects}
        owners = Counter(page.file for page in wanted)
        shown = Counter(
            page.note for page in check.pages if page.note and not self._is_generated(page.path)
        )
        top = "" if self._target.tree.pages == "." else f"{self._target.tree.pages}/"
        for page in wanted:
            if page_path(page.file) not in pages:
                taken = page_path(page.file) in redirects
                what = "a redirect stands in its place" if taken else f"no {page.file} was built"
                self._find(page.output, "page-missing", f"the page is not in the site: {what}")
            elif owners[page.file] > 1:
                self._find(page.output, "page-shared", f"another page has its URL: {page.file}")
            if shown[page.output.removeprefix(top)] > 1:
                self._find(page.output, "page-twice", "more than one page of the site shows it")
            for file in page.redirects:
                if page_path(file) not in redirects | pages:
                    self._find(page.output, "old-url-dead", f"its old URL does not answer: {file}")
        self._check_strangers(pages, wanted)

    def _check_strangers(self, pages: set[str], wanted: list[_Wanted]) -> None:
        """Pages that neither the export nor the user has: most are left of an earlier build."""
        theirs = self._theirs
        known = {page_path(page.file) for page in wanted}
        urls = [*map(self._rule.page, theirs.pages), *theirs.urls]
        known |= {page_path(self._rule.file(url)) for url in urls}
        known |= {page_path(file) for file in (*theirs.served, *self._attachments().values())}
        known |= {folder for path in known for folder in _folders(path)}
        for path in sorted(pages - known):
            if not self._is_generated(path):
                message = (
                    "neither the export nor a page of yours has this URL; if it is left of an "
                    "earlier build, empty the folder and build again"
                )
                self._find(path, "page-unknown", message, Severity.WARNING)

    def _is_generated(self, path: str) -> bool:
        """Tell whether a page is one that the target makes of its own accord."""
        tree = self._target.tree
        code, slash, below = path.strip("/").partition("/")
        if code in self._codes:  # the language's home, and its lists
            if not slash:
                return True
            path = below
        first, *_, last = f"{path.strip('/')}/".split("/")[:-1] * 2
        is_list = first.removesuffix(".html") in tree.reserved_folders
        is_own = last.removesuffix(".html") in {"404", *tree.reserved_names}
        return is_list or is_own or tree.reserved_urls.search(path.strip("/")) is not None

    def _attachments(self) -> dict[str, str]:
        """Give the file in the site of each attachment of the export."""
        tree = self._target.tree
        served = ASSET_URLS[self._target.strategies["asset-url"]]
        top = "" if tree.assets == "." else f"{tree.assets}/"
        urls = f"{tree.asset_urls}/" if tree.asset_urls else ""
        return {
            path: urls + served(path.removeprefix(top))
            for path, digest in self._ours.items()
            if path.startswith(top) and not path.endswith(".md") and not digest.startswith(OF_KIT)
        }

    def _check_attachments(self) -> None:
        files = set(self._files)
        for path, file in sorted(self._attachments().items()):
            if file not in files:
                self._find(path, "file-missing", f"the attachment is not in the site: no {file}")

    def _check_links(self, check: SiteCheck) -> None:
        for link in check.dead:
            shown = f"{link.url or 'an empty URL'} (<{link.tag}>)"
            match link.reason:
                case "missing":
                    self._find(link.page, "link-dead", f"nothing answers the link {shown}")
                case "anchor":
                    self._find(link.page, "anchor-dead", f"the page has no such place: {shown}")
                case "outside-base":
                    message = f"the link leaves the site's folder: {shown}"
                    self._find(link.page, "link-outside", message)
                case "loop":
                    message = f"the redirect {shown} never comes to a page"
                    self._find(link.page, "redirect-endless", message)

    def _check_privacy(self, wanted: list[_Wanted]) -> None:
        """Nothing of a vault's or repository's insides is served, and no page says a secret."""
        for path in self._files:
            if hidden := _PRIVATE_NAMES.intersection(path.split("/")):
                self._find(path, "private-file", f"a site should not serve {min(hidden)}")
        for page in wanted:
            for key in self._front_matter(page.output):
                if looks_secret(key):
                    message = f"its front matter has the key {key}, which looks like a secret"
                    self._find(page.output, "secret-shown", message)


def _files(folder: Path) -> Iterator[str]:
    for place, _folders, names in os.walk(folder):
        relative = Path(place).relative_to(folder)
        for name in names:
            yield (relative / name).as_posix()


def _folders(path: str) -> Iterator[str]:
    """Give the URL paths of the folders that hold a page, and the root."""
    parts = path.strip("/").split("/")[:-1]
    for depth in range(len(parts) + 1):
        yield "/" + "".join(f"{part}/" for part in parts[:depth])
