"""Whose names stand under a table's header, or beside a form's label: an office's, a person's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from deident.recognizers.later import later
from deident.recognizers.tables_of_persons import headers

if TYPE_CHECKING:
    from deident.model import Segment
    from deident.recognizers.reading import Reading

# Whom to call for a person is one himself.
_KIN = re.compile("(?:紧急|应急|家属|亲属|家庭|本人|父母|家长|亲友|监护)(?:联系人|联络人)")
_CONTACT = re.compile("(?:第[一二三]|备用|主要)?(?:联系人|联络人)(?:姓名)?[0-9一二三]?")
# In a list of these, somebody's people are named; beside units there is whom to call there.
_OF_ONE = re.compile("学生|考生|患者|身份证|出生|住址|关系$")
_UNITS = re.compile(
    "单位|公司|企业|机构|部门|科室|学校|乡镇|街道|项目|名称|职务|职位|供应商|商户|门店|村委|社区|岗位"
)
_LISTED, _VILLAGES = re.compile("姓名|户主"), re.compile("村")
_OFFICE = later(
    "联系人|联络员|负责人|责任人|经办|审核|局长|校长|园长|所长|院长|站长|河长|湖长|林长|路长|"
    "组长|网格|包保|包联|包村|驻村|帮扶|法定代表|法人|律师|法官|检察官|"
    "书记|主任|领导|干部|民警|执法|医生|医师|教师|专家|评委|记者|代表|委员|值班|承办|监理|"
    "项目经理|主管|会计|统计|公证员|调解员|评估师|仲裁员|填表|填报|制表|主持|记录|发言|主讲|签发"
)
_PRIVATE = re.compile(
    "姓名|[户犬业房车货船机坟失畜]主|当事人|信访人|诉求人|来电人|反映人|承租人|业主|产权人|借款人|担保人|死者|证人|受害人|原告|本人|成员|配偶|申请人|领取人|学生|家长|患者|村民|农户|名单|人员|收款人|持卡人|开户人|考生|贫困户|脱贫户|低保户|参保人|享受人|对象|录用|拟聘|应聘|获奖|权利人|共有人|被告人|被执行人|户名|人$"
)
_OTHER = later(
    "村|组|乡|镇|街|地|址|单位|项目|名称|品种|学校|部门|银行|公司|职|业|民族|性别|备注|关系|"
    "类|等级|区|学历|面貌|内容|产品|作物|原因|方式|结果|"
    "状况|情况|课程|科目|型号|品牌|病|籍|店|企业|机构|金额|标准|时间|日期|年度|政策|措施|"
    "依据|颜色|事项|数|量|值|率|费|犬|宠物|猫|牲畜"
)
_LEFT_LABEL = 14
WHOSE = frozenset({"office", "private"})
"""The kinds of header that say whose the names are."""


@lru_cache(4096)
def kind_of(header: str) -> str:
    """Say whose names stand under a header: an office's, a person's, none, or who knows."""
    tight = header.replace(" ", "")
    if _KIN.search(tight):
        return "private"
    kinds = (("office", _OFFICE), ("private", _PRIVATE), ("other", _OTHER))
    return next((kind for kind, words in kinds if words.search(tight)), "")


def kind_to_the_left(reading: Reading, start: int) -> str:
    """Say whose name the label to the left of a form's cell announces, if it does."""
    kind = kind_of(label_to_the_left(reading, reading.index_at(start)))
    return kind if kind in WHOSE else ""


def label_to_the_left(reading: Reading, index: int) -> str:
    """Return what stands in the cell to the left of another, if it is short."""
    left, cell = reading.segments[index - 1], reading.segments[index].cell
    if not index or cell is None or left.cell is None or len(left.text) > _LEFT_LABEL:
        return ""
    beside = left.cell.column + left.cell.column_span == cell.column
    if not beside or (left.cell.table, left.cell.row) != (cell.table, cell.row):
        return ""
    return left.text


def is_kin(reading: Reading, segment: Segment, table: int) -> bool:
    """Tell whether a column of contacts stands in a list of persons, and names their people."""
    if not _CONTACT.fullmatch(segment.labels.column.replace(" ", "")):
        return False
    names = headers(reading).get(table, set())
    if any(map(_UNITS.search, names)):
        return False
    if any(map(_OF_ONE.search, names)):
        return True
    return any(map(_LISTED.search, names)) and not any(map(_VILLAGES.search, names))
