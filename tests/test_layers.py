"""The layers of the package, read from its source.

What a room may import, which rooms do no I/O, who may read notes before it is decided which of
them are public, and that no target is known by name.
"""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import vaultexport
from vaultexport.profiles import known_targets, load_profile

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE: Final = Path(vaultexport.__file__).parent

LAYERS: Final = (
    ("errors", "findings", "lazy", "verify", "watch", "workers"),
    ("model",),
    ("strategies",),
    ("markdown",),
    ("converters", "emit"),
    ("profiles",),
    ("reader",),
    ("dataview", "bases"),
    ("planner",),
    ("rewriter",),
    ("writer",),
    ("options", "report", "request", "config"),
    ("cache",),
    ("press",),
    ("keeping", "tally"),
    ("recollection",),
    ("pipeline", "redo", "inquiries", "audit"),
    ("exporter",),
    ("__init__",),
    ("command",),
    ("cli",),
    ("__main__",),
)
"""Rooms from the bottom up: each may import the layers below its own, and itself."""

TYPES_ONLY: Final = {("model", "markdown"), ("model", "reader")}
"""Imports upwards that only annotations need: a `Note` holds its spans, a `Vault` its files."""

FORBIDDEN: Final = {("rewriter", "reader"), ("dataview", "profiles")}
"""Imports that the order would allow. All of the rewriter's knowledge comes through `Site`."""

PURE_ROOMS: Final = (
    "converters",
    "emit",
    "errors",
    "findings",
    "markdown",
    "model",
    "options",
    "planner",
    "report",
    "rewriter",
    "strategies",
)
OUTSIDE: Final = frozenset(
    {
        "asyncio",
        "ctypes",
        "fileinput",
        "glob",
        "http",
        "io",
        "logging",
        "mmap",
        "multiprocessing",
        "os",
        "pathlib",
        "random",
        "secrets",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib.request",
        "webbrowser",
    }
)
"""Modules through which a function can see or change the world."""

OUTSIDE_CALLS: Final = frozenset(
    {"__import__", "breakpoint", "eval", "exec", "input", "open", "print"}
)
OUTSIDE_METHODS: Final = frozenset(
    {
        "exists",
        "glob",
        "is_dir",
        "is_file",
        "iterdir",
        "mkdir",
        "now",
        "open",
        "read_bytes",
        "read_text",
        "rename",
        "rglob",
        "rmdir",
        "stat",
        "today",
        "touch",
        "unlink",
        "utcnow",
        "write_bytes",
        "write_text",
    }
)

WHOLE_VAULT: Final = {
    "reader/__init__.py": "offers read_vault",
    "reader/vault.py": "makes it",
    "reader/history.py": "gives its notes the times that git knows",
    "reader/garden.py": "gives its notes what the published garden says about them",
    "planner/garden.py": "compares it with the published garden",
    "planner/visibility.py": "decides what is public",
    "planner/plan.py": "builds the index of names, so that links resolve as in Obsidian",
    "inquiries.py": "reads it to answer a question of its owner",
    "pipeline.py": "reads it and hands it to the planner",
    "keeping.py": "takes the states of its files",
    "redo.py": "makes one of a few notes, to ask whether they are public",
    "tally.py": "counts its notes",
}
"""The modules that may hold a `Vault`, and what for."""

VAULT_NOTES: Final = {
    ("planner/visibility.py", "public_view"): "judges each note",
    ("planner/visibility.py", "_uses_garden"): "asks whether any note knows Digital Garden",
    ("tally.py", "report_of"): "only their number is told",
    ("pipeline.py", "_read"): "asks whether any query needs the times that git knows",
    ("keeping.py", "_core"): "only their names, to tell what links can mean",
    ("reader/garden.py", "with_garden"): "keeps what the published garden says",
    ("planner/garden.py", "differences"): "looks for notes that only the published garden has",
    ("inquiries.py", "explain"): "answers the owner's question about one note",
    ("reader/history.py", "with_history"): "gives them their times",
}
"""The functions that may read `Vault.notes`, and what for.

Everywhere else names alone may be read, and go straight into the `Index`.
"""

MORE_THAN_ONCE: Final = {
    ("inquiries.py", "explain"): 3,
    ("rewriter/embed_tree.py", "facts"): 4,
}
"""How often these functions read them; the others do it once, for the reason given."""

OTHER_NOTES: Final = {
    ("rewriter/embed_tree.py", "facts"): "the paths that a tree of embeds has met",
}
"""The functions that read the `notes` of something that is no `Vault`, and of what."""

