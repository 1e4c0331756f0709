"""Real vaults: every one is exported to every target, the same each time and everywhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from support.folders import corpora, read, times
from vaultexport import Report, export, pipeline
from vaultexport.planner.site import SCHEME
from vaultexport.rewriter import Rewritten, rewrite

if TYPE_CHECKING:
    from pathlib import Path

    from vaultexport.markdown import Link
    from vaultexport.model import Note

TARGETS = ("hugo", "quartz")

VAULTS = (
    "Aerosand__aerosand.github.io",
    "AgedLace__AgedLace.github.io",
    "AgedLace__Hugo-Blog",
    "BCS1037__BCS-Academic-Vault",
    "BabakHamidfar__DG",
    "LukeBriton__mathematics-deployed",
    "Tsuuuuuuun__DigitalGarden",
    "XR-Y__my-digital-garden",
    "cat0825__my_garden@2dca70ff",
    "frustratedrocka__project-spacefuture",
    "kepano__kepano-obsidian",
    "oldwinter__digitalgarden",
    "oldwinter__knowledge-garden",
    "syalsr__Base",
    "xDovos__Dataview-Deep-Dive",
)


class Exported(NamedTuple):
    """A vault exported to every target."""

    vault: Path
    outs: dict[str, Path]
    reports: dict[str, Report]
    pages: dict[str, list[tuple[Note, Rewritten]]]


@pytest.fixture(scope="module", params=VAULTS)
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    vault = corpora() / request.param
    if not vault.is_dir():
        pytest.skip(f"{request.param} is not among the corpora")
    tmp = tmp_path_factory.mktemp("corpus")
    done = Exported(vault, {to: tmp / to for to in TARGETS}, {}, {to: [] for to in TARGETS})
    for to, out in done.outs.items():

        def watched(note: Note, *others: Any, to: str = to) -> Rewritten:
            page = rewrite(note, *others)
            done.pages[to].append((note, page))
            return page

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pipeline, "rewrite", watched)
            done.reports[to] = export(vault, to=to, out=out)
    return done


def test_no_vault_of_the_corpora_is_forgotten() -> None:
    assert {path.name for path in corpora().iterdir() if path.is_dir()} == set(VAULTS)


def test_something_goes_out(exported: Exported) -> None:
    for to, report in exported.reports.items():
        assert report.exported
        assert len(report.exported) + sum(report.left_out.values()) == report.notes
        assert len(report.written) >= len(report.exported)
        written = set(read(exported.outs[to])) - {".vaultexport.json"}
        assert written == set(report.written)


def test_a_second_run_touches_nothing(exported: Exported) -> None:
    for to, out in exported.outs.items():
        before, stamps = read(out), times(out)
        again = export(exported.vault, to=to, out=out)
        assert (again.written, again.removed) == ((), ())
        assert (times(out), read(out)) == (stamps, before)
        assert again.findings == exported.reports[to].findings


def test_every_link_is_kept_lost_or_leads_outside(exported: Exported) -> None:
    """No link of a note vanishes, where nothing of the note is replaced by something else."""
    for pages in exported.pages.values():
        plain = [(note, page) for note, page in pages if not _REPLACED.search(note.body)]
        for note, page in plain:
            links = note.document.links
            outside = sum(map(_leaves, links))
            assert page.links + page.lost_links + outside == len(links), note.path


_REPLACED = re.compile(
    r"dataview|`\$?=|!\[\[|^```|~~~|\b(?:href|src)=", re.MULTILINE | re.IGNORECASE
)
"""Queries, embeds and HTML, whose links are others than those that Markdown has in the note."""


def _leaves(link: Link) -> bool:
    if link.kind == "wikilink":
        return link.target.lower().startswith(("http:", "https:"))
    return link.kind == "autolink" or not link.target or bool(SCHEME.match(link.target))


def test_no_finding_tells_of_an_unpublished_note(exported: Exported) -> None:
    for to, report in exported.reports.items():
        public = set(report.exported)
        outputs = set(read(exported.outs[to]))
        assert {finding.path for finding in report.findings} <= public | outputs | {""}
        assert json.loads(report.to_json())["exported"] == list(report.exported)


def test_no_page_is_lost_or_doubled(exported: Exported) -> None:
    for to, report in exported.reports.items():
        pages = [path for path in report.written if path.endswith(".md")]
        folded = {path.casefold() for path in pages}
        assert len(folded) == len(pages), to
        assert len(pages) >= len(report.exported)


@pytest.mark.parametrize("vault", ["cat0825__my_garden@2dca70ff", "kepano__kepano-obsidian"])
@pytest.mark.parametrize("to", TARGETS)
def test_another_process_writes_the_same_bytes(vault: str, to: str, tmp_path: Path) -> None:
    """Neither the order of sets, nor the locale, nor the working folder shows in the output."""
    folder = corpora() / vault
    code = (
        "import sys, zoneinfo; from vaultexport import export\n"
        "export(sys.argv[1], to=sys.argv[2], out=sys.argv[3], timezone=zoneinfo.ZoneInfo('UTC'))"
    )
    for number, seed in enumerate(("0", "1", "31337")):
        cwd = tmp_path / f"cwd{number}"
        cwd.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": ("C", "C.UTF-8", "")[number]}
        subprocess.run(
            [sys.executable, "-c", code, str(folder), to, str(tmp_path / seed)],
            check=True,
            cwd=cwd,
            env=environment,
            timeout=120,
        )
    export(folder, to=to, out=tmp_path / "here", timezone=ZoneInfo("UTC"))
    here = read(tmp_path / "here")
    for seed in ("0", "1", "31337"):
        assert read(tmp_path / seed) == here
