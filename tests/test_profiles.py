"""Profiles: the shipped ones are right, every mistake is located, and one file makes a target."""

from __future__ import annotations

import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tomllib
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from jsonschema import Draft202012Validator

import vaultexport
from vaultexport import export
from vaultexport.errors import MisuseError
from vaultexport.profiles import Profile, choose, known_targets, load_profile
from vaultexport.profiles.check import STRATEGIES, check_profile
from vaultexport.profiles.load import profile_folder
from vaultexport.profiles.schema import profile_schema
from vaultexport.profiles.templates import FILTERS, settled
from vaultexport.profiles.vocabulary import CONSTRUCTS, FIELD_TYPES, STRATEGY_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultexport.profiles import Fact

PACKAGE: Final = Path(vaultexport.__file__).parent
ROOT: Final = PACKAGE.parents[1]
DOCS: Final = ROOT / "docs"


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _templates(profile: Profile, construct: str) -> list[str]:
    return [variant.template.source for variant in profile.constructs[construct]]


# The profiles that come with vaultexport.


def test_known_targets() -> None:
    assert known_targets() == ["hugo", "quartz", "quartz4"]


@pytest.mark.parametrize("target", known_targets())
def test_a_shipped_profile_has_no_mistake(target: str) -> None:
    path = profile_folder() / f"{target}.yaml"
    check_profile(path, path.read_text(encoding="utf-8"))
    profile = load_profile(target)
    assert profile.name == target
    assert set(profile.strategies) == set(STRATEGY_KINDS)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(profile_schema({kind: ["x"] for kind in STRATEGY_KINDS}))


@pytest.mark.parametrize("target", known_targets())
def test_a_shipped_profile_asks_only_for_facts_that_there_are(target: str) -> None:
    profile = load_profile(target)
    for name, variants in profile.constructs.items():
        construct = CONSTRUCTS[name]
        known = {*construct.facts, *profile.options, "kit", "in-query"}
        known |= {f"{slot}-has" for slot in construct.slots}
        for variant in variants:
            assert set(variant.when) <= known, name
            for key, value in variant.when.items():
                assert value in profile.options.get(key, (value,)), f"{name}: {key}"


@pytest.mark.parametrize("target", known_targets())
def test_the_last_variant_of_each_construct_is_not_hidden(target: str) -> None:
    for name, variants in load_profile(target).constructs.items():
        unconditional = [variant for variant in variants[:-1] if not variant.when]
        assert not unconditional, f"{name}: nothing below an unconditional variant is ever used"


@pytest.mark.parametrize("target", known_targets())
def test_a_kit_sets_only_options_that_there_are(target: str) -> None:
    profile = load_profile(target)
    if profile.kit is None:
        return
    settings = [profile.kit.without, *(key.otherwise for key in profile.kit.config)]
    for name, value in (item for setting in settings for item in setting.items()):
        assert value in profile.options[name]


# Mistakes.

