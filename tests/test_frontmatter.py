"""Front matter is read as Obsidian reads it."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import frontmatter as python_frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultexport.model import Severity
from vaultexport.reader.careful import read_yaml_carefully
from vaultexport.reader.frontmatter import (
    FrontMatter,
    FrontMatterKind,
    read_front_matter,
)
from vaultexport.reader.handler import ObsidianHandler
from vaultexport.reader.properties import MAX_DEPTH, FrontMatterError, read_json, read_yaml

if TYPE_CHECKING:
    from vaultexport.model import PropertyValue

K = FrontMatterKind


def codes(front: FrontMatter) -> list[str]:
    return [problem.code for problem in front.problems]


# Where the block is

BLOCKS = [
    ("---\na: 1\n---\nbody\n", K.YAML, "body\n"),
    ("---\na: 1\n---", K.YAML, ""),
    ("---\na: 1\n---\n\n    indented code\n", K.YAML, "\n    indented code\n"),
    ("\ufeff---\na: 1\n---\nbody", K.YAML, "body"),
    ("---\r\na: 1\r\n---\r\nbody\r\n", K.YAML, "body\r\n"),
    ("--- \t\na: 1\n---  \nbody", K.YAML, "body"),
    ('---\n{"a":1}\n---\n\nbody', K.JSON, "\nbody"),
    ("---\n---\nbody", K.EMPTY, "body"),
    ("---\n\n# a comment\n---\nbody", K.EMPTY, "body"),
    ("---\na: 1\n----\n---x\n ---\nb: 2\n---\nbody", K.BROKEN, "body"),
    ("----\na: 1\n---\n", K.NONE, "----\na: 1\n---\n"),
    (" ---\na: 1\n---\n", K.NONE, " ---\na: 1\n---\n"),
    ("+++\na = 1\n+++\n", K.NONE, "+++\na = 1\n+++\n"),
    ('{"a": 1}\n', K.NONE, '{"a": 1}\n'),
    ("", K.NONE, ""),
    ("---", K.NONE, "---"),
    ("\ufeffbody", K.NONE, "\ufeffbody"),
]


@pytest.mark.parametrize(("text", "kind", "body"), BLOCKS)
def test_finds_the_block(text: str, kind: FrontMatterKind, body: str) -> None:
    front = read_front_matter(text)
    assert front.kind is kind
    assert text[front.end :] == body
    if kind in (K.YAML, K.JSON):
        assert front.data == {"a": 1}
        assert text.startswith("---", front.start)
        assert not front.problems


@pytest.mark.parametrize(
    "text",
    [
        "---\nJust some words.\n---\nmore",
        "---\nTwo lines\nof words, see http://example.org: it is nice\n---\nmore",
        "---\n- a list\n- of two\n---\nmore",
        "---\n\n[[A link]] to somewhere.\n\n---\nmore",
        "---\n@someone said: “no”\n---\nmore",
    ],
)
def test_text_between_two_rules_stays_in_the_body(text: str) -> None:
    front = read_front_matter(text)
    assert (front.data, front.start, front.end) == ({}, 0, 0)
    assert front.kind is K.PROSE
    assert codes(front) == ["frontmatter-not-a-map"]
    assert front.problems[0].severity is Severity.INFO


def test_a_rule_without_a_second_one_is_no_problem() -> None:
    text = "---\n\nSome words: and more.\n"
    assert read_front_matter(text) == FrontMatter({}, 0, 0, K.NONE)


@pytest.mark.parametrize("text", ["---\ntitle: x\n\nbody", '---\n{"dg-publish":true}\nbody'])
def test_an_unclosed_block_is_body(text: str) -> None:
    front = read_front_matter(text)
    assert (front.data, front.end, front.kind) == ({}, 0, K.UNCLOSED)
    assert [(p.code, p.line, p.severity) for p in front.problems] == [
        ("frontmatter-unclosed", 1, Severity.WARNING)
    ]


@pytest.mark.parametrize("blank", ["\n", "\n \t\n\n", "\r\n", "\ufeff\n"])
def test_blank_lines_before_the_block_are_accepted(blank: str) -> None:
    front = read_front_matter(f"{blank}---\na: 1\n---\nbody")
    assert front.data == {"a": 1}
    assert front.start == len(blank)
    line = blank.count("\n") + 1
    assert [(p.code, p.line, p.severity) for p in front.problems] == [
        ("frontmatter-not-at-top", line, Severity.INFO)
    ]


@pytest.mark.parametrize(
    "text", ["\n---\n---\nbody", "\n---\nwords\n---\nbody", "\n---\na: 1\nbody"]
)
def test_below_a_blank_line_only_properties_are_front_matter(text: str) -> None:
    front = read_front_matter(text)
    assert (front.data, front.end) == ({}, 0)


# What the values are

VALUES: list[tuple[str, PropertyValue]] = [
    ("no", "no"),
    ("on", "on"),
    ("Yes", "Yes"),
    ("true", True),
    ("False", False),
    ("~", None),
    ("", None),
    ("12:30", "12:30"),
    ("2025-02-27", "2025-02-27"),
    ("2025-02-30", "2025-02-30"),
    ("2025-02-27 12:07:19", "2025-02-27 12:07:19"),
    ("2025-02-27T12:07:19.000+08:00", "2025-02-27T12:07:19.000+08:00"),
    ("010", 10),
    ("0x1F", 31),
    ("0o17", 15),
    ("1e3", 1000.0),
    ("-.5", -0.5),
    ("20250227120719123456", 20250227120719123456),
    ("2024_01_02", "2024_01_02"),
    ("1_000", "1_000"),
    ("0b11", "0b11"),
    ("0X1F", "0X1F"),
    ("+0x1F", "+0x1F"),
    (".Nan", ".Nan"),
    (".nan", ".nan"),
    ("-.INF", "-.inf"),
    ("1e999", ".inf"),
    ("9" * 5000 + ".0", ".inf"),
    ('"2024-01-02"', "2024-01-02"),
    ("[[note]]", [["note"]]),
    ("[[note|text]]", [["note|text"]]),
    ("{{date}}", {"{ date }": None}),
    ("{2: a, 1.0e1: b, true: c, null: d}", {"2": "a", "10": "b", "true": "c", "": "d"}),
    ("{[a, b]: 1}", {"[ a, b ]": 1}),
    ("{? {k: v} : 1}", {"{ k: v }": 1}),
    ("!!set {b, a}", {"a": None, "b": None}),
    ("!!str 1", "1"),
    ("!!int '7'", 7),
    ("!unknown x", "x"),
    ("<<", "<<"),
    ('"\\/ \\u00e9 \\ud83d\\ude00"', "/ é 😀"),
    ("a # comment", "a"),
    ("a#b", "a#b"),
    ("|\n  x\n   y", "x\n y\n"),
    ("two\n  lines", "two lines"),
    ("[a,]", ["a"]),
]


@pytest.mark.parametrize(("written", "value"), VALUES)
def test_values_are_yaml_1_2(written: str, value: PropertyValue) -> None:
    front = read_front_matter(f"---\nkey: {written}\nafter: 1\n---\n")
    assert front.data == {"key": value, "after": 1}
    assert type(front.data["key"]) is type(value)
    assert not front.problems


@pytest.mark.parametrize(
    ("written", "value"),
    [row for row in VALUES if row[1] not in (".nan", ".inf", "-.inf", {"a": None, "b": None})],
)
def test_the_careful_reader_agrees(written: str, value: PropertyValue) -> None:
    """Both give infinities and sets as Python has them; making them text comes later."""
    assert read_yaml_carefully(f"key: {written}\n") == {"key": value}


@pytest.mark.parametrize("key", ["on", "no", "yes", "2024-01-02", "😀", "a b", "<<", "12:30"])
def test_keys_are_text(key: str) -> None:
    assert read_front_matter(f"---\n{key}: 1\n---\n").data == {key: 1}


@pytest.mark.parametrize(
    "block",
    [
        '{"a":1,"b":[true,null,"x\\/y"],"c":{"d":1.5}}',
        '{\n  "a": 1,\n  "b": [true, null, "x/y"],\n  "c": {"d": 1.5}\n}',
        '{"a":1,"b":[true,null,"x/y",],"c":{d: 1.5}}',
    ],
)
def test_json_is_front_matter(block: str) -> None:
    data = {"a": 1, "b": [True, None, "x/y"], "c": {"d": 1.5}}
    assert read_front_matter(f"---\n{block}\n---\n").data == data


def test_json_constants_of_python_are_text() -> None:
    front = read_front_matter('---\n{"a":NaN,"b":-Infinity}\n---\n')
    assert front.data == {"a": "NaN", "b": "-Infinity"}


def test_half_characters_become_replacement_characters() -> None:
    front = read_front_matter('---\n{"a\\ud800":["\\udfff","\\ud83d\\ude00"]}\n---\n')
    assert front.data == {"a\ufffd": ["\ufffd", "😀"]}


def test_digital_gardens_broken_json_is_repaired() -> None:
    text = '---\n{"dg-publish":true,"up":"[[a/B\\|B]]","path":"c:\\\\|x"}\n---\nbody'
    front = read_front_matter(text)
    assert front.data == {"dg-publish": True, "up": "[[a/B|B]]", "path": "c:\\|x"}
    assert front.kind is K.REPAIRED
    assert codes(front) == ["frontmatter-repaired"]


# What is broken

BROKEN = [
    ("title: a: b", 2, "quotes"),
    ("dg-publish: true\ntitle: @x", 3, "quotes"),
    ("a: 1\nb: `x`", 3, "quotes"),
    ("a: 1\nb: *", 3, "quotes"),
    ("a: *b", 2, "quotes"),
    ("a: >x", 2, "quotes"),
    ('a: "b" c', 2, "quotes"),
    ("a: [x] y", 2, "quotes"),
    ('a: 1\nb: "x\nc: 2', 3, "not closed"),
    ("a: 1\nb: [x, y\nc: 2", 4, "not closed"),
    ("a: 1\nb: {x: 1", 3, "not closed"),
    ('a: "\\|"', 2, "backslash"),
    ("a:\n\tb: 1", 3, "tab"),
    ("a: 1\nlone words\nb: 1", 3, "neither"),
    ("a: - b", 2, "line of its own"),
    ("a:\n  b: 1\n c: 2", 4, "indented"),
    ("a: 1\n...\nb", 4, "text follows"),
    ("a: 1\nb: x\0y", 3, "control"),
    ("a: " + "[" * 100 + "]" * 100, 2, "deep"),
    ("a: " + "[" * 400 + "]" * 400, 2, "deep"),
    ("\n".join(f"{' ' * i}a:" for i in range(80)), 2, "deep"),
    ('{"a":' * 2000 + "1" + "}" * 2000, 2, "deep"),
    ('{"a": "x" "b": 1}', 2, "not closed"),
    ("title:x", 2, "key: value"),
    ("a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
    ), 6, "repeat"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "line", "reason"), BROKEN)
def test_a_broken_block_gives_no_properties_and_says_why(
    block: str, line: int, reason: str
) -> None:
    text = f"---\n{block}\n---\nbody"
    front = read_front_matter(text)
    assert front.kind is K.BROKEN
    assert front.data == {}
    assert text[front.end :] == "body"
    (problem,) = front.problems
    assert problem.line == line
    assert reason in problem.message
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("a: 1\nb: 2\na: 3", 4),
        ('{"a":1,\n"a":2}', 3),
        ("x:\n  k: 1\n  k: 2", 4),
    ],
)
def test_of_a_key_that_is_there_twice_the_last_value_counts(block: str, line: int) -> None:
    front = read_front_matter(f"---\n{block}\n---\n")
    assert front.kind is K.REPEATED
    assert front.data in ({"a": 3, "b": 2}, {"a": 2}, {"x": {"k": 2}})
    assert [(p.code, p.line) for p in front.problems] == [("frontmatter-duplicate-key", line)]


@pytest.mark.parametrize(
    "block",
    [
        "dg-passphrase: hunter2: x",
        'dg-passphrase: "hunter2',
        "dg-passphrase: *hunter2",
        "hunter2: 1\nhunter2: 2",
        '{"dg-passphrase": "hunter2" 1}',
        "dg-passphrase: !hunter2! x",
    ],
)
def test_problems_never_quote_the_block(block: str) -> None:
    front = read_front_matter(f"---\n{block}\n---\n")
    assert front.kind in {K.BROKEN, K.REPEATED}
    assert "hunter2" not in repr(front.problems)
    assert front.kind is K.REPEATED or front.data == {}


@pytest.mark.parametrize("start", ["", "  ", "a: b: c\n", "some words\n", "{", "'", "my "])
def test_a_broken_secret_does_not_become_body(start: str) -> None:
    text = f'---\n{start}dg-passphrase: "hunter2" x\n---\nbody'
    assert "hunter2" not in text[read_front_matter(text).end :]


def test_a_steep_block_does_not_crash_the_process() -> None:
    """yaml-rs overflows the stack on these, which would end the test run; so ask a child."""
    code = (
        "from vaultexport.reader.frontmatter import read_front_matter\n"
        "for start in ('- ', '? ', ': - ', 'a:\\r- '):\n"
        "    block = start + start[-2:] * 20000\n"
        "    print(read_front_matter(f'---\\n{block}a: x\\n---\\n').data)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.split()) == (0, ["{}"] * 4), run.stderr


def test_deep_spaces_in_a_text_are_fine() -> None:
    block = "a: |\n" + "".join(f"  x\n{' ' * 200}y\n" for _ in range(20))
    assert str(read_front_matter(f"---\n{block}---\n").data["a"]).count("y") == 20


# What every caller may rely on

PIECES = st.sampled_from(
    [
        "---",
        "\n",
        "\r\n",
        " ",
        "\t",
        "a",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "#",
        "|",
        "\\|",
        "\ufeff",
        "dg-publish: true\n",
        "1_0",
        "*x",
        "&x ",
        "!",
        "<<: ",
        "\x00",
        "\ud800",
        "\u2028",
    ]
)
NOTES = st.one_of(
    st.text(),
    st.lists(PIECES).map("".join),
    st.lists(PIECES).map(lambda pieces: f"---\n{''.join(pieces)}\n---\n"),
)


@given(NOTES)
def test_nothing_raises_and_nothing_is_lost(text: str) -> None:
    front = read_front_matter(text)
    assert 0 <= front.start <= front.end <= len(text)
    assert (front.end == 0) == (front.kind in (K.NONE, K.PROSE, K.UNCLOSED))
    assert not front.data or front.kind in (K.YAML, K.JSON, K.REPAIRED, K.REPEATED)
    assert pickle.loads(pickle.dumps(front)) == front
    assert json.loads(json.dumps(front.data, allow_nan=False)) == front.data
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in front.problems)
    json.dumps(front.data, ensure_ascii=False).encode()


def test_nesting_is_bounded() -> None:
    inner = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert read_front_matter(f"---\na: {inner}\n---\n").kind is K.YAML
    assert read_front_matter(f"---\na: [{inner}]\n---\n").kind is K.BROKEN


# python-frontmatter


def test_python_frontmatter_reads_and_writes_through_the_handler() -> None:
    handler = ObsidianHandler()
    post = python_frontmatter.loads("---\non: no\ndate: 2025-02-27\n---\nbody\n", handler=handler)
    assert post.metadata == {"on": "no", "date": "2025-02-27"}
    post.content = "    code\n"
    text = python_frontmatter.dumps(post)
    assert text == '---\n"on": "no"\ndate: "2025-02-27"\n---\n    code\n'
    assert python_frontmatter.loads(text, handler=handler).metadata == post.metadata


def test_python_frontmatter_reads_what_digital_garden_broke() -> None:
    text = '---\n{"up":"[[a\\|b]]"}\n---\nbody'
    post = python_frontmatter.loads(text, handler=ObsidianHandler())
    assert (post.metadata, post.content) == ({"up": "[[a|b]]"}, "body")


@pytest.mark.parametrize("text", ["body", "---\nwords\n---\nbody", "---\na: 1\nbody"])
def test_python_frontmatter_leaves_a_note_without_block_alone(text: str) -> None:
    assert not ObsidianHandler().detect(text)
    assert python_frontmatter.parse(text, handler=ObsidianHandler()) == ({}, text)


def test_python_frontmatter_gets_an_error_for_a_broken_block() -> None:
    text = "---\na: b: c\n---\n"
    assert ObsidianHandler().detect(text)
    with pytest.raises(FrontMatterError, match=r"line 1: .* quotes"):
        python_frontmatter.loads(text, handler=ObsidianHandler())


# The real world


def conformance() -> Path:
    root = os.environ.get("VAULTEXPORT_CONFORMANCE")
    if not root:
        pytest.skip("VAULTEXPORT_CONFORMANCE names no folder of recorded results")
    return Path(root)


def test_agrees_with_obsidian_on_every_recorded_note() -> None:
    notes = sorted((conformance() / "obsidian-cache").glob("*.json"))
    assert len(notes) == 89
    for note in notes:
        record = json.loads(note.read_text("utf-8"))
        text, cache = record["fileContents"], record["cachedMetadata"]
        front = read_front_matter(text)
        assert front.data == cache.get("frontmatter", {}), note.name
        # Obsidian counts UTF-16 units, to the end of the closing fence; an empty block has no
        # position of its own but is a section of its own.
        sections = [part for part in cache.get("sections", ()) if part["type"] == "yaml"]
        end = sections[0]["position"]["end"]["offset"] if sections else 0
        block = text[: front.end].removesuffix("\n")
        assert len(block.encode("utf-16-le")) // 2 == end, note.name


def corpora() -> list[Path]:
    root = os.environ.get("VAULTEXPORT_CORPORA")
    return sorted(path for path in Path(root).iterdir() if path.is_dir()) if root else []


def outcome(read: object, block: str) -> object:
    assert callable(read)
    try:
        return read(block)
    except FrontMatterError as error:
        return error.code


@pytest.mark.skipif(not corpora(), reason="VAULTEXPORT_CORPORA names no folder of vaults")
@pytest.mark.parametrize("vault", corpora(), ids=lambda path: path.name)
def test_the_two_yaml_readers_agree_on_every_block_of_real_vaults(vault: Path) -> None:
    for path in vault.rglob("*.md"):
        text = path.read_text("utf-8", errors="replace")
        front = read_front_matter(text)
        block = text[front.start : front.end][4:].rpartition("---")[0]
        if block.strip():
            fast = outcome(read_yaml, block)
            assert fast == outcome(read_yaml_carefully, block), path
            assert read_json(block) in (None, fast), path


def test_is_fast() -> None:
    """Measured: 0.27 s for 10,000 notes of the corpora. The bound is for loaded machines."""
    text = (
        "---\ntitle: Some note with a title\naliases:\n  - Another name\n  - A third name\n"
        "tags:\n  - area/topic\n  - status/done\ncreated: 2025-02-27T12:07:19+08:00\n"
        'updated: 2025-05-04 19:19\nup: "[[Some map of content]]"\ndg-publish: true\n---\nbody\n'
    )
    start = time.process_time()
    for _ in range(1000):
        read_front_matter(text)
    assert time.process_time() - start < 0.2
