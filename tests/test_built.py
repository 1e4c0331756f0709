"""The fixtures and the user's own kind of garden, built by the real Hugo."""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.golden import FIXTURES
from support.hugo import HugoBuild, bare_site, build
from vaultexport import Report, export, verify_site
from vaultexport.reader import read_vault
from vaultexport.verify import SiteCheck, crawl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultexport.model import Note

BASES = ("https://garden.test/", "https://garden.test/repo/")
PLACEHOLDERS = ("在此输入", "dg-passphrase", "dgPassFrontmatter", "Tr0ub4dor-canary")


@dataclass(frozen=True)
class Site:
    """One vault exported once and built at two base URLs."""

    vault: Path
    folder: Path
    report: Report
    builds: tuple[HugoBuild, ...]
    checks: tuple[SiteCheck, ...]


def exported(vault: Path, tmp: Path, **options: Any) -> Site:
    folder = bare_site(tmp)
    report = export(vault, to="hugo", out=folder, **options)
    builds = tuple(build(folder, base_url=base) for base in BASES)
    for built in builds:
        assert built.exit_code == 0, built.output
    for built in builds:
        assert verify_site(built.public, folder, base_url=built.base_url).findings == ()
    checks = tuple(crawl(built.public, built.base_url) for built in builds)
    return Site(vault, folder, report, builds, checks)


def corpus(name: str) -> Path:
    corpora = os.environ.get("VAULTEXPORT_CORPORA")
    if not corpora or not Path(corpora).is_dir():
        pytest.skip("VAULTEXPORT_CORPORA names no folder of vaults")
    return Path(corpora) / name


