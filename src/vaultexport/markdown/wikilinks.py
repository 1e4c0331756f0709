"""The inside of ``[[…]]``, by Obsidian's rules."""

from __future__ import annotations


def split_wikilink(inner: str) -> tuple[str, str, int] | None:
    r"""Split the text between the brackets of a wikilink.

    The first pipe, plain or escaped (``\|``, needed in tables, written everywhere by Digital
    Garden), ends the destination; the first ``#`` in it starts the subpath. A pipe that nothing
    stands before is part of the destination (recorded from the app: ``[[|x]]`` means ``|x``).

    Args:
        inner: The text between ``[[`` and ``]]``.

    Returns:
        The target without white space around it, the subpath without its ``#``, and the offset of
        the display text in ``inner`` (-1 when there is none); ``None`` when this is no link:
        empty, or broken over lines.
    """
    if "\n" in inner:
        return None
    pipe = inner.find("|")
    if pipe == 0:
        pipe = -1
    destination = inner if pipe < 0 else inner[:pipe]
    if pipe > 0 and destination.endswith("\\"):
        destination = destination.rstrip("\\")
    target, _, subpath = destination.partition("#")
    target, subpath = target.strip(), subpath.strip()
    if not target and not subpath:
        return None
    return target, subpath, pipe + 1 if pipe >= 0 else -1


def display_text(target: str, subpath: str) -> str:
    """Give the text that Obsidian shows for a wikilink without one of its own.

    Args:
        target: The link's target as written; empty for the note itself.
        subpath: What follows the first ``#``.

    Returns:
        ``folder/note > heading > heading below``, as in Obsidian's metadata cache.
    """
    if not subpath:
        return target.strip()
    parts = [target, *subpath.split("#")]
    return " > ".join(part.strip() for part in parts if part.strip())
