"""What a painted box may say it hides, where the policy wants it said.

A short word for the kind of value; kinds without a word stay plain.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CAPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "CN_RESIDENT_ID": "身份证号",
        "CN_MOBILE": "手机号",
        "CN_LANDLINE": "电话",
        "CN_BANK_CARD": "银行卡号",
        "CN_BANK_ACCOUNT": "银行账号",
        "CN_VEHICLE_PLATE": "车牌号",
        "CN_PASSPORT": "护照号",
        "CN_TRAVEL_PERMIT": "通行证号",
        "CN_FOREIGNER_ID": "居留证号",
        "CN_MILITARY_ID": "军人证号",
        "CN_SOCIAL_SECURITY": "社保卡号",
        "CN_DISABILITY_ID": "残疾证号",
        "CN_STUDENT_ID": "学籍号",
        "CN_VIN": "车架号",
        "EMAIL_ADDRESS": "邮箱",
        "CN_QQ": "QQ号",
        "CN_WECHAT": "微信号",
        "CN_HOME_ADDRESS": "住址",
        "BIRTH_DATE": "出生日期",
        "PERSON": "人名",
    }
)
"""The word for each kind of value. What is said of health or property names no word of its own."""
