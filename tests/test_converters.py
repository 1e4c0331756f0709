"""Properties become values of the type that a profile asks for."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultexport.converters import (
    CONVERTERS,
    Converted,
    ConverterContext,
    is_placeholder,
    link_text,
    looks_secret,
    suspects,
    unquoted_link,
)
from vaultexport.converters.suspects import holds_secret
from vaultexport.profiles.vocabulary import FIELD_TYPES

if TYPE_CHECKING:
    from vaultexport.model import PropertyValue

SHANGHAI = ConverterContext(zone=ZoneInfo("Asia/Shanghai"))
LINK: list[PropertyValue] = [["note"]]  # `[[note]]` without quotes
TEMPLATE: dict[str, PropertyValue] = {"{ date }": None}  # `{{date}}` without quotes


def convert(name: str, value: Any, context: ConverterContext = SHANGHAI) -> Converted:
    return CONVERTERS[name](value, context)


def test_every_type_of_a_profile_has_its_converter() -> None:
    assert set(FIELD_TYPES) <= set(CONVERTERS)


# Texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  a title ", "a title"),
        ("two\n lines\n", "two lines"),
        ("大模型\u3000笔记  与", "大模型\u3000笔记  与"),
        (2024, "2024"),
        (1.0, "1"),
        (1.5, "1.5"),
        (True, "true"),
        (None, None),
        ("", None),
        (" \n", None),
        ([], None),
        ({}, None),
        (["one"], "one"),
        (LINK, "note"),
        ([["folder/note|text"]], "text"),
        ([["a", "b"]], "a, b"),
        ("see [[a/b#c|d]] and [[x]]", "see d and x"),
    ],
)
def test_text(value: PropertyValue, text: str | None) -> None:
    assert convert("text", value) == Converted(text)


@pytest.mark.parametrize("value", [["a", "b"], {"pt": "a", "en": "b"}, TEMPLATE])
def test_a_list_or_map_is_no_text(value: PropertyValue) -> None:
    converted = convert("text", value)
    assert converted.value is None
    assert "is no text" in converted.problem


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[[note]]", "note"),
        ("[[private/folder/note]]", "note"),
        ("[[private/note.md]]", "note"),
        ("[[note|text]]", "text"),
        (r"[[private/note\|text]]", "text"),
        (r"[[private/note\|]]", "note"),
        ("[[note#heading]]", "note > heading"),
        ("[[note#a#b]]", "note > a > b"),
        ("[[note#^id]]", "note > id"),
        ("[[#heading]]", "heading"),
        ("![[image.png|200]]", "200"),
        ("a [[b]] c [[d|e]]", "a b c e"),
        ("[[", "[["),
        ("[[]] [x](y)", "[[]] [x](y)"),
    ],
)
def test_link_text(text: str, shown: str) -> None:
    assert link_text(text) == shown


@pytest.mark.parametrize(
    ("value", "link"),
    [
        (LINK, "[[note]]"),
        ([["a|b"]], "[[a|b]]"),
        ([["a", 1]], "[[a, 1]]"),
        ([[2024]], "[[2024]]"),
        (["note"], None),
        ([["a"], ["b"]], None),
        ([[["a"]]], None),
        ([[]], None),
        ([[None]], None),
        ("[[note]]", None),
        (None, None),
    ],
)
def test_unquoted_link(value: PropertyValue, link: str | None) -> None:
    assert unquoted_link(value) == link


# Lists


@pytest.mark.parametrize(
    ("name", "value", "items"),
    [
        ("text-list", ["a", None, " ", "b", "a"], ["a", "b"]),
        ("text-list", "Doe, Jane", ["Doe, Jane"]),
        ("text-list", [1, 1.5, True, ["x", [LINK]]], ["1", "1.5", "true", "x", "note"]),
        ("text-list", [], None),
        ("text-list", None, None),
        ("text-list", "/a  b/c/", ["/a  b/c/"]),
        ("class-list", "wide  dark,tall", ["wide", "dark", "tall"]),
        ("class-list", ["wide dark", "tall"], ["wide", "dark", "tall"]),
        ("alias-list", "one, two words,,three", ["one", "two words", "three"]),
        ("alias-list", ["one, two", "three"], ["one, two", "three"]),
        ("alias-list", [{"Part 2": "the end"}, {"Part 3": None}], ["Part 2: the end", "Part 3"]),
        ("alias-list", [None], None),
        ("alias-list", [30581808], ["30581808"]),
        ("alias-list", "[[a, b|c, d]]", ["c, d"]),
        ("alias-list", [TEMPLATE, "x"], ["x"]),
        ("tag-list", "one two,three, #four", ["one", "two", "three", "four"]),
        ("tag-list", ["#a", "b/c", "A", "a"], ["a", "b/c"]),
        ("tag-list", [None], None),
        ("tag-list", [2024, {"169": None}, ["x", ["y"]]], ["2024", "169", "x", "y"]),
        ("tag-list", ["2D materials", "C++", "a, b"], ["2D materials", "C++", "a", "b"]),
        ("tag-list", ["/a//b/", "a / b", "#"], ["a/b"]),
        ("tag-list", [LINK, "[[dir/AI|ai]]"], ["note", "ai"]),
        ("tag-list", ["大模型", "😀"], ["大模型", "😀"]),
        ("tag-list", "", None),
    ],
)
def test_lists(name: str, value: PropertyValue, items: list[PropertyValue] | None) -> None:
    assert convert(name, value) == Converted(items)


@pytest.mark.parametrize("name", ["text-list", "class-list", "alias-list", "tag-list"])
def test_lists_leave_out_what_the_profile_omits(name: str) -> None:
    context = ConverterContext(omit=frozenset({"gardenEntry"}))
    assert convert(name, ["gardenentry", "x"], context) == Converted(["x"])
    assert convert(name, "gardenEntry", context) == Converted()


@pytest.mark.parametrize("name", ["text-list", "alias-list", "tag-list"])
def test_lists_say_what_they_lose(name: str) -> None:
    converted = convert(name, ["x", {"a": 1, "b": 2}, {"c": ["d"]}])
    assert converted == Converted(["x"], "2 of its items could not be read")


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ({"description": "x", "og:image": "y.png"}, {"description": "x", "og:image": "y.png"}),
        ([{"name": "author", "content": "J"}], {"author": "J"}),
        ([{"property": "og:title", "content": 1}], {"og:title": "1"}),
        ({"name": "author", "content": "J"}, {"author": "J"}),
        ([{"a": "b"}, {"c": "d"}], {"a": "b", "c": "d"}),
        ({"a": None, "b": "", "c": "x"}, {"c": "x"}),
        ([{"name": "在此输入元标签名称", "content": "在此输入元标签内容"}], None),
        ({"description": "{{description}}"}, None),
        ({"access-token": "abc"}, None),
        (None, None),
        ([], None),
        ({}, None),
    ],
)
def test_metatags(value: PropertyValue, tags: dict[str, PropertyValue] | None) -> None:
    assert convert("metatags", value) == Converted(tags)


def test_metatags_can_be_omitted_and_lost() -> None:
    context = ConverterContext(omit=frozenset({"description"}))
    assert convert("metatags", {"description": "x", "a": "b"}, context) == Converted({"a": "b"})
    assert convert("metatags", {"a": ["b", "c"], "d": "e"}) == Converted({"d": "e"}, "a: no text")
    assert convert("metatags", "x") == Converted(None, "“x” names no meta tags")


# Switches: Digital Garden's three rules, a row a value

SWITCHES: list[tuple[PropertyValue, bool, bool | None, bool | None, bool]] = [
    # value,     publish, show (vault), show (published), set
    (True,        True,  True,  True,  True),
    ("true",      True,  False, False, True),
    (False,       False, None,  False, False),
    ("false",     False, False, False, True),
    (0,           False, None,  None,  False),
    (0.0,         False, None,  None,  False),
    (None,        False, None,  None,  False),
    ("",          False, None,  None,  False),
    ("0",         False, False, False, True),
    ("no",        False, False, False, True),
    ("maybe",     False, False, False, True),
    ([],          False, False, False, True),
    ({},          False, False, False, True),
    (2,           False, False, False, True),
    (1,           True,  False, False, True),
    ("yes",       True,  False, False, True),
    ("On",        True,  False, False, True),
]  # fmt: skip


@pytest.mark.parametrize(("value", "publish", "show", "show_published", "is_set"), SWITCHES)
def test_switches_follow_digital_garden(
    value: PropertyValue, *, publish: bool, show: bool | None, show_published: bool | None,
    is_set: bool,
) -> None:  # fmt: skip
    published = ConverterContext(published=True)
    assert convert("publish-flag", value).value is publish
    assert convert("show-flag", value).value is show
    assert convert("show-flag", value, published).value is show_published
    assert convert("set-flag", value).value is is_set
    assert convert("flag", value).value is (True if is_set else None)


@pytest.mark.parametrize("value", ["0", "no", "maybe", [], {}, 2, " "])
def test_what_digital_garden_would_publish_by_accident_stays_private(value: PropertyValue) -> None:
    converted = convert("publish-flag", value)
    assert converted.value is False
    assert "stays private" in converted.problem


@pytest.mark.parametrize("value", [True, "true", "yes", 1, False, "false", 0, None, ""])
def test_a_clear_publish_mark_is_no_problem(value: PropertyValue) -> None:
    assert not convert("publish-flag", value).problem


def test_a_flag_gives_the_profiles_value() -> None:
    context = ConverterContext(value={"list": "never"})
    assert convert("flag", "x", context) == Converted({"list": "never"})
    assert convert("flag", 0, context) == Converted()


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        *((yes, True) for yes in (True, "true", "True", "yes", "on", "1", 1, 1.0)),
        *((no, False) for no in (False, "false", "no", "OFF", "0", 0)),
        *((unset, None) for unset in (None, "", " ")),
    ],
)
def test_boolean(value: PropertyValue, *, answer: bool | None) -> None:
    assert convert("boolean", value) == Converted(answer)


@pytest.mark.parametrize("value", ["maybe", 2, [], {}, [True]])
def test_boolean_refuses(value: PropertyValue) -> None:
    converted = convert("boolean", value)
    assert converted.value is None
    assert converted.problem


@pytest.mark.parametrize(
    ("value", "number"),
    [(3, 3), (-1, -1), (3.0, 3), ("12", 12), (" 7 ", 7), (None, None), ("", None), ([4], 4)],
)
def test_integer(value: PropertyValue, number: int | None) -> None:
    converted = convert("integer", value)
    assert converted == Converted(number)
    assert type(converted.value) is type(number)


@pytest.mark.parametrize("value", [True, 1.5, "70kg", "x", [1, 2], {"a": 1}, math.inf, "nan"])
def test_integer_refuses(value: PropertyValue) -> None:
    converted = convert("integer", value)
    assert converted.value is None
    assert "is no whole number" in converted.problem


@pytest.mark.parametrize(
    ("value", "name"),
    [(0, None), ("", None), (None, None), ("0", "0"), (2, "2"), ("signpost", "signpost")],
)
def test_icon(value: PropertyValue, name: str | None) -> None:
    assert convert("icon", value) == Converted(name)


# Times

TIMES: list[tuple[PropertyValue, str]] = [
    ("2025-02-27T12:07:19.000+08:00", "2025-02-27T12:07:19+08:00"),
    ("2025-05-04T19:19:14.413+08:00", "2025-05-04T19:19:14.413+08:00"),
    ("2025-02-27T12:07:19.123456789Z", "2025-02-27T12:07:19.123456+00:00"),
    ("2025-02-27T12:07:19,5", "2025-02-27T12:07:19.500+08:00"),
    ("2025-02-27T12:07:19+0800", "2025-02-27T12:07:19+08:00"),
    ("2025-02-27T12:07:19 -0330", "2025-02-27T12:07:19-03:30"),
    ("2025-02-27T12:07:19+08", "2025-02-27T12:07:19+08:00"),
    ("2025-02-27t12:07z", "2025-02-27T12:07:00+00:00"),
    ("2025-02-27T12:07:19+08:00[Asia/Shanghai]", "2025-02-27T12:07:19+08:00"),
    ("2025-02-27T12:07:19", "2025-02-27T12:07:19+08:00"),
    ("2025-02-27 12:07", "2025-02-27T12:07:00+08:00"),
    ("2025-02-27  7:05 PM", "2025-02-27T19:05:00+08:00"),
    ("2025-02-27T12:05:02 am", "2025-02-27T00:05:02+08:00"),
    ("2025-02-27 12:07 UTC+8", "2025-02-27T12:07:00+08:00"),
    ("2025-02-27", "2025-02-27T00:00:00+08:00"),
    ("2025-2-7", "2025-02-07T00:00:00+08:00"),
    ("2025/02/27", "2025-02-27T00:00:00+08:00"),
    ("2025.2.27 1:02:03", "2025-02-27T01:02:03+08:00"),
    ("２０２５-02-27", "2025-02-27T00:00:00+08:00"),
    ("2025年2月27日", "2025-02-27T00:00:00+08:00"),
    ("2025 年 02 月 27 日 12:07", "2025-02-27T12:07:00+08:00"),
    ("2025年2月27日12时07分19秒", "2025-02-27T12:07:19+08:00"),
    ("2025年2月27日12点07分", "2025-02-27T12:07:00+08:00"),
    ("2025년 2월 27일", "2025-02-27T00:00:00+08:00"),
    ("27 Feb 2025", "2025-02-27T00:00:00+08:00"),
    ("27th February 2025, 12:07", "2025-02-27T12:07:00+08:00"),
    ("February 27, 2025", "2025-02-27T00:00:00+08:00"),
    ("Feb. 27 2025 at 3:07pm", "2025-02-27T15:07:00+08:00"),
    ("Thursday, February 27th 2025", "2025-02-27T00:00:00+08:00"),
    ("Thu, 27 Feb 2025 12:07:19 GMT", "2025-02-27T12:07:19+00:00"),
    ("27 Feb 2025 12:07:19 +0800", "2025-02-27T12:07:19+08:00"),
    ("Thu Feb 27 2025 12:07:19 GMT+0800 (Somewhere)", "2025-02-27T12:07:19+08:00"),
    *((f"7 {name} 2025", f"2025-{number:02}-07T00:00:00+08:00") for number, name in enumerate(
        ["Jan", "Feb", "March", "Apr", "May", "June", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"], 1
    )),
    (20250227, "2025-02-27T00:00:00+08:00"),
    ("202502271207", "2025-02-27T12:07:00+08:00"),
    (20250227120719, "2025-02-27T12:07:19+08:00"),
    ("20250227T120719Z", "2025-02-27T12:07:19+00:00"),
    (1740629239, "2025-02-27T12:07:19+08:00"),
    ("1740629239413", "2025-02-27T12:07:19.413+08:00"),
    ("[[2025-02-27]]", "2025-02-27T00:00:00+08:00"),
    ("[[Journal/2025-02-27.md#Notes|Thursday]]", "2025-02-27T00:00:00+08:00"),
    (r"[[Journal/A day\|2025-02-27]]", "2025-02-27T00:00:00+08:00"),
    ([["2025-02-27"]], "2025-02-27T00:00:00+08:00"),
    ([["Journal/2025-02-27|x"]], "2025-02-27T00:00:00+08:00"),
    (["2025-02-27"], "2025-02-27T00:00:00+08:00"),
    ("1890-01-01", "1890-01-01T00:00:00+08:05"),
    ("9999-12-31T23:59:59-10:00", "9999-12-31T23:59:59-10:00"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "time"), TIMES)
def test_times(value: PropertyValue, time: str) -> None:
    assert convert("datetime", value) == Converted(time)


@pytest.mark.parametrize(
    "value",
    [
        "2025-02-30", "2025-13-01", "2025-00-10", "20250230", "2025-02-27T25:00",
        "2025-02-27T12:60", "2025-02-27 13:00 pm", "2025-02-27T12:07+16:00",
        "0000-01-01", 9999999999, 12345678,
        "01/02/2024", "27.02.2025", "2024", 2024, "2024-03", "2025-W09", "12:30", "yesterday",
        "[[x]]", "[[]]", "<% tp.file.creation_date() %>", "2025-02/27", "2025-02-27T12", "-1", 1.5,
        True, ["a", "b"], TEMPLATE, {"a": "2025-02-27"}, math.inf, 10**40,
    ],
)  # fmt: skip
def test_what_is_no_clear_time_is_a_problem(value: PropertyValue) -> None:
    converted = convert("datetime", value)
    assert converted.value is None
    assert "date" in converted.problem


@pytest.mark.parametrize("value", [None, "", " ", [], [None]])
def test_no_time_is_no_problem(value: PropertyValue) -> None:
    assert convert("datetime", value) == Converted()


def test_the_zone_is_the_contexts_at_that_time_of_year() -> None:
    berlin = ConverterContext(zone=ZoneInfo("Europe/Berlin"))
    assert convert("datetime", "2025-07-01", berlin) == Converted("2025-07-01T00:00:00+02:00")
    assert convert("datetime", "2025-01-01", berlin) == Converted("2025-01-01T00:00:00+01:00")
    assert convert("datetime", "2025-01-01", ConverterContext()) == Converted(
        "2025-01-01T00:00:00+00:00"
    )


@given(st.datetimes(), st.timezones(), st.sampled_from(["T", " "]))
def test_a_local_time_keeps_its_clock(moment: datetime, zone: ZoneInfo, between: str) -> None:
    converted = convert("datetime", moment.isoformat(between), ConverterContext(zone=zone))
    assert isinstance(converted.value, str)
    read = datetime.fromisoformat(converted.value)
    assert read.replace(tzinfo=None) == moment
    real = moment.replace(tzinfo=zone).utcoffset()
    written = read.utcoffset()
    assert real is not None
    assert written is not None
    assert 0 <= (real - written).total_seconds() < 60
    assert convert("datetime", converted.value) == converted


# Addresses


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("/大语言模型学习/碎碎念/", "/大语言模型学习/碎碎念/"),
        ("大语言模型学习/碎碎念", "/大语言模型学习/碎碎念/"),
        ("A  b/C.d", "/A  b/C.d/"),
        ("/x#y?z%20", "/x#y?z%20/"),
        ("/", "/"),
        ("//setup/", "/setup/"),
        ("yum//yum-clear/", "/yum/yum-clear/"),
        (2024, "/2024/"),
        ("...", "/.../"),
        ("", None),
        (" ", None),
        (None, None),
    ],
)
def test_url_path(value: PropertyValue, path: str | None) -> None:
    assert convert("url-path", value) == Converted(path)


@pytest.mark.parametrize(
    "value",
    ["///", "//", "../x", "/a/../b", "/a/./b", "https://example.org/x", "a\nb", "\x07", [1], True],
)  # fmt: skip
def test_url_path_refuses(value: PropertyValue) -> None:
    converted = convert("url-path", value)
    assert converted.value is None
    assert converted.problem


# Placeholders and secrets


@pytest.mark.parametrize(
    "value",
    [
        "在此输入笔记的描述", "在此输入访问密码", "在此输入元标签名称", "在此输入元标签内容",
        "请输入密码", "請輸入標題", "请在此填写摘要", "输入笔记的描述", "输入密码",
        "Enter a description here", "enter your password here.", "Type something here",
        "your description", "Your title here", "your secret passphrase", "Enter your password",
        "<description>", "{{title}}", "{{ date:YYYY }}", "<% tp.file.title %>", "TODO", " todo ",
        "<% a\n b %>", TEMPLATE,
    ],
)  # fmt: skip
def test_placeholders(value: PropertyValue) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "1234", "hunter2", "", None, 0, True, 1234, [], {}, LINK, ["TODO"], {"a": None},
        "输入法的比较", "输入", "a description", "Your first week in Rust",
        "your cat 1234", "here", "enter",
        "Enter the dragon", "todo list", "<a> and <b>", "x {{y}}", "correct horse battery staple",
        {"{ a }": 1}, "How to enter text here and there",
    ],
)  # fmt: skip
def test_real_values_are_no_placeholders(value: PropertyValue) -> None:
    assert not is_placeholder(value)


@pytest.mark.parametrize(
    "key",
    [
        "dg-passphrase", "password", "Passwd", "passcode", "secret", "client_secret", "githubToken",
        "api-key", "apiKey", "API_KEY", "apikey", "private key", "pwd", "db.pwd", "credentials",
        "访问密码", "密钥", "пароль", "ｐａｓｓｗｏｒｄ",
    ],
)  # fmt: skip
def test_secrets(key: str) -> None:
    assert looks_secret(key)


@pytest.mark.parametrize(
    "key", ["title", "dg-pass-frontmatter", "passage", "keywords", "monkey", "author", "pinned"]
)  # fmt: skip
def test_ordinary_keys_are_no_secrets(key: str) -> None:
    assert not looks_secret(key)


# All of them

ANY: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.from_regex(r"\A[0-9T:+\-/. ]{0,25}\Z"),
        st.sampled_from(["[[", "]]", "|", "\\|", "{{a}}", "true", "2025-02-30", "a, b #c"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("name", sorted(CONVERTERS))
@given(value=ANY)
def test_converters_never_raise_and_give_what_can_be_written(name: str, value: Any) -> None:
    converted = convert(name, value)
    json.dumps(converted.value, allow_nan=False)
    assert isinstance(converted.problem, str)


@pytest.mark.parametrize("name", ["boolean", "class-list", "datetime", "integer", "url-path"])
@given(value=ANY)
def test_a_converted_value_stays_as_it_is(name: str, value: Any) -> None:
    converted = convert(name, value)
    assert convert(name, converted.value) == Converted(converted.value)


@given(ANY)
def test_suspects_never_raise(value: Any) -> None:
    assert is_placeholder(value) in (True, False)
    assert looks_secret(str(value)) in (True, False)


WORDS = "sk- ghp_ AKIA AIza eyJ :// pass password 密码 file:/ /home/ C:\\ token 0123456789ABCDEF"
PIECES = st.sampled_from(
    [*WORDS.split(), *"-_.:=/\\ \n0aTZ@k\u212a\u017f", "-----BEGIN PRIVATE KEY"]
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_no_secret_looks_harmless(text: str) -> None:
    patterns = (suspects._SECRET_TEXT, suspects._LOCAL_PATH)
    found = any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)
    assert holds_secret(text) == found


@pytest.mark.parametrize(
    "text", ["AKIA0123456789ABCDEF", "x = sk-0123456789", "password:x", "C:\\x", "/home/me"]
)
def test_short_secrets_are_found(text: str) -> None:
    assert holds_secret(text)
