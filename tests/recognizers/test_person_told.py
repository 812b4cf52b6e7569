"""Names that what is said next shows, in characters of names, of minorities, and where they end."""

from __future__ import annotations

import pytest
from tests.recognizers.raised import raised


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("母亲方圆，电话13800001234，现住虚构镇。", ["方圆"]),
        ("其父江山、其母白云均在外地。", ["江山", "白云"]),
        ("丈夫严明因车祸去世。", ["严明"]),
        ("村民金光（电话13800001234）反映道路塌陷。", ["金光"]),
        ("请与其女儿温馨联系。", ["温馨"]),
        ("我叫白雪，住虚构村12组。", ["白雪"]),
        ("来电人计划，虚构镇东升村人，手机13800001234", ["计划"]),
        ("捡到身份证一张（关键，号码149999197509196390）", ["关键"]),
        ("致白雪家属的一封信", ["白雪"]),
        ("乘客苦兆祥投诉出租车拒载。", ["苦兆祥"]),
        ("乘客曾桂投诉司机绕路。", ["曾桂"]),
        ("父亲僪海燕，电话13800001234", ["僪海燕"]),
        ("姓名　苦兆祥　性别　男", ["苦兆祥"]),
        ("姓名 字正雄 性别 男", ["字正雄"]),
        ("申请人 僪文 电话 13900001234", ["僪文"]),
        ("亲爱的邱镕、王长生：\n恭喜你们通过面试！", ["邱镕", "王长生"]),
        ("新增低保户于瑢一户。", ["于瑢"]),
        ("经查，苏赟户纳入低保。", ["苏赟"]),
        ("户主洛桑·次成（身份证号149999197509196390）", ["洛桑·次成"]),
        ("犯罪嫌疑人努尔兰·哈力别克涉嫌故意伤害", ["努尔兰·哈力别克"]),
        ("系被害人那仁格日勒之母。", ["那仁格日勒"]),
        ("被告人阿尔木牛盗窃一案", ["阿尔木牛"]),
        ("来电人韩阿布都，虚构村人", ["韩阿布都"]),
        ("黄琰在家中被发现。", ["黄琰"]),
        ("业主向明珠反映漏水。", ["向明珠"]),
        ("村民王芳等三人签字。", ["王芳"]),
    ],
)
def test_what_stands_next_shows_a_name_and_its_end(text: str, names: list[str]) -> None:
    """Particulars, what persons do, and characters of names show where a name ends."""
    assert sorted(raised(text)) == sorted(names)


@pytest.mark.parametrize(
    "text",
    [
        "乘客电话投诉，家长来信反映，村民联名举报，居民多次投诉。",
        "家长高度评价，家长温馨提示，学生成长，父母和谐，群众满意。",
        "家属签字，联系电话；监护人职业，电话；申请人工种，身份证号",
        "死者身份，电话核实。患者姓名、性别、年龄",
        "老人幸福，电话回访；学生成才，住校；学生成功，电话回访",
        "与家长联系，与家属沟通协商，向业主核实",
        "孩子叫外卖，我叫救护车，名叫什么",
        "家属楼区，家属院，居民区3号楼",
        "姓名 学号 成绩\n姓名  院系  性别\n姓名 性别 年龄",
        "亲爱的同学们：你们好。亲爱的家长朋友们：",
        "组织青年学生向英雄学习活动",
        "每人补贴500元 打卡6217996800002345678",
        "补助伍佰元 打卡发放",
        "外婆和线索都在村里",
        "中国·北京，第一章·总则，清风·惠民卡",
    ],
)
def test_a_sentence_that_goes_on_is_no_name(text: str) -> None:
    """What joins, an adverb, a unit of money or a crowd is nobody."""
    assert raised(text) == []


@pytest.mark.parametrize("name", ["于瑢", "易安", "莫问", "李大山"])
def test_a_table_on_the_page_hides_no_name_in_its_prose(name: str) -> None:
    """Whom a label shows is known in prose, whatever else stands on the page."""
    told = f"当事人：{name}，男。\n民警将{name}带回调查，{name}未提出申辩。\n"
    table = "|项目|金额|\n|---|---|\n|罚款|500元|\n|停运|3天|\n"
    assert raised(told + table) == raised(told) == [name] * 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("6、年丰，女，15200000123，住东街3号", "年丰"),
        ("温馨，女，30岁，住碧水云天2栋", "温馨"),
        ("1.遆子涵，男，73岁，汉族", "遆子涵"),
        ("金毛犬咬伤路人田野（女，85岁）。", "田野"),
        ("其父铁文革（电话13900000123）称已外出务工。", "铁文革"),
        ("对社区矫正对象库贵生（女，现年36岁）进行宣告", "库贵生"),
        ("乘客爨秀英作证称支付车费35元。", "爨秀英"),
    ],
)
def test_who_has_a_rare_name_is_told_by_what_stands_behind(text: str, name: str) -> None:
    """A sex and an age, a telephone, or what only persons do."""
    assert name in raised(text)


@pytest.mark.parametrize(
    "text",
    ["未婚，男，35岁", "大专，女，30岁", "学生，女，19岁", "汉族，男，30岁", "其中，男，20岁以上"],
)
def test_what_a_person_is_no_name(text: str) -> None:
    """Neither his state nor his schooling."""
    assert not raised(text)
