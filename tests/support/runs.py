"""How long a run of the tests may take."""

from __future__ import annotations

import os
from typing import Final

LONG: Final = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
"""Whether this is a run of `make fuzz`: tests take what `make test` has no time for."""
