"""SARIF: what a code scanner gets is SARIF, relative, keyed, and honest about what was not read."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.report.cases import CLEAN, EVERY, FULL, REFUSED, SUMMARY

from deident.errors import ExitCode
from deident.report.sarif import FINGERPRINT, SarifReport
from deident.report.values import FileReport, Summary, Told

SCHEMA = json.loads((Path(__file__).parent / "sarif-subset.schema.json").read_text("utf-8"))
BASES = {"CN_MOBILE": "GB/T 35273"}


def written(*reports: FileReport, summary: Summary = SUMMARY) -> dict[str, Any]:
    """Return the run that SARIF says of these files, after checking all of it."""
    out = io.StringIO()
    report = SarifReport(out, BASES)
    for one in reports:
        report.file(one)
    report.close(summary)
    said = json.loads(out.getvalue())
    Draft202012Validator(SCHEMA).validate(said)
    run: dict[str, Any] = said["runs"][0]
    return run


def test_everything_is_sarif() -> None:
    """Every kind of file in one run; every rule and notification is described once."""
    run = written(*EVERY)
    driver = run["tool"]["driver"]
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules))
    assert {result["ruleId"] for result in run["results"]} == set(rules)
    said = run["invocations"][0]["toolExecutionNotifications"]
    assert {one["descriptor"]["id"] for one in said} == {
        one["id"] for one in driver["notifications"]
    }
    assert len(run["artifacts"]) == len(EVERY)


def test_every_property_is_one_of_the_standards_and_none_that_it_demands_is_missing() -> None:
    """By classes that somebody else made from the schema of OASIS; another reader than we are."""
    pytest.importorskip("sarif_om")
    from tests.report.sarif_standard import faults

    out = io.StringIO()
    report = SarifReport(out, BASES)
    for one in EVERY:
        report.file(one)
    report.close(SUMMARY)
    said = json.loads(out.getvalue())
    assert list(faults(said)) == []
    # A saboteur: what the classes do not know is noticed wherever it hides.
    said["runs"][0]["results"][0]["severity"] = "high"
    del said["runs"][0]["tool"]["driver"]["name"]
    assert sorted(faults(said)) == ["Result: unknown severity", "ToolComponent: name is missing"]


def test_a_run_without_files_is_sarif_too() -> None:
    """An empty folder is no reason for broken JSON."""
    assert written()["results"] == []


def test_what_was_not_read_makes_the_run_unsuccessful() -> None:
    """A scanner that sees no results must not take it for a clean file."""
    unread = replace(CLEAN, unread=(Told(code="PICTURE_IN_TEXT", params=(2,)),))
    for one in (REFUSED, unread):
        invocation = written(one)["invocations"][0]
        assert invocation["executionSuccessful"] is False
        assert invocation["toolExecutionNotifications"][0]["level"] == "error"
    ended = replace(SUMMARY, exit_code=ExitCode.FINDINGS)
    assert written(FULL, summary=ended)["invocations"][0]["executionSuccessful"] is True


def test_what_a_person_let_pass_is_suppressed_and_not_hidden() -> None:
    """Words in a line are in the source; a ruling is outside it."""
    found = [one["suppressions"] for one in written(FULL)["results"] if "suppressions" in one]
    assert [one[0]["kind"] for one in found] == ["inSource", "external"]


def test_equal_values_have_different_fingerprints_and_a_key_of_one_run_has_none() -> None:
    """A fingerprint that changes with every run would make every finding new."""
    prints = [one.get("partialFingerprints") for one in written(FULL)["results"]]
    assert prints[:2] == [{FINGERPRINT: f"{'ab' * 10}:{number}"} for number in (1, 2)]
    passing = replace(FULL, notes=(Told(code="NO_OFFICE_KEY"),))
    assert not any("partialFingerprints" in one for one in written(passing)["results"])


def test_places_are_regions_only_where_a_line_is_a_line_of_the_file() -> None:
    """Cells, pages and boxes are named in words and properties."""
    cell, line, picture = written(FULL)["results"][:3]
    assert "logicalLocations" in cell["locations"][0]
    assert cell["locations"][0]["logicalLocations"][0]["kind"] == "cell"
    assert line["locations"][0]["physicalLocation"]["region"] == {"startLine": 5}
    assert "region" not in picture["locations"][0]["physicalLocation"]
    assert picture["properties"]["box"] == [10, 20, 110, 50]


def test_an_absolute_path_becomes_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an office keeps its files is nobody else's business."""
    monkeypatch.chdir(tmp_path)
    run = written(replace(CLEAN, name=str(tmp_path / "a b" / "c.txt")))
    assert run["artifacts"][0]["location"]["uri"] == "a%20b/c.txt"


def test_the_basis_stands_in_the_rule() -> None:
    """Whoever is stopped learns by what."""
    rules = {rule["id"]: rule for rule in written(FULL)["tool"]["driver"]["rules"]}
    assert "GB/T 35273" in rules["CN_MOBILE"]["help"]["text"]
    assert rules["CN_MOBILE"]["shortDescription"] == {"text": "手机号码"}
