"""Measure the real line on a file: what is painted, what is not, and what the gate says.

Only the bytes that come out are looked at. A pixel is painted where it lies in a solid black square
larger than any stroke of the page's letters, so that neither ink nor rules count as paint.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageOps, ImageSequence
from tests.corpus.pages.truth import Role
from tests.corpus.score import Share

from deident.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from tests.corpus.pages.corpus import Scan
    from tests.corpus.pages.truth import Mark, Sheet

    from deident.api import Deidentifier
    from deident.model import Quad, Reason
    from deident.pipeline import Review

    Marks = NDArray[np.bool_]

ENOUGH = 0.95
_DARK = 48
_QUESTION = "QUESTION"
# A look-alike of which this much is gone cannot be read any more.
TOUCHED = 0.1


class Painted(NamedTuple):
    """How much of one marked text is under paint."""

    frame: int
    mark: Mark
    share: float

    @property
    def covered(self) -> bool:
        """Whether the value is hidden."""
        return self.share >= ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One file's values, look-alikes, other text, and the gate's answer."""

    id: str
    degradation: str
    outcome: str
    """"cleared", "questions" (only the policy's questions are open) or "held"."""
    codes: tuple[str, ...]
    values: tuple[Painted, ...] = field(repr=False)
    negatives: tuple[Painted, ...] = field(repr=False)
    other: tuple[float, float]
    """Painted and whole area of the text that is neither."""

    @property
    def missed(self) -> tuple[Painted, ...]:
        """The values that are not hidden."""
        return tuple(one for one in self.values if not one.covered)

    @property
    def leaks(self) -> bool:
        """Whether the file was cleared with something readable in it."""
        return self.outcome == "cleared" and bool(self.missed)


def measure(scan: Scan, deidentifier: Deidentifier) -> tuple[Measured, Review]:
    """Run the line on a file and look at what comes out of it."""
    review = deidentifier.review(scan.data, name=scan.name, disclosure="主动公开")
    before, after = frames(scan.data), frames(bytes(review.masked.data))
    values: list[Painted] = []
    negatives: list[Painted] = []
    painted = whole = 0.0
    for number, (sheet, was, now) in enumerate(zip(scan.sheets, before, after, strict=True), 1):
        paint = Paint(was, now)
        values += _shares(number, sheet, Role.VALUE, paint)
        negatives += _shares(number, sheet, Role.NEGATIVE, paint)
        for mark in sheet.of(Role.OTHER):
            gone, area = paint.of(mark.quads, fresh=True)
            painted, whole = painted + gone, whole + area
    codes = tuple(sorted({_code(reason) for reason in review.clearance.reasons}))
    measured = Measured(
        id=scan.id, degradation=scan.degradation, outcome=_outcome(review), codes=codes,
        values=tuple(values), negatives=tuple(negatives), other=(painted, whole),
    )  # fmt: skip
    return measured, review


def frames(data: bytes) -> list[NDArray[np.uint8]]:
    """Decode every frame as it is displayed, on white where it is transparent."""
    with Image.open(BytesIO(data)) as opened:
        return [_displayed(frame) for frame in ImageSequence.Iterator(opened)]


def _displayed(frame: Image.Image) -> NDArray[np.uint8]:
    upright = ImageOps.exif_transpose(frame)
    if upright.mode.startswith("I;16"):
        deep: NDArray[np.uint8] = (np.asarray(upright) >> 8).astype(np.uint8)
        return deep
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright.convert("RGBA"))
    # The lightest channel: red ink is not black paint.
    lightest: NDArray[np.uint8] = np.asarray(upright.convert("RGB")).max(axis=2)
    return lightest


@dataclass(frozen=True, slots=True)
class Paint:
    """A page before and after, and which of its pixels the paint covers."""

    before: NDArray[np.uint8]
    after: NDArray[np.uint8]

    def of(self, quads: Iterable[Quad], *, fresh: bool = False) -> tuple[float, float]:
        """Return how many pixels of the quads are under paint, and how many there are.

        Where `fresh`, what was solid black before does not count.
        """
        painted = whole = 0
        for quad in quads:
            down, across, inside = _inside(quad, self.after.shape)
            side = max(5, round(0.5 * _short_side(quad)))
            solid = _solid(self.after, down, across, side)
            if fresh:
                solid &= ~_solid(self.before, down, across, side)
            painted += int(np.count_nonzero(solid & inside))
            whole += int(np.count_nonzero(inside))
        return float(painted), float(whole)


def _shares(number: int, sheet: Sheet, role: Role, paint: Paint) -> Iterator[Painted]:
    for mark in sheet.of(role):
        painted, whole = paint.of(mark.quads, fresh=role is Role.NEGATIVE)
        yield Painted(number, mark, painted / max(1.0, whole))


def _short_side(quad: Quad) -> float:
    across = np.hypot(quad.x1 - quad.x0, quad.y1 - quad.y0)
    down = np.hypot(quad.x3 - quad.x0, quad.y3 - quad.y0)
    return float(min(across, down))


