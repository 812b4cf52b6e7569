"""Lines become what a reader sees: runs, cells under headers, and what continues what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw
from tests.ocr.shared import line

from deident.model import Cell, Quad
from deident.ocr.layout import arrange, lean_of, table_scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from deident.ocr import OcrLine
    from deident.ocr.layout import Run

PAPER = np.full((1000, 1000), 255, np.uint8)


def _by_text(lines: list[OcrLine], grey: NDArray[np.uint8] = PAPER) -> dict[str, Run]:
    return {run.text: run for run in arrange(lines, grey)}


def _ruled(rows: int, columns: tuple[int, ...], *, lean: float = 0.0) -> NDArray[np.uint8]:
    """Draw a grid from (100, 100): rows of 50 pixels, columns at these places."""
    image = Image.new("L", (1000, 1000), 255)
    draw = ImageDraw.Draw(image)
    for row in range(rows + 1):
        draw.line((columns[0], 100 + 50 * row, columns[-1], 100 + 50 * row), fill=0, width=2)
    for x in columns:
        draw.line((x, 100, x, 100 + 50 * rows), fill=0, width=2)
    return np.asarray(image.rotate(-lean, fillcolor=255, center=(0, 0)))


def test_boxes_on_one_baseline_are_one_run() -> None:
    """A label and the number beside it meet."""
    runs = arrange(
        [line("身份证号：", 100, 100, 200, 130), line("1499", 215, 102, 300, 131)], PAPER
    )
    assert [run.text for run in runs] == ["身份证号： 1499"]
    assert len(runs[0].quads) == len(runs[0].text)


def test_a_wide_gap_leaves_two_runs_and_a_row_label() -> None:
    """A form without rules: the words to the left govern the value."""
    runs = _by_text([line("联系电话", 100, 100, 200, 130), line("13900000123", 400, 100, 600, 130)])
    assert runs["13900000123"].labels.row == "联系电话"


def test_boxed_digits_are_one_number() -> None:
    """One digit to a box, close together, is read without blanks."""
    digits = [
        line(digit, 100 + 60 * at, 100, 125 + 60 * at, 130) for at, digit in enumerate("149999")
    ]
    assert [run.text for run in arrange(digits, PAPER)] == ["149999"]


def test_a_ruled_table_has_cells_and_headers() -> None:
    """Row and column are counted from the rules; the first row is the header."""
    grey = _ruled(3, (100, 200, 400, 700))
    runs = _by_text(
        [
            line("姓名", 210, 110, 270, 140),
            line("身份证号", 410, 110, 530, 140),
            line("1", 110, 160, 125, 190),
            line("钱大海", 210, 160, 300, 190),
            line("149999196001010010", 410, 160, 680, 190),
            line("孙小梅", 210, 210, 300, 240),
        ],
        grey,
    )
    value = runs["149999196001010010"]
    assert value.cell == Cell(table=0, row=1, column=2)
    assert value.labels.column == "身份证号"
    assert runs["孙小梅"].labels.column == "姓名"
    assert runs["孙小梅"].cell == Cell(table=0, row=2, column=1)
    assert list(runs)[:2] == ["姓名", "身份证号"]


@pytest.mark.parametrize("lean", [-2.0, 1.0, 2.5])
def test_a_leaning_table_is_still_a_table(lean: float) -> None:
    """Scans lean by a degree or two."""
    from deident.model import Quad, Quads
    from deident.ocr import OcrLine

    grey = _ruled(4, (100, 400, 800), lean=lean)
    turn = np.deg2rad(lean)

    def leaning(straight: OcrLine) -> OcrLine:
        def turned(quad: Quad) -> Quad:
            corners = [(quad[at], quad[at + 1]) for at in range(0, 8, 2)]
            return Quad(
                *(
                    float(number)
                    for x, y in corners
                    for number in (
                        x * np.cos(turn) - y * np.sin(turn),
                        x * np.sin(turn) + y * np.cos(turn),
                    )
                )
            )

        assert straight.box is not None
        return OcrLine(
            text=straight.text,
            quads=Quads(turned(quad) for quad in straight.quads),
            score=straight.score,
            box=turned(straight.box),
        )

    runs = _by_text(
        [
            leaning(line("银行卡号", 420, 110, 560, 140)),
            leaning(line("6222020000000000016", 420, 160, 760, 190)),
            leaning(line("6222020000000000024", 420, 260, 760, 290)),
        ],
        grey,
    )
    assert runs["6222020000000000024"].cell == Cell(table=0, row=3, column=1)
    assert runs["6222020000000000016"].labels.column == "银行卡号"


def test_merged_headers_are_joined_from_the_top() -> None:
    """联系方式 over 手机 and 座机."""
    image = Image.fromarray(_ruled(1, (100, 300, 700)))
    draw = ImageDraw.Draw(image)
    for y in (200, 250):
        draw.line((100, y, 700, y), fill=0, width=2)
    for x in (100, 300, 500, 700):
        draw.line((x, 150, x, 250), fill=0, width=2)
    runs = _by_text(
        [
            line("姓名", 110, 110, 170, 140),
            line("联系方式", 420, 110, 560, 140),
            line("手机", 310, 160, 370, 190),
            line("座机", 510, 160, 570, 190),
            line("13900000123", 310, 210, 480, 240),
        ],
        np.asarray(image),
    )
    assert runs["13900000123"].labels.column == "联系方式/手机"
    assert runs["联系方式"].cell == Cell(table=0, row=0, column=1, column_span=2)


def test_a_number_broken_in_its_cell_continues() -> None:
    """Two lines of one ruled cell share the cell; the next row's number does not continue it."""
    image = Image.new("L", (1000, 1000), 255)
    draw = ImageDraw.Draw(image)
    for y in (100, 150, 250, 350):
        draw.line((100, y, 500, y), fill=0, width=2)
    for x in (100, 300, 500):
        draw.line((x, 100, x, 350), fill=0, width=2)
    runs = _by_text(
        [
            line("身份证号", 310, 110, 430, 140),
            line("钱大海", 110, 185, 200, 215),
            line("1499991960", 310, 160, 490, 190),
            line("01010010", 310, 210, 450, 240),
            line("1499991961", 310, 260, 490, 290),
        ],
        np.asarray(image),
    )
    assert runs["01010010"].follows is runs["1499991960"]
    assert runs["01010010"].cell == runs["1499991960"].cell == Cell(table=0, row=1, column=1)
    assert runs["1499991961"].follows is None


