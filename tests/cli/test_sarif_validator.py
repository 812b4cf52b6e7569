"""SARIF before its own judges: Microsoft's validator and the official schema that it brings along.

`script/bootstrap --slow` puts both into .venv; SARIF_MULTITOOL names another folder. The schema is
asked apart, because the program passes over a log with a level that does not exist.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deident import keys
from deident.errors import ExitCode

_OWN = Path(__file__).parents[2] / ".venv" / "sarif-multitool" / "package"
FOLDER = Path(os.environ.get("SARIF_MULTITOOL") or _OWN)
PROGRAM = FOLDER / "Sarif.Multitool"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.access(PROGRAM, os.X_OK), reason="script/bootstrap --slow found no npm to fetch it"
    ),
]

FILES = {
    "findings.txt": "联系人手机13800004719。\n",
    "questions.csv": "事项,电话\n修路,13800004719\n",
    "allowed.txt": "值班电话13800004719。# deident:allow[CN_MOBILE] 公开的值班电话\n",
    "unread.pdf": "%PDF-1.7\n",
    "clean 一.txt": "各科室请认真贯彻执行。政策咨询电话：12345。\n",
}
# A cell of a table has no lines and columns of a text, and nobody knows where an office puts its
# pages about deident: the two recommendations that are not followed.
_NOT_FOLLOWED = {"SARIF2005", "SARIF2017"}


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return what SARIF says of every kind of outcome: alone, of all, of none, and at the gate."""
    folder = tmp_path_factory.mktemp("office")
    keys.create(folder / ".deident.key")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "empty").mkdir()
    alone = ("findings.txt", "unread.pdf", "clean 一.txt")
    runs: dict[str, tuple[str, ...]] = {name: ("scan", name) for name in alone}
    runs |= {"all": ("scan", *FILES), "none": ("scan", "empty"), "gate": ("hook", *FILES)}
    for number, words in enumerate(runs.values()):
        done = subprocess.run(
            [sys.executable, "-m", "deident", *words, "-f", "sarif", "-o", f"{number}.sarif"],
            cwd=folder, capture_output=True, check=False, timeout=300,
            env={**os.environ, "PYTHONUTF8": "1", "DEIDENT_KEY_FILE": ".deident.key",
                 "XDG_CACHE_HOME": str(folder / ".deident-cache")},
        )  # fmt: skip
        assert done.returncode in {ExitCode.CLEAN, ExitCode.FINDINGS, ExitCode.UNREADABLE}
    found = {name: folder / f"{number}.sarif" for number, name in enumerate(runs)}
    assert json.loads(found["all"].read_text("utf-8"))["runs"][0]["results"]
    return found


def faults(*logs: Path) -> set[tuple[str, str]]:
    """Return what the validator says of them: its rules, and how bad it is."""
    told = logs[0].with_suffix(".told")
    subprocess.run(
        [PROGRAM, "validate", *logs, "--output", told, "--log", "ForceOverwrite"],
        check=False, capture_output=True, timeout=300,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )  # fmt: skip
    run = json.loads(told.read_text("utf-8-sig"))["runs"][0]
    assert run["invocations"][0]["executionSuccessful"]
    return {(one["ruleId"], one.get("level", "warning")) for one in run["results"]}


def test_microsofts_validator_finds_no_fault(logs: dict[str, Path]) -> None:
    """Errors none, and of its recommendations only the two that are not ours to follow."""
    found = faults(*logs.values())
    assert {rule for rule, level in found if level == "error"} == set()
    assert {rule for rule, _ in found} <= _NOT_FOLLOWED


def test_the_validator_notices_a_saboteur(logs: dict[str, Path], tmp_path: Path) -> None:
    """Or its silence would say nothing."""
    said = json.loads(logs["all"].read_text("utf-8"))
    said["runs"][0]["results"][0]["ruleIndex"] = 99
    said["runs"][0]["severity"] = "high"
    bad = tmp_path / "bad.sarif"
    bad.write_text(json.dumps(said), encoding="utf-8")
    assert {("JSON1005", "error"), ("SARIF1009", "error")} <= faults(bad)


def test_every_report_keeps_the_official_schema(logs: dict[str, Path]) -> None:
    """The schema as the package brings it; and it is one that refuses."""
    schema = json.loads((FOLDER / "sarif-2.1.0.json").read_text("utf-8-sig"))
    official = Draft202012Validator(schema)
    said: dict[str, Any] = {}
    for log in logs.values():
        said = json.loads(log.read_text("utf-8"))
        assert [fault.message for fault in official.iter_errors(said)] == []
    bad = copy.deepcopy(said)
    bad["runs"][0]["results"][0]["level"] = "fatal"
    assert not official.is_valid(bad)
