"""Words drawn as curves: rows of small shapes in which letters would stand, and nothing says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats.pdf.drawn import Drawn
    from deident.formats.pdf.pdfium import Rect

# Points, and heights of a shape.
_LOWEST, _HIGHEST = 4.0, 72.0
_WIDEST, _APART, _UNEVEN = 1.4, 1.5, 0.4
_FEWEST, _FEWEST_MAKES = 8, 3
_ROW_WIDE = 3.0
_CORNERS, _ROW_CORNERS = 5, 100
_MARGIN = 3.0


def outlined(things: Sequence[Drawn]) -> Iterator[Rect]:
    """Yield the boxes of what could be words of a page drawn as curves."""
    paths = [thing for thing in things if thing.kind == "path"]
    small = [
        thing
        for thing in paths
        if _LOWEST <= _high(thing) <= _HIGHEST
        and _wide(thing) <= _WIDEST * _high(thing)
        and corners_of(thing) >= _CORNERS
    ]
    yield from _rows(small)
    for thing in paths:
        high = _high(thing)
        is_row = _LOWEST <= high <= _HIGHEST and _wide(thing) > _ROW_WIDE * high
        if is_row and corners_of(thing) >= _ROW_CORNERS:
            yield _grown(thing.box)


def corners_of(thing: Drawn) -> int:
    """Return of how many points a path is made."""
    import pypdfium2.raw as pdfium

    return int(pdfium.FPDFPath_CountSegments(thing.handle))


def _rows(shapes: Sequence[Drawn]) -> Iterator[Rect]:
    """Yield the boxes of shapes that stand side by side on one line."""
    level: list[Drawn] = []
    for shape in [*sorted(shapes, key=lambda one: one.box[3]), None]:
        if shape and (not level or shape.box[3] - level[0].box[3] < _UNEVEN * _high(shape)):
            level.append(shape)
            continue
        row: list[Drawn] = []
        for one in sorted(level, key=lambda one: one.box[0]):
            if row and not _goes_on(row[-1], one):
                yield from _as_words(row)
                row = []
            row.append(one)
        yield from _as_words(row)
        level = [shape] if shape else []


def _goes_on(one: Drawn, other: Drawn) -> bool:
    high = max(_high(one), _high(other))
    return -high < other.box[0] - one.box[2] < _APART * high


def _as_words(row: list[Drawn]) -> Iterator[Rect]:
    # Markers of a chart and squares of a form are all of one make.
    makes = {(round(_wide(one)), round(_high(one)), corners_of(one)) for one in row}
    if len(row) >= _FEWEST and len(makes) >= _FEWEST_MAKES:
        left, top, right, bottom = zip(*(one.box for one in row), strict=True)
        yield _grown((min(left), min(top), max(right), max(bottom)))


def _grown(box: Rect) -> Rect:
    return box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN


def _wide(thing: Drawn) -> float:
    return thing.box[2] - thing.box[0]


def _high(thing: Drawn) -> float:
    return thing.box[3] - thing.box[1]