FULL: Final = """\
profile: tiny
title: Tiny
strategies: {url: quartz5, asset-url: as-is, anchor: github, escape: none}
options:
  loud: ['no', 'yes']
tree: {pages: pages, assets: files, asset-urls: files, home: home.md, folder-page: index.md}
front-matter:
  name: {from: [title, file.name], type: text}
  labels: {from: [tags], type: tag-list}
constructs:
  note-link: '<<{text}|{path}{anchor:anchor}>>'
  lost-link:
    - {when: {loud: 'yes'}, as: '{text}!'}
    - {as: '({text})'}
"""


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param("colour: red\n", 3, ["colour", "no such key", "front-matter"], id="key"),
        pytest.param("title: [a]\n", 3, ["title", "string"], id="type"),
        pytest.param("redirects: 'yes'\n", 3, ["redirects", "boolean"], id="switch"),
        pytest.param("strategies:\n  url: jekyll\n", 4, ["strategies.url", "hugo"], id="strategy"),
        pytest.param("strategies:\n  link: hugo\n", 4, ["strategies.link", "anchor"], id="kind"),
        pytest.param(
            "front-matter:\n  a: {from: [x], type: text}\n  b: {from: [x], type: colour}\n",
            5,
            ["front-matter.b.type", "datetime"],
            id="field-type",
        ),
        pytest.param(
            "front-matter:\n  b: {type: text}\n", 4, ["front-matter.b", "from"], id="field-source"
        ),
        pytest.param(
            "front-matter:\n  b: {from: [x], type: text, or: y}\n",
            4,
            ["front-matter.b.or", "omit"],
            id="field-key",
        ),
        pytest.param(
            "constructs:\n  lost-link: x\n  dead-link: x\n",
            5,
            ["constructs.dead-link", "lost-link"],
            id="construct",
        ),
        pytest.param(
            "constructs:\n  lost-link: '{text} {url}'\n",
            4,
            ["constructs.lost-link", "url", "text"],
            id="slot",
        ),
        pytest.param(
            "constructs:\n  lost-link:\n    - {as: '{text:loud}'}\n",
            4,
            ["constructs.lost-link", "loud", "relref-path"],
            id="filter",
        ),
        pytest.param(
            "constructs:\n  lost-link:\n    - {when: {kit: true}}\n",
            5,
            ["constructs.lost-link.0", "as"],
            id="variant-without-text",
        ),
        pytest.param("constructs:\n  lost-link: []\n", 4, ["constructs.lost-link"], id="empty"),
        pytest.param("options:\n  x: []\n", 4, ["options.x"], id="option-without-values"),
        pytest.param("options:\n  x: [a, a]\n", 4, ["options.x"], id="option-with-twins"),
        pytest.param("tree: {page: x}\n", 3, ["tree.page", "folder-page"], id="tree-key"),
        pytest.param("kit: {config-file: x}\n", 3, ["kit", "files"], id="kit-key"),
        pytest.param("kit: {files: nowhere}\n", 3, ["kit.files", "no folder"], id="kit-files"),
        pytest.param("title: 'x\n", 4, ["unexpected end"], id="yaml"),
        pytest.param("title: a\ntitle: b\n", 4, ["duplicate key"], id="twice"),
        pytest.param("\ttitle: a\n", 3, [], id="tab"),
    ],
)
def test_a_mistake_is_located(tmp_path: Path, text: str, line: int, words: list[str]) -> None:
    file = _write(tmp_path / "mine.yaml", f"profile: mine\nextends: hugo\n{text}")
    with pytest.raises(MisuseError) as caught:
        load_profile(None, file)
    message = str(caught.value)
    place, _, what = message.partition(": ")
    assert place == f"{file}:{line}", message
    assert all(word in what for word in words), message


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = "profile: x\nextends: hugo\nb: 1\na: 2\ntree: {c: 1}\n"
    with pytest.raises(MisuseError) as caught:
        load_profile(None, _write(tmp_path / "x.yaml", text))
    lines = str(caught.value).splitlines()
    assert [line.split(":")[1] for line in lines] == ["3", "4", "5"]


@pytest.mark.parametrize("text", ["", "- a\n", "text\n", "7\n"])
def test_a_profile_is_a_map(tmp_path: Path, text: str) -> None:
    file = _write(tmp_path / "x.yaml", text)
    with pytest.raises(MisuseError, match=r"x\.yaml:1: a profile is a map"):
        load_profile(None, file)


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("title: Tiny\n", "", "title"),
        ("escape: none", "", "strategies.escape"),
        ("home: home.md, ", "", "tree.home"),
        ("pages: pages, assets: files, ", "", "tree.pages, tree.assets"),
    ],
)
def test_what_a_whole_profile_must_have(tmp_path: Path, old: str, new: str, missing: str) -> None:
    assert old in FULL
    file = _write(tmp_path / "x.yaml", FULL.replace(old, new))
    with pytest.raises(MisuseError, match=rf"x\.yaml:1: missing {re.escape(missing)} \("):
        load_profile(None, file)


def test_a_profile_needs_its_name(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match=r"x\.yaml:1: .*'profile'"):
        load_profile(None, _write(tmp_path / "x.yaml", "extends: hugo\n"))


def test_an_unknown_parent(tmp_path: Path) -> None:
    file = _write(tmp_path / "x.yaml", "profile: x\n\nextends: jekyll\n")
    with pytest.raises(MisuseError, match=r"x\.yaml:3: extends: .*'jekyll'.*hugo, quartz"):
        load_profile(None, file)


def test_an_unknown_parent_of_a_parent(tmp_path: Path) -> None:
    _write(tmp_path / "y.yaml", "extends: jekyll\nprofile: y\n")
    file = _write(tmp_path / "x.yaml", "profile: x\nextends: y\n")
    with pytest.raises(MisuseError, match=r"y\.yaml:1: extends: .*'jekyll'"):
        load_profile(None, file)


