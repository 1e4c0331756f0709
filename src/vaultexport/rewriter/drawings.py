"""Excalidraw drawings: the exported image in the place of the drawing's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.planner.site import AssetTarget
from vaultexport.rewriter.paths import asset_slots
from vaultexport.rewriter.text import as_markdown

if TYPE_CHECKING:
    from vaultexport.rewriter.context import Context


def head(ctx: Context) -> str:
    """Give what stands above the text of a drawing's page: its image, or a line in its place."""
    if not ctx.note.drawing:
        return ""
    image = ctx.site.drawings.get(ctx.note.path, "")
    written = _image(ctx, image) if image else _placeholder(ctx)
    return f"{written}{ctx.newline * 2 if ctx.note.body else ctx.newline}" if written else ""


def _image(ctx: Context, path: str) -> str | None:
    ctx.ledger.within(0).put(0, "shown")
    target = AssetTarget(path, ctx.site.assets[path], "")
    title = ctx.page.title
    slots = asset_slots(ctx, target) | {"alt": title, "alt-text": as_markdown(title)}
    return ctx.fill("image", slots | {"dimensions": ""}, {"size": "none", "own-block": True})


def _placeholder(ctx: Context) -> str | None:
    ctx.finding(
        "drawing-not-exported",
        0,
        "the drawing has no exported image beside it, so its page has only a line that says so",
        "turn on the automatic export to SVG or PNG in Excalidraw's settings",
    )
    return ctx.fill("drawing-missing", {"title": as_markdown(ctx.page.title)})
