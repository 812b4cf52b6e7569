"""Forms to be filled in, and copies of identity cards on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import words
from tests.corpus.pages.canvas import A4, Canvas, Pen, fill
from tests.corpus.pages.people import Person, office_phone, person, spaced
from tests.corpus.pages.truth import Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from tests.corpus.pages.truth import Sheet

_CARD_SIZE = (243.0, 153.0)


def application(rng: Random, dpi: int) -> Sheet:
    """Draw an application form: labels printed, answers in a hand-like face, a number in boxes."""
    page, who = Canvas(dpi), person(rng)
    label = Pen(face=rng.choice(("song", "hei")), size=11.5)
    entry = Pen(face=rng.choice(("kai", "kai", "song")), size=12.5, ink=(18, 24, 70))
    page.centred(60, fill(f"{words.county(rng)}社会救助申请审批表"), Pen(face="bold", size=18))
    boxed = rng.random() < 0.4
    rows: list[tuple[tuple[str, Sequence[Part]], ...]] = [
        (("申请人姓名", [who.name]), ("性别", [Part(text=who.sex)])),
        (("出生日期", [who.born]), ("民族", [Part(text="汉族")])),
        (("身份证号码", () if boxed else [who.number]),),
        (("联系电话", [who.phone]), ("家庭人口", [Part(text=f"{rng.randint(1, 6)}人")])),
        (("家庭住址", who.home),),
        (("开户银行", [Part(text="农村商业银行")]), ("车牌号码", [who.plate])),
        (("银行账号", [spaced(who.card) if rng.random() < 0.5 else who.card]),),
    ]
    y = 100.0
    for row in rows:
        _row(page, y, row, label, entry)
        if boxed and row[0][0] == "身份证号码":
            page.boxed(150, y + 7, 20, who.number, entry)
        y += 34
    y = _opinions(rng, page, y, label)
    page.line(60, y + 14, fill("受理窗口电话：{phone}", phone=office_phone(rng)), label)
    return page.sheet("form")


def _row(
    page: Canvas, y: float, row: Sequence[tuple[str, Sequence[Part]]], label: Pen, entry: Pen
) -> None:
    x, each = 56.0, (A4[0] - 112) / len(row)
    for words_, answer in row:
        page.frame(x, y, x + 84, y + 34)
        page.frame(x + 84, y, x + each, y + 34)
        page.centred(y + 11, fill(words_), label, middle=x + 42)
        if answer:
            page.line(x + 92, y + 10, list(answer), entry)
        x += each


def _opinions(rng: Random, page: Canvas, y: float, label: Pen) -> float:
    for title, text in (
        ("申请理由", "本人因家庭收入减少，生活困难，特申请救助，以上情况属实。"),
        ("村委会意见", "经入户调查和民主评议，情况属实，同意上报。"),
        ("乡镇意见", "经审核，符合条件，拟同意。"),
    ):
        page.frame(56, y, 140, y + 90)
        page.frame(140, y, A4[0] - 56, y + 90)
        page.centred(y + 38, fill(title), label, middle=98)
        page.flow(148, y + 10, A4[0] - 214, fill(text), label)
        page.line(400, y + 68, fill(words.date(rng)), label)
        y += 90
    return y


def identity_cards(rng: Random, dpi: int) -> Sheet:
    """Draw a sheet with both sides of an identity card and what is written beside it."""
    page, who = Canvas(dpi), person(rng)
    pen = Pen(face="song", size=13)
    page.centred(60, fill("申请人身份证复印件"), Pen(face="bold", size=17))
    left = rng.uniform(90, 240)
    _front(rng, page, (left, 110), who)
    _back(rng, page, (left, 300))
    y = page.flow(72, 490, A4[0] - 144, fill(
        "本人{name}，身份证号{number}，承诺以上复印件与原件一致，仅用于办理不动产登记。联系电话：{phone}。",
        name=who.name, number=who.number, phone=who.phone), pen, indent=2)  # fmt: skip
    page.line(330, y + 30, fill("申请人：{name}", name=who.name), pen)
    page.line(330, y + 56, fill(words.date(rng)), pen)
    return page.sheet("cards")


def _front(rng: Random, page: Canvas, at: tuple[float, float], who: Person) -> None:
    x, y = at
    page.tint((x, y, x + _CARD_SIZE[0], y + _CARD_SIZE[1]), (233, 240, 244))
    page.frame(x, y, x + _CARD_SIZE[0], y + _CARD_SIZE[1], 0.8)
    label = Pen(face="hei", size=7.5, ink=(70, 110, 150))
    text = Pen(face="hei", size=9)
    born = who.born.text.replace("年", " 年 ").replace("月", " 月 ").replace("日", " 日")
    rows: tuple[tuple[str, list[Part]], ...] = (
        ("姓 名", [who.name]),
        ("性 别", fill(f"{who.sex}    民 族  汉")),
        ("出 生", [Part(text=born, role=who.born.role, entity_type="BIRTH_DATE")]),
        ("住 址", []),
    )
    for number, (title, parts) in enumerate(rows):
        top = y + 14 + number * 20
        page.line(x + 14, top + 1, fill(title), label)
        if parts:
            page.line(x + 46, top, parts, text)
    page.flow(x + 46, y + 74, 100, list(who.home), text, leading=1.45, breaks=True)
    page.line(x + 14, y + 127, fill("公民身份号码"), label)
    page.line(x + 82, y + 124, [who.number], Pen(face="hei", size=11.5))
    # A portrait without a face: what stands there is not for this measurement.
    page.tint((x + 168, y + 18, x + 228, y + 92), (205, 212, 222))
    shade = rng.randint(120, 150)
    page.tint((x + 182, y + 60, x + 214, y + 92), (shade, shade, shade))


def _back(rng: Random, page: Canvas, at: tuple[float, float]) -> None:
    x, y = at
    page.tint((x, y, x + _CARD_SIZE[0], y + _CARD_SIZE[1]), (238, 240, 236))
    page.frame(x, y, x + _CARD_SIZE[0], y + _CARD_SIZE[1], 0.8)
    page.centred(y + 24, fill("中华人民共和国"), Pen(face="bold", size=13), middle=x + 130)
    page.centred(y + 48, fill("居 民 身 份 证"), Pen(face="bold", size=16), middle=x + 130)
    small = Pen(face="hei", size=8.5)
    page.line(x + 50, y + 104, fill(f"签发机关  {words.county(rng)}公安局"), small)
    year = rng.randint(2012, 2020)
    page.line(x + 50, y + 124, fill(f"有效期限  {year}.03.12-{year + 20}.03.12"), small)
