from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from vaultexport.cli import app
from vaultexport.config import OPTIONS, load_config
from vaultexport.errors import MisuseError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "Note.md").write_text("text", encoding="utf-8")
    return folder


def test_no_file_no_settings(vault: Path) -> None:
    assert load_config(vault) == {}


@pytest.mark.parametrize("place", ["vault", "beside"])
def test_the_file_lies_in_the_vault_or_beside_it(vault: Path, place: str) -> None:
    folder = vault if place == "vault" else vault.parent
    file = folder / "vaultexport.toml"
    file.write_text('to = "hugo"\nout = "site"\nstrict = true\n[set]\nraw-html = "drop"\nx = true')
    config = load_config(vault)
    assert {name: setting.value for name, setting in config.items()} == {
        "to": "hugo",
        "out": folder / "site",
        "strict": True,
        "set": {"raw-html": "drop", "x": "true"},
    }
    assert {setting.origin for setting in config.values()} == {str(file)}


def test_a_project_file_counts_if_it_has_our_table(vault: Path) -> None:
    (vault / "pyproject.toml").write_text('[project]\nname = "x"')
    (vault.parent / "pyproject.toml").write_text('[tool.vaultexport]\nto = "quartz"')
    assert load_config(vault)["to"].value == "quartz"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("publsh = 'all'", "did you mean publish?"),
        ("colour = 'red'", "known are to, out"),
        ("strict = 'yes'", "strict must be true or false"),
        ("to = 1", "to must be a text"),
        ("set = 'raw-html=drop'", "set must be a table"),
        ("to = ", "vaultexport.toml:"),
    ],
)
def test_mistakes_name_the_file_and_the_key(vault: Path, text: str, said: str) -> None:
    (vault / "vaultexport.toml").write_text(text)
    with pytest.raises(MisuseError, match=r"vaultexport\.toml") as caught:
        load_config(vault)
    assert said in str(caught.value)


def test_the_command_line_wins_and_show_config_tells(vault: Path) -> None:
    (vault / "vaultexport.toml").write_text('to = "quartz"\nunder = "notes"\n[set]\na = "b"')
    result = CliRunner().invoke(app, ["--to", "hugo", "--set", "c=d", "--show-config", str(vault)])
    lines = dict(line.split(" = ", 1) for line in result.stdout.splitlines())
    assert set(lines) == set(OPTIONS)
    assert lines["to"] == "'hugo'  # command line"
    assert lines["under"] == f"'notes'  # {vault / 'vaultexport.toml'}"
    assert lines["set"] == "{'a': 'b', 'c': 'd'}  # command line"
    assert lines["publish"] == "'auto'  # default"
    assert not (vault.parent / "vault-hugo").exists()


def test_the_command_does_what_the_file_says(vault: Path, tmp_path: Path) -> None:
    (vault / "vaultexport.toml").write_text('to = "quartz"\nout = "../content"\nunder = "below"')
    result = CliRunner().invoke(app, [str(vault)])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "content" / "below" / "Note.md").is_file()


def test_a_mistake_in_the_file_is_misuse(vault: Path) -> None:
    (vault / "vaultexport.toml").write_text("out = 3")
    result = CliRunner().invoke(app, ["--to", "hugo", str(vault)])
    assert result.exit_code == 2
    assert "out must be a path" in result.output
