"""Texts whose words stand in tags of their own side by side, a span for each column of a list.

Style sheets make columns of them. Below words that head columns they are taken apart; whatever
turns out to be no row of a table is put together again: a number may be torn by tags as well.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from deident.formats.tables import is_header_word
from deident.formats.web.flow import stripped
from deident.formats.web.units import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.formats.web.units import Run

_ENDS = re.compile(r"\s*+(?:</[A-Za-z]++>\s*+)++")
_NAME = re.compile("[A-Za-z]+")
_BEGUN = re.compile(r"<([A-Za-z]++)[\s>]")
_MOST_PARTS = 60


def part(units: list[Unit], text: str) -> list[tuple[Unit, list[Unit]]]:
    """Take texts apart whose parts stand in tags of their own below such words: columns, too.

    Returns what was taken apart, with its parts.
    """
    parted: list[tuple[Unit, list[Unit]]] = []
    number = 0
    while number < len(units):
        if not _heads(units[number]) or not _is_parted(_said(units[number]), text):
            number += 1
            continue
        width = len(_said(units[number]))
        while number < len(units) and 1 < len(runs := _said(units[number])) <= width:
            if not _is_parted(runs, text):
                break
            unit = units[number]
            parts = [
                Unit([run], unit.kind, unit.part, labels=unit.labels, removable=unit.removable)
                for run in runs
            ]
            units[number : number + 1] = parts
            parted.append((unit, parts))
            number += len(parts)
    return parted


def joined(units: Sequence[Unit], parted: Sequence[tuple[Unit, list[Unit]]]) -> list[Unit]:
    """Return texts in which what was taken apart and is no row of a table is whole again."""
    whole = {id(parts[0]): (unit, parts) for unit, parts in parted if parts[0].box is None}
    gone = {id(one) for _, parts in whole.values() for one in parts[1:]}
    return [
        whole[id(unit)][0] if id(unit) in whole else unit for unit in units if id(unit) not in gone
    ]


def _is_parted(runs: Sequence[Run], text: str) -> bool:
    """Say whether each part is all of an element, and the next one stands in one of its kind."""
    return all(
        _parts(text, one.span(len(one.text) - 1)[1], two.span(0)[0]) for one, two in pairwise(runs)
    )


def _parts(text: str, start: int, end: int) -> bool:
    """Say whether what ends first in a part of the page begins again in it."""
    ends = _ENDS.match(text, start, end)
    ended = set(_NAME.findall(ends.group())) if ends else set()
    return bool(ended) and not ended.isdisjoint(_BEGUN.findall(text, start, end))


def _heads(unit: Unit) -> bool:
    """Say whether a text is nothing but words that head columns, each in a tag of its own."""
    if len(unit.runs) < 2 or not is_header_word(unit.runs[0].text.strip()):
        return False
    parts = _said(unit)
    worded = sum(is_header_word(run.text) for run in parts)
    return 1 < len(parts) <= _MOST_PARTS and worded > 1 and worded * 2 >= len(parts)


def _said(unit: Unit) -> list[Run]:
    """Return the parts of a text that are more than blanks; none where it has a place already."""
    if len(unit.runs) < 2 or unit.box is not None or unit.written is not None or unit.follows:
        return []
    return [stripped([run])[0] for run in unit.runs if run.text.strip()]
