"""Fixture vaults as built pages: a tree of elements for each, whatever built them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from support import quartz
from support.golden import FIXTURES
from support.hugo import bare_site, build
from vaultexport import export, verify_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from vaultexport import Report

_VOID = frozenset({"br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass(slots=True)
class Element:
    """An HTML element.

    Attributes:
        tag: Its name; empty for the whole document.
        attributes: By name.
        content: Texts and elements in order.
    """

    tag: str
    attributes: Mapping[str, str]
    content: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its text, runs of white space as one blank."""
        return " ".join(self.source.split())

    @property
    def source(self) -> str:
        """All its text as it stands."""
        return "".join(item if isinstance(item, str) else item.source for item in self.content)

    @property
    def children(self) -> list[Element]:
        """The elements right inside."""
        return [item for item in self.content if isinstance(item, Element)]

    def all(self, tag: str = "", cls: str = "") -> list[Element]:
        """The elements at any depth with this name and this class, in order."""
        return [
            item
            for item in self._walk()
            if tag in {"", item.tag} and (not cls or cls in item["class"].split())
        ]

    def one(self, tag: str = "", cls: str = "") -> Element:
        """The only element with this name and this class."""
        (found,) = self.all(tag, cls)
        return found

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def _walk(self) -> Iterator[Element]:
        for child in self.children:
            yield child
            yield from child._walk()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].content.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        depth = next((n for n, e in enumerate(reversed(self._open), 1) if e.tag == tag), 0)
        if depth:
            del self._open[-depth:]

    def handle_data(self, data: str) -> None:
        if self._open[-1].tag not in {"style", "script"}:
            self._open[-1].content.append(data)


def tree(html: str) -> Element:
    """Read HTML that an engine wrote."""
    builder = _Builder()
    builder.feed(html.replace("\r\n", "\n"))
    builder.close()
    return builder.root


@dataclass(frozen=True, slots=True)
class BuiltPages:
    """A fixture, exported and built.

    Attributes:
        report: The export's report.
        out: Where it was exported to.
        pages: The contents of each page by its URL without slashes at the ends.
    """

    report: Report
    out: Path
    pages: Mapping[str, Element]

    @property
    def findings(self) -> list[tuple[str, str, int]]:
        """Code, note and line of each finding."""
        return [(f.code, f.path, f.line) for f in self.report.findings]

    def finding_lines(self, code: str, path: str) -> list[int]:
        """The lines of one note for which there is a finding of this code."""
        return [line for found, note, line in self.findings if (found, note) == (code, path)]


def hugo_pages(name: str, tmp: Path, **options: Any) -> BuiltPages:
    """Export a fixture to Hugo and build it at ``/`` and ``/repo/``, every link alive.

    Args:
        name: Its folder below ``fixtures``.
        tmp: A temporary folder.
        options: For `vaultexport.export`.
    """
    site = bare_site(tmp)
    report = export(FIXTURES / name / "vault", to="hugo", out=site, **options)
    for base in ("https://example.org/repo/", "https://example.org/"):
        built = build(site, base_url=base)
        assert built.exit_code == 0, built.output
        assert verify_site(built.public, site, base_url=base).findings == ()
    pages = {
        file.parent.relative_to(built.public).as_posix().removeprefix("."): _article(file)
        for file in built.public.rglob("index.html")
    }
    return BuiltPages(report, site, pages)


def _article(file: Path) -> Element:
    document = tree(file.read_text(encoding="utf-8"))
    return next(iter(document.all("article")), document)


def quartz_pages(name: str, tmp: Path, **options: Any) -> BuiltPages:
    """Export a fixture to Quartz and run the real transformers over it, every link alive.

    Arguments as for `hugo_pages`.
    """
    out = tmp / "content"
    report = export(FIXTURES / name / "vault", to="quartz", out=out, **options)
    site = quartz.render(out)
    assert not site.problems, site.problems
    return BuiltPages(report, out, {page.slug: tree(page.html) for page in site.pages})
