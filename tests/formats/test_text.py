"""Plain text and Markdown: blocks, typed tables, and writing back."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.text import PlainTextHandler
from deident.model import Kind, Mask, MaskPlan, Place, Segment, Source, Span

if TYPE_CHECKING:
    from pathlib import Path

ID = "149999199003070018"
MOBILE = "13800000000"


def read(text: str, window: int = 1 << 16) -> list[Segment]:
    """Read a text in windows of the given size."""
    handler = PlainTextHandler(Limits(window_characters=window))
    document = handler.read(Source(name="a.txt", data=text.encode()))
    return [segment for page in document.pages for segment in page.segments]


def cells(text: str, window: int = 1 << 16) -> list[tuple[str, str]]:
    """Read the cells with their column labels."""
    return [
        (segment.text, segment.labels.column)
        for segment in read(text, window)
        if segment.kind is Kind.CELL
    ]


def test_a_block_ends_where_a_line_ends_and_knows_its_first_line() -> None:
    """A sentence is kept whole, and a reviewer can find the place."""
    segments = read("第一行。\n第二行。\n第三行。\n", window=7)
    assert [segment.text for segment in segments] == ["第一行。\n", "第二行。\n", "第三行。\n"]
    assert [segment.locator.line for segment in segments] == [1, 2, 3]
    assert [segment.follows for segment in segments] == ["", "", ""]


def test_a_block_does_not_end_inside_a_number_broken_over_lines() -> None:
    """The line before is the better place."""
    segments = read("以下无正文\n号码14999919900\n3070018\n", window=22)
    assert segments[1].text == "号码14999919900\n3070018\n"


def test_a_long_line_is_divided_behind_a_sentence() -> None:
    """And what follows says so."""
    segments = read("甲乙丙丁。戊己庚辛壬癸", window=8)
    assert [segment.text for segment in segments] == ["甲乙丙丁。", "戊己庚辛壬癸"]
    assert segments[1].follows == segments[0].id


@pytest.mark.parametrize("mark", ["", " ", "-", "\uff10", "\u3000", "\u200b", "－"])
def test_a_long_line_is_never_divided_inside_a_number(mark: str) -> None:
    """Nor inside one with spaces, hyphens or full-width digits."""
    number = mark.join("149999" * 4)
    segments = read(f"甲，{number}，乙丙丁", window=16)
    assert any(number in segment.text for segment in segments)


def test_a_line_without_a_safe_place_is_refused() -> None:
    """Rather than divided where a number may be."""
    with pytest.raises(UnreadableError) as refused:
        read("1" * 100, window=16)
    assert refused.value.reason == "LINE_TOO_LONG"


def test_line_breaks_stay_in_the_text() -> None:
    """All three kinds."""
    for newline in ("\n", "\r\n", "\r"):
        text = newline.join(("甲乙丙。", "丁戊己。", "庚辛壬。", ""))
        assert "".join(segment.text for segment in read(text, window=7)) == text


def test_a_markdown_table_becomes_cells() -> None:
    """With their headers; the line of dashes is no text."""
    text = f"前\n\n| 姓名 | **身份证号** |\n|:---|---:|\n| 张某 | {ID} |\n| 李\\|某 || \n\n后\n"
    assert cells(text) == [
        ("姓名", ""),
        ("**身份证号**", ""),
        ("张某", "姓名"),
        (ID, "身份证号"),
        ("李\\|某", "姓名"),
    ]
    assert [s.text for s in read(text) if s.kind is Kind.BODY] == ["前\n\n", "\n后\n"]


def test_a_pasted_table_becomes_cells() -> None:
    """Tabs lost at the end of a line do not end the table."""
    text = f"名单：\n姓名\t身份证号\t备注\n张某\t{ID}\n李某\t{ID}\t无\n以上。\n"
    assert (ID, "身份证号") in cells(text)
    assert len(cells(text)) == 8


def test_a_table_typed_with_spaces_becomes_cells() -> None:
    """Names may have one space inside."""
    text = f"序号  姓 名   联系电话\n1     张 某   {MOBILE}\n2     李某    {MOBILE}\n"
    assert (MOBILE, "联系电话") in cells(text)
    assert ("张 某", "姓名") in cells(text)


def test_prose_with_wide_spaces_is_no_table() -> None:
    """Signatures and indented paragraphs are blocks."""
    text = "\u3000\u3000第一段  有空格\n\u3000\u3000第二段  有空格\n\u3000\u3000第三段  有空格。\n"
    assert [segment.kind for segment in read(text)] == [Kind.BODY]
    text = f"联系人：张某    电话：{MOBILE}\n" * 3
    assert [segment.kind for segment in read(text)] == [Kind.BODY]


def test_two_lines_with_a_tab_are_no_table() -> None:
    """A table has three lines."""
    assert not cells("附件\t见附表\n联系\t见附件\n")


def test_a_table_goes_on_over_windows() -> None:
    """The header governs the last row as well as the first."""
    rows = "".join(f"张某\t{number:011d}\n" for number in range(200))
    found = cells(f"名单。\n姓名\t电话\n{rows}完。\n", window=64)
    assert len(found) == 402
    assert found[-1] == ("00000000199", "电话")


def test_a_table_that_begins_at_the_end_of_a_window_is_seen() -> None:
    """Wherever the window ends."""
    text = "无关的一行。\n" * 30 + f"姓名\t身份证号\n张某\t{ID}\n李某\t{ID}\n"
    for window in range(100, 270):
        assert cells(text, window).count((ID, "身份证号")) == 2, window


def test_every_cell_knows_its_place() -> None:
    """Rows are read from `cell`, people read the locator."""
    segment = next(
        s for s in read(f"甲。\n姓名\t电话\n张某\t{MOBILE}\n李某\t\n") if s.text == MOBILE
    )
    assert segment.cell is not None
    assert (segment.cell.row, segment.cell.column) == (1, 1)
    assert (segment.locator.line, segment.locator.row, segment.locator.column) == (3, 2, 2)


def test_a_picture_inside_the_text_is_unread() -> None:
    """Nobody looked at it."""
    handler = PlainTextHandler(Limits())
    text = "![照片](data:image/png;base64,iVBORw0KGgo=)\n"
    document = handler.read(Source(name="a.md", data=text.encode()))
    assert [part.code for part in document.unread] == ["PICTURE_IN_TEXT"]
    assert not list(handler.read(Source(name="a.md", data="无".encode())).unread)


def test_vertical_punctuation_is_read_and_written_back() -> None:
    """Private-use characters become real ones for reading only."""
    raw = ("公示名单如下号码" * 4).encode("gb18030") + b"\xfe\x59" + ID.encode()
    handler = PlainTextHandler(Limits())
    source = Source(name="a.txt", data=raw)
    (segment,) = next(iter(handler.read(source).pages)).segments
    assert "\u9fb4" + ID in segment.text
    start = segment.text.index(ID)
    mask = Mask(Place(segment.id, Span(start, start + len(ID))), "*" * len(ID))
    assert handler.apply(source, MaskPlan(masks=[mask])).data == raw.replace(
        ID.encode(), b"*" * len(ID)
    )


def test_overlapping_masks_are_refused() -> None:
    """A plan that contradicts itself is a bug, not a wish."""
    source = Source(name="a.txt", data="张某某".encode())
    masks = [Mask(Place("b1", Span(0, 2)), "*"), Mask(Place("b1", Span(1, 3)), "*")]
    with pytest.raises(ValueError, match="overlap"):
        PlainTextHandler(Limits()).apply(source, MaskPlan(masks=masks))


def test_a_large_output_is_spooled_to_a_file(tmp_path: Path) -> None:
    """Memory does not hold the document twice."""
    line = "经本人申请、入户调查、民主评议、审核审批。\n".encode()
    path = tmp_path / "large.txt"
    path.write_bytes("张某\n".encode() + line * (70_000_000 // len(line)))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        mask = Mask(Place("b1", Span(0, 2)), "*某")
        source = Source(name="large.txt", data=data)
        masked = PlainTextHandler(Limits()).apply(source, MaskPlan(masks=[mask])).data
        assert isinstance(masked, mmap.mmap)
        assert masked[:8] == "*某\n".encode() + line[:3]
        assert masked[-len(line) :] == line
        masked.close()


@pytest.mark.parametrize("text", ["-|\n|-\n完", "|-\n|-\n|-\n完", "---|---\n---|---\n完\n"])
def test_lines_of_dashes_alone_come_to_an_end(text: str) -> None:
    """They look like what stands under the header of a table, and are read once."""
    source = Source(name="a.txt", data=text.encode())
    pages = PlainTextHandler(Limits()).read(source).pages
    assert "".join(s.text for page in pages for s in page.segments).replace("\n", "").endswith("完")


@given(
    st.lists(
        st.sampled_from(["姓名", "13", " ", "  ", "\t", "|", "-", "\n", "\r\n", "。", "\u3000"])
    )
)
def test_windows_and_tables_lose_no_character(parts: list[str]) -> None:
    """The pieces add up to the text, so a mask on one leaves the others."""
    text = "".join(parts) + "完"
    handler = PlainTextHandler(Limits(window_characters=12))
    source = Source(name="a.txt", data=text.encode())
    last = [s for page in handler.read(source).pages for s in page.segments][-1]
    at = last.text.index("完")
    masks = [Mask(Place(last.id, Span(at, at + 1)), "＊")]
    assert handler.apply(source, MaskPlan(masks=masks)).data == (text[:-1] + "＊").encode()
