"""Seventy files of real vaults that converters stumble over, each exported inside its own vault.

For each: there is one page; Hugo builds it without a warning and Quartz's transformers take it; no
word of its text is missing from either HTML, but for those that `GONE` explains; and what the
report says of its links is what the HTML shows.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from support import quartz
from support.folders import corpora
from support.hugo import bare_site, build
from support.pages import tree
from support.runs import LONG
from support.watch import Watched, watched_pages
from vaultexport import export, verify_site
from vaultexport.markdown import Callout, Code, EmptyLink, Transclusion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from support.pages import Element
    from vaultexport import Finding
    from vaultexport.model import Note

FILES: Final[Mapping[str, list[str]]] = json.loads(
    (Path(__file__).parent / "data" / "nasty.json").read_text(encoding="utf-8")
)
"""The files by vault, each by the `digest` of its path: the names are other people's."""

GONE: Final = {
    # Dataview shows only the value of a field in round brackets.
    "e17b3979f903e7f7": {"hiddeninlinekey"},
    # Tags with broken attributes, which Obsidian and Quartz take for HTML and Hugo for text.
    "ec6cbfca525879ae": {
        *("grid", "drag", "drop", "bg", "green"),
    },
    "d34395bd8bdca373": {"pc"},
}
"""Words that no reader of the page sees in Obsidian either."""

WORD = re.compile(r"[^\W\d_]{2,}")
MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE
)
MARKS = re.compile(r"\{ ?[.#][^}\n]*\}")
TOLD: Final = {
    "dead": {"link-unresolved", "attachment-missing"},
    "unpublished": {"link-unpublished"},
    "unsupported": {"file-unsupported", "link-dropped", "html-dropped"},
    "empty": {"link-empty"},
}
"""The findings that tell of each kind of lost link."""


LARGE: Final = frozenset(
    {"Aerosand__aerosand.github.io", "oldwinter__knowledge-garden", "xDovos__Dataview-Deep-Dive"}
)
"""Vaults that take longest: `make fuzz` has them."""

pytestmark = pytest.mark.fuzz


class Exported(NamedTuple):
    """A vault, exported to both targets and built."""

    pages: Mapping[str, Watched]
    files: Mapping[str, str]
    findings: Mapping[str, tuple[Finding, ...]]
    hugo: Mapping[str, Element]
    quartz: quartz.QuartzSite