def test_one_digit_to_a_ruled_cell_continues() -> None:
    """Application forms have a box for each digit."""
    grey = _ruled(1, (100, 150, 200, 250, 300))
    digits = [
        line(digit, 115 + 50 * at, 110, 135 + 50 * at, 140) for at, digit in enumerate("1390")
    ]
    runs = arrange(digits, grey)
    assert [run.follows and run.follows.text for run in runs] == [None, "1", "3", "9"]


def test_two_digits_read_as_one_stand_in_two_boxes() -> None:
    """The number goes on through them."""
    columns = tuple(range(100, 401, 50))
    page = _ruled(1, columns)
    lines = [line(text, x, 108, x + 20, 140) for text, x in (("1", 115), ("4", 165), ("9", 215))]
    lines += [line("12", 265, 108, 335, 140), line("3", 365, 108, 385, 140)]
    runs = _by_text(lines, page)
    assert runs["12"].follows is runs["9"]
    assert runs["3"].follows is runs["12"]


def test_the_ground_of_a_row_of_headers_is_no_cell() -> None:
    """Headers on a band of colour head the columns below it."""
    page = Image.new("L", (1000, 1000), 255)
    ImageDraw.Draw(page).rectangle((100, 100, 900, 150), outline=0, width=2)
    rows = [("姓名", "手机号码", "车牌号码")]
    rows += [(name, "13900000123", "晋A00000") for name in ("赵小山", "钱大河", "孙明月")]
    lines = [
        line(text, x, 110 + 60 * at, x + 22 * len(text), 140 + 60 * at)
        for at, row in enumerate(rows)
        for text, x in zip(row, (150, 400, 700), strict=True)
    ]
    runs = arrange(lines, np.asarray(page))
    assert {run.labels.column for run in runs if run.said.startswith("139")} == {"手机号码"}


def test_a_form_gives_the_row_label() -> None:
    """姓名 | 赵小山 | 联系电话 | 139…."""
    grey = _ruled(2, (100, 250, 450, 600, 900))
    runs = _by_text(
        [
            line("姓名", 110, 110, 170, 140),
            line("赵小山", 260, 110, 350, 140),
            line("联系电话", 460, 110, 580, 140),
            line("13900000123", 610, 110, 800, 140),
        ],
        grey,
    )
    assert runs["13900000123"].labels.row == "联系电话"


def test_aligned_columns_are_a_table_without_rules() -> None:
    """Three rows or more whose runs stand under one another."""
    lines = [line("姓名", 100, 100, 160, 130), line("身份证号", 400, 100, 520, 130)]
    for row in range(1, 5):
        lines.append(line("钱大海", 100, 100 + 50 * row, 190, 130 + 50 * row))
        lines.append(line(f"14999919600101001{row}", 400, 100 + 50 * row, 700, 130 + 50 * row))
    runs = _by_text(lines)
    assert runs["149999196001010014"].cell == Cell(table=0, row=4, column=1)
    assert runs["149999196001010014"].labels.column == "身份证号"
    assert runs["149999196001010014"].follows is None


