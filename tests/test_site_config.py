"""What ``--site-config`` prints: the real Hugo takes it, and Quartz has every name in it."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml_rs
from typer.testing import CliRunner

from support.folders import write
from support.golden import FIXTURES
from support.hugo import bare_site, build
from support.quartz import HARNESS, require_quartz
from vaultexport import export
from vaultexport.cli import app
from vaultexport.verify import crawl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENV: Final = (
    'SITE_NAME_HEADER=茶 "und" \\Brot\nSITE_MAIN_LANGUAGE=zh\nSITE_BASE_URL=https://tea.example/x\n'
)


def shown(vault: Path, to: str, *options: str) -> str:
    result = CliRunner().invoke(app, [str(vault), "--to", to, "--site-config", *options])
    assert result.exit_code == 0, result.output
    assert not (vault.parent / f"{vault.name}-{to}").exists()
    return result.stdout


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    note = '---\n{"dg-publish":true,"permalink":"/a/"}\n---\n'
    return write(tmp_path / "garden", {".env": ENV, "src/site/notes/A.md": note})


def test_hugo(garden: Path) -> None:
    assert tomllib.loads(shown(garden, "hugo")) == {
        "baseURL": "https://tea.example/x/",
        "title": '茶 "und" \\Brot',
        "locale": "zh",
        "hasCJKLanguage": True,
        "capitalizeListTitles": False,
        "pluralizeListTitles": False,
    }


def test_a_site_with_it_builds(tmp_path: Path) -> None:
    vault = FIXTURES / "garden" / "vault"
    site = bare_site(tmp_path)
    (site / "hugo.toml").write_text(shown(vault, "hugo"), encoding="utf-8")
    export(vault, to="hugo", out=site)
    built = build(site, base_url="https://garden.example/")
    assert built.exit_code == 0, built.output
    assert not crawl(built.public, built.base_url).dead
    home = (built.public / "index.html").read_text(encoding="utf-8")
    assert "茶、面包与张量" in home


def test_quartz(garden: Path) -> None:
    data = quartz(garden)
    assert data["configuration"] == {
        "pageTitle": '茶 "und" \\Brot',
        "baseUrl": "tea.example/x",
        "locale": "zh-CN",
        "ignorePatterns": ["private", "templates", ".obsidian"],
    }
    enabled = {plugin["source"].rpartition("/")[2]: plugin["enabled"] for plugin in data["plugins"]}
    assert enabled["unlisted-pages"]
    assert enabled["alias-redirects"]
    assert not enabled["explicit-publish"]
    assert not enabled["hard-line-breaks"]
    assert len(enabled) == len(data["plugins"]), "an entry a plugin"


def quartz(vault: Path, *options: str) -> Mapping[str, Any]:
    loaded: Any = yaml_rs.loads(shown(vault, "quartz", *options))
    data: Mapping[str, Any] = loaded
    assert set(data) == {"configuration", "plugins"}
    for plugin in data["plugins"]:
        assert {"source", "enabled"} <= set(plugin) <= {"source", "enabled", "options"}
        assert isinstance(plugin["enabled"], bool)
    return data


def test_without_hidden_notes_no_plugin_for_them(garden: Path) -> None:
    assert "unlisted-pages" not in str(quartz(garden, "--set", "hide=tree"))


def test_quartz_has_these_plugins_and_options(garden: Path) -> None:
    require_quartz()
    modules = HARNESS / "node_modules"
    checked = 0
    for plugin in quartz(garden)["plugins"]:
        package = modules / plugin["source"]
        assert plugin["source"].startswith("@quartz-community/")
        if not package.is_dir():
            continue  # not needed to process pages, so not installed
        checked += 1
        types = "".join(path.read_text() for path in package.rglob("*.d.ts"))
        for option in plugin.get("options", {}):
            assert re.search(rf"\b{option}\??:", types), (plugin["source"], option)
        manifest = json.loads((package / "package.json").read_text())
        assert "quartz" in manifest, "a plugin says so"
    assert checked >= 4


def test_quartz_4(garden: Path) -> None:
    text = shown(garden, "quartz4")
    assert 'pageTitle: "茶 \\"und\\" \\\\Brot",' in text
    assert 'baseUrl: "tea.example/x",' in text
    assert text.count("{") == text.count("}")
    assert text.count("(") == text.count(")")


@pytest.mark.parametrize("to", ["hugo", "quartz", "quartz4"])
def test_a_vault_that_says_nothing(tmp_path: Path, to: str) -> None:
    text = shown(write(tmp_path / "My notes", {"A.md": "x"}), to)
    assert "My notes" in text
    assert "baseU" not in text
    assert "locale" not in text


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("tea.example", "tea.example"),
        ("https://tea.example/", "tea.example"),
        ("HTTP://tea.example:8080/a/b/", "tea.example:8080/a/b"),
        ("ghp_CANARY0123456789", ""),
        ("https://ann:CANARY@tea.example", ""),
        ("github_pat_CANARY.x CANARY", ""),
        ("", ""),
        (7, ""),
    ],
)
def test_the_address_of_a_vaults_garden(tmp_path: Path, address: object, host: str) -> None:
    settings = {"gardenBaseUrl": address, "siteName": "", "mainLanguage": "pt_BR"}
    place = ".obsidian/plugins/digitalgarden/data.json"
    vault = write(tmp_path / "vault", {place: json.dumps(settings), "A.md": "x"})
    text = shown(vault, "quartz")
    assert "CANARY" not in text
    data: Any = yaml_rs.loads(text)
    assert data["configuration"].get("baseUrl", "") == host
    assert 'locale: "pt-BR"' in text


def test_a_target_without_such_a_thing_says_so(tmp_path: Path) -> None:
    profile = write(tmp_path, {"p.yaml": "profile: mine\nextends: hugo\nsite-config:\n"}) / "p.yaml"
    vault = write(tmp_path / "vault", {"A.md": "x"})
    result = CliRunner().invoke(app, [str(vault), "--profile", str(profile), "--site-config"])
    assert result.exit_code == 2
    assert "says nothing about it" in result.output
