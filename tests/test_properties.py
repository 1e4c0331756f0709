"""What holds for any vault: any text, any file name, any properties.

`make fuzz` runs these for long. Where a site must be built to know, one build checks many examples.
"""

from __future__ import annotations

import html
import json
import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

import torture
from support import hugo, quartz
from support.folders import read, times, write
from support.texts import MARKDOWN
from vaultexport import export, verify_site
from vaultexport.verify import crawl

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.fuzz

FUZZING = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"

BUILDS = settings(
    max_examples=100 if FUZZING else 2,
    derandomize=not FUZZING,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""Each example is a whole site, which is too slow to be made smaller."""

EXPORTS = settings(max_examples=2_000 if FUZZING else 40, derandomize=not FUZZING, deadline=None)
"""Each example is an export of a few notes."""

BASE = "https://example.org/repo/"

SHORTCODES = st.lists(
    st.sampled_from(
        [
            *("{{<", "{{%", ">}}", "%}}", "/>}}", "{{</", "{{%/", "/*", "*/", "{{", "}}", "{", "<"),
            *(" ", "\n", "a", "ref", '"', "`", "dataview", "=", "/", "%", "\\", "中", "\ufdd0<"),
        ]
    ),
    max_size=14,
).map("".join)
"""Texts that Hugo could take for shortcodes, good and broken ones."""

NAMES = (
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="/\0\n\r"),
        min_size=1,
        max_size=60,
    )
    | st.text(
        "aAéE\u0301 .-_~#%&?:*<>\"'[]()|^中ＡİΣß😀\u200d\u202e\u3000", min_size=1, max_size=12
    )
    | st.sampled_from(
        [
            *("index", "_index", "Index", "CON", "nul", "a.en", "a.b", "baseof", "404", "tags"),
            *("a" * 250, "字" * 83, "é" * 120, "a.md", "note~", "..a", "a..", "-", "%41", "a%2Fb"),
        ]
    )
).filter(lambda name: not name.startswith(".") and len(f"{name}.md".encode()) <= 255)
"""File names that Linux takes and Obsidian shows, without extension."""

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
KEYS = st.sampled_from(
    [
        *("title", "tags", "aliases", "date", "created", "updated", "permalink", "cssclasses"),
        *("dg-permalink", "dg-home", "dg-pinned", "dg-hide", "metatags", "noteIcon", "url", "slug"),
        *("description", "draft", "weight", "build", "dg-note-properties", "contentClasses", "on"),
    ]
)
PROPERTIES = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=5,
    ),
    max_size=6,
)


YAML = st.lists(
    st.tuples(
        KEYS | st.sampled_from(torture.KEYS) | st.text(max_size=8),
        st.sampled_from(
            [
                *(
                    "2025-02-27",
                    "2025-02-27 12:07",
                    "12:30:45",
                    "!!binary aGk=",
                    "!x y",
                    "&a *a",
                    "~",
                ),
                *(
                    ".inf",
                    "-.nan",
                    "0x1F",
                    "1_000",
                    "[a, [b], {c: d}]",
                    "{a: [b]}",
                    "[[x]]",
                    "{{x}}",
                ),
                *("|\n  a\n  b", ">-\n  a", "\n  - a\n  - b: c", "'it''s'", '"\\u0000\\x07"', "@x"),
                *(
                    "no",
                    "On",
                    "null",
                    "",
                    "%",
                    "{{< x >}}",
                    "{{% x %}}",
                    "%% a %%",
                    "a # b",
                    "a: b",
                ),
            ]
        )
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    ),
    max_size=5,
).map(lambda rows: "".join(f"{key}: {value}\n" for key, value in rows))
"""Front matter as hands write it: good YAML and none."""


@contextmanager
def folder() -> Iterator[Path]:
    """Give an example a folder of its own: pytest's is one for all examples."""
    with tempfile.TemporaryDirectory(prefix="vaultexport-") as name:
        yield Path(name)


def note(properties: dict[str, object] | str, body: str) -> str:
    yaml = properties if isinstance(properties, str) else f"{json.dumps(properties)}\n"
    return f"---\n{yaml}---\n{body}"


FENCE = "~" * 30


@BUILDS
@given(st.lists(SHORTCODES, min_size=40, max_size=60, unique=True))
@example(
    ["{{< a >}}", "{{% b %}}", "{{</* c */>}}", "{{<", "{{% d >}}", "{{{{< e >}}", "\ufdd0< f >}}"]
)
def test_any_text_survives_hugo(texts: list[str]) -> None:
    """In code the reader sees exactly the author's text; elsewhere it never fails the build."""
    hugo.require_hugo()
    with folder() as tmp:
        vault = write(
            tmp / "vault",
            {f"{n}.md": f"{FENCE}\n{text}\n{FENCE}\n" for n, text in enumerate(texts)},
        )
        write(vault / "prose", {f"p{n}.md": f"{text}\n" for n, text in enumerate(texts)})
        site = hugo.bare_site(tmp)
        export(vault, to="hugo", out=site)
        built = hugo.build(site)
        assert built.exit_code == 0, built.output
        shown = [code_of(built.public / f"{n}" / "index.html") for n in range(len(texts))]
        assert shown == [text.replace("\ufdd0", "\ufffd").strip("\n") for text in texts]
        prose = [built.public / "prose" / f"p{n}" / "index.html" for n in range(len(texts))]
        assert all(page.is_file() for page in prose)


def code_of(page: Path) -> str:
    (code,) = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page.read_text("utf-8"), re.DOTALL)
    return html.unescape(code).strip("\n")


