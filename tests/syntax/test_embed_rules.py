"""Rules of embeds that no fixture shows: limits, odd places, other targets, secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultexport import export
from vaultexport.markdown import parse
from vaultexport.markdown.ranges import block, section
from vaultexport.rewriter.containers import indent, lead, outdent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vaultexport import Report


def exported(
    tmp: Path, notes: Mapping[str, str], to: str = "hugo", **options: object
) -> tuple[dict[str, str], Report]:
    """Export notes and return the bodies of their pages."""
    vault = tmp / "vault"
    for name, text in notes.items():
        path = vault / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    out = tmp / f"{to}-out"
    report = export(vault, to=to, out=out, **options)  # type: ignore[arg-type]
    top = out / "content" if to == "hugo" else out
    bodies = {
        name: (top / f"{name}.md").read_bytes().decode().split("---\n", 2)[2] for name in notes
    }
    return bodies, report


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def test_embeds_of_embeds_end_before_the_stack_does(tmp_path: Path) -> None:
    last = 70
    notes = {f"n{number}": f"![[n{number + 1}]]\n" for number in range(last)}
    bodies, report = exported(tmp_path, {**notes, f"n{last}": "The end.\n"})
    assert "[n51]({{< relref" in bodies["n0"]
    assert "The end." in bodies["n30"]
    assert codes(report) == ["embed-limit"] * 20


def test_a_page_holds_no_million_copies(tmp_path: Path) -> None:
    twice = {f"n{number}": f"![[n{number + 1}]]\n\n![[n{number + 1}]]\n" for number in range(14)}
    bodies, report = exported(tmp_path, {**twice, "n14": "word " * 2_000})
    assert 1_000_000 < len(bodies["n0"]) < 2_000_000
    assert set(codes(report)) == {"embed-limit"}


def test_a_part_of_a_quote_keeps_no_comment(tmp_path: Path) -> None:
    source = "> ## Part\n> %%CANARY%%\n> text\n> - item %%CANARY%%\n\npara %%CANARY%% ^p\n"
    bodies, _report = exported(tmp_path, {"a": source, "b": "![[a#Part]]\n\n![[a#^p]]\n"})
    assert "CANARY" not in bodies["b"]
    assert "text" in bodies["b"]


def test_a_heading_over_two_lines_becomes_one(tmp_path: Path) -> None:
    source = "> Two\n> *lines*\n> ===\n> text\n"
    bodies, _report = exported(tmp_path, {"a": source, "b": "## Above\n\n![[a]]\n"})
    assert "> ### Two *lines* {#embed-1:two-lines}\n> text\n" in bodies["b"]


def test_definitions_of_references_stay_in_their_note(tmp_path: Path) -> None:
    source = (
        "# Part\n\n[one][r], [r], ![i][r], [two](x.md)\n\n# Rest\n\n[r]: https://example.com/(a)\n"
    )
    bodies, _report = exported(tmp_path, {"a": source, "b": "![[a#Part]]\n\n![[a#Rest]]\n\n[r]\n"})
    url = "https://example.com/%28a%29"
    assert f"[one]({url}), [r]({url}), ![i]({url}), two" in bodies["b"]
    assert "[r]:" not in bodies["b"]
    assert bodies["b"].endswith("\n[r]\n")
    assert bodies["a"].endswith("\n[r]: https://example.com/(a)\n")


def test_inline_footnotes_of_an_embed_stay_apart(tmp_path: Path) -> None:
    source = "Text.^[of the embed] ^p\n"
    bodies, _report = exported(tmp_path, {"a": source, "b": "Own.^[own]\n\n![[a#^p]]\n\n![[a]]\n"})
    labels = [part.partition("]")[0] for part in bodies["b"].split("[^")[1:]]
    assert len(labels) == 6
    assert len(set(labels)) == 3


def test_a_block_identifier_behind_an_embed_is_its_own_paragraph(tmp_path: Path) -> None:
    notes = {"a": "Text.\n", "b": "- ![[a]] ^id\n- next\n\n[[#^id]]\n"}
    bodies, _report = exported(tmp_path, notes)
    assert '\n  {{< vault-embed-end >}}\n\n   {{< block-id "id" >}}\n- next\n' in bodies["b"]


def test_an_empty_note_leaves_an_empty_frame(tmp_path: Path) -> None:
    bodies, _report = exported(tmp_path, {"a": "", "b": "x\n\n![[a]]\n\ny\n"})
    assert bodies["b"] == (
        'x\n\n{{< vault-embed ref="/a.md" title="a" >}}\n\n\n\n{{< vault-embed-end >}}\n\ny\n'
    )


def test_an_embed_ends_with_the_callout_that_it_ends_with(tmp_path: Path) -> None:
    source = "> [!my-type|meta] T\n> text"
    bodies, _report = exported(tmp_path, {"a": source, "b": "![[a]]\n"})
    assert '> text\n{data-callout="my-type" data-callout-metadata="meta"}\n\n{{< v' in bodies["b"]


def test_code_that_is_never_closed_ends_with_the_embed(tmp_path: Path) -> None:
    open_ends = {
        "a": "text\n\n```js\ncode\n",
        "b": "~~~~\ncode\n```",
        "c": "```\nclosed\n```\n",
        "d": "- ```\n  in an item\n",
        "e": "```\nnot the last\n```\n\ntext\n",
    }
    for name, text in open_ends.items():
        bodies, _report = exported(tmp_path / name, {name: text, "host": f"![[{name}]]\n\nafter\n"})
        closed = {"a": "code\n```\n\n{{<", "b": "code\n```\n~~~~\n\n{{<"}.get(name)
        end = closed or f"{text.rstrip()}\n\n{{{{<"
        assert f"{end} vault-embed-end >}}}}\n\nafter\n" in bodies["host"]


def test_a_formula_in_a_quote_around_the_embed_has_one_line(tmp_path: Path) -> None:
    notes = {"a": "$$\nx\n= y\n$$\n", "b": "![[a]]\n", "c": "> ![[b]]\n", "d": "> ![[a]]\n"}
    bodies, _report = exported(tmp_path, notes)
    assert "\n\n$$\nx\n= y\n$$\n\n" in bodies["b"]
    for name in ("c", "d"):
        assert "> $$x = y$$\n" in bodies[name]


def test_tabs_of_an_embed_stay_wide_enough_in_a_quote(tmp_path: Path) -> None:
    notes = {"a": "1. one\n\t1. two\n \t\t- three\n", "b": "> ![[a]]\n", "c": "![[a]]\n"}
    bodies, _report = exported(tmp_path, notes)
    assert "> 1. one\n>     1. two\n>         - three\n" in bodies["b"]
    assert "1. one\n\t1. two\n \t\t- three\n" in bodies["c"]


def test_a_film_in_a_paragraph_is_a_block_of_its_own(tmp_path: Path) -> None:
    text = "> text\n> ![](https://youtu.be/abc)\n> more\n"
    bodies, _report = exported(tmp_path, {"a": text})
    film = '{{< vault-film service="youtube" id="abc" title="YouTube" >}}'
    assert [line.rstrip() for line in bodies["a"].splitlines()] == [
        *("> text", ">", f"> {film}", ">", "> more")
    ]


def test_a_frame_of_a_garden_means_the_page_with_its_url(tmp_path: Path) -> None:
    frame = (
        '<div class="transclusion internal-embed is-loaded"><a class="markdown-embed-link" '
        'href="/b/"></a><div class="markdown-embed">\n\nold\n\n</div></div>\n'
    )
    notes = tmp_path / "src/site/notes"
    notes.mkdir(parents=True)
    for name, url, text in (
        ("a", "/b/", "the first with the URL"),
        ("b", "/c/", "the one of that name"),
        ("c", "/b/", "the second with the URL"),
        ("host", "/host/", frame),
    ):
        head = f'---\n{{"dg-publish":true,"permalink":"{url}"}}\n---\n'
        (notes / f"{name}.md").write_text(f"{head}{text}\n")
    export(tmp_path, to="quartz", out=tmp_path.with_name("out"))
    assert "![[a]]" in (tmp_path.with_name("out") / "host.md").read_text()


def test_quartz_4_embeds_a_note_once_in_a_page(tmp_path: Path) -> None:
    notes = {
        "a": "# One\n\nfirst\n\n# Two\n\nsecond\n",
        "b": "![[a#One]]\n\n![[a#Two]]\n",
        "c": "![[b]]\n\nx\n\n![[a#One]]\n",
    }
    bodies, _report = exported(tmp_path, notes, to="quartz4")
    assert bodies["b"] == (
        '![[a#one]]\n\n> <h1 id="embed-1:two">Two</h1>\n>\n> second\n>\n> [[a#two|a]]\n'
    )
    # The embedded note embeds the same note twice, so its text is written out.
    assert bodies["c"].startswith("> ![[a#one]]\n>\n> > <h1 id=")
    five, _report = exported(tmp_path, notes, to="quartz")
    assert five["b"] == notes["b"].replace("#One", "#one").replace("#Two", "#two")


def test_quartz_writes_out_what_would_take_a_heading_of_the_page(tmp_path: Path) -> None:
    notes = {"a": "# Same\n\ntext\n", "b": "![[a]]\n\n# Same\n", "c": "![[a]]\n\n# Other\n"}
    bodies, _report = exported(tmp_path, notes, to="quartz")
    assert bodies["b"].startswith('> <h1 id="embed-1:same">Same</h1>\n')
    assert bodies["c"].startswith("![[a]]\n")


def test_a_profile_without_embeds_leaves_them(tmp_path: Path) -> None:
    profile = tmp_path / "mine.yaml"
    profile.write_text("profile: mine\nextends: hugo\nconstructs: {note-embed: null}\n")
    bodies, _report = exported(
        tmp_path, {"a": "text\n", "b": "![[a]]\n"}, profile=profile, content_only=True
    )
    assert bodies["b"] == "![[a]]\n"


RANGES = """\
# Top ^hd

