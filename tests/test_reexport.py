"""Exporting again into the same folder: restored, moved, shared and edited files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from support.folders import read, times, write
from vaultexport import MisuseError, Report, export
from vaultexport.writer import MANIFEST, Manifest, OutputFile, write_tree

if TYPE_CHECKING:
    from pathlib import Path

KIT_FILE = "layouts/_markup/render-blockquote-alert.html"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write(
        tmp_path / "vault",
        {
            "Home.md": "[[Deep/Er/Note]] and [[Other]] ![[pic.png]]\n",
            "Deep/Er/Note.md": "> [!tip] Tea\n> A callout, which needs the kit.\n",
            "Other.md": "![[Deep/Er/Note]]\n",
            "pic.png": b"not really a picture",
        },
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


def run(vault: Path, out: Path, **options: Any) -> Report:
    return export(vault, to="hugo", out=out, **options)


def found(report: Report, code: str) -> list[str]:
    return [finding.path for finding in report.findings if finding.code == code]


def test_only_what_changed_is_written(vault: Path, out: Path) -> None:
    run(vault, out)
    before = times(out)
    (vault / "Other.md").write_text("new")
    report = run(vault, out)
    assert report.written == ("content/Other.md",)
    changed = {path for path, time in times(out).items() if before[path] != time}
    assert changed == {"content/Other.md", MANIFEST}


def test_an_edited_or_deleted_page_is_restored(vault: Path, out: Path) -> None:
    run(vault, out)
    before = read(out)
    (out / "content" / "Other.md").write_text("edited by hand")
    (out / "content" / "Home.md").unlink()
    report = run(vault, out)
    assert set(report.written) == {"content/Other.md", "content/Home.md"}
    assert read(out) == before


def test_a_dry_run_reports_what_a_run_does(vault: Path, out: Path) -> None:
    assert run(vault, out, dry_run=True).to_json() == run(vault, out).to_json()
    (vault / "Other.md").unlink()
    before = read(out)
    dry = run(vault, out, dry_run=True)
    assert read(out) == before
    assert dry.removed == ("content/Other.md",)
    assert dry.to_json() == run(vault, out).to_json()


def test_a_vault_that_moves_leaves_nothing_behind(vault: Path, out: Path) -> None:
    run(vault, out, under="one")
    run(vault, out, under="two")
    assert not (out / "content" / "one").exists()
    assert not (out / "static" / "attachments" / "one").exists()
    assert (out / "content" / "two" / "Other.md").is_file()


def test_the_shared_kit_stays_until_the_last_vault_leaves(
    vault: Path, out: Path, tmp_path: Path
) -> None:
    other = write(tmp_path / "second", {"Page.md": "> [!tip] T\n> t\n"})
    run(vault, out, under="one")
    run(other, out, under="two")
    run(vault, out, under="one", content_only=True)
    assert (out / KIT_FILE).is_file()
    run(other, out, under="two", content_only=True)
    assert not (out / "layouts").exists()


def test_two_vaults_leave_each_other_alone(vault: Path, out: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "second", {"Page.md": "[[Gone]]", "Gone.md": "", "pic.png": b"2"})
    run(vault, out, under="one")
    first = read(out / "content" / "one")
    run(other, out, under="two")
    (other / "Gone.md").unlink()
    assert run(other, out, under="two").removed == ("content/two/Gone.md",)
    assert read(out / "content" / "one") == first
    before = times(out)
    assert run(vault, out, under="one").written == ()
    assert times(out) == before
    manifest = Manifest.load(out)
    assert manifest is not None
    assert set(manifest.vaults) == {"vault", "second"}


def test_a_kit_file_that_was_edited_stays_until_it_is_deleted(vault: Path, out: Path) -> None:
    run(vault, out)
    original = (out / KIT_FILE).read_bytes()
    (out / KIT_FILE).write_text("edited")
    for _ in range(2):
        assert found(run(vault, out), "kit-file-kept") == [KIT_FILE]
        assert (out / KIT_FILE).read_text() == "edited"
    (out / KIT_FILE).unlink()
    assert run(vault, out).written == (KIT_FILE,)
    assert (out / KIT_FILE).read_bytes() == original


def test_an_edited_kit_file_stays_when_the_kit_is_left_out(vault: Path, out: Path) -> None:
    run(vault, out)
    (out / KIT_FILE).write_text("edited")
    run(vault, out, content_only=True)
    assert (out / KIT_FILE).read_text() == "edited"


def test_an_edited_page_that_is_unpublished_goes_all_the_same(vault: Path, out: Path) -> None:
    run(vault, out)
    (out / "content" / "Other.md").write_text("edited, but it still tells what was published")
    write(vault, {"Other.md": "---\nprivate: true\n---\n"})
    run(vault, out)
    assert not (out / "content" / "Other.md").exists()


@pytest.mark.parametrize("place", ["content/Deep", "static/attachments", "layouts"])
def test_a_file_of_the_users_where_a_folder_should_go(place: str, vault: Path, out: Path) -> None:
    write(out, {place: "theirs"})
    report = run(vault, out)
    assert (out / place).read_text() == "theirs"
    assert found(report, "place-taken") or found(report, "kit-file-kept")
    assert (out / "content" / "Other.md").is_file()
    assert not [path for path in report.written if path.startswith(f"{place}/")]


def test_a_full_disk_leaves_everything_as_it_was(
    vault: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(vault, out)
    before = read(out)
    (vault / "Other.md").write_text("new")

    def fail(*_paths: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(MisuseError, match="No space left"):
        run(vault, out)
    assert read(out) == before


def test_a_folder_of_the_site_may_be_a_link_to_another(tmp_path: Path) -> None:
    real = write(tmp_path / "real", {"theirs.txt": "theirs"})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "content").symlink_to(real)
    write_tree(tmp_path / "out", "vault", [OutputFile("content/a.md", "page", b"ours")])
    assert (real / "a.md").read_bytes() == b"ours"
    write_tree(tmp_path / "out", "vault", [])
    assert read(real) == {"theirs.txt": b"theirs"}
    assert (tmp_path / "out" / "content").is_symlink()
