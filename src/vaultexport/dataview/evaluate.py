"""Turns a syntax tree into a function of context and row, so that each row costs little.

Names are looked up in the row, then in the context's globals; unknown names are null. A call's
name is looked up among the functions only: a lambda in a field can't be called by its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from vaultexport.dataview import syntax
from vaultexport.dataview.dates import parse_literal
from vaultexport.dataview.errors import EvaluationError, LimitExceededError
from vaultexport.dataview.functions import FUNCTIONS
from vaultexport.dataview.indexing import index_value
from vaultexport.dataview.operators import OPERATORS
from vaultexport.dataview.values import Function, is_number, is_truthy, type_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.dataview.context import Context, Scope
    from vaultexport.dataview.values import Value

Evaluator: TypeAlias = "Callable[[Context, Scope], Value]"


def evaluate(tree: syntax.Expression, context: Context, scope: Scope | None = None) -> Value:
    """Evaluate an expression once.

    Args:
        tree: The expression.
        context: What it sees beside the row.
        scope: The row; empty for an inline expression.

    Raises:
        EvaluationError: When the expression has no value.
        LimitExceededError: When it needs too much time or memory.
    """
    try:
        value = compile_expression(tree)(context, scope or {})
        context.meter.weigh(value)
    except RecursionError as error:
        raise LimitExceededError("the expression nests values too deeply") from error
    return value


def compile_expression(tree: syntax.Expression) -> Evaluator:
    """Make the function that evaluates an expression."""
    return _COMPILERS[type(tree)](tree)


def _constant(tree: syntax.Expression) -> Evaluator:
    assert isinstance(tree, syntax.Constant)
    value = tree.value
    return lambda _context, _scope: value


def _date_text(tree: syntax.Expression) -> Evaluator:
    assert isinstance(tree, syntax.DateText)
    text = tree.text
    return lambda context, _scope: parse_literal(text, context.zone)


def _date_shorthand(tree: syntax.Expression) -> Evaluator:
    assert isinstance(tree, syntax.DateShorthand)
    name = tree.name
    return lambda context, _scope: context.shorthand(name)


def _variable(tree: syntax.Expression) -> Evaluator:
    assert isinstance(tree, syntax.Variable)
    name = tree.name

    def look_up(context: Context, scope: Scope) -> Value:
        if name in scope:
            return scope[name]
        return context.globals.get(name)

    return look_up


def _negation(tree: syntax.Expression) -> Evaluator:
    assert isinstance(tree, syntax.Negation)
    operand = compile_expression(tree.operand)
    return lambda context, scope: not is_truthy(operand(context, scope))


def _binary(tree: syntax.Expression) -> Evaluator:
    """Compile a chain of operators; it leans to the left and may be long."""
    steps = []
    while isinstance(tree, syntax.Binary):
        steps.append((OPERATORS[tree.operator], compile_expression(tree.right)))
        tree = tree.left
    first = compile_expression(tree)
    if len(steps) == 1:
        operator, right = steps[0]
        return lambda context, scope: operator(
            context, first(context, scope), right(context, scope)
        )
    steps.reverse()

    def chain(context: Context, scope: Scope) -> Value:
        value = first(context, scope)
        for operator, right in steps:
            value = operator(context, value, right(context, scope))
        return value

    return chain


def _list(tree: syntax.Expression) -> Evaluator:
    assert isinstance(tree, syntax.ListDisplay)
    elements = [compile_expression(element) for element in tree.elements]
    return lambda context, scope: [element(context, scope) for element in elements]


def _object(tree: syntax.Expression) -> Evaluator:
    assert isinstance(tree, syntax.ObjectDisplay)
    entries = [(key, compile_expression(value)) for key, value in tree.entries]
    return lambda context, scope: {key: value(context, scope) for key, value in entries}


def _lambda(tree: syntax.Expression) -> Evaluator:
    assert isinstance(tree, syntax.Lambda)
    parameters = tree.parameters
    body = compile_expression(tree.body)

    def close_over(context: Context, scope: Scope) -> Value:
        def call(arguments: list[Value]) -> Value:
            context.meter.spend(1)
            return body(context, {**scope, **dict(zip(parameters, arguments, strict=False))})

        return Function(call)

    return close_over


def _call(tree: syntax.Expression) -> Evaluator:
    assert isinstance(tree, syntax.Call)
    arguments = [compile_expression(argument) for argument in tree.arguments]
    if isinstance(tree.function, syntax.Variable):
        return _named_call(tree.function.name, arguments)
    function = compile_expression(tree.function)

    def call(context: Context, scope: Scope) -> Value:
        callee = function(context, scope)
        values = [argument(context, scope) for argument in arguments]
        if isinstance(callee, Function):
            return callee.call(values)
        if isinstance(callee, str):
            return _call_builtin(callee, context, values)
        raise EvaluationError(f"Cannot call type '{type_name(callee)}' as a function")

    return call


def _named_call(name: str, arguments: list[Evaluator]) -> Evaluator:
    builtin = FUNCTIONS.get(name)
    if builtin is None:

        def fail(context: Context, scope: Scope) -> Value:
            for argument in arguments:
                argument(context, scope)
            raise EvaluationError(f"Unrecognized function name '{name}'")

        return fail

    def call(context: Context, scope: Scope) -> Value:
        return builtin(context, [argument(context, scope) for argument in arguments])

    return call


def _call_builtin(name: str, context: Context, values: list[Value]) -> Value:
    builtin = FUNCTIONS.get(name)
    if builtin is None:
        raise EvaluationError(f"Unrecognized function name '{name}'")
    return builtin(context, values)


# --- indexing --------------------------------------------------------------------------------


def _index(tree: syntax.Expression) -> Evaluator:
    assert isinstance(tree, syntax.IndexAccess)
    if _name(tree) is not None:
        return _fields(tree)
    subject, index = _subject(tree.subject), compile_expression(tree.index)

    def look_up(context: Context, scope: Scope) -> Value:
        key = index(context, scope)
        if key is None:
            return None
        if not isinstance(key, str) and not is_number(key):
            raise EvaluationError("Can only index with a string or number")
        return index_value(context, subject(context, scope), key)

    return look_up


def _name(tree: syntax.Expression) -> str | None:
    """Return the name behind the last dot, if the expression ends with one."""
    if isinstance(tree, syntax.IndexAccess) and isinstance(tree.index, syntax.Constant):
        return tree.index.value if isinstance(tree.index.value, str) else None
    return None


def _fields(tree: syntax.Expression) -> Evaluator:
    """Compile ``a.b.c``: a subject and names, looked up one after the other."""
    names: list[str] = []
    name = _name(tree)
    while name is not None and isinstance(tree, syntax.IndexAccess):
        names.insert(0, name)
        tree = tree.subject
        name = _name(tree)
    subject = _subject(tree)

    def look_up(context: Context, scope: Scope) -> Value:
        value = subject(context, scope)
        for name in names:
            if isinstance(value, dict):
                value = value.get(name)
            else:
                value = index_value(context, value, name)
        return value

    return look_up


def _subject(tree: syntax.Expression) -> Evaluator:
    """Compile what is indexed: there, and only there, ``row`` is the whole row."""
    if isinstance(tree, syntax.Variable) and tree.name == "row":
        return lambda context, scope: {**context.globals, **scope}
    return compile_expression(tree)


_COMPILERS: Final[dict[type, Callable[[syntax.Expression], Evaluator]]] = {
    syntax.Constant: _constant,
    syntax.DateText: _date_text,
    syntax.DateShorthand: _date_shorthand,
    syntax.Variable: _variable,
    syntax.IndexAccess: _index,
    syntax.Negation: _negation,
    syntax.Binary: _binary,
    syntax.ListDisplay: _list,
    syntax.ObjectDisplay: _object,
    syntax.Lambda: _lambda,
    syntax.Call: _call,
}
