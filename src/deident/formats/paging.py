"""Segments dealt out to pages: what belongs together is judged together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.model import PAGE_SEGMENTS, Page, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def in_pages(together: Iterable[Sequence[Segment]]) -> Iterator[Page]:
    """Yield full pages; segments given together are not parted unless they are more than a page.

    >>> one = [Segment(id=str(at), text="1") for at in range(PAGE_SEGMENTS - 1)]
    >>> row = [Segment(id="a", text="1"), Segment(id="b", text="1")]
    >>> [len(page.segments) for page in in_pages((one, row))]
    [9999, 2]
    """
    waiting: list[Segment] = []
    number = 0
    for group in together:
        if waiting and len(waiting) + len(group) > PAGE_SEGMENTS:
            number += 1
            yield Page(number=number, segments=tuple(waiting))
            waiting = []
        waiting += group
        while len(waiting) > PAGE_SEGMENTS:
            number += 1
            yield Page(number=number, segments=tuple(waiting[:PAGE_SEGMENTS]))
            del waiting[:PAGE_SEGMENTS]
    if waiting:
        yield Page(number=number + 1, segments=tuple(waiting))
