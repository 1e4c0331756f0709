"""The work of an export in several processes: the same result, whatever happens to one of them."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.folders import read
from vaultexport import export, press, workers
from vaultexport.planner import Order, make_plan, plan, public_view
from vaultexport.profiles import load_profile
from vaultexport.reader import read_vault
from vaultexport.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.report import Report

FIXTURES = Path(__file__).parents[1] / "fixtures"
VAULTS = {
    "garden": FIXTURES / "garden" / "vault",
    "digital-garden": FIXTURES / "digital-garden" / "vault",
    "dataview": FIXTURES / "dataview" / "vault",
}


@pytest.fixture
def share(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let even few notes be shared by processes that start as said."""

    def set_up(method: str) -> None:
        monkeypatch.setattr(workers, "_FEW", {method: 1})
        monkeypatch.setattr(workers, "_method", lambda: method)

    return set_up


def made(vault: Path, out: Path, target: str, jobs: int) -> tuple[Report, dict[str, bytes]]:
    now = datetime(2025, 5, 4, tzinfo=UTC)
    report = export(vault, to=target, out=out, jobs=jobs, now=now, timezone=UTC)
    return report, read(out)


@pytest.mark.parametrize("target", ["hugo", "quartz"])
@pytest.mark.parametrize("vault", VAULTS)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
def test_the_result_does_not_depend_on_the_number_of_workers(
    vault: str, target: str, tmp_path: Path, share: Callable[[str], None]
) -> None:
    share("fork")
    alone = made(VAULTS[vault], tmp_path / "1", target, 1)
    for jobs in (2, 4):
        assert made(VAULTS[vault], tmp_path / f"{jobs}", target, jobs) == alone


def test_nor_on_how_they_start(tmp_path: Path, share: Callable[[str], None]) -> None:
    share("spawn")
    alone = made(VAULTS["dataview"], tmp_path / "1", "hugo", 1)
    assert made(VAULTS["dataview"], tmp_path / "2", "hugo", 2) == alone


@pytest.mark.parametrize("vault", VAULTS)
def test_nor_on_whether_there_is_room_for_all_spans(
    vault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = made(VAULTS[vault], tmp_path / "1", "hugo", 1)
    for module in (plan, press):
        monkeypatch.setattr(module, "MANY", 1)
    assert made(VAULTS[vault], tmp_path / "2", "hugo", 1) == alone


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
def test_a_date_to_come_is_known_whoever_reads_it(
    tmp_path: Path, share: Callable[[str], None]
) -> None:
    share("fork")
    vault = tmp_path / "vault"
    for number in range(20):
        place = vault / f"{number}.md"
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"---\ncreated: 21{number + 10}-01-01\n---\nSoon.\n", encoding="utf-8")
    source = read_vault(vault)
    target = load_profile("hugo")
    options = {name: values[0] for name, values in target.options.items()}
    now = datetime(2025, 5, 4, tzinfo=UTC)
    order = Order(target, options, now, zone=UTC, present=now)
    made = make_plan(source, public_view(source, "all"), order, Workers(2).map)
    assert made.until == datetime(2110, 1, 1, tzinfo=UTC)


def test_the_work_is_done_elsewhere_and_comes_back_in_order(share: Callable[[str], None]) -> None:
    share("spawn")
    found = list(Workers(2).map(pair, "state", range(50)))
    assert [(state, item) for state, item, _process in found] == [("state", n) for n in range(50)]
    assert os.getpid() not in {process for _state, _item, process in found}


def test_when_a_process_dies_its_work_is_done_here(share: Callable[[str], None]) -> None:
    share("spawn")
    assert list(Workers(2).map(die_elsewhere, os.getpid(), range(50))) == list(range(50))


def test_few_notes_are_not_worth_a_process() -> None:
    found = Workers(8).map(pair, "", range(20))
    assert {process for _state, _item, process in found} == {os.getpid()}


def test_by_default_there_is_one_for_each_core() -> None:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert Workers.all() == Workers(cores or 1)


def pair(state: str, item: int) -> tuple[str, int, int]:
    return state, item, os.getpid()


def die_elsewhere(home: int, item: int) -> int:
    if item == 20 and os.getpid() != home:
        os._exit(1)
    return item
