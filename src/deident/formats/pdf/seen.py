"""What pdfium sees on a page: the witness against whom every removed glyph is checked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from deident.formats.pdf.calls import cells_of, codes_of, inks_of, origins_of
from deident.formats.pdf.pdfium import LOCK, opened, opened_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from deident.formats.pdf.geometry import Box, Point

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_CELL = 8.0
# Characters farther from a box than so many times their own size are nobody's witnesses.
_NEAR = 2.0
_BLANK = (0, 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000)
_MADE_UP = frozenset({0x0A, 0x0D, 0x20})
_HIGHEST = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Sight:
    """The characters of a page that stand in its content, in the order of pdfium.

    `cells` (left, bottom, right, top) are as high as the line and as wide as the advance. `origins`
    are where glyphs begin: of all, or of those near a box where boxes are asked about (elsewhere
    zero). `inside` says whose middle lies in one of the boxes, `blank` who shows nothing.
    """

    codes: NDArray[np.uint32] = field(repr=False)
    origins: Floats = field(repr=False)
    cells: Floats = field(repr=False)
    inside: Flags = field(repr=False)

    @property
    def blank(self) -> Flags:
        """Say which characters show nothing."""
        flags: Flags = np.isin(self.codes, _BLANK)
        return flags

    def runs(self) -> list[str]:
        """Return what stands in the boxes, one string for each unbroken run."""
        shown = ~self.blank
        codes, inside = self.codes[shown], self.inside[shown]
        ends = np.flatnonzero(np.diff(inside.astype(np.int8), prepend=0, append=0))
        return [
            "".join(map(_character, codes[start:end]))
            for start, end in zip(ends[::2], ends[1::2], strict=True)
        ]

    def text(self, which: Flags | None = None) -> str:
        """Return the characters as a string, one for each, blank ones left out."""
        shown = ~self.blank if which is None else which & ~self.blank
        return "".join(map(_character, self.codes[shown]))


def _character(code: int) -> str:
    return chr(code) if code <= _HIGHEST else "\ufffd"


def seen_on(data: bytes, page_index: int, boxes: Sequence[Box] = ()) -> Sight:
    """Return the characters of one page of a document in memory."""
    with LOCK, opened(data) as document, opened_page(document, page_index) as page:
        return seen(page, boxes)


def seen(page: Any, boxes: Sequence[Box] = ()) -> Sight:  # noqa: ANN401 - a pointer of pdfium
    """Return the characters of a loaded page, and which of them lie in the boxes."""
    import pypdfium2.raw as pdfium

    text = pdfium.FPDFText_LoadPage(page)
    try:
        return _sight(text, boxes)
    finally:
        pdfium.FPDFText_ClosePage(text)


def _sight(text: Any, boxes: Sequence[Box]) -> Sight:  # noqa: ANN401 - a pointer of pdfium
    import pypdfium2.raw as pdfium

    generated, codes = pdfium.FPDFText_IsGenerated, codes_of(text)
    # pdfium makes up spaces and line ends; a hyphen it calls generated is drawn.
    kept = [
        index
        for index, code in enumerate(codes)
        if code not in _MADE_UP or generated(text, index) != 1
    ]
    cells = cells_of(text, kept)[:, (0, 3, 2, 1)].astype(np.float64)
    return Sight(
        codes=np.array([codes[index] for index in kept], dtype=np.uint32),
        origins=_origins(text, kept, cells, boxes),
        cells=cells,
        inside=_inside(text, kept, cells, boxes),
    )


def _origins(
    text: Any,  # noqa: ANN401 - a pointer of pdfium
    kept: Sequence[int],
    cells: Floats,
    boxes: Sequence[Box],
) -> Floats:
    if not boxes:
        return origins_of(text, kept)
    places = np.flatnonzero(near(cells, boxes))
    origins = np.zeros((len(kept), 2))
    origins[places] = origins_of(text, [kept[at] for at in places.tolist()])
    return origins


def near(cells: Floats, boxes: Sequence[Box]) -> Flags:
    """Say which characters may be witnesses of what lies in the boxes."""
    flags = np.zeros(len(cells), dtype=np.bool_)
    for box in boxes:
        flags |= meeting(cells, box, _NEAR)
    return flags


def _inside(
    text: Any,  # noqa: ANN401 - a pointer of pdfium
    kept: Sequence[int],
    cells: Floats,
    boxes: Sequence[Box],
) -> Flags:
    """Say whose middle, that of the ink or that of the cell, lies in a box."""
    inside = np.zeros(len(kept), dtype=np.bool_)
    beside = np.zeros(len(kept), dtype=np.bool_)
    for box in boxes:
        inside |= _hold(box, (cells[:, 0] + cells[:, 2]) / 2, (cells[:, 1] + cells[:, 3]) / 2)
        beside |= meeting(cells, box, 1.0)
    places = np.flatnonzero(beside & ~inside)
    inks = inks_of(text, [kept[at] for at in places.tolist()])
    x, y = (inks[:, 0] + inks[:, 1]) / 2, (inks[:, 2] + inks[:, 3]) / 2
    for box in boxes:
        inside[places] |= _hold(box, x, y)
    return inside


def _hold(box: Box, x: Floats, y: Floats) -> Flags:
    flags: Flags = (box.x0 <= x) & (x <= box.x1) & (box.y0 <= y) & (y <= box.y1)
    return flags


def meeting(cells: Floats, box: Box, heights: float) -> Flags:
    """Say which cells come nearer to a box than so many times their own height."""
    reach = heights * (np.abs(cells[:, 3] - cells[:, 1]) + np.abs(cells[:, 2] - cells[:, 0]))
    flags: Flags = (
        (cells[:, 0] - reach < box.x1) & (cells[:, 2] + reach > box.x0)
        & (cells[:, 1] - reach < box.y1) & (cells[:, 3] + reach > box.y0)
    )  # fmt: skip
    return flags


class Witness:
    """Characters pdfium sees, found again by a point of theirs: where their glyphs begin …."""

    def __init__(self, points: Floats, which: Flags) -> None:
        places = np.flatnonzero(which)
        known = zip(places.tolist(), points[places].tolist(), strict=True)
        self._origins = {at: (x, y) for at, (x, y) in known}
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at, origin in self._origins.items():
            self._cells[_cell(origin)].append(at)

    def at(self, origin: Point, tolerance: float) -> list[int]:
        """Return the characters whose glyph begins here: several for a ligature, or none."""
        column, row = _cell(origin)
        reach = int(tolerance // _CELL) + 1
        best, found = tolerance, list[int]()
        for across in range(column - reach, column + reach + 1):
            for up in range(row - reach, row + reach + 1):
                for index in self._cells.get((across, up), ()):
                    x, y = self._origins[index]
                    far = max(abs(x - origin[0]), abs(y - origin[1]))
                    if far < best - 1e-3:
                        best, found = far, [index]
                    elif far <= best + 1e-3:
                        found.append(index)
        return found


def _cell(point: Point) -> tuple[int, int]:
    return int(point[0] // _CELL), int(point[1] // _CELL)
