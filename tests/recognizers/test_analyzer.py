"""Presidio is real in both directions, and cannot fail open."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_anonymizer import AnonymizerEngine

import deident
from deident.api import Deidentifier
from deident.errors import RecognizerTimeoutError
from deident.model import Segment, Tier
from deident.recognizers import packs
from deident.recognizers.reading import read
from deident.recognizers.scan import Scanner

TEXT = "张某，手机138 0000 1234，家庭电话：0359-5620000。"


def _engine() -> AnalyzerEngine:
    no_model = NoOpNlpEngine([{"lang_code": "zh", "model_name": "no_op"}])
    return AnalyzerEngine(deident.presidio.registry(), no_model, supported_languages=["zh"])


def test_our_recognizers_work_in_anybodys_engine() -> None:
    """Their offsets are those of the text, invisible characters and all."""
    text = "编\u200b者按：" + TEXT
    results = _engine().analyze(text, language="zh")
    assert {(r.entity_type, text[r.start : r.end]) for r in results} >= {
        ("CN_MOBILE", "138 0000 1234")
    }


def test_our_operators_work_in_anybodys_anonymizer() -> None:
    """What our recognizers find, our operators write over."""
    results = [r for r in _engine().analyze(TEXT, language="zh") if r.entity_type == "CN_MOBILE"]
    engine: Any = deident.presidio.register(AnonymizerEngine())  # type: ignore[no-untyped-call]
    masked = engine.anonymize(TEXT, results, operators=deident.presidio.operators()).text
    assert "138 **** 1234" in masked


def _stranger() -> PatternRecognizer:
    return PatternRecognizer(
        "STAFF_NUMBER",
        supported_language="zh",
        patterns=[Pattern("staff", r"GH[0-9]{4}", 0.6)],
        context=["工号"],
    )


def test_a_third_partys_recognizer_stands_beside_ours() -> None:
    """Its kind is unknown to the policy, so a person is asked, and it is masked until then."""
    prepared = Deidentifier(recognizers=[_stranger()])
    masked = prepared.mask_text("工号GH1234，手机13800001234")
    assert "GH1234" not in masked.text
    assert "13800001234" not in masked.text
    kinds = {(d.finding.entity_type, d.action.name) for d in masked.decisions}
    assert kinds == {("STAFF_NUMBER", "ASK"), ("CN_MOBILE", "MASK")}


def test_context_lifts_a_third_partys_score_in_chinese() -> None:
    """Presidio's own enhancer compares lemmas and never fires here."""
    (finding,) = Deidentifier(recognizers=[_stranger()]).scan_text("工号GH1234")
    assert finding.score == pytest.approx(0.95)
    assert finding.evidence.tier is Tier.CHECKSUM


def test_a_timeout_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """Presidio turns it into «nothing found»; here it keeps the gate shut."""

    class Stuck:
        groupindex: frozenset[str] = frozenset()

        def finditer(self, *_: Any, **__: Any) -> Any:  # noqa: ANN401 - as regex has it
            raise TimeoutError

    scanner = Scanner(packs.built_in())
    rule = next(p for p in scanner.packs if p.entity_type == "CN_MOBILE").rules[0]
    monkeypatch.setattr(type(rule), "compiled", Stuck(), raising=False)
    with pytest.raises(RecognizerTimeoutError):
        scanner.scan(read([Segment(id="s", text="附13800001234")]))


def test_presidios_loggers_print_no_text(caplog: pytest.LogCaptureFixture) -> None:
    """At debug, and in errors, they would."""
    prepared = Deidentifier()
    with caplog.at_level(logging.DEBUG):
        prepared.scan_text(TEXT)
        logging.getLogger("presidio-analyzer").error("could not read %s", TEXT)
    assert "13800001234" not in caplog.text
    assert "138 0000 1234" not in caplog.text
