"""JSON: what is masked changes, and everything else is the same JSON; checked by `json`."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
from fixtures.structured import records
from hypothesis import given, settings
from hypothesis import strategies as st

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.structured.json_values import JsonHandler
from deident.model import PAGE_SEGMENTS, Cell, Mask, MaskPlan, Place, Segment, Source, Span

HANDLER = JsonHandler(Limits())
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
DIGITS = str.maketrans("0123456789", "*" * 10)


def source(data: str | bytes, media_type: str = "application/json") -> Source:
    """Name some JSON."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return Source(name="a.json", data=raw, media_type=media_type)


def segments(data: str | bytes) -> list[Segment]:
    """Read all segments."""
    return [segment for page in HANDLER.read(source(data)).pages for segment in page.segments]


def values(data: str | bytes) -> dict[str, Segment]:
    """Find segments by their text."""
    return {segment.text: segment for segment in segments(data)}


def masked(data: str | bytes) -> str:
    """Write a star over every digit."""
    masks = [
        Mask(Place(segment.id, Span(0, len(segment.text))), segment.text.translate(DIGITS))
        for segment in segments(data)
    ]
    return bytes(HANDLER.apply(source(data), MaskPlan(masks=iter(masks))).data).decode()


def starred(tree: Any, *, key: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """Do with a parsed tree what the masks do with its source."""
    if isinstance(tree, dict):
        return {starred(name, key=True): starred(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [starred(value) for value in tree]
    if isinstance(tree, bool) or tree is None:
        return tree
    return str(tree).translate(DIGITS) if isinstance(tree, str) or not key else tree


words = st.text(st.characters(codec="utf-8", exclude_characters="&<\0") | st.sampled_from("19"))
trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | words.filter(lambda t: "base64" not in t),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(tree=trees, plain=st.booleans(), indent=st.sampled_from([None, 1]))
def test_masks_change_strings_and_nothing_else(tree: Any, plain: bool, indent: int | None) -> None:  # noqa: ANN401
    """The output parses to the same tree with stars in it."""
    text = json.dumps(tree, ensure_ascii=not plain, indent=indent)
    if any(segment for segment in HANDLER.read(source(text)).embedded):
        return
    assert json.loads(masked(text)) == starred(tree)


@settings(deadline=None)
@given(tree=trees, plain=st.booleans())
def test_an_empty_plan_changes_no_byte(tree: Any, plain: bool) -> None:  # noqa: ANN401
    """Masking nothing is doing nothing."""
    text = json.dumps(tree, ensure_ascii=plain)
    assert HANDLER.apply(source(text), MaskPlan()).data == source(text).data


@given(text=st.text(st.sampled_from('{}[]",:1\\u09aé \n/*-.eE'), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else comes out of it; and what `json` reads is never refused."""
    try:
        expected: Any = json.loads(text)
    except ValueError:
        expected = ...
    try:
        segments(text)
    except UnreadableError:
        assert expected is ...


def test_keys_are_the_labels_of_their_values() -> None:
    """A single object labels to the left, a list of objects above."""
    found = values('{"申请人": {"联系电话": "甲"}, "list": [{"idcard": "乙", "x": {"tel": "丙"}}]}')
    assert (found["甲"].labels.row, found["甲"].labels.caption) == ("申请人/联系电话", "申请人")
    assert (found["乙"].labels.column, found["乙"].labels.caption) == ("idcard", "list")
    assert found["丙"].labels.column == "x/tel"
    assert found["丙"].cell == Cell(table=1, row=0, column=1)


def test_columns_keep_their_number_whatever_the_order_of_keys() -> None:
    """Records may leave keys out."""
    found = values('[{"a": "甲", "b": "乙"}, {"b": "丙"}, {"b": "丁", "a": "戊"}]')
    cells = [found[text].cell for text in "甲乙丙丁戊"]
    assert [cell.column for cell in cells if cell] == [0, 1, 1, 1, 0]


def test_rows_without_keys_have_a_header() -> None:
    """Beside them, or as their first row."""
    beside = values('{"columns": ["姓名", "证件号码"], "data": [["甲", "乙"], ["丙", "丁"]]}')
    first = values('[["姓名", "证件号码"], ["甲", "149999190001019999"], ["丙", "无"]]')
    assert beside["丁"].labels.column == first["无"].labels.column == "证件号码"


def test_lines_are_the_rows_of_a_table() -> None:
    """JSON Lines, and the same under the name of JSON."""
    found = values('{"姓名": "甲"}\n{"姓名": "乙"}\n')
    assert found["乙"].cell == Cell(table=1, row=1, column=0)


def test_a_broken_line_is_named() -> None:
    """Nobody skips it."""
    with pytest.raises(UnreadableError) as refused:
        segments('{"a": 1}\n{"a": \n{"a": 2}\n')
    assert refused.value.reason == "MALFORMED"
    assert refused.value.where.startswith("line ")


@pytest.mark.parametrize(
    ("written", "read"),
    [("1.4082119761222E+17", "140821197612220000"), ("13800000001.0", "13800000001"),
     ("1.38e10", "13800000000"), ("35.125", "35.125"), ("-0.5E1", "-0.5E1")],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(written: str, read: str) -> None:
    """A spreadsheet's export writes long numbers with an exponent."""
    assert segments(f"[{written}]")[0].text == read
    assert json.loads(masked(f"[{written}]")) == [read.translate(DIGITS)]


def test_characters_that_no_mask_covers_keep_their_escapes() -> None:
    """Byte for byte."""
    text = r'{"a\/b": "\u5f201\u0032\ud83d\ude00\t3", "c": 1.50}'
    first = segments(text)[1]
    plan = MaskPlan(masks=[Mask(Place(first.id, Span(1, 3)), "**")])
    written = bytes(HANDLER.apply(source(text), plan).data).decode()
    assert written == text.replace(r"1\u0032", "**")


@pytest.mark.parametrize(
    ("value", "kind"),
    [("<p>电话 1&#51;8</p>", "text/html"), ("见&nbsp;表", "text/html"),
     ('{"a": "b"}', "application/json"), ("<?xml version='1.0'?><a/>", "application/xml")],
)  # fmt: skip
def test_a_document_in_a_string_goes_through_the_line(value: str, kind: str) -> None:
    """And comes back written as a string."""
    text = json.dumps({"a": value, "b": 1})
    (found,) = HANDLER.read(source(text)).embedded
    assert found.source.media_type == kind
    assert bytes(found.source.data).decode("utf-8-sig") == value
    new = Source(name="", data=bytes(found.source.data).replace(b"1", b'*"\\'))
    written = HANDLER.apply(source(text), MaskPlan(replacements={found.id: new})).data
    assert json.loads(bytes(written)) == {"a": value.replace("1", '*"\\'), "b": 1}


@pytest.mark.parametrize("prefix", ["", "data:image/png;base64,", "图 ![](data:image/png;base64,"])
def test_a_picture_in_base64_goes_through_the_line(prefix: str) -> None:
    """Alone, as an address, or in the midst of words."""
    packed = base64.b64encode(PNG).decode()
    text = json.dumps({"a": f"{prefix}{packed}"})
    (found,) = HANDLER.read(source(text)).embedded
    assert found.source.data == PNG
    new = Source(name="", data=b"\xff\xd8\xff new", media_type="image/jpeg")
    written = bytes(HANDLER.apply(source(text), MaskPlan(replacements={found.id: new})).data)
    value = json.loads(written)["a"]
    assert value.endswith(base64.b64encode(b"\xff\xd8\xff new").decode())
    assert "image/png" not in value


def test_words_in_base64_are_read() -> None:
    """Whoever packs a telephone has not hidden it."""
    packed = base64.b64encode("联系电话13800000001".encode()).decode()
    (found,) = HANDLER.read(source(json.dumps([packed]))).embedded
    assert bytes(found.source.data).decode() == "联系电话13800000001"


def test_what_nobody_can_read_is_said() -> None:
    """A long value that is no language and no document."""
    document = HANDLER.read(source(json.dumps(["q8Zk" * 1000])))
    assert sum(len(page.segments) for page in document.pages) == 1
    assert [part.code for part in document.unread] == ["UNKNOWN_PART"]


@pytest.mark.parametrize(
    ("written", "read", "expected"),
    [
        (
            "http://a?x=%E5%BC%A0%31%3338&y=1",
            "http://a?x=张1338&y=1",
            "http://a?x=%E5%BC%A0****&y=*",
        ),
        (r"\\u0031\\u0033a", "13a", "**a"),
        ("%D5%C51", "张1", "%D5%C5*"),
        ("100%，1%x", "100%，1%x", "***%，*%x"),
        ("1.38E+10", "13800000000", "***********"),
    ],
)
def test_a_value_in_another_writing_is_read_as_meant(
    written: str, read: str, expected: str
) -> None:
    """Addresses, escapes that were escaped once more, exponents."""
    text = f'["{written}"]'
    assert segments(text)[0].text == read
    assert json.loads(masked(text)) == [expected]


def test_a_key_of_all_records_is_one_segment_and_masked_everywhere() -> None:
    """Nobody is asked twelve thousand times."""
    text = '[{"x149999": 1}, {"x149999": 2}, {"x149999": 3}]'
    assert [segment.text for segment in segments(text)].count("x149999") == 1
    assert list(json.loads(masked(text))[2]) == ["x******"]


def test_a_long_roster_streams_in_pages() -> None:
    """No page holds more than it may."""
    sizes = [len(page.segments) for page in HANDLER.read(source(records(12_000, "1"))).pages]
    assert max(sizes) == PAGE_SEGMENTS
    assert sum(sizes) == 2 * 12_001 + 2


@pytest.mark.parametrize(
    "hostile",
    [
        '"' * 200_001,
        "[1] " + "/*" * 100_000,
        "\\" * 200_001,
        '{"a":' * 100_000,
        '["' + '\\"' * 200_000,
        "1" * 500_000 + "x",
        '["' + "<" * 200_000 + '"]',
        '["' + "&" * 200_000 + '"]',
        '["' + "<a " * 70_000 + '"]',
        '["' + "data:;base64," * 20_000 + '"]',
    ],
    ids=range(10),
)
def test_hostile_text_takes_no_more_than_linear_time(hostile: str) -> None:
    """A second is plenty for two hundred kilobytes."""
    start = time.process_time()
    try:
        segments(hostile)
    except UnreadableError as refused:
        assert refused.reason in {"MALFORMED", "TOO_DEEP"}  # noqa: PT017 either way
    assert time.process_time() - start < 3
