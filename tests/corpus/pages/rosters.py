"""公示 tables: ruled and unruled, six to twenty-five people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import words
from tests.corpus.pages.canvas import A4, Canvas, Pen, fill
from tests.corpus.pages.people import Person, document_number, money, office_phone, person
from tests.corpus.pages.truth import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from tests.corpus.pages.truth import Sheet

Cell = list[Part]
Column = tuple[str, float, "Callable[[Random, int, Person], Cell]"]

_NUMBER: Column = ("序号", 32, lambda _, row, __: [Part(text=str(row))])
_NAME: Column = ("姓名", 52, lambda _, __, who: [who.name])
_SEX: Column = ("性别", 34, lambda _, __, who: [Part(text=who.sex)])
_ID: Column = ("身份证号", 122, lambda _, __, who: [who.number])
_PHONE: Column = ("联系电话", 82, lambda _, __, who: [who.phone])
_CARD: Column = ("银行卡号", 124, lambda _, __, who: [who.card])
_HOME: Column = ("家庭住址", 150, lambda _, __, who: [*who.home])
_PLATE: Column = ("车牌号", 66, lambda _, __, who: [who.plate])
_AMOUNT: Column = ("补贴金额（元）", 88, lambda rng, _, __: [money(rng)])
_BORN: Column = ("出生日期", 92, lambda _, __, who: [who.born])

_SCENES: tuple[tuple[str, tuple[Column, ...]], ...] = (
    ("耕地地力保护补贴发放公示表", (_NUMBER, _NAME, _ID, _CARD, _AMOUNT)),
    ("农村危房改造对象公示", (_NUMBER, _NAME, _SEX, _ID, _PHONE, _AMOUNT)),
    ("临时救助对象公示", (_NUMBER, _NAME, _HOME, _PHONE, _AMOUNT)),
    ("老旧营运车辆淘汰补贴公示", (_NUMBER, _NAME, _PLATE, _PHONE, _CARD, _AMOUNT)),
    ("高龄津贴发放名单", (_NUMBER, _NAME, _BORN, _ID, _CARD)),
)
_NARROW = (
    ("城乡居民养老保险待遇人员名单", (_NUMBER, _NAME, _ID, _PHONE)),
    ("护林员选聘结果公示", (_NUMBER, _NAME, _SEX, _PHONE)),
    ("外出务工交通补贴名单", (_NUMBER, _NAME, _CARD, _AMOUNT)),
)


def subsidy_table(rng: Random, dpi: int) -> Sheet:
    """Draw a table that fills the width of the page, ruled in two cases of three."""
    title, columns = rng.choice(_SCENES)
    return _roster(rng, dpi, title, columns, ruled=rng.random() < 0.66, layout="table")


def public_list(rng: Random, dpi: int) -> Sheet:
    """Draw a list without rules: columns kept apart by blank paper only."""
    title, columns = rng.choice(_NARROW)
    return _roster(rng, dpi, title, columns, ruled=False, layout="list")


def _roster(
    rng: Random, dpi: int, title: str, columns: tuple[Column, ...], *, ruled: bool, layout: str
) -> Sheet:
    page = Canvas(dpi)
    face = rng.choice(("song", "hei", "zhenghei"))
    county, town = words.county(rng), words.town(rng)
    page.centred(52, fill(f"{county}{town}{title}"), Pen(face="bold", size=17))
    intro = fill(
        "根据{number}文件要求，经本人申请、村级评议、乡镇审核，现将有关情况公示如下，公示期七个工作日。"
        "监督电话：{phone}。",
        number=document_number(rng), phone=office_phone(rng),
    )  # fmt: skip
    body = Pen(face=face, size=11.5)
    top = page.flow(56, 92, A4[0] - 112, intro, body, indent=2)
    people = [person(rng, town) for _ in range(rng.randint(6, 25))]
    cells = [[column[2](rng, row, who) for column in columns] for row, who in enumerate(people, 1)]
    bottom = _table(page, top + 8, columns, cells, Pen(face=face, size=rng.choice((9.5, 10, 10.5))),
                    ruled=ruled)  # fmt: skip
    page.line(360, bottom + 24, fill(f"{county}{town}人民政府"), body)
    page.line(390, bottom + 46, fill(words.date(rng)), body)
    return page.sheet(layout)


def _table(
    page: Canvas, top: float, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], pen: Pen,
    *, ruled: bool,
) -> float:  # fmt: skip
    widths = [column[1] for column in columns]
    gap = 0.0 if ruled else 12.0
    left = (A4[0] - sum(widths) - gap * (len(widths) - 1)) / 2
    height = min(24.0, (760 - top) / (len(rows) + 1))
    head = Pen(face="bold" if ruled else pen.face, size=pen.size)
    header = [[Part(text=column[0])] for column in columns]
    for number, cells in enumerate([header, *rows]):
        x, y = left, top + number * height
        for width, cell in zip(widths, cells, strict=True):
            if ruled:
                page.frame(x, y, x + width, y + height)
            _cell(page, (x, y, width, height), cell, pen if number else head)
            x += width + gap
    return top + (len(rows) + 1) * height


def _cell(page: Canvas, place: tuple[float, float, float, float], cell: Cell, pen: Pen) -> None:
    """Write a cell in the middle, smaller where it would not fit."""
    x, y, width, height = place
    wide = page.width("".join(part.text for part in cell), pen)
    if wide > width - 4:
        pen = Pen(face=pen.face, size=pen.size * (width - 4) / wide, ink=pen.ink)
        wide = width - 4
    page.line(x + (width - wide) / 2, y + (height - pen.size) / 2, cell, pen)
