"""Text that does not run in one broad column: vertical writing, and two columns side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import words
from tests.corpus.pages.canvas import A4, Canvas, Pen, fill
from tests.corpus.pages.people import office_phone, person

if TYPE_CHECKING:
    from random import Random

    from tests.corpus.pages.truth import Sheet


def vertical(rng: Random, dpi: int) -> Sheet:
    """Draw an old-fashioned statement in vertical columns from right to left."""
    page, who = Canvas(dpi), person(rng)
    pen = Pen(face=rng.choice(("song", "kai", "hei")), size=rng.choice((15, 16, 18)))
    x = page.down(520, 80, 760, fill("声明书"), Pen(face="bold", size=24)) - 6
    for text in (
        "申请人：{name}，身份证号{number}，现住{home}。",
        "本人自愿放弃对父母名下宅基地的继承权利，今后不再提出任何主张，特此声明。",
        "联系电话{phone}。",
    ):
        parts = fill(text, name=who.name, number=who.number, home=who.home, phone=who.phone)
        x = page.down(x, 80, 760, parts, pen)
    x = page.down(x - 10, 380, 760, fill("申请人：{name}", name=who.name), pen)
    page.down(x, 380, 760, fill(words.date(rng)), pen)
    return page.sheet("vertical")


def two_columns(rng: Random, dpi: int) -> Sheet:
    """Draw two narrow columns of announcements; values are broken wherever a line ends."""
    page = Canvas(dpi)
    pen = Pen(face=rng.choice(("song", "hei", "zhenghei")), size=rng.choice((10.5, 11, 12)))
    page.centred(50, fill(f"{words.county(rng)}遗失声明及公告"), Pen(face="bold", size=18))
    wide = (A4[0] - 56 * 2 - 28) / 2
    for column in range(2):
        x, y = 56 + column * (wide + 28), 96.0
        while y < 700:
            y = _announcement(rng, page, (x, y, wide), pen) + 10
    if rng.random() < 0.5:
        page.rule(A4[0] / 2, 96, A4[0] / 2, 760)
    page.line(56, 790, fill("刊登热线：{phone}", phone=office_phone(rng)), pen)
    return page.sheet("columns")


def _announcement(rng: Random, page: Canvas, place: tuple[float, float, float], pen: Pen) -> float:
    who = person(rng)
    text = rng.choice(
        (
            "遗失声明人：{name}，居民身份证不慎遗失，身份证号码：{number}，声明作废，联系电话：{phone}。",
            "车主：{name}，机动车行驶证遗失，车牌号：{plate}，身份证号：{number}，特此声明作废。",
            "寻人启事：{name}，{sex}，于"
            + words.date(rng)
            + "走失，有知情者请拨打{phone}，必有重谢。",
            "存款人：{name}，农商银行存折遗失，银行卡号：{card}，特此声明。",
            "债权转让公告：债务人{name}（身份证号：{number}，住{home}）请于十日内履行还款义务。",
        )
    )
    parts = fill(text, name=who.name, number=who.number, phone=who.phone, plate=who.plate,
                 sex=who.sex, card=who.card, home=who.home)  # fmt: skip
    x, y, wide = place
    return page.flow(x, y, wide, parts, pen, leading=1.5, breaks=True)
