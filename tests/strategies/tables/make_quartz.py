"""Write the Quartz tables: ``PYTHONPATH=tests python -m strategies.tables.make_quartz``.

Needs Node and the packages of ``tests/quartz``. Quartz 4 is on no package registry: its tables come
from a second statement of its rules (``quartz4.mjs``), and say so in their first line.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from strategies.tables import samples
from strategies.tables.node import node
from strategies.tables.rows import Row, save

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
UTILS = "@quartz-community/utils 1.0.1"
SLUGGER = "github-slugger 2.0.0"
EMITTER = "@quartz-community/note-properties and alias-redirects 1.0.0"
QUARTZ4 = (
    "quartz4.mjs, a second statement of the rules, not Quartz itself; compared once, by hand, with "
    "slugifyFilePath and slugTag of a compiled Quartz 4.5.1: no row differed"
)


def ask(script: str, value: Any) -> Any:
    """Run one of the scripts beside this file."""
    return node((HERE / script).read_text(encoding="utf-8"), value)


def pairs(name: str, inputs: list[Any], outputs: list[Any], key: str = "id") -> Iterator[Row]:
    """Lay inputs and outputs side by side."""
    for given, got in zip(inputs, outputs, strict=True):
        yield {name: given, key: got}


def main() -> None:
    """Make all tables."""
    paths, tags = samples.vault_paths(), samples.terms()
    for version, origin in (("5", UTILS), ("4", QUARTZ4)):
        answers = ask(f"quartz{version}.mjs", {"paths": paths, "tags": tags})
        save(f"quartz{version}-slugs", origin, pairs("path", paths, answers["paths"], "slug"))
        save(f"quartz{version}-tags", origin, pairs("tag", tags, answers["tags"], "slug"))

    names = [*samples.terms(), "a.md", "a.html", "a.MD", "A b.md", "a/b.md", "x/index", "a.md.md"]
    answers = ask("aliases.mjs", {"names": names, "redirects": samples.aliases()})
    save("quartz5-aliases", EMITTER, pairs("alias", names, answers["names"], "slug"))
    redirects = zip(samples.aliases(), answers["redirects"], strict=True)
    save(
        "quartz5-redirects",
        EMITTER,
        ({"target": target, "page": page, "file": file} for (target, page), file in redirects),
    )

    texts = samples.heading_texts()
    listed = [[text for text, _ in page] for page in samples.PAGES]
    answers = ask("slugger.mjs", {"texts": texts, "pages": listed, "prose": samples.PROSE})
    save("slugger-ids", SLUGGER, pairs("text", texts, answers["texts"]))
    save("slugger-pages", SLUGGER, pairs("texts", listed, answers["pages"], "ids"))
    save(
        "quartz5-prose",
        "@quartz-community/github-flavored-markdown 1.0.0 (remark-smartypants, rehype-slug)",
        pairs("text", samples.PROSE, answers["prose"]),
    )


if __name__ == "__main__":
    main()
