"""Code blocks that show the source of a callout.

Quartz puts a line ``> `` below every line of a note that starts with ``> [!type]``, code included
(both versions; their ``calloutLineRegex``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Code
    from vaultexport.rewriter.context import Context

_FENCE: Final = re.compile(r"`{3,}|~{3,}")
_HEAD: Final = re.compile(r"^> *\[!", re.MULTILINE)


def edit(ctx: Context, span: Code) -> Edit | None:
    """Write each line of the block in the target's form, blank ones excepted.

    An indented fence takes its indentation off the lines inside, so the code stays what it is.
    """
    body = ctx.note.body
    code = body[span.start : span.end]
    if not _HEAD.search(code) or not _FENCE.match(code) or ctx.line_prefix(span.start):
        return None
    lines: list[str] = []
    for line in code.split("\n"):
        written = ctx.fill("callout-in-code", {"line": line}) if line.strip() else line
        if written is None:
            return None
        lines.append(written)
    return Edit(span.start, span.end, "\n".join(lines))