@pytest.fixture(scope="module", params=["garden", "raw", "seed garden"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    if request.param == "seed garden":
        vault = corpus("cat0825__my_garden@2dca70ff")
    else:
        vault = FIXTURES / request.param / "vault"
    return exported(vault, tmp_path_factory.mktemp("site"))


def test_no_link_anchor_or_image_is_dead(site: Site) -> None:
    for check in site.checks:
        assert check.dead == ()
        assert check.lenient == ()
        assert check.checked > 100


def test_each_note_is_one_page(site: Site) -> None:
    for check in site.checks:
        notes = Counter(page.note for page in check.pages if page.note)
        pages = {path for path, count in notes.items() if count == 1}
        written = {path for path in _pages(site.folder) if not path.endswith("_index.md")}
        assert written <= pages
        assert max(notes.values()) == 1


def test_every_old_url_answers(site: Site) -> None:
    notes = read_vault(site.vault).notes
    exported_notes = [notes[path] for path in site.report.exported]
    lost = {f.path for f in site.report.findings if f.code in {"url-clash", "url-unusable"}}
    addresses = {page.path for page in site.checks[0].pages}
    checked = 0
    for note in exported_notes:
        permalink = note.properties.get("permalink")
        is_home = "gardenEntry" in str(note.properties.get("tags")) or note.properties.get(
            "dg-home"
        )
        if isinstance(permalink, str) and note.path not in lost and not is_home:
            assert re.sub("/+", "/", permalink) in addresses, note.path
            checked += 1
    if any("permalink" in note.properties for note in exported_notes):
        assert checked > 20


def test_nothing_of_the_garden_shows(site: Site) -> None:
    for path, text in _texts(site.folder / "content", "*.md"):
        front_matter = text.split("\n---\n", 1)[0]
        assert not re.search(r"^\s*\"?dg", front_matter, re.MULTILINE), path
        assert not [word for word in PLACEHOLDERS if word in front_matter], path
    passphrases = {
        str(note.properties.get("dg-passphrase"))
        for note in read_vault(site.vault).notes.values()
        if note.properties.get("dg-passphrase")
    }
    assert passphrases
    shown = "".join(text for _path, text in _texts(site.folder / "content", "*.md"))
    told = site.report.to_json() + "\n".join(site.report.summary())
    for word in passphrases:
        assert not re.search(rf"passphrase[^\n]*{re.escape(word)}", shown + told)
        assert len(word) < 6 or word not in shown + told


def test_query_results_carry_the_class(site: Site) -> None:
    lines = sum(
        len(re.findall(r"^[> ]*\{ \.block-language-dataview\}", note.body, re.MULTILINE))
        for note in read_vault(site.vault).notes.values()
    )
    empty = sum(finding.code == "query-empty" for finding in site.report.findings)
    html = "".join(text for _path, text in _texts(site.builds[0].public, "*.html"))
    results = re.findall(r'<(?:ul|ol|table) class="dataview ', html)
    if lines:
        in_code = 1 if site.vault.parent.name == "garden" else 0
        assert len(results) == lines - empty - in_code
    assert ".block-language" not in re.sub(r"<code.*?</code>", "", html, flags=re.DOTALL)


def test_a_published_note_with_a_passphrase_is_reported(tmp_path: Path) -> None:
    report = export(FIXTURES / "garden" / "vault", to="hugo", out=tmp_path / "out", dry_run=True)
    found = [finding for finding in report.findings if finding.code == "passphrase-public"]
    assert [finding.path for finding in found] == ["茶/茶友名单.md"]


def test_without_the_kit_it_builds_too(site: Site, tmp_path: Path) -> None:
    bare = exported(site.vault, tmp_path, content_only=True)
    assert not (bare.folder / "layouts" / "_shortcodes").exists()
    assert not (bare.folder / "config").exists()
    for check in bare.checks:
        assert check.dead == ()


CONFIGURATIONS = {
    "unsafe is off": "[markup.goldmark.renderer]\nunsafe = false\n",
    "no block attributes": "[markup.goldmark.parser.attribute]\nblock = false\n",
    "unsafe is on": "[markup.goldmark.renderer]\nunsafe = true\n",
}


@pytest.mark.parametrize("configuration", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_the_users_configuration_is_respected(configuration: str, tmp_path: Path) -> None:
    folder = bare_site(tmp_path)
    with (folder / "hugo.toml").open("a", encoding="utf-8") as file:
        file.write(configuration)
    export(FIXTURES / "garden" / "vault", to="hugo", out=folder)
    theirs, ours = tomllib.loads(configuration), folder / "config" / "_default" / "markup.toml"
    if ours.exists():
        kit = tomllib.loads(ours.read_text(encoding="utf-8"))
        assert not _keys(theirs["markup"]) & _keys(kit)
    built = build(folder, base_url=BASES[0])
    assert built.exit_code == 0, built.output
    assert crawl(built.public, built.base_url).dead == ()


def test_the_users_kit_files_stay(tmp_path: Path) -> None:
    folder = bare_site(tmp_path)
    theirs = {
        folder / "layouts" / "_shortcodes" / "dataview.html": "<!-- mine -->{{ .Inner }}\n",
        folder / "config" / "_default" / "markup.toml": "[goldmark.renderer]\nunsafe = true\n",
    }
    for path, text in theirs.items():
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    report = export(FIXTURES / "garden" / "vault", to="hugo", out=folder)
    for path, text in theirs.items():
        assert path.read_text(encoding="utf-8") == text
    kept = {finding.path for finding in report.findings if finding.code == "kit-file-kept"}
    assert kept == {path.relative_to(folder).as_posix() for path in theirs}
    assert any("layouts/_shortcodes/dataview.html" in line for line in report.summary())


def test_the_seed_note_alone(tmp_path: Path) -> None:
    seed = corpus("").parent / "seed"
    if not seed.is_dir():
        pytest.skip("the seed note is not beside the corpora")
    vault = Path(shutil.copytree(seed, tmp_path / "loose"))
    site = exported(vault, tmp_path)
    assert site.checks[0].dead == ()
    assert "/大语言模型学习/碎碎念/" in {page.path for page in site.checks[0].pages}
    front = (site.folder / "content" / "碎碎念.md").read_text(encoding="utf-8").split("\n---\n")[0]
    assert 'title: "碎碎念"' in front
    assert 'date: "2025-02-27T12:07:19' in front
    assert 'lastmod: "2025-05-04T19:19:14' in front
    assert "在此输入" not in front
    assert (
        len(re.findall("dataview type=", (site.folder / "content" / "碎碎念.md").read_text())) == 13
    )


def test_the_command_and_the_function_give_the_same_bytes(tmp_path: Path) -> None:
    from typer.testing import CliRunner  # noqa: PLC0415 - the only test of the command here

    from vaultexport.cli import app  # noqa: PLC0415

    vault = Path(shutil.copytree(FIXTURES / "garden" / "vault", tmp_path / "garden"))
    export(vault, to="hugo", out=tmp_path / "library")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(vault / "src" / "site")
        result = CliRunner().invoke(app, ["--to", "hugo"])
    assert result.exit_code == 0, result.output
    assert _tree(tmp_path / "garden-hugo") == _tree(tmp_path / "library")


def _keys(table: dict[str, Any], prefix: str = "") -> set[str]:
    """Give the dotted keys of a configuration."""
    keys: set[str] = set()
    for key, value in table.items():
        name = f"{prefix}{key}"
        keys |= _keys(value, f"{name}.") if isinstance(value, dict) else {name}
    return keys


def _is_home(note: Note) -> bool:
    """The garden's home is served at its root, whatever its permalink says."""
    tags = note.properties.get("tags")
    return bool(note.properties.get("dg-home")) or "gardenEntry" in str(tags)


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _pages(folder: Path) -> list[str]:
    manifest = json.loads((folder / ".vaultexport.json").read_text(encoding="utf-8"))
    (files,) = manifest["vaults"].values()
    return [path.removeprefix("content/") for path in files if path.startswith("content/")]


def _texts(folder: Path, pattern: str) -> Iterable[tuple[str, str]]:
    for path in sorted(folder.rglob(pattern)):
        yield path.name, path.read_text(encoding="utf-8")
