"""What a page costs beside the bare engine, and how much memory pages and sheets take.

    python -m benchmarks.ocr            one clean and one bad page: seconds of the processor
    python -m benchmarks.ocr memory     A4 at 300 dpi and 20,000 x 20,000 pixels: peak memory
    python -m benchmarks.ocr memory a4  only the first

"Ours" is everything but the passes of the engines: opening, arranging, finding, painting, saving,
comparing. Engine passes are measured in the same run, by a clock around every `read`.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fixtures import pictures
from PIL import Image

from deident.api import Deidentifier
from deident.formats import Limits
from deident.ocr import registry
from deident.ocr.ensemble import Ensemble

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.ocr import OcrEngine, OcrLine, RgbImage

SIDE = 20_000
_MB = 1024


class Clocked:
    """An engine with a clock: how often it read, and how long that took."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.name, self.version = engine.name, engine.version
        self.seconds = 0.0
        self.passes = 0

    def read(self, image: RgbImage) -> tuple[OcrLine, ...]:
        """Read, and count."""
        began = time.process_time()
        lines = self._engine.read(image)
        self.seconds += time.process_time() - began
        self.passes += 1
        return lines


def clocked() -> tuple[Ensemble, tuple[Clocked, ...]]:
    """Return the default engine with a clock in each of its parts."""
    whole = registry.engine()
    if not isinstance(whole, Ensemble):
        raise SystemExit("this needs rapidocr: pip install 'deident[ocr]'")
    parts = tuple(Clocked(part) for part in (whole.first, *whole.others))
    return Ensemble(whole.name, parts[0], parts[1:]), parts


def clean() -> bytes:
    """Draw a clean page at 200 dpi."""
    return _png(pictures.decision(200).image)


def bad() -> bytes:
    """Draw a page that leans, is faint and noisy and has a seal over its text."""
    page = pictures.decision(200)
    pictures.seal(page, (700, 550), 160)
    faint = page.image.point(lambda value: 150 + value * 70 // 255)
    leaning = pictures.speckle(faint, 0.02).rotate(-2, fillcolor="white")
    return _png(leaning)


def _png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, format="PNG")
    return written.getvalue()


def cost() -> None:
    """Print what a clean and a bad page take, engines and ours."""
    engine, parts = clocked()
    deidentifier = Deidentifier()
    deidentifier._engines.engine = engine  # noqa: SLF001 (the engine with clocks)
    deidentifier.review(_png(pictures.decision(96).image), name="warm.png")
    for name, draw in (("clean", clean), ("bad", bad)):
        page = draw()
        for part in parts:
            part.seconds, part.passes = 0.0, 0
        began = time.process_time()
        review = deidentifier.review(page, name=f"{name}.png")
        whole = time.process_time() - began
        engines = sum(part.seconds for part in parts)
        print(
            f"{name:6} {whole:6.2f} s, engines {engines:6.2f} s in "
            f"{' + '.join(f'{part.passes} {part.name}' for part in parts)} passes, "
            f"ours {whole - engines:5.2f} s = {100 * (whole - engines) / engines:4.1f} %, "
            f"{review.clearance.status.value}"
        )


def sheet(folder: Path, mode: str, kind: str) -> Path:
    """Draw a sheet of 20,000 x 20,000 pixels: eight pages at 600 dpi on white."""
    page = pictures.decision(600).image.convert(mode)
    whole = Image.new(mode, (SIDE, SIDE), 255 if mode == "L" else "white")
    for at in range(8):
        whole.paste(page, (20 + at % 4 * 4980, 100 + at // 4 * 9000))
    path = folder / f"sheet-{mode}.{kind}"
    whole.save(path, compress_level=1, quality=90)
    return path


def a4(folder: Path) -> Path:
    """Draw a page of A4 at 300 dpi."""
    path = folder / "a4.png"
    pictures.decision(300).image.save(path)
    return path


_DRAWN: dict[str, Callable[[Path], Path]] = {
    "a4": a4,
    "grey": lambda folder: sheet(folder, "L", "png"),
    "colour": lambda folder: sheet(folder, "RGB", "png"),
    "jpeg": lambda folder: sheet(folder, "RGB", "jpg"),
}


def memory(names: list[str]) -> None:
    """Print the peak memory of masking each in a process of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in names or list(_DRAWN):
            command = [sys.executable, "-m", "benchmarks.ocr"]
            subprocess.run([*command, "draw", name, scratch], check=True)  # noqa: S603 (ourselves)
            subprocess.run([*command, "mask", name, scratch], check=True)  # noqa: S603 (ourselves)


def mask(name: str, folder: Path) -> None:
    """Mask one picture and print how much memory this process ever held."""
    import resource

    path = next(path for path in folder.iterdir() if path.stem.startswith(("a4", "sheet")))
    began = time.process_time()
    review = Deidentifier(limits=Limits()).review(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB
    print(
        f"{name:7} {peak:6.0f} MB peak, {time.process_time() - began:6.1f} s, "
        f"{len(review.findings)} findings, {review.clearance.status.value}, "
        f"left {[(one.entity_type, one.places) for one in review.residue.findings]}, "
        f"unread {[(one.code, one.params) for one in (*review.unread, *review.residue.unread)]}",
        flush=True,
    )
    path.unlink()


def main(arguments: list[str]) -> None:
    """Do what the command line says."""
    match arguments:
        case ["draw", name, folder]:
            _DRAWN[name](Path(folder))
        case ["mask", name, folder]:
            mask(name, Path(folder))
        case ["memory", *names]:
            memory(names)
        case _:
            cost()


if __name__ == "__main__":
    main(sys.argv[1:])