@pytest.fixture(scope="module", params=[name for name in FILES if LONG or name not in LARGE])
def vault(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    name: str = request.param
    if not (corpora() / name).is_dir():
        pytest.skip(f"{name} is not among the corpora")
    made[name] = exported(corpora() / name, tmp_path_factory.mktemp("nasty"))
    return name


made: dict[str, Exported] = {}


def exported(folder: Path, tmp: Path) -> Exported:
    site = bare_site(tmp)
    with watched_pages() as pages:
        to_hugo = export(folder, to="hugo", out=site, publish="all", protected="plain")
    built = build(site)
    assert built.exit_code == 0, built.output[-2000:]
    assert verify_site(built.public, site, base_url=built.base_url).findings == ()
    content = tmp / "content"
    with watched_pages() as others:
        to_quartz = export(folder, to="quartz", out=content, publish="all", protected="plain")
    return Exported(
        {watched.note.path: watched for watched in pages},
        {watched.note.path: watched.page.output for watched in others},
        {"hugo": to_hugo.findings, "quartz": to_quartz.findings},
        dict(read_pages(built.public)),
        quartz.render(content),
    )


def digest(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:16]


def files(vault: str) -> list[str]:
    """Give the vault paths of the files: every one has a page."""
    found = [path for path in made[vault].pages if digest(path) in FILES[vault]]
    assert len(found) == len(FILES[vault])
    return found


def read_pages(public: Path) -> Iterator[tuple[str, Element]]:
    for file in public.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        note = re.search(r'<meta name="vaultexport:note" content="([^"]*)"', text)
        if note is not None:
            yield f"content/{html.unescape(note[1])}", tree(text)


def test_each_is_one_page_in_hugo(vault: str) -> None:
    for file in files(vault):
        page = made[vault].pages[file].page
        assert page.output in made[vault].hugo, file


def test_each_is_one_page_in_quartz(vault: str) -> None:
    site = made[vault].quartz
    assert not site.errors
    assert not site.collisions
    assert not site.lost_pages
    slugs = [page.slug for page in site.pages]
    for file in files(vault):
        assert slugs.count(site.page(made[vault].files[file]).slug) == 1, file


def test_no_word_is_lost_in_hugo(vault: str) -> None:
    for file in files(vault):
        watched = made[vault].pages[file]
        shown = made[vault].hugo[watched.page.output].source.lower()
        assert lost_words(watched.note, shown) <= GONE.get(digest(file), set()), file


def test_no_word_is_lost_in_quartz(vault: str) -> None:
    for file in files(vault):
        shown = tree(made[vault].quartz.page(made[vault].files[file]).html).source.lower()
        assert lost_words(made[vault].pages[file].note, shown) <= GONE.get(digest(file), set()), (
            file
        )


def test_what_the_report_says_is_so(vault: str) -> None:
    for file in files(vault):
        watched = made[vault].pages[file]
        links = watched.rewritten.links
        for ending, codes in TOLD.items():
            told = sum(finding.code in codes for finding in watched.rewritten.findings)
            assert told >= getattr(links, ending), (file, ending)
        assert links.replaced == 0 or any(
            isinstance(mark, Transclusion) for mark in watched.note.document.marks
        ), file
        for findings in made[vault].findings.values():
            lines = watched.note.body_line + watched.note.body.count("\n")
            assert all(f.line <= lines for f in findings if f.path == file), file


def test_there_are_seventy() -> None:
    assert sum(map(len, FILES.values())) == 70


def lost_words(note: Note, shown: str) -> set[str]:
    return {word for word in words(note) if word not in shown}


def words(note: Note) -> frozenset[str]:
    """The words that a reader of a note sees, whatever the order."""
    text = list(note.body)
    for start, end in unseen(note):
        for index in range(start, end):
            if text[index] != "\n":
                text[index] = " "
    seen = html.unescape(MARKS.sub("", "".join(text)))
    return frozenset(word.lower() for word in WORD.findall(seen))


def unseen(note: Note) -> Iterator[tuple[int, int]]:
    document = note.document
    for marks in (document.comments, document.block_ids, document.link_definitions):
        yield from ((mark.start, mark.end) for mark in marks)
    yield from ((math.start, math.end) for math in document.maths)
    yield from ((label.start, label.end) for label in document.footnote_labels)
    for tag in document.htmls:
        yield from (m.span() for m in MARKUP.finditer(note.body, tag.start, tag.end))
    for link in document.links:
        # What stands behind an image's pipe, or instead of its text, is no text of the page.
        bare = link.embed or link.text_start >= link.text_end
        yield (link.start, link.end) if bare else (link.start, link.text_start)
        yield link.text_end, link.end
    for code in document.codes:
        yield unseen_code(note, code)
    for callout in document.callouts:
        if isinstance(callout, Callout):
            yield callout.start, callout.title_start
    for other in document.marks:
        if isinstance(other, Transclusion):
            yield other.start, other.end
        elif isinstance(other, EmptyLink):
            yield other.start, other.text_start
            yield other.text_end, other.end


def unseen_code(note: Note, code: Code) -> tuple[int, int]:
    """Where a block's info string is, or all of a query."""
    is_query = note.body[code.start : code.end].strip("`").startswith("=")
    if is_query or "dataview" in code.info.lower().split():
        return code.start, code.end
    end = note.body.find("\n", code.start, code.end) if code.block else code.start
    return code.start, end if end >= 0 else code.end
