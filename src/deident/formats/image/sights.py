"""What a picture shows besides lines, as segments to be judged and places to be painted.

A code, a plate or a card that says something is a segment whose every character has the whole thing
for its box, so that whatever the policy hides of it hides all. A thing that is painted whatever it
says is a `Removable`: an identity card's places, a portrait, a plate nobody could read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from deident.model import Kind, Labels, Locator, Quad, Quads, Removable, Segment, Unread
from deident.ocr.quads import bounds, common
from deident.ocr.seen import CODE, IDENTITY_CARD
from deident.ocr.seen.look import Looked, Looker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from deident.formats.image.views import View
    from deident.model import MaskPlan
    from deident.ocr import OcrEngine, OcrLine, RgbImage
    from deident.ocr.doubts import Doubt
    from deident.ocr.page import PageReading

# A picture larger than this is looked at from farther away.
_SIDE = 6000
_COVERED = 0.6
_NEAR = 12.0
_BESIDE = 0.18
_LEANING = 0.4


class Taken(NamedTuple):
    """Something that is painted over whole, and where, on the displayed page."""

    removable: Removable
    quads: tuple[Quad, ...]


def look(
    engine: OcrEngine,
    view: View,
    reading: PageReading,
    whole: RgbImage | None = None,
    bars: tuple[OcrLine, ...] = (),
) -> Looked:
    """Look at a page that was read, for what is no line.

    `whole` is the look of it that was read, where there was one; `bars` were painted on it.
    """
    far = -(-max(view.size) // _SIDE)
    image = view.glance(_SIDE) if far > 1 else view.looks()[0] if whole is None else whole
    lines = (*reading.lines, *reading.second)
    looked = Looker(engine).look(
        np.ascontiguousarray(np.rot90(image, reading.quarters)),
        [_scaled(line, 1 / far) for line in lines] if far > 1 else lines,
        [_scaled(bar, 1 / far) for bar in bars] if far > 1 else bars,
    )
    return _nearer(looked, far) if far > 1 else looked


def _times(quad: Quad, scale: float) -> Quad:
    return Quad(*(number * scale for number in quad))


def _scaled(line: OcrLine, scale: float) -> OcrLine:
    box = _times(line.box, scale) if line.box is not None else None
    return replace(line, quads=Quads(_times(quad, scale) for quad in line.quads), box=box)


def _nearer(looked: Looked, scale: float) -> Looked:
    sights = tuple(
        replace(sight, quads=tuple(_times(quad, scale) for quad in sight.quads))
        for sight in looked.sights
    )
    return replace(looked, sights=sights, unread=tuple(_times(q, scale) for q in looked.unread))


def without(lines: tuple[OcrLine, ...], looked: Looked) -> tuple[OcrLine, ...]:
    """Return the lines whose ink no plate or card says better."""
    return tuple(line for line in lines if not looked.replaces(line))


def segments_of(
    number: int, looked: Looked, displayed: Callable[[Quad], Quad]
) -> Iterator[tuple[Segment, Quad]]:
    """Yield what each sight of a page says, and where it is."""
    for at, sight in enumerate(looked.sights, start=1):
        if not sight.text:
            continue
        quad = displayed(sight.quads[0])
        yield (
            Segment(
                id=f"p{number}.c{at}",
                text=sight.text,
                locator=Locator(part=sight.kind, page=number, line=at),
                kind=Kind.OCR,
                labels=Labels(row=sight.label),
                boxes=Quads([quad] * len(sight.text)),
                removable=_id(number, at) if sight.painted else "",
            ),
            quad,
        )


def taken_of(
    number: int, looked: Looked, displayed: Callable[[Quad], Quad]
) -> Iterator[tuple[str, Taken]]:
    """Yield what is painted over whatever it says."""
    for at, sight in enumerate(looked.sights, start=1):
        if sight.painted:
            removable = Removable(
                _id(number, at), sight.kind, Locator(part=sight.kind, page=number, line=at)
            )
            yield removable.id, Taken(removable, tuple(displayed(quad) for quad in sight.quads))


def _id(number: int, at: int) -> str:
    return f"p{number}.painted{at}"


def under(quads: Quads, taken: dict[str, Taken]) -> str:
    """Return the id of what is painted over nearly all of a segment, or ""."""
    if not len(quads):
        return ""
    place = bounds(quads)
    for name, one in taken.items():
        if any(common(place, bounds((q,))) > _COVERED * max(1.0, place.area) for q in one.quads):
            return name
    return ""


def painted(plan: MaskPlan, taken: dict[str, Taken]) -> Iterator[tuple[int, Quad]]:
    """Yield the page and place of everything the plan takes out whole."""
    for name, one in taken.items():
        if plan.removals.get(name):
            for quad in one.quads:
                yield one.removable.locator.page, quad


def unread_of(number: int, looked: Looked) -> Iterator[Unread]:
    """Name the codes that nobody could read, and what could not be looked for here."""
    where = str(Locator(page=number))
    for quad in looked.unread:
        place = bounds((quad,))
        yield Unread(code="CODE_UNREAD", where=where, params=(round(place.left), round(place.top)))
    for package in looked.missing:
        yield Unread(code="NOT_LOOKED_FOR_HERE", where=where, params=(package,))


def answers(looks: Iterable[Looked | None], doubt: Doubt) -> bool:
    """Say whether a doubtful line lies under paint, or is a word of a form.

    What is personal on an identity card is painted by its place, so a misread word there is none.
    """
    if len(doubt.params) < 3:
        return False
    left, top = (float(number) for number in doubt.params[1:3])
    for sight in (sight for looked in looks if looked for sight in looked.sights):
        whole = sight.kind == IDENTITY_CARD
        places = [bounds(sight.quads)] if whole else [bounds((quad,)) for quad in sight.quads]
        # The pattern of a code that was read is no writing.
        for place in places if sight.painted or sight.kind == CODE else ():
            near = _BESIDE * place.width if whole else _NEAR
            if sight.kind == CODE:
                # A box around its bars is larger than they are, most of all where they lean.
                near += _LEANING * min(place.width, place.height)
            across = place.left - near <= left <= place.right
            if across and place.top - near <= top <= place.bottom:
                return True
    return False
