"""One note, the plan and the profile in, the target's text out: pure, without any I/O.

Belongs here: one module for each construct of Obsidian's language. Does not belong here: reading
or writing files, any target's name, what a link points to.
"""

from __future__ import annotations

from vaultexport.rewriter.contents import contents
from vaultexport.rewriter.rewrite import Rewritten, rewrite

__all__ = ["Rewritten", "contents", "rewrite"]