def _inside(quad: Quad, shape: tuple[int, ...]) -> tuple[slice, slice, Marks]:
    """Return the rows and columns around a quad, and which of their pixels lie in it."""
    left, right = max(0, int(min(quad[0::2]))), min(shape[1], int(max(quad[0::2])) + 2)
    top, bottom = max(0, int(min(quad[1::2]))), min(shape[0], int(max(quad[1::2])) + 2)
    stencil = Image.new("1", (max(1, right - left), max(1, bottom - top)))
    corners = [(quad[at] - left, quad[at + 1] - top) for at in range(0, 8, 2)]
    ImageDraw.Draw(stencil).polygon(corners, fill=1)
    return slice(top, top + stencil.height), slice(left, left + stencil.width), np.asarray(stencil)


def _solid(image: NDArray[np.uint8], down: slice, across: slice, side: int) -> Marks:
    """Say of each pixel of a part whether it lies in a dark square of so many pixels a side."""
    # Room for squares that begin or end outside, as far as the page goes.
    room = [(max(0, part.start - side), min(limit, part.stop + side))
            for part, limit in ((down, image.shape[0]), (across, image.shape[1]))]  # fmt: skip
    dark = image[room[0][0] : room[0][1], room[1][0] : room[1][1]] <= _DARK
    if min(dark.shape) < side:
        return np.zeros((down.stop - down.start, across.stop - across.start), dtype=bool)
    squares = _sums(dark, side) == side * side
    solid = _sums(np.pad(squares, side - 1), side) > 0
    top, left = down.start - room[0][0], across.start - room[1][0]
    return solid[top : top + down.stop - down.start, left : left + across.stop - across.start]


def _sums(marks: Marks, side: int) -> NDArray[np.int64]:
    """Count the marks in every square of so many pixels a side."""
    total = np.pad(np.cumsum(np.cumsum(marks, axis=0, dtype=np.int64), axis=1), ((1, 0), (1, 0)))
    counted: NDArray[np.int64] = (
        total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]
    )
    return counted


def _code(reason: Reason) -> str:
    """Name a reason, and the entity type it is about where it is about one."""
    typed = reason.code in {"LEFT", _QUESTION} and reason.params
    return f"{reason.code}:{reason.params[0]}" if typed else reason.code


def _outcome(review: Review) -> str:
    if review.clearance.status is Status.CLEARED:
        return "cleared"
    asked = all(reason.code == _QUESTION for reason in review.clearance.reasons)
    return "questions" if asked else "held"


@dataclass(slots=True)
class Tally:
    """The figures of many files together."""

    files: list[Measured] = field(default_factory=list)

    def add(self, measured: Measured) -> None:
        """Count one more file."""
        self.files.append(measured)

    def covered(self, degradation: str = "", entity_type: str = "") -> Share:
        """Values hidden, of all there are; of one degradation or type where one is named."""
        shares = [
            one.covered
            for file in self.of(degradation)
            for one in file.values
            if entity_type in ("", one.mark.part.entity_type)
        ]
        return Share(sum(shares), len(shares))

    def negatives(self, degradation: str = "") -> Share:
        """Look-alikes that were painted."""
        touched = [one.share > TOUCHED for file in self.of(degradation) for one in file.negatives]
        return Share(sum(touched), len(touched))

    def other(self, degradation: str = "") -> float:
        """The share of other text's area that was painted."""
        painted = sum(file.other[0] for file in self.of(degradation))
        return painted / max(1.0, sum(file.other[1] for file in self.of(degradation)))

    def outcomes(self, degradation: str = "") -> dict[str, int]:
        """How often the gate said what."""
        counted: defaultdict[str, int] = defaultdict(int)
        for file in self.of(degradation):
            counted[file.outcome] += 1
        return dict(counted)

    def leaks(self) -> list[str]:
        """The ids of files that were cleared with something readable."""
        return [file.id for file in self.files if file.leaks]

    def of(self, degradation: str = "") -> list[Measured]:
        """The files of one degradation, or all."""
        return [file for file in self.files if degradation in ("", file.degradation)]

    def types(self) -> list[str]:
        """The entity types among the values."""
        return sorted({o.mark.part.entity_type for file in self.files for o in file.values})


def table(tally: Tally) -> str:
    """Write the figures by degradation and by type."""
    head = ("| degradation | files | values covered (95 % interval) | look-alikes painted | "
            "other text painted | cleared / questions / held | leaks |")  # fmt: skip
    rows = [head, "|---|---|---|---|---|---|---|"]
    names = list(dict.fromkeys(file.degradation for file in tally.files))
    for name in [*names, ""]:
        outcomes = tally.outcomes(name)
        gate = " / ".join(str(outcomes.get(o, 0)) for o in ("cleared", "questions", "held"))
        leaks = sum(file.leaks for file in tally.of(name))
        rows.append(
            f"| {name or 'all'} | {len(tally.of(name))} | {tally.covered(name)} | "
            f"{tally.negatives(name)} | {tally.other(name):.2%} | {gate} | {leaks} |"
        )
    rows += ["", "| type | values covered (95 % interval) |", "|---|---|"]
    rows += [f"| {kind} | {tally.covered(entity_type=kind)} |" for kind in tally.types()]
    return "\n".join(rows)
