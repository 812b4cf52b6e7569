"""What befell somebody, what he lives on and how he came; things, doctors and notices stay."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims
from tests.recognizers.raised import raised

ill, has = Claims("HEALTH_STATUS").found, Claims("PROPERTY_STATUS").found
went = Claims("ITINERARY").found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("王建国在操作冲床时左手食指、中指被压断，已送医。", ["左手食指、中指被压断"]),
        ("我耳朵被机器震聋，有事打我儿子电话13800009901。", ["耳朵被机器震聋"]),
        ("被害人李秀英失血性休克，脾破裂。", ["失血性休克", "脾破裂"]),
        ("张某伤人，致被害人王建国颅脑损伤、植物状态。", ["颅脑损伤", "植物状态"]),
        ("家里有刚做完心脏搭桥手术的老人，电话13800009901。", ["刚做完心脏搭桥手术"]),
        ("本人前年查出肺癌做了左肺切除。", ["查出肺癌", "做了左肺切除"]),
        ("我母亲中风后一直由我照料。", ["中风"]),
        ("其丈夫尘肺三期，单位不予赔付。", ["尘肺三期"]),
        ("李晓同学有癫痫史，请班主任注意。", ["癫痫史"]),
        ("王建国冒名住院治疗糖尿病足，骗取基金。", ["住院治疗", "糖尿病足"]),
        ("低保动态：新增于建国一户（户主偏瘫卧床）。", ["户主偏瘫卧床"]),
        ("资助李秀英（身份证149999199003071236，再生障碍性贫血）1万元", ["再生障碍性贫血"]),
        ("健康状况：半失能，双目失明\n原住址：南村", ["半失能，双目失明"]),
        ("随访：王建国，男，血压168/102mmHg，服药。", ["血压168/102mmHg"]),
        ("重点人员：李志强，严重精神障碍三级，监护人李大山。", ["严重精神障碍三级"]),
        ("李晓 骨折请假两周 家长13800009901", ["骨折"]),
    ],
)
def test_what_befell_somebody_is_found(text: str, values: list[str]) -> None:
    """Injuries, operations, states and diseases without a word of suffering."""
    assert ill(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "电缆被压断，联系人王建国，电话13800009901。",
        "王建国反映左侧栏杆断裂，水管被压断。",
        "眼科李医生正在为患者做白内障复明手术。",
        "对上消化道癌高危人群开展内镜检查，联系人李秀英。",
        "网格员重点关注患病、失能、独居老人，联系人：高霞。",
        "县第十七届人民代表大会代表王建国因病去世，其代表资格终止。",
        "李秀英教授主讲《乳腺癌的早期发现》。",
        "血压140/90mmHg以上者应及时就医，王建国提醒。",
        "脱贫户（含因病致贫户）由村委会公示。",
    ],
)
def test_things_groups_and_doctors_at_work_stay(text: str) -> None:
    """Cables, railings, kinds of people, seats that fall empty and titles are nobody's illness."""
    assert ill(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "《关于王建国患有精神病的情况说明》",
        "职工王建国因病于2月去世，享年45岁",
        "居民王建国出现发热、咳嗽症状，已隔离",
        "医生为患者王建国做了阑尾炎手术",
        "主刀医生李强介绍，王建国接受了肝癌切除手术",
        "走访患病老人王建国",
        "对患有癌症的特困人员王建国给予救助",
        "服务对象王建国患精神分裂症、失能老人",
        "假如没有低保，王建国患肝癌无法治疗",
    ],
)
def test_who_is_named_beside_it_is_somebody(text: str) -> None:
    """In a title, an obituary, a hospital's news or among those who are visited."""
    assert ill(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("我现在每月靠打零工挣一千来块钱。", ["每月靠打零工挣一千来块钱"]),
        ("儿媳每月有2600块工资，村里说我家不够低保条件。", ["每月有2600块工资"]),
        ("王建国欠银行贷款13万元，外借亲戚8万块。", ["欠银行贷款13万元", "外借亲戚8万块"]),
        (
            "退出崔国庆一户（其子购置小轿车并在县城买房）。",
            ["购置小轿车并在县城买房"],
        ),
        (
            "借款人王建国（身份证149999199003071236）截至本月已逾期6期，欠本息14,382.60元。",
            ["截至本月已逾期6期，欠本息14,382.60元"],
        ),
        (
            "乙方：李秀英（身份证149999199003071236），甲方补偿乙方人民币肆拾叁万柒仟元整。",
            ["人民币肆拾叁万柒仟元整"],
        ),
        ("低保户王建国因车祸判决赔偿，现欠外债8万元", ["欠外债8万元"]),
        ("我和老伴住着两间瓦房，家里种着4亩地。", ["住着两间瓦房", "种着4亩地"]),
    ],
)
def test_what_somebody_lives_on_is_found(text: str, values: list[str]) -> None:
    """Wages in 块, debts, arrears, deeds between persons, and what a household bought."""
    assert has(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "捐赠收入：王建国 200元；李秀英 50元。",
        "招聘保安2名，月工资3000元，联系人王建国。",
        "购置小轿车补贴5000元，联系人王建国。",
        "公积金贷款逾期6期以上的借款人，由中心依法催收。",
        "甲方：虚构县水利局，乙方：虚构建设公司，合同价款人民币肆拾叁万柒仟元整。",
        "我县新购公交车20辆，负责人王建国。",
        "纳税人王建国欠税12,345.67元。",
        "王建国拒不归还申请执行人李秀英借款本金15万元。",
    ],
)
def test_gifts_jobs_and_contracts_stay(text: str) -> None:
    """What is given, offered, subsidised or owed to the state is published."""
    assert has(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "姓名：王建国；入境航班：CA926（东京—北京），4月2日入境；手机：13800009901",
            ["CA926（东京-北京），4月2日入境"],
        ),
        ("李秀英；入境口岸：罗湖，4月6日；手机：13800009901", ["罗湖，4月6日"]),
        (
            "姓名：王建国 从武汉返乡，1月20日乘G1234次 电话13800009901",
            ["从武汉返乡，1月20日乘G1234次"],
        ),
    ],
)
def test_how_somebody_came_is_found(text: str, values: list[str]) -> None:
    """Flight, port and train of a traveller who is named beside them."""
    assert went(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "入境航班：MU5042，请同乘人员主动报备，电话13800009901。",
        "车次：G1234，发车时间：9:30，咨询13800009901。",
        "李志强局长于4月6日从北京返回，主持会议。",
    ],
)
def test_flights_and_timetables_stay(text: str) -> None:
    """A flight that a notice names is nobody's."""
    assert went(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("李桂英 140821197003071234 尿毒症透析 总费用52321.55元\n", "尿毒症透析"),
        ("对下列会员给付互助金：王志强（县公路段，胃癌），6000元。", "胃癌"),
        ("姓名 王志强\n慢病：冠心病 用药：阿司匹林\n", "冠心病"),
        ("学生李晓雨（女，8岁）出现呕吐、腹泻，已就诊。", "出现呕吐、腹泻"),
        ("考生王梓涵体检复检转氨酶异常，其本人电话13983164806", "体检复检转氨酶异常"),
        ("李小山，县第三小学五（2）班，被猫抓伤，赔付260元", "被猫抓伤"),
        ("王小宝，男，9岁，父亲因肝硬化于前年去世。", "因肝硬化"),
        ("学生杨桂因患抑郁症休学在家。", "因患抑郁症"),
    ],
)
def test_rows_reports_and_reasons_tell_of_illness(text: str, told: str) -> None:
    """Without a word of suffering, too: beside somebody, or as what was seen of him."""
    assert told in ill(text)


