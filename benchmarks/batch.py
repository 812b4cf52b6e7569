"""The batch and the gate, measured: every figure that issue 6 asks for, with the term beside it.

    python benchmarks/batch.py [FILES] [--times N] [--only PART]

Wants a quiet machine with two processors; 10,000 files five times take hours, so 2,000 three times
are the default. Parts: pool, kill, hostile, hook, stdio, verify.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import gate
from deident.cli.commands.demo import workbook

if TYPE_CHECKING:
    from collections.abc import Callable

KILLED_AFTER = 0.5
"""The part of the files that is done when the run is killed."""
_HOSTILE = """
import sys
if "spawn_main" in " ".join(sys.orig_argv):
    import os, time
    import deident.cli.files.work as work
    honest = work.deal
    def deal(task, **how):
        if task.own_name.startswith("crash"):
            os.kill(os.getpid(), 11)
        if task.own_name.startswith("hang"):
            time.sleep(3600)
        if task.own_name.startswith("eat"):
            held = [bytearray(1 << 26) for _ in range(1000)]
        return honest(task, **how)
    work.deal = deal
"""


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


class Taken(NamedTuple):
    """How long something took by the clock, and how long all processors worked for it."""

    wall: float
    processors: float


def taken(folder: Path, *words: str) -> Taken:
    """Scan the folder and return how long it took."""
    began, worked = time.perf_counter(), sum(os.times()[2:4])
    gate.run(folder, "scan", "in", "-f", "jsonl", "-o", "out.jsonl", *words)
    return Taken(time.perf_counter() - began, sum(os.times()[2:4]) - worked)


def pool(folder: Path, times: int) -> None:
    """Print one worker, two workers, and a second run over the same folder.

    One and two do the same: each begins with an empty cache, and fills it.
    """
    taken(folder, "-j", "1", "--no-cache")  # compiles the program, and reads the files once
    one, two, again = [], [], []
    for number in range(times):
        one.append(taken(folder, "-j", "1", "--cache", f"{number}-one.sqlite"))
        two.append(taken(folder, "-j", "2", "--cache", f"{number}-two.sqlite"))
        again.append(taken(folder, "-j", "2", "--cache", f"{number}-two.sqlite"))
    first, second, third = (
        Taken(*(statistics.median(one) for one in zip(*some, strict=True)))
        for some in (one, two, again)
    )
    said("one worker", _both(first))
    said("two workers", f"{_both(second)}, {first.wall / second.wall:.2f} times", "1.7 times")
    said("second run", f"{_both(third)}, {second.wall / third.wall:.0f} times", "20 times")


def _both(said: Taken) -> str:
    return f"{said.wall:.2f} s ({said.processors:.2f} s of processors)"


def kill(folder: Path) -> None:
    """Print what a run that is killed in the middle leaves to the next one."""
    files = sum(file.is_file() for file in (folder / "in").rglob("*"))
    words = ("scan", "in", "-j", "2", "-f", "jsonl", "-o", "out.jsonl", "--cache", "kill.sqlite")
    with subprocess.Popen(  # noqa: S603 - ours
        [*gate.DEIDENT, *words], cwd=folder, env=gate.environment(folder),
        stderr=subprocess.DEVNULL, start_new_session=True,
    ) as running:  # fmt: skip
        while _done(folder / "kill.sqlite") < files * KILLED_AFTER:
            assert running.poll() is None, "it ended before it could be killed"
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGKILL)
    before = _done(folder / "kill.sqlite")
    resumed = gate.run(folder, *words)
    reused = f"其中 {before} 个文件" in resumed.stderr.decode()
    after = _told(folder)
    taken(folder, "-j", "2", "--no-cache")
    said(
        "killed", f"{before} of {files} done; none twice: {reused}; same: {after == _told(folder)}"
    )


def _done(cache: Path) -> int:
    """Count the outcomes that are remembered; names that were judged are rows of their own."""
    try:
        with sqlite3.connect(f"file:{cache}?mode=ro", uri=True) as base:
            asked = "SELECT count(*) FROM outcome WHERE content <> '{\"clean\":true}'"
            return int(base.execute(asked).fetchone()[0])
    except sqlite3.Error:
        return 0


def _told(folder: Path) -> list[str]:
    """Return what a report says of each file, without the masked forms, which no cache holds."""
    lines = [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    for line in lines:
        for one in line.get("findings", ()):
            one.pop("masked", None)
            # Fingerprints are under the office's key; the run without a cache has the same one.
        line.pop("digests", None)
    return [json.dumps(line, sort_keys=True) for line in lines]


def hostile(folder: Path) -> None:
    """Print what becomes of files that crash their reader, hang, or eat memory."""
    (folder / "in").mkdir(parents=True)
    (folder / "hook").mkdir()
    (folder / "hook" / "sitecustomize.py").write_text(_HOSTILE, encoding="utf-8")
    for name in ("a", "crash", "b", "hang", "c", "eat", "d"):
        (folder / "in" / f"{name}.txt").write_text(f"{name}：政策咨询电话12345。\n", "utf-8")
    environment = gate.environment(folder)
    environment["PYTHONPATH"] += os.pathsep + str(folder / "hook")
    words = ("scan", "in", "-f", "json", "-j", "2", "--timeout", "10", "--memory", "1500")
    done = subprocess.run(  # noqa: S603 - ours
        [*gate.DEIDENT, *words], cwd=folder, env=environment, capture_output=True, check=False
    )
    files = json.loads(done.stdout)["files"]
    codes = {Path(one["name"]).stem: (one["refusal"] or {}).get("code", "read") for one in files}
    said("hostile", f"exit {done.returncode}: {codes}", "exit 3, others read")


def said(what: str, figure: str, term: str = "") -> None:
    """Print one figure with the term it must keep."""
    print(f"{what:14} {figure}" + (f"   (term: {term})" if term else ""), flush=True)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("files", nargs="?", type=int, default=2_000)
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--only", action="append", default=[])
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "office"
        parts: dict[str, Callable[[], None]] = {
            "pool": lambda: pool(folder, args.times),
            "kill": lambda: kill(folder),
            "hostile": lambda: hostile(Path(made) / "hostile"),
            "hook": lambda: said("hook", _hooked(gate.hook(Path(made) / "commit")), "5 s"),
            "stdio": lambda: said("--stdio", _pair(gate.answers(Path(made) / "cms")), "20 ms"),
            "verify": lambda: said(
                "verify", _pair(gate.verifying(Path(made) / "desk"), "with the scan"), "50 ms"
            ),
        }
        chosen = [name for name in parts if not args.only or name in args.only]
        if {"pool", "kill"} & set(chosen):
            fill(folder / "in", args.files)
            said("files", f"{args.files}, load {os.getloadavg()[0]:.1f}")
        for name in chosen:
            parts[name]()


def _hooked(taken: tuple[float, float]) -> str:
    return f"{taken[0]:.2f} s ({taken[1]:.2f} s of processors)"


def _pair(taken: tuple[float, float], second: str = "best") -> str:
    return f"{1000 * taken[0]:.1f} ms ({second} {1000 * taken[1]:.1f} ms)"


if __name__ == "__main__":
    main()
