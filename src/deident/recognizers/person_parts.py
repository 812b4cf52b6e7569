"""Whose part somebody plays beside the one a paper is about, where his label does not say so.

A penalty, a subsidy or a land notice names its party; who takes the money for a dead one, signs for
a letter or leads a gang of workers is another.
"""

from __future__ import annotations

from deident.recognizers.later import later
from deident.recognizers.person_words import WORDS

_CLAIMANT = "代领人"
_TAKES = frozenset(
    {"领取人", "领款人", "收款人", "申领人", "申请人", "受益人", "户名", "开户名", "姓名"}
)
_NO_PART = WORDS["no part"]
_DEAD = (
    "(?:死者|逝者|亡者|死亡人员|参保人|被继承人|受助人|老人|儿童|残疾人|享受人|户主|本人|被监护人)"
)
_KIN = (
    "(?:[父母妻夫子女]|父[亲子女]|母[亲子女]|丈夫|妻子|儿子|女儿|配偶|[长次三][子女]|"
    "[孙侄][子女]|女婿|儿媳|兄弟|姐妹|亲属|家属)"
)
# 领取人：某某（与死者关系：父子）, 收款人：某某（系死者之子）, 户名：某某（代领）
_FOR_ANOTHER = later(
    f"[ ]?[（(，,、 ]{{1,2}}(?:(?:系|为|是|与|和){_DEAD}(?:之间)?"
    f"(?:的?关系|之{_KIN}|的?{_KIN}|系)|{_DEAD}(?:之|的){_KIN}|"
    f"代[领收办签]|(?:非本人|家属代)[^（()）\n]{{0,4}})"
)
_PARTS = later(
    "(?P<part>(?:[受被]?送达人|收件人|家属|代收人|代签人)?(?:签收|代收|代签)人?|收件人签名|"
    "(?:劳务)?班组长|(?:包)?工头|代领人|代办人|邻居|证人|见证人|在场人|照料人|护理人|"
    "(?:举报|投诉|反映|报案|报警|捡拾|证明|指界|担保|保证|继承)人|(?:紧急|家属|亲属)联系人)"
    "(?:签[名字章])?[：: \u3000]{0,3}$"
)
_REACH = 16


def beside_the_party(text: str, start: int, end: int, label: str) -> str:
    """Return the label of somebody's own part; the one he has, where the text says no more.

    >>> beside_the_party("领取人：张三（与死者关系：父子）", 4, 6, "领取人")
    '代领人'
    """
    if label in _TAKES and _FOR_ANOTHER.match(text, end):
        return _CLAIMANT
    if label in _NO_PART:
        part = _PARTS.search(text, max(0, start - _REACH), start)
        return part["part"] if part else label
    return label