@pytest.mark.parametrize(
    "text",
    [
        "家中老人和孩子出现发热、咳嗽等症状，应尽快就医。",
        "万一确诊是帕金森病，要配合医生坚持用药治疗。",
        "体检不合格的，不予聘用。",
        "重点关注患病、失能、独居老人。",
    ],
)
def test_advice_and_rules_tell_of_nobody(text: str) -> None:
    """They speak of what may be."""
    assert ill(text) == []


@pytest.mark.parametrize(
    ("text", "illness"),
    [
        ("村民王建国患胃癌。", "患胃癌"),
        ("其母田世昌患慢性肾衰竭，纳入大病救助。", "患慢性肾衰竭"),
        ("父亲谢春生患乳腺癌住院。", "患乳腺癌住院"),
        ("曾因父亲谢春生患尿毒症花光积蓄。", "患尿毒症"),
        ("从业人员梁存厚患伤寒仍从事食品工作。", "患伤寒"),
    ],
)
def test_an_illness_begins_behind_the_name(text: str, illness: str) -> None:
    """国患胃癌 would lie over the name and lose to it."""
    assert illness in raised(text, "HEALTH_STATUS")


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("户主患高血压其妻王秀英患糖尿病。", "高血压", "糖尿病"),
        ("张大山患胃癌、妻子王秀英脑梗后遗症。", "胃癌", "脑梗"),
    ],
)
def test_a_name_between_two_illnesses_hides_neither(text: str, first: str, second: str) -> None:
    """One claim over both of them would hold the name and lose to it."""
    claimed = " ".join(raised(text, "HEALTH_STATUS"))
    assert first in claimed
    assert second in claimed
