"""What the rest of a row gives away, and what a whole table tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.aggregate import people

from deident.aggregate import Together
from deident.aggregate.headings import Sign, sign
from deident.api import Deidentifier
from deident.keys import Key
from deident.model import Action, Ruling, Source, Status
from deident.pipeline import review
from deident.policy.rules import each

if TYPE_CHECKING:
    from deident.pipeline import Review

KEY = Key(bytes(range(32)))
_DEIDENTIFIER = Deidentifier(key=KEY)
ID = people.number(people.dice(7), 1960, 1960)
RISKY = "姓名,性别,年龄,所在村,联系电话\n" + "".join(
    f"赵钱孙,男,{age},甲村,1390000000{age % 10}\n" for age in range(40, 46)
)


def _review(text: str, name: str = "表.csv", **more: object) -> Review:
    return _DEIDENTIFIER.review(text.encode(), name=name, **more)  # type: ignore[arg-type]


def _written(text: str) -> str:
    return bytes(_review(text).masked.data).decode()


@pytest.mark.parametrize("beside", ["性别,男", "年龄,64", "出生日期,1960-03-07"])
def test_an_id_is_hidden_whole_where_its_row_gives_the_rest_away(beside: str) -> None:
    """Its fourth last digit is the sex, its middle the birth day."""
    heading, value = beside.split(",")
    written = _written(f"姓名,身份证号,{heading}\n赵钱孙,{ID},{value}\n")
    assert f"赵**,{'*' * 18}," in written


def test_an_id_alone_keeps_what_the_style_leaves() -> None:
    """Two and three."""
    assert f"{ID[:2]}{'*' * 13}{ID[-3:]}" in _written(f"姓名,身份证号\n赵钱孙,{ID}\n")


def test_an_id_masked_in_part_is_hidden_whole_too() -> None:
    """Somebody masked it for a table that did not show the sex."""
    part = f"{ID[:2]}{'*' * 13}{ID[-3:]}"
    assert part not in _written(f"姓名,身份证号,性别\n赵钱孙,{part},男\n")


def test_no_year_of_birth_stays_beside_an_age_or_an_id() -> None:
    """Alone it is a year."""
    assert "1960" in _written("姓名,出生日期\n赵钱孙,1960-03-07\n")
    assert "1960" not in _written("姓名,出生日期,年龄\n赵钱孙,1960-03-07,64\n")
    assert "1960" not in _written(f"姓名,出生日期,身份证号\n赵钱孙,1960-03-07,{ID}\n")


def test_a_table_that_tells_who_is_who_is_one_question() -> None:
    """Surname, sex, age and village find one person; the rows are named, the values are not."""
    reviewed = _review(RISKY)
    asked = [one for one in reviewed.questions if one.entity_type == "AGGREGATION_RISK"]
    assert len(asked) == 1
    assert asked[0].label == "共6行，6行唯一（第2、3、4行等）"
    assert reviewed.clearance.status is Status.NEEDS_REVIEW


def test_nothing_is_written_over_where_a_risk_is_asked_about() -> None:
    """The place of the question only says where to look."""
    written = bytes(_review(RISKY).masked.data).decode()
    assert written.startswith("姓名,性别,年龄,所在村,联系电话\n赵**,男,40,甲村,139****0000\n")


def test_a_ruling_answers_for_the_table() -> None:
    """As long as it is the same table."""
    group = next(q.group for q in _review(RISKY).questions if q.entity_type == "AGGREGATION_RISK")
    ruling = Ruling(
        fingerprint=group, entity_type="AGGREGATION_RISK", action=Action.KEEP, reason="村内公示",
        legal_basis="村务公开", reviewer="初审",
    )  # fmt: skip
    assert _review(RISKY, rulings=(ruling,)).clearance.status is Status.CLEARED


def test_rows_that_look_alike_are_no_question() -> None:
    """Four of one kind hide each other."""
    rows = "".join(f"赵钱孙,男,40,甲村,1390000000{n}\n" for n in range(6))
    assert not _review(f"姓名,性别,年龄,所在村,联系电话\n{rows}").questions


def test_village_and_amount_alone_are_no_question() -> None:
    """Twenty-six people of a village share a surname."""
    rows = "".join(f"赵钱孙,甲村,{n},1390000000{n}\n" for n in range(6))
    assert not _review(f"姓名,所在村,补贴金额,联系电话\n{rows}").questions


def test_two_halves_of_a_number_are_asked_about() -> None:
    """138****1234 and 1380013**** under one name."""
    reviewed = _review(
        "姓名,联系电话\n赵钱孙,138****1234\n赵钱孙,1380013****\n周吴郑,139****0000\n"
    )
    labels = {one.label for one in reviewed.questions if one.entity_type == "AGGREGATION_RISK"}
    assert labels == {"两处遮盖互补"}
    other = _review("姓名,联系电话\n赵钱孙,138****1234\n周吴郑,1380013****\n")
    assert "AGGREGATION_RISK" not in {one.entity_type for one in other.questions}


def test_the_ids_that_are_left_are_counted() -> None:
    """Six and four with the year of birth beside them leave thirty-three."""
    line = _DEIDENTIFIER.line()
    rows = {
        kind: each(row, lambda rule: replace(rule, style="internal"))
        for kind, row in line.scene.rows.items()
    }
    text = f"姓名,身份证号,出生年份\n赵钱孙,{ID},1960年\n"
    source = Source(name="表.csv", data=text.encode())
    reviewed = review(source, replace(line, scene=replace(line.scene, rows=rows)))
    labels = [one.label for one in reviewed.questions if one.entity_type == "AGGREGATION_RISK"]
    assert labels == ["证件号码最少只剩33种可能"]


def test_what_looks_at_rows_holds_no_text_that_is_printed() -> None:
    """Nor do its questions."""
    reviewed = _review(RISKY)
    assert "赵钱孙" not in repr(Together(KEY, date(2024, 1, 1)).__dict__)
    assert "赵钱孙" not in repr([*reviewed.decisions])


@pytest.mark.parametrize(
    ("heading", "signs"),
    [
        ("姓 名", Sign.NAME | Sign.IDENTIFYING),
        ("监护人身份证号", Sign.OTHER | Sign.PUPIL | Sign.NUMBER | Sign.IDENTIFYING),
        ("出生日期", Sign.BIRTH | Sign.IDENTIFYING),
        ("毕业学校", Sign.ADULT | Sign.IDENTIFYING),
        ("补贴金额（元）", Sign.AMOUNT),
        ("序号", Sign.NOTHING),
        ("", Sign.NOTHING),
    ],
)
def test_what_headings_say(heading: str, signs: Sign) -> None:
    """Each heading is read once for a million cells."""
    assert sign(heading) == signs
