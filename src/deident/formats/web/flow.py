"""The text of one block while it is being read: joined across tags, as a browser shows it."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from deident.formats.web.escapes import BLANKS, entities, shown
from deident.formats.web.layers import Layer
from deident.formats.web.units import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

# A star stands for a digit that is masked: the copy must be read as the original was.
_DIGITS = re.compile(r"[0-9０-９*＊]{7,}[XxＸｘ]?")  # noqa: RUF001 full-width digits
WHOLE = frozenset({11, 15, 16, 18, 19})
"""How long numbers are that belong to somebody: telephones, identities, cards."""

_BLANK = re.compile(f"[{BLANKS}]{{2}}|[\t\n\f\r]")
_LABEL_CHARACTERS = 24


class Flow:
    """Collects the characters of a block; what is not shown is kept apart."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._runs: list[tuple[bool, Run]] = []
        self._last = ""
        self._apart = False

    @property
    def empty(self) -> bool:
        """Say whether nothing has been added."""
        return not self._runs

    @property
    def tail(self) -> str:
        """The last characters, which may be a label of what comes next."""
        text = "".join(run.text for _, run in self._runs[-3:]).rstrip()
        return text.rpartition("\n")[2][-_LABEL_CHARACTERS:]

    def add(self, start: int, end: int, *, hidden: bool, kept: bool) -> None:
        """Add the next characters of the page; `kept` keeps their blanks as they are."""
        text = self._layer.text[start:end]
        if "&" not in text and (kept or not _BLANK.search(text)):
            self._put(Run(text, self._layer, start), hidden=hidden, kept=kept)
        elif self._runs or kept or text.strip(BLANKS):
            layer = self._layer.within(start, end, entities if kept else shown)
            self._put(Run(layer.text, layer), hidden=hidden, kept=kept)

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
        if not kept and run.text[:1] == " " and self._last in ("", " ", "\n"):
            run = run.part(1, len(run.text))
        if run.text:
            self._runs.append((hidden, run))
            self._last = run.text[-1]
            self._apart = self._apart or hidden

    def take(self) -> Iterator[tuple[bool, list[Run]]]:
        """Yield what a reader sees, then what is hidden in it, and begin a new block."""
        runs, apart = self._runs, self._apart
        if not runs:
            return
        self._runs, self._last, self._apart = [], "", False
        if not apart:
            yield False, stripped([run for _, run in runs])
            return
        runs = _mended(runs)
        yield False, stripped([run for hidden, run in runs if not hidden])
        yield True, stripped([run for hidden, run in runs if hidden])


def stripped(runs: list[Run]) -> list[Run]:
    """Take the blanks off both ends."""
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
