"""Real vaults, built by the real Hugo without a warning and crawled for dead links."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from support.folders import corpora
from support.hugo import bare_site, build
from test_corpora import VAULTS
from vaultexport import export, verify_site

if TYPE_CHECKING:
    from pathlib import Path

KNOWN: Final[dict[str, dict[str, int]]] = {
    # Its notes hold links without a target: `[text]()`.
    "xDovos__Dataview-Deep-Dive": {"link-dead": 2},
}
"""Findings of `--verify` in the real vaults; one that is gone must go here too."""


@pytest.mark.parametrize("variant", ["kit", "content-only"])
@pytest.mark.parametrize("name", VAULTS)
def test_hugo_has_nothing_to_complain_about(name: str, variant: str, tmp_path: Path) -> None:
    vault = corpora() / name
    site = bare_site(tmp_path)
    report = export(vault, to="hugo", out=site, content_only=variant == "content-only")
    assert report.exported
    built = build(site, base_url="https://garden.test/repo/")
    assert built.exit_code == 0, built.output[-2000:]
    check = verify_site(built.public, site, base_url=built.base_url)
    assert Counter(f.code for f in check.findings) == KNOWN.get(name, {}), check.findings
    assert check.exported >= len(report.exported)
