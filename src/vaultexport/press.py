"""Makes the pages of a plan, by as many processes as there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultexport.emit import front_matter_block
from vaultexport.rewriter import contents, rewrite
from vaultexport.writer import OutputFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vaultexport.markdown import Document
    from vaultexport.model import Note, PropertyValue
    from vaultexport.planner import Plan
    from vaultexport.planner.pages import Page
    from vaultexport.profiles import Profile
    from vaultexport.rewriter import Rewritten
    from vaultexport.workers import Workers
    from vaultexport.writer import OutputTree, Put


@dataclass(frozen=True, slots=True)
class Press:
    """What a page is made of.

    Attributes:
        plan: The plan.
        profile: The target.
        tree: The output folder.
    """

    plan: Plan
    profile: Profile
    tree: OutputTree


class Made(NamedTuple):
    """The pages of a plan.

    Attributes:
        pages: What became of each note, without its text, by vault path.
        puts: What became of each file.
    """

    pages: Mapping[str, Rewritten]
    puts: Sequence[Put]


def share_parsing(notes: Mapping[str, Note], workers: Workers) -> None:
    """Parse notes ahead of their use, where several processes can do it at the same time.

    Args:
        notes: By vault path.
        workers: Who does it.
    """
    if workers.number == 1:
        return
    unknown = [path for path, note in notes.items() if not note.is_parsed]
    for path, document in zip(unknown, workers.map(_document, notes, unknown), strict=True):
        notes[path].know(document)


def make_pages(
    press: Press, workers: Workers, progress: Callable[[int, int], None] | None = None
) -> Made:
    """Make and write the pages of all notes, and those that we add.

    Args:
        press: What they are made of.
        workers: Who does it.
        progress: Called with the number of notes done and of all notes.

    Returns:
        What became of them.

    Raises:
        OSError: the output folder can't be written.
    """
    plan, site = press.plan, press.plan.site
    if workers.number > 1 and site.queries is not None:
        site.queries.prepare(site.notes.values())
    press.tree.announce(page.output for page in (*plan.pages.values(), *plan.added))
    pages: dict[str, Rewritten] = {}
    puts: list[Put] = []
    for path, (page, put) in zip(plan.pages, workers.map(_page, press, [*plan.pages]), strict=True):
        pages[path] = page
        puts.append(put)
        if progress is not None:
            progress(len(pages), len(plan.pages))
    for added in plan.added:
        body = contents(added, site, press.profile)
        puts.append(press.tree.put(_file(added, added.front_matter, body)))
    return Made(pages, puts)


def _document(notes: Mapping[str, Note], path: str) -> Document:
    return notes[path].document


def _page(press: Press, path: str) -> tuple[Rewritten, Put]:
    page, site = press.plan.pages[path], press.plan.site
    made = rewrite(site.notes[path], page, site, press.profile)
    front_matter = _merged(page.front_matter, made.front_matter)
    put = press.tree.put(_file(page, front_matter, made.body))
    return replace(made, body=""), put


def _file(page: Page, front_matter: Mapping[str, PropertyValue], body: str) -> OutputFile:
    text = front_matter_block(front_matter) + body
    return OutputFile(page.output, "page", text.encode(errors="replace"))


def _merged(data: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(data)
    for key, value in more.items():
        inner = result.get(key)
        is_map = isinstance(value, dict) and isinstance(inner, dict)
        result[key] = _merged(inner, value) if is_map else value  # type: ignore[arg-type]
    return result
