"""No row of a minor is missed, and hardly any other is taken for one."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.aggregate import people

from deident.aggregate import Understood
from deident.aggregate.ages import DocumentDay, born
from deident.aggregate.asking import RECOGNIZER
from deident.api import Deidentifier
from deident.detect import Found
from deident.judged import Judged
from deident.keys import Key
from deident.model import Action, Evidence, Finding, Place, Role, Source, Span, Status, Tier
from deident.pipeline import Review, review

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

TODAY = date(2024, 9, 1)
ROWS = 60
_DEIDENTIFIER = Deidentifier(key=Key(bytes(range(32))))


def _review(text: str, name: str = "名册.csv") -> Review:
    line = replace(_DEIDENTIFIER.line(), today=TODAY)
    return review(Source(name=name, data=text.encode()), line)


def _csv(rows: Sequence[Sequence[str]], title: str = "") -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([[title]] * bool(title) + [*rows])
    return written.getvalue()


def _masked(reviewed: Review) -> list[list[str]]:
    return [*csv.reader(io.StringIO(bytes(reviewed.masked.data).decode()))]


def _flagged(reviewed: Review) -> set[int]:
    """The numbers of the rows (from 1) that are dealt with as a minor's."""
    return {
        int(decision.finding.segment_id[1:].partition("c")[0])
        for decision in reviewed.decisions
        if decision.finding.entity_type == "MINOR" and decision.finding.recognizer == RECOGNIZER
    }


def _adult(rng: Random) -> str:
    return people.number(rng, 1950, 2003)


def _child(rng: Random) -> str:
    return people.number(rng, 2008, 2018)


_SCHOOL = "虚构县第二小学"
CHILDREN: dict[str, tuple[str, str, tuple[object, ...]]] = {
    "学生资助": ("", "姓名,身份证号,金额", (people.name, _child, "500")),
    "学生名册": ("", "学生姓名,性别,学校,班级", (people.name, "女", _SCHOOL, "三年级2班")),
    "只有题目": ("义务教育学生资助公示", "姓名,金额", (people.name, "500")),
    "年龄": ("", "姓名,年龄,所在村", (people.name, "13", "甲村")),
    "出生": ("", "姓名,出生日期,金额", (people.name, "2012年3月7日", "500")),
    "孤儿": ("", "姓名,救助类别,金额,联系电话", (people.name, "孤儿", "1500", people.mobile)),
    "幼儿": ("", "幼儿姓名,家长姓名,家长电话", (people.name, people.name, people.mobile)),
    "监护人": (
        "", "姓名,身份证号,监护人,监护人身份证号", (people.name, _child, people.name, _adult),
    ),
    "就读": ("", "姓名,就读学校,补助金额", (people.name, _SCHOOL, "500")),
    "家庭成员": (
        "", "户主,户主身份证号,成员姓名,成员身份证号", (people.name, _adult, people.name, _child),
    ),
}  # fmt: skip
ADULTS: dict[str, tuple[str, str, tuple[object, ...]]] = {
    "补贴": ("", "姓名,身份证号,所在村,补贴金额", (people.name, _adult, "甲村", "500")),
    "教师": ("", "姓名,任教学校,任教年级,职称", (people.name, _SCHOOL, "三年级", "一级教师")),
    "校长": ("", "学校,校长姓名,办公电话", (_SCHOOL, people.name, "0999-5623456")),
    "大学生": ("大学生生源地助学贷款名单", "姓名,就读学校", (people.name, "虚构大学")),
    "残疾人": (
        "",
        "姓名,残疾等级,监护人,监护人联系电话",
        (people.name, "一级", people.name, people.mobile),
    ),
    "干部": ("", "姓名,性别,出生年月,学历,毕业学校,职务",
            (people.name, "男", "1980.03", "大学", "虚构县中学", "科员")),
    "招聘": ("教师招聘面试名单", "姓名,准考证号,报考学校", (people.name, "20240011", _SCHOOL)),
    "学校": ("", "学校名称,在校学生人数,教师人数", (_SCHOOL, "480", "31")),
    "儿童主任": ("村级儿童主任名单", "姓名,所在村,联系电话", (people.name, "甲村", people.mobile)),
    "年龄": ("", "姓名,年龄,所在村", (people.name, "63", "甲村")),
    "标准": ("", "救助类别,月标准", ("孤儿", "1500")),
}  # fmt: skip


def _rows(cells: tuple[object, ...], rng: Random, count: int = ROWS) -> list[list[str]]:
    return [[str(c(rng)) if callable(c) else str(c) for c in cells] for _ in range(count)]


