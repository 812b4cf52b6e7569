"""Numbers that a table writes in several cells under one heading: 138, 0359, 1234.

One heading stands over all of them, merged or with blanks behind it, or one label to their left.
What is one number to the reader is one to the recognizers: each piece follows the one before.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeVar

from deident.formats.tables import normalise

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from deident.formats.tables import Labelled
    from deident.model import Labels

T = TypeVar("T")

# Under these stand numbers of persons; under 人数 and 金额 other figures stand side by side.
_NUMBERS = re.compile(
    "号$|号码|证件|身份|电话|手机|联系方式|账户|帐户|卡|座机|phone|mobile|tel|account|card|^id",
    re.IGNORECASE,
)
_PIECE = re.compile("[0-9*]{2,10}[Xx]?|[0-9*]{1,3}[Xx]")
_MOST_PIECES = 6
_MOBILE = re.compile("1[3-9*][0-9*]{9}")
# An ID of either length, and cards.
_WHOLE = frozenset({15, 16, 17, 18, 19})


class SplitNumbers:
    """Finds such numbers row by row; what a header says of it is asked once."""

    def __init__(self) -> None:
        self._header: Mapping[int, Labels] | None = None
        self._groups: Sequence[Sequence[int]] = ()

    def links(self, labelled: Labelled[T], begin: Container[int]) -> dict[int, int]:
        """Return which column of a row continues which; cells `begin` in these columns."""
        shared, own = labelled.shared, labelled.own
        if shared is not self._header:
            self._header = shared
            self._groups = _groups({at: labels.column for at, labels in shared.items()})
        groups = self._groups
        if own:
            groups = (*groups, *_groups({at: labels.row for at, labels in own.items()}))
        if not groups or labelled.header:
            return {}
        cells = labelled.row.cells
        found: dict[int, int] = {}
        for group in groups:
            pieces = [at for at in group if at in cells and at in begin]
            if _are_one([cells[at].strip() for at in pieces]):
                found.update({after: before for before, after in pairwise(pieces)})
        return found


def _groups(words: Mapping[int, str]) -> tuple[Sequence[int], ...]:
    """Return the columns side by side that one heading for a number governs."""
    return tuple(
        columns
        for word, group in groupby(sorted(words), key=lambda at: words[at].partition("/")[0])
        if _NUMBERS.search(normalise(word)) and len(columns := list(group)) > 1
    )


def _are_one(pieces: Sequence[str]) -> bool:
    """Tell whether pieces side by side are a mobile number, an ID or a card's number."""
    if not 1 < len(pieces) <= _MOST_PIECES or not all(map(_PIECE.fullmatch, pieces)):
        return False
    whole = "".join(pieces)
    return len(whole) in _WHOLE or _MOBILE.fullmatch(whole) is not None
