"""The vaults of which every private place holds a word, and vaults made up by chance."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.canaries import PRIVATE, Canary, canaries, leaks, told
from support.folders import write
from support.hugo import bare_site, build
from vaultexport import export

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultexport import Report

VAULTS: Final = ("vault", "plain/vault", "published/vault")
TARGETS: Final[Mapping[str, Mapping[str, Any]]] = {
    "hugo": {"to": "hugo"},
    "hugo-content-only": {"to": "hugo", "content_only": True},
    "quartz": {"to": "quartz"},
    "quartz4": {"to": "quartz4"},
}
CHOICES: Final[Mapping[str, Mapping[str, Any]]] = {
    "auto": {},
    "marked": {"publish": "marked"},
    "all": {"publish": "all"},
    "keep": {"keep": ["*"]},
    "both": {"publish": "all", "keep": ["*"]},
    "unprotected": {"protected": "plain", "exclude": ["Diary"]},
}
ZONE: Final = ZoneInfo("Asia/Shanghai")
NOW: Final = datetime(2025, 5, 4, 12, tzinfo=ZONE)

CANARIES: Final = tuple(canaries())


def exported(vault: Path, out: Path, target: str, choice: str = "auto") -> Report:
    options = {**TARGETS[target], **CHOICES[choice]}
    return export(vault, out=out, timezone=ZONE, now=NOW, **options)


def found(texts: Mapping[str, bytes], wanted: list[Canary]) -> list[str]:
    return leaks([canary.word for canary in wanted], texts)


def test_there_are_many_private_places() -> None:
    assert Counter(canary.vault for canary in CANARIES)["vault"] >= 100
    assert len({canary.word for canary in CANARIES}) == len(CANARIES) >= 160


@pytest.mark.parametrize("canary", CANARIES, ids=lambda canary: canary.word)
def test_each_word_really_stands_there(canary: Canary) -> None:
    file = PRIVATE / canary.vault / canary.file
    text = canary.file.encode() + b"\n" + file.read_bytes()
    assert re.search(canary.word.encode() + rb"(?![A-Z-])", text)


@pytest.mark.parametrize("vault", VAULTS)
def test_no_word_is_left_unlisted(vault: str) -> None:
    texts = told(PRIVATE / vault)
    words = {word.decode() for t in texts.values() for word in re.findall(rb"CANARY[A-Z-]+", t)}
    assert words == {canary.word for canary in CANARIES if canary.vault == vault}


@pytest.mark.parametrize("vault", VAULTS)
@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("target", TARGETS)
def test_nothing_private_goes_out(vault: str, choice: str, target: str, tmp_path: Path) -> None:
    report = exported(PRIVATE / vault, tmp_path / "out", target, choice)
    options = CHOICES[choice]
    publish, keep = options.get("publish", "auto"), options.get("keep")
    wanted = [c for c in CANARIES if c.vault == vault and c.stays(publish, keep)]
    assert len(wanted) >= 7
    assert found(told(tmp_path / "out", report), wanted) == []


@pytest.mark.parametrize("vault", VAULTS)
def test_what_is_asked_for_does_go_out(vault: str, tmp_path: Path) -> None:
    texts: dict[str, bytes] = {}
    for target in TARGETS:
        exported(PRIVATE / vault, tmp_path / target, target, "both")
        texts |= {f"{target}/{name}": text for name, text in told(tmp_path / target).items()}
    wanted = [c for c in CANARIES if c.vault == vault and c.may]
    assert wanted
    assert [c.word for c in wanted if not any(map(c.is_in, texts.values()))] == []


def test_the_built_site_has_nothing_private(tmp_path: Path) -> None:
    site = bare_site(tmp_path)
    exported(PRIVATE / "vault", site, "hugo")
    built = build(site)
    assert built.exit_code == 0, built.output
    texts = told(built.public)
    assert len(texts) > 15
    assert found(texts, list(CANARIES)) == []


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "vaultexport", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=120)


@pytest.mark.parametrize("vault", VAULTS)
def test_the_command_says_nothing_private(vault: str, tmp_path: Path) -> None:
    folder = shutil.copytree(PRIVATE / vault, tmp_path / "vault")
    common = (folder, "--to", "hugo", "--out", tmp_path / "out")
    report = tmp_path / "report.json"
    runs = [
        run(*common, "--dry-run"),
        run(*common, "--strict", "--report", report),
        run(*common, "--strict"),
        run(*common, "--show-config"),
        run(*common, "--site-config"),
        run(*common, "--explain", "Links"),
        run(*common, "--explain", "None such"),
        run(*common, "--keep", "password"),
        run(*common, "--set", "x=y"),
        run(*common, "--garden", folder),
    ]
    texts = {f"run {n} {part}": getattr(r, part) for n, r in enumerate(runs) for part in PARTS}
    assert all(r.stdout or r.stderr for r in runs)
    assert found({**texts, "report": report.read_bytes()}, list(CANARIES)) == []


PARTS: Final = ("stdout", "stderr")


def test_only_verbose_names_notes_that_stay_home(tmp_path: Path) -> None:
    vault = PRIVATE / "vault"
    done = run(vault, "--to", "hugo", "--out", tmp_path / "out", "--verbose")
    shown = [canary.word for canary in CANARIES if canary.is_in(done.stdout)]
    names = {"CANARY-FOLDER", "CANARY-NAME", "CANARY-IGNORED"}
    assert set(shown) == names
    assert b"stays home: Diary/Locked.md (among those with a passphrase)" in done.stdout


def test_one_note_can_be_asked_about(tmp_path: Path) -> None:
    done = run(PRIVATE / "vault", "--explain", "Diary/Locked")
    assert b"passphrase" in done.stdout
    assert found({"stdout": done.stdout}, list(CANARIES)) == []


@pytest.mark.parametrize("target", TARGETS)
def test_what_was_public_once_leaves_nothing(target: str, tmp_path: Path) -> None:
    vault = Path(shutil.copytree(PRIVATE / "vault", tmp_path / "vault"))
    out = tmp_path / "out"
    entry = vault / "Diary" / "CANARY-FOLDER" / "Entry.md"
    text = entry.read_bytes()
    entry.write_bytes(text.replace(b"dg-publish: false", b"dg-publish: true"))
    ours = [c for c in CANARIES if c.vault == "vault"]
    first = exported(vault, out, target)
    assert len({line.split()[0] for line in found(told(out, first), ours)}) > 20
    entry.write_bytes(text)
    second = exported(vault, out, target)
    assert second.removed
    assert found(told(out, second), ours) == []
    third = exported(vault, out, target)
    assert (third.written, third.removed) == ((), ())
    assert found(told(out, third), ours) == []
    fresh = tmp_path / "fresh"
    exported(vault, fresh, target)
    assert told(out) == told(fresh)


@pytest.mark.parametrize("target", TARGETS)
def test_what_a_garden_still_has_is_not_told(target: str, tmp_path: Path) -> None:
    notes = {
        f"garden/src/site/notes/{path}": f'---\n{{"dg-publish":true,"permalink":"/{path}/"}}\n---\n'
        for path in ("Home.md", "Diary/CANARY-FOLDER/Entry.md", "Diary/CANARY-NAME.md")
    }
    write(tmp_path, {**notes, "garden/.env": ""})
    options = TARGETS[target]
    out = tmp_path / "out"
    report = export(PRIVATE / "vault", out=out, garden=tmp_path / "garden", **options)
    assert "2 notes of the published garden" in report.to_json()
    assert found(told(out, report), list(CANARIES)) == []


# Vaults made up by chance: what stands in a private note changes nothing that anybody can see.

PIECES: Final = (
    *("# Head", "text", "#tag", "key:: value", "- [ ] task", "[[Open]]", "[[Open|alias]]"),
    *("![[Open]]", "![[pic.png]]", "> [!note] x", "| a |\n| - |\n| b |", "words ^id", "%%", "$$"),
    *("```dataview\nLIST\n```", "`= this.file.name`", "[^1]\n\n[^1]: note", "<!--", "<div>", "---"),
)
KEYS: Final = ("title", "tags", "aliases", "mood", "dg-permalink", "dg-path", "dg-home", "hide")
OPEN: Final = "\n\n".join(
    [
        *("[[Shut]]", "[[Shut|x]]", "![[Shut]]", "[x](Shut.md)", "`= [[Shut]].mood`", "#tag"),
        *("```dataview\nTABLE mood, file.tags, file.inlinks, title\n```", "```dataview\nTASK\n```"),
        "```dataview\nTABLE rows.file.name, length(rows) GROUP BY mood\n```",
        "```dataview\nLIST tag FLATTEN file.tags AS tag\n```",
        "`= length([[Open]].file.inlinks)`",
        "![[Shut#Head]] ![[Shut#^id]] [[Shut#Head]] [[pic.png]]",
    ]
)


@st.composite
def private_notes(draw: st.DrawFn) -> str:
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=4))
    words = st.text("ab1éñ茶", min_size=1, max_size=6)
    front = [f"{key}: {draw(words)}" for key in keys]
    body = draw(st.lists(st.one_of(st.sampled_from(PIECES), words), max_size=8))
    return "\n".join(["---", "dg-publish: false", *front, "---", "\n\n".join(body)])


@settings(max_examples=60)
@given(private_notes(), private_notes(), st.sampled_from(sorted(TARGETS)))
def test_a_private_note_changes_nothing(one: str, other: str, target: str) -> None:
    open_note = f"---\ndg-publish: true\nmood: calm\n---\n{OPEN}"
    variants = [
        {"Open.md": open_note, "Deep/Shut.md": text, "pic.png": ""} for text in (one, other)
    ]
    assert len({str(seen) for seen in seen_of(variants, target)}) == 1


def seen_of(variants: list[dict[str, str]], target: str) -> list[dict[str, bytes]]:
    """Export vaults at one and the same place; give all that each of them tells."""
    seen = []
    with tempfile.TemporaryDirectory() as folder:
        vault, out = Path(folder, "vault"), Path(folder, "out")
        for files in variants:
            for place in (vault, out):
                shutil.rmtree(place, ignore_errors=True)
            report = exported(write(vault, files), out, target)
            seen.append(told(out, report))
    return seen


@settings(max_examples=60)
@given(st.lists(st.text("abcxyz", min_size=5, max_size=8), min_size=2, max_size=5, unique=True))
def test_the_name_of_a_private_note_changes_nothing(names: list[str]) -> None:
    open_note = {"Open.md": f"---\ndg-publish: true\n---\n{OPEN}"}
    variants = [
        {f"{place}/q{name}q/q{name}q.md": f"[[Open]] q{name}q" for name in names} | open_note
        for place in ("here", "there")
    ]
    first, second = seen_of(variants, "hugo")
    assert first == second
    assert leaks([f"q{name}q" for name in names], first) == []
