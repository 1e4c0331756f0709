"""The functions of the language, one module a theme.

Each module has a tuple ``FUNCTIONS``; what takes which types, and which arguments a list stands
for each of its elements in, is said there and carried out by ``registry``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultexport.dataview.functions import constructors, lists, numbers, strings, utility

if TYPE_CHECKING:
    from vaultexport.dataview.functions.registry import Builtin

FUNCTIONS: Final[dict[str, Builtin]] = {
    function.name: function
    for module in (constructors, numbers, lists, strings, utility)
    for function in module.FUNCTIONS
}
"""Every function by its name; names are case-sensitive."""
