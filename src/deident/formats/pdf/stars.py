"""Stars of a masked copy, put back to where the stream had what they stand for.

`stamp` writes them behind everything else on the page, each as wide as what was taken out. So a run
that ends where stars begin, or begins where they end, is what the mask let stand of the same text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from deident.formats.pdf.lines import Line

_TOUCH = 0.5  # points
_LEVEL = 0.2  # of a line's height


def is_mask(line: Line) -> bool:
    """Say whether a line has nothing but stars."""
    return not line.text.strip("*")


def put_back(runs: Sequence[Line], join: Callable[[Sequence[Line]], Line]) -> list[Line]:
    """Join stars with the runs they touch, in the place of the stream these have."""
    stars = [run for run in runs if is_mask(run)]
    if not stars:
        return list(runs)
    known = _Places([run for run in runs if not is_mask(run)])
    kept = {id(run): run for run in runs}
    for star in stars:
        before, after = known.ending(star), known.beginning(star)
        if before is None and after is None:
            continue
        parts = [part for part in (before, star, after) if part is not None]
        whole = join(parts)
        for part in parts:
            known.drop(part)
            del kept[id(part)]
        known.add(whole)
        kept[id(whole)] = whole
    return sorted(kept.values(), key=lambda run: run.order)


class _Places:
    """Runs by where they begin and end."""

    def __init__(self, runs: Sequence[Line]) -> None:
        self._begin: dict[int, list[Line]] = {}
        self._end: dict[int, list[Line]] = {}
        for run in runs:
            self.add(run)

    def add(self, run: Line) -> None:
        self._begin.setdefault(round(run.left), []).append(run)
        self._end.setdefault(round(run.right), []).append(run)

    def drop(self, run: Line) -> None:
        for places, side in ((self._begin, run.left), (self._end, run.right)):
            places[round(side)] = [one for one in places.get(round(side), ()) if one is not run]

    def ending(self, star: Line) -> Line | None:
        return self._touching(self._end, star, star.left, lambda run: run.right)

    def beginning(self, star: Line) -> Line | None:
        return self._touching(self._begin, star, star.right, lambda run: run.left)

    def _touching(
        self,
        places: dict[int, list[Line]],
        star: Line,
        at: float,
        side: Callable[[Line], float],
    ) -> Line | None:
        near = (
            run
            for place in (round(at) - 1, round(at), round(at) + 1)
            for run in places.get(place, ())
            if abs(side(run) - at) < _TOUCH and abs(run.middle - star.middle) < _LEVEL * star.high
        )
        return min(near, key=lambda run: abs(run.middle - star.middle), default=None)
