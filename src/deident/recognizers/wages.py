"""Which columns of a payroll hold what somebody is paid: 应发, 实发, 奖金, 个税.

An allowance is listed under the same words and published by rule: a list that speaks of one is no
payroll.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_WAGES = re.compile("工资|薪|个税|个人所得税|税前|税后|公积金|扣款|代扣|考勤|加班")
_ALLOWANCES = re.compile(
    "补贴|补助|低保|救助|慰问|公益性?岗位|保障金|五保|特困|高龄|抚恤|优抚|资助|助学|粮食|亩"
)
_COLUMN = re.compile(
    "(?:应发|实发|应付|实付|应领|实领)(?:工资|薪资|薪酬)?(?:合计|总额|金额|小计|数|额)?(?:.?元.?)?"
    "|奖金|津贴|加班费|绩效奖?|扣款|个税|(?:社保|公积金|医保)扣款|代扣.{0,6}"
)


def pays_wages(headers: Collection[str]) -> bool:
    """Tell whether the headers of a list are a payroll's, and not those of an allowance's list."""
    return any(map(_WAGES.search, headers)) and not any(map(_ALLOWANCES.search, headers))


@lru_cache(4096)
def tells_wage(header: str) -> bool:
    """Tell whether a column of a payroll holds what somebody is paid."""
    return _COLUMN.fullmatch(header) is not None
