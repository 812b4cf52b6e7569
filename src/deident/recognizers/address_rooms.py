"""Flats without a street in somebody's own line: 业主王某，5栋1204; 王某 5栋2单元1801.

They say where somebody lives only to who knows the estate, so a person is asked. Rooms of schools
and offices stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.recognizers import address_owner as owner
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.somebody import Claims, line, names_somebody

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.recognizers.hits import Hit

_ROOM = later(
    r"(?<![0-9A-Za-z一-龥#＃.\-])(?<![苑园院区城府邸庄村路街巷里坊楼厦居寓][ ])"
    r"[0-9A-Z]{1,3}[ ]?(?:号楼|栋|幢|座|[#＃]楼?)[ ]?"
    r"(?:[0-9一二三四五六]{1,2}[ ]?单元[ ]?[0-9]{2,4}|[0-9]{3,4})(?![0-9年月元])"
    r"(?:[ ]?(?:[室号]|户(?![名号主籍])))?"
)
_MAY_BE_ROOM = Needles(("号栋幢座#＃", " 楼0123456789一二三四五六"), shared=True)
_LONGEST_NUMBER = 4
_HOUSEHOLD = later("业主|户主|住户|房主|租户|承租|居民|中签")
_PUBLIC = later("教[学室]|考场|考点|监考|会场|机房|实验|病[区房]|床|值班|驻地|办事")


def rooms(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield the flats in lines that speak of somebody."""
    claims: Claims | None = None
    for place in _MAY_BE_ROOM.places(text):
        room = next(
            (
                found
                for start in range(max(0, place - _LONGEST_NUMBER), place)
                if (found := _ROOM.match(text, start))
            ),
            None,
        )
        if room is None:
            continue
        low, high = line(text, room.start())
        if _PUBLIC.search(text, low, high) or owner.speaks_of_offices(text, low, high):
            continue
        claims = claims or Claims(hits)
        somebodys = claims.within(low, high) or names_somebody(text, low, high)
        if somebodys or _HOUSEHOLD.search(text, low, high):
            yield room.span()