def test_a_line_at_the_margin_is_continued_below() -> None:
    """A number broken at the end of a line is met whole."""
    runs = _by_text(
        [
            line("根据社会救助有关规定经本人申请", 100, 100, 600, 130),
            line("申请人赵小山身份证号码149999", 100, 145, 598, 175),
            line("199001010019，家庭人口三人。", 100, 190, 500, 220),
            line("公示期为七个工作日。", 100, 235, 400, 265),
        ]
    )
    assert runs["199001010019，家庭人口三人。"].follows is runs["申请人赵小山身份证号码149999"]
    assert runs["公示期为七个工作日。"].follows is None


def test_two_columns_of_prose_do_not_mix() -> None:
    """Each column continues itself."""
    left = [f"左栏第{at}行的文字写满了这一栏从左到右没有留白" for at in range(4)]
    right = [f"右栏第{at}行的文字写满了这一栏从左到右没有留白" for at in range(4)]
    lines = [line(text, 50, 100 + 45 * at, 450, 120 + 45 * at) for at, text in enumerate(left)]
    lines += [line(text, 550, 100 + 45 * at, 950, 120 + 45 * at) for at, text in enumerate(right)]
    runs = _by_text(lines)
    assert all(run.cell is None for run in runs.values())
    above = runs[right[2]].follows
    assert above is None or above.text == right[1]


def test_a_gutter_parts_two_columns_of_prose() -> None:
    """However near the lines of both end, a number goes on in its own column."""
    lines = []
    for at in range(4):
        lines.append(line(f"左栏身份证号14999919{at}", 100, 100 + 40 * at, 480, 130 + 40 * at))
        lines.append(line(f"{at}右栏的文字到这里为止", 520, 101 + 40 * at, 900, 131 + 40 * at))
    runs = _by_text(lines)
    assert len(runs) == 8
    assert runs["左栏身份证号149999192"].follows is runs["左栏身份证号149999191"]


def test_cells_of_a_list_without_rules_are_apart() -> None:
    """A name beside a number, two letters between them: columns all the same, with headers."""
    lines = [line("姓名", 100, 100, 160, 130), line("身份证号", 220, 100, 340, 130)]
    for at, name in enumerate(("钱大海", "孙小梅", "李有田"), start=1):
        top = 100 + 50 * at
        lines.append(line(name, 90, top, 180, top + 30))
        lines.append(line(f"14999919600101001{at}", 220, top, 500, top + 30))
    runs = _by_text(lines)
    assert runs["钱大海"].labels.column == "姓名"
    assert runs["149999196001010013"].labels.column == "身份证号"


def test_a_form_has_labels_beside_its_values_and_no_header() -> None:
    """The first row alternates; what stands below it is no name."""
    grey = _ruled(3, (100, 300, 500, 700, 900))
    words = (("姓名", "赵小山", "性别", "男"), ("民族", "汉族", "籍贯", "夏阳"))
    lines = [
        line(word, 110 + 200 * column, 110 + 50 * row, 170 + 200 * column, 140 + 50 * row)
        for row, cells in enumerate(words)
        for column, word in enumerate(cells)
    ]
    lines.append(line("申请理由", 110, 210, 230, 240))
    runs = _by_text(lines, grey)
    assert (runs["赵小山"].labels.row, runs["赵小山"].labels.column) == ("姓名", "")
    assert not runs["申请理由"].labels
    assert not runs["民族"].labels


def test_a_date_below_a_sentence_in_a_cell_does_not_continue_it() -> None:
    """The sentence ended long before its cell did."""
    grey = _ruled(1, (100, 900))
    runs = _by_text(
        [
            line("情况属实，同意上报。", 110, 105, 300, 120),
            line("2025年12月27日", 700, 130, 880, 145),
        ],
        grey,
    )
    assert runs["2025年12月27日"].follows is None


def test_a_column_of_vertical_text_continues_the_one_to_its_right() -> None:
    """An address that runs into the next column is one address."""
    from deident.ocr.quads import rectangle, turned

    def column(text: str, left: float, bottom: float) -> OcrLine:
        box = rectangle(left, 100, left + 30, bottom)
        return replace(line(text, left, 100, left + 30, bottom), upright=False, box=turned(box, 1))

    runs = _by_text([column("现住夏阳县东城街道青山", 500, 800), column("路三号。", 440, 300)])
    assert runs["路三号。"].follows is runs["现住夏阳县东城街道青山"]


def test_a_label_at_the_end_of_a_line_is_answered_below() -> None:
    """卡号： and the number on the next line, however short the first line is."""
    runs = _by_text(
        [
            line("开户行为农村商业银行，卡号：", 100, 100, 500, 130),
            line("6222020000000000016。", 100, 140, 420, 170),
            line("以上内容属实，如有不实愿意承担责任，特此说明", 100, 60, 800, 90),
        ]
    )
    assert runs["6222020000000000016。"].follows is runs["开户行为农村商业银行，卡号："]


