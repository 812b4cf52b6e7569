"""Lines that go on below: which line each one continues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.ocr.runs import Run
from deident.ocr.union import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# All in line heights.
_LINE_GAP = 1.2
_BLOCK = 8.0
_INDENT = 3.0
_RAGGED = 1.5
_NARROW = 6.0
_LOOK_BACK = 50
_WHOLE = re.compile("[0-9]{7,20}[0-9Xx]")
_FIGURE = re.compile("[0-9]{1,6}(?:[.,][0-9]{1,3})*")
_ENDED = re.compile("[。！？!?；;]$")


def follow(runs: Iterable[Run]) -> None:
    """Link each line to the one that it continues: the one above, or the column to its right."""
    every = list(runs)
    # One character alone is no column, whichever way it is turned.
    columns = [run for run in every if not run.upright and len(run.said) > 1]
    lines = [run for run in every if run.upright or len(run.said) <= 1]
    _link([(run, run) for run in lines])
    _link([(_lying(run), run) for run in columns])


def _lying(run: Run) -> Run:
    """Return a vertical column as a line: what was to its right lies above it."""
    place = place_of(run.lines[0])
    return Run(run.lines, place.top, -place.right, place.bottom, -place.left)


def _link(runs: list[tuple[Run, Run]]) -> None:
    above: list[tuple[Run, Run]] = []
    for run, real in sorted(runs, key=lambda pair: pair[0].top):
        block = [(other, one) for other, one in above if _below(run, other)]
        near = [
            pair for pair in block if run.top - pair[0].bottom < _LINE_GAP * _high(run, pair[0])
        ]
        before = max(near, key=lambda pair: pair[0].bottom, default=None)
        if before is not None and not _is_list(before[0], run):
            fills = _fills(before[0], run, [other for other, _ in block])
            if fills or breaks_off(before[0], run) or _promises(before[0], run):
                real.follows = before[1]
        above.append((run, real))
        del above[:-_LOOK_BACK]


def _below(run: Run, other: Run) -> bool:
    """Say whether a run stands below another in the same block of text."""
    # The last line of a paragraph may be shorter than its first line is indented.
    shared = min(run.right, other.right) - max(run.left, min(run.left, other.left))
    high = _high(run, other)
    return (
        -0.5 * high < run.top - other.bottom < _BLOCK * high
        and abs(run.left - other.left) < _INDENT * high
        and shared > 0.5 * min(run.right - run.left, other.right - other.left)
    )


def _high(run: Run, other: Run) -> float:
    """Return how high letters are here: a last line of a digit and a dot is lower than they are."""
    return max(run.high, other.high)


def _fills(before: Run, run: Run, block: list[Run]) -> bool:
    """Say whether a line runs to the end of its block, so that its sentence goes on below."""
    if _ENDED.search(before.said) or before.right - before.left < _NARROW * before.high:
        # Plates, names or sums below each other are as narrow as their column, and no sentence.
        return False
    end = max(run.right, *(other.right for other in block))
    return before.right >= end - _RAGGED * before.high


def _promises(before: Run, run: Run) -> bool:
    """Say whether a line ends in a label that the next one answers."""
    return before.said.endswith((":", "：")) and bool(re.match("[0-9A-Za-z]", run.said))


def _is_list(before: Run, run: Run) -> bool:
    """Say whether two lines are two numbers of a list: as many digits each and many, or few."""
    if _FIGURE.fullmatch(before.said) and _FIGURE.fullmatch(run.said):
        return True
    one, other = _WHOLE.fullmatch(before.said), _WHOLE.fullmatch(run.said)
    return one is not None and other is not None and len(before.said) == len(run.said)


def breaks_off(before: Run, run: Run) -> bool:
    """Say whether a line ends in the middle of a number that the next one begins with."""
    return bool(re.search("[0-9-]$", before.said) and re.match("[0-9Xx]", run.said))
