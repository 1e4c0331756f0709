"""Reads a published folder and follows every link in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from vaultexport.verify.markup import Markup, RawReference
from vaultexport.verify.result import DeadLink, Page, Redirect, Reference, SiteCheck
from vaultexport.verify.tree import Answer, PublishedTree, page_path

if TYPE_CHECKING:
    from collections.abc import Iterator


def crawl(
    public: Path, base_url: str = "https://example.org/", *, empty_urls: bool = False
) -> SiteCheck:
    """Check a built site's links, anchors, images and redirects.

    Nothing is fetched, no script is run, and style sheets are not read.

    Args:
        public: The folder that would be uploaded.
        base_url: Where it would be served, with scheme and host; a path such as ``/repo/`` makes
            links outside it dead.
        empty_urls: Whether an empty URL is a link to the page itself, as browsers take it; without
            it such a link is dead. See `PublishedTree.answer`.

    Raises:
        NotADirectoryError: If ``public`` is no folder.
        OSError: If a file cannot be read.
    """
    if not public.is_dir():
        raise NotADirectoryError(public)
    return _Crawl(public, base_url, empty_urls=empty_urls).result()


class _Crawl:
    """One reading of one site."""

    def __init__(self, public: Path, base_url: str, *, empty_urls: bool) -> None:
        self._public = public
        self._empty_urls = empty_urls
        files = sorted(_files(public))
        self._tree = PublishedTree(files, base_url)
        self._markup = {name: self._read(name) for name in files if name.endswith(".html")}
        self._anchors: dict[str, frozenset[str]] = {}
        self._redirects: dict[str, tuple[str, str]] = {}
        self._dead: list[DeadLink] = []
        self._lenient: list[Reference] = []
        self._external: list[Reference] = []
        self._checked = 0

    def result(self) -> SiteCheck:
        """Follow every reference and sum up."""
        for file, markup in self._markup.items():
            base = self._tree.base(file, markup.base)
            for raw in markup.references:
                if self._empty_urls and raw.tag == "a" and not raw.url:
                    continue
                self._follow(file, raw, self._tree.answer(base, raw.url))
        self._find_loops()
        pages = (
            Page(page_path(file), markup.title, tuple(markup.ids), markup.note)
            for file, markup in self._markup.items()
            if markup.redirect is None
        )
        redirects = (
            Redirect(page_path(file), markup.redirect)
            for file, markup in self._markup.items()
            if markup.redirect is not None
        )
        return SiteCheck(
            pages=tuple(sorted(pages, key=lambda page: page.path)),
            redirects=tuple(sorted(redirects)),
            dead=tuple(sorted(self._dead)),
            lenient=tuple(sorted(self._lenient)),
            external=tuple(sorted(self._external)),
            checked=self._checked,
        )

    def _read(self, file: str) -> Markup:
        return Markup((self._public / file).read_text("utf-8", errors="replace"))

    def _follow(self, file: str, raw: RawReference, answer: Answer) -> None:
        if answer.kind == "external":
            self._external.append(Reference(page_path(file), *raw))
        if answer.kind in {"external", "none"}:
            return
        self._checked += 1
        if answer.kind in {"missing", "outside-base"}:
            self._dead.append(DeadLink(page_path(file), *raw, answer.kind))
        elif not self._has_anchor(answer.file, answer.fragment, raw.tag):
            self._dead.append(DeadLink(page_path(file), *raw, "anchor"))
        elif answer.lenient:
            self._lenient.append(Reference(page_path(file), *raw))
        if raw.tag == "meta" and raw.url == self._markup[file].redirect:
            self._redirects[file] = (raw.url, answer.file)

    def _has_anchor(self, file: str, fragment: str, tag: str) -> bool:
        """Find a fragment's place in a file.

        As the HTML standard, section "Scrolling to a fragment", has it: the fragment as written,
        then decoded; nothing and ``top`` are always there; text directives are no anchors. In
        other files than HTML a fragment is a page, a time or a view, except for ``<use>``.
        """
        fragment = fragment.partition(":~:")[0]
        if not fragment or not (file in self._markup or (tag == "use" and file.endswith(".svg"))):
            return True
        anchors = self._anchors_of(file)
        decoded = unquote(fragment)
        return fragment in anchors or decoded in anchors or decoded.lower() == "top"

    def _anchors_of(self, file: str) -> frozenset[str]:
        if file not in self._anchors:
            markup = self._markup.get(file) or self._read(file)
            self._anchors[file] = frozenset(markup.ids).union(markup.names)
        return self._anchors[file]

    def _find_loops(self) -> None:
        for start, (url, first) in self._redirects.items():
            seen, target = {start}, first
            while target in self._redirects and target not in seen:
                seen.add(target)
                target = self._redirects[target][1]
            if target in seen:
                self._dead.append(DeadLink(page_path(start), "meta", "content", url, "loop"))


def _files(public: Path) -> Iterator[str]:
    for folder, _, names in os.walk(public):
        relative = Path(folder).relative_to(public)
        for name in names:
            yield (relative / name).as_posix()
