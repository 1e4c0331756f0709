"""How a function chooses what to do by the number and the types of its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from vaultexport.dataview.errors import EvaluationError
from vaultexport.dataview.values import type_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultexport.dataview.context import Context
    from vaultexport.dataview.values import Value

Implementation: TypeAlias = "Callable[..., Value]"
"""Takes the context and then the arguments."""

ANY_NUMBER: Final = "..."
"""The signature that takes whatever no other did."""


class Builtin:
    """A function of the language.

    Args:
        name: How it is called.
        variants: Signatures and what they do, tried in this order. A signature is the names of
            the types, separated by blanks; ``*`` is any type.
        shown: The name in error messages, where Dataview's differs.
        spread: For a number of arguments, the places at which a list stands for each of its
            elements: the result is then a list, as long as the shortest of those.
    """

    __slots__ = ("_chosen", "_shown", "_spread", "_variants", "name")

    def __init__(
        self,
        name: str,
        variants: Mapping[str, Implementation],
        spread: Mapping[int, tuple[int, ...]] | None = None,
        *,
        shown: str = "",
    ) -> None:
        self.name = name
        self._shown = shown or name
        self._variants = [(signature.split(), call) for signature, call in variants.items()]
        self._spread = spread or {}
        self._chosen: dict[tuple[type, ...], Implementation] = {}

    def __call__(self, context: Context, arguments: list[Value]) -> Value:
        """Call the function.

        Raises:
            EvaluationError: When no variant takes such arguments, or from the variant.
        """
        context.meter.spend(1)
        places = self._spread.get(len(arguments))
        if places is not None:
            lists = [place for place in places if type(arguments[place]) is list]
            if lists:
                return self._call_each(context, arguments, lists)
        types = tuple(map(type, arguments))
        chosen = self._chosen.get(types)
        if chosen is None:
            chosen = self._chosen[types] = self._choose(arguments)
        return chosen(context, *arguments)

    def _call_each(self, context: Context, arguments: list[Value], places: list[int]) -> Value:
        columns = []
        for place in places:
            column = arguments[place]
            assert isinstance(column, list)
            columns.append(column)
        results: list[Value] = []
        for row in zip(*columns, strict=False):
            inner = list(arguments)
            for place, value in zip(places, row, strict=True):
                inner[place] = value
            results.append(self(context, inner))
        return results

    def _choose(self, arguments: list[Value]) -> Implementation:
        kinds = [type_name(argument) for argument in arguments]
        for signature, call in self._variants:
            if signature == [ANY_NUMBER]:
                return call
            if len(signature) == len(kinds) and all(
                wanted in ("*", kind) for wanted, kind in zip(signature, kinds, strict=True)
            ):
                return call
        raise EvaluationError(
            f"No implementation of '{self._shown}' found for arguments: {', '.join(kinds)}"
        )


def null(_context: Context, *_arguments: Value) -> Value:
    """Return null, whatever the arguments."""
    return None


def same(_context: Context, value: Value, *_arguments: Value) -> Value:
    """Return the first argument."""
    return value
