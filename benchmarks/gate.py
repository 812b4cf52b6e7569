"""An office at work: its key, ledger and reviewers, a repository of office files, a busy gate.

Each function returns the seconds that one thing took; `benchmarks/batch.py` prints them all.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document

from deident import keys
from deident.cli.commands.demo import workbook
from deident.ledger.signing import Hand

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
DEIDENT = (sys.executable, "-m", "deident")
_PEOPLE = {"信息员甲": "", "初审员乙": "初审", "复审员丙": "复审", "终审员丁": "终审"}
_SENTENCE = "会议研究了道路维修事项，并听取了各村的意见。"
_ROWS = [["姓名", "手机号码", "村"], *(["赵钱孙", f"138{n:08}", "东村"] for n in range(30))]


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of the office that works in a folder; its key is made if need be."""
    if not (key := keys_of(folder) / "office.key").is_file():
        key.parent.mkdir(parents=True, exist_ok=True)
        keys.create(key)
    own = {name: value for name, value in os.environ.items() if not name.startswith("DEIDENT_")}
    # As where it is installed: nobody's Python compiles the program anew at every start.
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    return {
        **own,
        "PYTHONPYCACHEPREFIX": str(keys_of(folder) / "bytecode"),
        "DEIDENT_KEY_FILE": str(key),
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
    }


def keys_of(folder: Path) -> Path:
    """Return where the keys of an office lie: never among its documents."""
    return folder.parent / f"{folder.name}-keys"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command of deident in a folder."""
    return subprocess.run(  # noqa: S603 - ours
        [*DEIDENT, *words], cwd=folder, env=environment(folder), capture_output=True, check=False
    )


def hook(folder: Path) -> tuple[float, float]:
    """Time the hook on a commit of ten documents and ten workbooks: by the wall, and processors."""
    folder.mkdir(parents=True)
    _git(folder, "init", "-q")
    for number in range(10):
        document = Document()
        for line in range(20):
            document.add_paragraph(f"{number}.{line} {_SENTENCE}")
        document.save(str(folder / f"通知{number}.docx"))
        (folder / f"名册{number}.xlsx").write_bytes(workbook([[str(number)], *_ROWS]))
    _git(folder, "add", ".")
    seconds = []
    before = sum(os.times()[2:4])
    for _ in range(3):
        began = time.perf_counter()
        done = run(folder, "hook", "--git", "pre-commit")
        seconds.append(time.perf_counter() - began)
        assert done.returncode == 1, done.stderr.decode()
    return statistics.median(seconds), (sum(os.times()[2:4]) - before) / len(seconds)


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607 - ours


def answers(folder: Path) -> tuple[float, float]:
    """Time one answer of `--stdio` about an article of 10 KB: the median and the best of fifty."""
    folder.mkdir(parents=True)
    article = folder / "article.txt"
    article.write_text(f"{_SENTENCE}\n" * 150 + "联系人手机13800004719。\n", encoding="utf-8")
    with subprocess.Popen(  # noqa: S603 - ours
        [*DEIDENT, "hook", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=environment(folder), cwd=folder,
    ) as worker:  # fmt: skip
        assert worker.stdin is not None
        assert worker.stdout is not None
        seconds = []
        for number in range(60):
            began = time.perf_counter()
            asked = json.dumps({"id": str(number), "path": str(article)}) + "\n"
            worker.stdin.write(asked.encode())
            worker.stdin.flush()
            said = json.loads(worker.stdout.readline())
            seconds.append(time.perf_counter() - began)
            assert said["exit_code"] == 1, said
        worker.stdin.close()
    measured = seconds[10:]
    return statistics.median(measured), min(measured)


def verifying(folder: Path) -> tuple[float, float]:
    """Time the check of a cleared copy, without looking at its content again, and with it."""
    _cleared(folder)
    os.environ.update(environment(folder))
    from deident.cli.options.parser import parse
    from deident.cli.review.desk import Verifier

    before = Path.cwd()
    os.chdir(folder)
    try:
        taken = []
        for scan in (False, True):
            with Verifier(parse(["verify", "out/a.csv"], "zh"), scan=scan) as verify:
                copy = Path("out/a.csv")
                assert verify(copy), verify(copy).reasons
                taken.append(statistics.median(_timed(partial(verify, copy)) for _ in range(50)))
    finally:
        os.chdir(before)
    return taken[0], taken[1]


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _cleared(folder: Path) -> None:
    """Found an office, submit a roster, and have it signed at every stage."""
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("".join(",".join(row) + "\n" for row in _ROWS), encoding="utf-8")
    _demand(folder, "init", "--ledger", ".deident/ledger.db")
    by = {name: ("--key", str(keys_of(folder) / f"{name}.key")) for name in _PEOPLE}
    for name, stage in _PEOPLE.items():
        _demand(folder, "init", "--reviewer", name, by[name][1])
        public = Hand.of(Path(by[name][1]).read_bytes()).public
        stages = ("--stage", stage) if stage else ()
        _demand(folder, "reviewer", "add", name, "--public", public, *stages)
    how = ("--to", "out", "--disclosure", "主动公开")
    _demand(folder, "submit", "a.csv", *how, *by["信息员甲"])
    for name, stage in _PEOPLE.items():
        if stage:
            _demand(folder, "sign", "out/a.csv", *by[name])
    _demand(folder, "clear", "out/a.csv", *by["终审员丁"])


def _demand(folder: Path, *words: str) -> None:
    done = run(folder, *words)
    assert done.returncode == 0, (words, done.stdout.decode(), done.stderr.decode())
