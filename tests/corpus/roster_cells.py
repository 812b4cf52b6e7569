"""Cells of rosters: what people really type under a header, and what of it must be covered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.corpus import numbers, words
from tests.corpus.model import CellValue, Label
from tests.corpus.numbers import account, card, digits, mobile
from tests.corpus.variant import FULL_WIDTH, grouped, misread, sprinkle
from tests.corpus.variants_plate import head, ordinary, small_nev, tractor

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_NOTHING = ("", "无", "/", "—", "待补", "未提供")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and its labels."""

    value: CellValue
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who a row is about, and how carelessly the roster was typed (0 to 1)."""

    name: str
    number: str
    village: str
    dirt: float
    serial: int
    rng: Random = field(repr=False)

    def careless(self) -> bool:
        """Say whether this cell is written oddly."""
        return self.rng.random() < self.dirt


def whole(value: str, entity_type: str, variant: str) -> Cell:
    """Label a whole cell."""
    return Cell(value, (Label(0, len(value), entity_type, variant),))


def inside(before: str, value: str, after: str, entity_type: str, variant: str) -> Cell:
    """Label the middle of a cell."""
    label = Label(len(before), len(before) + len(value), entity_type, variant)
    return Cell(before + value + after, (label,))


def _odd_id(number: str, rng: Random) -> Cell:
    """Write a resident number the way careless rosters do."""
    kind = "CN_RESIDENT_ID"
    draw = rng.randrange(15)
    if draw == 0:
        return whole(numbers.resident_id_ending_in_x(rng).lower(), kind, "cell_id_x_lower")
    if draw == 1:
        return whole(grouped(number, (6, 8), " "), kind, "cell_id_spaced")
    if draw == 2:
        return whole(number.translate(FULL_WIDTH), kind, "cell_id_full_width")
    if draw == 3:
        return whole(numbers.resident_id_ending_in_x(rng)[:17] + "×", kind, "cell_id_times")
    if draw == 4:
        return whole(numbers.mistyped_id(rng), kind, "cell_id_wrong_check")
    if draw == 5:
        return whole(numbers.old_resident_id(rng), kind, "cell_id_old15")
    if draw == 6:
        return inside("'", number, "", kind, "cell_id_apostrophe")
    if draw == 7:
        return inside(" ", number, rng.choice((" ", "\u00a0", "\n")), kind, "cell_id_padded")
    if draw == 8:
        return whole(number[:17] + "*", kind, "cell_id_undermasked")
    if draw == 9:
        return whole(sprinkle(rng, number), kind, "cell_id_zero_width")
    if draw == 10:
        return inside("", number, rng.choice(("（户主）", "（已故）")), kind, "cell_id_remark")
    if draw == 11:
        # One character was lost in typing: malformed, but the column says what it is.
        return whole(number[:8] + number[9:], kind, "cell_id_short")
    if draw == 13:
        return whole(misread(rng, number), kind, "cell_id_misread")
    if draw == 12:
        # Already as the policy leaves it: nothing to cover, but its neighbours are bare.
        return Cell(number[:2] + "*" * 13 + number[15:])
    return Cell(rng.choice(_NOTHING))


def resident(person: Person) -> Cell:
    """Write the person's resident number."""
    if person.careless():
        return _odd_id(person.number, person.rng)
    return whole(person.number, "CN_RESIDENT_ID", "cell_id")


def another_resident(person: Person) -> Cell:
    """Write somebody else's resident number (guardian, legal representative)."""
    return whole(numbers.resident_id(person.rng, last=1999), "CN_RESIDENT_ID", "cell_id")


def _two_mobiles(rng: Random) -> Cell:
    """Write two numbers in one cell."""
    first, second, mark = mobile(rng), mobile(rng), rng.choice(("/", "、", "\n", " ", "；"))
    at = len(first) + len(mark)
    labels = (
        Label(0, len(first), "CN_MOBILE", "cell_mobile_two"),
        Label(at, at + len(second), "CN_MOBILE", "cell_mobile_two"),
    )
    return Cell(first + mark + second, labels)


