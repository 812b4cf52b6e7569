"""Elements whose parts a browser shows from the last to the first (`flex-direction: row-reverse`).

The parts are the children of the element: inside each, text goes on as it stands. An element is
followed by counting tags, as nothing here builds a tree.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from deident.formats.web import words as words
from deident.formats.web.turned import styled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deident.formats.web.flow import Flow
    from deident.formats.web.units import Unit

_REVERSES = re.compile(
    r"flex-(?:direction|flow)\s*:\s*(?:[\w-]+\s+)?(?:row|column)-reverse", re.IGNORECASE
)


def reversing(style: str) -> set[str]:
    """Return the elements, classes (.a) and ids (#a) whose parts a style sheet reverses."""
    return styled(style, _REVERSES) if "-reverse" in style else set()


def is_reversed(values: Mapping[str, str]) -> bool:
    """Say whether a tag itself reverses what is in it."""
    style = values.get("style", "")
    return "-reverse" in style and _REVERSES.search(style) is not None


class Items:
    """The parts of the outermost element that is shown reversed, while its tags go by."""

    def __init__(self, flow: Flow, units: list[Unit]) -> None:
        self._flow, self._units = flow, units
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._bounds: list[int] = []

    def __bool__(self) -> bool:
        return bool(self._open)

    def begin(self, name: str) -> None:
        """Note that an element begins whose parts are shown reversed."""
        self._push(name)
        self._bounds = [len(self._units)]
        self._flow.part(first=True)

    def open(self, name: str) -> None:
        """Note a tag inside, that is not void."""
        if len(self._open) > 1 and name == self._open[-1] and name in words.ENDING_EACH_OTHER:
            self._pop()
        if len(self._open) == 1:
            self._bound()
        self._push(name)

    def ending(self, name: str) -> None:
        """Let the text of the element take its order before an end tag takes it."""
        if name == self._open[0] and self._counts[name] == 1:
            self._flow.reverse()

    def close(self, name: str) -> None:
        """Note an end tag; behind the last one all parts take their places."""
        if not self._counts[name]:
            return
        while self._pop() != name:
            pass
        if len(self._open) == 1:
            self._bound()
        elif not self._open:
            self._reverse()

    def _push(self, name: str) -> None:
        self._open.append(name)
        self._counts[name] += 1

    def _pop(self) -> str:
        name = self._open.pop()
        self._counts[name] -= 1
        return name

    def _bound(self) -> None:
        self._flow.part()
        self._bounds.append(len(self._units))

    def _reverse(self) -> None:
        bounds = [*self._bounds, len(self._units)]
        parts = [self._units[low:high] for low, high in pairwise(bounds)]
        self._units[bounds[0] :] = [unit for part in reversed(parts) for unit in part]
