"""Fenced code blocks whose info string the target can't take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Code
    from vaultexport.rewriter.context import Context

_FENCE: Final = re.compile(r"(?:`{3,}|~{3,})[ \t]*(?P<info>[^\r\n]*)")
_LANGUAGE: Final = re.compile(r"[A-Za-z0-9_][\w.#+/-]*")
_SWITCH: Final = "true|false"
_OPTIONS: Final = "|".join(
    f"{name}[ ]*=[ ]*(?:{values})"
    for name, values in {
        "(?:linenos|lineNos)": rf'{_SWITCH}|"?(?:table|inline)"?',
        "(?:linenostart|lineNoStart|tabWidth)": r"\d+",
        "hl_lines": r'\[[\d ,"-]*\]|"[\d -]*"',
        "(?:anchorLineNos|hl_inline|noClasses|guessSyntax)": _SWITCH,
        "(?:lineAnchors|style)": r'\w+|"[\w-]+"',
        "title": r'"[^"]*"',
    }.items()
)
_ATTRIBUTES: Final = re.compile(
    rf"\{{[ ]*(?:(?:[.#][A-Za-z][\w-]*|{_OPTIONS})(?:[ ]*,[ ]*|[ ]+|(?=\}})))*\}}", re.IGNORECASE
)
"""Attributes as Goldmark parses them, with the options of Hugo's highlighter, where only some
values build (measured on Hugo 0.168: ``linenos=1`` and ``linenostart=a`` fail)."""


def edit(ctx: Context, span: Code) -> Edit | None:
    """Reduce an info string with braces to its language, unless the braces hold attributes.

    Goldmark reads braces as attributes and fails the build on most of what people write there
    (``{r}``, ``js {1,3}``, ``{python}``).
    """
    if not span.block or "{" not in span.info:
        return None
    fence = _FENCE.match(ctx.note.body, span.start)
    if fence is None:
        return None
    before, brace, rest = span.info.partition("{")
    language = _LANGUAGE.search(before) or _LANGUAGE.search(rest)
    attributes = bool(before.strip()) and _ATTRIBUTES.fullmatch(brace + rest.rstrip())
    slots = {"language": language.group() if language else ""}
    written = ctx.fill("fence-info", slots, {"attributes": bool(attributes)})
    return None if written is None else Edit(fence.start("info"), fence.end("info"), written)
