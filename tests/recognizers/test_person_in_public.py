"""Whom a report names for his part in public, and who is private in the same words."""

from __future__ import annotations

import pytest
from tests.recognizers.raised import raised


@pytest.mark.parametrize(
    "text",
    [
        "刘南昌、安伟强、栗金强、范付中、牛兰英等副市级以上领导在分会场收看。",
        "萍水钢铁领导黄智华、朱德强、梁建国热情接待。",
        "县委书记赵奇玲、县长周春涌到会。赵奇玲、周春涌、唐火祯、赵国平分别参加有关活动。",
        "涌现出郭亮远、文淑益、袁仲贤等一批优秀革命志士。",
    ],
)
def test_a_list_of_officials_is_one_to_its_last_name(text: str) -> None:
    """What closes it, or two officials in it, speak for all."""
    assert raised(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "夏小进老师在《用方向和距离确定位置》一课的教学中关注技术与教学的融合。",
        "消化科的杜奕奇博士为第二医院组建了内镜室。",
        "李述汤院士、廖良生教授应邀为期刊撰写评论。",
        "请到社区居委会找康晓东主任领取身份证。",
        "对城管局覃雅琴同志的服务是否满意？",
        "钭桂兰（挂职）　副县长　协助工作。",
        "贺爱民、赖满仓委员：\n你们提出的提案收悉。",
        "尊敬的徐晓东书记：\n您好。",
    ],
)
def test_a_title_or_a_post_behind_a_name_shows_somebody_in_duty(text: str) -> None:
    """A post leaves no doubt, whatever the sentence is about."""
    assert raised(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "沈从远（1902－1988），中国著名作家。沈从远生于凤凰。",
        "制扇技艺最早由明代的胡正言创立，为国家级非遗，传承人众多。",
        "中国选手刘军强、沈妮娜获得马拉松冠军。",
        "现有国省干线7条，张石、张承、二秦高速建成通车。",
        "尊敬的孙部长、各位老师：\n大家好。",
    ],
)
def test_fame_history_roads_and_posts_are_no_private_persons(text: str) -> None:
    """What a text praises or remembers is public, and 孙部长 names nobody."""
    assert raised(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "各项重点工作取得实效。      （王一波 杨林涛）\n",
        "为企业发展做出新的贡献。（文/严夏蕾  集团党办）\n",
        "发布人：刘东 联络点：下寺镇",
        "请县人社局阅处。孙梓萱 6月3日",
        "材料报送至局机关。\n人事股 董海燕\n",
        "供稿：黄菁华\n供图：杨晓庆 赵清秋\n审核发布：陈菊平\n",
        "供稿：应用技术学院金志鹏\n",
        "联系人及电话: 文铭远；0771-3836260\n",
        "应到党员 潘春红;孙忠荣;龚娜娜\n",
        "桥墩镇党政办的颜萍萍参加工作才两年。",
    ],
)
def test_who_wrote_or_signs_is_no_private_person(text: str) -> None:
    """Credit lines, minutes, and the unit before a signature."""
    assert raised(text) == []


REPORT = (
    "近日，县教育局举行消防培训。局长王明月主持会议并讲话，副局长李志强宣读方案。"
    "演练前，瞿望远用通俗的语言示范讲解了灭火器的使用。与会人员进行了交流，座谈会气氛热烈。"
)


def test_who_takes_part_in_what_a_report_tells_of_stays() -> None:
    """He has no post, but a report of officials names him for what he did."""
    assert raised(REPORT) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "会上，患者瞿望远的妻子介绍了病情。",
        "瞿望远家住东街，今年患病住院，局里走访慰问。",
        "会议讨论了瞿望远的救助申请。",
    ],
)
def test_need_illness_and_kin_make_somebody_private_in_a_report_too(sentence: str) -> None:
    """One such sentence is enough."""
    assert "瞿望远" in raised(REPORT + sentence)


