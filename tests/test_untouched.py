"""Nothing of a real note changes but what a construct's own edit replaces."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Any

import pytest

from support.folders import corpora
from support.watch import watched_pages
from test_corpora import VAULTS
from vaultexport import export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vaultexport.rewriter.context import Context, Edit

module = importlib.import_module("vaultexport.rewriter.rewrite")
MARK = re.compile("\ue000(\\d+):(\\d+)\ue001")


def marked(handler: Callable[[Context, Any], Edit | None], depth: list[int]) -> Any:
    """Let an outermost edit leave a mark that says what range it replaces."""

    def edit(ctx: Context, span: Any) -> Edit | None:
        depth[0] += 1
        try:
            found = handler(ctx, span)
        finally:
            depth[0] -= 1
        if found is None or depth[0]:
            return found
        return found._replace(text=f"\ue000{found.start}:{found.end}\ue001")

    return edit


@pytest.mark.parametrize("to", ["hugo", "quartz"])
@pytest.mark.parametrize("name", VAULTS)
def test_a_body_without_its_edits_is_the_notes(
    name: str, to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    depth = [0]
    handlers = {kind: marked(handler, depth) for kind, handler in module.HANDLERS.items()}
    monkeypatch.setattr(module, "HANDLERS", handlers)
    with watched_pages() as pages:
        export(corpora() / name, to=to, out=tmp_path / "out", dry_run=True)
    checked = 0
    for note, _page, rewritten in pages:
        # A drawing stands above its note; shortcodes in the text are escaped at the end.
        if note.drawing or "\ue000" in note.body or "{{" in note.body or "\ufdd0" in note.body:
            continue
        edits = [(int(start), int(end)) for start, end in MARK.findall(rewritten.body)]
        assert edits == sorted(edits), note.path
        parts = MARK.split(rewritten.body)[::3]
        places = [0, *(end for _start, end in edits)]
        stops = [*(start for start, _end in edits), len(note.body)]
        kept = [note.body[a:b] for a, b in zip(places, stops, strict=True)]
        assert parts == kept, note.path
        checked += 1
    assert checked > 0
