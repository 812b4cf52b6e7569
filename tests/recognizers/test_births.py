"""Birth dates in sentences; bounds of rules, other dates and officials stay."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims, table

from deident.api import mask_text
from deident.model import Cell, Segment

_CLAIMS = Claims("BIRTH_DATE")
found, in_segments = _CLAIMS.found, _CLAIMS.in_segments


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("张三，男，汉族，1990年3月7日生，小学文化。", ["1990年3月7日"]),
        ("王某，男，1962-05-04，身份证149999199003071236", ["1962-05-04"]),
        ("出生于1990年3月7日，户籍甲县。", ["1990年3月7日"]),
        ("赵某生于一九五八年十月初三。", ["一九五八年十月初三"]),
        ("被告人李某某，男，1988.03.05出生，汉族", ["1988.03.05"]),
        ("蔡某，女，19770512，住甲县", ["19770512"]),
        ("其子2019-03-15出生，现就读幼儿园", ["2019-03-15"]),
    ],
)
def test_a_birth_date_is_found_in_a_sentence(text: str, values: list[str]) -> None:
    """出生, 生 and 生于 with a date, in digits or numerals, exact or not."""
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "2020年出生人口1.2万人，出生率8‰。",
        "1989年3月7日以后出生的人员可以报名。",
        "（1989年3月7日至2007年3月7日期间出生）",
        "该企业于2010年3月生产第一批产品。",
        "发生于2021年6月3日的火灾",
        "1949年10月出生的老同志集中体检",
        "2024年5月生猪出栏3万头",
        "会议定于2023年3月5日召开。",
    ],
)
def test_other_dates_are_not_births(text: str) -> None:
    """A bare date, a bound, a statistic and a product are nobody's birth."""
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "张三，男，1972年8月生，中共党员，现任县财政局局长。",
        "拟录用人员：王某，男，1999年4月生，本科。",
    ],
)
def test_the_birth_month_of_an_official_is_an_offices(text: str) -> None:
    """任前公示 and 拟录用 publish year and month by rule."""
    assert found(text) == []


def test_a_table_of_candidates_keeps_birth_months() -> None:
    """Beside posts and scores a birth month is published by rule; a day is not."""
    rows = (("王五", "1999.04", "科员"), ("赵六", "1999-04-11", "科员"))
    assert in_segments(*table(("姓名", "出生年月", "报考职位"), *rows)) == ["1999-04-11"]


def bare(*rows: tuple[str, ...]) -> tuple[Segment, ...]:
    """Return the cells of a table without a header."""
    return tuple(
        Segment(id=f"{r}.{c}", text=text, cell=Cell(table=0, row=r, column=c))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        (
            [("王建国", "男", "1957-10-17"), ("李秀英", "女", "一九九〇年一月二十六日")],
            ["1957-10-17", "一九九〇年一月二十六日"],
        ),
        (
            [("149999199003071236", "19900307"), ("149999198503071238", "1985.3.7")],
            ["19900307", "1985.3.7"],
        ),
        ([("149999199003071236", "2023-05-04"), ("149999198503071238", "2023-05-04")], []),
        ([("虚构县第一小学", "2023-05-04"), ("虚构县第二小学", "2001-05-06")], []),
    ],
)
def test_a_column_of_dates_without_a_header(rows: list[tuple[str, ...]], values: list[str]) -> None:
    """IDs and sexes beside it say whether they are births."""
    assert in_segments(*bare(*rows)) == values


def test_a_date_in_a_line_of_a_list() -> None:
    """A list without a header is a table without cells."""
    text = "王建国\t1963年10月1日\t虚构县城关镇东街村3组12号\t13800000099"
    assert found(text) == ["1963年10月1日"]


def test_a_date_goes_on_over_a_line_end() -> None:
    """The rest of it would tell the day."""
    assert found("出生日期：1963年\n7月12日，籍贯：山西") == ["1963年\n7月12日"]


@pytest.mark.parametrize(
    "text",
    [
        "大熊猫幼崽出生于2021年11月20日，体重582克。",
        "奶牛档案：编号28，出生日期：2024年2月17日，父号35，母号503。",
        "王建国与李春生于2016年2月登记结婚。",
    ],
)
def test_what_is_no_persons_birth_stays(text: str) -> None:
    """Animals are born too, and names end in 生."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("母黎凤仙，1987年农历三月初四生；", ["1987年农历三月初四"]),
        ("李大明，生于农历一九六二年腊月廿三", ["农历一九六二年腊月廿三"]),
        ("李大明，出生于1962年阴历十月二十", ["1962年阴历十月二十"]),
        ("李大明 生日：农历三月初四", ["农历三月初四"]),
        ("出生年月：_1983_年_2_月_11_日", ["1983_年_2_月_11_日"]),
    ],
)
def test_a_birth_date_may_be_lunar_or_written_on_lines(text: str, values: list[str]) -> None:
    """农历, 腊月廿三 and the lines of a form belong to the date."""
    assert [value.replace(" ", "_") for value in found(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("死者李宝林（1960年4月26日—2024年5月1日）", ["1960年4月26日"]),
        ("故先考李公讳宝林（1930年4月26日～2024年5月1日）之墓", ["1930年4月26日"]),
        ("逝者：李宝林 1960-04-26 至 2024-05-01", ["1960-04-26"]),
        ("局长李大明（2013.04—2018.05）任职", []),
        ("抗日战争（1931年9月18日—1945年9月2日）", []),
        ("合同期限（2019.06—2024.06），乙方李大明", []),
        ("烈士李大明（1930.04.02—1951.05.01）", []),
    ],
)
def test_a_life_span_opens_with_a_birth(text: str, values: list[str]) -> None:
    """Terms of office, wars and contracts are spans too."""
    assert found(text) == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("出生：__1994__年__12__月__31__日", "1994  年  12  月  31  日"),
        ("出 生 1987年O3月1 5日 住 址 虚构县", "1987年O3月1 5日"),
    ],
)
def test_forms_and_misread_dates_are_found(text: str, value: str) -> None:
    """Underscores of a form, and O for 0 as a scanner reads it."""
    assert found(text) == [value]


def test_the_year_that_a_mask_leaves_is_no_date() -> None:
    """A reader of pages may put the stars of the month elsewhere: 1970 年 **, and * below it."""
    text = "申请人：王**，男，1970 年 **\n*\n日出生，住虚构县"
    assert mask_text(text).text == text
