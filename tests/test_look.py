"""How pages of every family of constructs look in a real browser, in light and in dark."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest

from support.browser import dump_dom, require_chromium, screenshot, serve
from support.golden import FIXTURES
from support.hugo import bare_site, build
from vaultexport import export

FAMILIES: Final = {
    "embeds": "embeds",
    "callouts": "types",
    "admonitions": "admonitions",
    "anchors": "blocks",
    "highlight": "highlights",
    "footnotes": "",
    "math": "formulas",
    "tasks": "tasks",
    "tags": "",
    "tables": "tables",
    "published": "transclusions",
    "plugins": "blocks",
    "properties": "",
    "links": "links",
}
"""A fixture for each family, and its page that is kept as a picture."""

PROBE: Final = (Path(__file__).parent / "data" / "probe.html").read_text(encoding="utf-8")
NARROW: Final = 360
"""A telephone's width in CSS pixels."""

ENOUGH: Final = 4.5
"""The contrast that text needs (WCAG 2.2, 1.4.3)."""


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sites of all families, side by side."""
    require_chromium()
    root = tmp_path_factory.mktemp("look")
    for family in FAMILIES:
        (root / "sites" / family).mkdir(parents=True)
        site = bare_site(root / "sites" / family)
        export(FIXTURES / "syntax" / family / "vault", to="hugo", out=site)
        base = f"http://127.0.0.1/{family}/"
        built = build(site, base_url=base, destination=root / "public" / family)
        assert built.exit_code == 0, built.output
    return root / "public"


@pytest.fixture(scope="module", params=["light", "dark"])
def seen(request: pytest.FixtureRequest, public: Path) -> list[dict[str, object]]:
    """What a browser measures on each page."""
    files = (file for family in FAMILIES for file in (public / family).rglob("index.html"))
    pages = [file.parent for file in files if "vaultexport:note" in file.read_text("utf-8")]
    paths = [quote(f"/{page.relative_to(public).as_posix()}/") for page in pages]
    probe = PROBE.replace("PAGES", json.dumps(paths)).replace("WIDTH", str(NARROW))
    (public / "probe.html").write_text(probe, encoding="utf-8")
    with serve(public) as url:
        dom = dump_dom(f"{url}probe.html", dark=request.param == "dark")
    (found,) = re.findall(r"<pre>(.*?)</pre>", dom, re.DOTALL)
    measured: list[dict[str, object]] = json.loads(html.unescape(found))
    assert len(measured) == len(paths) > 30
    return measured


def test_text_can_be_read(seen: list[dict[str, object]]) -> None:
    weak = {}
    checked = 0
    for page in seen:
        for what, contrast in page["contrasts"]:  # type: ignore[attr-defined] # from JSON
            checked += 1
            if contrast < ENOUGH:
                weak[page["path"], what] = round(contrast, 2)
    assert weak == {}
    assert checked > 300


def test_nothing_is_wider_than_a_telephone(seen: list[dict[str, object]]) -> None:
    wide = {page["path"]: page["wide"] for page in seen if page["wide"]}
    assert wide == {}


@pytest.mark.parametrize("family", [family for family, page in FAMILIES.items() if page])
def test_pictures_to_look_at(family: str, public: Path) -> None:
    """Takes the pictures that a person looks at before a release."""
    folder = os.environ.get("VAULTEXPORT_PICTURES")
    if not folder:
        pytest.skip("VAULTEXPORT_PICTURES names no folder for pictures")
    with serve(public) as url:
        for scheme in ("light", "dark"):
            png = Path(folder, f"{family}-{scheme}.png")
            page = f"{url}{family}/{FAMILIES[family]}/"
            screenshot(page, png, dark=scheme == "dark")
            assert png.stat().st_size > 10_000
