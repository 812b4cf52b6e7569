"""What a page costs beside the bare engine, and how much memory pages and sheets take.

    python -m benchmarks.ocr            one clean and one bad page: seconds of the processor
    python -m benchmarks.ocr memory     A4 at 300 dpi and 20,000 x 20,000 pixels: peak memory
    python -m benchmarks.ocr memory a4  only the first

"Ours" is everything but what rapidocr itself does when it is called bare: its resizing, its search
for lines, its classifier and its recognisers, our advisers' and those of strips too. A clock stands
around each of these calls, so that what our adapters make of the answers counts as ours. Every kind
of page is reviewed once, small, before it is measured: patterns are compiled and models loaded once
in a process, not once a page. The median of the rounds is printed.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from fixtures import pictures
from PIL import Image

from deident.api import Deidentifier
from deident.formats import Limits
from deident.ocr import registry
from deident.ocr.ensemble import Ensemble
from deident.ocr.rapidocr import RapidOcr

if TYPE_CHECKING:
    from collections.abc import Callable

SIDE = 20_000
_MB = 1024
_ROUNDS = 3
# What rapidocr does with a page. Resizing and turning are no looks of their own.
_NAMES = {
    "detect_and_crop": "searches for lines",
    "recognize_txt": "readings",
}


@dataclass(slots=True)
class Clock:
    """Seconds of the processor inside the bare engine, and how often each of its parts ran."""

    seconds: float = 0.0
    runs: Counter[str] = field(default_factory=Counter)

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a call that is clocked and counted."""

        def clocked(*given: Any) -> Any:  # noqa: ANN401 (whatever the call takes)
            began = time.process_time()
            try:
                return call(*given)
            finally:
                self.seconds += time.process_time() - began
                self.runs[name] += 1

        return clocked

    def reset(self) -> None:
        """Begin anew."""
        self.seconds, self.runs = 0.0, Counter()


def clocked(clock: Clock) -> Ensemble:
    """Return the default engine with a clock around everything rapidocr does for it."""
    whole = registry.engine()
    if not isinstance(whole, Ensemble) or not isinstance(whole.first, RapidOcr):
        raise SystemExit("this needs rapidocr: pip install 'deident[ocr]'")
    bare = whole.first._engine  # noqa: SLF001 (rapidocr itself)
    for name in ("preprocess_img", "detect_and_crop", "cls_and_rotate", "recognize_txt"):
        setattr(bare, name, clock.around(_NAMES.get(name, ""), getattr(bare, name)))
    make = whole.first.recogniser

    def recogniser(model: Path, family: str) -> Callable[[Any], Any]:
        return clock.around(f"readings by {family}", make(model, family))

    vars(whole.first)["recogniser"] = recogniser
    return whole


def clean(dpi: int) -> bytes:
    """Draw a clean page."""
    return _png(pictures.decision(dpi).image)


def bad(dpi: int) -> bytes:
    """Draw a page that leans, is faint and noisy and has a seal over its text."""
    page = pictures.decision(dpi)
    pictures.seal(page, (700 * dpi // 200, 550 * dpi // 200), 160 * dpi // 200)
    faint = page.image.point(lambda value: 150 + value * 70 // 255)
    leaning = pictures.speckle(faint, 0.02).rotate(-2, fillcolor="white")
    return _png(leaning)


def _png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, format="PNG")
    return written.getvalue()


def _counted(runs: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in runs.items() if name)


def cost() -> None:
    """Print what a clean and a bad page take, engine and ours."""
    clock = Clock()
    engine = clocked(clock)
    deidentifier = Deidentifier()
    deidentifier._engines.engine = engine  # noqa: SLF001 (the engine with clocks)
    for name, draw in (("clean", clean), ("bad", bad)):
        deidentifier.review(draw(96), name=f"warm-{name}.png")
        page = draw(200)
        ours, engines = [], []
        answers = set()
        for _ in range(_ROUNDS):
            clock.reset()
            began = time.process_time()
            answers.add(deidentifier.review(page, name=f"{name}.png").clearance.status.value)
            whole = time.process_time() - began
            ours.append(whole - clock.seconds)
            engines.append(clock.seconds)
        share = median(one / other for one, other in zip(ours, engines, strict=True))
        print(
            f"{name:6} bare engine {median(engines):6.2f} s ({_counted(clock.runs)}), "
            f"ours {median(ours):5.2f} s = {share:.1%}, {', '.join(answers)}",
            flush=True,
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
