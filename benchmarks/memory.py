"""How much memory a large file takes; each is scanned in a process of its own.

`python -m benchmarks.memory FILE` scans one file and prints seconds, peak megabytes and findings.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

import xlsxwriter

from benchmarks.texts import HEADERS, rows, text

MILLION = 1_000_000


class Peak(NamedTuple):
    """What was scanned and what it took, or why it was refused."""

    what: str
    seconds: float
    megabytes: float
    trouble: str = ""


def scan(path: Path) -> str:
    """Scan one file as the commands do; say how long, how large and how many."""
    import resource

    from deident.api import Deidentifier, source_of
    from deident.pipeline import inspect

    before = time.perf_counter()
    parts = list(inspect(source_of(path), Deidentifier().line()))
    found = sum(len(part.judged.decisions) for part in parts)
    unread = [one for part in parts for one in part.unread]
    seconds = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{seconds:.1f} {peak:.0f} {found} {len(unread)}"


def _large_text(path: Path, megabytes: int, *, one_line: bool) -> None:
    """Write a text of that size, a value in every 20,000 characters."""
    block = text(350_000, 20_000)
    if one_line:
        block = block.replace("\n", "")
    piece = block.encode()
    with path.open("wb") as file:
        for _ in range(megabytes * MILLION // len(piece) + 1):
            file.write(piece)


def large_workbook(path: Path, count: int) -> None:
    """Write a roster of that many rows."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    # A sheet ends at 1,048,576 rows; twenty thousand people take turns.
    people = list(rows(20_000, Random(3).randint(1, 99)))
    sheet.write_row(0, 0, HEADERS)
    for number in range(count):
        sheet.write_row(number + 1, 0, people[number % len(people)])
    book.close()


def _measured(what: str, path: Path) -> Peak:
    command = [sys.executable, "-m", "benchmarks.memory", str(path)]
    ended = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603 - our own
    path.unlink()
    if ended.returncode:
        last = ended.stderr.strip().splitlines()[-1:] or ["no word"]
        return Peak(what, 0.0, 0.0, last[0].partition(":")[0])
    seconds, peak, _, _ = ended.stdout.split()
    return Peak(what, float(seconds), float(peak))


def peaks(*, heavy: bool) -> list[Peak]:
    """Measure 100 MB of text; if `heavy` also a line of 1 GB and a workbook of a million rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.txt")
        _large_text(path, 100, one_line=False)
        found = [_measured("text of 100 MB", path)]
        if heavy:
            _large_text(path, 1000, one_line=True)
            found.append(_measured("one line of 1 GB", path))
            book = Path(folder, "large.xlsx")
            large_workbook(book, MILLION)
            found.append(_measured("XLSX of 1,000,000 rows", book))
        return found


if __name__ == "__main__":
    print(scan(Path(sys.argv[1])))
