"""Illness and money in everyday words; guides, news and offices' sums stay."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims

ill, has = Claims("HEALTH_STATUS").found, Claims("PROPERTY_STATUS").found
of_school, named = Claims("MINOR").found, Claims("PERSON").found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("他老婆精神上有点问题，你们上门注意方式。", ["精神上有点问题"]),
        ("我家老三去年在工地摔断了腿，到现在不能走。", ["摔断了腿"]),
        ("孩子昨晚发烧39.2度，我想请一天假。", []),
        ("我是李晓的妈妈，孩子昨晚发烧39.2度，想请一天假。", ["发烧39.2度"]),
        ("伤者王建国腹部被刺伤，已送医。", ["腹部被刺伤"]),
        ("退休职工李秀英同志，因胃癌医治无效去世。", ["因胃癌"]),
        ("今借到现金2万元，用于父亲做心脏支架手术。", ["做心脏支架手术"]),
        ("我爱人抑郁了，孩子明年高考。", ["抑郁"]),
        ("其母亲瘫在床上多年，离不开人。", ["瘫在床上"]),
        ("学生陈浩对花生过敏，请食堂注意。", ["对花生过敏"]),
        ("王某的儿子脑子不太正常。", ["脑子不太正常"]),
        ("受伤害部位/职业病名称：右手食指骨折", ["右手食指骨折"]),
        ("王建国 71 高血压、冠心病 虚构镇下庄村 13800009901", ["高血压、冠心病"]),
        ("疫苗接种登记：李晓，家长电话13800009901，牛奶过敏", ["牛奶过敏"]),
        (
            "王建国（149999199003071236）：您在我院体检，提示：1.乙肝表面抗原阳性；2.肺结节6mm。",
            ["1.乙肝表面抗原阳性；2.肺结节6mm"],
        ),
    ],
)
def test_illness_in_everyday_words_is_found(text: str, values: list[str]) -> None:
    """Somebody stands before it: a name, a relation, a pronoun, a patient."""
    assert ill(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "市疾控中心提醒：家中老人和孩子出现发烧39度以上，应尽快就医。",
        "我院骨科团队成功为一名85岁老人实施髋关节置换手术。",
        "我县今年为3200名白内障患者免费实施复明手术。",
        "本次事故造成3人腿部骨折，伤者均已送医。",
        "她是县医院外科主任，擅长胃癌、肝癌手术。",
        "志愿者为腿脚不便的老人上门办理业务。",
        "对花生过敏者慎用，忌辛辣。",
        "他指出，干部精神状态有问题的要及时提醒。",
        "下午陪王建国到乡里办了大病报销。",
        "残疾类别：视力、听力、言语、肢体、智力、精神和多重残疾。",
        "诊断结论：7月2日，李秀英骑车上班。",
        "检查结果：设备老化、墙面增生裂缝，责任人李秀英，电话13800009901。",
    ],
)
def test_illness_of_nobody_stays(text: str) -> None:
    """Advice, hospitals' news, policies and lists of kinds are about nobody."""
    assert ill(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("姓名：王建国 应发4317.00 实发3843.70", ["4317.00", "3843.70"]),
        ("李大明，木工班，欠薪17,330元，手机13800009901", ["欠薪17,330元"]),
        ("借款人 王建国 借款余额 49,000.00 手机 13800009901", ["借款余额 49,000.00"]),
        ("今借到李秀英人民币贰万元整（¥20000），年底还清。", ["人民币贰万元整（¥20000）"]),
        ("男方王建国给付女方李秀英彩礼117,000元。", ["117,000元"]),
        ("我和老伴就靠几亩地，每年收入不到六千。", ["不到六千"]),
        ("我在县城买的房烂尾了，贷款38万，月月要还。", ["38万"]),
        ("李某信用卡透支2.6万元，手机13800009901", ["透支2.6万元"]),
        ("我家外债三十多万，实在还不上。", ["三十多万"]),
        ("主要收入来源：务工 28000元/年", ["28000元/年"]),
        ("存款：邮储余额13,377.45元", ["邮储余额13,377.45元"]),
    ],
)
def test_money_in_short_lines_is_found(text: str, values: list[str]) -> None:
    """Wages, debts, savings and a bride's price, with or without 元."""
    assert [value for value in has(text) if value in values] == values


@pytest.mark.parametrize(
    "text",
    [
        "协调为23名农民工追回工资17万元，联系人王建国，电话13800009901。",
        "当地最低工资1800元，咨询电话13800009901。",
        "合同价款：1,280,000.00元，项目经理王建国。",
        "农商银行贷款余额38亿元，存款余额52亿元。",
        "倡导彩礼不超过6万元，联系人李秀英。",
        "一、财务收支：收入128,340.00元，其中王建国交承包费3000元。",
        "全县发放小额贷款38万元，户均贷款5万。",
    ],
)
def test_money_of_offices_stays(text: str) -> None:
    """Standards, contracts, banks, villages' accounts and what courts collect are public."""
    assert has(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "高三年级 高一新生 高中部",
        "获奖班级名单：高二（1）班、高三（2）班。",
        "高二（1）班 13800009901",
        "全校高一年级12个班，学生600人。",
    ],
)
def test_forms_at_school_are_nobody(text: str) -> None:
    """高二 is a form and 新生 no name, though 高 is a surname too."""
    assert of_school(text) == []
    assert named(text) == []


def test_a_named_pupils_form_is_still_found() -> None:
    """What a form at school says of one pupil stays a question."""
    assert of_school("班级：高二（1）班，姓名：李晓") == ["高二（1）班"]
