"""Every vault below ``fixtures`` gives exactly the trees beside it.

``make golden`` records them again; the diff is then read like any other change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.golden import Golden, goldens

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("golden", list(goldens()), ids=lambda golden: golden.name)
def test_golden(golden: Golden, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    out = tmp_path / "out"
    report = golden.export(out)
    if pytestconfig.getoption("record"):
        golden.record(out, report)
    assert golden.tree.is_dir(), f"{golden.name} was never recorded: make golden"
    differences = golden.differences(out, report)
    assert not differences, f"{golden.name} differs:\n{differences}"
