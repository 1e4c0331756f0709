"""Real vaults: every one is exported to every target, the same each time and everywhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from support.folders import corpora, read, times
from support.watch import Watched, watched_pages
from vaultexport import Links, Report, export
from vaultexport.markdown import EmptyLink

if TYPE_CHECKING:
    from pathlib import Path

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
    pages: dict[str, list[Watched]]


@pytest.fixture(scope="module", params=VAULTS)
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    vault = corpora() / request.param
    if not vault.is_dir():
        pytest.skip(f"{request.param} is not among the corpora")
    tmp = tmp_path_factory.mktemp("corpus")
    done = Exported(vault, {to: tmp / to for to in TARGETS}, {}, {to: [] for to in TARGETS})
    for to, out in done.outs.items():
        with watched_pages() as pages:
            done.reports[to] = export(vault, to=to, out=out)
        done.pages[to].extend(pages)
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


def test_every_link_is_counted_once(exported: Exported) -> None:
    for to, pages in exported.pages.items():
        for note, _page, rewritten in pages:
            links = rewritten.links
            found = len(note.document.links) + empty_links(note)
            if not _HTML.search(note.body):
                assert (links.total, links.replaced) == (found, 0), (to, note.path)
            # Tags and frames of a published garden count, too.
            assert links.total >= found - empty_links(note), (to, note.path)
        total = sum((rewritten.links for _note, _page, rewritten in pages), Links())
        assert exported.reports[to].links == total


def test_a_link_that_is_lost_has_a_finding(exported: Exported) -> None:
    for to, pages in exported.pages.items():
        for note, _page, rewritten in pages:
            told = sum(finding.code in LOST for finding in rewritten.findings)
            assert told >= rewritten.links.lost, (to, note.path)


LOST = {
    *("link-unresolved", "link-unpublished", "link-dropped", "link-empty", "file-unsupported"),
    *("attachment-missing", "html-dropped"),
}

_HTML = re.compile(r"\b(?:href|src)=", re.IGNORECASE)


def empty_links(note: Note) -> int:
    return sum(isinstance(mark, EmptyLink) for mark in note.document.marks)


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
