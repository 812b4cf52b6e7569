"""The ruled lines of a page, from the paths that draw them, and the tables they make."""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import TYPE_CHECKING

from deident.formats.pdf.geometry import placed
from deident.ocr.rules import Grid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.formats.pdf.drawn import Drawn
    from deident.formats.pdf.pdfium import Rect, View

# Points.
_THIN = 2.5
_SHORTEST = 6.0
_STRAIGHT = 0.75
_TOUCH = 3.0
_MOST = 20_000
_MOST_RULES = 3000
_MOST_CORNERS = 4000

_LINE_TO = 0


def rules_of(drawn: Iterable[Drawn], view: View) -> tuple[list[Rule], list[Rule]]:
    """Return the level and the upright rules of a displayed page, pieces of one line joined."""
    level: list[Rule] = []
    plumb: list[Rule] = []
    left = _MOST
    for thing in drawn:
        if thing.kind != "path" or left <= 0:
            continue
        for x0, y0, x1, y1 in _strokes(thing, view):
            left -= 1
            if abs(y1 - y0) <= _THIN and x1 - x0 >= _SHORTEST:
                level.append(Rule((y0 + y1) / 2, x0, x1))
            elif abs(x1 - x0) <= _THIN and y1 - y0 >= _SHORTEST:
                plumb.append(Rule((x0 + x1) / 2, y0, y1))
    if len(level) + len(plumb) > _MOST_RULES:
        # A drawing or a hatched ground, not a form.
        return [], []
    return _merged(level), _merged(plumb)


def _strokes(thing: Drawn, view: View) -> Iterator[Rect]:
    """Yield the straight lines a path draws, and the bars it fills, as thin rectangles."""
    x0, y0, x1, y1 = thing.box
    if min(x1 - x0, y1 - y0) <= _THIN:
        yield thing.box
        return
    for points in _parts(thing, view):
        across, down = [x for x, _ in points], [y for _, y in points]
        if min(max(across) - min(across), max(down) - min(down)) <= _THIN:
            yield min(across), min(down), max(across), max(down)
        elif thing.stroked:
            for (ax, ay), (bx, by) in pairwise(points):
                if min(abs(ax - bx), abs(ay - by)) <= _STRAIGHT:
                    yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _parts(thing: Drawn, view: View) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each part of a path, on the displayed page; curves end a part."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(thing.handle)
    if not 0 < count <= _MOST_CORNERS:
        return
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing.handle, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = view.shown(*placed(thing.matrix, x.value, y.value))
        if kind != _LINE_TO and len(points) > 1:
            yield points
        if kind != _LINE_TO:
            points = []
        points = [*points, point]
        if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 2:
            points = [*points, points[0]]
    if len(points) > 1:
        yield points


def _merged(rules: list[Rule]) -> list[Rule]:
    """Make one rule of pieces on one line; twice, because pieces may only meet once each grew."""
    return _met(_met(rules))


def _met(rules: list[Rule]) -> list[Rule]:
    merged: list[Rule] = []
    for rule in sorted(rules):
        for at in range(len(merged) - 1, -1, -1):
            other = merged[at]
            if rule.at - other.at > _TOUCH / 2:
                merged.append(rule)
                break
            if rule.start <= other.end + _TOUCH and rule.end >= other.start - _TOUCH:
                ends = min(rule.start, other.start), max(rule.end, other.end)
                merged[at] = Rule(other.at, *ends)
                break
        else:
            merged.append(rule)
    return merged


def grids_of(level: list[Rule], plumb: list[Rule]) -> tuple[Grid, ...]:
    """Put rules that cross into one table each, top first."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for rule in level:
        crossing = [other for other in plumb if _cross(rule, other)]
        if not crossing:
            continue
        touched = [group for group in groups if any(other in group[1] for other in crossing)]
        own: tuple[list[Rule], list[Rule]] = ([rule], list(crossing))
        for group in touched:
            own[0].extend(group[0])
            own[1].extend(other for other in group[1] if other not in own[1])
            groups.remove(group)
        groups.append(own)
    tables = [
        Grid(tuple(across), tuple(along), _places(across), _places(along))
        for across, along in groups
        if len(across) > 1 and len(along) > 1
    ]
    return tuple(sorted(tables, key=lambda grid: grid.rows[0]))


def _cross(level: Rule, plumb: Rule) -> bool:
    return (
        level.start - _TOUCH <= plumb.at <= level.end + _TOUCH
        and plumb.start - _TOUCH <= level.at <= plumb.end + _TOUCH
    )


def _places(rules: list[Rule]) -> tuple[float, ...]:
    places = sorted(rule.at for rule in rules)
    return (places[0], *(after for before, after in pairwise(places) if after - before > _TOUCH))
