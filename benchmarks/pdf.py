"""How long a PDF takes beside bare pypdfium2, and how much memory many pages take.

`python -m benchmarks.pdf` prints both; the bare reading is text and character boxes, twice.
`python -m benchmarks.pdf FILE` scans one file and prints seconds and peak megabytes.
"""

from __future__ import annotations

import io
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from benchmarks.timing import interleaved
from deident.api import Deidentifier
from deident.model import Source
from deident.pipeline import inspect, review

if TYPE_CHECKING:
    from deident.judged import Line

PAGES = 100
MANY_PAGES = 5_000
MOST_MASKED, MOST_CLEAN = 8.0, 3.0
_LINES = 38
_WORDS = (
    "为进一步规范专项资金的使用", "提高资金使用效益", "根据有关规定和要求", "结合工作实际",
    "制定本办法", "各单位应当加强日常管理", "按时报送进展情况", "确保各项任务落到实处",
    "对存在的问题要及时整改", "逾期未完成的予以通报", "本办法自发布之日起施行", "原有规定同时废止",
)  # fmt: skip


def document(pages: int, *, every: int, telephones: bool = False) -> bytes:
    """Draw pages of Chinese text; a person stands in every so many lines, 0 for none.

    With `telephones` each fourth line of a page, nine of them, ends in one.
    """
    from fixtures.pdf_traps import BOXED_FONT, register
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    register()
    chance = random.Random(7)
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=1)
    for page in range(pages):
        canvas.setFont(BOXED_FONT, 11)
        for at in range(_LINES):
            text = "，".join(chance.sample(_WORDS, k=4))[:38]
            if every and (page * _LINES + at) % every == 0:
                text = f"张某，身份证号14999919{1950 + at}0101{page % 1000:03d}X，电话13900000123"
            if telephones and at % 4 == 0 and at < _LINES - 2:
                text = f"{text[:20]}电话139{page % 10_000:04d}{at * 251 % 10_000:04d}"
            canvas.drawString(72, 780 - 18 * at, text)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def bare(data: bytes) -> None:
    """Read text and character boxes twice, as plainly as pypdfium2 offers it."""
    for _ in range(2):
        opened = pypdfium2.PdfDocument(data)
        for page in opened:
            text = page.get_textpage()
            text.get_text_range()
            for index in range(text.count_chars()):
                text.get_charbox(index)
        opened.close()


def times(line: Line) -> dict[str, float]:
    """Return how many times the bare reading a review takes: much in it, little, nothing."""
    found = {}
    for name, every in (("masked", 200), ("nine masks on every page", 0), ("clean", 0)):
        data = document(PAGES, every=every, telephones=name.startswith("nine"))
        source = Source(name="a.pdf", data=data, media_type="application/pdf")
        taken = interleaved(
            {"bare": lambda d=data: bare(d), "review": lambda s=source: review(s, line)},  # type: ignore[misc]
            runs=3,
        )
        found[name] = taken["review"].median / taken["bare"].median
    return found


def scan(path: Path) -> str:
    """Scan one file; say how long it took and how much memory."""
    import resource

    before = time.perf_counter()
    source = Source(name="a.pdf", data=path.read_bytes(), media_type="application/pdf")
    found = sum(len(one.judged.decisions) for one in inspect(source, Deidentifier().line()))
    seconds = time.perf_counter() - before
    assert found, "a document full of persons"
    return f"{seconds:.1f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"


def main() -> None:
    """Measure and print."""
    for name, ratio in times(Deidentifier().line()).items():
        most = MOST_CLEAN if name == "clean" else MOST_MASKED
        print(f"{PAGES} pages, {name}: {ratio:.1f} times the bare reading (at most {most})")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "many.pdf")
        path.write_bytes(document(MANY_PAGES, every=200))
        command = [sys.executable, "-m", "benchmarks.pdf", str(path)]
        ended = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - our own
        seconds, megabytes = ended.stdout.split()
        print(f"{MANY_PAGES} pages: {seconds} s, {megabytes} MB at most")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(scan(Path(sys.argv[1])))
    else:
        main()
