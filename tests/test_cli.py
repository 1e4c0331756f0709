"""The command: its options, exit codes and what it prints."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from support.golden import FIXTURES
from vaultexport import Finding, Links, Report, Severity, __version__
from vaultexport.cli import app
from vaultexport.config import OPTIONS

NEEDS_NO_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def run_process(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vaultexport", *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        timeout=120,
    )


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A raw vault of a public note, a note with an error, a draft and an image's owner."""
    folder = tmp_path / "vault"
    texts = {
        ".obsidian/app.json": "{}",
        "Note.md": "---\ncreated: 2024-01-02T03:04:05\n---\nSee [[Sub/Other]] and [[Nobody]].\n",
        "Sub/Other.md": "<b>bold</b>\n",
        "Draft.md": "---\ndraft: true\n---\nnot yet\n",
    }
    for path, text in texts.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


# Done as asked


def test_an_export_says_what_it_did(vault: Path, tmp_path: Path) -> None:
    result = run("--to", "hugo", vault, "--out", tmp_path / "site")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert "Exported 2 notes of 3 to Hugo." in result.stdout
    assert "Links: of 2, 1 lead to a page or file, 1 have no target in the vault." in result.stdout
    assert (tmp_path / "site" / "content" / "Note.md").is_file()


@pytest.mark.parametrize("to", ["hugo", "quartz", "quartz4"])
def test_the_default_folder_lies_beside_the_vault(vault: Path, to: str) -> None:
    assert run("--to", to, vault).exit_code == 0
    assert (vault.parent / f"vault-{to}" / ".vaultexport.json").is_file()
    assert run("--to", to, vault).exit_code == 0, "ours: it may be written again"