@pytest.mark.parametrize("scene", CHILDREN)
def test_no_row_of_a_minor_is_missed(scene: str) -> None:
    """Each row is asked about, and nothing that names the child is left in it."""
    title, headings, cells = CHILDREN[scene]
    rows = _rows(cells, people.dice(scene))
    reviewed = _review(_csv([headings.split(","), *rows], title))
    first = 2 + bool(title)
    assert _flagged(reviewed) == set(range(first, first + ROWS))
    assert reviewed.clearance.status is Status.NEEDS_REVIEW
    hidden = {value for row in rows for value in row if _identifies(value)}
    assert not hidden & {value for row in _masked(reviewed) for value in row}


def _identifies(value: str) -> bool:
    return (
        value == _SCHOOL
        or "年级" in value
        or (len(value) == 3 and not value.isascii())
        or len(value) > 10
    )


def test_other_rows_are_left_alone() -> None:
    """At most two in a hundred; here none."""
    wrong = {}
    for scene, (title, headings, cells) in ADULTS.items():
        reviewed = _review(_csv([headings.split(","), *_rows(cells, people.dice(scene))], title))
        if flagged := _flagged(reviewed):
            wrong[scene] = len(flagged)
    assert sum(wrong.values()) <= 0.02 * ROWS * len(ADULTS), wrong


def test_children_among_adults_are_found_by_their_numbers() -> None:
    """One row in ten; the others stay as they are."""
    rng = people.dice(1)
    rows = [
        [people.name(rng), _child(rng) if at % 10 == 0 else _adult(rng), "500"] for at in range(100)
    ]
    reviewed = _review(_csv([["姓名", "身份证号", "金额"], *rows]))
    assert _flagged(reviewed) == {at + 2 for at in range(0, 100, 10)}
    written = _masked(reviewed)
    assert written[1] == ["***", "*" * 18, "500"]
    assert written[2][1] == f"{rows[1][1][:2]}{'*' * 13}{rows[1][1][-3:]}"


def test_there_is_one_question_for_all_minors() -> None:
    """And no ruling releases it."""
    title, headings, cells = CHILDREN["学生名册"]
    reviewed = _review(_csv([headings.split(","), *_rows(cells, people.dice(5))], title))
    assert [one.entity_type for one in reviewed.questions] == ["MINOR"]


def test_the_documents_day_decides() -> None:
    """Born in 2004: a pupil in 2019, an adult today."""
    rows = [["姓名", "身份证号"], ["赵钱孙", people.number(people.dice(2), 2004, 2004)]]
    assert _flagged(_review(_csv(rows, "2019年临时救助公示"))) == {3}
    assert not _flagged(_review(_csv(rows)))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019年5月6日", date(2019, 5, 6)),
        ("某政发〔2019〕12号", date(2019, 1, 1)),
        ("2019年度公示，2018年12月31日统计", date(2019, 1, 1)),
        ("出生日期：2012年3月7日", TODAY),
        ("张某，2012年3月7日出生", TODAY),
        ("到2030年1月1日为止", TODAY),
        ("没有日期", TODAY),
    ],
)
def test_the_day_of_a_document(text: str, day: date) -> None:
    """The latest one; never a birth date, never the future."""
    said = DocumentDay(TODAY)
    said.look(text)
    assert said.day == day


def test_a_year_alone_is_its_youngest() -> None:
    """Who may be a minor is dealt with as one."""
    assert born("2006年") == "20061231"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("张某，男，13岁，系虚构县第二小学学生。", "虚构县第二小学"),
        ("被害人赵小明（男，6岁）在虚构镇中心幼儿园就读。", "赵小明"),
        ("王小红，女，汉族，十二岁，就读于虚构县第一中学。", "虚构县第一中学"),
        ("留守儿童周小宝在虚构镇中心小学二年级（4）班就读。", "虚构镇中心小学二年级（4）班"),
        ("学校：虚构镇初级中学|年级班级：二年级（1）班|监护人：赵钱", "虚构镇初级中学"),
        ("死者周小宝（未成年），家属电话13900001234。", "周小宝"),
    ],
)
def test_a_sentence_about_a_child_is_masked_and_asked_about(text: str, gone: str) -> None:
    """Name, school and whatever else was found in it."""
    reviewed = _review(text, "通报.txt")
    assert gone not in bytes(reviewed.masked.data).decode()
    assert "MINOR" in {one.entity_type for one in reviewed.questions}