def _odd_phone(rng: Random) -> Cell:
    """Write a telephone the way careless rosters do."""
    kind, draw = "CN_MOBILE", rng.randrange(11)
    if draw == 0:
        return whole(grouped(mobile(rng), (3, 4), " "), kind, "cell_mobile_spaced")
    if draw == 1:
        return whole(grouped(mobile(rng), (3, 4), "-"), kind, "cell_mobile_hyphen")
    if draw == 2:
        return _two_mobiles(rng)
    if draw == 3:
        return whole("-".join(numbers.landline(rng)), "CN_LANDLINE", "cell_landline")
    if draw == 4:
        return whole(numbers.local_number(rng), "CN_LANDLINE", "cell_landline_local")
    if draw == 5:
        return inside("", mobile(rng), rng.choice(("（子）", "(女儿)")), kind, "cell_mobile_remark")
    if draw == 6:
        number = mobile(rng)
        return whole(number[:6] + "*" + number[7:], kind, "cell_mobile_undermasked")
    if draw == 7:
        return whole("+86" + mobile(rng), kind, "cell_mobile_plus86")
    if draw == 8:
        return whole(mobile(rng).translate(FULL_WIDTH), kind, "cell_mobile_full_width")
    if draw == 9:
        return whole(mobile(rng)[:10], kind, "cell_mobile_short")
    return Cell(rng.choice(_NOTHING))


def phone(person: Person) -> Cell:
    """Write the person's telephone."""
    if person.careless():
        return _odd_phone(person.rng)
    return whole(mobile(person.rng), "CN_MOBILE", "cell_mobile")


def home_line(person: Person) -> Cell:
    """Write the telephone of a household."""
    rng = person.rng
    if rng.random() < 0.4:
        return whole(mobile(rng), "CN_MOBILE", "cell_mobile")
    if rng.random() < 0.3:
        return whole(numbers.local_number(rng), "CN_LANDLINE", "cell_landline_local")
    mark = rng.choice(("-", "", " ", "－"))
    return whole(mark.join(numbers.landline(rng)), "CN_LANDLINE", "cell_landline")


def bank(person: Person) -> Cell:
    """Write a card or an account; one column mixes both."""
    rng = person.rng
    if person.careless():
        draw = rng.randrange(5)
        if draw == 0:
            return whole(grouped(card(rng, 19), (4,) * 4, " "), "CN_BANK_CARD", "cell_card_spaced")
        if draw == 1:
            number = card(rng, 19, luhn=False)
            return whole(number, "CN_BANK_CARD", "cell_card_no_luhn")
        if draw == 2:
            number = grouped(account(rng, 17), (2,), "-")
            return whole(number, "CN_BANK_ACCOUNT", "cell_account_hyphen")
        if draw == 3:
            number = card(rng, 19)
            masked = number[:6] + "*" * 9 + number[15:]
            return whole(masked, "CN_BANK_CARD", "cell_card_undermasked")
        return Cell(rng.choice(_NOTHING))
    if rng.random() < 0.6:
        return whole(card(rng, rng.choice((16, 17, 18, 19, 19))), "CN_BANK_CARD", "cell_card")
    return passbook(person)


def passbook(person: Person) -> Cell:
    """Write an account without an issuer prefix."""
    number = account(person.rng, person.rng.choice((12, 15, 17, 19, 20, 22)))
    return whole(number, "CN_BANK_ACCOUNT", "cell_account")


