"""The merged ranges of a worksheet, found without parsing its rows: they stand behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.markup import utf8
from deident.formats.xlsx.values import column_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_MERGES = 1_000_000
_MERGE = re.compile(
    rb"<(?:[A-Za-z0-9_]+:)?mergeCell\s[^<>]*?ref\s*=\s*[\"']"
    rb"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})"
)
_MERGE_BYTES = 512


class Merge(NamedTuple):
    """A merged range, counted from 0, both ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int


def find_merges(chunks: Iterable[bytes], where: str) -> list[Merge]:
    """Return the merged ranges in order, or raise where they are too many."""
    merges: list[Merge] = []
    tail = b""
    for chunk in utf8(chunks, where):
        window = tail + chunk
        if b"mergeCell" not in window:
            tail = window[-16:]
            continue
        end = 0
        for found in _MERGE.finditer(window):
            left, top, right, bottom = (group.decode() for group in found.groups())
            merge = Merge(int(top) - 1, column_of(left), int(bottom) - 1, column_of(right))
            if merge.top <= merge.bottom and merge.left <= merge.right:
                merges.append(merge)
            end = found.end()
        tail = window[max(end, len(window) - _MERGE_BYTES) :]
        if len(merges) > _MOST_MERGES:
            raise UnreadableError(where, "TOO_LARGE", "a sheet has too many merged cells")
    return sorted(merges)
