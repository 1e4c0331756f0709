"""Parts of regular expressions, and expressions that are compiled when they are first needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import regex

# What JavaScript's \s matches. Python's own \s knows other control characters instead.
SPACES = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
SPACE_CLASS = "".join(f"\\u{ord(space):04x}" for space in SPACES)

# One emoji with its modifiers, joiners and flags. Digits, # and * are emoji to Unicode, but
# only with a keycap to us.
EMOJI = (
    r"(?:\p{Regional_Indicator}{2}"
    r"|[#*0-9]\uFE0F?\u20E3"
    r"|(?![#*0-9\p{Regional_Indicator}])\p{Emoji}(?:\p{Emoji_Modifier}|\uFE0F\u20E3?)?[\U000E0020-\U000E007F]*"
    r"(?:\u200D(?![#*0-9])\p{Emoji}(?:\p{Emoji_Modifier}|\uFE0F)?)*)"
)


def on_demand(pattern: str, *, any_case: bool = False) -> Callable[[], regex.Pattern[str]]:
    """Give what compiles a regular expression once, when it is first asked for.

    An export that repeats an answer which it kept needs values, but reads none from texts; the
    package and its patterns would take it longer than everything else about the answer.

    Args:
        pattern: A pattern of the package ``regex``.
        any_case: Whether upper and lower case are the same.
    """

    @cache
    def compiled() -> regex.Pattern[str]:
        import regex  # noqa: PLC0415 - see above

        return regex.compile(pattern, regex.IGNORECASE if any_case else 0)

    return compiled
