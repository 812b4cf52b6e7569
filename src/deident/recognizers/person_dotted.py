"""Names of minorities in a text: their parts, a dot, or a Chinese surname show them.

Others have a dot and characters that no list knows: 洛桑·次成, 阿不力米提·麻木提.

Each side must look like the name of a minority for the most part, and where it begins and ends
must be plain: behind a role or a mark, and before one, or before what the name is not written with.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers import person_minority
from deident.recognizers import person_shapes as shapes
from deident.recognizers.later import later
from deident.recognizers.person_surnames import RISKY, SINGLE
from deident.recognizers.person_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_BEFORE = re.compile("[一-龥]{2,14}$")
_BEHIND = later(f"{shapes.ONE_DOTTED}{{2,9}}|[一-龥]{{2,6}}(?![一-龥])")
_RIGHTLY = later(shapes.RIGHTLY_DOTTED)
_DOT = re.compile("·(?=[一-龥]{2})")
_STARTS = tuple(sorted(WORDS["parts"]))
_SHORTEST, _LONGEST, _REACH = 2, 8, 14
_MOSTLY = 0.6


def of_minorities(text: str, marks: Container[int]) -> list[tuple[int, int]]:
    """Return the names of minorities in a text, a part of a longer one left out."""
    found = [place.span() for place in _RIGHTLY.finditer(text)] if "·" in text else []
    found += (_with_surname(text, span, marks) for span in person_minority.undotted(text))
    longer = list(dotted(text, marks))
    within = {at for span in longer for at in range(*span)}
    return [*longer, *(span for span in found if within.isdisjoint(range(*span)))]


def _with_surname(text: str, span: tuple[int, int], marks: Container[int]) -> tuple[int, int]:
    """Return a name with the Chinese surname before it: 韩|阿布都."""
    at = span[0] - 1
    if at < 0 or text[at] in RISKY or text[at] not in SINGLE:
        return span
    begins = not at or at in marks or not "一" <= text[at - 1] <= "龥"
    return (at, span[1]) if begins else span


def dotted(text: str, marks: Container[int]) -> Iterator[tuple[int, int]]:
    """Yield such names; `marks` is where a role ends.

    >>> [*dotted("户主洛桑·次成（1人）", {2})]
    [(2, 7)]
    """
    for dot in _DOT.finditer(text) if "·" in text else ():
        at = dot.start()
        start = _begins(text, at, marks)
        behind = _BEHIND.match(text, dot.end())
        if start is None or behind is None:
            continue
        before = text[start:at]
        told = _is_foreign(before) if start in marks else _is_built(before, behind[0])
        if told:
            yield start, behind.end()


def _begins(text: str, dot: int, marks: Container[int]) -> int | None:
    """Return where the name before a dot begins: behind a role, or where the writing begins."""
    before = _BEFORE.search(text, max(0, dot - _REACH), dot)
    if before is None:
        return None
    for start in range(max(before.start(), dot - _LONGEST), dot - _SHORTEST + 1):
        if start in marks:
            return start
    return before.start() if dot - before.start() <= _LONGEST else None


def _is_built(before: str, behind: str) -> bool:
    """Tell whether known parts of names stand on both sides of a dot."""
    return before.startswith(_STARTS) and (behind.startswith(_STARTS) or behind.endswith(_STARTS))


def _is_foreign(value: str) -> bool:
    """Tell whether most of a value is written as names of minorities are."""
    if value.startswith(_STARTS) or value.endswith(_STARTS):
        return True
    return sum(sign in shapes.TRANSLITERATED for sign in value) >= _MOSTLY * len(value)
