"""What every construct's module gets to work with while one note is rewritten."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultexport.markdown import CalloutEnd, Heading, NotesEnd
from vaultexport.model import Finding, Severity
from vaultexport.planner.site import AssetTarget, LostTarget, PageTarget
from vaultexport.profiles import choose
from vaultexport.rewriter.ledger import Ledger
from vaultexport.rewriter.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultexport.markdown import Link
    from vaultexport.markdown.spans import Span
    from vaultexport.model import Note
    from vaultexport.planner.pages import Page
    from vaultexport.planner.site import Site, Target
    from vaultexport.profiles import Fact, Profile, Template

LAST_LEVEL: Final = 6
"""Of headings."""

_LIST_MARKS = re.compile(r"[^\s>]")


class Edit(NamedTuple):
    """A range of the body, in characters, and what stands there in the page."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Expanded:
    """What the notes embedded in one page come to.

    Attributes:
        number: How many there are.
        size: How many characters of their source.
        shown: Vault paths of the notes that the target itself embeds, repeats included.
        is_full: Whether there were more than a page can hold.
        last_list: The note that holds the last embed, where it ends, and the mark of the list that
            it ends with.
    """

    number: int = 0
    size: int = 0
    shown: list[str] = field(default_factory=list)
    is_full: bool = False
    last_list: tuple[str, int, str] = ("", 0, "")


@dataclass(frozen=True, slots=True)
class Embedding:
    """How a note's text differs where it stands in another note's page.

    Attributes:
        outer: The text that it is embedded in.
        place: Where in that text.
        start: Where the embedded range of the note starts.
        end: Where it ends.
        number: Counts the embedded notes of a page from 1: it sets their names apart.
        level: The level of the heading above; 0 for none.
        shift: How many levels its headings go down, so that they stay below that one.
        quoted: Whether it stands in a quote of the page.
        inline: Whether it stands in the middle of a line, where no block can.
        strays: Where in the note tags of HTML start that would end the page's own.
        marks: What becomes of the marks of its lists that no other list holds; empty for nothing.
    """

    outer: Context
    place: int
    start: int
    end: int
    number: int
    level: int
    shift: int
    quoted: bool
    inline: bool
    strays: frozenset[int]
    marks: Mapping[str, str]

    def name(self, name: str) -> str:
        """Set the name of a footnote or heading apart from all others of the page.

        No engine makes a heading's id with a colon of its own accord.
        """
        return f"embed-{self.number}:{name}"


