"""Run a piece of JavaScript with the packages of ``tests/quartz``."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

PACKAGES = Path(os.environ.get("VAULTEXPORT_QUARTZ", Path(__file__).parents[2] / "quartz"))
"""The folder whose ``node_modules`` is used; imports are resolved from the working folder."""


def node(script: str, value: Any, folder: Path = PACKAGES) -> Any:
    """Give a module a value as JSON on its standard input, and read the JSON it prints."""
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        cwd=folder,
        input=json.dumps(value),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)
