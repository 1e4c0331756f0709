"""What is private is in no byte that leaves the vault: not in files, names, reports or terminals.

The words are listed in ``fixtures/README.md``; each stands in one private place.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from support.canaries import leaks, told
from support.folders import write
from support.golden import FIXTURES
from vaultexport import export
from vaultexport.cli import app
from vaultexport.reader import read_vault

TARGETS: Final[dict[str, dict[str, Any]]] = {
    "hugo": {"to": "hugo"},
    "hugo-content-only": {"to": "hugo", "content_only": True},
    "quartz": {"to": "quartz"},
    "quartz4": {"to": "quartz4"},
}

VAULTS: Final = ("garden", "raw", "digital-garden")

EVERYWHERE: Final = re.compile("CANARY|Tr0ub4dor", re.IGNORECASE)


def listed_canaries() -> tuple[set[str], set[str]]:
    """The words of the fixtures' README: those that never go out, and those of private notes."""
    text = (FIXTURES / "README.md").read_text(encoding="utf-8").partition("## Canary words")[2]
    never, _, unpublished = text.partition("unless all notes are exported on purpose")
    words = re.compile("`(CANARY-[A-Z-]+|Tr0ub4dor-canary)`")
    return set(words.findall(never)), set(words.findall(unpublished))


NEVER, UNPUBLISHED = listed_canaries()


@pytest.fixture(params=TARGETS)
def options(request: pytest.FixtureRequest) -> dict[str, Any]:
    return TARGETS[request.param]


def test_the_fixtures_hold_the_listed_words() -> None:
    assert len(NEVER) > 15
    assert len(UNPUBLISHED) > 15
    vaults = [FIXTURES / name / "vault" for name in VAULTS]
    files = [path for vault in vaults for path in vault.rglob("*") if path.is_file()]
    everything = b"".join(str(path).encode() + path.read_bytes() for path in files)
    for word in NEVER | UNPUBLISHED:
        assert word.encode() in everything, word
    found = {word.decode() for word in re.findall(rb"CANARY(?:-[A-Z]+)+", everything)}
    assert found <= NEVER | UNPUBLISHED, "a word is not listed"


@pytest.mark.parametrize("name", VAULTS)
def test_nothing_private_goes_out(name: str, options: dict[str, Any], tmp_path: Path) -> None:
    report = export(FIXTURES / name / "vault", out=tmp_path / "out", **options)
    assert len(report.exported) > 15
    assert leaks(NEVER | UNPUBLISHED, told(tmp_path / "out", report)) == []


@pytest.mark.parametrize("name", VAULTS)
@pytest.mark.parametrize("publish", ["all", "marked"])
def test_secrets_stay_whatever_is_published(
    name: str, publish: Any, options: dict[str, Any], tmp_path: Path
) -> None:
    vault = FIXTURES / name / "vault"
    report = export(vault, out=tmp_path / "out", publish=publish, **options)
    words = NEVER if publish == "all" else NEVER | UNPUBLISHED
    assert leaks(words, told(tmp_path / "out", report)) == []


@pytest.mark.parametrize("name", VAULTS)
def test_the_terminal_shows_nothing_private(name: str, tmp_path: Path) -> None:
    vault = FIXTURES / name / "vault"
    out, file = str(tmp_path / "out"), str(tmp_path / "report.json")
    result = CliRunner().invoke(
        app, ["--to", "hugo", str(vault), "--out", out, "--report", file, "--strict"]
    )
    assert result.exit_code in {0, 1}
    assert "Exported" in result.stdout
    assert not EVERYWHERE.search(result.output)
    assert not EVERYWHERE.search(Path(file).read_text(encoding="utf-8"))


def test_what_was_published_and_is_no_more_leaves_nothing(
    options: dict[str, Any], tmp_path: Path
) -> None:
    vault = Path(shutil.copytree(FIXTURES / "raw" / "vault", tmp_path / "vault"))
    out = tmp_path / "out"
    secret = vault / "Tea" / "Sekretnote.md"
    text = "---\ndg-publish: {}\naliases: [sekretalias]\n---\n# Sekrethead\n![[sekretpic.png]]\n"
    (vault / "附件" / "sekretpic.png").write_bytes(b"sekretbytes")
    reader = vault / "Tea" / "Reader.md"
    reader.write_text(
        "---\ndg-publish: true\n---\n[[Sekretnote]] ![[Sekretnote]] [[Sekretnote#Sekrethead|x]]"
    )
    secret.write_text(text.format("true"))
    first = export(vault, out=out, **options)
    assert leaks(["sekrethead"], told(out, first)), "the test must be able to fail"
    assert any("sekretpic" in path.name for path in out.rglob("*"))
    secret.write_text(text.format("false"))
    second = export(vault, out=out, **options)
    assert second.removed
    words = ["sekretalias", "sekretbytes", "sekretpic", "sekrethead", "tea/sekretnote"]
    assert leaks(words, told(out, second)) == []
    third = export(vault, out=out, **options)
    assert leaks(words, told(out, third)) == []
    assert third.written == third.removed == ()