@pytest.mark.parametrize("ring", [["x"], ["x", "y"], ["x", "y", "z"]])
def test_a_profile_that_extends_itself(tmp_path: Path, ring: list[str]) -> None:
    for name, parent in zip(ring, [*ring[1:], ring[0]], strict=True):
        _write(tmp_path / f"{name}.yaml", f"profile: {name}\nextends: {parent}\n")
    with pytest.raises(MisuseError, match=rf"{ring[-1]}\.yaml:2: extends: 'x' extends itself"):
        load_profile(None, tmp_path / "x.yaml")


def test_no_such_file_or_target(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="can't be read"):
        load_profile(None, tmp_path / "x.yaml")
    with pytest.raises(MisuseError, match="unknown target 'jekyll'; known are hugo, quartz"):
        load_profile("jekyll")
    with pytest.raises(MisuseError, match="say which target: --to hugo or --to quartz"):
        load_profile(None)
    file = tmp_path / "latin.yaml"
    file.write_bytes(b"title: \xe9")
    with pytest.raises(MisuseError, match="can't be read"):
        load_profile(None, file)


def test_a_profile_for_another_target(tmp_path: Path) -> None:
    file = _write(tmp_path / "x.yaml", "profile: x\nextends: quartz4\n")
    for target in ("x", "quartz4", "quartz"):
        assert load_profile(target, file).name == "x"
    with pytest.raises(MisuseError, match="this profile is for 'x', not 'hugo'"):
        load_profile("hugo", file)


# Extending.


def test_maps_merge_lists_replace_and_null_removes(tmp_path: Path) -> None:
    base = load_profile("hugo")
    text = """\
profile: mine
extends: hugo
title: Mine
options:
  raw-html: [drop, keep]
  more: [a, b]
tree:
  reserved-names: [x]
front-matter:
  weight:
  tags: {from: [labels], type: text-list}
  author: {from: [own.author], type: text}
constructs:
  image: '{alt}'
  heading-id:
kit:
"""
    mine = load_profile(None, _write(tmp_path / "mine.yaml", text))
    assert (mine.name, mine.title) == ("mine", "Mine")
    assert mine.strategies == base.strategies
    assert mine.options == {**base.options, "raw-html": ("drop", "keep"), "more": ("a", "b")}
    assert mine.tree.reserved_names == {"x"}
    assert mine.tree.reserved_folders == base.tree.reserved_folders
    fields = {field.key: field for field in mine.fields}
    assert list(fields) == [f.key for f in base.fields if f.key != "weight"] + ["author"]
    assert fields["tags"].type == "text-list"
    assert fields["tags"].sources == ("labels",)
    assert fields["tags"].omit == next(f.omit for f in base.fields if f.key == "tags")
    assert _templates(mine, "image") == ["{alt}"]
    assert "heading-id" not in mine.constructs
    assert mine.constructs["lost-link"] == base.constructs["lost-link"]
    assert base.kit is not None
    assert mine.kit is None


def test_profiles_of_the_users_extend_each_other(tmp_path: Path) -> None:
    _write(tmp_path / "base.yaml", FULL)
    _write(tmp_path / "middle.yaml", "profile: middle\nextends: base\ntitle: Middle\n")
    file = _write(tmp_path / "top.yaml", "profile: top\nextends: middle\n")
    profile = load_profile(None, file)
    assert (profile.name, profile.title) == ("top", "Middle")
    assert _templates(profile, "lost-link") == ["{text}!", "({text})"]


def test_a_profile_may_have_the_name_of_the_one_that_it_extends(tmp_path: Path) -> None:
    file = _write(tmp_path / "hugo.yaml", "profile: hugo\nextends: hugo\ntitle: Mine\n")
    assert load_profile("hugo", file).title == "Mine"


def test_a_mistake_in_a_parent_is_located_there(tmp_path: Path) -> None:
    _write(tmp_path / "y.yaml", "profile: y\nextends: hugo\ncolour: red\n")
    file = _write(tmp_path / "x.yaml", "profile: x\nextends: y\n")
    with pytest.raises(MisuseError, match=r"y\.yaml:3: colour"):
        load_profile(None, file)


def test_a_kit_lies_beside_the_file_that_names_it(tmp_path: Path) -> None:
    _write(tmp_path / "own/note.txt", "mine")
    text = "profile: x\nextends: hugo\nkit: {files: own}\n"
    mine = load_profile(None, _write(tmp_path / "x.yaml", text)).kit
    base = load_profile("hugo").kit
    assert mine is not None
    assert base is not None
    assert (mine.files, base.files) == (tmp_path / "own", profile_folder() / "kits/hugo")
    assert mine.config == base.config


