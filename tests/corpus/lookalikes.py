"""Numbers that look personal and are not: the words of the hard negatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import numbers
from tests.corpus.numbers import digits, serial
from tests.corpus.variants_plate import head
from tests.corpus.words import NEUTRAL, document_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def _stamp(rng: Random, tail: int) -> str:
    """Write a date without marks and `tail` digits of time behind it."""
    day = f"{rng.randint(2016, 2025)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    clock = f"{rng.randint(0, 23):02d}{rng.randint(0, 59):02d}{rng.randint(0, 59):02d}"
    return day + (clock + digits(rng, 3))[:tail]


def _hex(rng: Random, length: int) -> str:
    """Draw hexadecimal digits."""
    return "".join(rng.choice("0123456789abcdef") for _ in range(length))


def _uuid(rng: Random) -> str:
    """Draw a UUID."""
    return "-".join(_hex(rng, length) for length in (8, 4, 4, 4, 12))


def _project(rng: Random) -> str:
    """Draw the code of an investment project."""
    kind = rng.choice(("01", "03", "04"))
    return (
        f"{rng.randint(2016, 2025)}-{numbers.region(rng)}-{digits(rng, 2)}-{kind}-{serial(rng, 6)}"
    )


def _isbn(rng: Random) -> str:
    """Draw an ISBN."""
    groups = ("978", "7", serial(rng, 3), digits(rng, 5), digits(rng, 1))
    return rng.choice(("-", "-", " ", "")).join(groups)


def _unit(rng: Random) -> str:
    """Write a 不动产单元号 in its four groups."""
    code = numbers.real_estate_unit(rng)
    return " ".join((code[:6], code[6:12], code[12:19], code[19:]))


def _money(rng: Random) -> str:
    """Write an amount with commas or decimals."""
    value = rng.randint(10_000, 9_999_999_999)
    return rng.choice((f"{value:,}", f"{value:,}.{digits(rng, 2)}", f"{value}.{digits(rng, 2)}"))


def _letters(rng: Random, length: int) -> str:
    """Draw capital letters."""
    return "".join(rng.choice("ABCDFGHJKLQSXYZ") for _ in range(length))


def _masked_id(rng: Random) -> str:
    """Write a resident number the way the policy leaves it: two and three visible at most."""
    number, mark = numbers.resident_id(rng), rng.choice("***＊×●")
    return rng.choice((number[:2] + mark * 13 + number[-3:], number[:2] + mark * 16, mark * 18))


def _masked_mobile(rng: Random) -> str:
    """Write a mobile the way the policy leaves it."""
    number, mark = numbers.mobile(rng), rng.choice("***＊x×●")
    return rng.choice((number[:3] + mark * 4 + number[-4:], number[:3] + mark * 8))


def _masked_card(rng: Random) -> str:
    """Write a card the way the policy leaves it."""
    number = numbers.card(rng, rng.choice((16, 19)))
    return rng.choice("***＊●") * (len(number) - 4) + number[-4:]


def _masked_plate(rng: Random) -> str:
    """Write a plate the way the policy leaves it."""
    mark = rng.choice("***＊×●")
    return rng.choice((f"{head(rng)}{mark * 4}{digits(rng, 1)}", f"{head(rng)}{mark * 5}"))


def _office_account(rng: Random) -> str:
    """Draw an account of an office or a company."""
    return numbers.account(rng, rng.choice((15, 17, 18, 19, 20)))


def _mobile_yuan(rng: Random) -> str:
    """Draw an amount that has the shape of a mobile; 元 must follow it."""
    return rng.choice(("13", "15", "17", "18", "19")) + digits(rng, 9)


def _mail(rng: Random) -> str:
    """Write an office's mailbox."""
    user = rng.choice(("xxgk", "zfxxgk", "bgs", "mzj", "qpxzfb", "nyj_bgs")) + digits(rng, 2)
    return f"{user}@{rng.choice(('yonghe', 'qingping', 'shuanghe'))}.gov.cn"


def _of(length: int, head_digits: str = "") -> Callable[[Random], str]:
    """Draw digits behind a fixed head; the whole is `length` long."""
    return lambda rng: head_digits + serial(rng, length - len(head_digits))


def _regional(length: int) -> Callable[[Random], str]:
    """Draw a code that begins with a county."""
    return lambda rng: numbers.region(rng) + digits(rng, length - 6)


