"""The torture vault: each class of name, value, date, clash and link that broke Hugo or Quartz.

Run it to look at the vault: ``PYTHONPATH=tests python -m torture FOLDER``. Every note says its own
number (``mark17.``), so that a test can tell which page shows it; the notes of the folder
`LINKS` link to all others, each by a text that holds the number of its target (``to17 …``).
"""

from __future__ import annotations

import html
import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from strategies.tables import samples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

LINKS: Final = "The links"
"""The folder of the notes that link to all others."""

_LINK_TEXT: Final = re.compile(r"to(\d+) [mw]\]")

PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)


@dataclass
class Torture:
    """A vault in the making.

    Attributes:
        notes: The text of each note by its path, in order; its number is its place.
        files: All other files.
    """

    notes: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, path: str, properties: str = "", body: str = "") -> None:
        """Add a note; one of this path stays."""
        fits = all(len(part.encode()) <= 255 for part in path.split("/"))
        if fits and path not in self.notes:
            self.notes[path] = f"{properties}mark{len(self.notes)}.\n\n{body}\n"

    def mark(self, number: int) -> str:
        """Give the text by which a note's page is known; a few have none."""
        mark = f"mark{number}."
        return mark if mark in list(self.notes.values())[number] else ""

    def linked(self, exported: Collection[str]) -> Counter[int]:
        """Count the links to each note that is exported, by paths in NFC."""
        texts = (text for note, text in self.notes.items() if note.startswith(LINKS))
        paths = [unicodedata.normalize("NFC", path) for path in self.notes]
        numbers = Counter(int(number) for text in texts for number in _LINK_TEXT.findall(text))
        return Counter({n: count for n, count in numbers.items() if paths[n] in exported})

    def write(self, folder: Path) -> Path:
        """Write the vault."""
        everything = {path: text.encode() for path, text in self.notes.items()} | self.files
        for path, content in everything.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return folder


