"""Time two ways of doing one thing, turn by turn, so that a busy machine hurts both alike."""

from __future__ import annotations

import gc
import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RUNS = 5


class Timed(NamedTuple):
    """The median of several runs, in seconds of processor time, and the fastest."""

    median: float
    best: float


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    before = time.process_time()
    work()
    return time.process_time() - before


def interleaved(ways: Mapping[str, Callable[[], object]], runs: int = RUNS) -> dict[str, Timed]:
    """Run every way once to warm up, then all of them in turn `runs` times."""
    for work in ways.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, work in ways.items():
            taken[name].append(_seconds(work))
    return {name: Timed(median(seconds), min(seconds)) for name, seconds in taken.items()}
