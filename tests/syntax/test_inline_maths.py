"""Formulas in every place, and prices that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.folders import write
from vaultexport import export
from vaultexport.markdown import parse

if TYPE_CHECKING:
    from pathlib import Path

    from support.pages import BuiltPages, Element


VAULT = "math"


def formulas(element: Element) -> list[tuple[str, str]]:
    """Each formula's source, as the MathML carries it, and how it is displayed."""
    return [
        (" ".join(math.one("annotation").source.split()), math["display"] or "inline")
        for math in element.all("math")
    ]


def formula(text: str) -> list[str]:
    return [text[span.start : span.end] for span in parse(text).maths]


def test_running_text_and_blocks_in_hugo(hugo: BuiltPages) -> None:
    assert formulas(hugo.pages["formulas"])[:7] == [
        ("E = mc^2", "inline"),
        ("x_1", "inline"),
        ("a*b*c", "inline"),
        (r"\sum_{i=1}^n i", "block"),
        (r"\begin{aligned} a &= b_1 \\ + c &= d \\ - e &= f \end{aligned}", "block"),
        ("x > y 1. z", "block"),
        (r"\text{速度} = \frac{\text{路程}}{t}", "block"),
    ]


def test_containers_in_hugo(hugo: BuiltPages) -> None:
    page = hugo.pages["formulas"]
    first, second = page.all("ul")[0].children
    assert formulas(first) == [(r"\alpha", "inline"), (r"\beta < \gamma", "block")]
    assert first.text.endswith("and the item goes on.")
    assert formulas(second) == [
        (r"\delta", "block"),
        (r"\epsilon", "inline"),
        (r"\zeta", "block"),
    ]
    quote = page.all("blockquote")[0]
    assert formulas(quote) == [("|x|", "inline"), (r"\left| \frac{a}{b} \right| < c", "block")]
    assert quote.all("p")[-1].text == "The quote goes on."
    outer, inner = page.all(cls="callout")
    assert formulas(outer.all(cls="callout-title")[0]) == [
        (r"\theta", "inline"),
        (r"\displaystyle \iota", "inline"),
    ]
    assert formulas(inner) == [(r"\lambda", "block")]


def test_cells_headings_links_and_footnotes_in_hugo(hugo: BuiltPages) -> None:
    page = hugo.pages["formulas"]
    assert formulas(page.one("table")) == [
        (r"\vert v\vert", "inline"),
        (r"\displaystyle \mu", "inline"),
    ]
    heading = page.one("h2")
    assert formulas(heading) == [(r"\nu^2", "inline"), (r"\displaystyle \xi", "inline")]
    link, other = page.all("h2")[0], page.all("a")
    assert next(a for a in other if a.text == "that heading")["href"] == f"#{link['id']}"
    assert formulas(next(a for a in other if a.text.startswith("see"))) == [(r"\pi", "inline")]
    assert formulas(page.one(cls="footnotes")) == [(r"\rho", "inline"), (r"\sigma", "block")]


def test_no_script_is_needed_and_nothing_is_left_over(hugo: BuiltPages) -> None:
    page = hugo.pages["formulas"]
    assert not page.all("script")
    assert not page.all(cls="katex-error")
    assert "$" not in page.text


def test_traps_in_hugo(hugo: BuiltPages) -> None:
    page = hugo.pages["traps"]
    assert formulas(page) == [
        (r"\text{as $x$}", "inline"),
        (r"\begin{matrix} a \\(b\\) \end{matrix}", "block"),
        (r"a \mathrel{{<}} b", "inline"),
        ("a ` b", "inline"),
        (r"\text{if $x > 0$}", "inline"),
    ]
    assert r"in text (x) and \(x\)." in page.text
    mistakes = page.all(cls="katex-error")
    assert [mistake.text for mistake in mistakes] == [r"\text{{{% raw %}}}", r"\frac{1}"]


def test_prices_stay_prices(hugo: BuiltPages, quartz: BuiltPages, plain: BuiltPages) -> None:
    for site in (hugo, quartz, plain):
        page = site.pages["prices"]
        assert "Coffee costs $5 and cake $10, together US$15." in page.text
        assert "$1,000 today and $900 tomorrow" in page.text
        assert "no formula: $ a $ and $b $. Escaped dollars stay: $5 and $6." in page.text
        assert "Two dollars $$ alone mean nothing." in page.text
        assert [cell.text for cell in page.one("table").all("td")][1::2] == ["$3", "$3 + $4"]
        assert page.one("pre").source == "echo $HOME $PATH\n"
    assert formulas(hugo.pages["prices"]) == [("x", "inline")]
    assert len(quartz.pages["prices"].all(cls="katex")) == 1


