"""The order of characters in the root collation of CLDR, as ``Intl.Collator`` has it (ICU 78).

Measured, not derived: each table is the result of sorting all characters of its kind with the
collator of Node.js. A run ``20-2f`` is code points in hexadecimal; ``=`` before one means that it
differs from the one before it only in the second place.
"""

from __future__ import annotations

from typing import Final

SYMBOLS: Final = """\
9-d 85 2028-2029 20 =1680 5f 2d 58a 1400 1b60 1806-1807 2010 2012-2015 2e3a-2e3b 2053 2e43
2e17 2e40 2e5d 301c 3030 30a0 30fb 2c 2e34 2e32 2e41 2e4c 2e4e-2e4f 55d 60c-60d 66b-66c 7f8
1802 1808 a4fe a60d a6f5 3001 fe45-fe46 3b 61b 204f 2e35 a6f6 2e49 3a 589 61e 703-708
830-83e 1361 1363-1366 1804-1805 f14 17d6 1b5d a9c7 16eb-16ed a6f4 21 a1 2e53 55c 7f9 1944
3f bf 2e2e 2e54 55e 61f 709 1367 1945 2cfa-2cfb a60f a6f7 aaf1 203d 2e18 2e 1801 6d4 701-702
1362 1803 1809 166e 1b5c 2cf9 2cfe 2e30 2e3c a4ff a60e a6f3 3002 b7 2e31 2e33 964-965
a8ce-a8cf 1c3b-1c3c a876-a877 1735-1736 a92f 104a-104b 17d4-17d5 1aa8-1aab 1b5e 1b4e 1b5f
1b4f a9c8-a9c9 aa5d-aa5f aaf0 abeb 1c7e-1c7f 61d 700 7f7 10fb 1360 1368 1a1e-1a1f 1b5a 1b7f
1b5b 1b7d-1b7e a9c1-a9c6 a9ca-a9cd a6f2 a95f 2055-2056 2058-205e 2e2a-2e2d 2e3d 2cfc 2cff
2e19 27 =2018 =2019 =201a =201b =5f3 2039-203a 22 =201c =201d =201e =201f =2e42 =301d =301e
=301f =5f4 ab bb 28-29 5b 5d 7b 7d f3a-f3d 169b-169c 2045-2046 2308-230b 29fc-29fd 2983-2998
27c5-27c6 27e6-27ef 2768-2775 2e02-2e05 2e09-2e0a 2e0c-2e0d 2e1c-2e1d 2e20-2e29 2e55-2e5c
3008-3011 3014-301b fd3e-fd3f 2016 2e3e 29d8-29db a7 2e39 b6 204b 2e4d 2e3f 40 2a 204e 2051
66d a673 2f 5c 2e4a 26 204a 2e52 23 25 66a 2030 609 2031 60a 2020-2021 2e36-2e38 2e4b
2022-2023 2027 2043 204c-204d 2032 2035 3003 303d 2038 203b 203f 2054 2040 2050 2041-2042
2e00-2e01 2e06-2e08 2e0b 2e0e-2e16 2e1a-2e1b 2e1e-2e1f 2e44-2e48 a67e 55a-55b 55f 5be 5c0
5c3 5c6 70a-70d 85e 1800 970 a8f8-a8fa a8fc 9fd a76 af0 c77 c84 df4 e4f e5a-e5b aade-aadf
f04-f0a fd0-fd1 f0b f0d-f12 f85 fd2-fd4 fd9-fda 1c3d-1c3f 104c-104f 17d8-17da 1aa0-1aa6
1aac-1aad 1cc0-1cc7 2d70 a874-a875 1bfc-1bff a92e a9de-a9df aa5c 60 5e 375 2c2-2c5 2d2-2d5
ab6a-ab6b 2d6-2d7 2de-2df 2e5-2eb 2ed 2ef-2ff 1390-1399 a700-a716 a720-a721 a789-a78a ab5b
b0 482 58d-58e 608 60e-60f 6de 6e9 fbc3-fbd2 fd40-fd4f fd90-fd91 fdc8-fdcf fdfd-fdff 888
fbb2-fbc2 7f6 9fa b70 bf3-bf8 bfa c7f d4f d79 a828-a82b a836-a837 a839 f01-f03 f13 f15-f17
f1a-f1f f34 f36 f38 fbe-fc5 fc7-fcc fce-fcf fd5-fd8 166d 1940 109e-109f aa77-aa79 19e0-19ff
1b61-1b6a 1b74-1b7c a9 1f12f ae 1f1ad 2104 2108 2114 2117-2118 211e-211f 2123 2125 2127 2129
212e 213a 2141-2144 214a 214c 214f 218a-218b 2190 2192 2191 2193-2199 219c-21ad 21af-21cc
21d0-2203 2205-2208 220a-220b 220d 3f6 220e-2211 2b b1 f7 d7 3c-3e ac 7c a6 7e 2212 2052
2213-2215 2044 2216-221b 606 221c 607 221d-2223 2225 2227-222b 222e 2231-2240 2242-2243
2245-2246 2248 224a-225f 2261 2263-226c 2272-2273 2276-2277 227a-227f 2282-2283 2286-2287
228a-22ab 22b0-22bc 214b 22bd-22df 22e4-22e9 22ee-2307 230c-2328 232b-2429 2440-244a
2500-262f 2638-266c 2670-2689 2690-26ff 1f1e6-1f1ff 2700-2720 2e50-2e51 2721-2767 2794-27c4
27c7-27e5 27f0-27ff 2900-2982 2999-29d7 29dc-29fb 29fe-2a0b 2a0d-2a73 2a77-2adb 2add-2b73
2b76-2bff 2ce5-2cea 2800-28ff 268a-268f 2630-2637 a490-a4c6 266d-266f 1f000-1f02b
1f030-1f093 1f0a0-1f0ae 1f0b1-1f0bf 1f0c1-1f0cf 1f0d1-1f0f5 1fa00-1fa57 1fa60-1fa6d
1f10d-1f10f 1f16d-1f16f 1f260-1f265 1f300-1f5ff 1f900-1f9ff 1fa70-1fa7c 1fa80-1fa8a
1fa8e-1fac6 1fac8 1facd-1fadc 1fadf-1faea 1faef-1faf8 1f600-1f6d8 1f6dc-1f6ec 1f6f0-1f6fc
1f700-1f7d9 1f7e0-1f7eb 1f7f0 1f800-1f80b 1f810-1f847 1f850-1f859 1f860-1f887 1f890-1f8ad
1f8b0-1f8bb 1f8c0-1f8c1 1f8d0-1f8d8 2ff0-2fff 31ef 31c0-31e5 3004 3012-3013 3020 3037
303e-303f 3190-3191 327f fffc a4 a2 24 a3 a5 58f 60b 7fe-7ff 9f2-9f3 9fb af1 a838 bf9 e3f
17db 20a0-20a6 20a9-20c1
"""
"""Blanks, punctuation and symbols that have no decomposition; they sort before digits."""