@BUILDS
@given(st.lists(NAMES, min_size=30, max_size=40, unique=True))
@example(
    [
        "index",
        "_index",
        "Index",
        "a",
        "A",
        "a b",
        "a-b",
        "a  b",
        "a?b",
        "ab",
        "é",
        "e\u0301",
        "%",
        "#",
    ]
)
def test_any_name_is_one_page_and_one_link_in_hugo(names: list[str]) -> None:
    hugo.require_hugo()
    with folder() as tmp:
        vault = named(tmp / "vault", names)
        site = hugo.bare_site(tmp)
        report = export(vault, to="hugo", out=site)
        assert len(report.exported) == 2 * len(names) + 1
        assert report.links.linked == 2 * len(names)
        assert not report.has_errors
        built = hugo.build(site, base_url=BASE)
        assert built.exit_code == 0, built.output
        check = crawl(built.public, BASE)
        assert (check.dead, check.lenient) == ((), ())
        pages = [page.note for page in check.pages if page.note]
        assert len(pages) == len(set(pages))
        links = built.public / "all-of-them" / "links-here" / "index.html"
        hrefs = hrefs_of(links.read_text("utf-8"))
        for number in range(len(names)):
            for text, word in ((f"link{number}", "word"), (f"deep link{number}", "deep")):
                path = unquote(urlsplit(hrefs[text]).path).removeprefix("/repo/")
                page = (built.public / path / "index.html").read_text("utf-8")
                assert re.findall(r"<p>((?:word|deep)\d+)\.</p>", page) == [f"{word}{number}"]


@BUILDS
@given(st.lists(NAMES, min_size=30, max_size=40, unique=True))
@example(["D\x02", "d", "D"])
@example(["s\u00a0", "\u3000a", "a.md", "b.html", "404", "index", "A", "a", "A & B", "%", "tags"])
def test_any_name_is_one_page_and_one_link_in_quartz(names: list[str]) -> None:
    quartz.require_quartz()
    with folder() as tmp:
        report = export(named(tmp / "vault", names), to="quartz", out=tmp / "content")
        assert report.links.linked == 2 * len(names)
        assert not report.has_errors
        site = quartz.render(tmp / "content")
        assert site.problems == ()
        pages = {f"/{page.slug.removesuffix('index')}": page.html for page in site.pages}
        source = site.page("All of them/links here.md")
        hrefs = hrefs_of(source.html)
        for number in range(len(names)):
            for text, word in ((f"link{number}", "word"), (f"deep link{number}", "deep")):
                # For Python a semicolon begins parameters.
                path = unquote(urljoin(f"/{source.slug}", hrefs[text].replace(";", "%3B")))
                assert re.findall(r"<p>((?:word|deep)\d+)\.</p>", pages[path]) == [
                    f"{word}{number}"
                ]


@BUILDS
@given(st.lists(PROPERTIES | YAML, min_size=30, max_size=40), st.sampled_from(["", *hugo.THEMES]))
def test_any_properties_are_a_page_in_hugo(
    batch: list[dict[str, object] | str], theme: str
) -> None:
    hugo.require_hugo()
    with folder() as tmp:
        notes = {f"n{number}.md": note(properties, "x") for number, properties in enumerate(batch)}
        site = hugo.bare_site(tmp)
        if theme:
            hugo.dress(site, theme)
        report = export(write(tmp / "vault", {**notes}), to="hugo", out=site, publish="all")
        assert len(report.exported) == len(batch)
        built = hugo.build(site, base_url=BASE)
        assert built.exit_code == 0, built.output
        assert verify_site(built.public, site, base_url=BASE).findings == ()


