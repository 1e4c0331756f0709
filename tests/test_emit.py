"""Front matter means the same to every reader."""

from __future__ import annotations

import io
import json
import math
import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
import yaml_rs
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from support import hugo
from vaultexport.emit import front_matter_block, front_matter_lines
from vaultexport.reader.frontmatter import FrontMatterKind, read_front_matter

if TYPE_CHECKING:
    from vaultexport.model import PropertyValue

QUARTZ = Path(__file__).parent / "quartz"


def block(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", ""])


# How it looks


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        ({}, []),
        (
            {"title": "导航", "draft": False, "weight": 3},
            ['title: "导航"', "draft: false", "weight: 3"],
        ),
        ({"b": None, "a": ""}, ["b: null", 'a: ""']),
        ({"tags": ["NLP", "a/b"], "aliases": []}, ['tags: ["NLP", "a/b"]', "aliases: []"]),
        ({"build": {"list": "never"}}, ["build:", '  list: "never"']),
        ({"params": {"x": {}, "w": {"z": 1}}}, ["params:", "  x: {}", "  w:", "    z: 1"]),
        ({"m": [{"a": 1, "b": [2]}, "c"]}, ["m:", "  - a: 1", "    b: [2]", '  - "c"']),
        ({"m": [[1, 2], []]}, ["m:", "  - - 1", "    - 2", "  - []"]),
        ({"date": "2025-02-27T12:07:19+08:00"}, ['date: "2025-02-27T12:07:19+08:00"']),
        ({"on": "no", "og:title": "x", "1": 1}, ['"on": "no"', '"og:title": "x"', '"1": 1']),
    ],
)
def test_people_can_read_it(data: dict[str, PropertyValue], lines: list[str]) -> None:
    assert front_matter_block(data) == block(*lines)


def test_a_long_list_gets_a_line_for_each_item() -> None:
    items: list[PropertyValue] = [f"a rather long item {i}" for i in range(6)]
    text = front_matter_block({"aliases": items})
    assert text == block("aliases:", *(f'  - "a rather long item {i}"' for i in range(6)))
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("大模型 😀 é ﷺ", '"大模型 😀 é ﷺ"'),
        ('"quoted" \\ back/slash', r'"\"quoted\" \\ back/slash"'),
        ("two\nlines\ttab\r", r'"two\nlines\ttab\r"'),
        ("\0\x07\x1b\x7f\x85\x9f", r'"\u0000\u0007\u001b\u007f\u0085\u009f"'),
        ("\u2028\u2029\ufeff\ufffe\uffff", r'"\u2028\u2029\ufeff\ufffe\uffff"'),
        ("\ud800x\udfff", '"\ufffdx\ufffd"'),
        ("%%a%%%", r'"%\u0025a%\u0025%"'),
    ],
)
def test_strings_are_json(text: str, written: str) -> None:
    assert front_matter_block({"a": text}) == block(f"a: {written}")
    assert json.loads(written) == re.sub(r"[\ud800-\udfff]", "\ufffd", text)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (2**53 - 1, "9007199254740991"),
        (2**53, '"9007199254740992"'),
        (-(2**53), '"-9007199254740992"'),
        (1.5, "1.5"),
        (3.0, "3.0"),
        (-0.0, "0.0"),
        (1e-7, "1.0e-07"),
        (1.25e22, "1.25e+22"),
        (math.inf, '".inf"'),
        (-math.inf, '"-.inf"'),
        (math.nan, '".nan"'),
    ],
)
def test_numbers_stay_numbers_only_where_all_readers_agree(number: float, written: str) -> None:
    assert front_matter_block({"k": number}) == block(f"k: {written}")


def test_an_integer_that_python_itself_can_not_print_is_no_error() -> None:
    assert front_matter_block({"k": 16**5000}).startswith('---\nk: "0x1000')


def test_what_is_no_property_value_is_written_as_text() -> None:
    assert front_matter_lines({"p": Path("a")}) == 'p: "a"'


# How it is read back

SCALARS: st.SearchStrategy[PropertyValue] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.text(st.sampled_from(":-#?|>%@`!&*'\"{}[],\\\n\r\t \x00\x85\u2028\ufeff~<=.019eo")),
)
KEYS = st.one_of(st.text(max_size=100), st.sampled_from(["on", "<<", "~", "null", "1", "a: b"]))
VALUES: st.SearchStrategy[PropertyValue] = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner), st.dictionaries(KEYS, inner)), max_leaves=12
)
PROPERTIES = st.dictionaries(KEYS, VALUES, max_size=6)


def shown(value: Any) -> Any:
    """The value that is written for a value: text for integers that JavaScript would round."""
    if isinstance(value, dict):
        return {key: shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shown(item) for item in value]
    if isinstance(value, int) and abs(value) >= 2**53:
        return str(value)
    return value


