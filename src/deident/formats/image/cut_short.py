"""Identity numbers of which only the beginning was read, with nothing behind it.

A stain, a fold or the edge of the glass may take the rest of a line. What is left after its label
is no identity number to anybody who looks for eighteen characters, and still half of one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.model import Locator, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.model import Segment

# Fifteen digits are a whole number of before 1999, eighteen one of today.
_HALF = re.compile(
    r"(?:身份证(?:件)?(?:号码?)?|身份号码)[:：为是]?[ ]?(?![0-9]{15}$)([1-8][0-9]{5,16})$"
)

# Place and year of birth: by these another reading of the same number is known.
_BEGUN = 10


def cut_short(number: int, segments: Sequence[Segment]) -> Iterator[Unread]:
    """Yield the lines of a page that end within an identity number after its label.

    One that goes on below, or that another reading says in full, is none.
    """
    followed = {segment.follows for segment in segments}
    for segment in segments:
        half = _HALF.search(segment.text.rstrip())
        if half is None or segment.id in followed or segment.removable:
            continue
        begun, rest = half[1][:_BEGUN], len(half[1]) - _BEGUN
        longer = re.compile(f"{begun}[ ]?[0-9Xx]{{{max(1, rest + 1)},}}")
        if not any(longer.search(other.text) for other in segments):
            yield Unread(code="OCR_CUT_SHORT", where=str(Locator(page=number)))
