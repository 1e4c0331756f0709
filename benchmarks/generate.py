"""Makes a realistic vault of any size, the same for the same numbers.

    python benchmarks/generate.py VAULT --notes 10000

A note has front matter (every fifth in Digital Garden's way), headings, paragraphs with ten links
of every form, lists, a table, code, now and then maths, a callout, an image, an embed, a query;
every third is Chinese. About 2.7 kB of text a note.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

_WORDS = [
    "water",
    "stone",
    "river",
    "garden",
    "paper",
    "window",
    "morning",
    "letter",
    "bridge",
    "silver",
    "mountain",
    "winter",
    "candle",
    "orange",
    "shadow",
    "harbour",
    "meadow",
    "copper",
    "thunder",
    "valley",
    "lantern",
    "feather",
    "island",
    "marble",
]
_CHINESE = "山水花园纸窗晨信桥银冬烛影港草铜雷谷灯羽岛石茶面包学习模型注意力机制词向量"
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


class Generator:
    """Writes one vault.

    Args:
        notes: How many notes.
        seed: What the random choices start from.
    """

    def __init__(self, notes: int, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._folders = [f"area {n}" if n % 3 else f"领域{n}" for n in range(max(1, notes // 50))]
        self._names = [self._name(number) for number in range(notes)]

    def _name(self, number: int) -> str:
        folder = self._folders[number % len(self._folders)]
        if number % 3 == 0:
            return f"{folder}/笔记{number}：{self._chinese(4)}"
        return f"{folder}/note {number} {self._random.choice(_WORDS)}"

    def _chinese(self, length: int) -> str:
        return "".join(self._random.choices(_CHINESE, k=length))

    def _text(self, number: int, words: int) -> str:
        if number % 3 == 0:
            return self._chinese(words * 2)
        return " ".join(self._random.choices(_WORDS, k=words))

    def _link(self, number: int) -> str:
        target = self._random.choice(self._names)
        base = target.rpartition("/")[2]
        forms = (
            f"[[{base}]]",
            f"[[{target}|{self._text(number, 2)}]]",
            f"[[{base}#First part]]",
            f"[{self._text(number, 1)}]({target.replace(' ', '%20')}.md)",
        )
        return self._random.choice(forms)

    def note(self, number: int) -> str:
        """Give the text of one note."""
        paragraph = "\n\n".join(
            f"{self._text(number, 20)} {self._link(number)} {self._text(number, 15)}, "
            f"{self._link(number)} {self._text(number, 12)}."
            for _ in range(4)
        )
        parts = [
            self._front_matter(number),
            f"# {self._text(number, 3)}",
            paragraph,
            "## First part",
            f"- {self._link(number)}\n- {self._text(number, 4)} `code [[no link]]`\n  - deeper",
            f"| a | b |\n| --- | --- |\n| {self._text(number, 2)} | 1 |\n| x | {number} |",
            f"```python\nprint({number})  # [[not a link]]\n```",
            self._extra(number),
            "## Second part",
            f"{self._text(number, 40)} {self._link(number)} #tag{number % 20}",
        ]
        return "\n\n".join(parts) + "\n"

    def _front_matter(self, number: int) -> str:
        created = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}T10:20:30+08:00"
        if number % 5 == 0:
            return (
                f'---\ntags: [t{number % 30}, 标签]\ncreated: "{created}"\naliases:\n  - other\n---'
            )
        title = self._text(number, 2)
        return f"---\ntitle: {title}\ntags:\n  - t{number % 30}\ncreated: {created}\n---"

    def _extra(self, number: int) -> str:
        """Give every tenth note something special, the others a paragraph."""
        extras = (
            f"![[picture {number % 100}.png|300]]",
            f"> [!note] {self._text(number, 2)}\n> {self._text(number, 8)}",
            "$$\na_1 + b_2 = c\n$$\n\nand $x_i$ inline",
            f"![[{self._random.choice(self._names).rpartition('/')[2]}]]",
            "%% a comment %%\n\n==marked== text ^block",
            '```dataview\nLIST FROM "area 1" LIMIT 5\n```',
            f"- [ ] {self._text(number, 4)}\n- [x] {self._text(number, 3)} [due:: 2024-05-06]",
        )
        kind = number % 10
        return extras[kind] if kind < len(extras) else self._text(number, 30)

    def write(self, vault: Path) -> None:
        """Write all notes and a hundred pictures below ``vault``."""
        (vault / ".obsidian").mkdir(parents=True, exist_ok=True)
        (vault / ".obsidian" / "app.json").write_text("{}")
        for folder in self._folders:
            (vault / folder).mkdir(exist_ok=True)
        (vault / "attachments").mkdir(exist_ok=True)
        for number in range(100):
            (vault / "attachments" / f"picture {number}.png").write_bytes(_PICTURE)
        for number, name in enumerate(self._names):
            (vault / f"{name}.md").write_text(self.note(number), encoding="utf-8", newline="\n")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("vault", type=Path)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    Generator(arguments.notes, arguments.seed).write(arguments.vault)


if __name__ == "__main__":
    main()
