"""How long whole documents take from end to end: read, detect, decide, mask, write, prove.

`python -m benchmarks.documents FILE` reviews one file and prints seconds of processor time. Each
document is reviewed in a process of its own, which first reviews a small one: what is measured is
the work, not the start.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.memory import large_workbook
from benchmarks.texts import HEADERS, filler, rows, text

ROWS = 100_000
PAGES = 50
_PAGE_CHARACTERS = 700


class Work(NamedTuple):
    """A document and what it took, or why it was refused."""

    what: str
    seconds: float
    wanted: str
    trouble: str = ""

    def row(self) -> str:
        """Return a line of the table."""
        return f"| {self.what} | {self.trouble or f'{self.seconds:.2f}'} | {self.wanted} |"


def review(path: Path) -> str:
    """Review one file and say how long it took."""
    from deident.api import Deidentifier

    deidentifier = Deidentifier(scene="subsidy")
    deidentifier.review("姓名：张某，联系电话：13900000123".encode(), name="a.txt")
    before = time.process_time()
    deidentifier.review(path)
    seconds = time.process_time() - before
    return f"{seconds:.3f}"


def _table(path: Path) -> None:
    lines = (",".join(row) for row in (HEADERS, *rows(ROWS)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _report(path: Path) -> None:
    """Write fifty pages of paragraphs, each page with two values and each tenth with a table."""
    import docx

    document = docx.Document()
    rng = Random(1)
    people = rows(PAGES)
    for page in range(PAGES):
        document.add_heading(f"第{page + 1}部分", level=2)
        for part in (filler(rng, _PAGE_CHARACTERS // 2), text(_PAGE_CHARACTERS // 2, 170, page)):
            for line in part.splitlines():
                document.add_paragraph(line)
        if page % 10 == 0:
            table = document.add_table(rows=1, cols=len(HEADERS))
            for row in (HEADERS, *(next(people) for _ in range(5))):
                cells = table.rows[0].cells if row is HEADERS else table.add_row().cells
                for cell, word in zip(cells, row, strict=True):
                    cell.text = word
        document.add_page_break()  # type: ignore[no-untyped-call]  # python-docx has few types
    document.save(str(path))


def works() -> list[Work]:
    """Make the documents and review each."""
    with tempfile.TemporaryDirectory(prefix="deident-benchmark-") as folder:
        made = {name: Path(folder) / name for name in ("roster.xlsx", "roster.csv", "report.docx")}
        large_workbook(made["roster.xlsx"], ROWS)
        _table(made["roster.csv"])
        _report(made["report.docx"])
        return [
            _reviewed(f"XLSX, {ROWS:,} rows of five cells", made["roster.xlsx"], "30"),
            _reviewed(f"CSV, {ROWS:,} rows of five cells", made["roster.csv"], "30"),
            _reviewed(f"DOCX, {PAGES} pages", made["report.docx"], "1"),
        ]


def _reviewed(what: str, path: Path, wanted: str) -> Work:
    command = [sys.executable, "-m", "benchmarks.documents", str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if ended.returncode:
        return Work(what, 0.0, wanted, f"exit {ended.returncode}")
    return Work(what, float(ended.stdout), wanted)


if __name__ == "__main__":
    print(review(Path(sys.argv[1])))