@BUILDS
@given(st.lists(PROPERTIES | YAML, min_size=30, max_size=40))
def test_any_properties_are_a_page_in_quartz(batch: list[dict[str, object] | str]) -> None:
    quartz.require_quartz()
    with folder() as tmp:
        notes = {f"n{number}.md": note(properties, "x") for number, properties in enumerate(batch)}
        vault = write(tmp / "vault", {**notes})
        report = export(vault, to="quartz", out=tmp / "content", publish="all")
        assert len(report.exported) == len(batch)
        site = quartz.render(tmp / "content")
        assert site.problems == ()
        assert len(site.pages) - len(batch) in {0, 1}  # a home, if no note is it


def hrefs_of(page: str) -> dict[str, str]:
    """Give the URL behind each text that is a link."""
    links = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>([^<]*)</a>', page)
    return {html.unescape(text): html.unescape(href) for href, text in links}


def named(vault: Path, names: list[str]) -> Path:
    """Write a note of each name, one of the name in a folder of it, and a note that links all."""
    links = [f"- [link{n}](<{quote(name)}.md>)" for n, name in enumerate(names)]
    links += [f"- [deep link{n}](<d/{quote(name)}.md>)" for n, name in enumerate(names)]
    write(vault, {"All of them/links here.md": "\n".join(["[x](https://example.com)", *links])})
    for n, name in enumerate(names):
        write(vault, {f"{name}.md": f"word{n}.\n", f"d/{name}.md": f"deep{n}.\n"})
    return vault


@EXPORTS
@given(
    st.dictionaries(NAMES, st.tuples(PROPERTIES, MARKDOWN), min_size=1, max_size=4),
    st.sampled_from(["hugo", "quartz"]),
)
def test_any_vault_is_exported_and_the_second_run_changes_nothing(
    notes: dict[str, tuple[dict[str, object], str]], to: str
) -> None:
    with folder() as tmp:
        files = {f"{name}.md": note(*content) for name, content in notes.items()}
        vault = write(tmp / "vault", {**files, "i.png": b"\x89PNG\r\n\x1a\n"})
        report = export(vault, to=to, out=tmp / "out", publish="all")
        assert sorted(report.exported) == list(report.exported)
        assert len(report.exported) == report.notes
        json.loads(report.to_json())
        assert len(report.summary()) <= 15
        before, stamps = read(tmp / "out"), times(tmp / "out")
        again = export(vault, to=to, out=tmp / "out", publish="all")
        assert (again.written, again.removed, again.findings) == ((), (), report.findings)
        assert (read(tmp / "out"), times(tmp / "out")) == (before, stamps)
        for content in before.values():
            content.decode() if not content.startswith(b"\x89PNG") else None


PROSE = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"],
        exclude_characters="[]!%{}<>`$#^=*_~|\\&:-+.\ufdd0\ufdd1\ufeff",
    ),
    max_size=80,
)


@EXPORTS
@given(
    st.lists(PROSE, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["hugo", "quartz"]),
)
def test_a_body_without_constructs_is_the_same_to_the_byte(
    lines: list[str], newline: str, to: str
) -> None:
    body = (newline * 2).join(lines)
    with folder() as tmp:
        vault = write(tmp / "vault", {"note.md": f"---{newline}x: 1{newline}---{newline}{body}"})
        export(vault, to=to, out=tmp / "out")
        (page,) = (path for path in (tmp / "out").rglob("note.md"))
        assert page.read_bytes().endswith(f"\n---\n{body}".encode())


@EXPORTS
@given(
    MARKDOWN, st.sampled_from(["hugo", "quartz"]), st.sampled_from(["publish", "draft", "private"])
)
def test_nothing_of_a_private_note_goes_out(body: str, to: str, key: str) -> None:
    secret = "Canary7Word"
    private = note(
        {key: key != "publish", "aliases": [f"{secret} alias"]}, f"{secret} {body} {secret}"
    )
    public = f"[[{secret} name]] ![[{secret} name]] [[{secret} alias]] {body}"
    with folder() as tmp:
        vault = write(tmp / "vault", {f"x/{secret} name.md": private, "public.md": public})
        report = export(vault, to=to, out=tmp / "out")
        files = read(tmp / "out")
        page = files["content/public.md" if to == "hugo" else "public.md"]
        elsewhere = {path: data for path, data in files.items() if not path.endswith("public.md")}
        assert secret not in str(list(files))
        assert not [path for path, data in elsewhere.items() if secret.encode() in data]
        assert page.count(secret.encode()) <= 3, "only what the public note itself says"
        assert secret not in report.to_json()
        assert secret not in "\n".join(report.summary())