@pytest.mark.parametrize(
    "text",
    [
        "王凤珠、郭安宁等贫困户代表分别发言。",
        "王凤珠老师的丈夫郭安宁因病去世。",
        "陈永福、赵小山等村民到场。",
    ],
)
def test_others_in_such_lists_stay_private(text: str) -> None:
    """等贫困户代表 is no list of officials, and a teacher's husband no teacher."""
    assert raised(text)


@pytest.mark.parametrize(
    "text",
    [
        "信访来源：王建国\n内容：小区漏水。",
        "审核：合格 王建国\n",
        "初审 王建国 合格\n",
        "发布人：陈秀芝\n内容：本人有一套房屋出租。",
        "请帮我们解决饮水问题。（陈秀芝 李国栋）\n",
        "请予以处理。陈秀芝 6月3日\n",
        "信访事项请县人社局办理。陈秀芝 6月3日来人。",
        "困难职工名单\n环卫处 陈秀芝\n教育局 李国栋\n",
        "派出所 陈秀芝\n报警称自行车丢失。",
        "投诉人联系方式：王建国 0731-84512345",
        "寻找陈秀芝，0731-84512345。",
        "（图：陈秀芝家的漏水墙面）",
    ],
)
def test_who_writes_for_himself_is_credited_with_nothing(text: str) -> None:
    """A source, a verdict, a letter's signature and a list by units are no credit lines."""
    assert raised(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("投诉王建国老师体罚学生。", "王建国"),
        ("家长反映陈秀芝老师收受红包。", "陈秀芝"),
        ("陈秀芝、李国栋等3名教师因猥亵学生被辞退。", "陈秀芝"),
        ("陈秀芝、李国栋等3名教师感染新冠病毒。", "李国栋"),
        ("陈秀芝、李国栋等10名贫困党员干部领到慰问金。", "陈秀芝"),
        ("赵志刚、孙玉梅等同志多次到街道反映噪音扰民问题。", "孙玉梅"),
        ("街道领导走访了陈秀芝、王桂兰等老同志。", "陈秀芝"),
        ("陈秀芝、李国栋等选手是五年级的小学生。", "陈秀芝"),
        ("尊敬的领导：陈秀芝家房子漏雨。", "陈秀芝"),
        ("退休干部陈秀芝独自生活。", "陈秀芝"),
        ("敬老院陈秀芝同志行动不便。", "陈秀芝"),
        ("昨日到信访局的陈秀芝要求解决住房。", "陈秀芝"),
        ("陈秀芝、孙玉梅、李国栋家属代表：\n你们好", "陈秀芝"),
        ("某县著名景区脚下，陈秀芝靠卖茶叶蛋维持生计。", "陈秀芝"),
        ("陈秀芝到名医馆看中医。", "陈秀芝"),
        ("将军路社区的陈秀芝不会用手机支付。", "陈秀芝"),
        ("当地有著名作家。陈秀芝在村口开店。", "陈秀芝"),
        ("陈秀芝在某市马拉松比赛中猝倒，送医抢救。", "陈秀芝"),
        ("1985年，陈秀芝从解放军某部复员回乡。", "陈秀芝"),
        ("1998年因修建革命纪念馆，占用了陈秀芝的宅基地。", "陈秀芝"),
        ("陈秀芝（1956年生）反映其房屋漏水。", "陈秀芝"),
        ("迁坟公告：陈秀芝（1925-1995）", "陈秀芝"),
    ],
)
def test_a_title_a_list_or_fame_beside_somebody_is_not_enough(text: str, name: str) -> None:
    """Who is accused, ill, visited, a child, or stands beside what is famous is asked about."""
    assert name in raised(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "培训间隙，瞿远山在比赛中晕倒送医。",
        "瞿远山参加培训时被机器绞断手臂。",
        "随后来到瞿远山的小店，宣讲政策，买了她的鸡蛋。",
        "瞿远山拿到新房钥匙，激动地出席了仪式。",
        "看到局长来了，瞿远山说常学习技术。",
        "瞿远山在会议室外喊冤，强调自己没有错。",
    ],
)
def test_whom_officials_visit_or_help_is_asked_about(sentence: str) -> None:
    """A report's deeds are those of others, or of anybody who learns and watches."""
    assert "瞿远山" in raised(REPORT + sentence)
