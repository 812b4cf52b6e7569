"""Whether the address behind 住所 or 收件地址 is a firm's: the seat of who is named before it."""

from __future__ import annotations

import re

from deident.recognizers.later import later

_FIRM = later(
    r"公司|企业|统一社会信用代码|法定代表人|合作社|经营部|个体工商户|事务所|采购|招标|投标|局|"
    r"委员会|中心|办公室|报送|材料寄"
)
# 黄石县司法局，住所地：…
_FIRM_AT_ONCE = later(
    r"(?:局|政府|委员会|公司|厂|合作社|事务所|中心|[^住]院|支队|"
    r"大队)(?:[（(][^（）()\n]{1,16}[）)])?[，,、 ]$"
)
_NATURAL = re.compile(r"身份证|公民身份|性别|[男女][，,]|民族|出生|姓名|被告人|申请人")


def ends_with_a_firm(text: str, low: int, at: int) -> bool:
    """Tell whether a firm's or an office's name ends right before a place."""
    return _FIRM_AT_ONCE.search(text, max(low, at - 36), at) is not None


def is_a_firms(text: str, at: int, *, residence: bool = False) -> bool:
    """Tell whether a firm stands before an address, and no person.

    Behind 住所 the nearer of them counts.
    """
    low = max(0, text.rfind("\x1e", 0, at), at - 120)
    if ends_with_a_firm(text, low, at):
        return True
    firm = max((found.start() for found in _FIRM.finditer(text, low, at)), default=-1)
    if residence:
        natural = max((found.start() for found in _NATURAL.finditer(text, low, at)), default=-1)
        return firm > natural
    return firm >= 0 and not _NATURAL.search(text, low, at)
