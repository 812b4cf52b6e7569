"""The neutral words of the corpus: invented people, places, offices, and what fills a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import numbers
from tests.corpus.listed import listed

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷"
)
_GIVEN = (
    "建国华明志强玉兰桂英秀芳丽娟海涛小红军平伟敏静艳勇杰娜磊洋霞鹏飞雪梅春生长根福贵来喜拴柱二妮大牛子轩梓涵宇浩然"
    "欣怡思远文博雨桐佳琪俊凯晓东永红淑珍凤琴爱民卫东金花银锁改香俊林保田有才天佑"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟")
_MINORITY = ("阿卜杜拉·买买提", "古丽·艾合买提", "扎西·次仁", "努尔兰·哈山", "迪丽·吐尔逊")
_PLACES = listed("清平 永和 双河 石桥 东岭 南塬 北沟 西坪 龙泉 柳林 白杨 青山 云溪 大寨 红旗 新庄")
_COUNTIES = listed("安泽 平遥 云岭 丰川 长宁 河阳 泾北 临汾西 景宁南 东源 广灵北 昌宁")
_ROADS = listed("人民路 建设大街 文化路 迎宾大道 滨河东路 解放路 中山北路 新华街 府前街 学府路")
_OFFICES = listed(
    "县民政局 县财政局 县公安局交通警察大队 县人力资源和社会保障局 县自然资源局 "
    "县农业农村局 县卫生健康局 县住房和城乡建设管理局 县市场监督管理局 县教育科技局 "
    "县交通运输局 县残疾人联合会 县医疗保障局 县审批服务管理局 县退役军人事务局 "
    "县应急管理局 县乡村振兴局 县水务局 县林业局 县文化和旅游局"
)
_COMPANIES = listed(
    "宏远建设 鑫源商贸 绿野农业开发 恒通物流 瑞祥物业 华诚工程咨询 天和医药 博创科技"
)
_BANKS = listed(
    "农业银行城关支行 县农村信用合作联社 邮储银行东街营业所 工商银行新华支行 "
    "县农商行南塬分理处 建设银行开发区支行 村镇银行 中国银行府前街支行 信用社双河分社"
)
_LAWS = listed(
    "《中华人民共和国道路交通安全法》第九十条 《中华人民共和国行政处罚法》第三十三条 "
    "《社会救助暂行办法》第十一条 《中华人民共和国食品安全法》第一百二十二条 "
    "《中华人民共和国土地管理法》第七十七条 《公路安全保护条例》第六十四条"
)
_PROVINCE_CHARS = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新"


def name(rng: Random) -> str:
    """Invent a person."""
    draw = rng.random()
    if draw < 0.03:
        return rng.choice(_MINORITY)
    surname = rng.choice(_COMPOUND) if draw < 0.06 else rng.choice(_SURNAMES)
    return surname + "".join(rng.choice(_GIVEN) for _ in range(1 if rng.random() < 0.25 else 2))


def _some_one(rng: Random) -> str:
    """Name a person the way decisions do: 张某, 李某某, 王某甲."""
    return rng.choice(_SURNAMES) + rng.choice(("某", "某某", "某甲", "某乙", "××"))


def village(rng: Random) -> str:
    """Invent a village."""
    return rng.choice(_PLACES) + rng.choice(("村", "社区", "庄村", "沟村", "坪村"))


def town(rng: Random) -> str:
    """Invent a township."""
    return rng.choice(_PLACES) + rng.choice(("镇", "乡", "街道"))


def county(rng: Random) -> str:
    """Invent a county."""
    return rng.choice(_COUNTIES) + "县"


def date(rng: Random) -> str:
    """Write a date of the last years."""
    return f"{rng.randint(2018, 2025)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"


def dotted_date(rng: Random) -> str:
    """Write a date with dots or hyphens."""
    mark = rng.choice(".-/")
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    return f"{rng.randint(2018, 2025)}{mark}{month:02d}{mark}{day:02d}"


def office_line(rng: Random) -> str:
    """Write the telephone of an office."""
    area, number = numbers.landline(rng)
    return f"{area}{rng.choice(('-', '－', '-', '—'))}{number}"


def document_number(rng: Random) -> str:
    """Write a 发文字号."""
    head = rng.choice(("清政办发", "安民函", "永财农", "平政发", "云交罚", "县教基", "东自然资"))
    left, right = rng.choice(("〔〕", "〔〕", "[]", "（）"))
    return f"{head}{left}{rng.randint(2015, 2025)}{right}{rng.randint(1, 320)}号"


def case_number(rng: Random) -> str:
    """Write a court's 案号."""
    court = rng.choice(_PROVINCE_CHARS) + f"{rng.randint(1, 12):02d}{rng.randint(1, 99):02d}"
    kind = rng.choice(("民初", "行初", "执", "刑初", "民终"))
    return f"（{rng.randint(2016, 2025)}）{court}{kind}{rng.randint(1, 9999)}号"


def amount(rng: Random) -> str:
    """Write an amount of money."""
    value = rng.choice((rng.randint(50, 9999), rng.randint(10000, 9999999)))
    return rng.choice((f"{value}元", f"{value:,}元", f"{value:,}.{rng.randint(0, 99):02d}元"))


def company(rng: Random) -> str:
    """Invent a company."""
    return rng.choice(_COUNTIES) + rng.choice(_COMPANIES) + rng.choice(("有限公司", "有限责任公司"))


def clock(rng: Random) -> str:
    """Write a time of day."""
    return rng.choice(
        (
            f"{rng.randint(0, 23)}时{rng.randint(0, 59):02d}分",
            f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}",
        )
    )


def _among(words: tuple[str, ...] | list[str] | str) -> Callable[[Random], str]:
    """Choose one of the words."""
    return lambda rng: rng.choice(words)


def _between(low: int, high: int) -> Callable[[Random], str]:
    """Choose a whole number and write it."""
    return lambda rng: str(rng.randint(low, high))


NEUTRAL: dict[str, Callable[[Random], str]] = {
    "name": name,
    "some": _some_one,
    "village": village,
    "town": town,
    "county": county,
    "road": _among(_ROADS),
    "office": _among(_OFFICES),
    "company": company,
    "bankname": _among(_BANKS),
    "law": _among(_LAWS),
    "date": date,
    "dotdate": dotted_date,
    "time": clock,
    "year": _between(2016, 2025),
    "month": _between(1, 12),
    "day": _between(1, 28),
    "n": _between(2, 98),
    "nn": _between(100, 9800),
    "pct": lambda rng: f"{rng.randint(1, 99)}.{rng.randint(0, 99)}%",
    "age": _between(19, 78),
    "sex": _among(("男", "女")),
    "nation": _among(("汉族", "回族", "藏族", "苗族", "满族")),
    "amount": amount,
    "docno": document_number,
    "caseno": case_number,
    "officetel": office_line,
    "uscc": numbers.uscc,
    "car": _among(("小型轿车", "小型普通客车", "轻型厢式货车", "重型半挂牵引车", "面包车")),
    "relief": _among(
        ("城乡低保", "临时救助", "特困供养", "残疾人两项补贴", "高龄津贴", "廉租住房")
    ),
    "subsidy": _among(
        (
            "耕地地力保护补贴",
            "农机购置补贴",
            "退耕还林补助",
            "危房改造补助",
            "稳岗补贴",
            "棉花目标价格补贴",
        )
    ),
    "cn": _among("一二三四五六七八九十"),
}
