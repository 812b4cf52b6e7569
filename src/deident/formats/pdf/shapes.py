"""Digits told by their shape alone: holes, and where the strokes between them are open.

It knows nothing of fonts and is sure only of plain figures; anything else is None. It is no OCR: it
says whether a font draws one figure and claims another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ink = NDArray[np.bool_]

LIKE = (
    "0OoQDCGUÒÓÔÖØòóôöø\u041e\u043e\u039f\u03bf○〇口□\u30ed日",
    "1lIi|丨!¡tjfTrLJ[](){}/\\†‡\u0131ìíîï亅",
    "2Zzl?乙己",
    "3Jj\u0417\u0437\u042d彐\u30e8\u30e7",
    "4AqQ",
    "5Ss$§\\",
    "6bGäãâàáéèëêĞ\u042c",
    "7TyY\u0433?丁\u30d5",
    "8BgQb&$%§åÅ日目曰月",
    "9gqP\u0443\u0440",
)
"""What else may honestly look like each digit."""

_SMALLEST_HOLE = 0.008
_NARROW = 0.34


class _Hole(NamedTuple):
    middle: float
    high: float
    across: float


def digit_of(ink: Ink) -> int | None:
    """Return the digit that the ink of one glyph shows, cut to its edges; None where unsure."""
    high, wide = ink.shape
    if high < 12 or wide < 2 or wide > 0.95 * high:
        return None
    holes = _holes(ink)
    if len(holes) == 2:
        one, two = holes
        # A zero that is crossed out has its holes side by side.
        level = abs(one.across - two.across) < 0.1
        return 8 if level and two.middle - one.middle > 0.25 else None
    if len(holes) == 1:
        return _with_a_hole(ink, holes[0])
    return _without_holes(ink) if not holes else None


def _with_a_hole(ink: Ink, hole: _Hole) -> int | None:
    if hole.high > 0.5 and 0.43 < hole.middle < 0.57:
        ends = [_run(ink, at) for at in (0.02, 0.97)]
        # What has square corners is the box that fonts show for want of a glyph.
        even = all(run and 0.76 < run[0] + run[1] < 1.24 and run[1] - run[0] < 0.85 for run in ends)
        return 0 if even else None
    foot = _run(ink, 0.9)
    if _most(ink, 0.6, 0.84) > 0.88 and foot is not None and 0.3 < hole.middle < 0.55:
        # The bar of a 4, and its foot to the right; A stands on two feet.
        return 4 if foot[0] + foot[1] > 1 and foot[1] - foot[0] < 0.5 else None
    if hole.middle < 0.42:
        # P has its stem to the left.
        return 9 if _right(ink, 0.66) > 0.6 and _left(ink, 0.71) > 0.35 else None
    return 6 if _right(ink, 0.3) < 0.75 and _left(ink, 0.6) < 0.35 < hole.middle - 0.23 else None


def _without_holes(ink: Ink) -> int | None:
    high, wide = ink.shape
    top, bottom = _most(ink, 0.0, 0.14), _most(ink, 0.86, 1.0)
    if _is_one(ink, top):
        return 1
    if wide < _NARROW * high:
        return None
    upper, lower = _opens(ink, 0.22, 0.42), _opens(ink, 0.58, 0.78)
    if top > 0.8 and bottom < 0.55 and _right(ink, 0.85) < 0.62 and upper == "left":
        return 7
    hooked = upper == "left" and _right(ink, 0.24) > 0.75
    if bottom > 0.75 and hooked and _right(ink, 0.74) < 0.68 and _left(ink, 0.78) < 0.42:
        return 2
    if upper == "left" and lower == "left" and bottom < 0.9 and _right(ink, 0.78) > 0.78:
        return 3
    return 5 if upper == "right" and lower == "left" and bottom < 0.9 else None


def _is_one(ink: Ink, top: float) -> bool:
    """Say whether one upright stroke is nearly all there is; it may have a flag and a foot."""
    high, wide = ink.shape
    if ink.mean(axis=0).max() < 0.85 or wide > 0.72 * high:
        return False
    if wide < 0.24 * high:
        return False  # a bare stroke may be anything
    runs = [_run(ink, at) for at in (0.4, 0.5, 0.6, 0.7, 0.8)]
    if any(run is None or run[1] - run[0] > 0.55 for run in runs):
        return False
    # L stands on its left, T hangs from a bar.
    return top < 0.85 and all(run is not None and (run[0] + run[1]) / 2 > 0.35 for run in runs)


def _opens(ink: Ink, start: float, end: float) -> str:
    """Say to which side a part of a glyph is open: where a row has ink on one side only."""
    high, wide = ink.shape
    rows = ink[int(start * high) : max(int(start * high) + 1, int(end * high))]
    left, right = rows[:, : max(1, int(0.34 * wide))], rows[:, wide - max(1, int(0.34 * wide)) :]
    free_left, free_right = (~left.any(axis=1)).mean(), (~right.any(axis=1)).mean()
    if free_left > 0.3 and free_left > 2 * free_right:
        return "left"
    return "right" if free_right > 0.3 and free_right > 2 * free_left else ""


def _row(ink: Ink, at: float) -> Ink:
    row: Ink = ink[min(ink.shape[0] - 1, int(at * ink.shape[0]))]
    return row


def _run(ink: Ink, at: float) -> tuple[float, float] | None:
    """Return where the only stroke of a row begins and ends; None if there are several or none."""
    row = _row(ink, at)
    edges = np.flatnonzero(np.diff(row.astype(np.int8), prepend=0, append=0))
    return (edges[0] / len(row), edges[1] / len(row)) if len(edges) == 2 else None


def _left(ink: Ink, at: float) -> float:
    row = _row(ink, at)
    return float(np.argmax(row)) / len(row) if row.any() else 1.0


def _right(ink: Ink, at: float) -> float:
    row = _row(ink, at)
    return 1.0 - float(np.argmax(row[::-1])) / len(row) if row.any() else 0.0


def _fraction(ink: Ink, at: float) -> float:
    return float(_row(ink, at).mean())


def _most(ink: Ink, start: float, end: float) -> float:
    """Return the widest part of a row among some rows, in widths of the glyph."""
    high = ink.shape[0]
    rows = ink[int(start * high) : max(int(start * high) + 1, int(np.ceil(end * high)))]
    return float(rows.mean(axis=1).max())


def _holes(ink: Ink) -> list[_Hole]:
    """Return the holes of a glyph, from the top down; specks are none."""
    free = np.pad(~ink, 1, constant_values=True)
    outside = np.zeros_like(free)
    outside[0, 0] = True
    free &= ~_grown(outside, free)
    holes: list[_Hole] = []
    while free.any() and len(holes) < 4:
        seed = np.zeros_like(free)
        seed.flat[int(np.argmax(free))] = True
        hole = _grown(seed, free)
        free &= ~hole
        rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
        if hole.sum() > _SMALLEST_HOLE * ink.size:
            middle = float((rows[0] + rows[-1]) / 2 - 0.5) / ink.shape[0]
            across = float((columns[0] + columns[-1]) / 2 - 0.5) / ink.shape[1]
            holes.append(_Hole(middle, len(rows) / ink.shape[0], across))
    return holes


def _grown(seed: Ink, free: Ink) -> Ink:
    """Return everything free that can be reached from a seed."""
    while True:
        wider = seed.copy()
        wider[1:] |= seed[:-1]
        wider[:-1] |= seed[1:]
        wider[:, 1:] |= wider[:, :-1] & free[:, 1:]
        wider[:, :-1] |= wider[:, 1:]
        wider &= free
        if (wider == seed).all():
            return seed
        seed = wider
