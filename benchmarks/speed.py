"""python -m benchmarks.speed [--heavy] [--quick]: speed and memory, beside stock Presidio.

Prints the tables and writes them to benchmarks/results.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import documents, memory, startup, stock, texts
from benchmarks.timing import RUNS, interleaved
from deident.api import Deidentifier
from deident.judged import seldom_collected

if TYPE_CHECKING:
    from collections.abc import Iterable

RESULTS = Path(__file__).parent / "results.md"
SPARSE, DENSE = 20_000, 100
CELLS = 100_000
STOCK_CELLS = 5_000
"""Stock Presidio is asked about so many cells only, and its time is multiplied."""


class Rate(NamedTuple):
    """One comparison: how much was read, and the seconds of both."""

    what: str
    megabytes: float
    characters: float
    ours: float
    stock: float
    wanted: float

    def row(self) -> str:
        """Return a line of the table."""
        ours, theirs = self.megabytes / self.ours, self.megabytes / self.stock
        return (
            f"| {self.what} | {ours:.1f} | {self.characters / self.ours / 1e6:.2f} "
            f"| {theirs:.2f} | **{self.stock / self.ours:.1f}×** | {self.wanted:g}× |"
        )


def text_rate(what: str, apart: int, length: int, wanted: float) -> Rate:
    """Compare on one text, read in one call by both."""
    text = texts.text(length, apart)
    ours, theirs = Deidentifier(), stock.engine()
    timed = interleaved(
        {
            "ours": lambda: ours.scan_text(text),
            "stock": lambda: theirs.analyze(text, stock.LANGUAGE),
        }
    )
    size = len(text.encode()) / 1e6
    return Rate(what, size, len(text), timed["ours"].median, timed["stock"].median, wanted)


def cell_rate() -> Rate:
    """Compare on the cells of a roster: ours by the page, stock cell by cell with its header."""
    pages = list(texts.pages(CELLS // len(texts.HEADERS)))
    cells = [segment for page in pages for segment in page.segments]
    detector, theirs = Deidentifier().detector, stock.engine()

    def ours() -> None:
        # As every review of a document and every scan of a text does.
        with seldom_collected():
            for page in pages:
                detector.page(page.segments)

    def by_cell() -> None:
        for cell in cells[:STOCK_CELLS]:
            theirs.analyze(cell.text, stock.LANGUAGE, context=[cell.labels.column])

    timed = interleaved({"ours": ours, "stock": by_cell}, runs=3)
    characters = sum(len(cell.text) for cell in cells)
    size = sum(len(cell.text.encode()) for cell in cells) / 1e6
    extrapolated = timed["stock"].median * len(cells) / STOCK_CELLS
    what = f"{len(cells):,} cells (stock: {STOCK_CELLS:,}, extrapolated)"
    return Rate(what, size, characters, timed["ours"].median, extrapolated, 10)


def rates(*, quick: bool) -> Iterable[Rate]:
    """Yield the comparisons."""
    size = 200_000 if quick else 1_000_000
    yield text_rate("sparse text, one value in 20,000 characters", SPARSE, size, 1)
    yield text_rate("dense text, one value in 100 characters", DENSE, size // 2, 3)
    yield cell_rate()


def _machine() -> str:
    """Say on what it ran."""
    cpu = platform.processor() or platform.machine()
    if (listing := Path("/proc/cpuinfo")).exists():
        names = [line for line in listing.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].partition(":")[2].strip() if names else cpu
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}"
        for name in ("presidio-analyzer", "regex", "lxml")
    )
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"{cpu}, {os.cpu_count()} cores (load {load:.1f}), {platform.system()}, "
        f"Python {platform.python_version()}, {versions}"
    )


def report(*, heavy: bool, quick: bool) -> str:
    """Measure everything and return it as Markdown."""
    lines = [
        "# Speed and memory",
        "",
        f"Measured {dt.datetime.now(tz=dt.UTC).date()}: {_machine()}.",
        "Made by `python -m benchmarks.speed`. What is compared, and how: docs/benchmarks.md.",
        "",
        f"One core, processor time, median of {RUNS} runs taken turn by turn (cells: 3).",
        "",
        "| | deident MB/s | deident Mchar/s | stock MB/s | ratio | wanted |",
        "|---|---|---|---|---|---|",
        *(rate.row() for rate in rates(quick=quick)),
        "",
        "| reviewed from end to end | seconds | wanted |",
        "|---|---|---|",
        *(work.row() for work in ([] if quick else documents.works())),
        "",
        "| start-up | seconds |",
        "|---|---|",
        *(f"| {w.what} | {w.trouble or f'{w.seconds:.2f}'} |" for w in startup.waits()),
        "",
        "| memory | seconds | peak MB |",
        "|---|---|---|",
        *(
            f"| {peak.what} | {peak.seconds:.1f} | {peak.trouble or f'{peak.megabytes:.0f}'} |"
            for peak in memory.peaks(heavy=heavy)
        ),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    parser.add_argument("--heavy", action="store_true", help="1 GB line and a million rows too")
    parser.add_argument("--quick", action="store_true", help="less text; results.md stays as it is")
    asked = parser.parse_args(arguments)
    written = report(heavy=asked.heavy, quick=asked.quick)
    print(written)
    if not asked.quick:
        RESULTS.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
