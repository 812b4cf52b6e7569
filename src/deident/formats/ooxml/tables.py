"""The words that govern the cells of a table in a text, and numbers written over several cells."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from deident.formats.chains import chained_lines, is_spelt_name, names_whom
from deident.formats.split_numbers import SplitNumbers
from deident.formats.tables import Row, label_grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats.ooxml.units import Box

_SHORTEST_CHAIN = 7
_SURE_CHAIN = 15
_LONGEST_TITLE = 60
_CHAIN = re.compile("[0-9A-Za-z０-９Ｘｘ×*＊\u4e00-\u9fff]")  # noqa: RUF001 full-width digits are written too
_DIGITS = re.compile("[0-9０-９XxＸｘ×*＊]+")  # noqa: RUF001 full-width digits are written too


def label(boxes: Sequence[Box], title: str) -> None:
    """Give every cell of one table its labels, and chain what is one number in several cells."""
    rows = [list(group) for _, group in groupby(boxes, key=lambda box: box.row)]
    _stretch(rows)
    texts = _texts(rows)
    grid: list[Row[list[Box]]] = [
        Row(number, texts[number - 1], row) for number, row in enumerate(rows, start=1)
    ]
    if title and len(title) <= _LONGEST_TITLE:
        grid.insert(0, Row(0, {0: title}, []))
    split = SplitNumbers()
    for labelled in label_grid(iter(grid)):
        for box in labelled.row.origin:
            box.labels = labelled.of(box.column)
            if not box.labels and box.outer is not None:
                box.labels = box.outer.labels
        _chain_cells(labelled.row.origin, heads=labelled.header)
        at = {box.column: box for box in labelled.row.origin if box.units}
        for column, before in split.links(labelled, at).items():
            at[column].units[0].follows = at[before].units[-1]
    for box in boxes:
        for after, before in chained_lines([unit.text for unit in box.units]):
            box.units[after].follows = box.units[before]


def _texts(rows: list[list[Box]]) -> list[dict[int, str]]:
    """Return the text over every column of every row; a merged cell is in all that it covers."""
    above: dict[int, str] = {}
    texts = []
    for row in rows:
        here: dict[int, str] = {}
        for box in row:
            text = "\n".join(unit.text for unit in box.units)
            if box.merged and not text:
                text = above.get(box.column, "")
            here.update(dict.fromkeys(range(box.column, box.column + box.column_span), text))
        above = here
        texts.append({column: text for column, text in sorted(here.items()) if text.strip()})
    return texts


def _stretch(rows: list[list[Box]]) -> None:
    """Count the rows that merged cells cover."""
    open_: dict[int, Box] = {}
    for row in rows:
        for box in row:
            origin = open_.get(box.column)
            if box.merged and origin is not None:
                origin.row_span += 1
            else:
                open_[box.column] = box


def _runs(row: Sequence[Box]) -> Iterator[list[Box]]:
    """Yield cells side by side that hold one character each; blank cells do not part them."""
    run: list[Box] = []
    due = -1
    for box in row:
        text = "".join(unit.text for unit in box.units).strip()
        if len(text) == 1 and _CHAIN.match(text):
            if run and box.column != due:
                yield run
                run = []
            run.append(box)
        elif text and run:
            yield run
            run = []
        due = box.column + box.column_span
    yield run


def _chain_cells(row: Sequence[Box], *, heads: bool) -> None:
    for run in _runs(row):
        if len(run) < _SHORTEST_CHAIN:
            if not heads and _is_name(row, run):
                _chain(run)
            continue
        text = "".join(box.units[0].text.strip() for box in run)
        words = {box.labels.column for box in run} - {""}
        # Marks from 1 to 5 side by side have a header each; a number has one, or none.
        if len(words) > 1 and not (len(run) >= _SURE_CHAIN and _DIGITS.fullmatch(text)):
            continue
        _chain(run)


def _chain(run: Sequence[Box]) -> None:
    for before, box in pairwise(run):
        box.units[0].follows = before.units[0]


def _is_name(row: Sequence[Box], run: Sequence[Box]) -> bool:
    """Tell whether characters side by side are a name: their header, or the label left of them."""
    if not is_spelt_name("".join(box.units[0].text.strip() for box in run)):
        return False
    words = {box.labels.column for box in run} - {""}
    if words:
        return len(words) == 1 and names_whom(words.pop())
    at = next(number for number, box in enumerate(row) if box is run[0])
    return bool(at) and names_whom("".join(unit.text for unit in row[at - 1].units).strip())
