"""JUnit: one case for every file; what was not read is an error, what was left out is skipped."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from lxml import etree
from tests.report.cases import CLEAN, EVERY, FULL, REFUSED, STEERING, SUMMARY

from deident.report.junit import JunitReport

if TYPE_CHECKING:
    from deident.report.values import FileReport


def suite(*reports: FileReport, lang: str = "zh") -> etree._Element:
    """Return the suite that a build server reads."""
    out = io.StringIO()
    report = JunitReport(out, "mask", lang)
    for one in reports:
        report.file(one)
    report.close(SUMMARY)
    return etree.fromstring(out.getvalue().encode())[0]


def test_there_is_a_case_for_every_file_and_the_totals_agree() -> None:
    """Four files, and three links that were left out."""
    made = suite(*EVERY)
    assert len(made) == int(made.get("tests")) == len(EVERY) + 1
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(made.get(name)) == len(made.findall(f".//{tag}")) == 1


def test_findings_fail_and_what_was_not_read_is_an_error() -> None:
    """A build server shows them apart."""
    failed, passed, wrong = suite(FULL, CLEAN, REFUSED)[:3]
    assert [child.tag for child in failed] == ["failure"]
    assert "138****0000" in failed[0].text
    assert "待确认" in failed[0].text
    assert len(passed) == 0
    assert [child.tag for child in wrong] == ["error"]
    assert wrong[0].get("type") == "UNSUPPORTED_KIND"


def test_a_name_that_is_no_xml_is_spelt_out() -> None:
    """Escape codes, markup and bytes that are no text."""
    name = suite(STEERING)[0].get("name")
    assert name == "公示/\\x1b[2J]]><&\"'\\udcff.txt"
    assert "mask" in (suite(FULL, lang="en")[0][0].text or "")
