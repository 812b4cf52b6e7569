"""What a run came to by unit and by entity type: counts only, for whoever answers for the units.

A unit is the first folder below the one that all files have in common. How a file is named inside
its unit, and what was found where, is not in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING

from deident.report.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deident.report.values import FileReport


def folders(name: str) -> tuple[str, ...]:
    r"""Return the folders that a report's name goes through.

    >>> folders("公开/民政局/a.docx"), folders(r"C:\公开\a.docx"), folders("a.docx")
    (('公开', '民政局'), ('C:', '公开'), ())
    """
    return tuple(name.replace("\\", "/").split("/"))[:-1]


def units(reports: Iterable[FileReport]) -> tuple[Unit, ...]:
    """Count by unit, in the order of their names."""
    reports = tuple(reports)
    common = _shared([folders(report.name) for report in reports])
    found: dict[str, list[FileReport]] = defaultdict(list)
    for report in reports:
        found["".join(folders(report.name)[common : common + 1])].append(report)
    return tuple(_unit(name, found[name]) for name in sorted(found))


def _shared(paths: Sequence[tuple[str, ...]]) -> int:
    """Return how many folders all paths begin with."""
    levels = zip(*paths, strict=False)
    return sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, levels))


def _unit(name: str, reports: Sequence[FileReport]) -> Unit:
    return Unit(
        name=name,
        files=len(reports),
        incomplete=sum(bool(report.unread or report.refusal) for report in reports),
        masked=_sum(reports, "MASK"),
        asked=_sum(reports, "ASK"),
    )


def _sum(reports: Iterable[FileReport], action: str) -> dict[str, int]:
    total: Counter[str] = Counter()
    for report in reports:
        for kind, count in report.counts.get(action, {}).items():
            total[kind] += count
    return dict(sorted(total.items()))