OTHER_CONTENT: Final = {
    "planner/garden.py": "compares what the published garden says",
    "planner/plan.py": "takes the dates of published notes, and the CSV files that queries name",
}
"""The modules that may read what else of a `Vault` tells of notes: `tables` and `prints`."""

FILE_READERS: Final = {
    "audit.py": "a built site, and the pages of its export",
    "config.py": "the configuration file",
    "cache/version.py": "the program's own files, and what it is built on",
    "dataview/__main__.py": "what the command for queries is asked, of all notes by design",
    "dataview/command.py": "the notes for that command, which no export uses",
    "profiles/load.py": "profiles",
    "reader/settings.py": "the settings of the vault",
    "reader/states.py": "lists a folder",
    "reader/vault.py": "the vault",
    "reader/walk.py": "lists a folder",
    "verify/crawl.py": "a built site",
    "writer/claims.py": "pages of the user's in the output folder",
    "writer/kit.py": "the kit",
    "writer/manifest.py": "the manifest",
    "writer/survey.py": "what is in the output folder",
    "writer/tree.py": "attachments that pages use, and what is in the output folder",
}
"""The modules that may open files or list folders, and which."""

QUERY_COMMAND: Final = frozenset({"vaultexport.dataview.command", "vaultexport.dataview.__main__"})
"""The modules that read all notes by design; only they may import each other."""

PUBLIC_NAMES: Final = frozenset({"view", "_view", "site", "_site"})
"""What a `PublicView` and a `Site` are called; nothing else may be."""

PUBLIC_MAKERS: Final = frozenset({"public_view", "PublicView", "Site", "_site"})


READING: Final = frozenset(
    {
        "glob",
        "iterdir",
        "listdir",
        "list_files",
        "open",
        "read_bytes",
        "read_text",
        "rglob",
        "scandir",
        "walk",
    }
)
"""Methods and functions that open files or list folders."""


def _modules() -> list[str]:
    return sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))


def _tree(module: str) -> ast.Module:
    return ast.parse((SOURCE / module).read_text(encoding="utf-8"), module)


def _room(module: str) -> str:
    return module.partition("/")[0].removesuffix(".py")


