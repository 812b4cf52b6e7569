"""机动车号牌, the plates of vehicles (GA 36-2018).

P is one of 31 province characters, L the letter of the issuing office (never I, and O only on old
police plates), S a digit or a letter but I and O:

    civil           P L S5        at least three digits; motorcycles too
    nev_small       P L [A-HJK] S d4      new energy, small
    nev_large       P L d5 [A-HJK]        new energy, large
    coach           P L S4 学     learners
    police          P L S4 警, P S4 警
    hk_mo           粤 Z S4 港|澳
    trailer         P L S4 挂
    embassy         使 d6, d6 使          consulate   P L S4 领, d6 领
    emergency       P [XS] S4 应急        fire and rescue
    armed_police    WJ d2 P? and 4-6, WJ P and 4-6
    military        two letters, d5       the shape of many product codes: needs a word beside it
    civil_aviation  民航 letter d4
    temporary       临 P L S4-6, P L S4 试|超, 临时|临牌 d5-6
    tractor         P d2 d5

Nothing on a plate says who owns the vehicle.

>>> validate("晋m·9999a"), kind("晋M9999A")
('晋M9999A', 'civil')
>>> kind("晋MD99990"), kind("晋M99990F"), kind("晋1499990")
('nev_small', 'nev_large', 'tractor')
>>> is_valid("粤B2-20090059")
False
"""

from __future__ import annotations

import re

from deident.errors import InvalidComponentError, InvalidFormatError, InvalidLengthError
from deident.identifiers.writing import squeeze_dots

PROVINCE_CHARACTERS = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新"

_P = f"[{PROVINCE_CHARACTERS}]"
_L = "[A-HJ-NP-Z]"
_S = "[A-HJ-NP-Z0-9]"
_AFTER_PROVINCE = (
    ("nev_small", f"{_L}[A-HJK]{_S}[0-9]{{4}}"),
    ("nev_large", f"{_L}[0-9]{{5}}[A-HJK]"),
    # At most two letters: three or more are words and product names.
    ("civil", f"{_L}(?=(?:[0-9]*[A-Z]){{0,2}}[0-9]*$){_S}{{5}}"),
    ("coach", f"{_L}{_S}{{4}}学"),
    ("police", f"[A-HJ-Z]?{_S}{{4}}警"),
    ("hk_mo", f"(?<=粤)Z{_S}{{4}}[港澳]"),
    ("trailer", f"{_L}{_S}{{4,5}}挂"),
    ("consulate", f"{_L}{_S}{{4}}领"),
    ("emergency", f"[XS]{_S}{{4}}应急"),
    ("temporary", f"{_L}{_S}{{4}}[试超]"),
    ("tractor", "[0-9]{7}"),
)
# A name can stand once in a pattern: the underscore at the end is dropped.
_ELSEWHERE = (
    ("embassy", "使[0-9]{6}|[0-9]{6}使"),
    ("consulate_", "[0-9]{6}领"),
    ("temporary_", f"临{_P}{_L}{_S}{{4,6}}|(?:临时|临牌)[0-9]{{5,6}}"),
    ("armed_police", f"WJ(?:[0-9]{{2}}{_P}?|{_P})(?=[A-Z]{{0,2}}[0-9])[0-9A-Z]{{4,6}}"),
    ("military", "[VZKHBLJNGSEACD][A-Z][0-9]{5}"),
    ("civil_aviation", "民航[A-Z][0-9]{4}"),
)


def _alternatives(forms: tuple[tuple[str, str], ...]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in forms)


_PLATE = re.compile(f"{_P}(?:{_alternatives(_AFTER_PROVINCE)})|{_alternatives(_ELSEWHERE)}")
_CHARACTERS = frozenset(
    f"{PROVINCE_CHARACTERS}学警港澳挂领使应急民航临时牌试超ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)
KINDS = tuple(dict.fromkeys(name.rstrip("_") for name, _ in _AFTER_PROVINCE + _ELSEWHERE))


def compact(number: str) -> str:
    """Return the plate without dots, hyphens and spaces, in capitals."""
    return squeeze_dots(number)


def validate(number: str) -> str:
    """Return the compact plate, or raise the reason it is not one."""
    return _read(number).group()


def is_valid(number: str) -> bool:
    """Say whether it is a plate of some kind."""
    return _PLATE.fullmatch(compact(number)) is not None


def kind(number: str) -> str:
    """Return one of KINDS, or raise the reason the plate has none."""
    return (_read(number).lastgroup or "").rstrip("_")


def _read(number: str) -> re.Match[str]:
    """Match the compact number, or raise the reason it does not."""
    number = compact(number)
    if not _CHARACTERS.issuperset(number):
        raise InvalidFormatError("expected characters of a plate only")
    if not 6 <= len(number) <= 11:
        raise InvalidLengthError("expected 6 to 11 characters")
    match = _PLATE.fullmatch(number)
    if match is None:
        raise InvalidComponentError("no kind of plate has these parts in this order")
    return match
