"""`--column`: the policy chooses the scene, not whoever publishes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from deident.api import Deidentifier
from deident.errors import ExitCode, PolicyError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

ROSTER = "姓名,手机号码,补贴金额\n赵钱孙,13800001234,120\n"


def test_a_column_holds_its_scene(command: Command, tmp_path: Path) -> None:
    """The same list keeps its names as a subsidy and hides them as relief."""
    (tmp_path / "公示.csv").write_text(ROSTER, encoding="utf-8")
    for column, shown in (("惠民惠农补贴", True), ("社会救助", False)):
        done = command("mask", "公示.csv", "--to", column, "--column", column)
        assert done.returncode == ExitCode.CLEAN, done.stderr
        copy = (tmp_path / column / "公示.csv").read_text(encoding="utf-8")
        assert ("赵钱孙" in copy) is shown
        assert "13800001234" not in copy


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--column", "社会救护"), "did you mean '社会救助'"),
        (("--column", "社会救助", "--scene", "default"), "leave --scene out"),
    ],
)
def test_a_wrong_column_is_refused(
    command: Command, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    """An unknown column, or a scene of the author's own beside it, is exit 2."""
    (tmp_path / "公示.csv").write_text(ROSTER, encoding="utf-8")
    done = command("scan", "公示.csv", *words)
    assert done.returncode == ExitCode.USAGE
    assert said in done.stderr


def test_a_publishing_system_names_the_column(command: Command, tmp_path: Path) -> None:
    """Line by line: one worker answers for every column of the site."""
    file = tmp_path / "公示.csv"
    file.write_text(ROSTER, encoding="utf-8")
    asked = [
        {"id": column, "path": str(file), "column": column}
        for column in ("惠民惠农补贴", "社会救助", "社会救护")
    ]
    lines = "\n".join(json.dumps(one) for one in asked).encode()
    done = command("hook", "--stdio", stdin=lines)
    answers = {one["id"]: one for one in map(json.loads, done.stdout.splitlines())}
    kinds = {
        name: {reason["params"].get("entity_type") for reason in answer["reasons"]}
        for name, answer in answers.items()
    }
    assert "PERSON" not in kinds["惠民惠农补贴"]
    assert "PERSON" in kinds["社会救助"]
    assert answers["社会救护"]["exit_code"] == ExitCode.USAGE


def test_a_library_names_the_column() -> None:
    """`Deidentifier(column=…)` is the same word of the same policy."""
    assert Deidentifier(column="行政处罚").scene.name == "penalty"
    with pytest.raises(PolicyError, match="did you mean '行政处罚'"):
        Deidentifier(column="行政处法")