def _imports(tree: ast.Module, module: str) -> Iterator[tuple[str, bool]]:
    """Give the full name of whatever a module imports, and whether only annotations need it."""
    package = ["vaultexport", *module.split("/")[:-1]]
    annotations = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for branch in node.body
        for inner in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            start = ".".join([*base, *filter(None, [node.module])])
            names = [f"{start}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield name, id(node) in annotations


def _imported_rooms(tree: ast.Module, module: str) -> Iterator[tuple[str, bool]]:
    for name, types_only in _imports(tree, module):
        package, _, rest = name.partition(".")
        if package == "vaultexport":
            room = rest.partition(".")[0]
            is_room = (SOURCE / room).is_dir() or (SOURCE / f"{room}.py").is_file()
            yield room if room and is_room else "__init__", types_only


def _layer(room: str) -> int:
    for number, rooms in enumerate(LAYERS):
        if room in rooms:
            return number
    raise AssertionError(f"give {room} a layer in {Path(__file__).name}")


def _layer_mistakes(tree: ast.Module, module: str) -> list[str]:
    room = _room(module)
    mistakes = []
    for other, types_only in _imported_rooms(tree, module):
        if other == room or (types_only and (room, other) in TYPES_ONLY):
            continue
        if (room, other) in FORBIDDEN or not _is_below(other, room):
            mistakes.append(f"{room} imports {other}")
    return mistakes


def _is_below(lower: str, upper: str) -> bool:
    return _layer(lower) < _layer(upper)


def _impurities(tree: ast.Module, module: str) -> Iterator[str]:
    for name, types_only in _imports(tree, module):
        parts = name.split(".")
        if not types_only and not OUTSIDE.isdisjoint({parts[0], ".".join(parts[:2])}):
            yield f"imports {name}"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in OUTSIDE_CALLS:
            yield f"line {node.lineno} calls {node.func.id}"
        if isinstance(node.func, ast.Attribute) and node.func.attr in OUTSIDE_METHODS:
            yield f"line {node.lineno} calls .{node.func.attr}"


def _terminal(node: ast.AST) -> str:
    """Give the last name of a chain of attributes, ``""`` for any other expression."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _named(node: ast.AST, names: frozenset[str]) -> bool:
    return _terminal(node) in names


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Give every node with the name of the function that it stands in, ``""`` outside of one."""

    def below(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            name = child.name if isinstance(child, ast.FunctionDef) and is_function else function
            yield name, child
            yield from below(child, name)

    return below(tree, "")


def _is_import_of_vault(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and any(
        alias.name in {"Vault", "read_vault"} for alias in node.names
    )


def _holds_vault(tree: ast.Module) -> bool:
    """Tell whether a module imports what a `Vault` is or comes from, or reaches into one."""
    return any(
        _is_import_of_vault(node)
        or (isinstance(node, ast.Attribute) and node.attr in {"vault", "_vault", "Vault"})
        for node in ast.walk(tree)
    )


def _private_reads(tree: ast.Module, module: str) -> Iterator[str]:
    """Give the places where notes may be read that nobody has judged."""
    names_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _named(node.func, frozenset({"Index"}))
        for starred in ast.walk(node)
        if isinstance(starred, ast.Starred)
        for inner in [starred.value]
    }
    for function, node in _functions(tree):
        may_read = (module, function) in {*VAULT_NOTES, *OTHER_NOTES} or id(node) in names_only
        match node:
            case ast.Attribute(attr="notes") if may_read:
                pass
            case ast.Attribute(attr="notes", value=value) if not _named(
                value, PUBLIC_NAMES | {"self", "place", "cls"}
            ):
                yield f"line {node.lineno}: {ast.unparse(node)}"
            case ast.MatchClass(kwd_attrs=names) if "notes" in names:
                yield f"line {node.lineno}: a pattern takes the notes of something"
            case ast.Call(func=ast.Name(id="getattr" | "vars" | "asdict")) if module in WHOLE_VAULT:
                yield f"line {node.lineno}: {ast.unparse(node)}"
            case ast.Attribute(attr="tables" | "prints") if module not in OTHER_CONTENT:
                yield f"line {node.lineno}: {ast.unparse(node)}"
            case ast.Call(args=arguments) if _says_notes(arguments):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def _says_notes(arguments: list[ast.expr]) -> bool:
    """Tell whether a call asks for an attribute by its name: `getattr`, `attrgetter` …."""
    return any(
        isinstance(argument, ast.Constant) and argument.value in {"notes", "_notes"}
        for argument in arguments
    )


def _reads_files(tree: ast.Module) -> bool:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(
        (isinstance(call.func, ast.Name) and call.func.id in {"list_files", "open", "walk"})
        or (
            isinstance(call.func, ast.Attribute)
            and call.func.attr in READING
            and ast.unparse(call.func) != "ast.walk"
        )
        for call in calls
    )


def _false_views(tree: ast.Module) -> Iterator[str]:
    """Give the places where something else is called a view or a site."""
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg="view" | "site", annotation=kind) if not _is_public_kind(kind):
                yield f"line {node.lineno}: the parameter {node.arg}"
                continue
            case ast.Assign(targets=targets, value=value):
                pass
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                targets = [target]
            case ast.NamedExpr(target=target, value=value):
                targets = [target]
            case _:
                continue
        if not any(_named(target, PUBLIC_NAMES) for target in targets):
            continue
        is_made = isinstance(value, ast.Call) and _named(value.func, PUBLIC_MAKERS)
        if not is_made and not _named(value, PUBLIC_NAMES):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def _is_public_kind(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation) in {"PublicView", "Site"}


def _target_names() -> frozenset[str]:
    return frozenset(known_targets()) | {load_profile(name).title for name in known_targets()}


def _texts(node: ast.AST) -> set[str]:
    return {
        inner.value
        for inner in ast.walk(node)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    }


def _asks_for_target(tree: ast.Module, names: frozenset[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        is_question = isinstance(node, ast.Compare | ast.MatchValue) or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"startswith", "endswith"}
        )
        if is_question and not names.isdisjoint(_texts(node)):
            yield f"line {getattr(node, 'lineno', 0)}: {ast.unparse(node)}"


@pytest.mark.parametrize("module", _modules())
def test_a_room_imports_only_what_lies_below_it(module: str) -> None:
    assert not _layer_mistakes(_tree(module), module)


@pytest.mark.parametrize("module", [m for m in _modules() if _room(m) in PURE_ROOMS])
def test_most_rooms_do_no_io(module: str) -> None:
    assert not list(_impurities(_tree(module), module))


def test_imports_can_be_seen() -> None:
    hidden = {
        module: name
        for module in _modules()
        for name, _ in _imports(_tree(module), module)
        if name.startswith("importlib") and not name.startswith("importlib.metadata")
    }
    assert set(hidden) <= {"lazy.py"}, "only the public names are imported when asked for"


def test_only_these_modules_hold_a_vault() -> None:
    holders = {module for module in _modules() if _holds_vault(_tree(module))}
    assert holders == set(WHOLE_VAULT)


@pytest.mark.parametrize("module", _modules())
def test_nobody_else_reads_notes_that_may_be_private(module: str) -> None:
    tree = _tree(module)
    assert not list(_private_reads(tree, module))
    assert not list(_false_views(tree))


def test_only_these_modules_open_files() -> None:
    readers = {module for module in _modules() if _reads_files(_tree(module))}
    assert readers == set(FILE_READERS)


def test_no_export_reads_notes_as_the_command_for_queries_does() -> None:
    importers = {
        module
        for module in _modules()
        for name, _ in _imports(_tree(module), module)
        if any(name == other or name.startswith(f"{other}.") for other in QUERY_COMMAND)
    }
    assert importers == {"dataview/__main__.py"}


def test_every_exception_is_in_use_and_none_is_used_for_more() -> None:
    used = Counter(
        (module, function)
        for module in _modules()
        for function, node in _functions(_tree(module))
        if isinstance(node, ast.Attribute)
        and node.attr == "notes"
        and not _named(node.value, PUBLIC_NAMES | {"self"})
    )
    exceptions = {*VAULT_NOTES, *OTHER_NOTES}
    assert exceptions <= set(used)
    more = {place: used[place] for place in exceptions if used[place] > 1}
    del more["planner/visibility.py", "public_view"]  # it is there to read them
    assert more == MORE_THAN_ONCE


@pytest.mark.parametrize("module", [m for m in _modules() if m != "cli.py"])
def test_no_target_is_known_by_name(module: str) -> None:
    assert not list(_asks_for_target(_tree(module), _target_names()))


@pytest.mark.parametrize(
    ("module", "source", "mistakes"),
    [
        ("rewriter/x.py", "from vaultexport.reader import Index", ["rewriter imports reader"]),
        ("rewriter/x.py", "import vaultexport.writer.tree", ["rewriter imports writer"]),
        ("rewriter/x.py", "from ..writer import survey", ["rewriter imports writer"]),
        ("rewriter/x.py", "from .links import x", []),
        ("rewriter/x.py", "from vaultexport import pipeline", ["rewriter imports pipeline"]),
        ("rewriter/x.py", "from vaultexport import export", ["rewriter imports __init__"]),
        ("model.py", "if TYPE_CHECKING:\n    from vaultexport.markdown import Document", []),
        ("model.py", "from vaultexport.markdown import Document", ["model imports markdown"]),
        ("reader/x.py", "def f():\n    import vaultexport.planner", ["reader imports planner"]),
    ],
)
def test_a_wrong_import_is_found(module: str, source: str, mistakes: list[str]) -> None:
    assert _layer_mistakes(ast.parse(source), module) == mistakes


@pytest.mark.parametrize(
    "source",
    [
        "import os.path",
        "from pathlib import Path",
        "from urllib.request import urlopen",
        "open(name)",
        "path.read_text()",
        "date.today()",
    ],
)
def test_io_is_found(source: str) -> None:
    assert list(_impurities(ast.parse(source), "rewriter/x.py"))


@pytest.mark.parametrize(
    "source",
    [
        "for note in vault.notes.values(): pass",
        "everything = self._vault.notes",
        "read_vault(root).notes",
        "run.vault.notes[path]",
        "getattr(vault, 'notes')",
        "match x:\n    case Vault(notes=found): pass",
        "index = Index([*vault.notes.values()])",
        "index = Index(read(vault.notes))",
        "def f(anything: Any):\n    return anything.notes",
        "attrgetter('notes')(vault)",
        "csv = run.vault.tables",
        "replace(view, notes=source.notes)",
    ],
)
def test_a_private_read_is_found(source: str) -> None:
    assert list(_private_reads(ast.parse(source), "pipeline.py"))


@pytest.mark.parametrize(
    "source",
    [
        *("view = vault", "self._view = run.vault", "(site := vault)"),
        *("def f(view: Any): pass", "def f(site): pass", "lambda view: view"),
    ],
)
def test_a_false_view_is_found(source: str) -> None:
    assert list(_false_views(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "Path(vault.root, path).read_text()",
        "for file in walk(root): pass",
        "paths, sources = list_files(root)",
        "os.scandir(folder)",
        "with open(place) as file: pass",
        "list(root.rglob('*.md'))",
    ],
)
def test_a_read_of_files_is_found(source: str) -> None:
    assert _reads_files(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    ["x == 'hugo'", "x in ('a', 'quartz4')", "x.startswith('quartz')", "match x:\n case 'hugo': 1"],
)
def test_a_target_name_is_found(source: str) -> None:
    assert list(_asks_for_target(ast.parse(source), frozenset({"hugo", "quartz", "quartz4"})))
