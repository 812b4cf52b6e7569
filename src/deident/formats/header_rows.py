"""Which rows of a table are its titles and its header, and what the header says of each column.

A header need not use words we know: short cells without numbers above cells with numbers are a
header too. A form, whose words stand to the left of their values, has none.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, TypeVar

from deident.formats.header_names import names_below, names_beside
from deident.formats.header_words import (
    LONG_NUMBER,
    NUMERIC,
    SENTENCE,
    is_header_like,
    is_header_word,
    is_number,
    normalise,
)

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Mapping, Sequence

    from deident.formats.tables import Row

SAMPLE_ROWS = 10
"""So many rows below a header say whether it is one."""

_MAY_BE_SENTENCE = re.compile("[。；！？!;：:]")

T = TypeVar("T")


def distinct(cells: Mapping[int, str]) -> list[str]:
    """Return the texts of a row, each once."""
    return list(dict.fromkeys(cells.values()))


def is_title(ahead: deque[Row[T]]) -> bool:
    """Say whether one text alone, or a line of notes, stands over a wider table."""
    words = iter(ahead[0].cells.values())
    first = next(words)
    wide = next(words, first) != first or any(word != first for word in words)
    if wide and not _MAY_BE_SENTENCE.search(first):
        return False
    texts = distinct(ahead[0].cells)
    if len(texts) == 1:
        told = not is_number(texts[0])
    else:
        told = all(SENTENCE.search(normalise(text)) for text in texts)
    return told and any(len(distinct(row.cells)) > len(texts) for row in islice(ahead, 1, 6))


def is_header_block(
    block: Sequence[Mapping[int, str]], below: Sequence[Row[T]], *, fresh: bool
) -> bool:
    """Say whether rows that follow one another are a header; `fresh` where a table may begin."""
    if not all(_may_head(cells) for cells in block):
        return False
    if len(block) > 1:
        return (
            all(len(distinct(cells)) > 1 for cells in block)
            and all(_stacked(top, bottom) for top, bottom in pairwise(block))
            and heads(_bottom(block), below)
        )
    return _worded(block[0], below) or (fresh and heads(block[0], below))


def _bottom(block: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """Return the lowest word over each column."""
    return dict(sorted({at: text for cells in block for at, text in cells.items()}.items()))


def _may_head(cells: Mapping[int, str]) -> bool:
    return all(is_header_like(text) for text in cells.values())


def heads(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether a row of cells heads the rows below it."""
    return _may_head(cells) and (
        _worded(cells, below) or _stands_out(cells, below) or names_below(cells, _sample(below))
    )


def _worded(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether most cells are header words, and this is not the first line of a form."""
    texts = distinct(cells)
    words = sum(map(is_header_word, texts))
    if len(texts) == 1:
        return words == 1 and bool(below) and all(len(row.cells) == 1 for row in below)
    return words * 2 > len(texts) and not _is_form(cells, below)


def _sample(below: Sequence[Row[T]]) -> list[Mapping[int, str]]:
    return [row.cells for row in below[:SAMPLE_ROWS]]


def _is_form(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether the labels stand to the left of their values: a word under a word."""
    if not below:
        return False
    under = below[0].cells
    words = [at for at, text in cells.items() if is_header_word(text)]
    stacked = sum(at in under and is_header_word(under[at]) for at in words)
    return stacked * 2 > len(words) and under != cells


def _stands_out(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether words without numbers stand above a column of numbers."""
    if len(distinct(cells)) < 2 or any(map(is_number, cells.values())):
        return False
    if (
        _is_form(cells, below)
        or _is_transposed(cells, below)
        or names_beside(cells, _sample(below))
    ):
        return False
    sample = below[:SAMPLE_ROWS]
    return any(_numbers_under(at, sample) for at in cells)


def _is_transposed(cells: Mapping[int, str], below: Sequence[Row[T]]) -> bool:
    """Say whether the labels stand in the first column."""
    first = min(cells)
    column = [cells[first], *(row.cells.get(first, "") for row in below[:SAMPLE_ROWS])]
    words = sum(map(is_header_word, column))
    return words > 1 and words * 2 > len(column)


def _numbers_under(at: int, sample: Sequence[Row[T]]) -> bool:
    # The last piece of an ID may end in X.
    texts = [row.cells[at].strip("'\t =\"").rstrip("Xx") for row in sample if at in row.cells]
    numbers = sum(bool(NUMERIC.fullmatch(text) or LONG_NUMBER.search(text)) for text in texts)
    return bool(texts) and numbers * 3 >= len(texts) * 2


def _stacked(top: Mapping[int, str], bottom: Mapping[int, str]) -> bool:
    """Say whether cells of the upper row span several of the lower row.

    A cell that spans one column must go on below it, as the same text or as a blank; else the
    upper row is a line of a form.
    """
    spans = 0
    columns = sorted(top.keys() | bottom.keys())
    for left, right in zip(columns, [*columns[1:], -1], strict=True):
        if left not in top or (left > 0 and top.get(left - 1) == top[left]):
            continue
        if right >= 0 and top.get(right, top[left]) == top[left] and right in bottom:
            spans += bottom[right] != top[left]
        elif bottom.get(left, top[left]) != top[left]:
            return False
    return spans > 0


def joined(block: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """Join the words over each column from the top down; an upper word covers blanks after it."""
    words: dict[int, list[str]] = {at: [] for at in sorted({at for row in block for at in row})}
    for depth, cells in enumerate(block):
        above = ""
        for at, heard in words.items():
            covered = any(at in lower for lower in block[depth + 1 :])
            above = cells.get(at, above if covered else "")
            word = normalise(above)
            if word and word not in heard[-1:]:
                heard.append(word)
    return {at: "/".join(heard) for at, heard in words.items() if heard}


def stretched(header: dict[int, str], below: Sequence[Row[T]]) -> dict[int, str]:
    """Let a header without a right-hand neighbour head the numbers in the nameless column too.

    A number written in two cells stands under one header; so does a merged header in CSV.
    """
    filled = {at for row in below for at in row.cells}
    for at in sorted(filled - header.keys()):
        if at - 1 in header and _numbers_under(at, below[:SAMPLE_ROWS]):
            header[at] = header[at - 1]
    return dict(sorted(header.items()))