def links_of(page: str) -> list[tuple[int, str]]:
    """Give the number of the target and the URL of each link to a note of the vault."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>to(\d+) [mw]<', page)
    return [(int(number), html.unescape(href)) for href, number in found]


def torture_vault(*, full: bool = True) -> Torture:
    """Make the vault; a good half of it, of every class some, if it need not be full."""
    vault = Torture()
    _names(vault, full=full)
    for add in (_folders, _values, _blocks, _dates, _clashes, _anchors, _files, _links):
        add(vault)
    return vault


# Names: `hugo.md` section 2.1 and 2.2, `quartz.md` section 4.

_ODD_NAMES: Final = [
    *("CON", "nul", "aux.foo", "COM1", "lpt9", "CONIN$", "COM¹", "Thumbs.db", "desktop.ini"),
    *("trail ", " lead", "dot.", "dots...", "tilde~", "a.md~", "~$lock", "tab\there"),
    *("# hash", "C#", "100%", "50%25", "%41", "%zz", "What?", "a:b", "a*b", 'a"b', "<a>", "a|b"),
    *("a\\b", "Note: this", "http: x", "{{< x >}}", "{{% x %}}", "<%tp%>", "[[x]]", "a[b](c)"),
    *("$a$", "`a`", "**a**", "_a_", "~~a~~", "==a==", "%%a%%", "^a", "a^b", "!a", "&amp;", "a&b"),
    *("bell\x07", "esc\x1b", "del\x7f", "nel\x85", "c1\x9f", "zero\u200bwidth", "\u200b"),
    *("\u202eright to left", "עברית", "العربية", "e\u0301 decomposed", "\u0301", "각", "각"),
    *(
        "👨‍👩‍👧‍👦",
        "😀",
        "😀 smile",
        "①",
        "♯",
        "!!!",
        "…",
        "—",
        "()",
        "~",
        "-",
        "--",
        "_",
        "+",
        "@",
        "=",
    ),
    *(
        "Draw.io",
        "about.zh-cn",
        "x.en",
        "x.EN",
        "x.zh",
        "v1.0 notes",
        "x.",
        "x..",
        "a.html",
        "b.md",
    ),
    *(
        "a.baseof",
        "a._v_",
        "a.b.c",
        "Node.js",
        ".NET",
        "photo.png",
        "x.tar.gz",
        "a.canvas",
        "a.base",
    ),
    *("_index", "index", "Index", "INDEX", "README", "404", "undefined", "null", "true", "heading"),
    *("index.html", "index.en", "index.xml", "sitemap.xml", "robots.txt", "page", "tags", "static"),
    *(
        "-dash",
        "_under",
        "#tag",
        "@at",
        "'quote'",
        "(a)",
        "a,b;c",
        "a / b".replace("/", "／"),
        "，。",
    ),
    *("2025-02-27", "20250227", "007", "1e3", "3.14", "-1", "0x10", "12:30"),
    *("a" * 252, "字" * 84, "é" * 126, "😀" * 63, "&" * 80, "%" * 70, "word " * 50 + "x", "Ⱥ" * 84),
]


def _names(vault: Torture, *, full: bool) -> None:
    """Notes of every name that a file system can hold, in the root and in a folder."""
    names = [*_ODD_NAMES, *samples.LANGUAGES]
    if full:
        names += [*samples.PLAIN, *samples.SCRIPTS, *samples.SYMBOLS]
    for name in names:
        if not name.startswith("."):
            vault.add(f"names/{name}.md")
    for name in _ODD_NAMES[::3]:
        if not name.startswith("."):
            vault.add(f"{name}.md")
    for extension in ("MD", "Md"):
        vault.add(f"names/extension in {ord(extension[1])}.{extension}")


_ODD_FOLDERS: Final = [
    *(
        "tags",
        "Tags",
        "categories",
        "static",
        "page",
        "404",
        "index",
        "_index",
        "content",
        "layouts",
    ),
    *(
        "attachments",
        "names.md",
        "a.b",
        "x.en",
        "CON",
        "trail ",
        "dot.",
        "#hash",
        "100%",
        "C#",
        "😀",
    ),
    *(
        "a:b",
        "What?",
        "e\u0301",
        "é",
        "private",
        "templates",
        "Private",
        "x.html",
        "、 、",
        "public",
    ),
    *("posts", "docs", "api", "assets", "-", "_", "~", "(x)", "a" * 250, "字" * 80, "{{< x >}}"),
]


def _folders(vault: Torture) -> None:
    """Folders of every name, with and without pages of their own."""
    for number, folder in enumerate(_ODD_FOLDERS):
        vault.add(f"{folder}/note.md")
        vault.add(f"deep/{folder}/{folder}.md")
        if number % 3 == 0:
            vault.add(f"{folder}/index.md")
        if number % 5 == 0:
            vault.add(f"{folder}.md")
    for number in (1, 2):
        vault.add(f"page/{number}.md")
        vault.add(f"posts/page/{number}.md")
    vault.add("a/b/c/d/e/f/g/h/i/j/deep down.md")


# Values: `hugo.md` section 1.3, `quartz.md` section 2.2.

KEYS: Final = [
    *("title", "linkTitle", "description", "summary", "date", "lastmod", "modified", "created"),
    *(
        "updated",
        "published",
        "publishDate",
        "pubdate",
        "expiryDate",
        "unpublishdate",
        "url",
        "slug",
    ),
    *("aliases", "alias", "tags", "tag", "categories", "category", "series", "keywords", "weight"),
    *(
        "type",
        "layout",
        "kind",
        "lang",
        "build",
        "_build",
        "cascade",
        "params",
        "outputs",
        "markup",
    ),
    *("menu", "menus", "resources", "sitemap", "headless", "isCJKLanguage", "translationKey"),
    *("cover", "images", "image", "banner", "audio", "videos", "links", "link", "sidebar", "toc"),
    *("author", "authors", "comments", "math", "password", "permalink", "path", "name", "id"),
    *(
        "cssclasses",
        "cssclass",
        "socialImage",
        "socialDescription",
        "enableToc",
        "unlisted",
        "stealth",
    ),
    *(
        "quartz-properties",
        "robots",
        "noindex",
        "excludeSearch",
        "showToc",
        "hidemeta",
        "canonicalURL",
    ),
    *(
        "prev",
        "next",
        "bookHidden",
        "featured_image",
        "noteIcon",
        "pinned",
        "hide",
        "on",
        "no",
        "y",
    ),
]

VALUES: Final[list[Any]] = [
    *(None, True, False, 0, 1, -1, 2.5, 1e300, 20250227, 9007199254740993),
    *("", " ", "x", "true", "false", "no", "on", "12:30", "0x1F", "~", "null", "[[note]]"),
    *("a: b", "@x", "`x`", "*x*", "%x", "!x", "> x", "| x", "{{title}}", "<% tp.date %>", "😀 :x:"),
    *("https://example.org/a?b#c", "../../up", "/", "//host/x", "a,b, c", "#a #b", "línea\nbreak"),
    *("2025-02-27", "2025-02-30", "2099-12-31", "1999-01-01", "yesterday", "2025年2月27日"),
    *([], [None], ["a", "b"], [1, True, None, 2.5], [["x"]], [{"a": 1}], ["[[a]]", "[[b|c]]"]),
    *({}, {"a": 1}, {"a": {"b": ["c"]}}, {"list": "never", "render": "never"}, {"src": "x.png"}),
    *("x" * 100_000, "\x00\x07\x7f\x85\u2028\ufeff", "{{< x >}}", "</script><b>", "'\"\\", "٣"),
]


def _front_matter(properties: dict[str, Any]) -> str:
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in properties.items()]
    return "\n".join(["---", *lines, "---", ""])


def _values(vault: Torture) -> None:
    """Every key with every value: first one value under all keys, then each key with its own."""
    for number, value in enumerate(VALUES):
        vault.add(f"values/all {number}.md", _front_matter(dict.fromkeys(KEYS, value)))
    for number, key in enumerate(KEYS):
        some = [VALUES[(number * 7 + step * 13) % len(VALUES)] for step in range(2)]
        for step, value in enumerate(some):
            vault.add(f"values/one {number} {step}.md", _front_matter({key: value}))


_BLOCKS: Final = [
    *("title: a: b", "title: @x", "title: `x`", "title: *foo*", "title: !x", "title: > x", "x: |y"),
    *(
        'title: "a" b',
        "title: [draft] foo",
        "a: 1\na: 2",
        "\ta: 1",
        "up: [[A]], [[B]]",
        "up: [[A]]",
    ),
    *("x: !!binary aaa", "x: !custom y", "x: &a 1\ny: *a", "x: *nowhere", "<<: {a: 1}", "- a\n- b"),
    *(
        "~",
        "# only a comment",
        "just text",
        "5",
        "date: {{date}}",
        "on: x\noff: y",
        "? a\n: b",
        "a:b",
    ),
    *("title: 😀 :x:", "x: {a: 1", "tags: #a, #b", "1: x\n2.5: y\ntrue: z\nnull: n", "title:\n\n"),
    *(
        "x: 2025-02-27\ny: 12:30:45\nz: 010",
        "x: .inf\ny: .nan",
        "title: |\n  two\n  lines",
        "%x: 1",
    ),
]


def _blocks(vault: Torture) -> None:
    """Front matter that breaks YAML readers, or is none: `quartz.md` section 3, `hugo.md` 1.1."""
    for number, block in enumerate(_BLOCKS):
        vault.add(f"blocks/block {number}.md", f"---\n{block}\n---\n")
    whole = {
        "rule": "---\nprose between rules\n\n---\n",
        "never closed": "---\ntitle: x\n\n",
        "closed by dots": "---\ntitle: x\n...\n",
        "four dashes": "----\ntitle: x\n----\n",
        "blank before": "\n\n---\ntitle: x\n---\n",
        "toml": "+++\ntitle = 'x'\n+++\n",
        "json": '{"title": "x"}\n\n',
        "json fenced": '---\n{"title":"x","tags":["a"],}\n---\n',
        "brace first": "{ .block-language-dataview}\n",
        "shortcode first": "{{ x }}\n",
        "byte order mark": "\ufeff---\ntitle: x\n---\n",
        "carriage returns": "---\r\ntitle: x\r\n---\r\n",
        "javascript": "---js\n{title: 'x'}\n---\n",
        "empty block": "---\n---\n",
        "twice": "---\ntitle: x\n---\n---\ntitle: y\n---\n",
    }
    for name, text in whole.items():
        vault.add(f"blocks/{name}.md", text)
    vault.notes["blocks/empty.md"] = ""
    vault.notes["blocks/only front matter.md"] = "---\ntitle: x\n---"
    vault.files["blocks/not utf-8.txt"] = b"\xff\xfe\x00"


_DATES: Final = [
    *("2025-02-27T12:07:19.000+08:00", "2025-02-27T12:07:19+0800", "2025-02-27T12:07:19Z"),
    *("2025-02-27T12:07:19", "2025-02-27 12:07:19", "2025-02-27", "27 Feb 2025", "1740629239"),
    *("2025-02-27 12:07", "2025-02-27T12:07", "2025-02-27T12:07Z", "2025/02/27", "2025-2-7"),
    *("2025-02-30", "yesterday", "2025年2月27日", "February 27, 2025", "3:07 PM", "[[2025-02-27]]"),
    *(
        "20250227",
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "2099-01-01",
        "2099-01-01T00:00:00+14:00",
    ),
    *(
        "2024-03",
        "2024",
        "Monday, March 4th 2024",
        "2024-13-45",
        "{{date}}",
        "1e3",
        "-1",
        "99999999999",
    ),
]


def _dates(vault: Torture) -> None:
    """Each notation of a date under the keys that some engine reads, with and without quotes."""
    keys = ("date", "created", "updated", "lastmod", "publishDate", "expiryDate", "published")
    for number, date in enumerate(_DATES):
        plain = "\n".join(f"{key}: {date}" for key in keys)
        vault.add(f"dates/quoted {number}.md", _front_matter(dict.fromkeys(keys, date)))
        vault.add(f"dates/plain {number}.md", f"---\n{plain}\n---\n")


_TWINS: Final = [
    *(["Case", "case", "CASE"], ["A B", "A-B", "a b", "a--b"], ["Q", "Q?", "Q!", "Q？"]),
    *(
        ["x", "x.en", "x.md"],
        ["é", "e\u0301", "É"],
        ["ß", "ss", "ẞ"],
        ["Σ", "σ", "ς"],
        ["K", "K", "k"],
    ),
    *(
        ["大：小", "大小", "大:小"],
        ["C", "C#", "C++"],
        ["a&b", "a-and-b"],
        ["50%", "50-percent", "50"],
    ),
    *(
        ["😀", "😁", "①"],
        ["index", "_index", "Index", "index-2", "index-note"],
        ["a", "a-2", "A", "a-3"],
    ),
    *(
        ["café", "cafe"],
        ["İ", "i", "ı", "I"],
        ["a" * 251 + "b", "a" * 251 + "c"],
        ["tags", "tags_"],
    ),
]


def _clashes(vault: Torture) -> None:
    """Page with page, alias, old URL, folder, section, term and attachment: `hugo.md` 2.3, 2.4."""
    for number, twins in enumerate(_TWINS):
        for name in twins:
            vault.add(f"twins {number}/{name}.md")
    folder = "clashes"
    vault.add(f"{folder}/Self.md", _front_matter({"aliases": ["Self", "self", "clashes/Self"]}))
    vault.add(f"{folder}/Other.md", _front_matter({"aliases": ["Self", "Same alias", "LoRA+"]}))
    vault.add(f"{folder}/Third.md", _front_matter({"aliases": ["Same alias", "clashes", "tags"]}))
    odd = [
        "../../out",
        "/",
        "",
        ".",
        "..",
        "a/../b",
        "http://x.y/",
        "a#b",
        "a?b",
        "x.md",
        "404",
        "index",
    ]
    vault.add(f"{folder}/Odd aliases.md", _front_matter({"aliases": odd}))
    vault.add("LoRA+.md")
    urls = [
        *(
            "/clashes/",
            "/clashes/self/",
            "/",
            "//",
            "/tags/",
            "/tags/term/",
            "/tags/Term",
            "/Qwen2.5",
        ),
        *(
            "/a%/",
            "/a%41b/",
            "/a?b/",
            "/a:b/",
            "/:slug/",
            "http://x.y/z/",
            "../up/",
            "/a//b/",
            "/same/",
        ),
        *(
            "/same/",
            "/Same",
            "/attachments/",
            "/index.xml",
            "/sitemap.xml/",
            "/404.html",
            "/x.html",
        ),
        *(
            "/page/2/",
            "/大语言/碎碎念/",
            "/with space/",
            "/" + "u" * 300 + "/",
            "/static/x/",
            "/wait.../",
        ),
    ]
    for number, url in enumerate(urls):
        vault.add(f"{folder}/url {number}.md", _front_matter({"permalink": url}))
    tags = ["term", "Term", "C++", "C#", "R&D", "a:b", "ab", "😀", "..", "a/b", "a", "hello world"]
    vault.add(
        f"{folder}/tags.md", _front_matter({"tags": [*tags, "hello-world", "x?", "%", "100%"]})
    )
    vault.add(f"{folder}/inline tags.md", body="#term #Term/deep #emoji🎉 #大模型 #1a")
    vault.add("tags/term.md")
    vault.add("tags/index.md")


ANCHORS: Final = [
    *(
        "Plain",
        "Two words",
        "C# & D | E ^f",
        "a -- b",
        "wait...",
        "-> arrow",
        "**bold** x",
        "`code`",
    ),
    *(
        "小节：一、（A）？",
        "Plain",
        "[[index]]",
        "[[index|text]]",
        "$x^2$",
        "😀",
        "!!!",
        "é",
        "a   b",
    ),
    *(
        "{#id}",
        "{{< x >}}",
        "==mark==",
        "#tag",
        "1. x",
        "a_b_c",
        "~x~",
        "%%c%% y",
        "<b>x</b>",
        "&amp;",
    ),
]


def _anchors(vault: Torture) -> None:
    """Headings of every kind, and blocks with identifiers in capitals; linked to from elsewhere."""
    headings = "\n\n".join(f"## {heading}\n\ntext" for heading in ANCHORS)
    blocks = (
        "A paragraph. ^AbC\n\n- item ^Item-1\n\n| a |\n| - |\n| b |\n\n^TABLE\n\n> quote\n\n^Quote"
    )
    vault.add("anchors/all.md", body=f"{headings}\n\n{blocks}")
    links = [
        f"- [[anchors/all#{heading}|h]]" for heading in ANCHORS if not set("[]|#^") & {*heading}
    ]
    links += [
        f"- [[anchors/all#^{block}|b]]" for block in ("AbC", "abc", "Item-1", "TABLE", "Quote")
    ]
    vault.add("anchors/links.md", body="\n".join(links))
    vault.add("anchors/embeds.md", body="![[anchors/all#^AbC]]\n\n![[anchors/all#Two words]]")
    traps = (
        'costs $5 and $10\n\n100%% sure %%gone%%\n\n$$a\nb$$\n\n`printf("%%")`\n\n10^6 at the end^'
    )
    vault.add("anchors/traps.md", body=traps)


_ASSETS: Final = [
    *("page.html", "index.html", "404.html", "page.htm", "text.txt", "My Image (1).png", "50%.png"),
    *(
        "#1.png",
        "What?.png",
        "a:b.png",
        "Case.png",
        "case.png",
        "é.png",
        "e\u0301.png",
        "图 片.PNG",
    ),
    *(
        "CON.png",
        "trail .png",
        "a b.png",
        "a-b.png",
        "a" * 250 + ".png",
        "x.org",
        "x.rst",
        "x.adoc",
    ),
    *("no extension", "data.json", "clip.mp4", "sound.mp3", "paper.pdf", "vector.svg", "x.avif"),
]


def _files(vault: Torture) -> None:
    """Attachments of every name, in the root too, where engines have files of their own."""
    names = [name for name in _ASSETS if len(name.encode()) <= 255]
    for name in names:
        vault.files[f"files/{name}"] = PIXEL
    root = ["index.css", "sitemap.xml", "icon.png", "page.html", "index.xml", "postscript.js"]
    own = [*root, "static/icon.png", "static/contentIndex.json", "tags/term.png", "tags/term.html"]
    for name in own:
        vault.files[name] = PIXEL
    links = [
        f"- ![]({quote(path)}) [file]({quote(path)})" for path in vault.files if path.isprintable()
    ]
    vault.add("files/all.md", body="\n".join(links))
    vault.add("files/page.md")
    vault.add("files/text.txt.md")
    vault.add("attachments/files/page.html.md")
    vault.files[".gitignore"] = b"names\n*.md\n"
    vault.files["names/.gitignore"] = b"*\n"


def _links(vault: Torture) -> None:
    """Links to all notes, fifty a note, by each way that Obsidian has to write one."""
    targets = [
        (number, path)
        for number, path in enumerate(vault.notes)
        # Of two names that differ in their Unicode form alone, a link can't mean the second.
        if (form := unicodedata.normalize("NFC", path)) == path or form not in vault.notes
    ]
    for start in range(0, len(targets), 50):
        lines = (
            line
            for number, path in targets[start : start + 50]
            for line in _ways(number, path, vault.files)
        )
        vault.add(f"{LINKS}/links {start}.md", body="\n".join(lines))


def _ways(number: int, path: str, files: Collection[str]) -> Iterator[str]:
    """Write links to one note: Markdown always, wikilinks where a name can stand in one."""
    yield f"- [to{number} m](</{quote(path)}>)"
    name = path.rpartition(".")[0]
    if name.lower().endswith(".md") or name in files:
        return  # `[[a.md]]` means `a`, and `[[a.txt]]` an attachment
    if not set('[]|#^\\:%*"<>?\n') & {*name} and name == name.strip() and name.isprintable():
        yield f"- [[{name}|to{number} w]]"


def main(arguments: Iterable[str]) -> None:
    """Write the vault into the folder that is named."""
    (folder,) = arguments
    torture_vault().write(Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