Para. ^para

- one
- two ^item
  - child ^child

  loose ^loose

> quote
> text

^quote

> last words ^inside

> lazy
^lazy

- a
- b

^list

> - x
>
> ^inner
>
> z

## Sec

> ## In quote
> text
> # Next in quote

### Sub
- li
  ## In item
  text

## End
* a
\t* tab ^tab
"""


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("hd", "# Top ^hd"),
        ("para", "Para. ^para"),
        ("item", "- two ^item\n  - child ^child\n\n  loose ^loose"),
        ("child", "- child ^child"),
        ("loose", "loose ^loose"),
        ("quote", "> quote\n> text"),
        ("inside", "> last words ^inside"),
        ("lazy", "> lazy\n^lazy"),
        ("list", "- a\n- b"),
        ("inner", "- x"),
        ("tab", "* tab ^tab"),
    ],
)
def test_what_a_block_identifier_names(identifier: str, expected: str) -> None:
    document = parse(RANGES)
    mark = next(mark for mark in document.block_ids if mark.id == identifier)
    part = block(document, RANGES, mark)
    assert part is not None
    assert RANGES[part.start : part.end].rstrip("> \n") == expected


def test_a_block_identifier_without_a_block_names_nothing() -> None:
    document = parse("^id\n\ntext\n")
    assert [block(document, "^id\n\ntext\n", mark) for mark in document.block_ids] == [None]


@pytest.mark.parametrize(
    ("heading", "last"),
    [
        ("Sec", "  text"),
        ("In quote", "> text"),
        ("Next in quote", "# Next in quote"),
        ("Sub", "  text"),
        ("In item", "  text"),
        ("End", "\t* tab ^tab"),
    ],
)
def test_where_a_section_ends(heading: str, last: str) -> None:
    document = parse(RANGES)
    found = next(item for item in document.headings if item.source == heading)
    part = section(document, RANGES, found)
    assert RANGES[part.start : part.end].rstrip("> \n").rpartition("\n")[2] == last


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("> a HERE", "> "),
        ("- [ ] a HERE", "  "),
        ("1. a\n   HERE", "   "),
        ("> 12) - a HERE", ">       "),
        ("[^long label]: HERE", "    "),
        ("* a\n\t* HERE", "\t  "),
        ("text - not a list HERE", ""),
        ("> > a\n> HERE", "> "),
    ],
)
def test_what_keeps_a_line_in_its_containers(text: str, prefix: str) -> None:
    assert lead(parse(text), text, text.index("HERE"))[1] == prefix


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\x85"))


@given(
    st.lists(LINES, min_size=1).map("\n".join),
    st.sampled_from(["", "> ", "  ", ">   ", "> > ", "    ", "\t", "> \t"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_taking_lines_out_undoes_putting_them_in(text: str, prefix: str, newline: str) -> None:
    assert outdent(indent(text, prefix, newline), prefix) == text
