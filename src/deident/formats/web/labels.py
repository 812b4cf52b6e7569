"""The words that govern a text of a page: headers, names beside values, words before fields."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from deident.formats.chains import FEWEST_IN_CHAIN, SHORTEST_CHAIN, chains
from deident.formats.split_numbers import SplitNumbers
from deident.formats.tables import Row, is_header_word, label_grid, normalise
from deident.formats.web.flow import WHOLE
from deident.formats.web.rows import find_rows
from deident.model import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.formats.web.gathered import Gathered
    from deident.formats.web.units import Box, Unit

_LABEL = 24
_ONE = re.compile("[0-9A-Za-z０-９Ｘｘ*＊×]")  # noqa: RUF001 full-width digits are written too
_FIGURES = frozenset("0123456789*")
_DIGITS_LAST = re.compile(r"(?<![0-9*])[0-9*]{1,18}\Z")
_DIGITS_FIRST = re.compile(r"[0-9*]{1,18}[Xx]?(?![0-9*])")
_LONGEST_VALUE = 80
_SENTENCE = re.compile("[。；！？]")
_WORD = re.compile("[\u4e00-\u9fff]")
_NUMBER = re.compile("[0-9A-Za-z*]{6,}")
_COVERED_TIMES, _COVERED = 4, 2000


def label(gathered: Gathered, text: str) -> None:
    """Give everything the labels that stand around it, and chain what is one number.

    `text` is the page.
    """
    find_rows(gathered, text)
    head: dict[int, str] = {}
    for boxes, title in zip(gathered.tables, gathered.titles, strict=True):
        for box in boxes:
            units = box.units
            box.text = (
                units[0].text if len(units) == 1 else "\n".join(unit.text for unit in units).strip()
            )
        if any(box.text for box in boxes):
            _label_table(boxes, title, head if _fits(boxes, head) else {})
        head = _head(boxes)
    _label_neighbours(gathered.flow)
    for units in (gathered.flow, gathered.others):
        _chain_characters(units)
    _chain_lines(gathered.flow)


def _head(boxes: Sequence[Box]) -> dict[int, str]:
    """Return the words of a table that is nothing but a header: what it heads scrolls below it."""
    words = {box.column: box.text for box in boxes if box.text}
    worded = sum(map(is_header_word, words.values()))
    alone = len(boxes) > 1 and boxes[-1].row == 0 and worded > 1 and worded * 2 >= len(words)
    return words if alone else {}


def _fits(boxes: Sequence[Box], head: dict[int, str]) -> bool:
    """Say whether a table without a header has as many columns as the one above it."""
    first = [box for box in boxes if box.row == 0] if head else []
    return len(head) == len(first) and not any(is_header_word(box.text) for box in first)


def _label_table(boxes: Sequence[Box], title: str, head: dict[int, str]) -> None:
    split = SplitNumbers()
    for labelled in label_grid(_rows(boxes, title, head)):
        row = labelled.row.origin
        for box in row:
            box.labels = labelled.of(box.column)
            if box.outer is not None and not box.labels:
                box.labels = box.outer.labels
            for unit in box.units:
                unit.labels = _with_word(box.labels, unit.labels.row) if unit.labels else box.labels
        links = split.links(labelled, {box.column for box in row if box.text})
        if len(row) < FEWEST_IN_CHAIN and not links:
            continue
        links |= chains(
            ((box.column, box.column_span, box.text) for box in row),
            lambda column, of=labelled.of: of(column).column,  # type: ignore[misc]
            heads=labelled.header,
        )
        at = {box.column: box for box in row} if links else {}
        for box in row if links else ():
            before = at.get(links.get(box.column, -1))
            if before is not None and before.units and box.units:
                box.units[0].follows = before.units[-1]


@lru_cache(1 << 10)
def _with_word(labels: Labels, word: str) -> Labels:
    """Return a cell's labels with the word that its own tag says: equal ones are one object."""
    return labels if word in labels.column else replace(labels, column=word)


def _rows(boxes: Sequence[Box], title: str, head: dict[int, str]) -> Iterator[Row[list[Box]]]:
    """Yield the rows of a table; a merged cell is given wherever it stands."""
    if title:
        yield Row(0, {0: title}, [])
    if head:
        yield Row(1, head, [])
    spanning: list[Box] = []
    # Spans cost more than they weigh; a table that is nothing but spans is read without.
    room = _COVERED_TIMES * len(boxes) + _COVERED
    for number, group in groupby(boxes, key=lambda box: box.row):
        row = list(group)
        spanning = [box for box in spanning if box.row + box.row_span > number and room > 0]
        cells: dict[int, str] = {}
        for box in (*spanning, *row) if spanning else row:
            if not box.text:
                continue
            if box.column_span == 1 or room <= 0:
                cells[box.column] = box.text
                room -= 1
                continue
            room -= box.column_span
            for column in range(box.column, box.column + box.column_span):
                cells[column] = box.text
        yield Row(number + 1 + bool(head), dict(sorted(cells.items())) if spanning else cells, row)
        spanning += [box for box in row if box.row_span > 1 and room > 0]


def _label_neighbours(units: Sequence[Unit]) -> None:
    """Let a word that names a value label the text behind it: a term of a list, for instance."""
    for before, unit in pairwise(units):
        if unit.box is not None or before.box is not None or unit.labels:
            continue
        text = before.text
        named = len(text) <= _LABEL and (is_header_word(text) or text.endswith(("：", ":")))
        if named and not is_header_word(unit.text) and _is_value(unit.text):
            unit.labels = Labels(row=normalise(text))


def _is_value(text: str) -> bool:
    """Say whether a text can be one value: no sentence, no row of words and long numbers."""
    if len(text) > _LONGEST_VALUE or _SENTENCE.search(text):
        return False
    fields = text.split()
    return not (any(map(_WORD.search, fields)) and any(map(_NUMBER.fullmatch, fields)))


def _chain_characters(units: Sequence[Unit]) -> None:
    """Chain single characters side by side: a number written one digit to a box."""
    run: list[Unit] = []
    for unit in (*units, None):
        if (
            unit is not None
            and unit.box is None
            and len(unit.text) == 1
            and _ONE.match(unit.text)
            and (not run or run[-1].kind is unit.kind)
        ):
            run.append(unit)
            continue
        if len(run) >= SHORTEST_CHAIN:
            for before, after in pairwise(run):
                after.follows = before
        run = []


def _chain_lines(units: Sequence[Unit]) -> None:
    """Chain two blocks that are one number only together."""
    for before, unit in pairwise(units):
        if unit.follows is not None or before.follows is not None or unit.box is not before.box:
            continue
        if before.text[-1:] not in _FIGURES or unit.text[:1] not in _FIGURES:
            continue
        left, right = _DIGITS_LAST.search(before.text[-20:]), _DIGITS_FIRST.match(unit.text)
        if left is None or right is None:
            continue
        lengths = len(left.group()), len(right.group())
        if sum(lengths) in WHOLE and not WHOLE.intersection(lengths):
            unit.follows = before
