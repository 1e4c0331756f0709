"""The author's own properties: kept where nobody would be surprised, and never a secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from typer.testing import CliRunner

from support.folders import write
from support.hugo import bare_site, build
from support.quartz import render
from vaultexport import MisuseError, export
from vaultexport.cli import app
from vaultexport.reader.frontmatter import read_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vaultexport import Report

TARGETS: Final = ("hugo", "quartz", "quartz4")
PLAIN: Final = {".obsidian/app.json": "{}"}
GARDEN: Final = {".obsidian/plugins/digitalgarden/data.json": "{}"}


def front_matter(page: Path) -> dict[str, Any]:
    return dict(read_front_matter(page.read_text(encoding="utf-8")).data)


def exported(
    tmp_path: Path, lines: str, to: str, files: Mapping[str, str] = PLAIN, **options: Any
) -> tuple[dict[str, Any], Report]:
    """Export a note with these properties; give the page's own ones, wherever they are."""
    note = (
        f"---\ndg-publish: true\n{lines}\n---\ntext\n"
        if files is GARDEN
        else f"---\n{lines}\n---\n"
    )
    vault = write(tmp_path / "vault", {**files, "Note.md": note})
    report = export(vault, to=to, out=tmp_path / "out", content_only=True, **options)
    folder = tmp_path / "out" / ("content" if to == "hugo" else "")
    page = front_matter(folder / "Note.md")
    data = dict(page.get("params", {}).get("obsidian", {}) if to == "hugo" else page)
    data.pop("title", None)
    data.pop("permalink", None)  # the redirect of the garden's URL
    return data, report


@pytest.mark.parametrize("to", TARGETS)
def test_a_plain_vault_keeps_them_all(tmp_path: Path, to: str) -> None:
    data, report = exported(tmp_path, "author: Ann\nseries: [a, b]\nrating: 4.5\nread: true", to)
    assert data == {"author": "Ann", "series": ["a", "b"], "rating": 4.5, "read": True}
    assert report.findings == ()


@pytest.mark.parametrize("to", TARGETS)
def test_with_digital_garden_none_is_public(tmp_path: Path, to: str) -> None:
    assert exported(tmp_path, "author: Ann\ncover: x.png", to, GARDEN)[0] == {}


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        (["author"], {"author": "Ann"}),
        (["AUTHOR", "none such"], {"author": "Ann"}),
        (["*"], {"author": "Ann", "phone": 7}),
        ([], {}),
        ([""], {}),
    ],
)
@pytest.mark.parametrize("files", [PLAIN, GARDEN], ids=["plain", "garden"])
@pytest.mark.parametrize("to", TARGETS)
def test_keep_says_which(
    tmp_path: Path, keep: list[str], expected: object, files: Mapping[str, str], to: str
) -> None:
    assert exported(tmp_path, "author: Ann\nphone: 7", to, files, keep=keep)[0] == expected


@pytest.mark.parametrize("to", TARGETS)
def test_what_a_garden_passed_on_can_be_kept(tmp_path: Path, to: str) -> None:
    passed = {"author": "Ann", "phone": "CANARY", "description": "Of tea"}
    note = {"dg-publish": True, "permalink": "/n/", "dg-note-properties": passed}
    files = {".env": "", "src/site/notes/Note.md": f"---\n{json.dumps(note)}\n---\n"}
    vault = write(tmp_path / "vault", files)
    out = tmp_path / "out"
    export(vault, to=to, out=out, keep=["author", "description"])
    data = front_matter(out / ("content" if to == "hugo" else "") / "Note.md")
    own = data["params"]["obsidian"] if to == "hugo" else data
    assert (own["author"], data["description"]) == ("Ann", "Of tea")
    assert "CANARY" not in str(data)


def test_a_kept_property_that_the_target_knows_goes_where_it_belongs(tmp_path: Path) -> None:
    lines = "dg-permalink: /Note/\ndescription: Of tea\naliases: [Cup]\ncssclasses: wide"
    data, _ = exported(tmp_path, lines, "quartz", GARDEN, keep=["*"])
    assert data["aliases"][-1] == "Cup"
    assert (data["description"], data["cssclasses"]) == ("Of tea", ["wide"])


CONTROLS: Final = (
    "publish: true\nPrivate: false\ndraft: false\nshare: true\ndg-home-link: x\ndg_foo: x\ndgX: x\n"
    "permalink: /x/\nposition: {start: 1}\nkanban-plugin: basic\nexcalidraw-open-md: x"
)


