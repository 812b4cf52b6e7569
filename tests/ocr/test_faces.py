"""Faces: whose they are is said by the words around them."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures import photographs, pictures
from tests.ocr.shared import Scripted, line

from deident.ocr.seen import PORTRAIT, faces
from deident.ocr.seen.look import Looker

# Drawn faces prove that what is found is painted, not how many real ones are found.
needs_cascade = pytest.mark.skipif(not faces.installed(), reason="OpenCV 5 has no cascades")
CARD = photographs.on_desk(photographs.identity_card())
PORTRAIT_AT = CARD.truth[-1].quad


@pytest.mark.parametrize(
    ("words", "answer"),
    [("夏阳县第一小学三年级班级合影", True), ("居民身份证复印件", True), ("干部任前公示", False)],
)
def test_words_say_whether_faces_must_go(words: str, answer: bool) -> None:
    """Papers about one person, and minors; not an official's portrait."""
    assert faces.wanted((line(words, 0, 0, 100, 20),)) is answer


@needs_cascade
def test_a_drawn_face_is_found_where_it_is() -> None:
    """The frame takes in the face from hair to chin."""
    (face,) = faces.faces(np.asarray(CARD.image), ())
    assert photographs.covered(face.quads[0], [PORTRAIT_AT], CARD.image.size) > 0.6


@needs_cascade
def test_what_lies_over_text_is_no_face() -> None:
    """A cascade sees eyes in 田 and a mouth in 一."""
    (face,) = faces.faces(np.asarray(CARD.image), ())
    left, top = face.quads[0][:2]
    text = line("田里一口井" * 4, left, top + 50, left + 300, top + 120)
    assert not faces.faces(np.asarray(CARD.image), (text,))


@needs_cascade
@pytest.mark.parametrize("words", ["夏阳县第一小学", "任前公示"])
def test_only_faces_of_minors_and_papers_are_painted(words: str) -> None:
    """The others are counted, so that the copy can say how many it shows."""
    looked = Looker(Scripted([()])).look(np.asarray(CARD.image), (line(words, 0, 0, 200, 30),))
    portraits = [sight for sight in looked.sights if sight.kind == PORTRAIT]
    assert (len(portraits), looked.faces) == ((1, 0) if "小学" in words else (0, 1))


@needs_cascade
def test_pages_and_streets_have_no_faces() -> None:
    """Nothing is painted and nothing is said, though a cascade sees a face in a seal."""
    sealed = pictures.decision(150)
    pictures.seal(sealed, (700, 1100), 160)
    for picture in (
        pictures.decision().image,
        sealed.image,
        sealed.image.convert("L").convert("RGB"),
        photographs.street(("blue", 350, 520, 150, 0.0)).image,
        photographs.landscape(),
        photographs.chart(),
    ):
        assert not faces.faces(np.asarray(picture), ())
