"""Faces, where a page says that they belong to a paper about one person or to a minor.

The portrait of an identity card is painted by its place and needs no face (`identity`). Beside the
words of other papers, or of a school, faces are looked for with the cascade that OpenCV brings
along. A cascade sees faces in writing and in seals, so what lies over lines of text or is mostly
paper is none. OpenCV 5 has no cascades: there only places speak, and the copy says so.
"""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from deident.ocr.quads import Bounds, bounds, common, grown, rectangle
from deident.ocr.seen import PORTRAIT, Sight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from deident.model import Quad
    from deident.ocr import OcrLine, RgbImage

_FILE = "haarcascade_frontalface_alt2.xml"
_PAPERS = re.compile(
    "身份证|居住证|驾驶证|护照|通行证|户口|准考证|学生证|残疾人证|社会保障卡|工作证|军官证|报名表|登记表|简历"
)
_MINORS = re.compile("未成年|小学|幼儿园|儿童|学生|中学|少年|班级|学籍|监护人|留守")
_GLANCE = 840
_NEIGHBOURS = 5
_STEP = 1.1
_LEAST = 26
_WRITTEN = 0.12
# Pixels of a cell, and the shades it has where it is even.
_CELL, _EVEN = 8, 12
# How much of a square of so many cells a face fills at least with what is not even.
_FILLED = {4: 0.4, 8: 0.3, 16: 0.25, 32: 0.25}
_BESIDE = 2
# A face at night is dark and one in the sun light, but not as even as paper or ink.
_INK, _PAPER, _SHADES = 12, 232, 0.55
# A cascade frames eyes to mouth; hair and chin go too.
_MARGIN = 0.22
_LOCK = Lock()


def _cascade_file() -> Path | None:
    if importlib.util.find_spec("cv2") is None:
        return None
    import cv2

    if not hasattr(cv2, "CascadeClassifier"):
        return None
    path = Path(cv2.__file__).parent / "data" / _FILE
    return path if path.is_file() else None


@cache
def installed() -> bool:
    """Say whether faces can be looked for here."""
    return _cascade_file() is not None


@cache
def _cascade() -> Any:  # noqa: ANN401 (ships no types)
    import cv2

    # Typed stubs of OpenCV 5 do not know it; `_cascade_file` has seen it.
    return vars(cv2)["CascadeClassifier"](str(_cascade_file()))


def wanted(lines: Sequence[OcrLine]) -> bool:
    """Say whether the words of a picture make its faces somebody's who must not be shown."""
    said = "".join(line.text for line in lines)
    return bool(_PAPERS.search(said) or _MINORS.search(said))


def faces(
    image: RgbImage, lines: Sequence[OcrLine], painted: Sequence[OcrLine] = ()
) -> list[Sight]:
    """Find the faces of an upright picture; none where there is no cascade.

    Nobody looks for them in the edges of what is `painted`.
    """
    if not installed() or min(image.shape[:2]) < _LEAST:
        return []
    step = -(-max(image.shape[:2]) // _GLANCE)
    grey = np.ascontiguousarray(image[::step, ::step].mean(axis=2).astype(np.uint8))
    found = _seen(grey, pictured(grey, (*lines, *painted), step))
    quads = [_framed(*(int(part) * step for part in box)) for box in found if _is_skin(grey, box)]
    return [
        Sight(kind=PORTRAIT, quads=(quad,), painted=True)
        for quad in quads
        if not _written(quad, lines)
    ]


def _seen(grey: NDArray[np.uint8], part: Bounds | None) -> list[list[int]]:
    """Return what the cascade takes for faces in a part: left, top, width and height of each."""
    if part is None:
        return []
    left, top, right, bottom = (int(edge) for edge in part)
    # A cascade keeps its state in itself.
    with _LOCK:
        found = _cascade().detectMultiScale(
            np.ascontiguousarray(grey[top:bottom, left:right]),
            _STEP,
            _NEIGHBOURS,
            minSize=(_LEAST, _LEAST),
        )
    return [[int(x) + left, int(y) + top, int(wide), int(high)] for x, y, wide, high in found]


def pictured(grey: NDArray[np.uint8], lines: Sequence[OcrLine], step: int) -> Bounds | None:
    """Return the part of a page that may hold a photograph; None where nothing does.

    A cascade takes a quarter of a second to look through a noisy page of text. Even paper has no
    eyes, what it sees in a line of text counts for nothing, and rules and the edges of a page fill
    no square.
    """
    busy = _busy(grey)
    for line in lines:
        if line.box is not None and line.text:
            left, top, right, bottom = (edge / (step * _CELL) for edge in bounds((line.box,)))
            busy[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1] = False
    found = [rectangle(*place) for side in _FILLED for place in _filled(busy, side)]
    if not found:
        return None
    around = bounds(found)
    down, across = grey.shape
    return Bounds(
        max(0, (around.left - _BESIDE) * _CELL),
        max(0, (around.top - _BESIDE) * _CELL),
        min(across, (around.right + _BESIDE) * _CELL),
        min(down, (around.bottom + _BESIDE) * _CELL),
    )


def _filled(marks: NDArray[np.bool_], side: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield the place around all squares of so many cells a side that are full enough."""
    half = side // 2
    # They may lie half beyond the edge.
    total = np.cumsum(np.cumsum(np.pad(marks, half), axis=0), axis=1)
    total = np.pad(total, ((1, 0), (1, 0)))
    counts: NDArray[np.int64] = total[side:, side:] - total[:-side, side:] - total[side:, :-side]
    full = counts + total[:-side, :-side] >= _FILLED[side] * side * side
    ys, xs = np.flatnonzero(full.any(axis=1)), np.flatnonzero(full.any(axis=0))
    if len(ys):
        yield float(xs[0] - half), float(ys[0] - half), float(xs[-1] + half), float(ys[-1] + half)


def _busy(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mark the cells that show several shades, specks aside; cells cut off at the edge too."""
    import cv2

    rest = [(0, -size % _CELL) for size in grey.shape]
    smooth = np.pad(cv2.medianBlur(grey, 5), rest, mode="edge")
    rows, columns = (size // _CELL for size in smooth.shape)
    strips = smooth.reshape(rows, _CELL, columns * _CELL)
    high = strips.max(axis=1).reshape(rows, columns, _CELL).max(axis=2)
    low = strips.min(axis=1).reshape(rows, columns, _CELL).min(axis=2)
    busy: NDArray[np.bool_] = high - low > _EVEN
    return busy


def _is_skin(grey: NDArray[np.uint8], box: Sequence[int]) -> bool:
    """Say whether a place has the shades of a photograph; a seal on paper is mostly paper."""
    left, top, wide, high = (int(part) for part in box)
    part = grey[top : top + high, left : left + wide]
    shades = (part > _INK) & (part < _PAPER)
    return bool(shades.mean() > _SHADES)


def _framed(left: int, top: int, wide: int, high: int) -> Quad:
    return grown(rectangle(left, top, left + wide, top + high), _MARGIN * wide)


def _written(quad: Quad, lines: Sequence[OcrLine]) -> bool:
    """Say whether lines of text run through a face."""
    place = bounds((quad,))
    boxes = (bounds((line.box,)) for line in lines if line.box is not None and line.text)
    return sum(common(place, box) for box in boxes) > _WRITTEN * place.area
