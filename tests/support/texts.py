"""Texts to try what must hold for any."""

from __future__ import annotations

from hypothesis import strategies as st

MARKDOWN = st.lists(
    st.sampled_from(
        [
            *("[[a]]", "[[b|c]]", "![[a]]", "[[a#b]]", "[x](a.md)", "![y](i.png)", "[[", "]]", "|"),
            *("%%", "==", "^id", "#tag", "$", "$$", "`", "```", "~~~\n", "> ", "- ", "1. ", "# "),
            *("<b>", "</b>", "<!--", "-->", "{{<", "{{%", ">}}", "{ .block-language-dataview}"),
            *("> [!note]- ", "- [ ] ", "**", "_", "~~", "&amp;", "\\", "\n", "\n\n", "\r\n", "\t"),
            *("    ", " ", "a", "b", "中文", "😀", "\ufeff", "\x00", "\u2028", "\ufdd0", "---\n"),
            *(
                "| a | b |\n| - | - |\n| c | d |\n",
                "x:: y",
                "[^1]",
                "[^1]: ",
                "`= 1`",
                "https://a.b",
            ),
        ]
    ),
    max_size=30,
).map("".join)
"""Texts of everything that a module of ours looks for, in no order."""
