"""Lines that an engine took to stand on their heads, read once more as the page stands.

Plates, cards and chassis numbers are all figures and capitals, and a classifier turns such a line
over and reads 0006 for 9000, surely and wrongly. The page was turned upright before, so a single
line that is not has two readings, and both are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.ocr import OcrLine
from deident.ocr.quads import angle, characters, grown, height, turned
from deident.ocr.seen.strips import straightened
from deident.ocr.union import covered_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deident.ocr import RgbImage
    from deident.ocr.seen.strips import StripReader

_OVER = 135
_FEWEST = 4
_LEAST_SCORE = 0.7
# A whole line that somebody read as the page stands, and surely.
_SURE, _READ = 0.9, 0.9
_MARGIN = 0.06


def overturned(image: RgbImage, lines: Sequence[OcrLine], read: StripReader) -> list[OcrLine]:
    """Return the other reading of every line that runs backwards and was not read upright too."""
    backwards = [line for line in lines if line.box is not None and abs(angle(line.box)) > _OVER]
    known = {id(line) for line in backwards}
    standing = [line for line in lines if id(line) not in known and line.score >= _SURE]
    boxes = [
        turned(line.box, 2)
        for line in backwards
        if line.box is not None
        and sum(character.isalnum() for character in line.text) >= _FEWEST
        and covered_by(line, standing) < _READ
    ]
    strips = [straightened(image, grown(box, _MARGIN * height(box))) for box in boxes]
    return [
        # Where in the strip a character stands was not asked, so each has the whole line.
        OcrLine(
            text=said.text,
            quads=characters(box, [(0.0, 1.0)] * len(said.text)),
            score=said.score,
            upright=False,
            box=box,
        )
        for box, said in zip(boxes, read(strips), strict=True)
        if said.text and said.score >= _LEAST_SCORE
    ]
