"""Values that nobody wrote and keys that nobody should see."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vaultexport.model import PropertyValue

_FIELD: Final = (
    "title|description|summary|name|password|passphrase|keywords?|tags?|content|text|value"
)
_FIELD_ZH: Final = (
    "描述|密码|密碼|口令|标题|標題|名称|名稱|内容|內容|关键词|關鍵詞|标签|標籤|简介|簡介|摘要"
)
_PLACEHOLDERS: Final = "|".join(
    (
        # templates of the wild: "enter the note's description here" and the like
        r"在此(?:处)?(?:输入|輸入|填写|填寫).*",
        r"[请請](?:在此)?(?:输入|輸入|填写|填寫).*",
        rf"(?:输入|輸入).{{0,8}}(?:{_FIELD_ZH})",
        r"(?:enter|insert|type|write|add|put) .{1,40} here\.?",
        rf"(?:enter |insert )?your (?:\w+ )?(?:{_FIELD})(?: goes)?(?: here)?[.…]*",
        # variables that a template engine did not fill in
        r"<[^<>]*>",
        r"<%.*%>",
        r"\{\{.*\}\}",
        r"todo|tbd",
    )
)
"""Kept narrow on purpose: what passes as a placeholder for a passphrase gets published."""

_HIDDEN_KEY: Final = (
    r"pass(?:phrase|word|wd|code)|secret|token|credential|bearer|(?<![a-z])pwd(?![a-z])"
    r"|(?:api|access|private|auth|ssh|encryption).?key"
    r"|passwort|kennwort|mot.?de.?passe|contraseña|senha|пароль"
    r"|密码|密碼|口令|密钥|密鑰|パスワード|비밀번호"
)

_SECRET_TEXT: Final = (
    r"\b(?:gh[pousr]_|github_pat_|glpat-|sk-|xox[abprs]-)[A-Za-z0-9_-]{10,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}\."
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|://[^\s/@:]+:[^\s/@]+@"
    rf"|(?:{_HIDDEN_KEY})\s*=\s*\S|pass(?:phrase|word|wd)\s*:\s*\S"
)
"""What access tokens of well-known services look like, URLs with a password, and assignments."""

_LOCAL_PATH: Final = (
    r"file:/|(?<![A-Za-z])[A-Za-z]:\\|(?<![\w./:-])(?:[A-Za-z]:)?/(?:home|root|Users)/"
    r"|(?<![\w\\])\\\\\w+\\"
)
"""A path on somebody's computer, which tells its user's name."""


_HARMLESS: Final = re.compile(r"[^-_.:=/\\]{0,19}|[-+:.\dTZ ]*")
"""Texts that can't hold any of these: a short one without their signs, a date or a number."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile one of these when it is first needed: that takes a while."""
    return re.compile(pattern, re.IGNORECASE)


def is_placeholder(value: PropertyValue) -> bool:
    """Tell whether a value is what a note template left for its user to fill in.

    Exact texts and patterns only, never how often a value occurs: people reuse a passphrase.

    Args:
        value: A description, a title, a passphrase, the name or content of a meta tag.

    Returns:
        True for texts such as ``Enter a description here``, ``{{title}}`` and ``<% … %>``, quoted
        or not (unquoted, ``{{title}}`` is a map in YAML).
    """
    if isinstance(value, dict):
        return len(value) == 1 and all(
            key.startswith("{ ") and inner is None for key, inner in value.items()
        )
    if not isinstance(value, str):
        return False
    text = " ".join(value.split())
    return _compiled(_PLACEHOLDERS).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def looks_secret(key: str) -> bool:
    """Tell whether a property's name says that its value must not be seen.

    Such a property is never written to a page, a report or a log, whatever its value.

    Args:
        key: The name as written.
    """
    return _compiled(_HIDDEN_KEY).search(unicodedata.normalize("NFKC", key)) is not None


def holds_secret(text: str) -> bool:
    """Tell whether a text holds what must not be seen: a token, a password, a local path.

    Args:
        text: A value that its author may not have meant for readers.
    """
    if _HARMLESS.fullmatch(text):
        return False
    return (
        _compiled(_SECRET_TEXT).search(text) is not None
        or _compiled(_LOCAL_PATH).search(text) is not None
    )


def without_secrets(value: PropertyValue) -> PropertyValue:
    """Take out of a value what must not be seen, at any depth.

    Args:
        value: A property's value, or a map of properties.

    Returns:
        The value without texts that hold a secret, and without entries of maps whose name looks
        like one; None for such a text itself.
    """
    if isinstance(value, str):
        return None if holds_secret(value) else value
    if isinstance(value, list):
        return [without_secrets(item) for item in value if not _is_secret(item)]
    if isinstance(value, dict):
        return {
            key: without_secrets(item)
            for key, item in value.items()
            if not (looks_secret(key) or holds_secret(key) or _is_secret(item))
        }
    return value


def _is_secret(value: PropertyValue) -> bool:
    return isinstance(value, str) and holds_secret(value)
