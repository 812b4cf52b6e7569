"""Which cells of persons' tables say what somebody suffers from.

A column says it by its header (病情), or gives a reason (致贫原因) that may be an illness.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from deident.recognizers.health_reasons import gives_reasons, names_an_illness
from deident.recognizers.later import later

if TYPE_CHECKING:
    from collections.abc import Collection

COLUMNS = later(
    "残疾(?:类别|类型|等级|级别|程度|种类|情况|状况)|死因|死亡原因|受伤害?部位|损伤部位|伤情|职业病名称|致残|伤残|病种|病情|疾病|病名|患病|诊断|"
    "健康(?:状况|情况|状态)|身体(?:状况|情况)|症状|过敏|既往史|妊娠|孕周|孕期|治疗|住院(?:号|"
    "原因|科室)|精神状况|自理能力|失能"
)
_REASONS = later(
    "致贫|致困|困难(?:原因|类型)|(?:救助|低保|申请|帮扶|享受)(?:原因|事由|理由)|返贫|风险类型|"
    "主要原因|家庭(?:情况|困难)|困难情况|备注|情况说明"
)
_REASON = re.compile("[因患].{0,6}[病残]|病|残(?!值|余|联)|患|癌|瘫|孕|智障|聋|失能|医疗|手术")
LONGEST_CELL = 120
_DISABILITY = re.compile("残(?![^/]*证)|失能")
_GRADES = re.compile("等级|级别|程度|类别|类型|种类")
_RESULTS = later(
    "(?:核酸|抗原|检[测验]|化验|尿检|筛查|排查|采样|复[检查])?结果|核酸|抗原|(?:检[测验]|筛查|排查)情况"
)
_POSITIVE = later(
    "(?:呈|为)?(?:[弱强双]|初筛|复检)?(?:阳性?|复阳)(?:（[+＋]+）)?|[+＋]{1,4}|（[+＋]）"
)
_A_GRADE = later(
    "(?:[一二三四1-4]级?|[轻中重极]{1,2}度|视力|听力|言语|肢体|智力|精神|多重)[一二三四1-4级残疾]*"
)
_NOTHING = re.compile(r"[\s/\\\-—无0-9.,，元]*|合计|小计|.*(?:金额|元|日期)")


@lru_cache(4096)
def tells_of_health(header: str) -> bool:
    """Tell whether a column may say what somebody suffers from."""
    return (
        any(pattern.search(header) for pattern in (COLUMNS, _REASONS))
        or gives_reasons(header)
        or _GRADES.fullmatch(header) is not None
        or _RESULTS.fullmatch(header) is not None
    )


def says_it(header: str, value: str) -> bool:
    """Tell whether a cell of a persons' table says what somebody suffers from."""
    if _NOTHING.fullmatch(value):
        return False
    if _RESULTS.fullmatch(header):
        return _POSITIVE.fullmatch(value) is not None
    if COLUMNS.search(header) and not re.search(
        "费|金额|日期|时间|单位|机构|证号|编号|医院$", header
    ):
        return True
    return (gives_reasons(header) or _REASONS.search(header) is not None) and (
        _REASON.search(value) is not None or names_an_illness(value)
    )


def is_a_grade(header: str, value: str, headers_beside: Collection[str]) -> bool:
    """Tell whether a cell is the grade of a disability: 等级 beside a column of kinds."""
    return (
        _GRADES.fullmatch(header) is not None
        and _A_GRADE.fullmatch(value) is not None
        and any(_DISABILITY.search(name) for name in headers_beside)
    )
