"""QR and bar codes: what they say is text, and where they stand is painted whole.

zxing-cpp reads them. A code that is seen and cannot be read may be read by a better telephone, so
it is `unread`; what only looks a little like one (one square in another) is not. Film and
interleaved codes have no check of their own and are seen in hatching; they are not looked for.
Bars that lie askew are found by `bars`, and read when they stand upright.
"""

from __future__ import annotations

import importlib.util
import math
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import numpy as np

from deident.model import Quad
from deident.ocr.quads import bounds, centre, common, height, length, moved, rectangle
from deident.ocr.seen import CODE, Sight
from deident.ocr.seen.bars import Turned, bars, upright
from deident.ocr.seen.strips import straightened
from deident.ocr.seen.strokes import has_strokes, is_bar_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from deident.ocr import RgbImage
    from deident.ocr.quads import Bounds

    Grey = NDArray[np.uint8]

# These words are labels of packs, so that a product's number is not taken for a person's.
_PRODUCTS = {"EAN13": "商品条码", "EAN8": "商品条码", "UPCA": "商品条码", "UPCE": "商品条码"}
_FORMATS = (
    "QRCode", "MicroQRCode", "RMQRCode", "DataMatrix", "Aztec", "PDF417", "MicroPDF417", "MaxiCode",
    "Code128", "Code39", "Code93", "Codabar", "EAN13", "EAN8", "UPCA", "UPCE",
)  # fmt: skip
_SQUARE = ("QRCode", "MicroQRCode", "DataMatrix", "Aztec", "MaxiCode", "RMQRCode")
_BARS = tuple(name for name in _FORMATS if name not in _SQUARE)
# Three squares in their places, or a start and a stop with rows between: nothing else looks so.
_CERTAIN = frozenset({"QRCode", "PDF417"})
_GLANCE = 1000
# Pixels of a picture's shorter side that lose nothing of a code when they are halved.
_FAR = 1200
_LARGER = 3
_LARGEST = 1500
_AROUND = 0.6
_BARS_GAP = 30
_SAME = 0.5
_SMALLEST = 18
_INK, _CRISP = 60, 0.75


class Codes(NamedTuple):
    """The codes of a picture: those that say something, and the places of those that do not."""

    sights: tuple[Sight, ...]
    unread: tuple[Quad, ...]


def installed() -> bool:
    """Say whether codes can be looked for."""
    return importlib.util.find_spec("zxingcpp") is not None


def codes(image: RgbImage) -> Codes:
    """Find and read every code of a picture."""
    grey = np.ascontiguousarray(image[:, :, 1])
    found = list(_read(grey))
    found += [
        (barcode, quad)
        for barcode, quad in _farther(grey)
        if not any(_says(one) and _same(quad, other) for one, other in found)
    ]
    sights = [
        _sight(barcode, _whole(grey, barcode, quad)) for barcode, quad in found if _says(barcode)
    ]
    askew = _askew(grey, [sight.quads[0] for sight in sights])
    sights += askew.sights
    places = [quad for barcode, quad in found if _says(barcode)]
    places += [sight.quads[0] for sight in askew.sights]
    doubtful = [quad for barcode, quad in found if not _says(barcode) and _certain(barcode)]
    doubtful = [_met(quad) for quad in (*doubtful, *_glanced(grey)) if _is_printed(image, quad)]
    unread = list(askew.unread)
    for quad in doubtful:
        if any(_same(quad, other) for other in (*places, *unread)):
            continue
        again = _closer(grey, quad)
        if again is None:
            unread.append(quad)
        else:
            sights.append(_sight(again, _whole(grey, again, quad)))
            places.append(quad)
    return Codes(tuple(sights), tuple(unread))


def _read(grey: Grey, names: tuple[str, ...] = _FORMATS) -> Iterator[tuple[Any, Quad]]:
    import zxingcpp

    formats = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in names])
    for barcode in zxingcpp.read_barcodes(
        grey, formats=formats, text_mode=zxingcpp.TextMode.Plain, return_errors=True
    ):
        at = barcode.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        yield barcode, Quad(*(float(part) for corner in corners for part in (corner.x, corner.y)))


def _farther(grey: Grey) -> Iterator[tuple[Any, Quad]]:
    """Look for squares from twice as far away, where the grain of a photograph is gone.

    The grain of bars is calmed along them (`Turned.looks`), which is more.
    """
    from PIL import Image

    if min(grey.shape) < _FAR:
        return
    half = Image.fromarray(grey).reduce(2)
    for barcode, quad in _read(np.asarray(half), _SQUARE):
        yield barcode, Quad(*(number * 2 for number in quad))


def _askew(grey: Grey, told: list[Quad]) -> Codes:
    """Read the bars that lie in no direction of the picture, besides those that were read."""
    sights: list[Sight] = []
    unread: list[Quad] = []
    for place in bars(grey):
        if any(_holds(quad, *centre(place)) for quad in told):
            continue
        part = upright(grey, place)
        if not has_strokes(part):
            continue
        sight, sure = _standing(part)
        if sight is not None:
            sights.append(sight)
        elif sure:
            unread.append(part.whole())
    return Codes(tuple(sights), tuple(unread))


def _standing(part: Turned) -> tuple[Sight | None, bool]:
    """Return what upright bars say or, where they say nothing, whether they are surely a code."""
    sure = False
    for grey, larger in part.looks():
        for barcode, quad in _read(grey, _BARS):
            here = Quad(*(number / larger for number in quad))
            if not part.is_spanned(here):
                continue
            if _says(barcode):
                return _sight(barcode, part.whole(here)), True
            sure = sure or _certain(barcode)
    return None, sure or is_bar_code(part)


def _says(barcode: Any) -> bool:  # noqa: ANN401 (ships no types)
    return bool(barcode.valid and barcode.text)