def test_no_finding_names_a_private_note(options: dict[str, Any], tmp_path: Path) -> None:
    notes = {
        "Sekret/Broken.md": "---\ndg-publish: [\n---\n![[missing]]",
        "Sekret/Gap.md": "\n\n---\ndg-publish: false\n---\n",
        "Open.md": "---\ndg-publish: true\n---\n[[Sekret/Broken|text]] [[Sekret/Gap|text]]",
    }
    vault = write(tmp_path / "vault", notes)
    assert any("Sekret" in finding.path for finding in read_vault(vault).findings)
    report = export(vault, out=tmp_path / "out", **options)
    assert report.exported == ("Open.md",)
    assert report.links.unpublished == 2
    assert leaks(["sekret"], told(tmp_path / "out", report)) == []


# Vaults made up by chance

PRIVATE_PLACES: Final = {
    "text": "C",
    "heading": "# C",
    "tag": "#C",
    "inline field": "key:: C",
    "block": "words ^C",
    "task": "- [ ] C",
}
"""What an unpublished note may hold; ``C`` becomes the word."""

PRIVATE_PROPERTIES: Final = {
    "title": "title: C",
    "tags": "tags: [C]",
    "alias": "aliases: [C]",
    "description": "description: C",
    "cssclass": "cssclasses: C",
    "permalink": "dg-permalink: C",
}

PUBLIC_SECRETS: Final = {
    "comment": "before %%C%% after",
    "comment block": "%%\nC\n%%",
    "html comment": "<!-- C -->",
    "open comment": "%% C",
}
"""What a published note may hold and not tell."""

SECRET_PROPERTIES: Final = {
    "passphrase": "dg-passphrase: C",
    "private property": "salary: C",
    "nested property": "person: {phone: C}",
    "broken line": "dg-note-properties: {secret: C}",
}

LINKS: Final = (
    "[[{n}]]",
    "[[{n}|text]]",
    "![[{n}]]",
    "![[{n}#C]]",
    "[[{n}#^C|text]]",
    "[text]({n}.md)",
    "![text]({n}.md)",
    "> [!note] ![[{n}]]",
    "- [[{n}|a]]",
    "| a |\n| --- |\n| [[{n}\\|b]] |",
    "```dataview\nLIST\n```",
    "```dataview\nTABLE key, file.tags, title\n```",
    "```dataview\nTASK\n```",
    "`= [[{n}]].key`",
    "[[C-alias]]",
)
"""How a published note may mean an unpublished one; only the visible text of a link may stay."""


@st.composite
def vaults(draw: st.DrawFn) -> tuple[dict[str, str], set[str]]:
    """Notes by path, and the words that must not go out."""
    files: dict[str, str] = {".obsidian/app.json": "{}"}
    words: set[str] = set()

    def word() -> str:
        words.add(f"canary{len(words)}x")
        return f"canary{len(words) - 1}x"

    count = draw(st.integers(1, 3))
    for number in range(count):
        lines = draw(st.lists(st.sampled_from(sorted(PRIVATE_PLACES)), unique=True, max_size=4))
        keys = draw(st.lists(st.sampled_from(sorted(PRIVATE_PROPERTIES)), unique=True, max_size=3))
        mark = draw(st.sampled_from(["dg-publish: false", "draft: true", "private: true", ""]))
        front = [PRIVATE_PROPERTIES[key].replace("C", word()) for key in keys]
        body = [PRIVATE_PLACES[line].replace("C", word()) for line in lines]
        text = "\n".join(["---", mark, *front, "---"])
        files[f"Closed/n{number}.md"] = text + "\n" + "\n\n".join([*body, f"![[a{number}.png]]"])
        files[f"Closed/a{number}.png"] = word()
    for number in range(draw(st.integers(1, 3))):
        uses = draw(st.lists(st.sampled_from(LINKS), max_size=5))
        secrets = draw(st.lists(st.sampled_from(sorted(PUBLIC_SECRETS)), unique=True, max_size=2))
        keys = draw(st.lists(st.sampled_from(sorted(SECRET_PROPERTIES)), unique=True, max_size=2))
        target = f"n{draw(st.integers(0, count - 1))}"
        parts = [
            use.format(n=target).replace("C-alias", "none").replace("#C", "#h") for use in uses
        ]
        # The unclosed comment swallows the rest, so it comes last.
        secrets.sort(key=lambda name: name == "open comment")
        parts += [PUBLIC_SECRETS[name].replace("C", word()) for name in secrets]
        front = [SECRET_PROPERTIES[key].replace("C", word()) for key in keys if key != "passphrase"]
        text = "\n".join(["---", "dg-publish: true", *front, "---", "\n\n".join(parts)])
        files[f"Open/o{number}.md"] = text
        if "passphrase" in keys:  # with it, a note is private as a whole
            text = text.replace("---\n", f"---\ndg-passphrase: {word()}\n", 1)
            files[f"Open/locked{number}.md"] = text + f"\n\n{word()}"
    return files, words


@given(vaults(), st.sampled_from(sorted(TARGETS)))
def test_no_made_up_vault_leaks(made: tuple[dict[str, str], set[str]], target: str) -> None:
    files, words = made
    with tempfile.TemporaryDirectory() as folder:
        vault = write(Path(folder, "vault"), files)
        report = export(vault, out=Path(folder, "out"), publish="marked", **TARGETS[target])
        assert len(report.exported) == sum(path.startswith("Open/o") for path in files)
        assert leaks(words, told(Path(folder, "out"), report)) == []
