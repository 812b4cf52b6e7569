"""Look at a page once more, for what is not a line of text."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deident.ocr.ensemble import is_strict
from deident.ocr.quads import bounds, common
from deident.ocr.seen import BANK_CARD, DOOR_PLATE, LINE, PLATE, VIN_PLATE, Sight, faces
from deident.ocr.seen import codes as barcodes
from deident.ocr.seen.cards import bank_cards
from deident.ocr.seen.identity import identity_cards
from deident.ocr.seen.overturned import overturned
from deident.ocr.seen.plates import plates
from deident.ocr.seen.signs import signs
from deident.ocr.seen.strips import reader_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deident.model import Quad
    from deident.ocr import OcrEngine, OcrLine, RgbImage

_INSIDE = 0.6
_REPLACED = frozenset({PLATE, BANK_CARD, DOOR_PLATE, VIN_PLATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a page shows besides lines, in the coordinates of the page turned upright.

    `unread` holds the places of codes that could not be read; `missing` names what could not be
    looked for on this computer; `faces` counts those that are left as they are.
    """

    sights: tuple[Sight, ...] = ()
    unread: tuple[Quad, ...] = ()
    missing: tuple[str, ...] = ()
    faces: int = 0

    def replaces(self, line: OcrLine) -> bool:
        """Say whether a plate or a card says what this line says, and its ink is counted there."""
        return any(
            sight.kind in _REPLACED and sight.text and _inside(line, sight.quads[0])
            for sight in self.sights
        )

    def paints(self, place: Iterable[Quad]) -> str:
        """Return the kind of the thing that is painted over all of a place, or ""."""
        quads = tuple(place)
        return next(
            (
                sight.kind
                for sight in self.sights
                if sight.painted and quads and any(_covers(quad, quads) for quad in sight.quads)
            ),
            "",
        )


class Looker:
    """Looks at pages with what reads strips best beside one engine."""

    def __init__(self, engine: OcrEngine) -> None:
        self._read = reader_of(engine)
        self._every_code = is_strict(engine)

    def look(
        self, image: RgbImage, lines: Sequence[OcrLine], painted: Sequence[OcrLine] = ()
    ) -> Looked:
        """Find the codes, plates, cards and portraits of an upright page.

        `painted` are the bars that were laid on it.
        """
        found = barcodes.codes(image) if barcodes.installed() else barcodes.Codes((), ())
        again = overturned(image, lines, self._read)
        lines = (*again, *lines)
        sights = [self._strictly(sight) for sight in found.sights]
        cards = identity_cards(lines)
        sights += cards
        seeing = importlib.util.find_spec("cv2") is not None
        if seeing:
            sights += plates(image, lines, self._read)
            elsewhere = [line for line in lines if not _shown(line, cards)]
            sights += bank_cards(image, elsewhere, self._read)
        sights += signs(image, lines)
        sights += _besides(again, sights)
        portraits = [
            face for face in faces.faces(image, lines, painted) if not _on_cards(face, cards)
        ]
        hidden = portraits if cards or faces.wanted(lines) else []
        missing = [] if barcodes.installed() else ["zxing-cpp"]
        return Looked(
            sights=(*sights, *hidden),
            unread=found.unread,
            missing=tuple(missing if seeing else [*missing, "opencv"]),
            faces=len(portraits) - len(hidden),
        )

    def _strictly(self, code: Sight) -> Sight:
        if not self._every_code:
            return code
        return Sight(
            kind=code.kind, quads=code.quads, text=code.text, label=code.label, painted=True
        )


def _besides(again: Iterable[OcrLine], sights: Iterable[Sight]) -> list[Sight]:
    """Return what the other reading of a line says, unless a plate or a card says it already."""
    told = [sight.quads[0] for sight in sights if sight.kind in _REPLACED and sight.text]
    return [
        Sight(kind=LINE, quads=(line.box,), text=line.text)
        for line in again
        if line.box is not None and not any(_inside(line, quad) for quad in told)
    ]


def _shown(line: OcrLine, cards: Iterable[Sight]) -> bool:
    """Say whether a line is the number of an identity card that was found."""
    return any(_inside(line, quad) for card in cards for quad in card.quads)


def _on_cards(face: Sight, cards: Iterable[Sight]) -> bool:
    return any(_covers(quad, face.quads) for card in cards for quad in card.quads)


def _inside(line: OcrLine, quad: Quad) -> bool:
    return line.box is not None and _covers(quad, (line.box,))


def _covers(quad: Quad, others: Sequence[Quad]) -> bool:
    place, around = bounds(others), bounds((quad,))
    return common(place, around) > _INSIDE * max(1.0, place.area)
