"""The text of one block while it is being read: joined across tags, as a browser shows it."""

from __future__ import annotations

import re
from array import array
from itertools import pairwise

from deident.formats.web.escapes import BLANKS, entities, shown
from deident.formats.web.layers import Layer
from deident.formats.web.turned import FORCED, as_marked, turned
from deident.formats.web.units import Run

# A star stands for a digit that is masked: the copy must be read as the original was.
_DIGITS = re.compile(r"[0-9０-９*＊]{7,}[XxＸｘ]?")  # noqa: RUF001 full-width digits
WHOLE = frozenset({11, 15, 16, 18, 19})
"""How long numbers are that belong to somebody: telephones, identities, cards."""

_BLANK = re.compile(f"[{BLANKS}]{{2}}|[\t\n\f\r]")
_LABEL_CHARACTERS = 24
_OPEN = ("", " ", "\n")


class Flow:
    """Collects the characters of a block; what is not shown is kept apart.

    It is `empty` while nothing has been added.
    """

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._runs: list[tuple[bool, Run]] = []
        self.empty = True
        self._last = ""
        self._apart = False
        self._turned: int | None = None
        self._marked = False
        self._parts: list[int] = []

    @property
    def tail(self) -> str:
        """The last characters, which may be a label of what comes next."""
        text = "".join(run.text for _, run in self._runs[-3:]).rstrip()
        return text.rpartition("\n")[2][-_LABEL_CHARACTERS:]

    def add(self, start: int, end: int, *, hidden: bool, kept: bool) -> None:
        """Add the next characters of the page; `kept` keeps their blanks as they are."""
        text = self._layer.text[start:end]
        if not self._runs and not kept and not text.strip(BLANKS):
            return
        if "&" not in text and (kept or _is_even(text)):
            self._put(Run(text, self._layer, start), hidden=hidden, kept=kept)
        else:
            layer = self._layer.within(start, end, entities if kept else shown)
            self._put(Run(layer.text, layer), hidden=hidden, kept=kept)

    def alone(self, text: str, start: int) -> list[Run]:
        """Return the characters that are all of a block; none where any may have to be decoded.

        What can be printed holds no blanks but spaces, and nothing that turns it round.
        """
        if "&" in text or not text.isprintable() or "  " in text or " " in (text[0], text[-1]):
            return []
        return [Run(text, self._layer, start)]

    def verbatim(self, run: Run, *, hidden: bool) -> None:
        """Add characters that were decoded elsewhere."""
        self._put(run, hidden=hidden, kept=False)

    def end_line(self, at: int) -> None:
        """Add the line break that a tag is."""
        if self._runs:
            place = self._layer.at(at)
            layer = Layer("\n", self._layer.escape, array("q", [place, place]))
            self._runs.append((False, Run("\n", layer)))
            self._last = "\n"

    def _put(self, run: Run, *, hidden: bool, kept: bool) -> None:
        text = run.text
        if not kept and text[:1] == " " and self._last in _OPEN:
            run = run.part(1, len(text))
            text = run.text
        if text:
            self._runs.append((hidden, run))
            self.empty = False
            self._last = text[-1]
            if hidden:
                self._apart = True
            if FORCED in text:
                self._marked = True

    def turn(self, *, on: bool) -> None:
        """Let what follows be shown from its last character to its first, or no longer."""
        if on:
            self._turned = len(self._runs)
        elif self._turned is not None:
            self._runs[self._turned :] = turned(self._runs[self._turned :])
            self._turned = None

    def part(self, *, first: bool = False) -> None:
        """Note that a part ends here, and another one may begin, that `reverse` will move."""
        if first:
            self._parts = []
        self._parts.append(len(self._runs))

    def reverse(self) -> None:
        """Put the parts in the opposite order; blanks between two of them are not shown."""
        bounds = [*self._parts, len(self._runs)]
        parts = [self._runs[low:high] for low, high in pairwise(bounds)]
        shown = (part for part in reversed(parts) if any(run.text.strip() for _, run in part))
        self._runs[bounds[0] :] = [run for part in shown for run in part]
        self._parts = []

    def _ordered(self) -> list[tuple[bool, Run]]:
        """Return what was added as a reader sees it."""
        if self._turned is not None:
            self.turn(on=False)
            self._turned = 0
        return as_marked(self._runs) if self._marked else self._runs

    def take(self) -> tuple[tuple[bool, list[Run]], ...]:
        """Return what a reader sees, then what is hidden in it, and begin a new block."""
        runs, apart = self._ordered(), self._apart
        self._runs, self._last, self.empty = [], "", True
        self._apart = self._marked = False
        self._parts = [0] * len(self._parts)
        if not apart:
            return ((False, stripped([run for _, run in runs])),)
        runs = _mended(runs)
        return (
            (False, stripped([run for hidden, run in runs if not hidden])),
            (True, stripped([run for hidden, run in runs if hidden])),
        )


def _is_even(text: str) -> bool:
    """Say whether a browser shows every blank of a text as it stands."""
    # What can be printed holds none but the space, and is told faster.
    return (text.isprintable() and "  " not in text) or not _BLANK.search(text)


def stripped(runs: list[Run]) -> list[Run]:
    """Take the blanks off both ends."""
    if runs and runs[0].text[0] not in BLANKS and runs[-1].text[-1] not in BLANKS:
        return runs
    while runs and not runs[-1].text.rstrip(BLANKS):
        runs.pop()
    while runs and not runs[0].text.lstrip(BLANKS):
        runs = runs[1:]
    if runs:
        last = runs[-1]
        runs[-1] = last.part(0, len(last.text.rstrip(BLANKS)))
        first = runs[0]
        blanks = len(first.text) - len(first.text.lstrip(BLANKS))
        runs[0] = first.part(blanks, len(first.text)) if blanks else first
    return runs


def _mended(runs: list[tuple[bool, Run]]) -> list[tuple[bool, Run]]:
    """Join what is hidden with the rest where only both are a whole number."""
    owners = [number for number, (_, run) in enumerate(runs) for _ in run.text]
    torn: set[int] = set()
    for found in _DIGITS.finditer("".join(run.text for _, run in runs)):
        inside = owners[found.start() : found.end()]
        seen = sum(not runs[number][0] for number in inside)
        if len(inside) in WHOLE and 0 < seen < len(inside) and seen not in WHOLE:
            torn.update(inside)
    return [(hidden and number not in torn, run) for number, (hidden, run) in enumerate(runs)]