MARKS: Final = """\
332 313 314 301 300 306 302 30c 30a 342 308 30b 303 307 338 327-328 304 30d-30e 312 315 31a
33d-33f 346 34a-34c 350-352 357 35b 35d-35e 316-319 31c-320 329-32c 32f 333 33a-33c 347-349
34d-34e 353-356 359-35a 35c 35f 362 336-337 335 305 309 30f-311 31b 321-326 32d-32e 330-331
334 339 345 358 360 361
"""
"""Combining accents from the lightest to the heaviest."""

IGNORED: Final = """\
0-8 e-1f 7f-84 86-9f ad 34f 488-489 591-5af 5bd 5c4-5c5 600-605 610-61a 61c 640 6d6-6dd
6df-6e4 6e7-6e8 6ea-6ed 70f 740 743-744 747-74a 7fa 890-891 898-89d 8ca-8e2 8ea-8ef 8f3
951-952 f18-f19 f35 f37 f3e-f3f f86-f87 fc6 17b4-17b5 17d3 180a-180f 1a7f 1b6b-1b73
1cd0-1ce8 1cf4 1cf7-1cf9 200b-200f 202a-202e 2060-2064 2066-206f 2d7f a670-a672 a8e0-a8f1
fe00-fe0f fe21 fe23-fe26 fe28 fe2a-fe2d fe2f fe73 feff fff9-fffb
"""
"""Characters that don't count at all."""

LATIN: Final = (
    "aᴀⱥᶏꞻᴁᴂꬱɐɑꬰᶐɒꭤbʙƀᴯᴃᵬꞗᶀɓƃꞵcᴄȼꞓꞔƈɕↄꜿdᴅᴆꟈᵭᶁɖɗᶑƌȡꝱẟeᴇꬲꬳɇᶒꬴⱸǝⱻəᶕɛᶓɘɚɜᶔᴈɝɞʚɤfꜰꬵꞙᵮᶂƒⅎꟻg"
    "ꟑɡꬶɢǥᶃɠʛᵷꝿɣƣhʜƕꞕɦⱨⱶꟶꜧɧiıɪꟾꟷᴉɨᵻᶖꞽɩᵼjȷᴊɉʝɟʄkᴋᶄƙⱪꝁꝃꝅʞlʟꝇᴌꝉƚⱡɫꬸꬹɬꬷᶅɭꞎȴꝲɮꞁꟛƛʎmᴍᵯᶆɱꬺꟽꟿ"
    "ꝳnɴᴻᴎᵰɲƞꞑᶇɳȵꬻꝴŋꬼoᴏᴑꬽɶᴔꭁꭂꭀꭃꭄᴓꬾɔᴐᴒꬿᶗꭢꝍᴖᴗⱺɵꝋɷꞷȣᴕpᴘᵽꝑᵱᶈƥꝓꝕꟼɸⱷqꞯꝗꝙʠɋĸrꭅʀꭆᴙɍᵲɹᴚɺɻⱹᶉɼɽꭉ"
    "ɾᵳɿꭇꭈꭊꭋꭌʁꭨꝵꝶꝝsꜱꟊꟍᵴᶊʂȿꟗẜẝʃꭍᶋᶘƪʅʆtᴛŧⱦᵵƫƭʈȶꝷʇuᴜꭎᴝᴞᵫꭐꭑʉꭏꞹᵾᶙꭒꞿɥʮʯɯꟺᴟɰʊᵿvᴠꝟᶌʋⱱⱴỽʌwᴡⱳʍx"
    "ᶍꭖꭗꭘꭙꭓꭔꭕyʏɏƴỿꭚȝzᴢƶᵶᶎȥʐʑɀⱬꝣʒᴣƹᶚƺʓþꟓꝥꝧƿꟕꝩꭠꭡꭣꝫꝭꝯꝸƻꜫꜭꜯƨƽƅʔɂꜣꞌꞏʕ꟏ᴤᴥꜥʡʢʖǀǁǂǃʗʘʬʭ"
)
"""Latin letters with a place of their own."""

