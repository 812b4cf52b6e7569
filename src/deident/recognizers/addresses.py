"""Home addresses that no label names: in sentences, in lists, in columns of persons' tables.

A cue (住, 户籍地, 系…人) is followed by an address, or an address with a door stands beside
somebody's ID or name. An office's address is left alone. What a label claimed is prolonged where
the address goes on over the end of a line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from deident.model import Evidence, Role, Tier
from deident.recognizers import address_owner as owner
from deident.recognizers.address_asked import asked
from deident.recognizers.address_doors import with_doors
from deident.recognizers.address_dwellings import is_somebodys
from deident.recognizers.address_ends import further, limit_of, wrapped
from deident.recognizers.address_firms import ends_with_a_firm, is_a_firms
from deident.recognizers.address_grammar import (
    Address,
    Level,
    address_at,
    group_at,
    is_generic,
)
from deident.recognizers.address_homes import (
    behind_particulars,
    houses,
    natives,
)
from deident.recognizers.address_rooms import rooms
from deident.recognizers.address_rows import in_rows
from deident.recognizers.address_tables import WHOLE, cells, office_tables
from deident.recognizers.hits import NAMED, NEARBY, SHAPED, Hit, visible_shape
from deident.recognizers.somebody import Claims, names_somebody, sentence
from deident.recognizers.tables_of_persons import no_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

PACK = "cn-home-address"
_BEHIND_CUE = "住址"
# 某某县某某村 stands in examples of forms.
_PLACEHOLDER = re.compile("某某|××|XX|X县")
_OF_FIRMS_TOO = frozenset({"住所", "住所地", "邮寄地址", "收货地址", "收件地址", "收件人地址"})
_OFFICE_NAME = re.compile(
    "[^0-9一二三四五六七八九十]{2,30}(?:局|委员会|人民政府|公司|法院|检察院|事务所|支队|大队|"
    "派出所)"
)


class AddressFinder:
    """Finds `CN_HOME_ADDRESS` where its pack's labels do not."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._pack = packs[PACK]

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield claims on addresses."""
        text = reading.text
        for address in self._announced(text):
            yield self._hit(text, address.start, address.end, NEARBY, _BEHIND_CUE)
        claims: Claims | None = None
        for address in with_doors(text):
            claims = claims or Claims(hits)
            if is_somebodys(text, address, claims):
                yield self._hit(text, address.start, address.end, SHAPED, "")
        yield from self._prolonged(text, hits)
        for start, end in cells(reading):
            yield self._hit(text, start, end, NAMED, _BEHIND_CUE)
        for address, sure in asked(reading, hits):
            address = wrapped(text, address)
            rank, label = (NEARBY, _BEHIND_CUE) if sure else (SHAPED, "")
            yield self._hit(text, address.start, address.end, rank, label)
        for address in chain(
            behind_particulars(text, hits), natives(text, hits), houses(text, hits)
        ):
            address = wrapped(text, address)
            yield self._hit(text, address.start, address.end, NEARBY, _BEHIND_CUE)
        for start, end in rooms(text, hits):
            yield self._hit(text, start, end, SHAPED, "")
        for start, end in in_rows(reading, hits, WHOLE):
            yield self._hit(text, start, end, NEARBY, _BEHIND_CUE)
        yield from no_records(reading, hits, self._pack)
        yield from self._of_offices(reading, hits)

    def _of_offices(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield what the tables of offices and the names of offices were claimed for."""
        tables: set[int] | None = None
        text = reading.text
        for hit in hits:
            if hit.pack is not self._pack or hit.rank != NAMED:
                continue
            cell = reading.segments[reading.index_at(hit.start)].cell
            if cell is None:
                continue
            if tables is None:
                tables = office_tables(reading)
            if cell.table in tables or _OFFICE_NAME.fullmatch(text, hit.start, hit.end):
                evidence = replace(hit.evidence, role=Role.OFFICE)
                yield hit._replace(score=1.0, evidence=evidence)

    def _hit(self, text: str, start: int, end: int, rank: int, label: str) -> Hit:
        tier = Tier.LABEL if label else Tier.SHAPE
        score = 0.85 if label else 0.6
        masked = visible_shape(text[start:end])
        evidence = Evidence(tier, label, Role.PERSONAL, masked=masked)
        return Hit(rank, start, end, self._pack, score, evidence)

    @staticmethod
    def _announced(text: str) -> Iterator[Address]:
        """Yield the addresses behind words that announce a home."""
        for cue, start in owner.cues(text):
            limit = limit_of(text, start)
            address = address_at(text, start, limit) or group_at(text, start, limit)
            if address is None or not _says_enough(text, address, cue):
                continue
            if text.startswith("所", cue + 1) and is_a_firms(text, cue, residence=True):
                continue
            if text[cue] == "住" and ends_with_a_firm(text, 0, cue):
                continue
            if _PLACEHOLDER.match(text, address.start):
                continue
            address = wrapped(text, address)
            if owner.is_origin(text, cue):
                if owner.names_people(text, address.end):
                    yield address
            elif not owner.is_office(text, address.start, address.end) or address.has(Level.FINE):
                yield address

    def _prolonged(self, text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield what a label claimed with the rest of the address behind it."""
        for hit in tuple(hits):
            if hit.pack is not self._pack or hit.rank != NAMED:
                continue
            end = further(text, hit.end)
            if hit.evidence.label in _OF_FIRMS_TOO and (
                is_a_firms(text, hit.start, residence=hit.evidence.label.startswith("住所"))
                or owner.is_office(text, hit.start, end)
            ):
                evidence = replace(hit.evidence, role=Role.OFFICE)
                yield hit._replace(score=1.0, evidence=evidence)
            elif end > hit.end:
                yield hit._replace(end=end)


def _says_enough(text: str, address: Address, cue: int) -> bool:
    """Tell whether an address is finer than a township, and not 本村 or 农村."""
    if address.has(Level.FINE):
        return not _is_a_wholesale(text, address)
    named = [
        piece
        for piece in address.pieces
        if piece.level in {Level.VILLAGE, Level.ESTATE} and not is_generic(text, piece)
    ]
    if not named:
        return False
    if len(address.pieces) > 1 or _is_all_of_a_field(text, address):
        return True
    low, high = sentence(text, cue)
    return names_somebody(text, low, high)


def _is_all_of_a_field(text: str, address: Address) -> bool:
    """Tell whether an address is what stands behind a colon, and nothing else: 家庭住址：上河村."""
    stops = text[address.end : address.end + 1]
    return text[address.start - 1] in "：:" and (not stops or stops in "，,。；;\n\x1e")


def _is_a_wholesale(text: str, address: Address) -> bool:
    """Tell whether 户, 楼 or 层 counts something: 住3户, 住二层楼."""
    only = len(address.pieces) == 1
    return only and text[address.pieces[0].end - 1] in "户楼层期条区座里排"
