"""Numbers written without anything between them: …002X138…, usual in text from PDF and HTML tables.

A run is split only if all of it splits: into valid resident IDs, allocated mobiles and cards that
pass Luhn. A run that does not split is left to the other recognizers.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from deident.identifiers import bank_card, mobile, resident_id
from deident.recognizers.needles import SHORT, Needles

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUN = regex.compile(
    r"(?<![0-9A-Za-z*.])[0-9]{17}[0-9Xx]?[0-9]{2,}[Xx]?(?:[0-9]+[Xx]?)?(?![0-9A-Za-z*])"
)
_SHORTEST, _LONGEST = 20, 120
_SIGNS = Needles(("0123456789Xx", ""), shared=True)
# What may be left at either end of a run that holds a valid resident ID: a row's number before it,
# an amount behind it.
_ROW_NUMBER, _AMOUNT = 4, 7
_LENGTHS = (18, 19, 16, 11)


def _kind(piece: str) -> str:
    """Name the entity type a piece proves to be, or return ""."""
    if len(piece) == 18 and resident_id.is_valid(piece):
        return "CN_RESIDENT_ID"
    if len(piece) == 11 and mobile.is_valid(piece):
        return "CN_MOBILE"
    if len(piece) in {16, 19} and piece.startswith("62") and bank_card.is_valid(piece):
        return "CN_BANK_CARD"
    return ""


def _split(run: str, start: int = 0) -> tuple[tuple[int, int, str], ...] | None:
    """Split a run from `start` on into proved pieces, or return None.

    A few digits may remain at its end once a resident ID was among the pieces.
    """

    @cache
    def from_(start: int, proved: bool) -> tuple[tuple[int, int, str], ...] | None:
        if start == len(run):
            return ()
        for length in _LENGTHS:
            kind = _kind(run[start : start + length]) if start + length <= len(run) else ""
            if kind:
                rest = from_(start + length, proved or kind == "CN_RESIDENT_ID")
                if rest is not None:
                    return ((start, start + length, kind), *rest)
        return () if proved and len(run) - start <= _AMOUNT else None

    return from_(start, False)


def _pieces(run: str) -> tuple[tuple[int, int, str], ...]:
    for start in range(_ROW_NUMBER + 1):
        pieces = _split(run, start)
        if pieces and (len(pieces) > 1 or pieces[0][2] == "CN_RESIDENT_ID"):
            if start and pieces[0][2] != "CN_RESIDENT_ID":
                continue
            return pieces
    return ()


def _runs(text: str) -> Iterator[regex.Match[str]]:
    """Yield the runs of a text; they are sought where so many of their signs stand together."""
    if len(text) < SHORT:
        yield from _RUN.finditer(text)
        return
    for first, last in _SIGNS.clusters(text, _SHORTEST):
        # With the character behind it, which may say that it is no run.
        yield from _RUN.finditer(text, first, last + 2)


def glued(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and entity type of every number in runs that hold several."""
    for run in _runs(text):
        if _SHORTEST <= run.end() - run.start() <= _LONGEST:
            for start, end, kind in _pieces(run.group()):
                yield run.start() + start, run.start() + end, kind
