"""Whose birth day the numbers and dates of a page show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.aggregate import minors
from deident.aggregate.headings import Sign, sign
from deident.model import Role, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.aggregate.rows import Key
    from deident.detect import Found
    from deident.model import Finding, Page, Place, Segment


class Young:
    """The dated findings of a page's tables, and the minors among them: by row, or by place."""

    def __init__(self, page: Page, found: Sequence[Found], majority: str) -> None:
        self.dated: list[tuple[Finding, int]] = []
        self.rows: set[Key] = set()
        self.prose: list[Place] = []
        segments = {s.id: s for s in page.segments} if found else {}
        for one in found:
            kind = one.finding.entity_type
            if kind != "BIRTH_DATE" and kind not in minors.WITH_BIRTH:
                continue
            if one.finding.evidence.role is Role.OFFICE:
                # A panda's birth, a wedding, an official's: nobody's whose age counts.
                continue
            place = one.finding.places[0]
            segment = segments[place.segment_id]
            cell = segment.cell
            if cell is not None:
                self.dated.append((one.finding, cell.table))
            if minors.is_young(one, majority) and _is_somebodys(one.finding, segment):
                if cell is not None:
                    self.rows.add((cell.table, cell.row))
                else:
                    self.prose.append(place)


def _is_somebodys(finding: Finding, segment: Segment) -> bool:
    """Tell whether a number that looks like a resident ID may be one, not a permit of a column."""
    heading = segment.labels.column
    if finding.evidence.tier is Tier.LABEL or not heading:
        return True
    return bool(sign(heading) & Sign.IDENTIFYING)
