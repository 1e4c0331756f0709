"""The names, URLs, tags and headings that the tables try on the real engines.

Hand-picked rows say what they are about; the generated ones walk through whole alphabets (all
ASCII punctuation, all control characters, all Unicode spaces) in four places of a word.
"""

from __future__ import annotations

import random
import unicodedata
from itertools import chain

from vaultexport.strategies.filenames import universal_name

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
CONTROLS = [chr(code) for code in chain(range(1, 0x20), range(0x7F, 0xA0))]
SPACES = "\u00a0\u1680\u2000\u2002\u2003\u2007\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\ufe0f"
FULL_WIDTH = "，。、；：？！（）【】《》「」“”‘’…—·～＃％＆＋＝＠／＼｜＜＞＊＂１Ａａ　"
EMOJI = [
    "😀",
    "👍🏽",
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈",
    "🇨🇳",
    "🇺🇸🇨🇳",
    "❤️",
    "❤",
    "1️⃣",
    "#️⃣",
    "🫨",
    "🧑🏿‍🚀",
    "☺",
    "™️",
]
SYMBOLS = "①②Ⅳⅷ½²³ⓐⒶ㈠㊗㍿™℃№♯♭€¥₿∞≠→⇒✓★§¶†°µªº"
SCRIPTS = [
    "大语言模型",
    "机器学习（ML）",
    "深度偏好优化（DPO）损失函数",
    "FFN、Add & LN 的作用",
    "大语言：模型，（一）【二】、三&四",
    "日本語のノート",
    "カタカナ・ー",
    "ｶﾀｶﾅ",
    "한국어 노트",
    "𠮷野家",
    "𲎯𮯰",
    "עברית שלום",
    "العربية مُلاحظة",
    "فارسی\u200cنیم",
    "हिन्दी नोट",
    "ไทย โน้ต",
    "தமிழ் குறிப்பு",
    "Ελληνικά ΣΟΦΟΣ",
    "ΣΟΦΟΣ ΟΔΟΣ",
    "Русский Текст",
    "İstanbul",
    "ISPARTA ıi",
    "Straße STRASSE",
    "ﬁne ﬂow",
    "Å Å A\u030a",
    "café",
    "cafe\u0301",
    "Ame\u0301lie Poulain",
    "Amélie Poulain",
    "Việt Nam",
    unicodedata.normalize("NFD", "Việt Nam"),
    "각",
    unicodedata.normalize("NFD", "각"),
    "が",
    "か\u3099",
    "K (Kelvin) Å",
    "Ǆ ǅ ǆ",
    "Ⴀ ⴀ Ა ა",
    "ꟋꟌꟜ",
    "Ⱥ Ⱦ",
    "a\u0300\u0301\u0302",
    "\u0301",
    "‿ ⁀ _x_",
    "٣٤٥ ३४५",
    "𝒜𝓑 𝟙𝟚",
    "𐐀 𐐨",
]
PLAIN = [
    "Foo",
    "foo",
    "FOO",
    "Foo Bar",
    "foo-bar",
    "Foo-Bar",
    "foo_bar",
    "foo  bar",
    "foo   bar",
    "foo - bar",
    "foo -- bar",
    "foo--bar",
    "foo---bar",
    " lead",
    "trail ",
    "  ",
    "-",
    "--",
    "---",
    "-a-",
    "_",
    "__",
    "_x",
    "x_",
    "index note",
    "note index",
    "README",
    "2024-05-06",
    "2024-05-06 Monday",
    "20240506",
    "007",
    "1",
    "1e3",
    "3.14",
    "-1",
    "A1",
    "Version 1.2",
    "v1.0 notes",
    "Qwen2.5",
    "GPT-4o",
    "C++",
    "C#",
    "C++ & C#",
    "F#",
    ".NET",
    "Node.js",
    "a.b.c",
    "a..b",
    "a...b",
    "a.",
    "a..",
    "wait...",
    ". a",
    ".a",
    "..a",
    "...",
    "x.html",
    "x.md",
    "x.MD",
    "x.png",
    "x.tar.gz",
    "x.markdown",
    "x.中文",
    "photo.JPG",
    "file.name.with.dots",
    "undefined",
    "an undefined",
    "R&D",
    "AT&T",
    "Q&A",
    "rock & roll",
    "a+b=c",
    "50%",
    "100%",
    "100% sure",
    "50%25",
    "a%20b",
    "%41",
    "%4f",
    "%zz",
    "%",
    "%%",
    "%E4%BD%A0",
    "%E4%BD",
    "100%correct",
    "100%af",
    "What?",
    "What is this?",
    "why?!",
    "it's",
    "it’s",
    'a"b',
    "“quoted”",
    "a(b",
    "a)b",
    "a(b)",
    "(a)",
    "a[b]",
    "[[a]]",
    "a{b}",
    "a{{b}}",
    "a{{< b >}}",
    "a>}}b",
    "{{% x %}}",
    "a<b>c",
    "a|b",
    "a\\b",
    "a:b",
    "a: b",
    "Note: this",
    "a;b",
    "a,b",
    "a, b",
    "a!b",
    "a@b.c",
    "a~b",
    "~a",
    "a~",
    "~$doc",
    "#a",
    "a#",
    "a#b",
    "a # b",
    "#",
    "##",
    "$a$",
    "a^b",
    "a`b",
    "a*b",
    "**a**",
    "a=b",
    "a…b",
    "a—b",
    "a–b",
    "a·b",
    "a・b",
    "<%tp%>",
    "con",
    "CON",
    "nul",
    "aux.txt",
    "COM1",
    "lpt9.x",
    "CONIN$",
    "Thumbs.db",
    "a&amp;b",
    "a&#39;b",
    "a b",
    "tags",
    "page",
    "404",
    "static",
    "heading",
    "null",
    "true",
    "~",
]
LANGUAGES = [
    "x.en",
    "x.EN",
    "x.zh",
    "x.fr",
    "x.en-us",
    "x.en.v2",
    "x.v2.en",
    "x.en.en",
    "en",
    "en.x",
    "x. en",
    "x.en ",
    "a.baseof",
    "a.b.baseof",
    "baseof.x",
    "baseof",
    "a._v_",
    "a._v.2_",
    "a._v_.b",
    "a.__",
    "a._._",
    "_v_",
    "_v_.x",
    "a._language_en_",
    "a._language_zh_",
    "a._version_v1_",
    "a._kind_page_",
    "x.html.en",
    "index.en.x",
    "x.index",
    "x.list",
    "x.single",
    "x.single.en",
    "x.section",
    "x.amp",
    "x.html",
]
URL_SHAPES = """
/a/ /a a a/ a/b /a/b/ /a//b/ //a//b/ //host/x/ / // /./ /../ /. /.. /a/./b/ /a/../b/ /../a/
/a/../../b/ /a/.. /a/. /a..b/ /a../ /..a/ /.../ /... /wait.../ /a..b/index.html /.a/ /a/.b/ /a./
/a/b./ /Qwen2.5 /Qwen2.5/ /v1.0 /x.html /x.html/ /x.md /x.md/ /index.html /index /index/
/a/index.html /a/index /a/index/ /INDEX.HTML /404.html /_index/ /A/ /aA/B/ /a%/ /%/ /100%/ /a%41/
/a%20b/ /a%2Fb/ /a%2fb/ /a%25/ /a%3F/ /%E4%BD%A0/ /%E4%BD/ /a%zz/ /a%4/ /a?b/ /a?/ /?/ /a#b/ /#/
/a#/ /a:b/ /:slug/ /a/:title/ /a:/ /:/ http://x/ https://x/ mailto:x /a\\:b/ \\a\\b\\
/大语言/碎碎念/ /大语言/碎碎念 /大语言：模型，（一）/
/-/ /--/ /a-/ /a;b,c=d@e$f!/ /a'b/ /a(b)/ /a[b]/ /a{b}/ /{{a}}/ /a^b/
/a`b/ /a~b/ /a+b/ /a&b/ /a*b/ /C++/ /C%23/
/blog/2024/05/06/tea/ /zh-cn/about/ /a/b/c/d/e/f/ /a.b/c.d/ /notes/README/ /大语言/A/
"""