def test_two_lines_that_go_on_from_one_are_both_there() -> None:
    """A line may be continued by two that stand beside each other; none is lost."""
    runs = arrange(
        [
            line("以上内容属实，如有不实愿意承担一切责任，特此说明如下", 100, 100, 900, 130),
            line("联系电话1390", 100, 135, 400, 165),
            line("家庭人口三人", 100, 160, 400, 190),
        ],
        PAPER,
    )
    assert len(runs) == 3


def test_a_last_line_shorter_than_the_indent_continues_its_number() -> None:
    """One digit of a card number alone on a line, left of where the paragraph begins."""
    runs = _by_text(
        [
            line("开户行为农村商业银行，卡号：622202000000000001", 272, 673, 1444, 709),
            line("6。", 195, 733, 248, 770),
        ]
    )
    assert runs["6。"].follows is runs["开户行为农村商业银行，卡号：622202000000000001"]


def test_numbers_under_one_another_are_a_list() -> None:
    """Each is whole; the second is no rest of the first."""
    runs = _by_text(
        [line("13900000123", 100, 100, 320, 130), line("13900000124", 100, 140, 320, 170)]
    )
    assert runs["13900000124"].follows is None


_PEOPLE = [(f"赵小{name}", f"6222020000000{at}") for at, name in enumerate("甲乙丙丁戊己庚", 100)]


def test_columns_that_slant_are_columns() -> None:
    """In a photograph the last name may stand below the head of the next column."""
    rows = [("姓名", "银行卡号"), *_PEOPLE]
    lines = [
        line(text, left + 20 * at, 100 + 50 * at, left + 20 * at + 80, 130 + 50 * at)
        for at, row in enumerate(rows)
        for left, text in zip((100, 300), row, strict=True)
    ]
    runs = _by_text(lines)
    assert all(runs[name].labels.column == "姓名" for name, _ in rows[1:])
    assert all(runs[number].labels.column == "银行卡号" for _, number in rows[1:])


def test_short_lines_do_not_say_how_a_page_leans() -> None:
    """Their boxes stand level; the one long line knows better."""
    long = replace(
        line("根据有关文件要求，现将情况公示如下", 100, 100, 900, 130),
        box=Quad(100, 100, 900, 116, 900, 146, 100, 130),
    )
    short = [line("赵", 100 + 50 * at, 300, 130 + 50 * at, 330) for at in range(6)]
    assert lean_of([long, *short]) == pytest.approx(1.1, abs=0.1)


@pytest.mark.parametrize(
    ("side", "high", "scale"), [(20_000, 130, 8), (3508, 50, 2), (3508, 20, 1)]
)
def test_letters_stay_apart_from_rules_however_large_the_sheet(
    side: int, high: float, scale: int
) -> None:
    """Eight pages side by side are not looked at from farther away than one."""
    assert table_scale([line("姓名", 100, 100, 300, 100 + high)], side) == scale


def test_plates_under_one_another_are_no_sentence() -> None:
    """Each fills its narrow column; read as one text none of them is a plate."""
    plates = ("晋M1A001", "晋MD12345", "冀E9B002", "晋M3C003")
    lines = [line(text, 60, 40 * at, 150, 40 * at + 26) for at, text in enumerate(plates, 1)]
    assert all(run.follows is None for run in arrange(lines, PAPER))


def test_sums_under_one_another_are_no_number() -> None:
    """833 over 1779 over 138 would make an account of a column of sums."""
    sums = ("833", "1779", "138", "2109.50")
    lines = [line(text, 60, 40 * at, 120, 40 * at + 26) for at, text in enumerate(sums, 1)]
    assert all(run.follows is None for run in arrange(lines, PAPER))


def test_what_stands_near_a_table_is_no_row_of_it() -> None:
    """Two headers read as one, and the line of who made the table, leave the rest a table."""
    rows = [
        [line("序号姓名", 40, 40, 160, 66), line("银行账号", 200, 40, 330, 66)],
        *(
            [line(str(at), 40, 40 + 40 * at, 60, 66 + 40 * at),
             line("张三丰", 90, 40 + 40 * at, 160, 66 + 40 * at),
             line(f"62170000000000{at}", 200, 40 + 40 * at, 380, 66 + 40 * at)]
            for at in range(1, 5)
        ),
        [line("填表人：李四光", 40, 240, 240, 266), line("日期：三月", 330, 240, 450, 266)],
    ]  # fmt: skip
    runs = {run.text: run for run in arrange([one for row in rows for one in row], PAPER)}
    number = runs["621700000000003"]
    assert (number.labels.column, number.cell) == ("银行账号", Cell(table=0, row=2, column=2))
    assert runs["填表人：李四光"].cell is None