def test_formulas_without_the_kit_are_code(plain: BuiltPages) -> None:
    page = plain.pages["formulas"]
    assert "$" not in page.text
    assert [code.source.strip() for code in page.one("table").all("code")] == [
        r"\vert v\vert",
        r"\mu",
    ]
    blocks = [pre.source for pre in page.all("pre")]
    assert "\\begin{aligned}\na &= b_1 \\\\\n+ c &= d \\\\\n- e &= f\n\\end{aligned}\n" in blocks
    assert [pre.source for pre in page.all("blockquote")[0].all("pre")] == [
        "\\left| \\frac{a}{b} \\right|\n< c\n"
    ]
    assert [pre.source for pre in page.all("ul")[0].children[0].all("pre")] == [
        "\\beta < \\gamma\n"
    ]


def test_blocks_in_quartz(quartz: BuiltPages) -> None:
    page = quartz.pages["formulas"]
    assert "$" not in page.text
    assert len(page.all(cls="katex-display")) == 10
    assert len(page.all("ul")[0].all(cls="katex-display")) == 3
    assert len(page.all("blockquote")[0].all(cls="katex-display")) == 1
    assert page.all("blockquote")[0].all("p")[-1].text == "The quote goes on."
    inner = page.all("blockquote", "callout")[1]
    assert len(inner.all(cls="katex-display")) == 1
    assert not page.one("table").all(cls="katex-display")
    assert len(page.one("table").all(cls="katex")) == 2
    assert len(page.one("section", "footnotes").all(cls="katex-display")) == 1
    assert not page.all(cls="katex-error")


def test_the_site_s_own_delimiters_may_be_more_than_ours(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", {"Note.md": "$x$\n"})
    more = "inline = [['\\(', '\\)'], ['\\[', '\\]']]\nblock = [['$$', '$$']]\n"
    key = "[markup.goldmark.extensions.passthrough]\nenable = true\n"
    for config, body in (
        (f"{key}[markup.goldmark.extensions.passthrough.delimiters]\n{more}", "\\(x\\)\n"),
        (key.replace("true", "false"), "`x`\n"),
    ):
        site = write(tmp_path / str(len(config)), {"hugo.toml": config})
        export(vault, to="hugo", out=site)
        page = (site / "content/Note.md").read_text(encoding="utf-8")
        assert page.endswith(f"---\n{body}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$a$ and $b$", ["$a$", "$b$"]),
        ("$5 and $6", []),
        ("$5 and $x$", ["$x$"]),
        ("US$5, A$6, $y$.", ["$y$"]),
        ("$a$5", []),
        ("$ a$ $a $", []),
        (r"\$a$ $b$", ["$b$"]),
        ("`$a$` $b$", ["$b$"]),
        (r"$\text{if $x$}$", [r"$\text{if $x$}$"]),
        ("中$x$文", ["$x$"]),
        ("$a\nb$", ["$a\nb$"]),
        ("$a\n\nb$", []),
        ("| $5 | $6 $x$ |\n| - | - |", ["$x$"]),
        ("$$\na\n\nb\n$$", ["$$\na\n\nb\n$$"]),
        ("$$\n+ a\n# b\n$$ c", ["$$\n+ a\n# b\n$$"]),
        ("> $$\n> - a\n> $$", ["$$\n> - a\n> $$"]),
        ("> $$\n\na $$", []),
        ("- $$\n  > a\n\n  b\n  $$\n- c", ["$$\n  > a\n\n  b\n  $$"]),
        ("$$\n\n```\n$$\n```", []),
        ("$$ alone", []),
        ("```\n$$\n\n$$\n```", []),
    ],
)
def test_what_obsidian_takes_for_a_formula(text: str, found: list[str]) -> None:
    assert formula(text) == found


def test_a_formula_that_blank_lines_part_leaves_the_rest_alone() -> None:
    text = "$$\n- a\n\nb\n$$\n\n- item [[link]]\n"
    document = parse(text)
    assert [block.kind for block in document.blocks] == ["paragraph", "list", "item"]
    assert [text[link.start : link.end] for link in document.links] == ["[[link]]"]
