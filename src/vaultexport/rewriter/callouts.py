"""Callouts: the first line in the target's form, and what that line can't say below the quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultexport.rewriter.containers import line_start
from vaultexport.rewriter.context import Edit

if TYPE_CHECKING:
    from vaultexport.markdown import Callout, CalloutEnd
    from vaultexport.rewriter.context import Context

_LETTERS: Final = re.compile(r"[A-Za-z]+")
_WORD: Final = re.compile(r"[\w-]+", re.ASCII)

_LOCALIZED: Final = {
    "笔记": "note",
    "注": "note",
    "备注": "note",
    "摘要": "abstract",
    "总结": "abstract",
    "信息": "info",
    "待办": "todo",
    "提示": "tip",
    "技巧": "tip",
    "重要": "tip",
    "成功": "success",
    "完成": "success",
    "问题": "question",
    "疑问": "question",
    "警告": "warning",
    "注意": "warning",
    "失败": "failure",
    "错误": "danger",
    "危险": "danger",
    "例子": "example",
    "示例": "example",
    "引用": "quote",
    "メモ": "note",
    "ヒント": "tip",
    "警告文": "warning",
    "подсказка": "tip",
    "внимание": "warning",
    "تلميح": "tip",
    "ملاحظة": "note",
}
"""Obsidian's types in other languages, as people write them (seen in real vaults)."""


def head(ctx: Context, span: Callout) -> Edit | None:
    """Write the first line of a callout.

    A type that the target has no word for gets the nearest of Obsidian's own; without a title of
    its own such a callout is titled with its type, as in Obsidian.
    """
    title = ctx.render(span.title_start, span.end, within=span)
    slots = {
        "source": ctx.note.body[span.start : span.title_start] + title,
        "type": span.type,
        "plain-type": _plain_type(span.type),
        "fold": span.fold,
        "title": title,
        "shown-title": title or default_title(span.type),
    }
    facts = {
        "letters": _is_plain(span.type),
        "word": _WORD.fullmatch(span.type) is not None,
        "body": span.has_body,
        "nested": _is_nested(ctx, span),
    }
    written = ctx.fill("callout", slots, facts)
    return None if written is None else Edit(span.start, span.end, _fitted(ctx, span, written))


def _fitted(ctx: Context, span: Callout, written: str) -> str:
    """Fit the line into its containers; nothing stands behind an empty title."""
    lines = written.split("\n")
    return ctx.lines("\n".join([lines[0].rstrip(), *lines[1:]]), span.start)


def _is_nested(ctx: Context, span: Callout) -> bool:
    """Tell whether a callout stands in another quote, a list or the like."""
    before = ctx.note.body[line_start(ctx.note.body, span.start) : span.start]
    return ctx.is_quoted or before.rstrip(" ") != ">"


def end(ctx: Context, span: CalloutEnd) -> Edit | None:
    """Write what the first line of a callout could not say on a line below it."""
    slots = {"type": span.type.lower(), "metadata": span.metadata}
    facts = {"letters": _is_plain(span.type), "metadata": bool(span.metadata)}
    written = ctx.fill("callout-end", slots, facts)
    if not written:
        return None
    ctx.uses.add("callout-attributes")
    return Edit(span.start, span.end, ctx.lines(f"\n{written}", span.quote))


def default_title(kind: str) -> str:
    """Give the title that Obsidian shows for a callout without one: its type, capitalised."""
    words = kind.replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _is_plain(kind: str) -> bool:
    return _LETTERS.fullmatch(kind) is not None


def _plain_type(kind: str) -> str:
    """Give a type of letters only: the type itself, Obsidian's word for it, or ``note``."""
    return kind if _is_plain(kind) else _LOCALIZED.get(kind.lower(), "note")
