"""How people write numbers: the widths, spaces, hyphens and dots that carry no meaning.

An explicit table and not NFKC, which changes lengths and turns ① into a digit. Only ASCII letters
are raised to upper case: `str.upper` makes an S of ſ, and two characters of ß.

>>> squeeze("１４０ａ－1　2")
'140A12'
>>> squeeze_dots("138.0359·12_34")
'13803591234'
>>> fold("０３５９—５６２ ３４５６")
'0359-562 3456'
"""  # noqa: RUF002 - full-width digits are the subject

from __future__ import annotations

_SPACES = "\t\n\r\x0b\x0c \x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_DASHES = "-‐‑\u2012–—―−－﹣\ufe58ー"
_DOTS = ".·•‧・∙⋅．"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\ufeff\ufe0e\ufe0f" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
)

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_DROP_INVISIBLE: dict[int, int | None] = dict.fromkeys(map(ord, _INVISIBLE))

_FOLD: dict[int, int | None] = (
    _DROP_INVISIBLE
    | _FULL_WIDTH
    | dict.fromkeys(map(ord, _DASHES), ord("-"))
    | dict.fromkeys(map(ord, _SPACES), ord(" "))
)
_UPPER = {
    start + i: 0x41 + i
    for start in (0x61, 0xFF41)  # ASCII, full-width
    for i in range(26)
}
_SQUEEZE: dict[int, int | None] = (
    _FOLD | _UPPER | dict.fromkeys(map(ord, _SPACES + _DASHES)) | _DROP_INVISIBLE
)
_SQUEEZE_DOTS: dict[int, int | None] = _SQUEEZE | dict.fromkeys(map(ord, _DOTS + "_＿"))


def fold(text: str) -> str:
    """Make full-width characters ASCII, every dash `-`, every space ` `; drop what has no width."""
    return text.translate(_FOLD)


def squeeze(number: str) -> str:
    """Drop spaces and hyphens, make full-width characters ASCII and letters capital."""
    if number.isalnum() and number.isascii():
        return number.upper()
    return number.translate(_SQUEEZE)


def squeeze_dots(number: str) -> str:
    """Drop dots and underscores as well."""
    if number.isalnum() and number.isascii():
        return number.upper()
    return number.translate(_SQUEEZE_DOTS)


def is_digits(text: str) -> bool:
    """Say whether there is nothing but 0 to 9; `isdecimal` alone takes those of every script."""
    return text.isascii() and text.isdecimal()