def inner(text: str) -> str:
    assert text.startswith("---\n")
    assert text.endswith("---\n")
    lines = text[4:-4]
    assert "\r" not in lines
    assert not any(line.startswith(("---", "...")) for line in lines.split("\n"))
    return lines


def ruamel_safe(text: str) -> object:
    return YAML(typ="safe", pure=True).load(io.StringIO(text))


@given(PROPERTIES)
def test_four_readers_give_the_same_values_back(data: dict[str, PropertyValue]) -> None:
    lines = inner(front_matter_block(data))
    want = shown(data) or None
    assert yaml_rs.loads(lines) == want
    assert ruamel_safe(lines) == want
    assert yaml.safe_load(lines) == want
    assert list(yaml.safe_load(lines) or {}) == list(data)


@given(PROPERTIES, st.text())
def test_our_own_reader_finds_the_block_and_the_body(
    data: dict[str, PropertyValue], body: str
) -> None:
    text = front_matter_block(data) + body
    front = read_front_matter(text)
    assert front.data == shown(data)
    assert text[front.end :] == body
    assert front.kind is (FrontMatterKind.YAML if data else FrontMatterKind.EMPTY)
    assert not front.problems


NASTY = [
    *("", " ", "~", "null", "true", "no", "1", "1e3", "0x1F", ".5", "2024-01-02", "12:30", "="),
    *("<<", "a: b", "a #b", "#a", "- a", "[a]", "{a}", "{{ a }}", "{{< b >}}", "<% a %>", "?"),
    *("&a *b !c", "|\n a", "@a", "`a`", '"', "'", "\\", "\\|", "[[a#B C|d]]", "%%a%%", "..."),
    *("--- \n---\n", "\t", "\r\n", "大模型", "😀", "\U0001f469\u200d\U0001f4bb", "e\u0301"),
    *("\u00a0", "\u3000", "\u2028", "\u2029", "\x85", "\x7f", "\x1b", "\0", "\ufeff", "\ufffe"),
    *("\U0010ffff", "</script>", "&amp;", "$1 $& $$", "x" * 2000),
]  # fmt: skip
RANDOM = random.Random(20250227)  # the same values in each run
TARGET_VALUES: list[Any] = [
    *NASTY,
    *("".join(RANDOM.choices(NASTY[:-1], k=3)) for _ in range(100)),
    *(None, True, False, 0, -1, 2**53 - 1, 1.5, 1e-7, -1.25e22, 3.0),
    *([], {}, [[]], [{}], ["a", 1, None], [["a", ["b"]], [{"a": [1, {"b": "c"}]}]]),
    {key.lower(): key for key in NASTY if len(key) < 100},
    {"a": {"b": {"c": []}}, "d": NASTY},
]


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js")
def test_quartz_reads_the_same_values() -> None:
    """Through the published plugin, which holds gray-matter and js-yaml as Quartz 5 runs them."""
    if not (QUARTZ / "node_modules").is_dir():
        pytest.skip("needs the Quartz harness: npm ci in tests/quartz")
    script = """
        import { NoteProperties } from "@quartz-community/note-properties";
        import { text } from "node:stream/consumers";
        const [, transformer] = NoteProperties().markdownPlugins({ allSlugs: [] });
        const read = (value) => {
            const file = { value, data: {}, stem: "x" };
            transformer()(null, file);
            return file.data.frontmatter.v;
        };
        const notes = JSON.parse(await text(process.stdin));
        process.stdout.write(JSON.stringify(notes.map(read)));
    """
    notes = [front_matter_block({"v": value}) + "body\n" for value in TARGET_VALUES]
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        input=json.dumps(notes),
        capture_output=True,
        text=True,
        cwd=QUARTZ,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == TARGET_VALUES


def test_hugo_reads_the_same_values(tmp_path: Path) -> None:
    hugo.require_hugo()
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    (site / "layouts").mkdir()
    config = {
        "disableKinds": ["home", "section", "taxonomy", "term", "rss", "sitemap", "404"],
        "outputs": {"page": ["json"]},
    }
    (site / "hugo.json").write_text(json.dumps(config))
    (site / "layouts" / "page.json").write_text("{{ .Params.v | jsonify }}")
    for number, value in enumerate(TARGET_VALUES):
        text = front_matter_block({"title": "x", "v": value}) + "body\n"
        (site / "content" / f"{number}.md").write_text(text, "utf-8")
    built = hugo.build(site)
    assert built.exit_code == 0, built.output
    for number, value in enumerate(TARGET_VALUES):
        read = json.loads((built.public / str(number) / "index.json").read_text("utf-8"))
        assert read == value, (number, value)
