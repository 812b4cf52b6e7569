"""One report of everything, for the tests of every format."""

from __future__ import annotations

from dataclasses import replace

from deident.errors import ExitCode
from deident.model import Locator
from deident.report.units import units
from deident.report.values import Asked, FileReport, Listed, Summary, Told, refused

FULL = FileReport(
    name="公示/民政局/补贴 公示.csv",
    exit_code=ExitCode.FINDINGS,
    status="needs_review",
    counts={"MASK": {"CN_MOBILE": 2}, "ASK": {"PERSON": 2}, "KEEP": {}},
    listed=(
        Listed(
            entity_type="CN_MOBILE", action="MASK", where=Locator(row=2, column=3, line=2),
            masked="138****0000", because="LABEL", label="手机", fingerprint="ab" * 10,
        ),
        Listed(
            entity_type="CN_MOBILE", action="MASK", where=Locator(line=5),
            masked="138****0000", because="LABEL", label="手机", fingerprint="ab" * 10,
        ),
        Listed(
            entity_type="PERSON", action="ASK", where=Locator(page=1, line=4), masked="=赵**",
            question="PERSON:姓名", box=(10, 20, 110, 50), because="LABEL",
        ),
    ),
    questions=(
        Asked(
            key="PERSON:姓名", entity_type="PERSON", label="姓名", count=2,
            places=(Locator(row=2),),
        ),
    ),
    left=(Told(code="LEFT", params=("CN_MOBILE",)),),
    notes=(Told(code="NOT_LOOKED_FOR", params=("ITINERARY",)),),
    written="补贴 公示.csv",
    digests={"input": "0" * 64},
    suppressed=(
        Listed(
            entity_type="CN_LANDLINE", action="ASK", where=Locator(line=9), masked="",
            because="SUPPRESSED_INLINE",
        ),
        Listed(
            entity_type="CN_LANDLINE", action="KEEP", where=Locator(line=10), masked="",
            because="RULING", rule="审核员甲",
        ),
    ),
)  # fmt: skip
CLEAN = FileReport(name="公示/住建局/b.txt", exit_code=ExitCode.CLEAN, status="clean")
STEERING = replace(CLEAN, name="公示/\x1b[2J]]><&\"'\udcff.txt")
REFUSED = refused(
    "公示/住建局/a.pdf",
    ExitCode.UNREADABLE,
    Told(code="UNSUPPORTED_KIND", named={"kind": "PDF <b>"}),
)
EVERY = (FULL, CLEAN, STEERING, REFUSED)
SUMMARY = Summary(
    command="mask", files=4, exit_code=ExitCode.UNREADABLE, masked=2, asked=2, questions=1,
    incomplete=1, left_out={"link": 3}, units=units(EVERY),
)  # fmt: skip
