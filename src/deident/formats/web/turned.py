r"""Text that is shown from its last character to its first: what a reader sees is what is read.

>>> sorted(turning(".no { direction: rtl; unicode-bidi: bidi-override }"))
['.no']
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from deident.formats.web.units import Run

_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
_OVERRIDE = re.compile(r"unicode-bidi\s*:\s*(?:bidi-override|isolate-override)", re.IGNORECASE)
_RIGHT_TO_LEFT = re.compile(r"direction\s*:\s*rtl", re.IGNORECASE)
_SELECTED = re.compile(r"([.#]?[\w-]+)(?:::?[\w-]+(?:\([^)]*\))?|\[[^\]]*\])*\s*\Z")
_LONGEST = 100
FORCED, _ENDED = "\u202e", "\u202c"
"""The character that turns round what follows, and the one that ends that."""

_MARKS = frozenset({FORCED, _ENDED, "\u202a", "\u202b", "\u202d"})


def turning(style: str) -> set[str]:
    """Return the elements, classes (.a) and ids (#a) whose text a style sheet turns round."""
    return styled(style, _OVERRIDE, _RIGHT_TO_LEFT)


def styled(style: str, *patterns: re.Pattern[str]) -> set[str]:
    """Return the elements, classes (.a) and ids (#a) with a rule that all the patterns find."""
    return {
        selected[1].lower()
        for rule in _RULE.finditer(style)
        if all(pattern.search(rule[2]) for pattern in patterns)
        for selector in rule[1].split(",")
        if (selected := _SELECTED.search(selector[-_LONGEST:]))
    }


def is_turned(name: str, values: Mapping[str, str]) -> bool:
    """Say whether a tag itself turns its text round."""
    to_left = values.get("dir", "").lower() == "rtl"
    if name == "bdo":
        return to_left
    style = values.get("style", "")
    return bool(
        "unicode-bidi" in style
        and _OVERRIDE.search(style)
        and (to_left or _RIGHT_TO_LEFT.search(style))
    )


def selectors(name: str, values: Mapping[str, str]) -> set[str]:
    """Return what a style sheet may call an element by."""
    classes = {f".{one}" for one in values.get("class", "").lower().split()}
    return {name, *classes, f"#{values.get('id', '').lower()}"}


def as_marked(runs: Sequence[tuple[bool, Run]]) -> list[tuple[bool, Run]]:
    """Return a text in the order that the characters in it ask for."""
    shown: list[tuple[bool, Run]] = []
    waiting: list[tuple[bool, Run]] = []
    depth = 0
    for hidden, run in _one_by_one(runs):
        if run.text == FORCED or (depth and run.text in _MARKS - {_ENDED}):
            depth += 1
        elif run.text == _ENDED and depth:
            depth -= 1
        elif depth:
            waiting.append((hidden, run))
        else:
            shown.append((hidden, run))
        if waiting and not depth:
            shown += turned(waiting)
            waiting = []
    return shown + turned(waiting)


def turned(runs: Sequence[tuple[bool, Run]]) -> list[tuple[bool, Run]]:
    """Return the characters of a text line by line from the last to the first."""
    shown: list[tuple[bool, Run]] = []
    line: list[tuple[bool, Run]] = []
    for hidden, run in _one_by_one(runs):
        if run.text == "\n":
            shown += [*reversed(line), (hidden, run)]
            line = []
        else:
            line.append((hidden, run))
    return [*shown, *reversed(line)]


def _one_by_one(runs: Iterable[tuple[bool, Run]]) -> list[tuple[bool, Run]]:
    return [
        (hidden, run.part(index, index + 1))
        for hidden, run in runs
        for index in range(len(run.text))
    ]
