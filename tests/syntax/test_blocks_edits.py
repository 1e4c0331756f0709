"""Whatever is converted, nothing else in a note changes by a byte."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.folders import corpora
from support.golden import FIXTURES
from vaultexport.markdown import parse
from vaultexport.model import Note
from vaultexport.options import resolve_options
from vaultexport.planner import Order, make_plan, public_view
from vaultexport.profiles import load_profile
from vaultexport.reader import read_vault
from vaultexport.rewriter.context import Context, Edit
from vaultexport.rewriter.rewrite import HANDLERS
from vaultexport.rewriter.spans import spans_of

NOW = datetime(2025, 5, 4, 12, tzinfo=UTC)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vaultexport.planner import Plan
    from vaultexport.profiles import Profile

VAULTS = sorted({vault.parent for vault in FIXTURES.rglob("vault") if vault.is_dir()})

PIECES = st.sampled_from(
    [
        *(
            "$",
            "$$",
            "$x$",
            "\\(",
            "==",
            "%%",
            "#tag",
            "^id",
            "^[",
            "]",
            "[[a]]",
            "[x](y)",
            "~",
            "*",
        ),
        *(
            "**",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "> ",
            "- ",
            "  ",
            "- [/] ",
            "| a | b |\n",
            "| - | - |\n",
        ),
        *(
            "\n---\n",
            "# ",
            "[^1]",
            "[^1]: ",
            "https://a.b/中",
            "“",
            "：",
            "中",
            "a",
            "\\",
            "<br>",
            "{r}",
        ),
    ]
)


class Planned(NamedTuple):
    """A vault on its way to a target."""

    plan: Plan
    profile: Profile


def planned(folder: Path, target: str) -> Planned:
    profile = load_profile(target, None)
    vault = read_vault(folder)
    options = resolve_options(profile, {}, {}, content_only=False)
    order = Order(profile, options, NOW)
    return Planned(make_plan(vault, public_view(vault, "all"), order), profile)


def edits(note: Note, site: Planned) -> tuple[list[Edit], str]:
    """Rewrite a note; give the edits of its own text, and the result."""
    found: list[Edit] = []

    def recorded(handler: Callable[..., Edit | None]) -> Callable[..., Edit | None]:
        def run(ctx: Context, span: Any) -> Edit | None:
            edit = handler(ctx, span)
            if edit is not None and ctx is context:
                found.append(edit)
            return edit

        return run

    handlers = {kind: recorded(handler) for kind, handler in HANDLERS.items()}
    page = site.plan.pages[note.path]
    context = Context(note, page, site.plan.site, site.profile, handlers, spans_of(note))
    return found, context.render(0, len(note.body) + 1)


def outermost(found: list[Edit]) -> Iterator[Edit]:
    """Leave out edits inside of others; fail if two only overlap."""
    position = 0
    for edit in sorted(found, key=lambda edit: (edit.start, -edit.end)):
        if edit.end <= position and edit.start < position:
            continue
        assert edit.start >= position, f"an edit overlaps another at {edit.start}"
        position = edit.end
        yield edit


def check(note: Note, site: Planned) -> None:
    found, written = edits(note, site)
    position = start = 0
    for edit in outermost(found):
        kept = note.body[position : edit.start]
        assert written.startswith(kept, start), f"{note.path}: changed near {position}"
        start += len(kept)
        position = edit.end
        place = written.find(edit.text, start)
        assert place == start, f"{note.path}: not written at {edit.start}"
        start += len(edit.text)
    assert written[start:] == note.body[position:]


@pytest.mark.parametrize("target", ["hugo", "quartz", "quartz4"])
@pytest.mark.parametrize("fixture", VAULTS, ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_only_edits_change_a_fixture(fixture: Path, target: str) -> None:
    site = planned(fixture / "vault", target)
    for note in site.plan.site.notes.values():
        check(note, site)


@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_only_edits_change_the_notes_of_real_vaults(target: str) -> None:
    for folder in sorted(path for path in corpora().iterdir() if path.is_dir()):
        site = planned(folder, target)
        for note in site.plan.site.notes.values():
            check(note, site)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Planned]:
    folder = tmp_path_factory.mktemp("vault")
    (folder / "a.md").write_text("a\n")
    return {target: planned(folder, target) for target in ("hugo", "quartz")}


@given(body=st.lists(PIECES, max_size=30).map("".join))
def test_only_edits_change_any_text(body: str, empty: dict[str, Planned]) -> None:
    note = Note("a.md", {}, "", body, 1, parse)
    for site in empty.values():
        check(note, site)


@given(body=st.text(alphabet="aé中🎉 .,\n\r-", max_size=80))
def test_plain_text_parses_into_nothing_to_convert(body: str) -> None:
    document = parse(body)
    kinds = {type(span).__name__ for span in document.marks}
    assert kinds <= {"LineBreak"}
    assert (document.tags, document.maths, document.comments, document.links) == ((), (), (), ())
