"""Runs: lines that a reader takes as one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deident.model import NO_LABELS, Cell, Labels, Quad
from deident.ocr.rules import straightened
from deident.ocr.union import quads_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deident.ocr import OcrLine

# In line heights.
_SAME_BASE = 0.5


@dataclass(slots=True)
class Run:
    """Lines that make one segment, left to right, and what governs it.

    Its edges are measured on the page as if it did not lean.
    """

    lines: list[OcrLine]
    left: float
    top: float
    right: float
    bottom: float
    cell: Cell | None = None
    labels: Labels = NO_LABELS
    follows: Run | None = None
    text: str = field(default="", repr=False)
    quads: list[Quad] = field(default_factory=list, repr=False)
    pieces: list[tuple[int, int, OcrLine]] = field(default_factory=list, repr=False)

    @property
    def high(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def said(self) -> str:
        """What its lines say, without the blanks between them."""
        return "".join(line.text for line in self.lines).strip()

    @property
    def upright(self) -> bool:
        """Say whether its text runs across the page."""
        return all(line.upright for line in self.lines)


def run_of(line: OcrLine, skew: float) -> Run:
    """Make a run of one line on a page that leans by so many degrees."""
    quad = quads_of(line)
    corners = [straightened(quad[index], quad[index + 1], skew) for index in range(0, 8, 2)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return Run([line], min(across), min(down), max(across), max(down))


def join(run: Run, other: Run) -> None:
    """Put another run at the end of one."""
    run.lines += other.lines
    run.right = max(run.right, other.right)
    run.top, run.bottom = min(run.top, other.top), max(run.bottom, other.bottom)


def baselines(runs: Iterable[Run]) -> list[list[Run]]:
    """Sort runs into rows that share a baseline, each from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.middle):
        row = rows[-1] if rows else None
        if row and run.middle - row[-1].middle < _SAME_BASE * min(run.high, row[-1].high):
            row.append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def flat(rows: Iterable[list[Run]]) -> list[Run]:
    """Return all runs of all rows."""
    return [run for row in rows for run in row]
