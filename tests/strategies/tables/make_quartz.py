"""Write the Quartz tables: ``PYTHONPATH=tests python -m strategies.tables.make_quartz``.

Needs Node and the packages of ``tests/quartz``. Quartz 4 is on no package registry: its tables are
made only where ``VAULTEXPORT_QUARTZ4`` names a checkout of it (see ``tests/support/quartz4.py``).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategies.tables import samples
from strategies.tables.node import PACKAGES, node
from strategies.tables.rows import Row, save

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
UTILS = "@quartz-community/utils 1.0.1"
SLUGGER = "github-slugger 2.0.0"
EMITTER = "@quartz-community/note-properties and alias-redirects 1.0.0"


def ask(script: str, value: Any, folder: Path = PACKAGES) -> Any:
    """Run one of the scripts beside this file."""
    return node((HERE / script).read_text(encoding="utf-8"), value, folder)


def pairs(name: str, inputs: list[Any], outputs: list[Any], key: str = "id") -> Iterator[Row]:
    """Lay inputs and outputs side by side."""
    for given, got in zip(inputs, outputs, strict=True):
        yield {name: given, key: got}


def alias_names() -> list[str]:
    """Give the aliases that are tried."""
    return [*samples.terms(), "a.md", "a.html", "a.MD", "A b.md", "a/b.md", "x/index", "a.md.md"]


def redirects(files: list[str]) -> Iterator[Row]:
    """Lay redirects and their files side by side."""
    for (target, page), file in zip(samples.aliases(), files, strict=True):
        yield {"target": target, "page": page, "file": file}


def quartz4(checkout: Path) -> None:
    """Make the tables of Quartz 4."""
    paths, tags, names = samples.vault_paths(), samples.terms(), alias_names()
    headings = [*samples.heading_texts(), *samples.PROSE]
    asked = {"paths": paths, "tags": tags, "names": names, "headings": headings}
    answers = ask("quartz4.mjs", {**asked, "redirects": samples.aliases()}, checkout)
    origin = f"Quartz {answers['version']} itself, a checkout"
    save("quartz4-slugs", origin, pairs("path", paths, answers["paths"], "slug"))
    save("quartz4-tags", origin, pairs("tag", tags, answers["tags"], "slug"))
    save("quartz4-aliases", origin, pairs("alias", names, answers["names"], "slug"))
    save("quartz4-redirects", origin, redirects(answers["redirects"]))
    save("quartz4-anchors", origin, pairs("text", headings, answers["headings"]))


def main() -> None:
    """Make all tables."""
    if checkout := os.environ.get("VAULTEXPORT_QUARTZ4"):
        quartz4(Path(checkout))
    paths, tags = samples.vault_paths(), samples.terms()
    answers = ask("quartz5.mjs", {"paths": paths, "tags": tags})
    save("quartz5-slugs", UTILS, pairs("path", paths, answers["paths"], "slug"))
    save("quartz5-tags", UTILS, pairs("tag", tags, answers["tags"], "slug"))

    names = alias_names()
    answers = ask("aliases.mjs", {"names": names, "redirects": samples.aliases()})
    save("quartz5-aliases", EMITTER, pairs("alias", names, answers["names"], "slug"))
    save("quartz5-redirects", EMITTER, redirects(answers["redirects"]))

    texts = samples.heading_texts()
    answers = ask("slugger.mjs", {"texts": texts, "pages": samples.PAGES, "prose": samples.PROSE})
    save("slugger-ids", SLUGGER, pairs("text", texts, answers["texts"]))
    save("slugger-pages", SLUGGER, pairs("texts", samples.PAGES, answers["pages"], "ids"))
    save(
        "quartz5-prose",
        "@quartz-community/github-flavored-markdown 1.0.0 (remark-smartypants, rehype-slug)",
        pairs("text", samples.PROSE, answers["prose"]),
    )


if __name__ == "__main__":
    main()
