"""Public names of a package that are imported when somebody asks for them: the command starts fast.

A package whose parts are wanted one at a time, such as the walk of a vault without all that reads
its notes, says in a table where its names live instead of importing them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def on_demand(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Give a package the ``__getattr__`` that imports its names (PEP 562).

    Args:
        package: Its name.
        homes: Its public names, and the module below it that each lives in.

    Returns:
        The function; it raises AttributeError for a name that is not public.
    """

    def attribute(name: str) -> Any:  # noqa: ANN401 - what a module may hold
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return attribute
