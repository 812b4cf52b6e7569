"""Letters that lie on their side are set upright and read again, where that says more."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures import pictures
from PIL import Image
from tests.ocr.shared import engine, line

from deident.ocr.sideways import may_lie, says_more, set_upright

TITLE = "声明书"


@pytest.mark.parametrize(
    ("text", "right", "score", "lies"),
    [
        ("旭雷弁", 190, 0.6, True),
        ("", 190, 0.0, True),
        # A sure reading stands, and a number, a letter alone and a sentence are no title.
        ("旭雷弁", 190, 0.97, False),
        ("旭1弁", 190, 0.6, False),
        ("旭", 75, 0.6, False),
        ("旭雷弁旭雷弁旭雷弁", 600, 0.6, False),
    ],
)
def test_a_short_unsure_line_may_lie(text: str, right: int, score: float, lies: bool) -> None:
    """Only what is as long as a few letters is looked at again."""
    assert may_lie(line(text, 10, 10, right, 70, score=score)) is lies


@pytest.mark.parametrize(
    ("text", "score", "more"),
    [(TITLE, 1.0, True), (TITLE, 0.85, False), ("2019", 1.0, False), ("", 0.0, False)],
)
def test_only_a_word_read_surely_says_more(text: str, score: float, more: bool) -> None:
    """What turning letters of an ordinary line makes of it is not believed."""
    lying = line("旭雷弁", 10, 10, 190, 70, score=0.62)
    assert says_more(line(text, 10, 10, 190, 70, score=score), lying) is more


def test_letters_keep_their_order() -> None:
    """Each square is turned clockwise where it stands."""
    first, second = np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4, 3), np.uint8)
    first[:, 0], second[0] = 1, 2
    upright = set_upright(np.concatenate([first, second], axis=1))
    assert (upright[0, :4] == 1).all()
    assert (upright[:, 7] == 2).all()


def test_a_title_in_a_column_is_read() -> None:
    """Three bold letters one under the other, which lie sideways when the column is turned."""
    page = pictures.Drawing(Image.new("RGB", (400, 500), "white"))
    for at, letter in enumerate(TITLE):
        pictures.write(page, (200, 60 + 60 * at), letter, 50)
    assert [one.text for one in engine("rapidocr").read(np.asarray(page.image))] == [TITLE]