def plate(person: Person) -> Cell:
    """Write a private car's plate."""
    rng, kind = person.rng, "CN_VEHICLE_PLATE"
    if person.careless():
        draw, number = rng.randrange(6), ordinary(rng)
        if draw == 0:
            return whole(f"{number[:2]}·{number[2:]}", kind, "cell_plate_separator")
        if draw == 1:
            return whole(number.lower(), kind, "cell_plate_lower")
        if draw == 2:
            return whole(number[1:], kind, "cell_plate_no_province")
        if draw == 3:
            return whole(f"{number[:2]} {number[2:]}", kind, "cell_plate_spaced")
        if draw == 4:
            return inside("临", number, "", kind, "cell_plate_temporary")
        return Cell(rng.choice(_NOTHING))
    return whole(rng.choice((ordinary, ordinary, small_nev))(rng), kind, "cell_plate")


def lorry(person: Person) -> Cell:
    """Write the plate of a lorry, or of it and its trailer."""
    rng, kind = person.rng, "CN_VEHICLE_PLATE"
    first = head(rng) + digits(rng, 5)
    if rng.random() < 0.6:
        return whole(first, kind, "cell_plate")
    second, at = f"{head(rng)}{digits(rng, 4)}挂", len(first) + 1
    labels = (
        Label(0, len(first), kind, "cell_plate"),
        Label(at, at + len(second), kind, "cell_plate_trailer"),
    )
    return Cell(f"{first}/{second}", labels)


def farm_plate(person: Person) -> Cell:
    """Write the plate of a tractor."""
    return whole(tractor(person.rng), "CN_VEHICLE_PLATE", "cell_plate_tractor")


def bicycle_plate(person: Person) -> Cell:
    """Write the plate of an electric bicycle: no grammar, only a header."""
    rng = person.rng
    serial = digits(rng, rng.choice((6, 7)))
    text = rng.choice(("", "A", "清平", "永和")) + serial
    return inside(text[: -len(serial)], serial, "", "CN_VEHICLE_PLATE", "cell_plate_bicycle")


def disability(person: Person) -> Cell:
    """Write a 残疾人证 number."""
    text = person.number + person.rng.choice("1234567") + person.rng.choice("1234")
    tail = "B1" if person.rng.random() < 0.05 else ""
    return inside("", text, tail, "CN_DISABILITY_ID", "cell_disability")


def student(person: Person) -> Cell:
    """Write a 学籍号."""
    number = numbers.resident_id(person.rng, first=2008, last=2017)
    return inside("G", number, "", "CN_RESIDENT_ID", "cell_student_number")


def licence(person: Person) -> Cell:
    """Write a 驾驶证号, which is the resident number."""
    return whole(person.number, "CN_RESIDENT_ID", "cell_driving_licence")


def address(person: Person) -> Cell:
    """Write a home address; what is finer than the village must be covered."""
    rng = person.rng
    before = f"{words.county(rng)}{words.town(rng)}{person.village}"
    fine = f"{rng.randint(1, 9)}组{rng.randint(1, 199)}号"
    return inside(before, fine, "", "CN_HOME_ADDRESS", "cell_address")


def birth_date(person: Person) -> Cell:
    """Write the birth date that the number carries."""
    year, month, day = person.number[6:10], person.number[10:12], person.number[12:14]
    text = f"{year}-{month}-{day}" if person.serial % 2 else f"{year}年{int(month)}月{int(day)}日"
    return whole(text, "BIRTH_DATE", "cell_birth_date")


def other(entity_type: str, variant: str, write: Callable[[Random], str]) -> Callable[..., Cell]:
    """Make a column of one of the other types."""
    return lambda person: whole(write(person.rng), entity_type, variant)


def free(write: Callable[[Random], CellValue]) -> Callable[[Person], Cell]:
    """Make a column that must stay readable."""
    return lambda person: Cell(write(person.rng))


def remark(person: Person) -> Cell:
    """Write a remark; a few hold a telephone."""
    if person.rng.random() < 0.05:
        before = person.rng.choice(("已电话核实", "换号", "联系其子"))
        return inside(before, mobile(person.rng), "", "CN_MOBILE", "cell_remark_mobile")
    return Cell(person.rng.choice(("", "", "", "已公示", "符合条件", "复核通过", "第二批")))
