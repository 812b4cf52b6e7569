"""Movements of cases and contacts; agendas, buses and visits stay."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims, table

_CLAIMS = Claims("ITINERARY")
found, in_segments = _CLAIMS.found, _CLAIMS.in_segments


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "密接者李某，11月3日18:20在虚构超市购物，19:05步行回家。",
            ["11月3日18:20在虚构超市购物，19:05步行回家"],
        ),
        (
            "病例1活动轨迹：\n3月5日8时乘坐G123次列车到太原。\n3月6日9:00前往县医院做核酸。",
            ["3月5日8时乘坐G123次列车到太原", "3月6日9:00前往县医院做核酸"],
        ),
    ],
)
def test_movements_of_a_case_are_found(text: str, values: list[str]) -> None:
    """A time and a movement in a notice about a case."""
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "11月3日上午，县长到河西镇调研疫情防控工作。",
        "12路公交车早班6:30发车，末班19:30返回。",
        "密切接触者应当于24小时内向社区报告，居家隔离7天。",
        "会议议程：8:30签到，9:00开幕，12:00就餐。",
    ],
)
def test_meetings_buses_and_visits_stay(text: str) -> None:
    """Times and movements without a case are nobody's."""
    assert found(text) == []


def test_what_stands_between_a_plate_and_a_driver_is_no_movement() -> None:
    """A car and who drives it are claimed for themselves."""
    claims = found("寻找同乘人员：3月5日16:40乘晋M99K01出租车、晋M99K02网约车（司机王建国）。")
    assert "网约车（司机" not in claims


def test_a_table_of_tracks_is_covered() -> None:
    """Time and place beside 活动轨迹 belong to the case."""
    rows = table(("时间", "活动轨迹"), ("3月5日8时", "虚构县农贸市场"))
    assert in_segments(*rows) == ["3月5日8时", "虚构县农贸市场"]


@pytest.mark.parametrize(
    "text",
    [
        "患者王建国：4月3日9:28乘坐3路公交车至县人民医院就诊，15:23步行返回家中。",
        "8月28日，王建国驾车从甲市返回乙县，9月16日16点44到朝阳社区卫生服务中心做核酸检测。",
    ],
)
def test_one_or_two_stops_without_a_label(text: str) -> None:
    """A case's way is told in one sentence too."""
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "12月1日上午，核酸检测队伍赴甲村、乙村开展采样。",
        "11月23日，全县新增本土确诊病例6例，均在集中隔离点发现。",
    ],
)
def test_work_and_counts_are_nobodys_way(text: str) -> None:
    """An epidemic is reported in counts."""
    assert not found(text)


def test_a_name_by_its_role_leaves_the_movement_around_it() -> None:
    """Neither hides the other: both are covered."""
    text = "病例3主要行程：8月5日上午在早市买菜，中午在亲戚周海涛家吃饭，下午打麻将至10点。"
    assert found(text) == ["8月5日上午在早市买菜，中午在亲戚", "家吃饭，下午打麻将至10点"]


def test_lines_that_begin_with_a_name_and_a_time_need_no_heading() -> None:
    """A list of movements may be cut out of its notice."""
    text = (
        "王红霞：12月7日15:20乘坐G682次高铁到达虚源北站，16:05乘出租车回家；\n"
        "李大明：12月3日9:10自驾返回虚构县；"
    )
    assert found(text) == [
        "12月7日15:20乘坐G682次高铁到达虚源北站，16:05乘出租车回家",
        "12月3日9:10自驾返回虚构县",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "李大明：6月3日8:30主持召开会议，9:30乘车前往城关镇调研",
        "李大明，2024年3月5日20时驾驶小型客车行驶至人民路",
    ],
)
def test_one_line_about_a_named_person_is_no_list_of_movements(text: str) -> None:
    """Officials and drivers have times too."""
    assert found(text) == []


def test_a_list_of_times_under_tracks_needs_no_movement() -> None:
    """Below 活动轨迹 a time and a place are where the case was."""
    text = "活动轨迹\n12:20 虚构书城对面小吃店\n19:00-20:15 虚构广场三楼健身房\n全天居家"
    assert found(text) == ["12:20 虚构书城对面小吃店", "19:00-20:15 虚构广场三楼健身房"]


def test_a_day_from_home_is_somebodys() -> None:
    """Two times, a movement and his home, without a word of an epidemic."""
    text = "11月3日8:00从家出发，9:00到虚构商场购物，12:00在虚构面馆就餐。"
    assert found(text) == [text[:-1]]


def test_a_childs_day_is_found() -> None:
    """第17病例 is a case too, and somebody else may bring him."""
    text = "第17病例：11月1日上午由奶奶骑电动车送至幼儿园，16时30分离园后到公园玩滑梯。"
    assert found(text) == [text[6:-1]]


@pytest.mark.parametrize(
    "text",
    [
        "病例所在区便民服务安排：\n7:00-9:00 虚构广场服务点\n14:00-17:00 第二小学服务点",
        "活动情况通报会议程\n8:30 全体代表签到\n9:00 开幕式",
        "8:30签到，9:00开幕，14:00返程，各代表团从家属区集合。",
    ],
)
def test_programmes_with_times_stay(text: str) -> None:
    """Sampling sites and agendas are lists of times too."""
    assert found(text) == []