@pytest.mark.parametrize(
    "text",
    [
        "对满14岁以下儿童免费接种，学生家长可以预约。",
        "年满16岁至60岁的居民均可参保，学生按年缴费。",
        "全县有小学12所，在校学生4800人，教师310人。",
        "未成年人保护工作委员会办公室设在县民政局。",
        "各学校要落实未成年人保护要求，班主任负责本年级学生安全。",
        "孤儿基本生活费标准为每人每月1500元。",
    ],
)
def test_policy_about_minors_is_no_minor(text: str) -> None:
    """Talk about children names none."""
    reviewed = _review(text, "通知.txt")
    assert not _flagged_prose(reviewed)


def _flagged_prose(reviewed: Review) -> bool:
    return any(decision.finding.entity_type == "MINOR" for decision in reviewed.decisions)


def test_a_childs_name_is_hidden_whole_everywhere() -> None:
    """In the row it is ***; the surname in the text above would belong to the same child."""
    number = people.number(people.dice(4), 2012, 2012)
    text = (
        f"户主姓名：慕容小白\n姓名\t身份证号\t金额\n慕容小白\t{number}\t500\n赵钱孙\t{number}\t9\n"
    )
    assert "慕容" not in bytes(_review(text, "表.txt").masked.data).decode()


def test_a_masked_roster_of_minors_stays_as_it_is() -> None:
    """Masking it again changes no byte."""
    title, headings, cells = CHILDREN["监护人"]
    once = bytes(
        _review(_csv([headings.split(","), *_rows(cells, people.dice(9))], title)).masked.data
    )
    assert bytes(_review(once.decode()).masked.data) == once


def test_a_row_that_a_page_cuts_is_one_row() -> None:
    """Its name stands on one page, its number on the next."""
    rng = people.dice(11)
    rows = [["姓名", "金额", "身份证号"]]
    rows += [[people.name(rng), "500", _child(rng)] for _ in range(7_000)]
    written = _masked(_review(_csv(rows)))
    assert {row[0] for row in written[1:]} == {"***"}
    assert {row[2] for row in written[1:]} == {"*" * 18}


def test_in_ten_thousand_rows_each_is_looked_at() -> None:
    """Sex stands in every row, so that no part of an ID may."""
    rng = people.dice(8)
    rows = [[people.name(rng), _adult(rng), "男", "甲村"] for _ in range(10_000)]
    line = replace(_DEIDENTIFIER.line(), today=TODAY)
    source = Source(
        name="a.csv", data=_csv([["姓名", "身份证号", "性别", "所在村"], *rows]).encode()
    )
    judged = Judged(line.handler_for(source).read(source), line)
    whole = [d for d in judged.decisions if d.style == "whole" and d.action is not Action.KEEP]
    assert len(whole) == 10_000


def test_headings_and_what_stands_below_a_list_of_pupils_stay() -> None:
    """The last heading is no value of the one beside it, and who filled the list in is an adult."""
    rng = people.dice(12)
    headings = ["序号", "学生姓名", "身份证件号", "班级", "资助金额"]
    rows = [[str(n), people.name(rng), _child(rng), "高一(3)班", "1000"] for n in range(1, 9)]
    below = [
        ["合计", "", "", "", "8000"],
        ["制表人：刘芳", "审核人：赵主任", "联系电话：0359-2223344", "", ""],
    ]
    written = _masked(_review(_csv([headings, *rows, *below], "受助学生名单")))
    assert written[1] == headings
    assert written[-2:] == below
    assert {row[1] for row in written[2:-2]} == {"***"}


@pytest.mark.parametrize(
    "text",
    [
        "名单\n1 王某 1990.2.26 149999199002261236\n2 李某 2001.5.6 149999200105061236",
        "虚集用（2003）字第0812号",
        "1996年建成，2030年1月1日到期",
    ],
)
def test_rows_certificates_and_old_years_are_no_documents_day(text: str) -> None:
    """Else every adult of a list would be a minor in it."""
    said = DocumentDay(TODAY)
    said.look(text)
    assert said.day == TODAY


def test_a_claimed_birth_date_is_no_documents_day() -> None:
    """A page knows where its birth dates begin."""
    said = DocumentDay(TODAY)
    said.look("2001年5月6日", {0})
    assert said.day == TODAY


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("优秀作文：王小明（虚构县第九小学五（2）班）", "虚构县第九小学五（2）班"),
        ("三好学生名单\n一（1）班：张小三、李思思", "一（1）班"),
        ("王小明　虚构县第九小学　五（2）班　一等奖", "虚构县第九小学　五（2）班"),
        ("县三好学生名单\n虚构县第九小学：李思思、王小明", "虚构县第九小学"),
        ("被告人李思思（男，2013-03-14出生，虚构县第九中学初三学生）", "虚构县第九中学初三学生"),
        ("请以下同学领取校服：三年级2班刘竹叶（家长薛伟，13900001234）", "三年级2班刘竹叶"),
    ],
)
def test_a_class_beside_a_name_is_a_pupils(text: str, gone: str) -> None:
    """School and class go with the name, in lists of awards too."""
    reviewed = _review(text, "名单.txt")
    assert gone not in bytes(reviewed.masked.data).decode()
    assert "MINOR" in {one.entity_type for one in reviewed.questions}


