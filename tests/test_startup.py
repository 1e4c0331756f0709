"""What is not imported before it is needed: half of the time of a small export is imports."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection

LIGHT: Final = (
    "vaultexport",
    "vaultexport.cli",
    "vaultexport.command",
    "vaultexport.config",
    "vaultexport.model",
    "vaultexport.reader.walk",
    "vaultexport.report",
    "vaultexport.writer.manifest",
)
"""What it takes to find out that nothing has changed."""

WORK: Final = {
    *(
        "vaultexport.markdown",
        "vaultexport.planner",
        "vaultexport.profiles",
        "vaultexport.pipeline",
    ),
    *("vaultexport.rewriter", "vaultexport.strategies", "vaultexport.converters"),
    *("pyromark", "yaml_rs", "pathvalidate", "multiprocessing"),
}
"""What only an export needs."""

SELDOM: Final = {
    *("vaultexport.dataview", "vaultexport.verify", "vaultexport.watch", "vaultexport.inquiries"),
    *("ruamel", "jsonschema", "regex", "rich", "watchfiles", "difflib", "tomllib"),
    *("frontmatter", "yaml"),
}
"""What most exports don't need."""

PLANNING: Final = {
    *("vaultexport.pipeline", "vaultexport.planner.plan", "vaultexport.planner.addresses"),
    *("vaultexport.converters.dates", "pathvalidate"),
    *("vaultexport.writer.survey", "vaultexport.writer.kit"),
}
"""What an export needs that looks at all notes, and no edit of one."""

PACKAGES: Final = (
    "vaultexport",
    *("vaultexport.converters", "vaultexport.planner", "vaultexport.reader"),
    *("vaultexport.strategies", "vaultexport.writer"),
)
"""The packages whose names are imported when they are asked for."""


def imported(code: str, *arguments: str) -> set[str]:
    """Give the modules that a program has imported when it ends, with all their parents."""
    program = f"import sys\ntry:\n    {code}\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def command(*arguments: str) -> set[str]:
    return imported("from vaultexport.cli import main; main()", *arguments)


def among(modules: Collection[str], unwanted: Collection[str]) -> set[str]:
    return {name for name in unwanted if name in modules}


def test_the_version_needs_nothing_of_ours() -> None:
    ours = {name for name in command("--version") if name.partition(".")[0] == "vaultexport"}
    assert ours == {"vaultexport", "vaultexport.cli", "vaultexport.lazy"}


@pytest.mark.parametrize("module", LIGHT)
def test_a_light_module_imports_no_heavy_one(module: str) -> None:
    modules = imported(f"import {module}")
    assert module in modules
    assert not among(modules, WORK | SELDOM - {"difflib"})  # typer has difflib


def vault_with(folder: Path, text: str) -> Path:
    vault = folder / "vault"
    (vault / ".obsidian" / "plugins" / "dataview").mkdir(parents=True)
    head = "---\ntags: [a]\ndate: 2024-01-02\n---\n"
    (vault / "A.md").write_text(f"{head}# Title\n\n[[B]] ![[B]] `code` $x$ {text}\n")
    (vault / "B.md").write_text("> [!note] Text\n> #tag ^block\n")
    return vault


@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_a_vault_without_queries_needs_no_dataview(tmp_path: Path, target: str) -> None:
    vault = vault_with(tmp_path, "")
    modules = command(str(vault), "--to", target, "--out", str(tmp_path / "out"))
    assert (tmp_path / "out").is_dir()
    assert "vaultexport.pipeline" in modules
    assert not among(modules, SELDOM - {"difflib", "tomllib"})


@pytest.mark.parametrize("text", ["`= 1 + 1`", "[due:: 2024-05-06]", "\n\n```dataview\nLIST\n```"])
def test_a_query_brings_dataview_along(tmp_path: Path, text: str) -> None:
    vault = vault_with(tmp_path, text)
    modules = command(str(vault), "--to", "hugo", "--out", str(tmp_path / "out"))
    assert "vaultexport.dataview" in modules
    assert "ruamel" not in modules


@pytest.mark.parametrize("text", ["", "\n\n```dataview\nLIST\n```"])
@pytest.mark.parametrize("target", ["hugo", "quartz"])
def test_an_edit_needs_no_planner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, text: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    vault = vault_with(tmp_path, text)
    arguments = (str(vault), "--to", target, "--out", str(tmp_path / "out"))
    assert among(command(*arguments), PLANNING) == PLANNING
    with (vault / "A.md").open("a") as note:
        note.write("One more line.\n")
    modules = command(*arguments)
    assert "vaultexport.redo" in modules
    assert not among(modules, PLANNING | SELDOM - {"difflib", "vaultexport.dataview"})
    assert ("vaultexport.dataview" in modules) == bool(text)


@pytest.mark.parametrize("package", PACKAGES)
def test_public_names_are_there(package: str) -> None:
    module = importlib.import_module(package)
    for name in module.__all__:
        found = getattr(module, name)
        assert not (Path(str(module.__file__)).parent / f"{name}.py").exists(), (
            "importing the module of this name would hide what is meant"
        )
        assert found is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = module.no_such_name
