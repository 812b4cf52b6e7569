"""Words that head columns and label rows in official tables, told from values by their form."""

from __future__ import annotations

import re

_LABEL_CHARACTERS = 60
_HEADER_CHARACTERS = 24

BLANKS = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
# A star stands for a digit that is masked: the copy must be read as the original was.
LONG_NUMBER = re.compile(r"[0-9０-９*][0-9０-９* \-－—]{3,}[0-9０-９*]")  # noqa: RUF001 full-width
NUMERIC = re.compile(r"[-+－¥￥$]?[0-9０-９*][0-9０-９*,，.．/年月日:：\- %％]*")  # noqa: RUF001 full-width
_PERIOD = re.compile("(?:[0-9]{4}年)?[0-9]{1,2}月份?|[0-9]{4}年度?")
SENTENCE = re.compile("[。；！？!;]|[：:].")
# What a header cell ends in. The list helps; `_stands_out` does without it.
_HEAD = (
    "序号|编号|代码|号码|证号|账号|帐号|账户|帐户|卡号|存折|一卡通|户号|学号|工号|牌号|车牌|号牌|牌照|户口簿|字号|文号|"
    "身份证|证件|证件号|护照|姓名|名字|名称|户主|户名|性别|年龄|民族|籍贯|户籍|学历|学位|专业|学校|院校|班级|年级|"
    "政治面貌|婚姻状况|健康状况|出生年月|出生日期|生日|日期|时间|年月|年月日|年度|期限|年限|"
    "电话|手机|手机号|座机|电话号|联系方式|联系人|传真|邮箱|邮编|微信|微信号|QQ|QQ号|"
    "地址|住址|住所|所在地|居住地|户籍地|家庭住址|乡镇|镇街|街道|村居|行政村|自然村|村名|村组|组别|小区|楼栋|"
    "金额|总额|余额|单价|总价|标准|面积|亩数|数量|人数|户数|人口|人口数|补贴|补助|补助金|救助金|低保金|工资|收入|支出|"
    "银行|开户行|开户银行|单位|部门|职务|职称|岗位|职位|工种|成绩|得分|分数|总分|排名|名次|"
    "类别|类型|种类|性质|等级|级别|状态|情况|结果|原因|事由|理由|缘由|事因|因素|途径|渠道|措施|用途|来源|"
    "事项|内容|项目|依据|意见|备注|说明|关系|与户主关系|"
    "病情|病史|诉求|需求|救助对象|保障对象|补助对象|补贴对象|发放对象|帮扶对象|资助对象|慰问对象|"
    "权利人|相对人|坐落|单元号|案由|案号|报修人|缴费人|房号|故障|"
    "车主|机主|业主|货主|收件人|收货人|处罚|申请人|监护人|负责人|法定代表人|法人|经办人|当事人|领款人|代领人|受益人|投诉人|签名|签字|签章|指印|"
    "车型|车架号|发动机号|规格|型号|品牌|残疾类别|病种|诊断|"
    "name|phone|mobile|tel|telephone|email|e-mail|address|account|card|amount|date|birthday|"
    "gender|sex|age|remarks?|id|no\\.?|number|type|idcard|id card"
)
_WORD = re.compile(
    r"(?:.{0,14}?[^0-9])??(?:" + _HEAD + r")[0-9一二三四]?(?:[（(【\[][^)）】\]]{0,16}[)）】\]])?",
    re.IGNORECASE,
)
_MARKS = " \t\r\n\u3000：:*＊`_#"
# Most cells are told apart from header words by their last character: no pattern, no time.
_COUNTERS = frozenset("0123456789一二三四")
_LAST = frozenset(word.rstrip("\\.?")[-1].lower() for word in _HEAD.split("|")) | set(".k)）】]")

_PLAIN_ENDS = _LAST - set(".k)）】]")
_ENDS = _LAST | _COUNTERS | {end.upper() for end in _LAST} | set(_MARKS) | {""}


def normalise(text: str) -> str:
    """Return a label without inner blanks, marks of emphasis and the closing colon."""
    return BLANKS.sub("", text).strip("：:*＊`_#")[:_LABEL_CHARACTERS]


def is_header_word(text: str) -> bool:
    """Say whether a cell holds a word that heads columns or labels rows in official tables."""
    last = text[-1:]
    if last not in _ENDS or text.isdecimal():
        return False
    if last in _COUNTERS and text[-2:-1].lower() not in _LAST:
        return False
    if last in _PLAIN_ENDS and text[-2:-1].isdecimal():
        return False  # 东街村3组12号
    if text.endswith("**") and not text.startswith("**"):
        return False  # a masked value, not a word in bold
    end = text[-6:].rstrip(_MARKS)[-2:].lower()
    if end[-1:] not in _LAST and not (end[-1:] in _COUNTERS and end[:1] in _LAST):
        return False
    return len(text) <= 2 * _HEADER_CHARACTERS and bool(_WORD.fullmatch(normalise(text)))


def is_header_like(text: str) -> bool:
    """Say whether a cell is short, no sentence, and holds no long number."""
    word = normalise(text) if len(text) <= 4 * _HEADER_CHARACTERS else text
    return (
        0 < len(word) <= _HEADER_CHARACTERS
        and not LONG_NUMBER.search(word)
        and not SENTENCE.search(word)
    )


def is_number(text: str) -> bool:
    """Say whether a cell is an amount, a count or a date; 3月 and 2022年 head columns."""
    text = text.strip()
    return bool(NUMERIC.fullmatch(text)) and not _PERIOD.fullmatch(text)