def test_the_first_variant_that_holds_wins(tmp_path: Path) -> None:
    variants = load_profile(None, _write(tmp_path / "x.yaml", FULL)).constructs["lost-link"]
    loud, quiet = (choose(variants, {"loud": word}, {}) for word in ("yes", "no"))
    assert loud is not None
    assert quiet is not None
    assert (loud.fill({"text": "a"}), quiet.fill({"text": "a"})) == ("a!", "(a)")


@pytest.mark.parametrize("target", known_targets())
@pytest.mark.parametrize("kit", [True, False])
def test_what_is_settled_once_chooses_the_same(target: str, *, kit: bool) -> None:
    profile = load_profile(target)
    chance = random.Random(7)
    for _ in range(200):
        options = {key: chance.choice(values) for key, values in profile.options.items()}
        known: dict[str, Fact] = {"kit": kit, **options}
        fixed = settled(profile.constructs, known)
        for name, variants in profile.constructs.items():
            asked = {key: wanted for variant in variants for key, wanted in variant.when.items()}
            facts = {
                key: chance.choice([True, False, wanted])
                for key, wanted in asked.items()
                if key not in known
            }
            slots = dict.fromkeys(CONSTRUCTS[name].slots, chance.choice(["a", "^]|"]))
            assert choose(fixed[name], facts, slots) == choose(variants, known | facts, slots)
        assert all(not v.when.keys() & known.keys() for vs in fixed.values() for v in vs)


# A target of one file.


def _vault(root: Path) -> Path:
    notes = {
        "Start.md": "---\ndg-home: true\n---\n[[Two words#Part|there]], [[Gone]], `[[x]]`\n",
        "a/Two words.md": "---\ntags: [x, y]\ntitle: Other\n---\n# Part\n\n[up](../Start.md)\n",
    }
    for path, text in notes.items():
        _write(root / path, text)
    return root


def test_a_target_is_one_file(tmp_path: Path) -> None:
    profile = _write(tmp_path / "tiny.yaml", FULL)
    vault = _vault(tmp_path / "vault")
    report = export(vault, out=tmp_path / "out", profile=profile, publish="all")
    assert report.target == "Tiny"
    assert [finding.code for finding in report.findings] == ["link-unresolved"]
    written = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_text(encoding="utf-8")
        for path in (tmp_path / "out").rglob("*.md")
    }
    assert written == {
        "pages/home.md": '---\nname: "Start"\n---\n<<there|a/Two words#part>>, (Gone), `[[x]]`\n',
        "pages/a/Two words.md": '---\nname: "Other"\nlabels: ["x", "y"]\n---\n'
        "# Part\n\n<<up|home>>\n",
    }


def test_its_options_can_be_set(tmp_path: Path) -> None:
    profile = _write(tmp_path / "tiny.yaml", FULL)
    vault = _vault(tmp_path / "vault")
    out = tmp_path / "out"
    export(vault, out=out, profile=profile, publish="all", options={"loud": "yes"})
    assert "Gone!" in (out / "pages/home.md").read_text(encoding="utf-8")
    with pytest.raises(MisuseError, match="--set loud=x: no such value; known are no, yes"):
        export(vault, out=out, profile=profile, options={"loud": "x"})
    with pytest.raises(MisuseError, match="--set blocks: no such option; known are loud"):
        export(vault, out=out, profile=profile, options={"blocks": "id"})


# An installed wheel.


