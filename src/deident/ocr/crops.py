"""Lines from crops: what a recogniser made of a cut-out line, back at its place on the page."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from deident.model import Quad, Quads
from deident.ocr import OcrLine
from deident.ocr.quads import angle, characters
from deident.ocr.simplified import simplified


def line_of(box: Quad, text: str, score: float, words: Any) -> OcrLine:  # noqa: ANN401 (rapidocr ships no types)
    """Make a line of a box as it was read, and of the columns in which its characters were seen."""
    text = simplified(text.rstrip())
    if not text.strip():
        return OcrLine(text="", quads=Quads(), score=0.0, box=box)
    columns = [float(column) for columns in words.word_cols for column in columns]
    edges = _edges(text, columns, float(words.line_txt_len))
    upright = abs(angle(box)) < 45
    return OcrLine(text=text, quads=characters(box, edges), score=score, upright=upright, box=box)


def _edges(text: str, columns: list[float], total: float) -> list[tuple[float, float]]:
    """Turn the columns in which characters were seen into one pair of fractions per character.

    Neighbours meet half way, so that no ink between them is left over; blanks, for which the
    engine names no column, lie between their neighbours.
    """
    seen = iter(columns)
    centres: list[float | None] = [
        None if character.isspace() else (next(seen) + 0.5) / total for character in text
    ]
    known = [(index, centre) for index, centre in enumerate(centres) if centre is not None]
    full = [_interpolated(at, known) if one is None else one for at, one in enumerate(centres)]
    middles = [(one + other) / 2 for one, other in pairwise(full)]
    pitch = (full[-1] - full[0]) / max(1, len(full) - 1) or 1 / max(1, len(text))
    starts = [max(0.0, full[0] - pitch / 2), *middles]
    ends = [*middles, min(1.0, full[-1] + pitch / 2)]
    return [(start, max(start, end)) for start, end in zip(starts, ends, strict=True)]


def _interpolated(index: int, known: list[tuple[int, float]]) -> float:
    before = max((pair for pair in known if pair[0] <= index), default=known[0])
    after = min((pair for pair in known if pair[0] >= index), default=known[-1])
    if before[0] == after[0]:
        return before[1]
    return before[1] + (after[1] - before[1]) * (index - before[0]) / (after[0] - before[0])
