"""Content folders built by the real Quartz 4.

Quartz 4 is on no package registry: clone ``jackyzha0/quartz`` at a tag ``v4.…``, run ``npm ci`` in
the clone, and name its folder in ``VAULTEXPORT_QUARTZ4``. Without it these tests are skipped. The
clone is only read: each build has a copy of its sources, with our configuration.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

CONFIG = Path(__file__).parent.parent / "quartz4" / "quartz.config.ts"
SOURCES = ("package.json", "quartz.layout.ts", "tsconfig.json", "globals.d.ts", "index.d.ts")

TIMEOUT_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Quartz4Build:
    """What Quartz 4 made of a content folder.

    Attributes:
        exit_code: 0 if it finished.
        output: What it wrote to standard output and standard error.
        public: The folder of the built site; may be missing after a failure.
    """

    exit_code: int
    output: str
    public: Path


def require_quartz4() -> Path:
    """Give the checkout of Quartz 4, or skip the test that asks."""
    checkout = Path(os.environ.get("VAULTEXPORT_QUARTZ4", ""))
    if not (checkout / "quartz" / "build.ts").is_file():
        pytest.skip("needs a checkout of Quartz 4, named in VAULTEXPORT_QUARTZ4")
    if not (checkout / "node_modules" / "unified").is_dir():
        pytest.skip("needs `npm ci` in the checkout of Quartz 4")
    return checkout


def workshop(folder: Path) -> Path:
    """Copy the sources of Quartz 4 into a new folder, with our configuration.

    Returns:
        The folder.
    """
    checkout = require_quartz4()
    shutil.copytree(
        checkout / "quartz", folder / "quartz", ignore=shutil.ignore_patterns(".quartz-cache")
    )
    for name in SOURCES:
        shutil.copyfile(checkout / name, folder / name)
    shutil.copyfile(CONFIG, folder / CONFIG.name)
    (folder / "node_modules").symlink_to(checkout / "node_modules")
    return folder


def build(
    content: Path, *, links: str = "shortest", base: str = "garden.test", threads: int = 0
) -> Quartz4Build:
    """Build a content folder in folders beside it.

    Args:
        content: The content folder.
        links: How links are resolved: ``shortest``, ``absolute`` or ``relative``.
        base: Host and path of the site, without scheme.
        threads: How many threads read notes; Quartz's own choice by default.
    """
    site = workshop(content.parent / f"quartz4-{links}")
    public = site / "public"
    options = ["--concurrency", str(threads)] if threads else []
    done = subprocess.run(
        [
            *("node", "--no-deprecation", "quartz/bootstrap-cli.mjs", "build", *options),
            *("-d", content.resolve(), "-o", public),
        ],
        cwd=site,
        env={**os.environ, "QUARTZ_LINKS": links, "QUARTZ_BASE": base, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    return Quartz4Build(done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout), public)
