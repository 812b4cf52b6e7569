"""What offices show of themselves and guides as examples stays; what persons write does not."""

from __future__ import annotations

import pytest

from deident.api import Deidentifier
from deident.model import Action

_DEIDENTIFIER = Deidentifier()


def _hidden(text: str) -> list[str]:
    """Return what of a text is masked or asked about."""
    return [
        text[place.span.start : place.span.end]
        for decision in _DEIDENTIFIER.mask_text(text).decisions
        if decision.action is not Action.KEEP
        for place in decision.finding.places
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("示例：“张某某，身份证号1499**********0012”", "1499**********0012"),
        (
            "请缴纳罚款2850元（开户行：农行某县支行，账号：04805060600772238）。",
            "04805060600772238",
        ),
        ("取名王某。联系人：县儿童福利院韩某；0350-4062647；地址：某县东关路7号", "某县东关路7号"),
        (
            "受送达人：王某　电话13900000001\n住址：北窑村北巷22号\n联系人：蒋某，0350-6329717\n"
            "虚构县林业局",
            "0350-6329717",
        ),
        ("户主，张某；建房地址，城关镇三岔口村；补助，1000元。", "城关镇三岔口村"),
    ],
)
def test_examples_and_offices_stay(text: str, value: str) -> None:
    """Nobody's number in a guide, an office's account, address and telephone, a village alone."""
    assert not any(part in value or value in part for part in _hidden(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("张某，身份证号1499**********0012", "1499**********0012"),
        ("权利人王某死亡，遗有康馨苑3号楼2单元501房屋一处。", "康馨苑3号楼2单元501"),
        ("户主，张某；建房地址，尼木村七社；补助，1000元。", "尼木村七社"),
        ("收到您提交的申请（通信地址：某市某县新华路71号附7号，邮编044700）。", "新华路71号附7号"),
        ("男方：巴某　13900000001　查干淖尔嘎查一队\n", "查干淖尔嘎查一队"),
        ("王某与李某（结婚证字号：J149999-2024-00102）", "J149999-2024-00102"),
        ("遗失《出生医学证明》，编号W140099999，声明作废。", "W140099999"),
    ],
)
def test_what_is_somebodys_goes(text: str, value: str) -> None:
    """Outside an example, on a private paper, in a certificate of somebody's life."""
    assert any(value in part for part in _hidden(text))
