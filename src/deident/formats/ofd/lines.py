"""Lines, cells and labels of a page, rebuilt from where its characters stand.

Words are arranged as a page read by OCR is: same lines, same tables, same links from a broken line
to the one below it. Ruled tables come from the page's own paths.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from deident.formats.chains import SHORTEST_CHAIN
from deident.formats.tables import Row, is_header_like, is_header_word, label_grid, normalise
from deident.model import NO_LABELS, Cell, Labels, Quad, Quads
from deident.ocr import OcrLine
from deident.ocr.layout import arrange
from deident.ocr.quads import rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from deident.formats.ofd.glyphs import Glyph
    from deident.formats.ofd.joining import Word
    from deident.ocr.layout import Run

SCALE = 5.0
"""Pixels to the millimetre: the arranging counts in pixels."""

_SAME_BASE = 0.35
_PITCH = 3.0
_TABLES = 500
_BESIDE = 25.0


@dataclass(slots=True, eq=False)
class Line:
    """What a reader takes as one run. A blank that nobody wrote has no glyph."""

    glyphs: list[Glyph | None]
    text: str = field(repr=False)
    quads: list[Quad] = field(repr=False)
    labels: Labels = NO_LABELS
    cell: Cell | None = None
    follows: Line | None = None

    @property
    def boxes(self) -> Quads:
        """One quad per character."""
        return Quads(self.quads)

    @property
    def hidden(self) -> str:
        """Why nobody sees it, where nobody does."""
        return next((glyph.hidden for glyph in self.glyphs if glyph and glyph.hidden), "")


def lines_of(words: Sequence[Word], rules: NDArray[np.uint8], first_table: int = 0) -> list[Line]:
    """Arrange words to lines; of ghost words only their labels remain."""
    lines: list[Line] = []
    # What nobody sees is no part of what is seen, and no header over it.
    for hidden in (False, True):
        own = [word for word in words if bool(word.glyphs[0].hidden) == hidden]
        lines += _arranged(own, rules, first_table + _TABLES * hidden)
    return lines


def _arranged(words: Sequence[Word], rules: NDArray[np.uint8], first_table: int) -> list[Line]:
    if not any(not word.ghost for word in words):
        return []
    given = {}
    for word in words:
        line = OcrLine(
            text=word.text,
            quads=Quads(_scaled(glyph.quad) for glyph in word.glyphs),
            score=1.0,
            upright=word.level,
            box=_around(word),
        )
        given[id(line)] = (line, word)
    runs = arrange([line for line, _ in given.values()], rules)
    _label(runs)
    _label_beside(runs)
    written: dict[int, Line] = {}
    lines: list[Line] = []
    for run in runs:
        for made in _lines(run, given, first_table):
            before = run.follows
            if before is not None and id(before) in written:
                made.follows = written[id(before)]
            written[id(run)] = made
            lines.append(made)
    _chain(lines)
    return lines


def _scaled(quad: Quad) -> Quad:
    return Quad(*(number * SCALE for number in quad))


def _around(word: Word) -> Quad:
    """Return the upright box around a word, in pixels."""
    if word.level:
        one, two = word.first, word.last
        return _scaled(Quad(*one[0:2], *two[2:6], *one[6:8]))
    quads = [glyph.quad for glyph in word.glyphs]
    across = [x for quad in quads for x in quad[0::2]]
    down = [y for quad in quads for y in quad[1::2]]
    return _scaled(rectangle(min(across), min(down), max(across), max(down)))


def _lines(run: Run, given: dict[int, tuple[OcrLine, Word]], first_table: int) -> Iterator[Line]:
    """Cut a run at its ghost words; what stands before in a ghost labels what follows."""
    by_start = {start: given[id(line)][1] for start, _, line in run.pieces}
    open_: Line | None = None
    label = ""
    at = 0
    while at < len(run.text):
        word = by_start.get(at)
        if word is None:
            if open_ is not None:
                open_.glyphs.append(None)
                open_.quads.append(_unscaled(run.quads[at]))
                open_.text += " "
            at += 1
            continue
        if word.ghost:
            if open_ is not None:
                yield _closed(open_)
            open_, label = None, word.text
        else:
            if open_ is None:
                open_ = _line(run, label, first_table)
            open_.glyphs += word.glyphs
            open_.quads += [glyph.quad for glyph in word.glyphs]
            open_.text += word.text
        at += len(word.glyphs)
    if open_ is not None:
        yield _closed(open_)


def _unscaled(quad: Quad) -> Quad:
    return Quad(*(number / SCALE for number in quad))


def _line(run: Run, label: str, first_table: int) -> Line:
    labels = replace(run.labels, row=normalise(run.labels.row))
    if label and is_header_like(label):
        labels = replace(labels, row=normalise(label))
    cell = run.cell and replace(run.cell, table=run.cell.table + first_table)
    return Line([], "", [], labels=labels, cell=cell)


def _closed(line: Line) -> Line:
    while line.glyphs and line.glyphs[-1] is None:
        line.glyphs.pop()
        line.quads.pop()
    line.text = line.text[: len(line.glyphs)]
    return line


def _label(runs: list[Run]) -> None:
    """Label the cells of every table by its grid: stacked headers, titles, forms."""
    tables: dict[int, list[Run]] = {}
    for run in runs:
        if run.cell is not None:
            tables.setdefault(run.cell.table, []).append(run)
    for table in tables.values():
        rows: dict[int, dict[int, str]] = {}
        for run in table:
            cell = run.cell
            if cell is None:
                continue
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    own = rows.setdefault(row, {})
                    own[column] = own.get(column, "") + run.text
        grid = [Row(row, dict(sorted(cells.items())), row) for row, cells in sorted(rows.items())]
        known = {labelled.row.origin: labelled for labelled in label_grid(grid)}
        for run in table:
            if run.cell is not None:
                run.labels = known[run.cell.row].of(run.cell.column)


def _label_beside(runs: list[Run]) -> None:
    """Give what has no label the header word that stands to its left on the same baseline."""
    words = [run for run in runs if is_header_word(run.text)]
    for run in runs:
        if run.labels.row or run.labels.column or is_header_word(run.text):
            continue
        beside = [
            word
            for word in words
            if 0 < run.left - word.right < _BESIDE * SCALE
            and abs(run.middle - word.middle) < _SAME_BASE * run.high
        ]
        if beside:
            nearest = max(beside, key=lambda word: word.right)
            run.labels = replace(run.labels, row=normalise(nearest.text))


def _chain(lines: list[Line]) -> None:
    """Chain single characters on one line: a number written one digit to a box."""
    run: list[Line] = []
    for line in lines:
        if run and not _goes_on(run[-1], line):
            _link(run)
            run = []
        if len(line.text) == 1 and (line.text.isalnum() or line.text in "*×"):
            run.append(line)
    _link(run)


def _goes_on(one: Line, two: Line) -> bool:
    """Say whether a character stands next behind another, whichever way both are turned."""
    if len(two.text) != 1:
        return False
    first, second = one.quads[0], two.quads[0]
    size = max(hypot(first.x3 - first.x0, first.y3 - first.y0), 0.1)
    along = (first.x1 - first.x0, first.y1 - first.y0)
    long = hypot(*along) or 1.0
    step = (second.x0 - first.x0, second.y0 - first.y0)
    ahead = (along[0] * step[0] + along[1] * step[1]) / long
    aside = abs(along[0] * step[1] - along[1] * step[0]) / long
    return aside < size and 0 < ahead < 2 * _PITCH * size


def _link(run: list[Line]) -> None:
    if len(run) >= SHORTEST_CHAIN:
        for before, line in pairwise(run):
            line.follows = line.follows or before
