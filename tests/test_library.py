"""The function `export`, as a script uses it, and the code that the documents show."""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
import typing
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import vaultexport
from support.folders import read, write
from support.golden import FIXTURES
from vaultexport import Finding, Links, MisuseError, Report, Severity, export
from vaultexport.cli import app
from vaultexport.config import OPTIONS

ROOT = FIXTURES.parent
COUNTRY = timezone(timedelta(hours=9))


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write(
        tmp_path / "my-garden",
        {
            ".obsidian/app.json": "{}",
            "Note.md": "---\ncreated: 2024-01-02T03:04:05\n---\n[[Other]] [[Missing]]\n",
            "Other.md": "text ![[pic.png]]\n",
            "Draft.md": "---\ndraft: true\n---\n",
            "pic.png": b"no picture",
        },
    )


# Its shape


def test_the_public_names() -> None:
    for name in vaultexport.__all__:
        assert getattr(vaultexport, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'exports'"):
        _ = vaultexport.exports


def test_a_type_checker_sees_the_types(tmp_path: Path) -> None:
    assert Path(vaultexport.__file__).with_name("py.typed").is_file()
    script = tmp_path / "script.py"
    script.write_text(
        "from vaultexport import Finding, Links, Report, export\n"
        'report: Report = export("vault", to="hugo", out="site", options={"a": "b"})\n'
        "findings: tuple[Finding, ...] = report.findings\n"
        "written: tuple[str, ...] = report.written\n"
        'wrong: int = report.notes + "a"\n'
        'export("vault", "hugo", "site", "all")\n'
        'export("vault", publish="some")\n'
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(script)],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        encoding="utf-8",
        timeout=300,
    )
    lines = re.findall(r"script\.py:(\d+): error", done.stdout)
    assert lines == ["5", "6", "7"], done.stdout


def test_every_option_of_the_command_is_an_argument() -> None:
    arguments = list(inspect.signature(export).parameters.values())
    assert [argument.name for argument in arguments[:3]] == ["vault", "to", "out"]
    assert {argument.kind for argument in arguments[3:]} == {inspect.Parameter.KEYWORD_ONLY}
    options = {name.replace("-", "_") for name in OPTIONS} - {"report", "strict", "set", "verbose"}
    given = {"vault", "options", "dry_run", "cache", "memory", "progress"}
    assert options - {"no_cache"} | given == {argument.name for argument in arguments}
    documented = inspect.getdoc(export) or ""
    for argument in arguments:
        assert f"{argument.name}: " in documented


# What it does


