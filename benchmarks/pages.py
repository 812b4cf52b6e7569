"""python -m benchmarks.pages [N]: N scanned or photographed pages per degradation, measured.

Prints the figures by degradation and type, then the ids of leaking and held files. With `--why DIR`
it also writes for every missed value what was read in its place, and the pictures before and after.
A page costs some seconds of OCR for each reading; N is 2 unless given. A run that is interrupted
prints what it has measured.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.corpus.pages.corpus import DEGRADATIONS, scan
from tests.corpus.pages.reasons import misses
from tests.corpus.pages.score import TOUCHED, Tally, frames, measure, table

from deident.api import Deidentifier

if TYPE_CHECKING:
    from tests.corpus.pages.corpus import Scan
    from tests.corpus.pages.score import Measured

    from deident.pipeline import Review


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages")
    parser.add_argument("count", nargs="?", type=int, default=2)
    parser.add_argument("--first", type=int, default=0, help="number of the first page of each")
    parser.add_argument("--only", action="append", choices=DEGRADATIONS)
    parser.add_argument("--ocr", default="auto", help="name of an engine")
    parser.add_argument("--why", type=Path, help="folder for reasons and pictures")
    asked = parser.parse_args(arguments)
    deidentifier = Deidentifier(ocr=asked.ocr)
    tally = Tally()
    numbers = range(asked.first, asked.first + asked.count)
    # One of each first, so that a run that is stopped has seen them all.
    rounds = ((number, name) for number in numbers for name in asked.only or DEGRADATIONS)
    with suppress(KeyboardInterrupt):
        for number, degradation in rounds:
            one = scan(degradation, number)
            began = time.process_time()
            measured, review = measure(one, deidentifier)
            tally.add(measured)
            print(_line(measured, time.process_time() - began), file=sys.stderr, flush=True)
            if asked.why and (measured.missed or measured.outcome == "held"):
                _explain(asked.why, one, measured, review)
    print(table(tally))
    print(f"\nleaks: {', '.join(tally.leaks()) or 'none'}")
    for file in tally.files:
        if file.outcome == "held":
            print(f"held: {file.id} {' '.join(file.codes)}")
    return 0


def _line(measured: Measured, seconds: float) -> str:
    """Say how one file went; no text of it."""
    touched = sum(one.share > TOUCHED for one in measured.negatives)
    painted, whole = measured.other
    return (
        f"{measured.id}: {len(measured.missed)} of {len(measured.values)} missed, "
        f"{touched} look-alikes painted, other {painted / max(1.0, whole):.1%}, "
        f"{measured.outcome} {' '.join(measured.codes)} {seconds:.1f} s"
    )


def _explain(folder: Path, file: Scan, measured: Measured, review: Review) -> None:
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "reasons.jsonl").open("a", encoding="utf-8") as written:
        for miss in misses(measured, review):
            written.write(json.dumps({"id": file.id, **miss._asdict()}, ensure_ascii=False) + "\n")
        if measured.outcome == "held":
            codes = [f"{r.code} {r.where} {r.params}" for r in review.clearance.reasons]
            written.write(json.dumps({"id": file.id, "held": codes}, ensure_ascii=False) + "\n")
    (folder / f"{file.id}{Path(file.name).suffix}").write_bytes(file.data)
    for number, frame in enumerate(frames(bytes(review.masked.data)), 1):
        Image.fromarray(frame).save(folder / f"{file.id}.masked{number}.png")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
