"""Numbers and names that a form writes one character to a cell."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from deident.formats.tables import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

SHORTEST_CHAIN = 7
"""Fewer single characters side by side are marks, not a number."""

FEWEST_IN_CHAIN = 3
"""In a row of fewer cells nothing is written one character to a cell: 姓名, 王, 强."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9\U00020000-\U000323af"
"""Chinese characters, those too that only names have."""

_ONE_CHARACTER = re.compile(f"[0-9A-Za-z０-９Ｘｘ×*＊.+\\-\u00ad\u200b-\u200d\u2060{HAN}]")  # noqa: RUF001 full-width
_DIGITS = re.compile("[0-9０-９XxＸｘ×*＊]+")  # noqa: RUF001 full-width digits are written too
# A piece as long as one of these is a number by itself; pieces that add up to one may be its lines.
_WHOLE = frozenset({11, 15, 16, 18, 19})
_NAMES = re.compile("[一-龥]{0,6}(?:姓名|名字)")
_NAMES_END = ("名", "字", "：", ":", " ", "*")
_SHORTEST_NAME, _LONGEST_NAME = 2, 4
_SPELT = re.compile(f"[{HAN}](?<![男女是否有无同甲乙丙])[{HAN}]{{1,3}}")


def chains(
    cells: Iterable[tuple[int, int, str]], heading: Callable[[int], str], *, heads: bool = False
) -> dict[int, int]:
    """Find numbers and names written one character to a cell; say which column each continues.

    `cells` are column, columns covered and text, by rising column; `heading` is the word over a
    column. Under another header another number begins (女 under 性别 is no digit of an ID). A row
    that `heads` the others holds no name: 姓名, 语, 数.
    """
    cells = list(cells)
    single_cells = sum(len(text) == 1 for _, _, text in cells)
    may_name = single_cells >= _SHORTEST_NAME and not heads
    found = _spelt_names(cells, heading) if may_name else {}
    run: list[int] = []
    due, word = -1, ""
    if single_cells < SHORTEST_CHAIN:
        return found
    for column, across, text in cells:
        own = heading(column).partition("/")[0]
        single = len(text) == 1 and _ONE_CHARACTER.match(text) is not None
        # One cell may be empty, or hold what nobody sees.
        apart = not due <= column <= due + 1
        if not single or apart or (own and word and own != word):
            _link(run, found)
            run, word = [], ""
        if single:
            run.append(column)
            due, word = column + across, own or word
    _link(run, found)
    return found


def chained_lines(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield which line of a narrow cell goes on from which: they are one number only together."""
    for is_piece, group in groupby(range(len(texts)), key=lambda at: _is_piece(texts[at])):
        pieces = list(group)
        if is_piece and sum(len(texts[at].strip()) for at in pieces) in _WHOLE:
            yield from ((after, before) for before, after in pairwise(pieces))


def _is_piece(text: str) -> bool:
    text = text.strip()
    return len(text) not in _WHOLE and bool(_DIGITS.fullmatch(text))


def names_whom(word: str) -> bool:
    """Say whether a label or a header stands for somebody's name: 姓名, 户主姓名."""
    return word.endswith(_NAMES_END) and bool(_NAMES.fullmatch(normalise(word.rpartition("/")[2])))


def is_spelt_name(text: str) -> bool:
    """Say whether characters in cells side by side may be a name, and are no marks."""
    return _SHORTEST_NAME <= len(text) <= _LONGEST_NAME and bool(_SPELT.fullmatch(text))


def _spelt_names(
    cells: Sequence[tuple[int, int, str]], heading: Callable[[int], str]
) -> dict[int, int]:
    """Find the names written one character to a cell behind or under a word for a name."""
    found: dict[int, int] = {}
    run: list[tuple[int, str]] = []
    due, called, above = -1, False, ""
    for column, across, text in (*cells, (-1, 1, "")):
        own = heading(column) if len(text) == 1 else ""
        goes_on = bool(run) and column == due and own in ("", above)
        if len(text) == 1 and (goes_on or (called and column == due) or names_whom(own)):
            if not goes_on:
                _spell(run, found)
                run, above = [], own
            run.append((column, text))
        else:
            _spell(run, found)
            run = []
        due, called = column + across, len(text) > 1 and names_whom(text)
    return found


def _spell(run: list[tuple[int, str]], found: dict[int, int]) -> None:
    if is_spelt_name("".join(text for _, text in run)):
        found.update({column: before for (before, _), (column, _) in pairwise(run)})


def _link(run: list[int], found: dict[int, int]) -> None:
    if len(run) >= SHORTEST_CHAIN:
        found.update({column: before for before, column in pairwise(run)})
