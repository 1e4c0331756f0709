"""Nothing in the source works on some systems only; paths and names work on all of them."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from support.folders import read, write
from vaultexport import export
from vaultexport.writer import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultexport.writer.tree import Written

SOURCE: Final = Path(__file__).parents[1] / "src" / "vaultexport"

MODULES: Final = {
    *("fcntl", "grp", "msvcrt", "posix", "pty", "pwd", "readline", "resource", "syslog"),
    *("termios", "tty", "winreg"),
}
NAMES: Final = {
    *("chown", "chroot", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid"),
    *("getgroups", "getlogin", "getpgid", "getpriority", "getuid", "initgroups", "kill"),
    *("killpg", "lchown", "link", "mkfifo", "mknod", "nice", "pathconf", "posix_fadvise"),
    *("posix_spawn", "sched_getaffinity", "sched_setaffinity", "sendfile", "setgid", "setsid"),
    *("setuid", "statvfs", "symlink", "sync", "ttyname", "tzset", "uname", "wait", "waitpid"),
    *("O_NOFOLLOW", "O_DIRECTORY", "O_CLOEXEC", "SIGALRM", "SIGHUP", "SIGKILL", "SIGUSR1"),
}
"""What `os`, `pathlib`, `signal` and `time` have on some systems only, or only there in full."""

TEXT: Final = {"read_text", "write_text", "open"}


def faults(code: ast.AST) -> Iterator[str]:
    """Give what in a module would work on some systems only."""
    for node in ast.walk(code):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            yield from (f"imports {name}" for name in names if name in MODULES)
        elif isinstance(node, ast.Attribute) and node.attr in NAMES and _of_system(node.value):
            yield f"uses {node.attr}"
        elif isinstance(node, ast.Call) and _is_text(node):
            yield "reads or writes text in the machine's own encoding"


def _of_system(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in {"os", "signal", "time"}


def _is_text(call: ast.Call) -> bool:
    """Tell whether a call opens a text file without saying in which encoding."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    is_os = ast.unparse(function) == "os.open"
    if name not in TEXT or is_os:
        return False
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
    texts = [arg.value for arg in given if isinstance(arg, ast.Constant)]
    is_binary = any(isinstance(text, str) and "b" in text for text in texts if text != "utf-8")
    return not is_binary and "utf-8" not in texts and not _says_encoding(call)


def _says_encoding(call: ast.Call) -> bool:
    return any(word.arg == "encoding" for word in call.keywords)


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.py")), ids=lambda p: p.relative_to(SOURCE).as_posix()
)
def test_the_source_works_on_every_system(path: Path) -> None:
    assert [*faults(ast.parse(path.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "from pwd import getpwuid",
        "os.fork()",
        "os.sched_getaffinity(0)",
        "os.symlink('a', 'b')",
        "time.tzset()",
        "path.read_text()",
        "open('a')",
        "open('a', 'w')",
    ],
)
def test_a_fault_is_seen(code: str) -> None:
    assert [*faults(ast.parse(code))]


@pytest.mark.parametrize(
    "code",
    ["os.open('a', flags)", "open('a', 'rb')", "path.read_text('utf-8')", "os.replace('a', 'b')"],
)
def test_what_works_everywhere_is_no_fault(code: str) -> None:
    assert [*faults(ast.parse(code))] == []


NOTES: Final = {"Tea/Green tea.md": "![[pot.png]] [[Home]]", "Home.md": "[[Tea/Green tea]]"}
PIXEL: Final = b"\x89PNG\r\n\x1a\n"


def test_no_path_has_the_systems_own_separator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths in reports, the manifest and pages have slashes, whatever `os.sep` is."""
    vault = write(tmp_path / "vault", {**NOTES, "Tea/pot.png": PIXEL})
    plain = export(vault, to="hugo", out=tmp_path / "plain")
    monkeypatch.setattr(os, "sep", "\\")
    monkeypatch.setattr(os, "linesep", "\r\n")
    windows = export(vault, to="hugo", out=tmp_path / "windows")
    assert windows.exported == plain.exported
    assert windows.written == plain.written
    assert read(tmp_path / "windows") == read(tmp_path / "plain")
    assert "\\" not in "".join((*windows.written, *read(tmp_path / "windows")))


@pytest.mark.parametrize("text", [b"one", b"two"])
def test_a_page_changes_the_case_of_its_name_on_a_disk_that_does_not_see_it(
    text: bytes, tmp_path: Path
) -> None:
    """A second name of the file stands for such a disk: both are one file there."""
    written(tmp_path, "Tea.md", b"one")
    (tmp_path / "tea.md").hardlink_to(tmp_path / "Tea.md")
    result = written(tmp_path, "tea.md", text)
    assert result.occupied == ()
    assert (tmp_path / "tea.md").read_bytes() == text
    assert ("Tea.md" in result.removed) == (text == b"two")  # there it would be gone by now


def test_two_cases_of_a_name_are_two_files_elsewhere(tmp_path: Path) -> None:
    written(tmp_path, "Tea.md", b"one")
    (tmp_path / "tea.md").write_bytes(b"theirs")
    result = written(tmp_path, "tea.md", b"two")
    assert result.occupied == ("tea.md",)
    assert (tmp_path / "tea.md").read_bytes() == b"theirs"


def written(out: Path, path: str, content: bytes) -> Written:
    folder = tree.OutputTree(out, "vault")
    folder.announce([path])
    return folder.finish([folder.put(tree.OutputFile(path, "page", content))])


def test_a_file_that_another_program_holds_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, tries = os.replace, []

    def held(source: Any, target: Any) -> None:
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    tree.write_atomically(str(tmp_path / "a"), b"x")
    assert (tmp_path / "a").read_bytes() == b"x"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