PATH_SHAPES = """
a.md a/b.md /a/b.md a/b/ /a/ a/ / // a//b.md a/b.c.md a.b/c a/b.MD a/b.Md a/b.html a/b.HTML
a/b.png a/b.PNG a/B.JPG a/b.tar.gz a.canvas a.base a/x.markdown a/index.md index.md Index.md
INDEX.md index index.html a/index.html _index.md a/_index.md a/_Index.md _index a/x_index.md
a/_index/b.md a/_index.png a/a.md A/a.md a/A.md a/a/a.md a/a a/a.png a/b/b.md a.b/a.b.md a/A/a
undefined a/undefined undefined.md a/undefined.md xundefined a/undefined/ undefined/undefined
a.b.c/.md .md a/.md .a.md a/.b.md ./a.md ../a.md a/../b.md a/./b.md a. a/b. a.md. .. . a.1 a.中文
a/b.中文 Version 1.2.md
"""

TARGET_SHAPES = """
a a/b /a /a/b a/ /a/b/ / a//b //a//b// a.md a.html a/b.md a/index index index.md a/index.md ./a
./a/b ../a ../../a ../../../a ./ ../ . .. .a .a/b ./a.md ./a.html ./index ./a/index .index ./a/
../a/ a/../b a/./b ./a/../b ./../a a?b=c a#b 大语言/碎碎念/index /大语言/碎碎念/ ./碎
"""

