"""Every form of GA 36 and every way a plate is written in the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus.listed import listed
from tests.corpus.numbers import digits
from tests.corpus.variant import FULL_WIDTH, Piece, Pieces, Variant, single

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_TYPE = "CN_VEHICLE_PLATE"
_PROVINCES = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新"
_ISSUERS = "ABCDEFGHJKLM"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"

PLATE_LABELS = listed(
    "车牌号 号牌号码 车牌 号牌 车辆号牌 车号 牌照 机动车号牌号码 车辆牌照号 牌号 "
    "悬挂号牌 车辆号牌号码 车牌号码 涉案车辆号牌 机动车号牌 违停车辆车牌 登记车牌 "
    "送考车辆车牌 牌照号码 随行车辆"
)


def head(rng: Random) -> str:
    """Draw a province and an issuer."""
    return rng.choice(_PROVINCES) + rng.choice(_ISSUERS)


def _with_letters(rng: Random, size: int = 5) -> str:
    """Draw a serial with one or two letters."""
    letters = 1 if size < 5 else rng.randint(1, 2)
    spots = set(rng.sample(range(size), letters))
    return "".join(
        rng.choice(_LETTERS) if spot in spots else rng.choice("0123456789") for spot in range(size)
    )


def ordinary(rng: Random) -> str:
    """Draw an ordinary plate."""
    return head(rng) + (digits(rng, 5) if rng.random() < 0.5 else _with_letters(rng))


def small_nev(rng: Random) -> str:
    """Draw the plate of a small new-energy car; the first letter is any of the ten."""
    second = rng.choice(_LETTERS + "0123456789" * 2)
    return f"{head(rng)}{rng.choice('ABCDEFGHJKDDFF')}{second}{digits(rng, 4)}"


def large_nev(rng: Random) -> str:
    """Draw the plate of a large new-energy vehicle."""
    return f"{head(rng)}{digits(rng, 5)}{rng.choice('ABCDEFGHJKDF')}"


def tractor(rng: Random) -> str:
    """Draw the plate of a tractor."""
    mark = rng.choice(("", "", "-", "·"))
    return f"{rng.choice(_PROVINCES)}{rng.randint(1, 16):02d}{mark}{digits(rng, 5)}"


def _suffixed(*suffixes: str) -> Callable[[Random], str]:
    """Draw four serial characters and a Chinese one."""

    def spell(rng: Random) -> str:
        """Write one."""
        serial = digits(rng, 4) if rng.random() < 0.6 else _with_letters(rng, 4)
        return head(rng) + rng.choice(("", "", "·")) + serial + rng.choice(suffixes)

    return spell


def _cross_border(suffix: str) -> Callable[[Random], str]:
    """Draw the plate of a car from Hong Kong or Macau."""
    return lambda rng: f"粤Z{rng.choice(('', '·'))}{_with_letters(rng, 4)}{suffix}"


def _armed(rng: Random) -> str:
    """Draw a plate of the armed police."""
    province = rng.choice(_PROVINCES)
    return rng.choice(
        (
            f"WJ{rng.randint(1, 32):02d}-{digits(rng, 5)}",
            f"WJ{rng.randint(1, 32):02d}·{digits(rng, 5)}",
            f"WJ{province}{digits(rng, 4)}{rng.choice('BDHJSTX')}",
            f"WJ{province}{digits(rng, 5)}",
        )
    )


def _military(rng: Random) -> Pieces:
    """Draw a military plate beside its word."""
    word = rng.choice(("军牌", "军车", "部队车辆", "军用号牌", "军牌车辆"))
    plate = f"{rng.choice('VZKHBLJNG')}{rng.choice('ABCDEKV')}{rng.choice(('', '·', '-'))}"
    return (Piece(word), Piece(plate + digits(rng, 5), _TYPE, "plate_military"))


def _temporary(rng: Random) -> Pieces:
    """Draw a temporary plate."""
    name = "plate_temporary"
    if rng.random() < 0.3:
        return (Piece(f"{head(rng)}{digits(rng, 4)}临", _TYPE, name),)
    serial = rng.choice((digits(rng, 5), f"·{_with_letters(rng)}"))
    return (Piece("临"), Piece(head(rng) + serial, _TYPE, name))


def _embassy(rng: Random) -> str:
    """Draw an embassy's plate."""
    return f"使{digits(rng, 6)}" if rng.random() < 0.6 else f"{digits(rng, 6)}使"


def _separated(rng: Random) -> str:
    """Write something between issuer and serial."""
    plate = ordinary(rng) if rng.random() < 0.7 else small_nev(rng)
    return plate[:2] + rng.choice("··•・.-－—_") + plate[2:]