def test_the_vault_is_found_from_a_folder_inside(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(vault / "Sub")
    assert run("--to", "quartz").exit_code == 0
    assert (vault.parent / "vault-quartz" / "Note.md").is_file()


def test_a_relative_vault_and_folder_are_of_the_working_folder(vault: Path) -> None:
    done = run_process("--to", "quartz", ".", "--out", "../site", cwd=vault)
    assert done.returncode == 0, done.stderr
    assert (vault.parent / "site" / "Note.md").is_file()


def test_publish(vault: Path, tmp_path: Path) -> None:
    counts = {}
    for mode in ("auto", "all", "marked"):
        run("--to", "quartz", vault, "--publish", mode, "--out", tmp_path / mode)
        counts[mode] = len([p for p in (tmp_path / mode).rglob("*.md") if p.name != "index.md"])
    assert counts == {"auto": 2, "all": 3, "marked": 0}


def test_dialect(tmp_path: Path) -> None:
    notes = FIXTURES / "garden" / "vault"
    result = run("--to", "hugo", notes, "--dialect", "loose", "--out", tmp_path / "a", "--dry-run")
    other = run("--to", "hugo", notes, "--out", tmp_path / "a", "--dry-run")
    assert result.exit_code == other.exit_code == 0
    assert result.stdout.splitlines()[0] != other.stdout.splitlines()[0]


def test_under_and_content_only(vault: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    result = run("--to", "hugo", vault, "--out", out, "--under", "a/b", "--content-only")
    assert result.exit_code == 0, result.output
    assert (out / "content" / "a" / "b" / "Sub" / "Other.md").is_file()
    assert {path.name for path in out.iterdir()} == {"content", ".vaultexport.json"}


def test_set(vault: Path, tmp_path: Path) -> None:
    kept, dropped = tmp_path / "kept", tmp_path / "dropped"
    run("--to", "hugo", vault, "--out", kept)
    run("--to", "hugo", vault, "--out", dropped, "--set", "raw-html=keep", "--set", "raw-html=drop")
    page = Path("content", "Sub", "Other.md")
    assert "<b>" in (kept / page).read_text(encoding="utf-8")
    assert "<b>" not in (dropped / page).read_text(encoding="utf-8")


def test_timezone(vault: Path, tmp_path: Path) -> None:
    run("--to", "hugo", vault, "--out", tmp_path / "site", "--timezone", "Asia/Kolkata")
    text = (tmp_path / "site" / "content" / "Note.md").read_text(encoding="utf-8")
    assert "2024-01-02T03:04:05+05:30" in text


@pytest.mark.parametrize("base", ["hugo", "quartz"])
def test_profile(vault: Path, tmp_path: Path, base: str) -> None:
    profile = tmp_path / "mine.yaml"
    profile.write_text(f"profile: mine\nextends: {base}\nconstructs: {{lost-link: '<<{{text}}>>'}}")
    result = run("--profile", profile, vault, "--out", tmp_path / "site")
    assert result.exit_code == 0, result.output
    (page,) = (tmp_path / "site").rglob("Note.md")
    assert "<<Nobody>>" in page.read_text(encoding="utf-8")


def test_keep_metadata(tmp_path: Path) -> None:
    from PIL import Image, PngImagePlugin  # noqa: PLC0415 - only here

    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "Note.md").write_text("![[a.png]]")
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", "somebody")
    Image.new("RGB", (2, 2)).save(folder / "a.png", pnginfo=about)
    for name, options in {"without": (), "with": ("--keep-metadata",)}.items():
        run("--to", "quartz", folder, "--out", tmp_path / name, *options)
        (image,) = (tmp_path / name).rglob("a.png")
        assert (b"somebody" in image.read_bytes()) is (name == "with")


def test_the_report_is_json_without_places_of_the_machine(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    result = run("--to", "hugo", vault, "--out", tmp_path / "site", "--report", file)
    assert result.exit_code == 0, result.output
    text = file.read_text(encoding="utf-8")
    data = json.loads(text)
    assert data["exported"] == ["Note.md", "Sub/Other.md"]
    assert data["links"]["dead"] == 1
    assert {"path", "line", "code", "severity", "message", "hint"} == set(data["findings"][0])
    assert str(tmp_path) not in text
    assert str(Path.home()) not in text


def test_a_dry_run_writes_nothing_and_says_the_same(vault: Path, tmp_path: Path) -> None:
    before = tree(tmp_path)
    dry = run("--to", "hugo", vault, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert tree(tmp_path) == before
    assert run("--to", "hugo", vault).stdout == dry.stdout


def test_strict_turns_an_error_into_an_exit_code(vault: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    (out / "content").mkdir(parents=True)
    assert run("--to", "hugo", vault, "--out", out, "--strict").exit_code == 0
    (tmp_path / "other" / "content").mkdir(parents=True)
    (tmp_path / "other" / "content" / "Note.md").write_text("the user's")
    arguments = ("--to", "hugo", vault, "--out", tmp_path / "other")
    assert run(*arguments).exit_code == 0
    strict = run(*arguments, "--strict")
    assert strict.exit_code == 1
    assert "place-taken" in strict.stdout


# About itself


def test_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"vaultexport {__version__}\n")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_option_and_gives_examples(option: str) -> None:
    result = run(option)
    assert result.exit_code == 0
    for name in (*OPTIONS, "dry-run", "show-config", "version", "help"):
        assert f"--{name}" in result.stdout
    examples = result.stdout.partition("Examples:")[2]
    assert examples.count("vaultexport --to") >= 3


def test_the_examples_of_the_help_work(vault: Path) -> None:
    examples = run("--help").stdout.partition("Examples:")[2]
    commands = re.findall(r"^ *vaultexport (.+?)(?:  .*)?$", examples, re.MULTILINE)
    assert len(commands) == 4
    for number, command in enumerate(commands):
        folder = Path(shutil.copytree(vault, vault.parent / f"{number}" / "home"))
        if "garden" in command or "vault" in command:
            folder = folder.parent
            for name in ("garden", "vault"):
                shutil.copytree(vault, folder / name)
        done = run_process(*command.split(), cwd=folder)
        assert done.returncode == 0, (command, done.stderr)


# Misuse


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "jekyll", "{vault}"), "hugo"),
        (("{vault}",), "--to"),
        (("--to", "hugo", "{tmp}/nowhere"), "nowhere"),
        (("--to", "hugo", "{vault}/Note.md"), "Note.md"),
        (("--to", "hugo", "{vault}", "--out", "{vault}/site"), "inside the vault"),
        (("--to", "hugo", "{vault}", "--out", "{vault}"), "inside the vault"),
        (("--to", "hugo", "{vault}", "--out", "{tmp}"), "holds the vault"),
        (("--to", "hugo", "{vault}", "--out", "{tmp}/file"), "is a file"),
        (("--to", "hugo", "{vault}", "--out", "{tmp}/file/below"), "file"),
        (("--to", "quartz", "{vault}"), "--out"),
        (("--to", "hugo", "{vault}", "--publish", "some"), "auto, all, marked"),
        (("--to", "hugo", "{vault}", "--dialect", "roam"), "raw, published, loose"),
        (("--to", "hugo", "{vault}", "--set", "colour=red"), "raw-html"),
        (("--to", "hugo", "{vault}", "--set", "raw-html=perhaps"), "keep, drop"),
        (("--to", "hugo", "{vault}", "--set", "raw-html"), "KEY=VALUE"),
        (("--to", "hugo", "{vault}", "--timezone", "Mars/Base"), "Mars/Base"),
        (("--to", "hugo", "{vault}", "--timezone", "../etc"), "../etc"),
        (("--to", "hugo", "{vault}", "--under", "a/../../b"), "--under"),
        (("--to", "hugo", "{vault}", "--under", "/a"), "--under"),
        (("--to", "hugo", "{vault}", "--profile", "{tmp}/none.yaml"), "none.yaml"),
        (("--to", "hugo", "{vault}", "--profile", "{tmp}/file"), "file"),
        (("--to", "hugo", "{vault}", "--report", "{tmp}/file/report.json"), "--report"),
        (("--to", "hugo", "{vault}", "--report", "{tmp}"), "--report"),
    ],
)
def test_misuse_is_one_line_and_writes_nothing(
    arguments: tuple[str, ...], said: str, vault: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("a file")
    (tmp_path / "vault-quartz").mkdir()
    (tmp_path / "vault-quartz" / "theirs.md").write_text("not ours")
    before = tree(tmp_path)
    result = run(*(word.format(vault=vault, tmp=tmp_path) for word in arguments))
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("vaultexport: ")
    assert said in line
    assert tree(tmp_path) == before


@NEEDS_NO_ROOT
def test_a_folder_that_cant_be_written_is_misuse(vault: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    result = run("--to", "hugo", vault, "--out", locked / "site")
    assert result.exit_code == 2
    assert "can't be written" in result.stderr


def test_an_unknown_option_is_misuse_too(vault: Path) -> None:
    result = run("--to", "hugo", vault, "--colour")
    assert result.exit_code == 2
    assert "--colour" in result.stderr


# True processes


def test_no_progress_bar_in_a_pipe(vault: Path, tmp_path: Path) -> None:
    done = run_process("--to", "hugo", vault, "--out", tmp_path / "site", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert "\r" not in done.stdout


def test_misuse_shows_no_traceback(vault: Path, tmp_path: Path) -> None:
    done = run_process("--to", "jekyll", vault, cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_the_summary_survives_a_narrow_encoding(tmp_path: Path) -> None:
    folder = tmp_path / "笔记"
    folder.mkdir()
    (folder / "茶.md").write_text("[[没有]]", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "vaultexport", "--to", "hugo", str(folder)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert b"Exported 1 note" in done.stdout


# The summary


def report(findings: int, **others: object) -> Report:
    kinds = [
        Finding(f"Note {n}.md", n, f"kind-{n}", list(Severity)[n % 3], f"message {n}")
        for n in range(findings)
    ]
    data: dict[str, object] = {
        "vault": "v",
        "target": "Hugo",
        "rule": "all notes",
        "notes": 2,
        "exported": ("a.md",),
        "left_out": {"drafts": 1},
        "links": Links(linked=1),
        "written": (),
        "unchanged": (),
        "removed": (),
        "findings": tuple(kinds),
    }
    return Report(**(data | others))  # type: ignore[arg-type]


@pytest.mark.parametrize("kinds", [0, 9, 10, 11, 30])
def test_the_summary_has_at_most_15_lines(kinds: int) -> None:
    lines = report(kinds).summary()
    assert len(lines) == min(15, 5 + kinds)
    if kinds > 10:
        assert str(5 + kinds - 14) in lines[-1]
        assert "--report" in lines[-1]


def test_the_summary_is_short_with_many_remarks() -> None:
    lines = report(30, remarks=tuple(f"remark {n}" for n in range(40))).summary()
    assert len(lines) == 15


def test_the_summary_puts_errors_first_and_says_where() -> None:
    lines = report(3).summary()
    assert [line.split(":")[0] for line in lines[-3:]] == ["error", "warning", "info"]
    assert lines[-2] == "warning: kind-1 × 1 (first: Note 1.md:1): message 1"
