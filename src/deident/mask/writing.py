"""Writing over one value: which of its characters stay, and what stands in place of the others.

What stays is counted in characters that mean something; spaces, hyphens and dots keep their place,
so that a table keeps its layout. Characters without width are dropped. A star is as wide as
the character it hides. Nothing is ever written that shows what the style hides, and a value that
cannot be taken apart is hidden whole.

>>> from deident.policy import style
>>> write("138 0000 1234", style("publish", "CN_MOBILE"))
'138 **** 1234'
>>> write("14019919900307123X", style("publish", "CN_RESIDENT_ID"))
'14*************23X'
>>> write("山西省虚构县虚构镇甲村3组12号", style("publish", "CN_HOME_ADDRESS"))
'山西省虚构县虚构镇***'
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from deident.identifiers.writing import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from deident.policy import Style

GONE = "***"
"""What stands for a value of which not even the length may show."""

_ALREADY = re.compile(r"[*＊●○■□█▇◆]+|[xXｘＸ×✕#＃_＿]{2,}")  # noqa: RUF001 - both widths
_MULTIPLIED = "×✕"  # written for the X of a resident ID
_WIDTHLESS = frozenset({"Cf", "Mn", "Me"})
_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳万俟上官东方乐正亓官令狐仲孙公冶公孙公羊公西南宫南门司寇司徒司空司马呼延夏侯太叔宇文"
        "宗政尉迟左丘巫马慕容拓跋段干淳于澹台濮阳申屠百里皇甫端木第五西门诸葛赫连轩辕钟离长孙闻人"
        "闾丘颛孙鲜于东郭东门公良单于壤驷夹谷子车宰父微生梁丘漆雕羊舌谷梁",
    )
)
_MOBILE_PREFIXES = ("0086", "86", "0")
_EMAIL = re.compile(r"(?P<local>.+)@(?P<domain>[A-Za-z0-9.-]+\.[A-Za-z]{2,})", re.DOTALL)
_YEAR = re.compile(r"\s*(?:19|20)[0-9]{2}(?=[^0-9]|[0-9]{2}(?![0-9])|[0-9]{4}(?![0-9])|$)")
_NUMERAL_YEAR = re.compile(r"\s*[一二][九〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_PART = re.compile(r"[^\W年月日号时分秒_]+|[*＊●○■□×✕]+")
# Finer than a township: such a character inside a name cuts the address too early, never too late.
_FINER = "0-9A-Za-z\uff10-\uff19村组号栋幢楼室户屯巷弄路街社庄园苑寨堡单元"
_ADMIN = (
    rf"(?:[^{_FINER}\W]{{1,9}}?(?:省|自治区|特别行政区|(?<![超门夜菜])市|自治州|州|盟|地区|"
    rf"自治县|县|自治旗|旗|林区|"
    r"(?<![小社园校厂库景院片营牧辖矿属宅活工业墅一二三四五六七八九十里期])区))"
)
_TOWNSHIP = (
    rf"(?:[^{_FINER}\W]{{1,9}}?(?:·[^{_FINER}\W]{{1,9}}?)?"
    r"(?:街道(?:办事处)?|办事处|(?<![小古])镇|(?<!水)乡|苏木)(?![路街巷]|小区|花园|家园|公寓))"
)
_KEPT_ADDRESS = re.compile(rf"(?:\s*{_ADMIN})*(?:\s*{_TOWNSHIP})?")


def write(text: str, style: Style) -> str:
    """Return the value as the style shows it."""
    if style.kind in _PLAIN and text.isascii() and text.isalnum() and text[:-1].isdecimal():
        # Most values of most documents: digits and perhaps a last letter.
        first, last = style.shown(len(text))
        if style.kind == "ends" or len(text) == 11:
            return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]
    return _WRITERS[style.kind](visible(text), style)


def visible(text: str) -> str:
    """Return the text without the characters that have no width."""
    if text.isascii():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in _WIDTHLESS)


def _units(text: str) -> list[int]:
    """Return the positions that mean something: letters, digits, and what is already hidden."""
    hidden = {i for run in _ALREADY.finditer(text) for i in range(*run.span())}
    return [i for i, c in enumerate(text) if c.isalnum() or i in hidden or c in _MULTIPLIED]


def _star(character: str) -> str:
    return "＊" if "\uff01" <= character <= "\uff5e" else "*"


def _keep(text: str, units: Sequence[int], first: int, last: int) -> str:
    """Write stars over all units but the first and the last ones."""
    characters = list(text)
    for i in units[first : len(units) - last]:
        characters[i] = _star(characters[i])
    return "".join(characters) if units else "*" * len(text)


def _ends(text: str, style: Style) -> str:
    units = _units(text)
    return _keep(text, units, *style.shown(len(units)))


def _digits(text: str, units: Sequence[int]) -> str:
    """Spell the units with ASCII digits where they are digits, however they are written."""
    return "".join(str(unicodedata.digit(text[i], "?")) for i in units)


def _mobile(text: str, style: Style) -> str:
    units = _units(text)
    spelt = _digits(text, units)
    for prefix in _MOBILE_PREFIXES:
        if len(units) == 11 + len(prefix) and spelt.startswith(prefix):
            first, last = style.shown(11)
            return _keep(text, units, len(prefix) + first if first else 0, last)
    return _ends(text, style)


def _landline(text: str, style: Style) -> str:
    """Keep a country code and an area code, and the last digits of the rest."""
    units = _units(text)
    spelt = _digits(text, units)
    start = next((len(p) for p in ("0086", "86") if len(units) >= 12 and spelt.startswith(p)), 0)
    if len(units) - start >= 10 and spelt.startswith("0", start):
        start += 3 if spelt[start + 1 : start + 2] in {"1", "2"} else 4
    left = len(units) - start
    last = style.last if left >= style.last + style.hide else 0
    return _keep(text, units, start if left >= style.hide else 0, last)


def _name(text: str, style: Style) -> str:
    """Keep the surname; of a name with · its first character."""
    units = _units(text)
    first = style.first
    if first and len(units) > 2 and text[units[0]] + text[units[1]] in _COMPOUND:
        first = 2
    return _keep(text, units, first if len(units) > first else 0, 0)


def _email(text: str, style: Style) -> str:
    """Keep one character of three or more, and the domain."""
    parts = _EMAIL.fullmatch(fold(text))
    if parts is None or len(fold(text)) != len(text):
        return GONE
    local, at = parts["local"], len(parts["local"])
    first = style.first if len(local) >= 3 and local[0].isalnum() else 0
    return text[:first] + GONE + text[at:]


def _year(text: str, style: Style) -> str:
    """Keep the year. Two stars for a month and for a day: one would say that it is below ten."""
    folded = fold(text)
    year = _YEAR.match(folded) or _NUMERAL_YEAR.match(folded)
    start = year.end() if year and style.first and len(folded) == len(text) else 0
    rest = _PART.sub(_part, text[start:])
    if "*" not in rest and "＊" not in rest:
        start, rest = 0, _PART.sub(_part, text)
    return text[:start] + (rest if "*" in rest or "＊" in rest else GONE)


def _part(part: re.Match[str]) -> str:
    plain = part[0].isdecimal() or part[0].strip("*＊") == ""
    return _star(part[0][0]) * (len(part[0]) if plain and len(part[0]) > 2 else 2)


def _address(text: str, style: Style) -> str:
    """Keep province to township; the first token finer than that goes, and all behind it."""
    kept = _KEPT_ADDRESS.match(text)
    return (kept[0] if kept and style.first else "") + GONE


def _gone(text: str, style: Style) -> str:  # noqa: ARG001 - one signature for all writers
    return GONE


_PLAIN = frozenset({"ends", "mobile"})
_WRITERS: Mapping[str, Callable[[str, Style], str]] = {
    "ends": _ends,
    "mobile": _mobile,
    "landline": _landline,
    "name": _name,
    "email": _email,
    "year": _year,
    "address": _address,
    "gone": _gone,
}