def test_it_prints_nothing(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    export(vault, to="hugo")
    assert capfd.readouterr() == ("", "")


def test_paths_may_be_texts(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(vault, to="quartz", out=tmp_path / "a")
    export(str(vault), "quartz", str(tmp_path / "b"))
    monkeypatch.chdir(tmp_path)
    export("my-garden", "quartz", "c")
    assert read(tmp_path / "a") == read(tmp_path / "b") == read(tmp_path / "c")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"to": "hugo"}, ["--to", "hugo"]),
        ({"to": "quartz", "publish": "all"}, ["--to", "quartz", "--publish", "all"]),
        (
            {"to": "hugo", "content_only": True, "under": "a/b", "options": {"raw-html": "drop"}},
            ["--to", "hugo", "--content-only", "--under", "a/b", "--set", "raw-html=drop"],
        ),
        ({"to": "quartz4", "dialect": "loose"}, ["--to", "quartz4", "--dialect", "loose"]),
    ],
)
def test_the_command_writes_the_same_bytes(
    options: dict[str, Any], words: list[str], tmp_path: Path
) -> None:
    vault = FIXTURES / "raw" / "vault"
    report = export(vault, out=tmp_path / "library", **options)
    out, file = tmp_path / "command", tmp_path / "report.json"
    arguments = [*words, str(vault), "--out", str(out), "--report", str(file)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert read(out) == read(tmp_path / "library")
    assert file.read_text(encoding="utf-8") == report.to_json()
    assert result.stdout.splitlines() == report.summary()


def test_the_report(vault: Path, tmp_path: Path) -> None:
    report = export(vault, to="quartz", out=tmp_path / "out")
    assert isinstance(report, Report)
    assert (report.vault, report.target, report.notes) == ("my-garden", "Quartz", 3)
    assert report.exported == ("Note.md", "Other.md")
    assert report.left_out == {"drafts": 1}
    # The embedded image counts too.
    assert (report.links.linked, report.links.shown, report.links.lost) == (1, 1, 1)
    assert set(report.written) == set(read(tmp_path / "out")) - {".vaultexport.json"}
    assert report.unchanged == report.removed == ()
    assert not report.has_errors
    lost = [f for f in report.findings if f.path == "Note.md" and f.severity is Severity.WARNING]
    assert [finding.line for finding in lost] == [4]
    assert list(report.findings) == sorted(report.findings)


def test_the_report_as_json_has_every_field(vault: Path, tmp_path: Path) -> None:
    report = export(vault, to="quartz", out=tmp_path / "out")
    data = json.loads(report.to_json())
    fields = set(typing.get_type_hints(Report, localns={"Mapping": dict, "Links": Links}))
    assert set(data) == fields - {"private"}, "what the owner alone may know is not in it"
    finding = data["findings"][0]
    assert Finding(**finding | {"severity": Severity(finding["severity"])}) == report.findings[0]
    assert data["exported"] == list(report.exported)


def test_the_report_as_json_can_be_read(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", {"茶.md": "text"})
    assert '"茶.md"' in export(vault, to="quartz", out=tmp_path / "out").to_json()


def test_a_report_cant_be_changed(vault: Path, tmp_path: Path) -> None:
    report = export(vault, to="quartz", out=tmp_path / "out", dry_run=True)
    with pytest.raises(AttributeError):
        report.notes = 3  # type: ignore[misc] # that is what is tested


def test_progress_is_told(vault: Path, tmp_path: Path) -> None:
    calls: list[tuple[int, int]] = []
    export(vault, to="quartz", out=tmp_path / "out", progress=lambda *call: calls.append(call))
    assert calls == [(1, 2), (2, 2)]


def test_the_zone_is_any_tzinfo(vault: Path, tmp_path: Path) -> None:
    export(vault, to="quartz", out=tmp_path / "out", timezone=COUNTRY)
    assert "2024-01-02T03:04:05+09:00" in (tmp_path / "out" / "Note.md").read_text()


def test_a_dry_run_writes_nothing(vault: Path, tmp_path: Path) -> None:
    report = export(vault, to="hugo", dry_run=True)
    assert report.written
    assert [path.name for path in tmp_path.iterdir()] == ["my-garden"]


def test_the_vault_stays_as_it_is(vault: Path, tmp_path: Path) -> None:
    before = read(vault)
    export(vault, to="hugo", out=tmp_path / "out")
    assert read(vault) == before


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"to": "jekyll"},
        {"to": "hugo", "publish": "some"},
        {"to": "hugo", "dialect": "roam"},
        {"to": "hugo", "under": "../up"},
        {"to": "hugo", "options": {"colour": "red"}},
        {"to": "hugo", "options": {"raw-html": "perhaps"}},
        {"to": "hugo", "profile": "no-such-file.yaml"},
        {"to": "hugo", "vault": "no-such-folder"},
    ],
)
def test_misuse_is_one_line_and_a_value_error(
    options: dict[str, Any], vault: Path, tmp_path: Path
) -> None:
    before = read(tmp_path)
    with pytest.raises(MisuseError) as caught:
        export(**{"vault": vault, "out": tmp_path / "out", **options})
    assert isinstance(caught.value, ValueError)
    assert len(str(caught.value).splitlines()) == 1
    assert read(tmp_path) == before
    assert not (tmp_path / "out").exists()


# What the documents show


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def python_blocks() -> list[tuple[str, str]]:
    module = re.findall(r"::\n\n((?:    .*\n|\n)+)", vaultexport.__doc__ or "")
    found = [("the module's docstring", inspect.cleandoc("\n" + block)) for block in module]
    for document in ("README.md", "docs/Library.md"):
        found += [(document, block) for block in blocks(document, "python")]
    return found


def test_the_documents_show_code() -> None:
    assert {place for place, _ in python_blocks()} == {
        "the module's docstring",
        "README.md",
        "docs/Library.md",
    }


@pytest.mark.parametrize(("place", "code"), python_blocks(), ids=[p for p, _ in python_blocks()])
def test_the_code_in_the_documents_runs(
    place: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"my-vault/Note.md": "[[Missing]]", "my-site/content/other.md": ""})
    shutil.copytree(tmp_path / "my-vault", tmp_path / "my-garden")
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, place, "exec"), {})
    assert (tmp_path / "my-site" / "content" / "Note.md").is_file()
    assert printed.getvalue()


def test_the_configuration_in_the_manual_is_valid(tmp_path: Path) -> None:
    (text,) = blocks("docs/Command.md", "toml")
    tomllib.loads(text)
    vault = write(tmp_path / "vault", {"Note.md": "<b>x</b>", "vaultexport.toml": text})
    result = CliRunner().invoke(app, [str(vault)])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "site" / "content" / "Note.md").is_file()


def test_the_manual_names_every_option() -> None:
    text = (ROOT / "docs" / "Command.md").read_text(encoding="utf-8")
    table = set(re.findall(r"`--([a-z-]+)", text))
    assert table == {
        *OPTIONS,
        "dry-run",
        "explain",
        "show-config",
        "site-config",
        "verify",
        "base-url",
        "version",
        "watch",
        "help",
    }
