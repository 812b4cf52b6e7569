"""What every OCR engine owes the rest of deident."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fixtures import pictures
from PIL import Image
from tests.ocr.shared import engine

from deident.errors import MissingEngineError, UnreadableError, UsageError
from deident.ocr import rapidocr, registry, tesseract
from deident.ocr.quads import bounds, common

if TYPE_CHECKING:
    from deident.ocr import OcrLine, RgbImage

NAMES = ("rapidocr", "tesseract", "ensemble")
every_engine = pytest.mark.parametrize("name", NAMES)


def _strip() -> pictures.Drawing:
    page = pictures.Drawing(Image.new("RGB", (1200, 500), "white"))
    pictures.write(page, (80, 120), f"公民身份号码：【{pictures.RESIDENT_ID}】", 44)
    pictures.write(page, (80, 280), "家庭住址：夏阳县东城街道", 44)
    return page


STRIP = _strip()
PIXELS: RgbImage = np.asarray(STRIP.image)


def _read(name: str) -> tuple[OcrLine, ...]:
    return engine(name).read(PIXELS)


def test_rapidocr_reads_a_labelled_number_exactly() -> None:
    """The label and all eighteen characters."""
    said = "".join(line.text for line in _read("rapidocr"))
    assert f"公民身份号码：{pictures.RESIDENT_ID}" in said


def test_tesseract_reads_most_digits() -> None:
    """At least nine of ten, in their order."""
    said = "".join(line.text for line in _read("tesseract"))
    digits = "".join(character for character in said if character.isdecimal())
    assert len(digits) == 18
    assert sum(a == b for a, b in zip(digits, pictures.RESIDENT_ID, strict=True)) >= 17


@every_engine
def test_every_character_has_a_box_inside_the_picture(name: str) -> None:
    """Paint is laid where these boxes say."""
    lines = _read(name)
    assert lines
    for line in lines:
        assert len(line.quads) == len(line.text)
        assert 0 <= line.score <= 1
        for quad in line.quads:
            place = bounds((quad,))
            assert place.left >= 0
            assert place.top >= 0
            assert place.right <= PIXELS.shape[1]
            assert place.bottom <= PIXELS.shape[0]


@every_engine
def test_the_boxes_of_a_number_cover_its_ink(name: str) -> None:
    """The characters' boxes with their padding hold the number as it was drawn."""
    line = next(line for line in _read(name) if pictures.RESIDENT_ID[:6] in line.text)
    digits = [
        quad for quad, character in zip(line.quads, line.text, strict=True) if character.isdecimal()
    ]
    read, drawn = bounds(digits), bounds((pictures.quad(STRIP.truth[pictures.RESIDENT_ID]),))
    assert common(read, drawn) > 0.93 * drawn.area
    assert read.area < 2.2 * drawn.area


@every_engine
def test_an_empty_page_has_no_lines(name: str) -> None:
    """White paper says nothing."""
    assert engine(name).read(np.full((400, 600, 3), 255, np.uint8)) == ()


@every_engine
def test_a_picture_without_pixels_is_refused(name: str) -> None:
    """Nothing to read is not the same as nothing found."""
    with pytest.raises(UnreadableError):
        engine(name).read(np.zeros((0, 10, 3), np.uint8))


@every_engine
def test_the_version_names_the_models(name: str) -> None:
    """A clearance says which weights were asked."""
    version = engine(name).version
    assert name in version
    assert any(len(word.strip(",")) == 12 for word in version.split())


@every_engine
def test_an_engine_knows_its_name(name: str) -> None:
    """As the command line takes it."""
    assert engine(name).name == name


@every_engine
def test_reading_needs_no_network(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh engine reads with every door to the network nailed shut."""

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert registry.engine(name).read(PIXELS)


def test_a_missing_package_is_an_error_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine is never the same as no findings."""
    monkeypatch.setattr(rapidocr, "_PACKAGES", ("a_package_nobody_has",))
    with pytest.raises(MissingEngineError, match="pip install") as caught:
        registry.engine("rapidocr")
    assert caught.value.params["install"] == rapidocr.INSTALL


def test_missing_models_are_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release with other models is refused rather than left to download ours."""
    monkeypatch.setitem(rapidocr._MODELS, "Rec", "nowhere.onnx")
    with pytest.raises(MissingEngineError):
        registry.engine("rapidocr")


def test_a_missing_program_is_an_error_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for tesseract: no binary, or no Chinese."""
    tesseract._languages.cache_clear()
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-program")
    try:
        with pytest.raises(MissingEngineError, match="apt-get install"):
            registry.engine("tesseract")
    finally:
        tesseract._languages.cache_clear()


def test_auto_takes_the_next_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without onnxruntime, tesseract reads."""
    monkeypatch.setattr(rapidocr, "_PACKAGES", ("a_package_nobody_has",))
    assert registry.engine().name == "tesseract"
    assert [one.missing for one in registry.available()] == [rapidocr.INSTALL, ""]


def test_auto_without_any_engine_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing installed is an error."""
    monkeypatch.setattr(rapidocr, "_PACKAGES", ("a_package_nobody_has",))
    monkeypatch.setattr(tesseract, "_LANGUAGE", "none")
    with pytest.raises(MissingEngineError):
        registry.engine()


def test_an_unknown_engine_is_a_usage_error() -> None:
    """The message lists the ones there are."""
    with pytest.raises(UsageError, match="rapidocr"):
        registry.engine("eyes")
