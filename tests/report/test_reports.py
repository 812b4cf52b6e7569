"""Reports: what machines get is what the schema says, what people get lines up."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from deident.errors import ExitCode
from deident.model import Locator
from deident.report.machine import JsonLinesReport, JsonReport
from deident.report.terminal import TextReport, aligned, printable, width
from deident.report.values import (
    STATUSES,
    Asked,
    FileReport,
    Listed,
    Summary,
    Told,
    refused,
)

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "report.schema.json").read_text("utf-8")
)
TYPES = {"string": str, "integer": int, "object": dict, "array": list, "null": type(None)}

FULL = FileReport(
    name="补贴公示.csv",
    exit_code=ExitCode.FINDINGS,
    status="needs_review",
    counts={"MASK": {"CN_MOBILE": 1}, "ASK": {"PERSON": 2}, "KEEP": {}},
    listed=(
        Listed(
            entity_type="CN_MOBILE", action="MASK", where=Locator(row=2, column=3),
            masked="138****0000", because="LABEL", label="手机", rule="default/CN_MOBILE/label",
        ),
        Listed(entity_type="PERSON", action="ASK", where=Locator(page=1), masked="赵**"),
    ),
    questions=(
        Asked(
            key="PERSON:姓名", entity_type="PERSON", label="姓名", count=2,
            places=(Locator(row=2),),
        ),
    ),
    unread=(Told(code="PICTURE_IN_TEXT", where="text", params=(2,)),),
    left=(Told(code="LEFT", params=("CN_MOBILE",)),),
    notes=(Told(code="NOT_LOOKED_FOR", params=("ITINERARY",)),),
    written="补贴公示.csv",
    digests={"sha256": "0" * 64},
    versions={"policy": "default 1"},
)  # fmt: skip
REFUSED = refused(
    "a.pdf", ExitCode.UNREADABLE, Told(code="UNSUPPORTED_KIND", named={"kind": "PDF"})
)
SUMMARY = Summary(
    command="mask", files=2, exit_code=ExitCode.UNREADABLE, masked=1, asked=2, questions=1,
    incomplete=1, left_out={"link": 1},
)  # fmt: skip


def conforms(item: Any, schema: dict[str, Any]) -> None:  # noqa: ANN401 - JSON
    """Check the part of JSON Schema that ours uses."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        schema = schema["anyOf"][item is not None]
        return conforms(item, schema)
    if "const" in schema:
        assert item == schema["const"]
    if "enum" in schema:
        assert item in schema["enum"]
    kinds = schema.get("type", [])
    if kinds:
        allowed = [TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)]
        assert isinstance(item, tuple(allowed)), (item, kinds)
    assert not isinstance(item, int) or item >= schema.get("minimum", 0)
    if isinstance(item, list):
        for one in item:
            conforms(one, schema["items"])
    if isinstance(item, dict):
        _object(item, schema)
    return None


def _object(item: dict[str, Any], schema: dict[str, Any]) -> None:
    known, other = schema.get("properties", {}), schema.get("additionalProperties", True)
    assert set(schema.get("required", ())) <= set(item)
    for key, value in item.items():
        if key in known:
            conforms(value, known[key])
        else:
            assert other is not False, key
            if isinstance(other, dict):
                conforms(value, other)


def test_the_document_is_what_the_schema_says() -> None:
    """Other people's programs read it."""
    out = io.StringIO()
    report = JsonReport(out, "mask")
    report.file(FULL)
    report.file(REFUSED)
    report.close(SUMMARY)
    conforms(json.loads(out.getvalue()), SCHEMA)


def test_a_document_without_files_is_one_too() -> None:
    """An empty folder is no reason for broken JSON."""
    out = io.StringIO()
    JsonReport(out, "scan").close(SUMMARY)
    conforms(json.loads(out.getvalue()), SCHEMA)


def test_every_line_is_an_item_of_the_document() -> None:
    """And the last one is the summary."""
    out = io.StringIO()
    report = JsonLinesReport(out, "mask")
    report.file(FULL)
    report.close(SUMMARY)
    first, last = map(json.loads, out.getvalue().splitlines())
    assert first.pop("schema_version") == last.pop("schema_version") == "1"
    assert first.pop("command") == "mask"
    conforms(first, SCHEMA["$defs"]["file"])
    conforms(last["summary"], SCHEMA["$defs"]["summary"])


def test_the_schema_knows_every_status() -> None:
    """A new one must be announced."""
    assert SCHEMA["$defs"]["file"]["properties"]["status"]["enum"] == list(STATUSES)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_people_read_what_and_where(lang: str) -> None:
    """Every part of a full report is there, in one language."""
    out = io.StringIO()
    report = TextReport(out, lang=lang, verbose=True)
    report.file(FULL)
    report.file(REFUSED)
    report.close(SUMMARY)
    said = out.getvalue()
    for part in ("138****0000", "补贴公示.csv", "PDF"):
        assert part in said
    for part in ("第2行第3列", "手机号码", "共 2 处") if lang == "zh" else ("row 2, column 3",):
        assert part in said
    assert "\x1b" not in said


def test_columns_line_up_under_chinese() -> None:
    """A Chinese character is two columns wide."""
    lines = list(aligned([("姓名", "赵**"), ("手机号码", "138****0000")]))
    assert width(lines[0].partition("赵")[0]) == width(lines[1].partition("138")[0])


def test_a_name_cannot_steer_the_terminal() -> None:
    """Escapes, line breaks and right-to-left marks are spelt out."""
    assert printable("a\x1b[2J\nb\u202ec") == "a\\x1b[2J\\nb\\u202ec"