LONG = ["a" * 252, "长" * 84, "😀" * 63, "é" * 126, "e\u0301" * 84, "Ⱥ" * 80, "word " * 50]


def _around(text: str) -> list[str]:
    return [text, f"a{text}b", f"{text}a", f"a{text}"]


def _random_names(count: int, seed: int) -> list[str]:
    """Mixtures of everything above, the same on every run."""
    chance = random.Random(seed)
    alphabet = [*PUNCTUATION.replace("/", ""), *SPACES, *INVISIBLE, *FULL_WIDTH, *EMOJI]
    alphabet += [*SYMBOLS, *"  --..aAbZ09éÉñ中文字ЖжΣσ", "e\u0301", "%41", "%2F", "&", ".en"]
    return ["".join(chance.choices(alphabet, k=chance.randint(2, 9))) for _ in range(count)]


def _unique(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def file_stems() -> list[str]:
    """Names that Linux can hold with ``.md`` behind them: no ``/``, no NUL, 255 bytes at most."""
    marks = [*PUNCTUATION.replace("/", ""), *SPACES, *INVISIBLE]
    stems = [*PLAIN, *LANGUAGES, *SCRIPTS, *LONG, *EMOJI, *SYMBOLS]
    stems += chain.from_iterable(_around(mark) for mark in [*marks, *EMOJI])
    stems += [f"a{mark}b" for mark in [*FULL_WIDTH, *SYMBOLS, *CONTROLS]]
    stems += _random_names(200, seed=1)
    return [stem for stem in _unique(stems) if 0 < len(stem.encode()) <= 252]


def link_stems() -> list[str]:
    """Names that our own files can have, and that Hugo does not ignore."""
    kinds = [*PLAIN, *LANGUAGES, *SCRIPTS, *LONG, *EMOJI, *(f"a{mark}b" for mark in FULL_WIDTH)]
    kinds += [f"a{mark}b" for mark in [*PUNCTUATION, *SPACES, *INVISIBLE, *SYMBOLS]]
    clean = (universal_name(f"{stem}.md").removesuffix(".md") for stem in kinds)
    extra = ["a?b", "a:b", 'a"b', "a|b", "a<b>c", "a\\b", "What?", "*"]
    return _unique([*clean, *extra])


def folder_names() -> list[str]:
    """Names of folders: some vanish from URLs, some leave a space at an edge."""
    marks = "&,;!()[]{}'`$=^|*:?\"<>\\%、：（）—…"
    edges = [f"{mark}{edge}" for mark in "、&" for edge in ("\u3000", " ", "\u3000a", "a\u3000")]
    names = [*marks, *SCRIPTS, *EMOJI, *edges, *(f"a{mark}b" for mark in marks), "50%25", "x.en"]
    return _unique([*names, "a.b", "a ", "a.", "-", "😀 😀", "index", "Foo Bar", "_d", "%41"])


CLASHES = [
    ["Foo Bar", "foo-bar"],
    ["Foo", "foo", "FOO"],
    ["x", "x.en"],
    ["x", "x.zh"],
    ["x.en", "x.en.en"],
    ["x", "x.baseof", "x._v_"],
    ["x.en.v2", "x"],
    ["x.v2", "x.v2.en"],
    ["C", "C#", "C++"],
    ["a", "a ", " a"],
    ["a b", "a-b", "a  b", "a--b"],
    ["café", "cafe\u0301"],
    ["É", "é"],
    ["Σ", "σ", "ς"],
    ["İ", "i", "I", "ı"],
    ["ß", "ẞ", "ss"],
    ["\u212a", "k", "K"],
    ["大：小", "大小", "大:小"],
    ["a\u3000b", "a b", "a\u00a0b"],
    ["ａ", "Ａ", "a"],
    ["Ⅳ", "ⅳ"],
    ["Ǆ", "ǅ", "ǆ"],
    ["𐐀", "𐐨"],
    ["Ა", "ა"],
    ["x._a_", "x._b_", "x._a.b_"],
    ["50%", "50%25", "50"],
    ["en", "x.en", "en.x"],
    ["😀", "😁"],
    ["tEsT nOtE", "TEST NOTE", "test-note"],
]


def terms() -> list[str]:
    """Tags: Obsidian's own, and what front matter can hold."""
    extra = ["a/b", "a/b/c", "/a", "a/", "a//b", "..", ".", "../x", "a/..", "a/../b", "/", "//"]
    return _unique([*extra, *PLAIN, *LANGUAGES, *SCRIPTS, *EMOJI, *SYMBOLS, *_random_names(120, 2)])


def urls() -> list[str]:
    """Values for ``url``: slashes, dots, percent signs, and every character in one segment."""
    spaced = ["", " ", " /a/ ", "/a b/", "/ a/", "/a /", "/a/ /b/", "/ /", "/a\u3000b/", "/\u3000/"]
    marks = [*CONTROLS, "\x00", *SPACES, *INVISIBLE, *PUNCTUATION.replace("/", "")]
    letters = [f"/{text}/" for text in [*SCRIPTS[:12], *EMOJI, *FULL_WIDTH[:12]]]
    long = ["/" + "a" * 255 + "/", "/" + "a" * 256 + "/", "/" + "长" * 86 + "/"]
    return _unique(
        [*URL_SHAPES.split(), *spaced, *letters, *long, *(f"/u/a{mark}b/" for mark in marks)]
    )


def escaped(text: str) -> str:
    """Escape all ASCII punctuation, so that Markdown shows exactly the text."""
    return "".join(f"\\{char}" if char in PUNCTUATION else char for char in text)


def heading_texts() -> list[str]:
    """Texts of headings: no line breaks, no blank edges, which Markdown would take."""
    texts = [*PLAIN, *SCRIPTS, *EMOJI, *SYMBOLS, *FULL_WIDTH]
    marks = [*PUNCTUATION, *SPACES, *INVISIBLE, *EMOJI]
    texts += chain.from_iterable(_around(mark) for mark in marks)
    texts += [f"a{mark}b" for mark in [*FULL_WIDTH, *SYMBOLS, *CONTROLS, "\t", " / "]]
    texts += _random_names(200, seed=3)
    return [
        text for text in _unique(texts) if text.strip(" \t") == text and not {*text} & {*"\r\n"}
    ]


PROSE = [
    *("a--b", "a -- b", "a---b", "a --- b", "a----b", "a-----b", "a------b", "--a", "a--", "--"),
    *(
        "-- a",
        "a -",
        "1--2",
        "2020--2024",
        "中--文",
        "中 —— 文",
        "a - b",
        "- - -x",
        "a–--b",
        "a- -b",
    ),
    *(
        '"a" b',
        "it's",
        "'a' b",
        "a...b",
        "a. . .b",
        "wait...",
        "a<<b",
        "a>>b",
        "a << b >> c",
        '"--" a',
    ),
    *("R&D", "a & b", "a &; b", "a &nosuch; b", "a &amp b"),
    *("C++ & C#", "a.b--c.d", "x --- y -- z", "(a--b)", "a,--b", "a!--b", "é--é", "a--😀", "1. a"),
]
"""Unescaped headings without other inline markup."""

ENTITIES = [
    *("R&amp;D", "a &lt; b", "a&nbsp;b", "a&eacute;b", "&Eacute;", "a&hellip;b", "&copy; a"),
    *("a &mdash; b", "&amp;amp;", "&frac12; a", "a &amp;amp; b", "&zwj;a", "&alpha;&Sigma;"),
]
"""Headings with named entities."""

PAGES: list[list[str]] = [
    ["a", "a", "a", "a"],
    ["a", "A", "a!", "a-1", "a"],
    ["a-1", "a", "a", "a"],
    ["a", "a-1", "a-1", "a", "a-1-1"],
    ["？", "！", "heading", "heading-1", "？"],
    ["中文", "中文", "中文：", "中-文"],
    ["a 1", "a", "a", "a-1"],
    ["constructor", "constructor", "a", "constructor"],
    ["a-2", "a", "a", "a", "a"],
    ["é", "e\u0301", "E\u0301", "É"],
]
"""Pages, by the texts of their headings."""


def vault_paths() -> list[str]:
    """Paths for Quartz: notes and attachments, in folders or not, also with stray slashes."""
    names = [f"{stem}.md" for stem in file_stems()]
    folders = [f"{folder}/{folder}.md" for folder in folder_names()]
    images = [f"Img/{stem}.PNG" for stem in [*SCRIPTS, *EMOJI, *PLAIN[:40]]]
    spaced = [
        "a b/C d.md",
        "a\n.md",
        "a.md\n",
        "a.x\n",
        " / .md",
        "",
        " ",
        "a /b /c .md",
        "ΑΣ/ΑΣ.md",
    ]
    return _unique([*PATH_SHAPES.split(), *names, *folders, *images, *spaced])


def aliases() -> list[tuple[str, str]]:
    """Redirect targets, each with the slug of its page."""
    pages = ["p", "d/p", "d/e/p", "index", "d/index", "d/e/index", "Page", "a.b/c.d"]
    return [
        (target, page)
        for target in [*TARGET_SHAPES.split(), "A b/C d", " a ", "a b/", ""]
        for page in pages
    ]
