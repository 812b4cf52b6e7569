"""Names in lines of text that hold something else of a person's, an ID or a telephone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.model import Role
from deident.recognizers import person_shapes as shapes
from deident.recognizers.later import later
from deident.recognizers.person_rows import OF_A_PERSON
from deident.recognizers.person_tables import CellName, is_ordinary_in_a_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.recognizers.hits import Hit

_LINE, _LIST = 60, 1000
# Heads of such a list; a notice's 值班电话 is none.
_DUTY = re.compile(
    r"(?:^|\n)[^\n：:，。0-9]{0,30}(?:值班(?:员|人员|领导|干部)|带班领导)[^\n：:，。0-9]{0,40}\n"
)
_PIECE = later(
    rf"(?:^|(?<=[ ,，、|;；:：0-9.\t）)]))(?P<name>{shapes.WHOLE}|{shapes.SPACED}|"
    rf"{shapes.DOTTED})(?=[ ,，、|;；:：（(\t0-9*]|$)"
)


def in_lines(text: str, hits: Sequence[Hit]) -> Iterator[CellName]:
    """Yield the first name of each line of text that also holds something of a person's."""
    seen = set()
    for hit in hits:
        if hit.pack.entity_type not in OF_A_PERSON or hit.evidence.role is Role.OFFICE:
            continue
        if text[hit.start - 1 : hit.start] == "\n":
            continue
        far = max(0, hit.start - _LINE - 1)
        low = max(text.rfind("\n", far, hit.start), text.rfind("。", far, hit.start)) + 1
        if low in seen or low == hit.start or (not low and far):
            continue
        seen.add(low)
        for piece in _PIECE.finditer(text[low : hit.start]):
            at = low + piece.start()
            if shapes.is_unit(text, at) or is_ordinary_in_a_row(piece["name"]):
                continue
            if not shapes.masked_shape(piece["name"]):
                role = Role.OFFICE if _is_of_duty(text, low) else Role.UNKNOWN
                yield CellName(low + piece.start("name"), low + piece.end("name"), role)


def _is_of_duty(text: str, low: int) -> bool:
    """Tell whether a line belongs to a list of who is on duty, by the heads above it."""
    return _DUTY.search(text, max(0, low - _LIST), low) is not None
