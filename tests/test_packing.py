"""Packed documents: what was packed comes back, and nothing else passes for it."""

from __future__ import annotations

import marshal
import pickle
from inspect import getmembers, isclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.texts import MARKDOWN
from vaultexport.markdown import Document, parse, spans
from vaultexport.markdown import packing as packing_module
from vaultexport.markdown.packing import SPANS, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
NOTES = sorted(path for name in ("fixtures", "docs") for path in (ROOT / name).rglob("*.md"))
FIELDS = tuple(Document.__dataclass_fields__)
EVERYTHING = """\
# A `b` heading[^1]
- [ ] task #tag ^id

> [!note]- Title
> ==marked== $x$ [[a#b|c]] ![[d]] [e](f.md) %%hidden%% [key:: value]

[^1]: text
"""


def plain(value: object) -> Any:
    """A value with the types of all that is in it: `True` is not 1, a span not a tuple."""
    if isinstance(value, tuple):
        return type(value), [plain(item) for item in value]
    return type(value), value


def contents(document: Document) -> list[Any]:
    return [plain(getattr(document, name)) for name in FIELDS]


def assert_comes_back(document: Document) -> None:
    packed = pack(document)
    assert contents(unpack(packed)) == contents(document)
    assert unpack(packed) == document
    assert pack(unpack(packed)) == packed


@settings(max_examples=300, deadline=None)
@given(MARKDOWN | st.text(max_size=80))
@example(EVERYTHING)
def test_any_document_comes_back(text: str) -> None:
    assert_comes_back(parse(text))


def test_the_notes_of_the_fixtures_and_the_manual_come_back() -> None:
    assert len(NOTES) > 100
    for path in NOTES:
        assert_comes_back(parse(path.read_bytes().decode(errors="replace")))


def test_every_class_of_spans_is_known() -> None:
    classes = {
        kind
        for _name, kind in getmembers(spans, isclass)
        if kind.__module__ == spans.__name__ and issubclass(kind, tuple)
    }
    assert classes == set(SPANS)


@pytest.mark.parametrize("kind", SPANS, ids=lambda kind: kind.__name__)
def test_any_span_of_each_class_comes_back(kind: type[Any]) -> None:
    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.from_type(kind), min_size=1, max_size=3))
    def check(found: Sequence[Any]) -> None:
        assert_comes_back(Document(marks=tuple(found)))

    check()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(*map(st.from_type, SPANS)), max_size=6))
def test_spans_of_all_classes_keep_their_order(found: Sequence[Any]) -> None:
    assert_comes_back(Document(marks=tuple(found)))


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_comes_back_in_its_place(name: str) -> None:
    document = Document(**{name: (spans.Comment(1, 2),)})  # type: ignore[arg-type] # any span does
    assert_comes_back(document)


def test_half_a_character_comes_back() -> None:
    assert_comes_back(Document(tags=(spans.Tag(0, 2, "\ud800"),)))


def test_a_field_is_decoded_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[bytes] = []
    decode = packing_module._spans

    def watched(section: bytes) -> tuple[Any, ...]:
        decoded.append(section)
        return decode(section)

    monkeypatch.setattr(packing_module, "_spans", watched)
    document = unpack(pack(parse(EVERYTHING)))
    assert not decoded
    assert document.headings[0].text == document.headings[0].text == "A b heading"
    assert len(decoded) == 1


def test_equal_documents_have_equal_forms() -> None:
    texts = ["a", "[[ab]]", EVERYTHING]
    for text in texts:
        copy = "".join(list(text))
        assert pack(parse(text)) == pack(parse(copy))
        assert hash(unpack(pack(parse(text)))) == hash(parse(text))
    assert len({pack(parse(text)) for text in texts}) == len(texts)
    assert unpack(pack(parse(texts[0]))) != parse(texts[1])


def test_it_is_pickled_in_its_packed_form() -> None:
    document = unpack(pack(parse(EVERYTHING)))
    pickled = pickle.dumps(document)
    assert pack(document) in pickled
    assert len(pickled) < len(pack(document)) + 100
    assert pickle.loads(pickled) == document


def test_other_attributes_are_missed() -> None:
    with pytest.raises(AttributeError, match="sections"):
        _ = unpack(pack(Document())).sections  # type: ignore[attr-defined] # it has none


def test_damage_is_found() -> None:
    packed = pack(parse(EVERYTHING))
    for place in range(len(packed)):
        damaged = bytearray(packed)
        damaged[place] ^= 1 << place % 8
        with pytest.raises(ValueError, match="packed document"):
            unpack(bytes(damaged))
        with pytest.raises(ValueError, match="packed document"):
            unpack(packed[:place])


def test_a_form_of_other_spans_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = pack(parse(EVERYTHING))
    packing_module._version.cache_clear()
    monkeypatch.setattr(packing_module, "SPANS", (*SPANS[:-1], spans.Tag))
    with pytest.raises(ValueError, match="another version"):
        unpack(packed)
    packing_module._version.cache_clear()


@pytest.mark.parametrize(
    "written",
    [
        *(b"", b"(", 5, [len(SPANS), []], [0], [0, [(1,), (2, 3), (0,), (-1,)]]),
        *([0, [(1,), (2,), (99,), (-1,)]], [0, (1, 2)], [0, [(1,)]], {"a": 1}, [None, [(1,)]]),
    ],
)
def test_forged_content_is_an_error(written: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    section = written if isinstance(written, bytes) else marshal.dumps(written, 2)
    monkeypatch.setattr(packing_module, "_section", lambda _spans: section or b"?")
    document = unpack(pack(Document()))
    with pytest.raises(ValueError, match=r"."):
        _ = document.blocks
