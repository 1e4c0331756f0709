"""Looks over the shoulder of an export."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from vaultexport import press
from vaultexport.rewriter import Rewritten, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.model import Note
    from vaultexport.planner.pages import Page


class Watched(NamedTuple):
    """One note on its way to a page."""

    note: Note
    page: Page
    rewritten: Rewritten


@contextmanager
def watched_pages() -> Iterator[list[Watched]]:
    """Yield the pages that are made within the block by this process, as they are made."""
    pages: list[Watched] = []

    def watch(note: Note, page: Page, *others: Any) -> Rewritten:
        rewritten = rewrite(note, page, *others)
        pages.append(Watched(note, page, rewritten))
        return rewritten

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(press, "rewrite", watch)
        yield pages
