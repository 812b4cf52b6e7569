"""The measure itself: finders of which we know how good they are get the figures they deserve."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from deident.__main__ import run
from deident.cli.quality.figures import report
from deident.cli.quality.labelled import Labelled, document, documents
from deident.cli.quality.measuring import Prediction, measure
from deident.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from pathlib import Path

TEXT: dict[str, Any] = {
    "text": "申请人：许根生，住河西镇柳沟村五组71号。联系人：孔明。",
    "labels": [[4, 7, "PERSON", "three"], [12, 20, "CN_HOME_ADDRESS"]],
    "either": [[9, 12]],
    "tags": ["label"],
}
TABLE: dict[str, Any] = {
    "header": ["姓名", "学校"],
    "rows": [["许根生", "向阳小学"], ["欧阳明", "县民政局"]],
    "labels": [[0, 0, "PERSON"], [0, 1, "MINOR"]],
    "flags": [[0, "MINOR"]],
}


def seer(item: Labelled) -> list[Prediction]:
    """Find exactly what is labelled."""
    return [Prediction(label.spot, label.entity_type) for label in item.labels]


def blind(_: Labelled) -> list[Prediction]:
    """Find nothing."""
    return []


def painter(item: Labelled) -> list[Prediction]:
    """Take everything for a person, and every row for a child."""
    return [
        Prediction(label.spot._replace(row=row, column=column, start=0, end=len(cell)), kind)
        for label in item.labels[:1]
        for row, cells in enumerate(item.cells)
        for column, cell in enumerate(cells)
        for kind in ("PERSON", "MINOR")
    ]


def test_who_finds_everything_has_full_marks() -> None:
    """Recall, precision, F1 and coverage are 1, under every tag."""
    score = measure(map(document, (TEXT, TABLE)), seer)
    for kind in ("PERSON", "CN_HOME_ADDRESS", "MINOR"):
        count = score.of(kind)
        assert count.f1 == 1.0
        assert count.coverage.value == 1.0
    assert score.of("PERSON", "three").recall.hits == 1
    assert not score.failures


def test_who_finds_nothing_has_none() -> None:
    """And is named in the failures by line, not by text."""
    score = measure([document(TEXT, "7")], blind)
    assert score.of("PERSON").recall.value == 0.0
    assert score.of("PERSON").precision.total == 0
    assert "7" in report(score, failures=True)
    assert "许根生" not in report(score, failures=True)


def test_who_paints_everything_over_is_told_so() -> None:
    """Coverage is full, precision is not, and the row of a grown-up is counted."""
    score = measure(map(document, (TEXT, TABLE)), painter)
    assert score.of("PERSON").coverage.value == 1.0
    assert score.of("PERSON").precision.value < 0.5
    assert score.minors_elsewhere == (1, 1)


def test_a_value_hidden_in_part_is_found_but_not_covered() -> None:
    """One character left readable is enough to lose coverage."""

    def short(item: Labelled) -> list[Prediction]:
        return [one._replace(spot=one.spot._replace(end=one.spot.end - 1)) for one in seer(item)]

    count = measure([document(TEXT)], short).of("PERSON")
    assert (count.recall.value, count.coverage.value) == (1.0, 0.0)


def test_what_may_be_kept_may_also_be_hidden() -> None:
    """A township that is hidden is neither right nor wrong."""

    def township(item: Labelled) -> list[Prediction]:
        return [Prediction(item.either[0], "CN_HOME_ADDRESS")]

    assert measure([document(TEXT)], township).of("CN_HOME_ADDRESS").precision.total == 0


@pytest.mark.parametrize(
    "line",
    [
        "许根生",
        '{"text": "许根生"}',
        '{"text": "许根生", "labels": [[0, 9, "PERSON"]]}',
        '{"text": "许根生", "labels": [[0, 2]]}',
        '{"rows": [["许根生"]], "labels": [[3, 0, "PERSON"]]}',
        "[]",
    ],
)
def test_a_line_that_is_wrong_is_named_and_not_quoted(tmp_path: Path, line: str) -> None:
    """A label outside its text would be measured as nothing at all."""
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(TEXT) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 2") as caught:
        list(documents(file))
    assert "许根生" not in str(caught.value)


def test_the_command_measures_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures by type and tag, and no text."""
    file = tmp_path / "a.jsonl"
    lines = (json.dumps(one, ensure_ascii=False) for one in (TEXT, TABLE))
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run(["packs", "test", str(file), "--lang", "en", "-v"]) == ExitCode.CLEAN
    said = capsys.readouterr().out
    assert "recall" in said
    assert "CN_HOME_ADDRESS" in said
    assert "许根生" not in said