@pytest.mark.parametrize("to", TARGETS)
def test_marks_of_publishing_are_no_content(tmp_path: Path, to: str) -> None:
    files = {**PLAIN, "Other.md": "x"}
    data, _ = exported(tmp_path, CONTROLS, to, files, keep=["*"])
    assert set(data) <= {"aliases", "permalink"}


VALUES: Final = {
    "null": ("", None),
    "empty list": ("[]", []),
    "list of null": ("[null, a]", ["a"]),
    "date": ("2024-05-06", "2024-05-06"),
    "number": ("007", 7),
    "map": ("{a: {b: [1, {c: d}]}, e: }", {"a": {"b": [1, {"c": "d"}]}}),
    "unfilled": ("{{title}}", None),
    "yes": ("yes", "yes"),
    "many lines": ("|\n  a\n  b", "a\nb\n"),
    "shortcode": ("'{{< x >}} {{ y }}'", "{{< x >}} {{ y }}"),
    "comment": ("a %%CANARY%%b <!-- CANARY -->c", "a b c"),
    "open comment": ("a %%CANARY", "a "),
    "web link": ("'[a](https://x.org/) <https://y.org/>'", "[a](https://x.org/) <https://y.org/>"),
    "two of one name": ("{a: 1, A: 2}", {"a": 1}),
    "nested control": ("{publish: CANARY, a: 1}", {"a": 1}),
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("to", TARGETS)
def test_values(tmp_path: Path, name: str, to: str) -> None:
    written, expected = VALUES[name]
    data, report = exported(tmp_path, f"x: {written}", to)
    assert data.get("x") == expected
    assert "CANARY" not in str(data) + report.to_json()


SECRETS: Final = (
    "password: CANARY",
    "API-Key: CANARY",
    "密码: CANARY",
    "x: {phone: 1, token: CANARY}",
    "x: [{pwd: CANARY}]",
    "x: ghp_CANARYCANARY0123456789",
    "x: [1, 'see https://ann:CANARY@example.org/']",
    "x: eyJCANARYabcd.eyJCANARYabcd.sig",
    "x: 'password: CANARY'",
    "x: https://example.org/?access_token=CANARY",
    "x: 'C:\\Users\\CANARY\\a.txt'",
    "x: file:///home/CANARY/a.txt",
    "x: in /home/CANARY/notes",
    "x: /Users/CANARY/notes",
    "x: '\\\\CANARY\\share'",
    "? 'x of /home/CANARY'\n: 1",
)


@pytest.mark.parametrize("lines", SECRETS)
@pytest.mark.parametrize("to", TARGETS)
def test_secrets_and_local_paths_stay(tmp_path: Path, lines: str, to: str) -> None:
    data, report = exported(tmp_path, lines, to, keep=["*"])
    assert "CANARY" not in str(data) + report.to_json()
    assert [f.code for f in report.findings] == ["secret-dropped"]


@pytest.mark.parametrize("text", ["The secret: how", "https://x.org/home/a", "a/home/b", "1:2"])
def test_what_is_no_secret_stays(tmp_path: Path, text: str) -> None:
    assert exported(tmp_path, f"x: '{text}'", "hugo")[0] == {"x": text}


@pytest.mark.parametrize("name", ["password", "dg-passphrase", "api_key", "dg-publish", "draft"])
@pytest.mark.parametrize("to", TARGETS)
def test_what_never_goes_out_can_not_be_asked_for(tmp_path: Path, name: str, to: str) -> None:
    vault = write(tmp_path / "vault", {"Note.md": f"---\n{name}: x\n---\n"})
    with pytest.raises(MisuseError, match="such a property never goes out"):
        export(vault, to=to, out=tmp_path / "out", keep=[name])
    assert not (tmp_path / "out").exists()


LINKS: Final = (
    "a: '[[Open]]'\nb: '[[Sub/Open two|the text]]'\nc: [[Open]]\nd: '[[Shut/CANARY-folder/Name]]'\n"
    "e: 'by [[Shut/CANARY-folder/Name|him]], ![[pic.png|300]]'\n"
    "f: '[g](Shut/CANARY-folder/Name.md)'\n"
    "g: '[[Sub/Open two#^CANARY|]]'\nh: '[[Nobody]]'"
)


@pytest.mark.parametrize("to", TARGETS)
def test_links_in_values(tmp_path: Path, to: str) -> None:
    files = {
        **PLAIN,
        "Open.md": "",
        "Sub/Open two.md": "",
        "Shut/CANARY-folder/Name.md": "---\npublish: false\n---\n",
        "pic.png": "CANARY",
    }
    data, report = exported(tmp_path, LINKS, to, files)
    one, two = ("Open", "the text")
    if to == "quartz":
        one, two = ("[[Open|Open]]", "[[Sub/Open two|the text]]")
    assert (data["a"], data["b"], data["c"]) == (one, two, one)
    assert (data["d"], data["e"], data["f"]) == ("Name", "by him, pic.png", "g")
    assert data["h"] == "Nobody"
    assert "CANARY-folder" not in str(data) + report.to_json()
    assert not list((tmp_path / "out").rglob("pic.png"))
    if to == "quartz":
        site = render(tmp_path / "out")
        assert set(site.page("Note.md").links) == {"open", "sub/open-two"}
        assert not site.problems


def test_the_command_and_the_file_know_them(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", {"Note.md": "---\na: 1\nb: 2\n---\n"})
    (tmp_path / "vaultexport.toml").write_text('to = "quartz"\nkeep = ["b"]\n')
    for number, (arguments, expected) in enumerate(
        [([], {"b"}), (["--keep", "a", "--keep", "b"], {"a", "b"}), (["--keep", ""], set())]
    ):
        out = tmp_path / str(number)
        result = CliRunner().invoke(app, [str(vault), "--out", str(out), *arguments])
        assert result.exit_code == 0, result.output
        assert set(front_matter(out / "Note.md")) - {"title"} == expected
    result = CliRunner().invoke(app, [str(vault), "--keep", "token"])
    assert result.exit_code == 2
    assert "--keep token" in result.output


def test_a_profile_says_which_and_where(tmp_path: Path) -> None:
    profile = tmp_path / "mine.yaml"
    profile.write_text("profile: mine\nextends: hugo\nkeep: {under: params, names: [author]}\n")
    vault = write(tmp_path / "vault", {"Note.md": "---\nauthor: Ann\nb: 2\n---\n", **GARDEN})
    export(vault, out=tmp_path / "out", profile=profile, publish="all")
    assert front_matter(tmp_path / "out" / "content" / "Note.md")["params"] == {"author": "Ann"}


HOSTILE: Final = ("cover", "images", "links", "audio", "videos", "series", "sidebar", "type", "url")
"""Names that some theme of Hugo's, or Hugo itself, wants to have in a form of its own."""


def hostile_vault(folder: Path) -> Path:
    """Every name with every value, and names that are no names."""
    values = ["x.png", "[a, {b: c}]", "{a: [1, null]}", "2024-05-06", "3.5e300", "true", "'[[x]]'"]
    names = [*HOSTILE, "published", "expiryDate", "slug", "layout", "a.b", "a b", "'#'", "on", "1"]
    notes = {
        f"{number}.md": "---\n" + "\n".join(f"{name}: {value}" for name in names) + "\n---\n"
        for number, value in enumerate(values)
    }
    return write(folder, notes)


def test_no_name_or_value_breaks_hugo(tmp_path: Path) -> None:
    site = bare_site(tmp_path)
    report = export(hostile_vault(tmp_path / "vault"), to="hugo", out=site)
    assert len(report.exported) == 7
    layout = site / "layouts" / "page.html"
    strict = "{{ range .Params.images }}{{ . }}{{ end }}{{ range .Params.series }}{{ end }}"
    shown = (
        '<i>{{ with .Params.obsidian }}{{ index . "a.b" }} {{ .series }} {{ .slug }}{{ end }}</i>'
    )
    layout.write_text(f"{layout.read_text(encoding='utf-8')}{strict}{shown}", encoding="utf-8")
    built = build(site)
    assert built.exit_code == 0, built.output
    for number in range(7):
        assert (built.public / str(number) / "index.html").is_file()
    page = (built.public / "3" / "index.html").read_text(encoding="utf-8")
    assert "<i>2024-05-06 2024-05-06 2024-05-06</i>" in page


@pytest.mark.parametrize("to", ["quartz", "quartz4"])
def test_no_name_or_value_breaks_quartz(tmp_path: Path, to: str) -> None:
    out = tmp_path / "content"
    report = export(hostile_vault(tmp_path / "vault"), to=to, out=out)
    site = render(out)
    assert not site.problems
    assert site.page("1.md").frontmatter["series"] == ["a", {"b": "c"}]
    assert "cover" not in site.page("1.md").frontmatter
    assert {f.code for f in report.findings} == {"property-reserved"}
