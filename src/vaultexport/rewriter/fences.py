"""Fenced code blocks whose info string the target can't take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Code
    from vaultexport.rewriter.context import Context

_FENCE = re.compile(r"(?:`{3,}|~{3,})[ \t]*(?P<info>[^\r\n]*)")
_LANGUAGE = re.compile(r"[\w.#+/-]+")


def edit(ctx: Context, span: Code) -> Edit | None:
    """Reduce an info string with braces to its language.

    Goldmark reads braces as attributes and fails the build on most of what people write there
    (``{r}``, ``js {1,3}``, ``{python}``).
    """
    if not span.block or "{" not in span.info:
        return None
    fence = _FENCE.match(ctx.note.body, span.start)
    language = _LANGUAGE.search(span.info)
    if fence is None:
        return None
    written = ctx.fill("fence-info", {"language": language.group() if language else ""})
    return None if written is None else Edit(fence.start("info"), fence.end("info"), written)
