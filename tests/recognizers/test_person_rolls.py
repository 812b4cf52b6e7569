"""Rolls that are published with the names in them, and rolls that are not."""

from __future__ import annotations

import pytest
from tests.recognizers.raised import raised


@pytest.mark.parametrize(
    "text",
    [
        "关于表彰2023年度先进集体和先进个人的决定\n先进集体：县财政局\n先进个人：王明月、李志强、赵桂花",
        "全县书法大赛获奖名单\n一等奖：王明月\n二等奖：李志强　赵桂花",
        "2023年度全县优秀教师名单（排名不分先后）\n县第一中学：邱芳　孙贵生\n县实验小学：陈卫东",
        "关于公布2023年中级职称评审通过人员名单的通知\n语文：王明月 李志强",
        "2024年度律师考核结果公告\n律师考核称职名单：白桂兰、黄斌",
    ],
)
def test_whom_a_roll_honours_or_licenses_stays(text: str) -> None:
    """Such rolls are published to name them."""
    assert raised(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("关于表彰三好学生的决定\n三年级一班：王明月 李志强", "王明月"),
        ("关于公布困难职工救助名单的通知\n一组：王明月、李志强", "王明月"),
        ("关于表彰先进的通报\n李志强，男，1970年3月生，住城关镇东街3号", "李志强"),
        ("关于拟录用人员名单的公示\n名单：王明月、李志强", "王明月"),
        ("全县中小学作文大赛获奖名单\n小学组\n一等奖：王明月、李志强", "王明月"),
        ("全县书法比赛获奖名单\n小学组一等奖：王明月、李志强", "王明月"),
        ("全县优秀教师名单\n一中：李志强\n\n困难教师名单\n一中：王明月　邱芳", "王明月"),
        ("优秀员工评选结果的通知\n现将受灾人员公布：\n一组：王明月、李志强", "王明月"),
        ("先进集体表彰通报\n四、敬老院入住老人\n一号楼：王明月、李志强", "王明月"),
        ("人民调解员典型案例通报\n名单：王明月、李志强", "王明月"),
        ("某律师事务所维权结果公告\n名单如下：王明月、李志强", "王明月"),
        ("最美村庄建设征迁结果的公示\n名单：王明月、李志强", "王明月"),
        ("优秀人才公租房分配结果公示\n名单：王明月、李志强", "王明月"),
        ("关于取消优秀教师称号的通报\n名单：王明月、李志强", "王明月"),
        ("关于表彰先进的通报\n经查：王明月、李志强在比赛中作弊。", "王明月"),
    ],
)
def test_pupils_and_people_in_need_are_on_no_such_roll(text: str, name: str) -> None:
    """Nor is anybody whose home or birth the line tells, nor whom a later title lists."""
    assert name in raised(text)
