"""The embed that stood where Digital Garden put a frame with the embedded text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from vaultexport.markdown import EmbeddedHeading, Link
from vaultexport.planner.anchors import find_block, find_heading
from vaultexport.planner.site import PageTarget

if TYPE_CHECKING:
    from vaultexport.markdown import Heading, Transclusion
    from vaultexport.model import Note
    from vaultexport.planner.site import Site


def embed_of(site: Site, note: Note, span: Transclusion) -> Link:
    """Give the embed that a frame was.

    The plugin made something of its own out of a heading's or block's name for the fragment of the
    link, and took the whole note for a section that it did not find; so the text itself says which
    part it is: a section begins with its heading.

    Args:
        site: What may be known.
        note: The note that holds the frame.
        span: The frame.

    Returns:
        A link of the extent of the frame; its target is empty if the frame has no link.
    """
    path, _, fragment = span.href.partition("#")
    target = site.target(_link(span, path), note.path) if path and fragment else None
    if isinstance(target, PageTarget):
        subpath = _subpath(note, span, site.notes[target.page.note], fragment)
        return _link(span, f"{path}#{quote(subpath)}" if subpath else path)
    return _link(span, path)


def _link(span: Transclusion, target: str) -> Link:
    title = (span.title_start, span.title_end)
    return Link(
        *(span.start, span.end, "inline", True, target, "", *title),
        in_table=span.in_table,
        in_heading=False,
    )


def _subpath(note: Note, span: Transclusion, source: Note, fragment: str) -> str:
    heading = _first_heading(note, span)
    if heading is not None:
        subpath = heading.source.replace("#", " ")
        return subpath if find_heading(source.document, subpath) else ""
    return f"^{fragment}" if find_block(source.document, fragment.lstrip("^")) else ""


def _first_heading(note: Note, span: Transclusion) -> Heading | None:
    """Give the heading that a frame's text begins with, if it does with one."""
    for mark in note.document.marks:
        if isinstance(mark, EmbeddedHeading) and span.body_start <= mark.start < span.body_end:
            before = note.body[span.body_start : mark.start]
            return mark.heading if not before.strip() else None
    return None
