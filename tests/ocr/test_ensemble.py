"""Several engines read as one: united, never voted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.ocr.shared import Scripted, line

from deident.errors import MissingEngineError
from deident.ocr import ppocr4, registry, tesseract
from deident.ocr.ensemble import Ensemble
from deident.ocr.page import prove_page, read_page

PAGE = np.full((400, 600, 3), 255, np.uint8)
SURE = line("家庭人口三人", 60, 100, 400, 130)
OTHER = line("家庭人口五人", 60, 100, 400, 130)
BELOW = line("联系电话13900000123", 60, 200, 400, 230)


def test_a_clean_page_asks_nobody_else() -> None:
    """One pass is enough where the first is sure."""
    adviser = Scripted([(BELOW,)])
    engine = Ensemble("two", Scripted([(SURE,)]), (adviser,))
    assert read_page(engine, PAGE).passes == 1
    assert adviser.seen == []


def test_doubt_asks_the_adviser_on_both_looks() -> None:
    """The adviser sees the page and its cleaned red channel; the first sees that too."""
    doubtful = line("身份证号12345", 60, 100, 400, 130, score=0.7)
    first, adviser = Scripted([(doubtful,)]), Scripted([()])
    reading = read_page(Ensemble("two", first, (adviser,)), PAGE)
    assert (len(first.seen), len(adviser.seen), reading.passes) == (2, 2, 4)


def test_the_strict_ensemble_asks_everybody_about_every_page() -> None:
    """However clean it is."""
    first, adviser, third = Scripted([(SURE,)]), Scripted([(SURE,)]), Scripted([(BELOW,)])
    reading = read_page(Ensemble("three", first, (adviser, third), always=True), PAGE)
    assert [len(engine.seen) for engine in (first, adviser, third)] == [2, 2, 1]
    assert reading.second == (BELOW,)


def test_what_anybody_reads_stands_beside_the_first_reading() -> None:
    """Nobody is outvoted: three against one are four readings."""
    engine = Ensemble("four", Scripted([(SURE,)]), [Scripted([(OTHER,)])] * 3, always=True)
    assert engine.read(PAGE) == (SURE, OTHER)


def test_the_adviser_proves_the_copy() -> None:
    """The engine that read the original does not judge its own work."""
    first, adviser = Scripted([(SURE,)]), Scripted([(BELOW,)])
    engine = Ensemble("two", first, (adviser,))
    before = read_page(engine, PAGE)
    proof = prove_page(engine, PAGE, before)
    assert (len(first.seen), len(adviser.seen)) == (1, 1)
    assert proof.lines == (BELOW,)


def test_a_page_that_was_turned_is_proved_upright() -> None:
    """Nobody looks for the turn twice."""
    first = Scripted([(SURE,)])
    before = read_page(first, PAGE)
    proof = prove_page(first, PAGE, replace(before, quarters=1))
    assert first.seen[-1].shape == (600, 400, 3)
    assert proof.passes == 1


def test_what_was_surely_read_before_answers_a_doubt_now() -> None:
    """The pixels are the same; a weaker reader's doubt holds nothing up."""
    engine = Ensemble("two", Scripted([(SURE,)]), (Scripted([(line("", 60, 100, 400, 130),)]),))
    before = read_page(engine, PAGE)
    assert prove_page(engine, PAGE, before).doubts == ()


@pytest.mark.parametrize("said", ["具旺", "具1"])
def test_scraps_between_bars_are_no_doubt(said: str) -> None:
    """What is left of two letters is known already; a digit may be a number's."""
    scrap = line(said, 60, 110, 400, 150, score=0.3)
    engine = Ensemble("two", Scripted([(SURE,)]), (Scripted([(scrap,)]),))
    proof = prove_page(engine, PAGE, read_page(engine, PAGE))
    assert [doubt.code for doubt in proof.doubts] == (["OCR_UNSURE"] if "1" in said else [])


def test_a_doubt_where_nothing_was_read_before_holds() -> None:
    """Something that looks like text and that nobody read."""
    page = PAGE.copy()
    page[205:225:4, 60:400:3] = 0
    unread = line("", 60, 200, 400, 230)
    engine = Ensemble("two", Scripted([(SURE,)]), (Scripted([(unread,)]),))
    proof = prove_page(engine, page, read_page(engine, page))
    assert [doubt.code for doubt in proof.doubts] == ["OCR_UNSURE"]


def test_the_version_names_every_part() -> None:
    """A clearance says whom it rests on."""
    version = registry.engine("rapidocr").version
    assert "PP-OCRv6" in version
    assert ppocr4.SHA256[:12] in version


def test_a_model_that_was_changed_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its digest is part of the program."""
    ppocr4.installed.cache_clear()
    monkeypatch.setattr(ppocr4, "SHA256", "0" * 64)
    try:
        with pytest.raises(MissingEngineError, match="pip install"):
            registry.engine("rapidocr")
    finally:
        ppocr4.installed.cache_clear()


def test_strict_reading_without_tesseract_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing opinion is an error with the command that installs it, never one opinion less."""
    monkeypatch.setattr(tesseract, "_LANGUAGE", "none")
    with pytest.raises(MissingEngineError, match="apt-get install"):
        registry.engine("ensemble")