def _name(barcode: Any) -> str:  # noqa: ANN401 (ships no types)
    return str(barcode.format.name)


def _certain(barcode: Any) -> bool:  # noqa: ANN401 (ships no types)
    return _name(barcode) in _CERTAIN


def _sight(barcode: Any, quad: Quad) -> Sight:  # noqa: ANN401 (ships no types)
    # Chinese in an address of the web is written in percent signs.
    text = unquote(barcode.text)
    return Sight(kind=CODE, quads=(quad,), text=text, label=_PRODUCTS.get(_name(barcode), ""))


def _whole(grey: Grey, barcode: Any, quad: Quad) -> Quad:  # noqa: ANN401 (ships no types)
    return quad if _name(barcode) in _SQUARE else _with_bars(grey, quad)


def _glanced(grey: Grey) -> list[Quad]:
    """Return where the three squares of a QR code are seen, by another eye than the reader's."""
    if importlib.util.find_spec("cv2") is None:
        return []
    import cv2

    step = -(-max(grey.shape) // _GLANCE)
    seen, corners = cv2.QRCodeDetector().detectMulti(np.ascontiguousarray(grey[::step, ::step]))
    if not seen or corners is None:
        return []
    quads = [Quad(*(float(part) * step for part in found.flatten())) for found in corners]
    return [quad for quad in quads if _is_square(quad)]


def _is_square(quad: Quad) -> bool:
    wide, high = length(quad), height(quad)
    return min(wide, high) >= 21 and 0.6 < wide / max(1.0, high) < 1.7


def _is_printed(image: RgbImage, quad: Quad) -> bool:
    """Say whether a place is dark and light squares and little between, as no landscape is."""
    ends = (quad.x2 - quad.x3) ** 2 + (quad.y2 - quad.y3) ** 2
    if min(length(quad), height(quad)) < _SMALLEST or not 0.4 < ends**0.5 / length(quad) < 2.5:
        return False
    grey = straightened(image, quad, 120)[:, :, 1].astype(np.int16)
    low, high = np.percentile(grey, (8, 92))
    dark, light = grey < low + (high - low) * 0.35, grey > low + (high - low) * 0.65
    return bool(
        high - low > _INK and 0.2 < dark.mean() < 0.8 and dark.mean() + light.mean() > _CRISP
    )


def _met(quad: Quad) -> Quad:
    """Return the part of a place that the reader met: the other corners it leaves at 0, 0."""
    corners = [(x, y) for x, y in zip(quad[0::2], quad[1::2], strict=True) if x or y]
    if len(corners) in {0, 4}:
        return quad
    across, down = zip(*corners, strict=True)
    return rectangle(min(across), min(down), max(across), max(down))


def _closer(grey: Grey, quad: Quad) -> Any:  # noqa: ANN401 (ships no types)
    """Look at one place again, larger; None where it still says nothing."""
    from PIL import Image

    rows, columns = _around(bounds((quad,)), 0.25)
    part = Image.fromarray(grey[rows, columns])
    larger = min(_LARGER, _LARGEST / max(part.size))
    size = max(1, round(part.width * larger)), max(1, round(part.height * larger))
    again = np.asarray(part.resize(size, Image.Resampling.BICUBIC))
    for barcode, found in _read(again):
        here = Quad(*(number / larger for number in found))
        if _says(barcode) and _same(moved(here, columns.start, rows.start), quad):
            return barcode
    return None


def _around(place: Bounds, share: float) -> tuple[slice, slice]:
    margin = share * max(place.width, place.height)
    top, left = max(0, math.floor(place.top - margin)), max(0, math.floor(place.left - margin))
    return (
        slice(top, max(top + 1, math.ceil(place.bottom + margin))),
        slice(left, max(left + 1, math.ceil(place.right + margin))),
    )


def _with_bars(grey: Grey, quad: Quad) -> Quad:
    """Return the whole of a bar code: a reader needs one row of it and reports little more."""
    place = bounds((quad,))
    if importlib.util.find_spec("cv2") is None:
        return rectangle(
            place.left, place.top - place.width, place.right, place.bottom + place.width
        )
    import cv2

    rows, columns = _around(place, _AROUND)
    part = grey[rows, columns]
    dark = (part < cv2.blur(part, (101, 101)).astype(int) - 8).astype(np.uint8)
    gap = max(3, round(max(place.width, place.height) / _BARS_GAP))
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    _, marks = cv2.connectedComponents(joined)
    inside = np.zeros_like(joined)
    corners = np.array(moved(quad, -columns.start, -rows.start)).reshape(4, 2)
    cv2.fillPoly(inside, [corners.round().astype(np.int32)], 1)
    bars = np.bincount(marks[(inside > 0) & (joined > 0)].ravel())
    if len(bars) < 2:
        return quad
    ys, xs = np.nonzero(np.isin(marks, np.flatnonzero(bars > 0.2 * bars.max())))
    points = np.concatenate([np.stack((xs, ys), axis=1), corners]).astype(np.float32)
    whole = Quad(*(float(part) for part in cv2.boxPoints(cv2.minAreaRect(points)).flatten()))
    return moved(whole, columns.start, rows.start)


def _holds(quad: Quad, x: float, y: float) -> bool:
    """Say whether a point is inside a quad."""
    sides = zip(quad[0::2], quad[1::2], (*quad[2::2], quad.x0), (*quad[3::2], quad.y0), strict=True)
    turns = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for ax, ay, bx, by in sides]
    return min(turns) >= 0 or max(turns) <= 0


def _same(quad: Quad, other: Quad) -> bool:
    one, two = bounds((quad,)), bounds((other,))
    return common(one, two) > _SAME * max(1.0, min(one.area, two.area))