@pytest.mark.parametrize(
    "text",
    [
        "全县优秀教师名单\n虚构县第九小学：王小红、李思思\n五（2）班班主任：赵小兰",
        "监考安排表\n一（1）班　王小红　李思思",
        "学校运动会：五（2）班获团体第一，六年级3班获第二。",
        "招生计划\n年级：一年级　班数：4　人数：180",
        "老年大学学员通讯录\n班级：书法班　班主任：王小红\n李思思　13900001234",
        "年级：2023级　专业：法学　姓名：李思思",
        "残疾人王大有（1980年3月5日出生），监护人：李思思，电话13900001234",
    ],
)
def test_who_teaches_or_is_grown_up_is_no_minor(text: str) -> None:
    """Teachers, plans, students of the aged, and guardians of adults."""
    assert not _flagged_prose(_review(text, "通知.txt"))


def test_a_guardian_of_an_adult_is_hidden_as_a_person() -> None:
    """The row's own number says that nobody there is a child."""
    number = people.number(people.dice(5), 1950, 1960)
    reviewed = _review(_csv([["姓名", "残疾人身份证号", "监护人"], ["赵钱孙", number, "李思思"]]))
    assert "李思思" not in bytes(reviewed.masked.data).decode()
    assert not _flagged_prose(reviewed)


_GROWN_WARDS = ("姓名,年龄,监护人", ("王大有,45,李思思", "赵小钱,39,孙红"))
_LESSONS = ("姓名,任教学科,班级", ("李思思,语文,五（2）班", "孙红,数学,五（3）班"))


@pytest.mark.parametrize(("headings", "rows"), [_GROWN_WARDS, _LESSONS])
def test_the_proof_knows_what_the_first_reading_understood(
    headings: str, rows: tuple[str, ...]
) -> None:
    """What is no minor's does not bar the copy, which no longer shows why."""
    table = [headings.split(","), *(row.split(",") for row in rows)]
    assert not _review(_csv(table)).residue.findings


def test_the_proof_claims_what_is_a_minors_anywhere() -> None:
    """A class that is nobody's in one place and a pupil's in another is a pupil's to the proof."""
    key = Key(b"k" * 32)
    evidence = Evidence(Tier.LABEL, "班级", Role.PERSONAL)
    finding = Finding(
        places=(Place("a", Span(0, 3)),),
        entity_type="MINOR",
        score=0.9,
        recognizer="minor",
        evidence=evidence,
        fingerprint=key.fingerprint("MINOR", "三年级"),
    )
    known = Understood()
    known.note(nobodys=[Found(finding, "三年级")])
    assert not known.applied([Found(finding, "三年级")], key)
    known.claim(finding)
    assert known.applied([Found(finding, "三年级")], key)


@pytest.mark.parametrize("teacher", ["指导教师", "任课教师", "班主任"])
def test_a_teacher_beside_pupils_makes_no_adults_of_them(teacher: str) -> None:
    """Who guides a pupil stands in the pupil's row."""
    reviewed = _review(
        _csv(
            [
                ["学生姓名", "班级", teacher],
                ["王小明", "五（2）班", "李思思"],
                ["赵小钱", "五（3）班", "孙红"],
            ]
        )
    )
    copy = bytes(reviewed.masked.data).decode()
    assert "（2）班" not in copy
    assert "MINOR" in {one.entity_type for one in reviewed.questions}


def test_students_of_a_college_stay_grown_up_beside_their_teacher() -> None:
    """Their classes are no children's."""
    reviewed = _review(_csv([["学生姓名", "班级", "指导教师"], ["王大有", "2023级1班", "李思思"]]))
    assert "2023级1班" in bytes(reviewed.masked.data).decode()


def test_a_long_roll_in_one_line_is_masked_once() -> None:
    """A sentence without an end is read in parts that overlap."""
    reviewed = _review("五（2）班王小明、" * 60, "名单.txt")
    assert "王小明" not in bytes(reviewed.masked.data).decode()
