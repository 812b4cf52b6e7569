"""Signs that are read like text and lack the word that would name them: doors and chassis numbers.

In running text a street and a number are an office's address as often as not; on a sign in a
photograph they are the house that is shown. A vehicle's identification number stands alone on its
metal plate; its own check character, and a word somewhere in the picture or the lack of paper
below it, say what it is. Cars from Europe have no check character; their number is known by both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.identifiers import vin
from deident.ocr.quads import grown, height
from deident.ocr.seen import DOOR_PLATE, VIN_PLATE, Sight
from deident.ocr.seen.fields import is_paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.ocr import OcrLine, RgbImage

DOOR_LABEL = "住址"
VIN_LABEL = "车辆识别代号"
_DOOR = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:路|街|巷|弄|胡同|大道|里|村|组|小区|花园|苑|寨|屯|社|坊|庄|区)"
    r"[\u4e00-\u9fff]{0,4}[0-9]{1,4}(?:[-之][0-9]{1,3})?(?:号|栋|幢|座|组|单元|室|户)"
    r"(?:[0-9A-Z附\-]{0,6}(?:号|栋|幢|座|单元|室|户|楼)){0,3}"
)
_VEHICLE = re.compile("VIN|识别代[号码]|车架号|发动机|车辆")
# These three letters occur in no identification number, so they were misread.
_NEVER = str.maketrans("IOQ", "100")
# A page has more lines than a sign and what stands around it.
_FEW = 15
_MARGIN = 0.1


def signs(image: RgbImage, lines: Sequence[OcrLine]) -> Iterator[Sight]:
    """Find the door plates and chassis numbers of an upright picture."""
    alone = len(lines) <= _FEW
    vehicle = any(_VEHICLE.search(line.text) for line in lines)
    for line in lines:
        said = re.sub(r"[ *]", "", line.text).upper()
        chassis = said.translate(_NEVER)
        if line.box is None:
            continue
        quad = grown(line.box, _MARGIN * height(line.box))
        if alone and _DOOR.fullmatch(said) and not is_paper(image, line.box):
            yield Sight(kind=DOOR_PLATE, quads=(quad,), text=said, label=DOOR_LABEL)
        elif (vin.is_valid(chassis) or vin.is_plausible(chassis)) and _is_chassis(
            chassis, about=vehicle or alone, bare=not is_paper(image, line.box)
        ):
            yield Sight(kind=VIN_PLATE, quads=(quad,), text=chassis, label=VIN_LABEL)


def _is_chassis(number: str, *, about: bool, bare: bool) -> bool:
    """Say whether a line is a chassis number: `about` vehicles or a sign, on `bare` metal."""
    return (vin.is_valid(number) and (about or bare)) or (
        vin.is_plausible(number) and about and bare
    )