LOOKALIKES: dict[str, Callable[[Random], str]] = NEUTRAL | {
    "usccshop": lambda rng: numbers.uscc(rng, "92"),
    "usccgansu": lambda rng: numbers.uscc(rng, "91", area=numbers.region(rng, "62")),
    "sms": lambda rng: "1069" + digits(rng, 8),
    "usccorg": lambda rng: numbers.uscc(rng, "12"),
    "usccdigits": lambda rng: numbers.uscc(rng, "91", numeric=True),
    "orgcode": lambda rng: f"{digits(rng, 8)}-{rng.choice('0123456789X')}",
    "oldtax": _regional(15),
    "permit": lambda rng: numbers.construction_permit(rng, passes=False),
    "permitpass": lambda rng: numbers.construction_permit(rng, passes=True),
    "proj": _project,
    "purchase": lambda rng: f"{_letters(rng, 4)}-{rng.randint(2018, 2025)}-{digits(rng, 4)}",
    "trade": lambda rng: f"{_letters(rng, 1)}{_regional(12)(rng)}{digits(rng, 6)}001",
    "docseq": lambda rng: f"{_letters(rng, 2)}{_stamp(rng, 0)}{digits(rng, 4)}",
    "indexno": lambda rng: (
        f"{numbers.region(rng)}-{digits(rng, 2)}-{digits(rng, 6)}-{digits(rng, 5)}"
    ),
    "penaltyno": lambda rng: document_number(rng),
    "payno": lambda rng: f"{_regional(6)(rng)}{_stamp(rng, 0)}{digits(rng, 6)}",
    "unit28": numbers.real_estate_unit,
    "unit28s": _unit,
    "parcel": numbers.parcel,
    "lot": lambda rng: f"{_letters(rng, 2)}-{rng.randint(2019, 2025)}-{digits(rng, 2)}",
    "std": lambda rng: f"{serial(rng, rng.choice((4, 5)))}-{rng.randint(2001, 2023)}",
    "model": lambda rng: f"{_letters(rng, 2)}{digits(rng, 3)}-{digits(rng, 4)}{_letters(rng, 1)}",
    "sample": lambda rng: f"{_letters(rng, 2)}{_stamp(rng, 0)}{digits(rng, 3)}",
    "order": lambda rng: f"{_letters(rng, 2)}{_stamp(rng, 6)}{digits(rng, 4)}",
    "contract": lambda rng: f"{_letters(rng, 3)}-HT-{_stamp(rng, 0)}-{digits(rng, 3)}",
    "plan": lambda rng: f"{_letters(rng, 2)}{_regional(10)(rng)}{digits(rng, 8)}",
    "equip": lambda rng: f"{_letters(rng, 1)}{digits(rng, 10)}",
    "accept": lambda rng: f"{_letters(rng, 2)}{_stamp(rng, 0)}{digits(rng, 5)}",
    "isbn": _isbn,
    "issn": lambda rng: f"{digits(rng, 4)}-{digits(rng, 3)}{rng.choice('0123456789X')}",
    "money": _money,
    "mobileyuan": _mobile_yuan,
    "stamp8": lambda rng: _stamp(rng, 0),
    "date8": lambda rng: _stamp(rng, 0),
    "stamp14": lambda rng: _stamp(rng, 6),
    "stamp17": lambda rng: _stamp(rng, 9),
    "uuid": _uuid,
    "hex32": lambda rng: _hex(rng, 32),
    "hex64": lambda rng: _hex(rng, 64),
    "officearea": lambda rng: rng.choice(numbers.AREA_CODES),
    "officelocal": numbers.local_number,
    "officejoined": lambda rng: "".join(numbers.landline(rng)),
    "orgacct": _office_account,
    "bankno": lambda rng: rng.choice(("102", "103", "402")) + digits(rng, 9),
    "imei": numbers.imei,
    "iccid": lambda rng: "8986" + digits(rng, 16),
    "camera": _regional(20),
    "meter": lambda rng: digits(rng, 10),
    "drug": lambda rng: rng.choice("HZSJB") + str(rng.randint(1995, 2022)) + digits(rng, 4),
    "batch": lambda rng: _stamp(rng, 0)[2:] + digits(rng, 2),
    "sc13": lambda rng: "0" + _regional(12)(rng)[:12],
    "hscode": _of(10, "84"),
    "mail": _mail,
    "maskedid": _masked_id,
    "maskedmobile": _masked_mobile,
    "maskedline": lambda rng: f"{rng.choice(numbers.AREA_CODES)}*****{digits(rng, 2)}",
    "maskedcard": _masked_card,
    "maskedplate": _masked_plate,
    "village12": lambda rng: numbers.region(rng) + "1" + digits(rng, 2) + "2" + digits(rng, 2),
    "school10": _of(10, "21"),
    "nn3": _of(3),
    "digits3": _of(3),
    "digits4": lambda rng: digits(rng, 4),
    "digits5": _of(5),
    "digits6": _of(6),
    "digits6t": lambda rng: _stamp(rng, 6)[8:],
    "digits7": lambda rng: "00" + digits(rng, 5),
    "digits7c": _of(7, "38"),
    "digits8": _of(8),
    "digits8d": lambda rng: str(rng.randint(2001, 2022)) + digits(rng, 4),
    "digits8g": _of(8),
    "digits8p": lambda rng: str(rng.randint(2005, 2022)) + digits(rng, 4),
    "digits9": _of(9),
    "digits9r": _regional(9),
    "digits10i": _of(10),
    "digits10n": _of(10),
    "digits11d": lambda rng: str(rng.randint(2014, 2023)) + "3" + digits(rng, 6),
    "digits11e": _of(11),
    "digits12": lambda rng: numbers.region(rng) + str(rng.randint(2012, 2024)) + digits(rng, 2),
    "digits12g": lambda rng: "0899020" + digits(rng, 5),
    "digits12i": lambda rng: "0" + _regional(11)(rng)[:11],
    "digits12l": lambda rng: "14" + digits(rng, 10),
    "digits12r": _regional(12),
    "digits12y": lambda rng: _stamp(rng, 4),
    "digits13": lambda rng: "16" + digits(rng, 11),
    "digits13z": _of(13),
    "digits16b": lambda rng: _stamp(rng, 0) + digits(rng, 8),
    "digits18a": lambda rng: numbers.region(rng) + "0000" + digits(rng, 8),
    "digits20i": lambda rng: rng.choice(("23", "24", "25")) + digits(rng, 18),
}
