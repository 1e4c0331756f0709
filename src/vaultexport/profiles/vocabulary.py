"""The words a profile may use: what Python offers, and what each construct's template gets.

The profile's schema, its checks and the manual's page are all made from these tables.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Construct(NamedTuple):
    """A piece of a note that a target may want in its own form.

    Attributes:
        slots: The texts that its templates may use.
        facts: What its variants may ask, besides the profile's options, ``kit`` and ``in-query``.
        meaning: What it is, for the manual.
    """

    slots: frozenset[str]
    facts: frozenset[str]
    meaning: str


def _construct(meaning: str, slots: str, facts: str = "") -> Construct:
    return Construct(frozenset(slots.split()), frozenset(facts.split()), meaning)


_PLACE: Final = "in-table in-heading"

CONSTRUCTS: Final[dict[str, Construct]] = {
    "note-link": _construct(
        "a link to a note, or to a heading or block in one; `top-folder`: the note is the page of a"
        " folder at the top; `folder-note`: it is the page of a folder because it is called so",
        "text plain file path slug language anchor subpath pipe",
        f"{_PLACE} top-folder folder-note",
    ),
    "same-note-link": _construct(
        "a link to a heading or block of the note itself",
        "text plain file path slug language anchor subpath pipe",
        _PLACE,
    ),
    "asset-link": _construct("a link to an attachment", "text src path fragment", _PLACE),
    "page-url": _construct(
        "the URL of a note's page in raw HTML",
        "file path slug language anchor subpath",
        "top-folder folder-note",
    ),
    "asset-url": _construct("the URL of an attachment in raw HTML", "src path fragment"),
    "external-link": _construct(
        "a link to another site that an embedded note defined elsewhere", "text url", _PLACE
    ),
    "scheme": _construct("what goes before a URL without a scheme, such as `//host/path`", ""),
    "lost-link": _construct("a link whose target is not in the site", "text", _PLACE),
    "property-link": _construct(
        "a link to a published note in the value of an own property; of any other only its text"
        " stays",
        "text file path slug",
    ),
    "image": _construct(
        "an embedded image",
        "alt alt-text src path fragment dimensions",
        f"size own-block opens-html {_PLACE}",
    ),
    "external-image": _construct(
        "an image of another site, with a size or in Obsidian's brackets",
        "alt alt-text url dimensions",
        f"size own-block opens-html {_PLACE}",
    ),
    "file-embed": _construct(
        "an embedded attachment that is no image: `kind` is audio, video, pdf or other",
        "text title src path fragment dimensions",
        f"kind fragment sized own-block {_PLACE}",
    ),
    "online-embed": _construct(
        "a film or post of another site: `service` is youtube, vimeo or post",
        "text title alt-text url id start",
        f"service start place {_PLACE}",
    ),
    "unpublished-embed": _construct("what stands for an embed that is not published", "", _PLACE),
    "unsupported-embed": _construct("an embed that the target can't show", "name", _PLACE),
    "note-embed": _construct(
        "an embedded note, section or block; with the slot `body` its own text, else the target's"
        " embed; a link where no variant holds",
        "text plain title source body file path slug language anchor subpath pipe",
        f"place fits part addressable same-page in-footnote {_PLACE}"
        " page-ring page-again id-clash footnotes leads-out",
    ),
    "kept-embed": _construct(
        "the text of an embedded note that a garden published and that has no page",
        "body title text",
        "titled in-footnote",
    ),
    "embedded-heading": _construct(
        "a heading of a note that is embedded by its text", "marks level text plain id", "plain"
    ),
    "heading-id": _construct("the mark that gives a heading its id", "id"),
    "heading-mark": _construct(
        "a place above a heading with a footnote or an embed, of which the target makes another id"
        " than its text's",
        "id",
    ),
    "block-id": _construct(
        "the mark that gives a block its id; `after` is list (the item has one inside), formula,"
        " embed, markup or text",
        "id",
        "targeted after",
    ),
    "query-result": _construct("the frozen result of a query", "body", "form"),
    "callout": _construct(
        "the first line of a callout",
        "source type plain-type fold title shown-title",
        "letters word body nested",
    ),
    "callout-end": _construct(
        "what stands below a callout, to say what its first line can't",
        "type metadata",
        "letters metadata",
    ),
    "callout-in-code": _construct(
        "each line of a fenced code block that shows a callout's source", "line"
    ),
    "plugin-block": _construct(
        "a code block that a plugin shows as something else", "source language", "role"
    ),
    "drawing-missing": _construct(
        "the place of an Excalidraw drawing that was not exported as an image", "title"
    ),
    "math": _construct(
        "a formula",
        "source tex inline-tex lines code before after",
        "display in-line own-lines joined in-table in-heading",
    ),
    "highlight": _construct("highlighted text", "text padded", "plain in-title"),
    "tag": _construct(
        "a tag in running text; `pageless`: no page of its own will be there",
        "source name slug",
        "in-heading own-block plain line-start in-folder pageless",
    ),
    "task": _construct("the box of a task with a state of its own", "char"),
    "footnote-reference": _construct(
        "a reference to a footnote in a callout's title; `one-line` if the footnote is no more than"
        " text",
        "label text",
        "in-title one-line",
    ),
    "inline-note": _construct("the place of an inline footnote", "label text", "in-title"),
    "inline-note-text": _construct("the text of an inline footnote, below its block", "label text"),
    "inline-field": _construct(
        "a field of Dataview in brackets; one in round ones shows its value alone and is not"
        " `named`. `key` is as it reads, `name` without markup, `norm` as queries know it",
        "key name norm value",
        "named",
    ),
    "html-break": _construct("`<br>` in running text", "", "in-line in-heading line-end own-line"),
    "line-break": _construct("the end of a line of running text", ""),
    "bare-url": _construct("a URL in running text with CJK letters in or beside it", "url"),
    "flank": _construct(
        "what goes inside a marker of emphasis that stands next to CJK punctuation", ""
    ),
    "plain-mark": _construct(
        "text that the target would read as markup", "text escaped split code", "mark"
    ),
    "fence-info": _construct(
        "the info string of a fenced code block with braces", "language", "attributes"
    ),
    "attribute-line": _construct(
        "a line of text in braces, which the target would read as attributes", "brace"
    ),
}
"""The constructs by name. One that a profile leaves out stays as it is in the note."""

SITE_CONFIG: Final = _construct(
    "a line of the configuration that suits the export",
    "title language locale host url",
    "language host cjk",
)
"""What the lines of ``site-config`` may use and ask, besides the options."""

FIELD_TYPES: Final[dict[str, str]] = {
    "text": "a text on one line; numbers and dates as text",
    "title": "a text on one line; `false` and `0` are none",
    "text-list": "a list of texts",
    "class-list": "a list of CSS classes, also from one text with spaces",
    "tag-list": "a list of tags without `#`",
    "alias-list": "a list of other names",
    "datetime": "a time with its offset from UTC (RFC 3339)",
    "shown-since": "a date long ago, if the date that is read is still to come",
    "integer": "a whole number",
    "boolean": "true or false",
    "show-flag": "one of Digital Garden's switches, with the garden's default",
    "flag": "the entry's `value`, if the switch is on",
    "icon": "a note icon that is not the default one",
    "image": "the URL of an image; of a vault's attachment from the site's root, without `/`",
    "metatags": "a map of names to texts, also from a list of names and contents",
}
"""The types of front matter, by name."""

STRATEGY_KINDS: Final[dict[str, str]] = {
    "url": "the URL that the target gives a file",
    "asset-url": "where the site serves an attachment",
    "anchor": "the id that the target gives a heading",
    "escape": "what must not be read as the target's own syntax",
}
"""What a profile chooses an algorithm for."""

SITE_FACTS: Final[dict[str, str]] = {
    "languages": "name its languages, none of them with a folder or host of its own",
}
"""What an option may require of the user's site: what the site's configuration has to do."""