def _spaced(rng: Random) -> str:
    """Write spaces inside."""
    plate = ordinary(rng)
    return rng.choice(
        (
            f"{plate[:2]} {plate[2:]}",
            f"{plate[0]} {plate[1]} {plate[2:]}",
            f"{plate[0]} {plate[1:]}",
            " ".join(plate),
        )
    )


def _confused(rng: Random) -> str:
    """Write the province the way OCR confuses it, or in traditional form."""
    return rng.choice("翼普奥粵魯蘇貴陝雲滬") + ordinary(rng)[1:]


def _hidden(rng: Random) -> str:
    """Hide one or two serial characters only."""
    plate, size = head(rng) + digits(rng, 5), rng.randint(1, 2)
    at = rng.randint(3, 5 - size + 1)
    return plate[:at] + rng.choice("**×") * size + plate[at + size :]


def _joined(rng: Random) -> Pieces:
    """Join plates by a mark."""
    name, mark = "plate_list", rng.choice(("、", "/", "，", ",", "；", " "))
    pieces = [Piece(ordinary(rng), _TYPE, name)]
    for _ in range(rng.randint(1, 2)):
        pieces += [Piece(mark), Piece(rng.choice((ordinary, small_nev))(rng), _TYPE, name)]
    return tuple(pieces)


def _one(
    name: str,
    title: str,
    spell: Callable[[Random], str],
    *,
    home: str = "any",
    labels: tuple[str, ...] = (),
    quota: int = 54,
    demanded: bool = True,
) -> Variant:
    """Make a variant that is one plate."""
    return Variant(
        name=name,
        entity_type=_TYPE,
        title=title,
        make=single(name, _TYPE, spell),
        home=home,
        labels=labels,
        quota=quota,
        demanded=demanded,
    )


PLATE_VARIANTS = (
    _one("plate_digits", "five digits", lambda r: head(r) + digits(r, 5), quota=110),
    _one("plate_letters", "letters in the serial", lambda r: head(r) + _with_letters(r), quota=90),
    _one("plate_nev_small", "small new-energy, ten first letters", small_nev, quota=110),
    _one("plate_nev_large", "large new-energy", large_nev),
    _one(
        "plate_motorcycle",
        "motorcycle",
        ordinary,
        home="own",
        labels=("摩托车号牌", "二轮摩托车车牌", "普通二轮摩托车，号牌号码", "轻便摩托车牌照"),
    ),
    _one("plate_coach", "…学", _suffixed("学"), demanded=False),
    _one("plate_police", "…警", _suffixed("警")),
    _one("plate_trailer", "…挂", _suffixed("挂")),
    _one("plate_hong_kong", "粤Z…港", _cross_border("港")),
    _one("plate_macau", "粤Z…澳", _cross_border("澳")),
    _one("plate_consulate", "…领", _suffixed("领"), demanded=False),
    _one("plate_embassy", "使…", _embassy, demanded=False),
    _one("plate_emergency", "…应急", _suffixed("应急"), demanded=False),
    _one(
        "plate_aviation", "民航…", lambda r: f"民航{r.choice('ABC')}{digits(r, 4)}", demanded=False
    ),
    _one("plate_armed_police", "WJ…", _armed),
    _one(
        "plate_tractor",
        "tractor",
        tractor,
        home="own",
        labels=("拖拉机号牌", "农机号牌", "拖拉机牌证号", "农机牌照号", "联合收割机号牌号码"),
    ),
    _one("plate_separator", "· • - . _ inside", _separated),
    _one("plate_lower", "small letters", lambda r: ordinary(r).lower()),
    _one("plate_full_width", "full-width", lambda r: ordinary(r).translate(FULL_WIDTH)),
    _one("plate_spaced", "spaces inside", _spaced),
    _one("plate_confused_province", "province misread or traditional", _confused),
    _one("plate_old_o", "issuer O", lambda r: r.choice(_PROVINCES) + "O" + digits(r, 5)),
    _one(
        "plate_no_province",
        "issuer and serial only",
        lambda r: r.choice(_ISSUERS) + digits(r, 5),
        home="own",
        labels=("车牌号", "车牌", "号牌号码", "车牌号码"),
    ),
    _one("plate_undermasked", "one or two serial characters hidden", _hidden),
    _one("plate_unlabelled", "no label in the sentence", ordinary, home="bare", quota=160),
    _one("plate_pasted_table", "row of a pasted table", ordinary, home="frame", quota=70),
    Variant(name="plate_list", entity_type=_TYPE, title="joined by 、 / ,", make=_joined, quota=60),
    Variant(name="plate_temporary", entity_type=_TYPE, title="temporary", make=_temporary),
    Variant(
        name="plate_military",
        entity_type=_TYPE,
        title="military, with its word",
        make=_military,
        home="bare",
    ),
)
