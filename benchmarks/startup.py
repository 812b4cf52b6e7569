"""How long a person or a hook waits before anything happens, in seconds of wall time."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

from benchmarks.texts import filler

RUNS = 5
_FIRST_SCAN = "import deident; assert deident.scan_text('联系电话13800001234')"
_STOCK = """
from benchmarks.stock import engine
assert engine().analyze("联系电话13800001234", "zh")
"""


class Wait(NamedTuple):
    """What was started, the median wait, and what went wrong if anything did."""

    what: str
    seconds: float
    trouble: str = ""


def _timed(what: str, command: list[str]) -> Wait:
    """Run a command several times; a failing one is reported, not timed."""
    taken = []
    for _ in range(RUNS + 1):
        before = time.perf_counter()
        ended = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own
        taken.append(time.perf_counter() - before)
        if ended.returncode:
            return Wait(what, 0.0, f"exit {ended.returncode}")
    return Wait(what, median(taken[1:]))


def waits() -> list[Wait]:
    """Time `--version`, the hook on twenty clean files, and a first scan beside stock Presidio."""
    deident = [sys.executable, "-m", "deident"]
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number in range(20):
            path = Path(folder, f"{number:02}.txt")
            path.write_text(filler(Random(number), 3000), encoding="utf-8")
            files.append(str(path))
        return [
            _timed("python -c pass", [sys.executable, "-c", "pass"]),
            _timed("deident --version", [*deident, "--version"]),
            _timed("deident hook, 20 clean files", [*deident, "hook", *files]),
            _timed("first scan_text that finds something", [sys.executable, "-c", _FIRST_SCAN]),
            _timed("first analyze of stock Presidio", [sys.executable, "-c", _STOCK]),
        ]
