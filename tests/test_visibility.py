"""What may be seen: every mode over every kind of input, every value of every mark."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from vaultexport.planner import PUBLISH_MODES, public_view
from vaultexport.planner.visibility import REASONS, WHY
from vaultexport.reader import read_vault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vaultexport.planner import PublicView, PublishMode

PUBLIC = "public"


def _view(root: Path, files: Mapping[str, str], mode: PublishMode = "auto") -> PublicView:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return public_view(read_vault(root), mode)


def _note(*properties: str) -> str:
    return "\n".join(["---", *properties, "---", "text"])


def _fate(view: PublicView, path: str) -> str:
    assert (path in view.notes) != (path in view.left_out)
    return view.left_out.get(path, PUBLIC)


GARDEN = {".obsidian/plugins/digitalgarden/data.json": "{}"}
PLAIN = {".obsidian/app.json": "{}"}
PUBLISHED = {".env": "", "src/site/notes/Marked.md": _note('{"dg-publish":true}')}


@pytest.mark.parametrize("mode", PUBLISH_MODES)
@pytest.mark.parametrize(
    ("kind", "files", "fates"),
    [
        pytest.param(
            "plain",
            {**PLAIN, "A.md": "text", "B.md": _note("publish: true"), "C.md": _note("draft: true")},
            {
                "A.md": {"auto": PUBLIC, "all": PUBLIC, "marked": "not-marked"},
                "B.md": {"auto": PUBLIC, "all": PUBLIC, "marked": PUBLIC},
                "C.md": {"auto": "draft", "all": PUBLIC, "marked": "not-marked"},
            },
            id="plain-vault",
        ),
        pytest.param(
            "loose",
            {"A.md": "text", "B.md": _note("private: true")},
            {
                "A.md": {"auto": PUBLIC, "all": PUBLIC, "marked": "not-marked"},
                "B.md": {"auto": "marked-private", "all": PUBLIC, "marked": "not-marked"},
            },
            id="loose-notes",
        ),
        pytest.param(
            "garden",
            {**GARDEN, "A.md": "text", "B.md": _note("publish: true")},
            {
                "A.md": {"auto": "not-marked", "all": PUBLIC, "marked": "not-marked"},
                "B.md": {"auto": "not-marked", "all": PUBLIC, "marked": PUBLIC},
            },
            id="garden-by-its-settings",
        ),
        pytest.param(
            "garden",
            {".obsidian/plugins/obsidian-digital-garden/data.json": "no json", "A.md": "text"},
            {"A.md": {"auto": "not-marked", "all": PUBLIC, "marked": "not-marked"}},
            id="garden-by-settings-that-are-broken",
        ),
        pytest.param(
            "garden",
            {**PLAIN, "A.md": "text", "B.md": _note("dg-publish: true")},
            {
                "A.md": {"auto": "not-marked", "all": PUBLIC, "marked": "not-marked"},
                "B.md": {"auto": PUBLIC, "all": PUBLIC, "marked": PUBLIC},
            },
            id="garden-by-one-note",
        ),
        pytest.param(
            "garden",
            {**PLAIN, "A.md": "text", "B.md": _note("dg-publish:")},
            {
                "A.md": {"auto": "not-marked", "all": PUBLIC, "marked": "not-marked"},
                "B.md": {"auto": "marked-private", "all": PUBLIC, "marked": "marked-private"},
            },
            id="garden-by-an-empty-key",
        ),
        pytest.param(
            "published",
            {
                **PUBLISHED,
                "src/site/notes/A.md": "text",
                "src/site/notes/No.md": _note('{"dg-publish":false}'),
                "src/site/notes/No text.md": _note('{"dg-publish":"false"}'),
                "src/site/notes/Empty.md": _note('{"dg-publish":""}'),
                "src/site/notes/Draft.md": _note('{"draft":true}'),
            },
            {
                "Marked.md": {"auto": PUBLIC, "all": PUBLIC, "marked": PUBLIC},
                "A.md": {"auto": PUBLIC, "all": PUBLIC, "marked": "not-marked"},
                "No.md": {"auto": "marked-private", "all": PUBLIC, "marked": "marked-private"},
                "No text.md": {"auto": "marked-private", "all": PUBLIC, "marked": "marked-private"},
                "Empty.md": {"auto": PUBLIC, "all": PUBLIC, "marked": "marked-private"},
                "Draft.md": {"auto": PUBLIC, "all": PUBLIC, "marked": "not-marked"},
            },
            id="published-garden",
        ),
        pytest.param(
            "published",
            {
                "A.md": _note('{"dg-publish":true,"permalink":"/a/"}'),
                "B.md": "text",
            },
            {
                "A.md": {"auto": PUBLIC, "all": PUBLIC, "marked": PUBLIC},
                "B.md": {"auto": PUBLIC, "all": PUBLIC, "marked": "not-marked"},
            },
            id="loose-notes-of-a-published-garden",
        ),
    ],
)
def test_modes(
    tmp_path: Path,
    kind: str,
    files: Mapping[str, str],
    fates: Mapping[str, Mapping[str, str]],
    mode: PublishMode,
) -> None:
    view = _view(tmp_path, files, mode)
    assert {path: _fate(view, path) for path in fates} == {
        path: by_mode[mode] for path, by_mode in fates.items()
    }
    assert view.uses_garden == (kind in {"garden", "published"})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("true", PUBLIC),
        ("TRUE", PUBLIC),
        ('"true"', PUBLIC),
        ("'True'", PUBLIC),
        ('" true "', PUBLIC),
        ("yes", PUBLIC),
        ("on", PUBLIC),
        ("1", PUBLIC),
        ("'1'", PUBLIC),
        ("false", "marked-private"),
        ("False", "marked-private"),
        ('"false"', "marked-private"),
        ("", "marked-private"),
        ("null", "marked-private"),
        ("~", "marked-private"),
        ('""', "marked-private"),
        ("0", "marked-private"),
        # what Digital Garden would publish, though nobody said a clear yes
        ("no", "publish-unclear"),
        ("off", "publish-unclear"),
        ('"0"', "publish-unclear"),
        ("'False'", "publish-unclear"),
        ("maybe", "publish-unclear"),
        ("2", "publish-unclear"),
        ("[]", "publish-unclear"),
        ("[true]", "publish-unclear"),
        ("{}", "publish-unclear"),
        ("2024-01-01", "publish-unclear"),
    ],
)
@pytest.mark.parametrize("mode", ["auto", "marked"])
def test_every_value_of_dg_publish(
    tmp_path: Path, mode: PublishMode, value: str, expected: str
) -> None:
    view = _view(tmp_path, {**GARDEN, "A.md": _note(f"dg-publish: {value}")}, mode)
    assert _fate(view, "A.md") == expected


def test_keys_of_digital_garden_are_exact(tmp_path: Path) -> None:
    view = _view(tmp_path, {**GARDEN, "A.md": _note("DG-Publish: true", "dg-publish2: true")})
    assert _fate(view, "A.md") == "not-marked"


_YES = ("true", "TRUE", '"true"', "yes", "On", "1", '" yes "')
_NO = ("false", "'False'", "no", "off", "0")
_NOTHING = ("", "null", '""')
_UNCLEAR = ("maybe", "2", "[]", "[false]", "{}", "2024-01-01")


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        ("publish", _YES, PUBLIC),
        ("publish", _NO, "marked-private"),
        ("publish", _NOTHING, PUBLIC),
        ("publish", _UNCLEAR, "marked-private"),
        ("share", _YES, PUBLIC),
        ("share", _NO, "marked-private"),
        ("share", _NOTHING, PUBLIC),
        ("share", _UNCLEAR, "marked-private"),
        ("private", _YES, "marked-private"),
        ("private", _NO, PUBLIC),
        ("private", _NOTHING, PUBLIC),
        ("private", _UNCLEAR, "marked-private"),
        ("draft", _YES, "draft"),
        ("draft", _NO, PUBLIC),
        ("draft", _NOTHING, PUBLIC),
        ("draft", _UNCLEAR, "draft"),
        ("Private", _YES, "marked-private"),
        ("PUBLISH", _NO, "marked-private"),
        ("privately", _YES, PUBLIC),
    ],
)
def test_marks_of_a_plain_vault(
    tmp_path: Path, key: str, values: tuple[str, ...], expected: str
) -> None:
    files = {f"{number}.md": _note(f"{key}: {value}") for number, value in enumerate(values)}
    view = _view(tmp_path, {**PLAIN, **files})
    assert {values[int(p[:-3])]: _fate(view, p) for p in files} == dict.fromkeys(values, expected)


def test_one_no_is_enough(tmp_path: Path) -> None:
    files = {
        "A.md": _note("publish: true", "private: true"),
        "B.md": _note("publish: true", "draft: true"),
    }
    view = _view(tmp_path, {**PLAIN, **files})
    assert view.left_out == {"A.md": "marked-private", "B.md": "draft"}


@pytest.mark.parametrize(
    ("settings", "path", "expected"),
    [
        ({"templates.json": {"folder": "Templates"}}, "Templates/A.md", "template"),
        ({"templates.json": {"folder": "/meta/T/"}}, "meta/T/deep/A.md", "template"),
        ({"templates.json": {"folder": "Templates"}}, "Templates.md", PUBLIC),
        ({"templates.json": {"folder": "Templates"}}, "Templates 2/A.md", PUBLIC),
        ({"templates.json": {"folder": "Templates"}}, "x/Templates/A.md", PUBLIC),
        ({"templates.json": {"folder": ""}}, "Templates/A.md", PUBLIC),
        ({"templates.json": {"folder": 7}}, "7/A.md", PUBLIC),
        (
            {"plugins/templater-obsidian/data.json": {"templates_folder": "Tpl"}},
            "Tpl/A.md",
            "template",
        ),
    ],
)
@pytest.mark.parametrize("mode", PUBLISH_MODES)
@pytest.mark.parametrize("extra", [PLAIN, GARDEN], ids=["plain", "garden"])
def test_templates(
    tmp_path: Path,
    settings: Mapping[str, object],
    path: str,
    expected: str,
    *,
    mode: PublishMode,
    extra: Mapping[str, str],
) -> None:
    files = {f".obsidian/{name}": json.dumps(data) for name, data in settings.items()}
    files[path] = _note("dg-publish: true", "publish: true")
    view = _view(tmp_path, {**extra, **files}, mode)
    assert _fate(view, path) == (PUBLIC if mode == "all" else expected)


@pytest.mark.parametrize(
    ("filters", "path", "is_excluded"),
    [
        (["Private/"], "Private/A.md", True),
        (["Private/"], "Private/deep/A.md", True),
        (["Private/"], "Not Private/A.md", False),
        (["Private"], "Private notes.md", True),
        (["private/"], "Private/A.md", False),
        (["a/b.md"], "a/b.md", True),
        (["/secret/"], "x/Secret plan.md", True),
        (["/^secret/"], "x/secret.md", False),
        ([r"/\.draft\.md$/"], "x/a.draft.md", True),
        (["/[/"], "A.md", False),
        (["/[/", "A"], "A.md", True),
        (["/"], "A.md", False),
        (["//"], "A.md", False),
        (["", 7, None], "A.md", False),
        ("Private/", "Private/A.md", False),
    ],
)
def test_excluded_files(tmp_path: Path, filters: object, path: str, *, is_excluded: bool) -> None:
    settings = {".obsidian/app.json": json.dumps({"userIgnoreFilters": filters})}
    view = _view(tmp_path, {**settings, path: "text"})
    assert _fate(view, path) == ("excluded-in-obsidian" if is_excluded else PUBLIC)


@pytest.mark.parametrize(
    ("mode", "extra"), [("all", PLAIN), ("marked", PLAIN), ("auto", GARDEN)], ids=str
)
def test_a_mark_says_more_than_an_excluded_folder(
    tmp_path: Path, mode: PublishMode, extra: Mapping[str, str]
) -> None:
    settings = {".obsidian/app.json": json.dumps({"userIgnoreFilters": ["A"]})}
    view = _view(tmp_path, {**extra, **settings, "A.md": _note("dg-publish: true")}, mode)
    assert _fate(view, "A.md") == PUBLIC


_REAL = ("hunter2", "1234", "true", "[a, b]", "'{{a}} b'", "enter")
_PLACEHOLDER = (
    '"Enter your password here"',
    "your passphrase",
    "'{{passphrase}}'",
    "{{passphrase}}",
    "<% tp.x %>",
    "在此输入密码",
    "TODO",
)
_NO_PASSPHRASE = ("", "null", '""', "false")


@pytest.mark.parametrize(
    ("mode", "extra", "expected", "is_told"),
    [
        ("auto", GARDEN, "passphrase", False),
        ("marked", GARDEN, "passphrase", False),
        ("marked", PLAIN, "passphrase", False),
        ("all", GARDEN, PUBLIC, True),
        ("auto", PUBLISHED, PUBLIC, True),
    ],
)
def test_passphrases(
    tmp_path: Path, mode: PublishMode, extra: Mapping[str, str], expected: str, *, is_told: bool
) -> None:
    values = [*_REAL, *_PLACEHOLDER, *_NO_PASSPHRASE]
    names = [f"{number}.md" for number in range(len(values))]
    top = "src/site/notes/" if extra is PUBLISHED else ""
    files = {
        f"{top}{name}": _note("dg-publish: true", f"dg-passphrase: {value}")
        for name, value in zip(names, values, strict=True)
    }
    view = _view(tmp_path, {**extra, **files}, mode)
    real = names[: len(_REAL)]
    fates = {name: _fate(view, name) for name in names}
    assert fates == {name: expected if name in real else PUBLIC for name in names}
    told = [(finding.code, finding.path) for finding in view.findings]
    assert told == ([("passphrase-public", name) for name in sorted(real)] if is_told else [])
    assert not any(value in str(view.findings) for value in ("hunter2", "1234"))


@pytest.mark.parametrize(
    ("block", "plain"),
    [
        ("title: [x\ntags: y", PUBLIC),
        ("title: [x\npublish: false", "publish-unclear"),
        ("private: true\nprivate: [", "publish-unclear"),
        ("Draft yes: [", "publish-unclear"),
        ("title: [x\n\tprivate: true", "publish-unclear"),
        ("title: [x\n'private': true", "publish-unclear"),
        ('{"title": "x", "private": true,, }', "publish-unclear"),
        ("{title: [x, private: true", "publish-unclear"),
        ("title: [x\ndg-publish: false", "publish-unclear"),
        ("title: [x\nprivately: true", PUBLIC),
        ("title: [x, private lessons", PUBLIC),
    ],
)
@pytest.mark.parametrize(
    ("mode", "extra", "expected"),
    [
        ("auto", PLAIN, None),
        ("auto", GARDEN, "unreadable"),
        ("marked", PLAIN, "unreadable"),
        ("all", PLAIN, PUBLIC),
        ("all", GARDEN, PUBLIC),
    ],
)
def test_unreadable_front_matter(
    tmp_path: Path,
    block: str,
    plain: str,
    *,
    mode: PublishMode,
    extra: Mapping[str, str],
    expected: str | None,
) -> None:
    view = _view(tmp_path, {**extra, "A.md": _note(block)}, mode)
    assert read_vault(tmp_path).notes["A.md"].unread_properties, "the block can be read"
    assert _fate(view, "A.md") == (expected or plain)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nprivate: true\ntext", "publish-unclear"),
        ("---\ntitle: x\n\nAbout a house, private lessons.", PUBLIC),
        ("---\n\nDraft of a letter", PUBLIC),
    ],
)
def test_front_matter_without_an_end(tmp_path: Path, text: str, expected: str) -> None:
    assert _fate(_view(tmp_path, {**PLAIN, "A.md": text}), "A.md") == expected


def test_a_vault_without_notes(tmp_path: Path) -> None:
    for mode in PUBLISH_MODES:
        view = public_view(read_vault(tmp_path), mode)
        assert (dict(view.notes), dict(view.left_out)) == ({}, {})


def test_every_reason_has_words() -> None:
    assert set(WHY) == set(REASONS)
    assert all(REASONS.values())
    assert len(set(REASONS.values())) == len(REASONS)


def test_a_passphrase_counts_in_any_vault(tmp_path: Path) -> None:
    files = {"A.md": _note("dg-passphrase: hunter2"), "B.md": _note("dg-passphrase: TODO")}
    view = _view(tmp_path, {**PLAIN, **files})
    assert {path: _fate(view, path) for path in files} == {"A.md": "passphrase", "B.md": PUBLIC}
