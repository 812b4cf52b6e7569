"""A folder of small mixed files: one worker, two workers, and a second run over the same folder.

    python benchmarks/batch.py [FILES]

Wants a quiet machine with two processors. Prints medians of five, the first three in seconds.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deident import keys
from deident.cli.demo_command import workbook

TIMES = 5
ROOT = Path(__file__).parents[1]


def fill(folder: Path, count: int) -> None:
    """Write texts, tables, worksheets and web pages; every fifth of a kind, all bytes different."""
    chance = random.Random(7)
    for number in range(count):
        unit = folder / f"{number % 20:02}局"
        unit.mkdir(parents=True, exist_ok=True)
        mobiles = [f"138{chance.randrange(10**8):08}" for _ in range(10)]
        rows = [["姓名", "手机号码"], *(["赵钱孙", mobile] for mobile in mobiles)]
        notice = f"第{number}号。\n各科室请认真贯彻执行。政策咨询电话：12345。\n"
        name, raw = (
            (f"{number}.txt", (notice * 5).encode()),
            (f"{number}.txt", (notice + f"联系人手机{mobiles[0]}。\n").encode()),
            (f"{number}.csv", "\n".join(",".join(row) for row in rows).encode()),
            (f"{number}.xlsx", workbook(rows)),
            (f"{number}.html", f"<meta charset=utf-8><p>{notice}</p>".encode()),
        )[number % 5]
        (unit / name).write_bytes(raw)


def seconds(folder: Path, *words: str) -> float:
    """Scan the folder and return how long it took."""
    environment = {**os.environ, "DEIDENT_KEY_FILE": str(folder / "office.key")}
    environment["PYTHONPATH"] = str(ROOT / "src")
    command = [sys.executable, "-m", "deident", "scan", "in", "-f", "jsonl", "-o", "out.jsonl"]
    began = time.perf_counter()
    subprocess.run([*command, *words], cwd=folder, env=environment, check=False)  # noqa: S603 - ours
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        fill(folder / "in", count)
        keys.create(folder / "office.key")
        one, two, again = [], [], []
        for number in range(TIMES):
            one.append(seconds(folder, "-j", "1", "--no-cache"))
            two.append(seconds(folder, "-j", "2", "--cache", f"{number}.sqlite"))
            again.append(seconds(folder, "-j", "2", "--cache", f"{number}.sqlite"))
        middle = [statistics.median(some) for some in (one, two, again)]
        print(
            f"{count} files: one worker {middle[0]:.1f}, two {middle[1]:.1f}, again {middle[2]:.1f}"
        )
        print(f"two workers {middle[0] / middle[1]:.2f}×, second run {middle[1] / middle[2]:.1f}×")


if __name__ == "__main__":
    main()
