"""Whose a landline is, where the nearest word alone would mislead."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import SCANNER

from deident.model import Role, Segment
from deident.recognizers.reading import read

_NUMBER = "0359-5620001"


def _role(text: str) -> Role:
    """Return whose the last landline of a text is."""
    hits = SCANNER.scan(read((Segment(id="s", text=text),)))
    return [hit for hit in hits if hit.pack.entity_type == "CN_LANDLINE"][-1].evidence.role


@pytest.mark.parametrize(
    "text",
    [
        f"回访对象：王建国先生　号码：13800000001　座机：{_NUMBER}",
        f"我住在江南小区9栋3-1404，电话{_NUMBER}，盼领导关心！",
        f"姓名：王建国\n身份证号：149999199003071236\n联系电话：{_NUMBER}",
        f"王建国　{_NUMBER}　新建路68号锦绣苑6栋2-1101",
        f"村民通讯录\n序号 姓名 电话\n东组、西组各户如下，请核对后报村委会\n王建国 {_NUMBER}",
        f"户主：王建国 性别：男 健康状况：差 文化程度：小学 联系电话：{_NUMBER}",
        f"居民王建国住水利局家属院，电话{_NUMBER}",
        f"请学生家长王建国（{_NUMBER}）到校",
        f"请户主王建国，电话{_NUMBER}，来领取",
        f"本人请假，电话{_NUMBER}",
        f"低保户：王建国 东街社区 {_NUMBER}",
    ],
)
def test_who_lives_there_owns_it(text: str) -> None:
    """A household's form, a letter's sender, a list of residents."""
    assert _role(text) is Role.PERSONAL


@pytest.mark.parametrize(
    "text",
    [
        f"请与其女儿李红联系，或拨打110、夏县救助管理站{_NUMBER}",
        f"帮教责任人：王建国（司法所所长）　所内电话：{_NUMBER}　家属：李红",
        f"患者王建国家属已联系县疾控{_NUMBER}",
        f"监护人：王建国；村卫生室：{_NUMBER}",
        f"学员通讯录\n王建国 13800000001\n居委会 {_NUMBER}",
        f"被执行人王建国，执行法官电话：{_NUMBER}",
    ],
)
def test_the_unit_right_before_it_owns_it(text: str) -> None:
    """Whoever was spoken of before."""
    assert _role(text) is Role.OFFICE


@pytest.mark.parametrize(
    "text",
    [
        f"请业主到物业服务部办理，{_NUMBER}",
        f"当事人如对处罚不服，可向上级申请复议，联系电话：{_NUMBER}",
        f"请以上人员家属尽快与本站联系，电话{_NUMBER}",
        f"A区3排07号，逝者王建国，经办亲属李强，登记电话13800000001\n联系电话：{_NUMBER}",
        f"请上述人员持证件（149999199003071236）领取，详询12333或{_NUMBER}",
        f"各乡镇联系人通讯录\n石门乡 王建国 {_NUMBER}",
    ],
)
def test_who_is_invited_to_call_does_not_own_it(text: str) -> None:
    """A notice speaks to persons and gives its author's number."""
    assert _role(text) is not Role.PERSONAL
