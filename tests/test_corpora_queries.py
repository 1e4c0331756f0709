"""Every query of the real vaults is answered, or fails as in Dataview.

The table was measured against Dataview 0.5.70 over the same notes, all of them published: what
fails here fails there, and no other.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from vaultexport import export
from vaultexport.planner.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.planner.queries import Answer

MEASURED: Final = {
    "Aerosand__aerosand.github.io": (0, 0, 0),
    "AgedLace__AgedLace.github.io": (0, 0, 0),
    "AgedLace__Hugo-Blog": (0, 0, 0),
    "BCS1037__BCS-Academic-Vault": (1, 0, 0),
    "BabakHamidfar__DG": (0, 0, 0),
    "LukeBriton__mathematics-deployed": (0, 0, 0),
    "Tsuuuuuuun__DigitalGarden": (0, 0, 0),
    "XR-Y__my-digital-garden": (0, 0, 0),
    "cat0825__my_garden@2dca70ff": (0, 0, 0),
    "frustratedrocka__project-spacefuture": (0, 6, 0),
    "kepano__kepano-obsidian": (0, 0, 0),
    "oldwinter__digitalgarden": (0, 0, 0),
    "oldwinter__knowledge-garden": (22, 1, 0),
    "syalsr__Base": (0, 2, 1),
    "xDovos__Dataview-Deep-Dive": (202, 46, 5),
}
"""For each vault its blocks and inline queries (a text once a note), and how many fail."""


@pytest.mark.parametrize("name", MEASURED)
def test_queries(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora = os.environ.get("VAULTEXPORT_CORPORA")
    if not corpora or not Path(corpora, name).is_dir():
        pytest.skip("VAULTEXPORT_CORPORA names no folder with this vault")
    asked: dict[tuple[str, str, str], str] = {}

    def watched(kind: str, answer: Callable[..., Answer]) -> Callable[..., Answer]:
        def ask(queries: Queries, text: str, origin: str) -> Answer:
            answered = answer(queries, text, origin)
            asked[kind, text, origin] = answered.error
            return answered

        return ask

    monkeypatch.setattr(Queries, "block", watched("block", Queries.block))
    monkeypatch.setattr(Queries, "inline", watched("inline", Queries.inline))
    # Also where nothing says that the vault uses Dataview.
    monkeypatch.setattr(
        Queries,
        "expression",
        lambda _, code: code.removeprefix("=").strip() if code.startswith("=") else "",
    )
    export(
        Path(corpora, name),
        to="quartz",
        out=tmp_path / "out",
        publish="all",
        dry_run=True,
        jobs=1,
        timezone=UTC,
        now=datetime(2024, 6, 15, 10, 30, tzinfo=UTC),
    )
    blocks = sum(kind == "block" for kind, _text, _origin in asked)
    failed = sum(bool(error) for error in asked.values())
    assert (blocks, len(asked) - blocks, failed) == MEASURED[name]
