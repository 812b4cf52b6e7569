"""Running text: penalty decisions, letters, and notices full of look-alikes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import words
from tests.corpus.pages.canvas import A4, Canvas, Pen, fill
from tests.corpus.pages.people import (
    credit_code,
    document_number,
    negative,
    office_phone,
    person,
    project_code,
    spaced,
)
from tests.corpus.pages.truth import Part

if TYPE_CHECKING:
    from random import Random

    from tests.corpus.pages.truth import Sheet

_LEFT = 72.0
# Without it the gate would hold an official document whatever its picture looks like.
_PUBLIC = "公开属性：主动公开"
_LAWS = (
    "《中华人民共和国道路交通安全法》第九十条",
    "《中华人民共和国行政处罚法》第三十三条",
    "《公路安全保护条例》第六十四条",
)
_WIDE = A4[0] - 2 * _LEFT


def decision(rng: Random, dpi: int) -> Sheet:
    """Draw an administrative penalty decision: numbers in sentences, some broken over lines."""
    page, who, other = Canvas(dpi), person(rng), person(rng)
    pen = Pen(face=rng.choice(("song", "song", "hei")), size=rng.choice((12, 13, 14)))
    county = words.county(rng)
    page.centred(64, fill(f"{county}公安局交通警察大队"), Pen(face="bold", size=18))
    page.centred(92, fill("行政处罚决定书"), Pen(face="bold", size=18))
    page.centred(122, [document_number(rng)], Pen(face=pen.face, size=12))
    page.line(_LEFT, 780, fill(_PUBLIC), Pen(face=pen.face, size=11))
    paragraphs = (
        "当事人：{name}，{sex}，公民身份号码：{number}，住址：{home}，联系电话：{phone}。",
        f"{words.date(rng)}{rng.randint(1, 23)}时许，当事人驾驶号牌为{{plate}}的小型轿车行驶至省道"
        f"{rng.randint(201, 399)}线{rng.randint(2, 90)}公里处，因未按规定让行，"
        "与另一当事人（姓名：{other}，身份证号："
        "{other_number}）驾驶的{other_plate}号小型客车发生碰撞，造成两车受损。",
        f"以上事实有现场笔录、询问笔录、行驶证复印件等证据证实。依据{rng.choice(_LAWS)}之规定，"
        f"决定给予罚款{rng.randint(1, 19)}00元的行政处罚。",
        "当事人应当自收到本决定书之日起十五日内将罚款缴至指定银行。咨询电话：{office}。"
        "如不服本决定，可以在六十日内申请行政复议。",
    )
    y, breaks = 156.0, rng.random() < 0.5
    for text in paragraphs:
        parts = fill(
            text, name=who.name, sex=who.sex, number=who.number, home=who.home, phone=who.phone,
            plate=who.plate, other=other.name, other_number=other.number, other_plate=other.plate,
            office=office_phone(rng),
        )  # fmt: skip
        y = page.flow(_LEFT, y, _WIDE, parts, pen, indent=2, breaks=breaks) + 4
    page.line(330, y + 40, fill(f"{county}公安局交通警察大队"), pen)
    page.line(370, y + 66, fill(words.date(rng)), pen)
    return page.sheet("decision")


def letter(rng: Random, dpi: int) -> Sheet:
    """Draw a citizen's letter, typed or in a hand-like face."""
    page, who = Canvas(dpi, paper=(252, 250, 244)), person(rng)
    pen = Pen(face=rng.choice(("kai", "kai", "song")), size=rng.choice((13, 14, 15)),
              ink=rng.choice(((20, 20, 24), (24, 34, 110))))  # fmt: skip
    county = words.county(rng)
    page.centred(70, fill(rng.choice(("情况反映", "信访事项申请书", "政府信息公开申请"))),
                 Pen(face="bold", size=19))  # fmt: skip
    page.line(_LEFT, 116, fill(f"{county}人民政府："), pen)
    paragraphs = (
        "我叫{name}，家住{home}，身份证号码是{number}。",
        f"{words.date(rng)}，我家门前的水渠因施工被挖断，至今没有修复，村里多次反映都没有结果，"
        "希望领导尽快派人处理，给群众一个答复。",
        "补偿款请汇入本人账户，开户行为农村商业银行，卡号：{card}。",
        "联系方式：{phone}。",
    )
    y = 146.0
    for text in paragraphs:
        card = spaced(who.card) if rng.random() < 0.5 else who.card
        parts = fill(text, name=who.name, home=who.home, number=who.number, card=card,
                     phone=who.phone)  # fmt: skip
        y = page.flow(_LEFT, y, _WIDE, parts, pen, indent=2, breaks=rng.random() < 0.5) + 4
    page.line(360, y + 36, fill("申请人：{name}", name=who.name), pen)
    page.line(360, y + 64, fill(words.date(rng)), pen)
    return page.sheet("letter")


def notice(rng: Random, dpi: int) -> Sheet:
    """Draw a notice: many numbers, of which all but two or three belong to offices and papers."""
    page, who = Canvas(dpi), person(rng)
    pen = Pen(face=rng.choice(("song", "hei", "zhenghei")), size=rng.choice((12, 13)))
    county = words.county(rng)
    page.centred(64, fill(f"{county}自然资源局文件"), Pen(face="bold", size=22, ink=(200, 20, 20)))
    page.centred(104, [document_number(rng)], pen)
    page.line(_LEFT, 780, fill(_PUBLIC), Pen(face=pen.face, size=11))
    page.centred(140, fill("关于建设项目用地预审的通知"), Pen(face="bold", size=17))
    items = (
        ("项目代码：{code}。", project_code(rng)),
        ("建设单位：" + words.company(rng) + "，统一社会信用代码：{code}。", credit_code(rng)),
        ("用地面积{code}平方米，总投资" + f"{rng.randint(300, 9000)}万元。",
         negative("AMOUNT", f"{rng.randint(1000, 99999)}.{rng.randint(10, 99)}")),
        ("执行标准：{code}。", _standard(rng)),
        ("原批复文号：{code}。", document_number(rng)),
        ("投诉举报热线：{code}，窗口电话：", negative("HOTLINE", "12345")),
    )  # fmt: skip
    y = 180.0
    for number, (text, code) in enumerate(items, 1):
        parts = fill(f"{number}．{text}", code=code)
        if text.endswith("窗口电话："):
            parts += [office_phone(rng), Part(text="。")]
        y = page.flow(_LEFT, y, _WIDE, parts, pen, indent=2) + 3
    last = "被征地农户：{name}，身份证号：{number}，手机：{phone}。"
    parts = fill(last, name=who.name, number=who.number, phone=who.phone)
    y = page.flow(_LEFT, y, _WIDE, parts, pen, indent=2)
    page.line(380, y + 40, fill(f"{county}自然资源局"), pen)
    page.line(380, y + 64, fill(words.date(rng)), pen)
    return page.sheet("notice")


def _standard(rng: Random) -> Part:
    return negative("STANDARD", f"GB/T {rng.randint(10000, 39999)}-20{rng.randint(10, 24)}")
