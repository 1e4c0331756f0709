"""Write ``_transliteration.py`` and the slugs of Digital Garden.

``PYTHONPATH=tests python -m strategies.tables.make_digital_garden`` from the root of a checkout,
after ``npm install --no-save @sindresorhus/slugify@1.1.2`` in ``tests/quartz``.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

from strategies.tables import samples
from strategies.tables.node import node
from strategies.tables.rows import save

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
TARGET = Path(__file__).parents[3] / "src/vaultexport/strategies/_transliteration.py"
SLUGIFY = "@sindresorhus/slugify 1.1.2"
CAMELS = [
    "PD1 Dataview",
    "fooBar",
    "FooBar",
    "fooBAR",
    "FOOBar",
    "FOOBarBAZ",
    "B2B SaaS",
    "iPhone 15Pro",
    "HTML5 video",
    "H264Codec",
    "GPT4oMini",
    "aB1C2d",
    "AB12CD34",
    "x2Y",
    "RegExp101",
    "ÉcoleNormale",
    "ÜberGröße",
    "naïve café",
    "Привет мир",
    "ЩукаЁж",
    "Việt Nam",
    "R&D",
    "AT&T&me",
    "I ♥ 🦄",
    "♥",
    "&",
    "C++",
    "C#",
    "技巧点",
    "FFN、Add & LN 的作用",
    "ſtraße",
    "ŉ",
    "Ĳssel",
    "ու",
    "ՈՒ",
    "Тс тс",
    "\u064e\u200e",
    "ب\u064e\u200eت",
    "\u0650\u200e",
    "\u064e\u0300\u200e",
    "a\u0323\u0302",
    "ﬃ",
    "x\u20d0y",
]
HEAD = '''"""What Digital Garden's slugs make of letters beyond ASCII; made by a script.

``tests/strategies/tables/make_digital_garden.py`` asked @sindresorhus/slugify 1.1.2 about every
code point. Each text stands for any of the characters behind it.
"""

from __future__ import annotations

from typing import Final'''


def names() -> list[str]:
    """Give the names to slugify: hand-picked ones, and words that mix letters of every kind."""
    parts = [part for path in samples.vault_paths() for part in path.split("/")]
    source = random.Random(7)
    alphabet = "abcABC012 -_.&éÉßÆñДжщЯαΩΈżŁİıթու\u0301ấẪ中か한\u064e\u200e♥🦄"
    words = ["".join(source.choices(alphabet, k=source.randint(2, 12))) for _ in range(400)]
    return list(dict.fromkeys([*CAMELS, *parts, *samples.terms(), *words]))


def table(name: str, doc: str, pairs: dict[str, str]) -> Iterator[str]:
    """Write a map of texts."""
    yield f"\n{name}: Final = {{"
    for key, value in pairs.items():
        lines = list(pieces(value))
        head = f"    {literal(key)}: "
        if len(lines) == 1:
            yield f"{head}{literal(lines[0])},"
        else:
            yield f"{head}("
            yield from (f"        {literal(line)}" for line in lines)
            yield "    ),"
    yield f'}}\n"""{doc}"""'


def pieces(text: str) -> Iterator[str]:
    """Break a text so that each piece fits a line of code."""
    width = 70 if text.isprintable() and all(map(str.isalpha, text)) else 12
    yield from (text[at : at + width] for at in range(0, len(text), width))


def literal(text: str) -> str:
    """Write a text as code; what is no letter of its own as an escape."""
    return '"' + "".join(c if c.isalpha() or c.isascii() else ascii(c)[1:-1] for c in text) + '"'


def main() -> None:
    """Make the table of characters and the table of slugs."""
    asked = names()
    script = (HERE / "digital_garden.mjs").read_text(encoding="utf-8")
    answer = node(script, asked)
    single = {text: "".join(chars) for text, chars in sorted(answer["single"].items())}
    lines = [
        HEAD,
        *table("SEVERAL", "Characters that are replaced together.", answer["several"]),
        *table("SINGLE", "A replacement, and all characters that it replaces.", single),
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    slugs = zip(asked, answer["slugs"], strict=True)
    save("digital-garden-slugs", SLUGIFY, ({"name": name, "slug": slug} for name, slug in slugs))


if __name__ == "__main__":
    main()
