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