@dataclass(slots=True)
class PendingNotes:
    """Inline footnotes whose texts are still to be written.

    Attributes:
        number: How many there were so far.
        texts: The texts, each with its label.
    """

    number: int = 0
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Context:
    """One note on its way to a page.

    Attributes:
        note: The note.
        page: Its planned page.
        site: Everything else that may be known.
        profile: The target.
        handlers: The rewriting function of each kind of span.
        spans: The spans of its text.
        findings: What could not be carried over, so far.
        assets: Vault paths of the attachments that the page uses, so far.
        uses: What the page needs of the target's kit and configuration, so far.
        ledger: What became of its links, so far.
        in_query: Whether the inside of a query's result is being rewritten.
        answering: Whether the text is a query's answer: no query in it is answered again.
        embedding: Where the text goes if it is part of a note embedded in the page's own.
        expanded: What is embedded in the page, so far.
        pending: Inline footnotes whose texts follow.
    """

    note: Note
    page: Page
    site: Site
    profile: Profile
    handlers: Mapping[type, Callable[[Context, Span], Edit | None]]
    spans: Spans = field(default_factory=Spans)
    findings: list[Finding] = field(default_factory=list)
    assets: set[str] = field(default_factory=set)
    uses: set[str] = field(default_factory=set)
    ledger: Ledger = field(default_factory=Ledger)
    in_query: bool = False
    answering: bool = False
    embedding: Embedding | None = None
    expanded: Expanded = field(default_factory=Expanded)
    pending: PendingNotes = field(default_factory=PendingNotes)

    def render(self, start: int, end: int, *, within: Span | None = None) -> str:
        """Rewrite a range of the body.

        Args:
            start: Where it starts.
            end: Where it ends.
            within: The span whose inside this is: it is not asked again.

        Returns:
            The range with the edits of all spans that lie wholly inside. Outer spans win over
            inner ones; a handler that wants its inside rewritten calls this for it.
        """
        body = self.note.body
        places, spans = self.spans
        first = bisect_left(places, start)
        last = bisect_right(places, end, first)
        if first == last:
            return body[start:end]
        pieces: list[str] = []
        position = start
        for where, span in zip(places[first:last], spans[first:last], strict=True):
            if where < position or span is within:
                continue
            if where == end and not _ends_in(span, start):
                continue
            if span.end > end and not isinstance(span, Heading):
                continue
            handler = self.handlers.get(type(span))
            edit = handler(self, span) if handler else None
            if edit is None or edit.end < position:
                continue
            # An edit may reach back to the start of its line, a range may start inside of it.
            pieces += (body[position : edit.start], edit.text)
            position = edit.end
        pieces.append(body[position:end])
        return "".join(pieces)

    def fill(
        self, construct: str, slots: Mapping[str, str], facts: Mapping[str, Fact] | None = None
    ) -> str | None:
        """Write a construct as the profile wants it.

        Args:
            construct: Its name.
            slots: The texts for its slots.
            facts: What is so at this place, besides the options and whether there is a kit.

        Returns:
            The text; ``None`` when the profile leaves the construct as it is.
        """
        template = self.template(construct, slots, {} if facts is None else facts)
        return template.fill(slots) if template else None

    def template(
        self, construct: str, slots: Mapping[str, str], facts: Mapping[str, Fact]
    ) -> Template | None:
        """Choose a construct's template; arguments as in `fill`."""
        return choose(self.site.constructs[self.in_query].get(construct, ()), facts, slots)

    @property
    def is_quoted(self) -> bool:
        """Whether all of the text stands in a quote of the page."""
        return self.embedding is not None and self.embedding.quoted

    @property
    def is_inline(self) -> bool:
        """Whether all of the text stands in the middle of a line of the page."""
        return self.embedding is not None and self.embedding.inline

    def target(self, link: Link) -> Target | None:
        """Say what a link of the note means, seen from the page that it will stand in."""
        target = self.site.target(link, self.note.path)
        may_show = self.site.answer_assets
        if self.answering and may_show is not None and isinstance(target, AssetTarget):
            return target if target.path in may_show else LostTarget(public=False)
        if self.embedding is not None and isinstance(target, PageTarget):
            return target._replace(same_page=target.page.note == self.page.note)
        return target

    def finding(
        self,
        code: str,
        offset: int,
        message: str,
        hint: str = "",
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Report something about the place at ``offset`` of the body."""
        line = self.note.line(offset)
        self.findings.append(Finding(self.note.path, line, code, severity, message, hint))

    @property
    def newline(self) -> str:
        """The note's own line end."""
        return "\r\n" if "\r\n" in self.note.body else "\n"

    def line_prefix(self, offset: int) -> str:
        """Give what a further line must start with to stay in the containers of ``offset``.

        Quote marks are kept, list markers become spaces of their width.
        """
        start = self.note.body.rfind("\n", 0, offset) + 1
        return _LIST_MARKS.sub(" ", self.note.body[start:offset])

    def lines(self, text: str, offset: int) -> str:
        """Fit a text of several lines into the containers of ``offset``."""
        return text.replace("\n", self.newline + self.line_prefix(offset))


def _ends_in(span: Span, start: int) -> bool:
    """Tell whether a span at the end of a range ends a block that starts in the range."""
    if isinstance(span, CalloutEnd):
        return span.quote >= start
    if isinstance(span, NotesEnd):
        return span.block >= start
    return isinstance(span, Heading)