def test_the_wheel_takes_the_profiles_where_they_are_looked_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    included = tomllib.loads(text)["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {"profiles": "vaultexport/_profiles"}


def test_profiles_and_kits_are_found_in_an_installed_package(tmp_path: Path) -> None:
    site = tmp_path / "site-packages"
    shutil.copytree(PACKAGE, site / "vaultexport", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(profile_folder(), site / "vaultexport/_profiles")
    _write(tmp_path / "vault/A.md", "![[a.png|100]]\n")
    _write(tmp_path / "vault/a.png", "no picture")
    program = """
import json, vaultexport
from vaultexport.profiles import known_targets, load_profile
report = vaultexport.export("vault", to="hugo", out="out")
print(json.dumps([vaultexport.__file__, known_targets(), str(load_profile("hugo").kit.files)]))
"""
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    place, targets, kit = json.loads(result.stdout)
    assert Path(place).parent == site / "vaultexport"
    assert targets == known_targets()
    assert Path(kit) == site / "vaultexport/_profiles/kits/hugo"
    assert list((tmp_path / "out/layouts").rglob("*.html"))


# The manual.

CODE_ARGUMENT: Final = {
    "Finding": 2,
    "Problem": 0,
    "FrontMatterError": 0,
    "finding": 0,
    "_find": 1,
    "note_embeds._report": 2,
}
"""The functions that take a finding's code, and which argument it is."""

OTHER_CODES: Final = {"_format_currency"}
"""Functions whose `code` is something else."""


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def _place_of_code(module: str, name: str) -> int | None:
    return CODE_ARGUMENT.get(name, CODE_ARGUMENT.get(f"{module}.{name}"))


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    return {
        node.target.id: node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value
    }


def _code_arguments(path: Path, tree: ast.Module) -> Iterator[ast.expr]:
    constants = _constants(tree)
    for argument in _code_expressions(path, tree):
        yield constants.get(ast.unparse(argument), argument)


def _code_expressions(path: Path, tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        place = _place_of_code(path.stem, name)
        if place is not None and len(node.args) > place:
            yield node.args[place]
        if place is not None:
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "code")


def _finding_codes() -> set[str]:
    return {
        inner.value
        for path, tree in _sources()
        for argument in _code_arguments(path, tree)
        for inner in ast.walk(argument)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    }


def test_every_function_that_takes_a_code_is_known() -> None:
    takers = {
        node.name
        for path, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.name != "__init__"
        and any(argument.arg == "code" for argument in node.args.args)
        and _place_of_code(path.stem, node.name) is None
    }
    assert takers <= OTHER_CODES


def test_every_code_is_written_where_it_is_used() -> None:
    for path, tree in _sources():
        for argument in _code_arguments(path, tree):
            shown = ast.unparse(argument)
            passed_on = shown == "code" or shown.endswith(".code")
            texts = [n for n in ast.walk(argument) if isinstance(n, ast.Constant)]
            assert passed_on or texts, f"{path.name}:{argument.lineno}: {shown}"


def _documented(page: str) -> set[str]:
    """Give what stands in code marks in the first column of a page's tables of codes."""
    text = (DOCS / page).read_text(encoding="utf-8")
    tables = [table for table in text.split("\n\n") if table.startswith("| Code |")]
    lines = (line for table in tables for line in table.splitlines())
    cells = (line.split("|")[1] for line in lines if line.startswith("| `"))
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_the_manual_names_every_finding() -> None:
    assert _documented("Findings.md") == _finding_codes()


def _marked(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _vocabulary() -> dict[str, list[str]]:
    """Give the tables of the manual's page on profiles: header and lines."""
    return {
        "| Strategy | What it decides | Names |": [
            f"| `{kind}` | {meaning} | {_marked(STRATEGIES[kind])} |"
            for kind, meaning in STRATEGY_KINDS.items()
        ],
        "| Type | Value |": [f"| `{name}` | {meaning} |" for name, meaning in FIELD_TYPES.items()],
        "| Construct | What it is | Slots | Facts |": [
            f"| `{name}` | {item.meaning} | {_marked(item.slots)} | {_marked(item.facts)} |"
            for name, item in CONSTRUCTS.items()
        ],
        "| Filter | What it does |": [
            f"| `{name}` | {_first_line(function)} |" for name, function in FILTERS.items()
        ],
    }


def _first_line(function: object) -> str:
    return (getdoc(function) or "").partition("\n")[0].replace("``", "`").rstrip(".")


@pytest.mark.parametrize("header", _vocabulary())
def test_the_manual_has_the_vocabulary(header: str, pytestconfig: pytest.Config) -> None:
    page = DOCS / "Profiles.md"
    before, found, rest = page.read_text(encoding="utf-8").partition(f"{header}\n")
    assert found, f"docs/Profiles.md has no table {header}"
    table, _, after = rest.partition("\n\n")
    rule = "| --- " * (header.count("|") - 1) + "|"
    expected = "\n".join([rule, *_vocabulary()[header]])
    if pytestconfig.getoption("record"):
        page.write_text(f"{before}{header}\n{expected}\n\n{after}", encoding="utf-8")
        table = expected
    assert table == expected, "pytest tests/test_profiles.py --record writes the table anew"


@pytest.mark.parametrize("target", known_targets())
def test_the_manual_names_every_option(target: str) -> None:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md")))
    missing = [name for name in load_profile(target).options if f"`{name}`" not in pages]
    assert not missing


def test_the_example_of_the_manual_is_a_profile(tmp_path: Path) -> None:
    text = (DOCS / "Profiles.md").read_text(encoding="utf-8")
    examples: list[Any] = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert examples
    for example in examples:
        assert load_profile(None, _write(tmp_path / "x.yaml", example)).title
