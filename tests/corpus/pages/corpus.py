"""The corpus: every degradation with as many pages as are asked for, the same ones every time."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from tests.corpus.pages import damage, files
from tests.corpus.pages.geometry import quarter_turned
from tests.corpus.pages.layouts import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.corpus.pages.damage import Change
    from tests.corpus.pages.truth import Sheet

    Pack = Callable[[Sheet, Random], bytes]

SEED = 20261121
_FRAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One file, and its pages as they are displayed."""

    id: str
    degradation: str
    name: str
    data: bytes = field(repr=False)
    sheets: tuple[Sheet, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Degradation:
    """What happens to a page, and what file it becomes. `clean` pages have the hardest terms."""

    change: Change | None = None
    pack: Pack = files.png
    dpis: tuple[int, ...] = (150, 200, 200, 300)
    clean: bool = False
    frames: int = 1


def _quarters(count: int) -> Change:
    return lambda sheet, _: quarter_turned(sheet, count)


DEGRADATIONS: dict[str, Degradation] = {
    "clean 200": Degradation(dpis=(200,), clean=True),
    "clean 300": Degradation(dpis=(300,), clean=True),
    "clean 150": Degradation(dpis=(150,)),
    "skew": Degradation(change=damage.skewed),
    "tilt": Degradation(change=damage.tilted),
    "turned 90": Degradation(change=_quarters(1)),
    "turned 180": Degradation(change=_quarters(2)),
    "turned 270": Degradation(change=_quarters(3)),
    "noise": Degradation(change=damage.noisy),
    "jpeg": Degradation(change=damage.compressed, pack=files.jpeg),
    "seal": Degradation(change=damage.sealed),
    "faint": Degradation(change=damage.faint),
    "shadow": Degradation(change=damage.shadowed),
    "fold": Degradation(change=damage.folded),
    "phone": Degradation(change=damage.photographed, pack=files.jpeg),
    "fax": Degradation(change=damage.faxed, pack=files.bilevel, dpis=(200, 200, 300)),
    "inverted": Degradation(change=damage.inverted),
    "palette": Degradation(pack=files.palette),
    "grey": Degradation(pack=files.grey),
    "sixteen bits": Degradation(pack=files.sixteen),
    "cmyk": Degradation(pack=files.cmyk),
    "alpha": Degradation(pack=files.alpha),
    "exif": Degradation(pack=files.exif_turned),
    "pages": Degradation(frames=_FRAMES),
    "combo": Degradation(change=damage.combined),
    "blue seal": Degradation(change=damage.stamped),
    "watermark": Degradation(change=damage.watermarked),
}


def scans(degradation: str, count: int, *, first: int = 0, seed: int = SEED) -> Iterator[Scan]:
    """Yield files of one degradation, `first` the number of the first; each has a seed of its own.

    The layouts take turns, and begin with another one for every degradation, so that a few files
    of each see them all.
    """
    yield from islice(
        map(partial(scan, degradation, seed=seed), range(first, first + count)), count
    )


def scan(degradation: str, number: int, *, seed: int = SEED) -> Scan:
    """Make one file."""
    how = DEGRADATIONS[degradation]
    rng = Random(f"{seed}/{degradation}/{number}")
    turn = list(DEGRADATIONS).index(degradation) + number
    dpi = rng.choice(how.dpis)
    layouts = [list(LAYOUTS)[(turn + frame) % len(LAYOUTS)] for frame in range(how.frames)]
    sheets = [LAYOUTS[layout](rng, dpi) for layout in layouts]
    if how.change is not None:
        sheets = [how.change(sheet, rng) for sheet in sheets]
    data = files.multi_page(sheets) if how.frames > 1 else how.pack(sheets[0], rng)
    slug = f"{degradation.replace(' ', '-')}-{number:03d}"
    return Scan(id=f"{slug}-{'-'.join(layouts)}", degradation=degradation,
                name=f"{slug}{_ENDINGS[data[:2]]}", data=data, sheets=tuple(sheets))  # fmt: skip


_ENDINGS = {b"\x89P": ".png", b"\xff\xd8": ".jpg", b"II": ".tif", b"MM": ".tif", b"GI": ".gif"}