GREEK: Final = "αβγᴦδεϝͷϛζͱηθιϳκϗλᴧμνξοπᴨϻϟϙρᴩϼσͼͻͽτυφχψᴪωꭥϡͳϸ"
"""Greek letters with a place of their own."""

CYRILLIC: Final = (
    "аәӕбвгғӻҕӷдԁꚁђꙣԃҙеєжԫꚅҗзꙁԅԑꙃѕꙅӡꚉԇꚃиҋіꙇјꙉкқӄҡҟҝԟԛлᴫӆԯԓԡљꙥԉԕмӎꙧнԩӊңӈԣҥњԋоөпԥҧҁрҏԗс"
    "ԍҫтꚍᲊԏҭꚋћуүұꙋѹфхӽӿҳһԧꚕѡѿꙍѽѻцꙡꚏҵꚑчԭꚓҷӌҹꚇҽҿџшꚗщꙏꙿъꙑыьҍѣꙓэюꙕꙗяԙѥѧꙙѫꙛѩꙝѭѯѱѳѵꙟҩԝӏ"
)
"""Cyrillic letters with a place of their own."""

GEORGIAN: Final = (
    "აⴀბⴁგⴂდⴃეⴄვⴅზⴆჱⴡთⴇიⴈკⴉლⴊმⴋნⴌჲⴢოⴍპⴎჟⴏრⴐსⴑტⴒჳⴣუⴓფⴔქⴕღⴖყⴗშⴘჩⴙცⴚძⴛწⴜჭⴝხⴞჴⴤჯⴟჰⴠჵⴥჶჷⴧჸჹჺჽⴭჾჿ"
)
"""Georgian letters with a place of their own."""

LIKE: Final = {
    "ß": "ss",
    "æ": "ae",
    "ð": "d",
    "ø": "o",
    "đ": "d",
    "ħ": "h",
    "ł": "l",
    "œ": "oe",
    "ƍ": "zw",
    "ƾ": "ts",
    "ȸ": "db",
    "ȹ": "qp",
    "ʣ": "dz",
    "ʤ": "dʒ",
    "ʥ": "dʑ",
    "ʦ": "ƾ",
    "ʧ": "tʃ",
    "ʨ": "tɕ",
    "ʩ": "fŋ",
    "ʪ": "ls",
    "ʫ": "lz",
    "ς": "σ",
    "ґ": "г",
    "ᲀ": "в",
    "ᲁ": "д",
    "ᲂ": "о",
    "ᲃ": "с",
    "ᲄ": "т",
    "ᲅ": "т",
    "ᲆ": "ъ",
    "ᲇ": "ѣ",
    "ᲈ": "ꙋ",
    "ᵎ": "ᴉ",
    "ᵹ": "g",
    "ᵺ": "th",
    "ỻ": "ll",
    "ꙩ": "о",
    "ꙫ": "о",
    "ꙭ": "о",
    "ꙮ": "о",
    "ꚙ": "о",
    "ꚛ": "о",
    "ꜩ": "tz",
    "ꜳ": "aa",
    "ꜵ": "ao",
    "ꜷ": "au",
    "ꜹ": "av",
    "ꜻ": "ꜹ",
    "ꜽ": "ay",
    "ꝏ": "oo",
    "ꝛ": "r",
    "ꝡ": "vy",
    "ꝺ": "d",
    "ꝼ": "f",
    "ꞃ": "r",
    "ꞅ": "s",
    "ꞇ": "t",
    "ꞛ": "a",
    "ꞝ": "o",
    "ꞟ": "u",
    "ꞡ": "g",
    "ꞣ": "k",
    "ꞥ": "n",
    "ꞧ": "r",
    "ꞩ": "s",
    "ꟁ": "a",
    "ꟃ": "w",
    "ꟙ": "s",
    "ꭦ": "dʐ",
    "ꭧ": "tʂ",
}
"""Letters that stand with others, after them when nothing else differs."""
