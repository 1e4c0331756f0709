"""Rewrites one note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vaultexport.markdown import (
    BareUrl,
    BlockId,
    BraceLine,
    Callout,
    CalloutEnd,
    Code,
    Comment,
    EmbeddedHeading,
    EmptyLink,
    Flank,
    FootnoteLabel,
    FrozenDrawing,
    Heading,
    HeadingStart,
    Highlight,
    Html,
    InlineField,
    InlineNote,
    LineBreak,
    Link,
    LinkDefinition,
    ListItem,
    Math,
    NotesEnd,
    PlainMark,
    QueryResult,
    TableGap,
    Tag,
    Transclusion,
)
from vaultexport.rewriter import (
    block_ids,
    braces,
    callouts,
    codes,
    drawings,
    embedded,
    footnotes,
    headings,
    highlights,
    html,
    inline_fields,
    inline_notes,
    links,
    marks,
    maths,
    plain_marks,
    queries,
    tags,
    tasks,
    transclusions,
    urls,
)
from vaultexport.rewriter.context import Context
from vaultexport.rewriter.spans import spans_of
from vaultexport.strategies.escapes import ESCAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultexport.model import Finding, Links, Note, PropertyValue
    from vaultexport.planner.pages import Page
    from vaultexport.planner.site import Site
    from vaultexport.profiles import Profile

HANDLERS: Final[Mapping[type, Callable[[Context, Any], Any]]] = {
    Link: links.edit,
    EmptyLink: urls.empty,
    Comment: marks.comment,
    BlockId: block_ids.edit,
    QueryResult: queries.edit,
    Heading: headings.edit,
    HeadingStart: headings.start,
    Html: html.edit,
    Code: codes.edit,
    BraceLine: braces.edit,
    Callout: callouts.head,
    CalloutEnd: callouts.end,
    EmbeddedHeading: embedded.heading,
    FootnoteLabel: footnotes.edit,
    LinkDefinition: embedded.link_definition,
    Transclusion: transclusions.edit,
    FrozenDrawing: transclusions.drawing,
    Math: maths.edit,
    Highlight: highlights.edit,
    Tag: tags.edit,
    ListItem: tasks.edit,
    InlineField: inline_fields.edit,
    InlineNote: inline_notes.edit,
    NotesEnd: inline_notes.end,
    LineBreak: plain_marks.line_break,
    PlainMark: plain_marks.plain,
    Flank: plain_marks.flank,
    TableGap: plain_marks.table_gap,
    BareUrl: urls.bare,
}
"""One function for each kind of span: the span's edit, or ``None`` to leave it as it is."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A note's body in the target's language.

    Attributes:
        body: The text.
        front_matter: What it needs in the page's front matter besides the planned.
        assets: Vault paths of the attachments that it uses, sorted.
        uses: What it needs of the kit and the configuration, sorted.
        links: What became of the note's links.
        findings: What could not be carried over.
    """

    body: str
    front_matter: Mapping[str, PropertyValue]
    assets: tuple[str, ...]
    uses: tuple[str, ...]
    links: Links
    findings: tuple[Finding, ...]


def rewrite(note: Note, page: Page, site: Site, profile: Profile) -> Rewritten:
    """Rewrite a note's body.

    Args:
        note: A published note.
        page: Its planned page.
        site: What may be known of everything else.
        profile: The target.

    Returns:
        The page's body. Without any construct to convert it is the note's, to the byte.
    """
    context = Context(note, page, site, profile, HANDLERS, spans_of(note))
    context.assets.update(page.assets)
    escape = ESCAPES[profile.strategies["escape"]]
    body = context.render(0, len(note.body))
    finished = escape.finish(drawings.head(context) + body + inline_notes.rest(context))
    return Rewritten(
        body=finished.text,
        front_matter=finished.front_matter,
        assets=tuple(sorted(context.assets)),
        uses=tuple(sorted(context.uses)),
        links=context.ledger.sum(note.document.links),
        findings=tuple(context.findings),
    )
