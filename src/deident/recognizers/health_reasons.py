"""Columns of reasons (原因, 申请理由): of some persons they say what these suffer from."""

from __future__ import annotations

from deident.recognizers.later import later

_COLUMNS = later(
    "(?:原因|事由|理由|缘由|因素)$|(?:救助|困难|帮扶|申请|基本)(?:情况|说明|描述|简述)$"
)
# What is an illness by its name, also where nothing is said of suffering from it.
_ILLNESS = later(
    "症(?!状|候|结)|梗[死塞]|[心脑]梗|瘤|炎(?![热黄陵帝])|衰竭|[心肾肺肝]衰|骨折|出血|中风|卒中|透析|"
    "[化放]疗|尿毒|抑郁|精神分裂|痴呆|[肝脉胆]硬化|结石|囊肿|溃疡|哮喘|痛风|白内障|青光眼|狼疮|慢阻肺|"
    "帕金森|高血压|糖尿|贫血|甲[亢减]|[乙丙]肝|艾滋|结核|尘肺|截肢|骨坏死|股骨头坏死|烧伤|烫伤|"
    "(?:精神|智力|认知|语言|肢体)障碍|失明|植物人|昏迷|[肝肾心肺髓膜]移植"
)


def gives_reasons(header: str) -> bool:
    """Tell whether a column says why somebody is helped, absent or refused."""
    return _COLUMNS.search(header) is not None


def names_an_illness(value: str) -> bool:
    """Tell whether a cell names an illness."""
    return _ILLNESS.search(value) is not None
