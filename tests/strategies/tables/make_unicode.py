"""Write ``src/vaultexport/strategies/_unicode.py``: what the engines think of every code point.

``PYTHONPATH=tests python -m strategies.tables.make_unicode`` from the root of a checkout, with
``tests/quartz/node_modules`` installed.
"""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING
from urllib.parse import unquote

from strategies.tables.hugo_site import hugo_site
from strategies.tables.node import node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TARGET = Path(__file__).parents[3] / "src/vaultexport/strategies/_unicode.py"
CODE_POINTS = [code for code in range(0x80, 0x110000) if not 0xD800 <= code < 0xE000]
BLOCK = 4096
SLUGGER = """
import { slug } from "github-slugger"
import { readFileSync } from "node:fs"
const kept = JSON.parse(readFileSync(0)).filter((code) => slug(String.fromCodePoint(code)) !== "")
console.log(JSON.stringify(kept))
"""
HEAD = '''"""What Hugo and github-slugger keep of Unicode beyond ASCII; made by a script.

``tests/strategies/tables/make_unicode.py`` asked Hugo 0.168 (Unicode 17) and github-slugger 2.0.0
(Unicode 13) about every code point. Python's own tables differ from both, and from one Python to
the next. Ranges are hexadecimal.
"""

from __future__ import annotations

from typing import Final
'''


def ask_hugo(function: str) -> dict[int, str]:
    """Give what a template function makes of every code point, one at a time."""
    with hugo_site() as site:
        (site.root / "data").mkdir()
        blocks = [CODE_POINTS[at : at + BLOCK] for at in range(0, len(CODE_POINTS), BLOCK)]
        lines = ["".join(f"0{chr(code)}0x" for code in block) for block in blocks]
        (site.root / "data" / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
        template = f"{{{{ range .Site.Data.lines }}}}{{{{ {function} . }}}}\n{{{{ end }}}}"
        site.layout("home.json", template)
        site.build()
        text = (site.root / "public" / "index.json").read_bytes().decode()
    answers: dict[int, str] = {}
    for block, line in zip(blocks, text.split("\n"), strict=False):
        parts = unquote(line).removeprefix("0").removesuffix("0x").split("0x0")
        answers.update(zip(block, parts, strict=True))
    return answers


def ranges(codes: Iterable[int]) -> str:
    """Write ``aa b5 c0-d6`` for a set of code points."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return " ".join(f"{low:x}" if low == high else f"{low:x}-{high:x}" for low, high in runs)


def constant(name: str, text: str, about: str) -> Iterator[str]:
    """Write a string constant over several lines, with its docstring."""
    yield f"{name}: Final = ("
    yield from (f'    "{line} "' for line in wrap(text, 90))
    yield f')\n"""{about}"""'


def module() -> str:
    """Ask, and give the text of the module."""
    anchors, paths = ask_hugo("anchorize"), ask_hugo("urlize")
    letters = {code for code, answer in anchors.items() if answer}
    marks = {code for code, answer in paths.items() if answer.strip("-")} - letters
    # A dotted capital I is Hugo's own rule, not an age of Unicode.
    lower = {code: anchors[code] for code in letters - {0x130}}
    newer = {code: text for code, text in lower.items() if text != chr(code).lower()}
    pairs = " ".join(f"{code:x}:{ord(text):x}" for code, text in sorted(newer.items()))
    parts = [
        HEAD,
        *constant("LETTERS_AND_DIGITS", ranges(letters), "Kept in Hugo's heading ids and paths."),
        "",
        *constant("MARKS", ranges(marks), "Kept in Hugo's paths, not in its heading ids."),
        "",
        *constant("SLUGGER", ranges(node(SLUGGER, CODE_POINTS)), "Kept by github-slugger 2."),
        "",
        *constant("NEWER_CASE", pairs, "Capitals and their small letters since Unicode 15."),
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    TARGET.write_text(module(), encoding="utf-8")
