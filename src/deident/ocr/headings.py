"""Which words head a column or stand before a value, as offices print them.

Only the layout is judged by these words: whether a row names what stands below it, or each cell
what stands beside it. What a value is, recognizers decide from the label itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 16
_DIGITS = 4
_SHARE = 0.6
_WORDS = (
    "姓名|名称|性别|民族|出生|生日|出生年月|年龄|证件|身份证|身份证明|号码|证号"
    "|编号|序号|文号|账号|帐号|账户|卡号|号牌|车牌|车牌号|电话|手机|手机号"
    "|联系方式|联系人|住址|地址|户籍|籍贯|住所|住房|单位|职务|职业|职称|学校"
    "|学历|专业|班级|日期|时间|期限|年限|年度|月份|意见|理由|原因|事由|情况"
    "|类别|类型|种类|性质|金额|标准|补贴|补助|面积|数量|人数|人口|户主|关系"
    "|成员|开户行|开户银行|邮箱|邮编|备注|说明|签字|签名|盖章|照片|项目|内容"
    "|结果|成绩|得分|总分|排名|名次|岗位|部门|乡镇|街道|社区|行政村|村别|组别"
    "|等级|级别|政治面貌|婚姻状况|健康状况|文化程度|申请人|负责人|代表人|经办人"
    "|监护人|当事人|被处罚人|受理人|申报人|户号|房号|学号|工号|考号|准考证号"
    "|保障对象|救助对象|座机|固话|总额"
)
_LABEL = re.compile(f"(?:{_WORDS})$")
_WORD = re.compile("[\u4e00-\u9fff]{2}|[A-Za-z]{2}")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]|[\s:：/、*]")


def is_title(text: str) -> bool:
    """Say whether a text can be a heading: short, and not itself a value of digits."""
    said = text.strip()
    return 0 < len(said) <= _LONGEST and len(re.findall("[0-9]", said)) < _DIGITS


def is_label(text: str) -> bool:
    """Say whether a text ends in a word that names a value."""
    return is_title(text) and bool(_LABEL.search(_ASIDE.sub("", text)))


def is_header_row(texts: Sequence[str]) -> bool:
    """Say whether a row names the columns below it: nearly all its cells are labels.

    In a form every second cell is one. A row without a word we know is taken by its shape.
    """
    if len(texts) < 2 or not all(map(is_title, texts)):
        return False
    labels = sum(map(is_label, texts))
    if labels == 0:
        words = sum(bool(_WORD.search(text)) for text in texts)
        return words >= _SHARE * len(texts)
    return labels > 1 and labels >= _SHARE * len(texts)
