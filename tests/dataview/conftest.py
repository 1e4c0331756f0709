"""The probe vault, written to ask the real engine everything, and the conditions of that run."""

from __future__ import annotations

import json

import pytest

from dataview.probe import DATA, NOW
from vaultexport.dataview.command import Folder


@pytest.fixture(scope="session")
def probe() -> Folder:
    times = json.loads((DATA / "probe-vault-times.json").read_text(encoding="utf-8"))
    return Folder(DATA / "probe-vault", NOW, times)
